"""A model's claim in words that no rules' claim shares: the same occurrence told again, part of one, another, or left open.

No low end of a figure may rise by what may be the same people told again, nor fall by it. So a claim counts as another
occurrence only where its date, its place or a word ("another") sets it apart, or a number beside a day or town of its own. A
smaller number that nothing pins down is taken for people among those told, and stands as background until a person says
otherwise. What meets in number, or is larger, is left to the linking, which holds it unsure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.records import Claim, Relation, When
from bearwitness.core.vocabulary import COUNTRY, TOLD, RelationKind
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.model.claims import Proposed

_FAR: Final = 1 << 60


def relate_retold(one: Proposed, told: Iterable[Claim]) -> Claim:
    """The claim with what it is to each occurrence of its act that the report has been found to tell."""
    claim = one.claim
    if claim.shape != "incident" or claim.status not in TOLD:
        return claim
    roots = [c for c in told if _is_root(c) and (c.act, c.count.unit) == (claim.act, claim.count.unit)]
    far = [c for c in roots if is_apart(claim, c) or (one.additional and _is_before(c, claim))]
    near = [c for c in roots if c not in far]
    for other in far:
        claim = with_relation(claim, other, "different", _say_apart(claim, other))
    home = _find_home(one, near)
    if home is not None:
        # A voice that a model hangs on words told again would look like a second origin: a grade is not a model's to give.
        claim = replace(claim, voices=home.voices)
        claim = with_relation(claim, home, "same", "agrees in date, place and number")
        return _with_walls(claim, [c for c in near if c is not home], "told apart in one report")
    meeting = [c for c in near if _meets(claim, c)]
    if meeting or is_pinned(claim):
        return _with_walls(claim, [c for c in near if c not in meeting], "other number")
    whole = _find_whole(claim, near)
    return claim if whole is None else make_part(claim, whole, "nothing sets these people apart")


def make_part(claim: Claim, whole: Claim, because: str) -> Claim:
    """The claim as context: its people are among those of an incident, which counts them already."""
    return replace(with_relation(claim, whole, "part-of", because), shape="background")


def is_apart(left: Claim, right: Claim) -> bool:
    """Do their dates or their places exclude each other?"""
    return is_contradicted(find_known(left.when), left.where, find_known(right.when), right.where)


def is_pinned(claim: Claim) -> bool:
    """Has it a day of its own, or a place finer than a country?"""
    return has_day(claim.when) or (claim.where is not None and claim.where.prec < COUNTRY)


def has_day(when: When | None) -> bool:
    """Do the words give a date, and not only that it lies before the report?"""
    known = find_known(when)
    return known is not None and (known.earliest is not None or known.month_day is not None)


def has_same_number(left: Claim, right: Claim) -> bool:
    """The same people by number: the same ends of the same unit."""
    mine, theirs = left.count, right.count
    return (mine.unit, mine.low, mine.high) == (theirs.unit, theirs.low, theirs.high)


def with_relation(claim: Claim, other: Claim, kind: RelationKind, because: str) -> Claim:
    """The claim with one more relation."""
    return replace(claim, relations=(*claim.relations, Relation(to=other.id, kind=kind, because=because)))


def _with_walls(claim: Claim, others: Iterable[Claim], because: str) -> Claim:
    for other in others:
        claim = with_relation(claim, other, "different", because)
    return claim


def _is_root(claim: Claim) -> bool:
    """Does the claim stand for an occurrence of its own, told as having happened?"""
    retold = any(relation.kind in {"same", "part-of"} for relation in claim.relations)
    return claim.shape == "incident" and claim.status in TOLD and not retold


def _is_before(claim: Claim, other: Claim) -> bool:
    return claim.quotes[0].start < other.quotes[0].start


def _say_apart(claim: Claim, other: Claim) -> str:
    return "other date or place" if is_apart(claim, other) else "the words say another"


def _find_home(one: Proposed, near: Sequence[Claim]) -> Claim | None:
    """The one occurrence of the same number of which both give the day or the town; several alike are left open."""
    alike = [c for c in near if one.numbered and has_same_number(one.claim, c)]
    fits = [c for c in alike if _share_pin(one.claim, c)]
    return fits[0] if len(fits) == 1 and len(alike) == 1 else None


def _share_pin(claim: Claim, other: Claim) -> bool:
    dated = has_day(claim.when) and has_day(other.when)
    return dated or all(c.where is not None and c.where.prec < COUNTRY for c in (claim, other))


def _meets(claim: Claim, other: Claim) -> bool:
    """Can both numbers be true of the same people?"""
    mine, theirs = claim.count, other.count
    highs = [high for high in (mine.high, theirs.high) if high is not None]
    return max(mine.low, theirs.low) <= min(highs, default=_FAR)


def _find_whole(claim: Claim, near: Sequence[Claim]) -> Claim | None:
    """The nearest occurrence of more people, which these may be among."""
    high = claim.count.high
    larger = [c for c in near if high is not None and c.count.low > high]
    at = claim.quotes[0].start
    return min(larger, key=lambda c: (abs(c.quotes[0].start - at), c.id), default=None)
