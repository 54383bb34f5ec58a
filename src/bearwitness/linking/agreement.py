"""How two claims stand to each other in time, place, number and people, each with its reason in words.

Five answers: `agree`, `near` (a day or a person apart), `coarse` (one is too vague to tell), `against` (they
contradict), and for people also `silent` (at least one says nothing).
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from bearwitness.core.days import find_known
from bearwitness.core.records import Claim, Count, People, When, Where
from bearwitness.core.tables import load_words
from bearwitness.core.vocabulary import ADMIN1, ADMIN2, COUNTRY, DAY, MONTH

Stand = Literal["agree", "near", "coarse", "against", "silent"]
_SLIGHT: Final = 0.25
"""Two figures differ slightly when the gap is one person or at most a quarter of the larger: first tolls move that
much.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How two claims stand in one respect, and why."""

    stand: Stand
    reason: str


_SILENT: Final = Standing(stand="silent", reason="")


def compare_times(left: When | None, right: When | None) -> Standing:
    """Days against days. A publication date alone is no date of the event."""
    left, right = find_known(left), find_known(right)
    if left is None or right is None or not _is_dated(left) or not _is_dated(right):
        return Standing(stand="coarse", reason="date not told")
    one, other = _span(left), _span(right)
    if one == other:
        if left.prec <= MONTH:
            return Standing(stand="agree", reason=f"both {_spell(one)}")
        return Standing(stand="coarse", reason=f"both known only as {_spell(one)}")
    if one[0] <= other[1] and other[0] <= one[1]:
        return Standing(stand="coarse", reason=f"{_spell(one)} and {_spell(other)} overlap")
    gap = max(other[0] - one[1], one[0] - other[1]).days
    if gap == 1 and left.prec == right.prec == DAY:
        return Standing(stand="near", reason=f"{_spell(one)} and {_spell(other)} are one day apart")
    return Standing(stand="against", reason=f"{_spell(one)} is not {_spell(other)}")


def compare_places(left: Where | None, right: Where | None) -> Standing:
    """Places against places: the same one, one inside the other, or elsewhere."""
    if left is None or right is None or left.country is None or right.country is None:
        return Standing(stand="coarse", reason="place not told")
    if left.country != right.country:
        return Standing(stand="against", reason=f"{left.name} is not in the country of {right.name}")
    if left.prec >= COUNTRY or right.prec >= COUNTRY:
        return Standing(stand="coarse", reason="place known only as a country")
    if "inferred" in {left.basis, right.basis}:
        return Standing(stand="coarse", reason="a place is only inferred")
    if _is_same_place(left, right):
        return Standing(stand="agree", reason=f"both in {left.name}")
    if left.admin1 and right.admin1 and left.admin1 != right.admin1:
        return Standing(stand="against", reason=f"{left.name} is not {right.name}")
    if max(left.prec, right.prec) <= ADMIN2:
        return Standing(stand="against", reason=f"{left.name} is not {right.name}")
    return Standing(stand="coarse", reason=f"{left.name} and {right.name} may be one place")


def compare_counts(left: Count, right: Count) -> Standing:
    """Numbers against numbers. "Several" meets almost any number and so agrees with none."""
    if (left.low, left.high) == (right.low, right.high):
        vague = left.high is None and left.low <= 2
        stand: Stand = "coarse" if vague else "agree"
        return Standing(stand=stand, reason=f"both {_number(left)}")
    words = f"{_number(left)} and {_number(right)}"
    if (left.high is None or right.low <= left.high) and (right.high is None or left.low <= right.high):
        vague = any(count.high is None and count.low <= 2 for count in (left, right))
        return Standing(stand="coarse" if vague else "agree", reason=f"{words} can be one number")
    gap, larger = abs(left.low - right.low), max(left.low, right.low)
    if gap <= max(1, _SLIGHT * larger):
        return Standing(stand="near", reason=f"{words} differ slightly")
    return Standing(stand="against", reason=f"{words} differ")


def compare_people(left: Claim, right: Claim) -> tuple[Standing, ...]:
    """Sex, children, ages, group and actor, as far as both claims tell them."""
    one, other = left.people, right.people
    found = [
        _compare_sex("women", (left, right), (_count_women(left), _count_women(right))),
        _compare_sex("men", (left, right), (_count_men(left), _count_men(right))),
        _compare_number("children", one.children, other.children),
        _compare_ages(one, other),
        _compare_groups(one.group, other.group),
    ]
    # An actor without words is inferred, from who else does violence in the report: it contradicts nobody.
    if left.actor and right.actor and left.actor.text and right.actor.text:
        if left.actor.kind != right.actor.kind and "unknown" not in {left.actor.kind, right.actor.kind}:
            found.append(Standing(stand="against", reason="one by the state, the other not"))
        units, others = _find_units(left.actor.text), _find_units(right.actor.text)
        if units and others and not units & others:
            found.append(Standing(stand="against", reason="other units"))
    return tuple(found)


def is_same_total(left: Claim, right: Claim) -> bool:
    """Whether two totals are one: the same days, the same place (a country too) and the same number."""
    when, other_when = find_known(left.when), find_known(right.when)
    if when is None or other_when is None or left.where is None or right.where is None:
        return False
    one, other = left.where, right.where
    same_place = (
        one.country == other.country and one.prec == other.prec and (one.prec >= COUNTRY or _is_same_place(one, other))
    )
    counts = {(claim.count.low, claim.count.high) for claim in (left, right)}
    return same_place and _span(when) == _span(other_when) and len(counts) == 1


def _is_dated(when: When) -> bool:
    return when.basis != "publication" and when.earliest is not None and when.latest is not None


def _span(when: When) -> tuple[date, date]:
    return when.earliest or date.min, when.latest or date.max


def _spell(span: tuple[date, date]) -> str:
    return span[0].isoformat() if span[0] == span[1] else f"{span[0].isoformat()}..{span[1].isoformat()}"


def _is_same_place(left: Where, right: Where) -> bool:
    if left.geonameid is not None and right.geonameid is not None:
        return left.geonameid == right.geonameid
    if ADMIN1 in (left.prec, right.prec):
        return left.prec == right.prec and left.admin1 == right.admin1
    same_name = left.name.casefold() == right.name.casefold()
    return same_name and (left.admin1 or right.admin1) == (right.admin1 or left.admin1)


def _number(count: Count) -> str:
    if count.high is None:
        return f"at least {count.low}"
    return str(count.low) if count.low == count.high else f"{count.low} to {count.high}"


def _compare_number(what: str, left: int | None, right: int | None) -> Standing:
    if left is None or right is None or left == right == 0:
        return _SILENT
    if left == right:
        return Standing(stand="agree", reason=f"both {left} {what}")
    return Standing(stand="against", reason=f"{left} and {right} {what}")


def _compare_sex(what: str, claims: tuple[Claim, Claim], numbers: tuple[int | None, int | None]) -> Standing:
    """Numbers of women or of men. "Including a woman" may leave others untold: fewer of them contradict nobody."""
    left, right = numbers
    if left is not None and right is not None and left != right:
        fewer = claims[0] if left < right else claims[1]
        sexed = (fewer.people.female or 0) + (fewer.people.male or 0)
        if min(left, right) and sexed < fewer.count.low:
            return _SILENT
    return _compare_number(what, left, right)


def _count_women(claim: Claim) -> int | None:
    """As told; none where all are told to be men: three men are no three women."""
    is_all_men = claim.count.low == claim.count.high == claim.people.male and claim.count.unit == "person"
    return 0 if claim.people.female is None and is_all_men else claim.people.female


def _count_men(claim: Claim) -> int | None:
    is_all_women = claim.count.low == claim.count.high == claim.people.female and claim.count.unit == "person"
    return 0 if claim.people.male is None and is_all_women else claim.people.male


@lru_cache(maxsize=4096)
def _find_units(text: str) -> frozenset[str]:
    """What is told of the body beside that it is police or guards: "railway police" and "border guards" are two."""
    return load_words("linking", "particulars.toml", "units") & set(text.casefold().split())


def _compare_ages(left: People, right: People) -> Standing:
    if not left.ages or not right.ages:
        return _SILENT
    # Reports name the ages they know: the shorter list may be a part of the longer, and only a stranger contradicts.
    shorter, longer = sorted((set(left.ages), set(right.ages)), key=len)
    if shorter <= longer:
        return Standing(stand="agree", reason=f"both name the age {min(shorter)}")
    return Standing(stand="against", reason="other ages")


def _compare_groups(left: str | None, right: str | None) -> Standing:
    if not left or not right:
        return _SILENT
    one, other = set(left.casefold().split()), set(right.casefold().split())
    if one & other:
        return Standing(stand="agree", reason="the same group")
    # "Refugees" and "defectors" may be the same people in two outlets' words: no reason for or against.
    return _SILENT
