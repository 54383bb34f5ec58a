"""Which incidents can stand on lists: those certainly inside a question that can be told apart, and in words why others cannot.

Under-reporting is estimated from which incident stands on which list, so that each must be one that another list could be seen to hold
too. A total lists no one. "Several were killed", without a day or a town, might be any.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.incidents import Incident, Question
from bearwitness.core.places import find_path
from bearwitness.core.vocabulary import WEEK
from bearwitness.counting.membership import decide_membership, find_asked, find_region

_TOWN: Final = 3
_TOTAL: Final = "a total lists no one"
_POSSIBLE: Final = "it may lie outside the question"
_ANONYMOUS: Final = "without a day, to the week, and without a town it cannot be told apart from others"
_DISCOUNTED: Final = "all that told it took it back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """The incidents that can stand on lists, what is left out and why, and why there is nothing to estimate from."""

    incidents: tuple[Incident, ...]
    left_out: tuple[str, ...]
    refused: tuple[str, ...]


def select_sighted(question: Question, incidents: Iterable[Incident]) -> Sighted:
    """The incidents of the act asked for, with what is left out; where more than half cannot be told apart, that is a refusal."""
    kept, left = [], Counter[str]()
    for one in incidents:
        if one.act != question.act:
            continue
        member = decide_membership(find_region(one.when, one.where), find_asked(question))
        if member == "no":
            continue
        why = _find_fault(one, is_certain=member == "certain")
        if why is None:
            kept.append(one)
        else:
            left[why] += 1
    unknown = left[_ANONYMOUS]
    refused: tuple[str, ...] = ()
    if unknown > len(kept):
        refused = (
            f"{unknown} of {unknown + len(kept)} incidents have no day, to the week, and no town: nobody knows which of them are the same",
        )
    said = tuple(f"{number} left out: {why}" for why, number in sorted(left.items()))
    return Sighted(incidents=tuple(kept), left_out=said, refused=refused)


def _find_fault(incident: Incident, *, is_certain: bool) -> str | None:
    if incident.shape == "aggregate":
        return _TOTAL
    if incident.grade == "discounted":
        return _DISCOUNTED
    known = find_known(incident.when)
    is_dated = known is not None and known.earliest is not None and known.latest is not None and known.prec <= WEEK
    if not is_dated and len(find_path(incident.where)) < _TOWN:
        return _ANONYMOUS
    return None if is_certain else _POSSIBLE
