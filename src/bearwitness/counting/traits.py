"""How many of an incident's people can be in one row of a breakdown: of this sex, age, group, manner or grade, or in no one row for certain.

A number told of a part is that part's number ("four people, two of them women": two women). Of whom nothing is told, each may be of any
row. Sexes: the words of the reports know two. Ages: children are those under 18, older persons those from 60 on (the United Nations'
bands); told ages prove at least so many of their band.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.incidents import Question, Trait
from bearwitness.core.periods import find_period, is_period, name_period
from bearwitness.core.records import Claim
from bearwitness.counting.membership import Membership, Region, find_asked, find_overlap

SEXES: Final = ("female", "male")
AGES: Final = ("under 18", "18 to 59", "60 and over")
PLACE_DEPTHS: Final[Mapping[str, int]] = {"country": 1, "province": 2, "town": 3}
PERSONAL: Final = frozenset({"sex", "age"})
"""Traits that some of an incident's people have and others have not; all others are of the incident."""
_ADULT, _OLD = 18, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed(Question):
    """A question with traits, and what is known of the claims it is put to.

    `loose` are claims that prove nobody in a row: totals that may hold people of other claims, and where the row is not settled also
    incidents that a total may hold.
    """

    loose: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """From `low` to `high` people (None is open, and then `stated` the number said)."""

    low: int
    high: int | None
    stated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What claims tell of one part of the people: at least `low`, and where its number is told at most `high`."""

    low: int
    high: int | None


_NOBODY: Final = Ends(low=0, high=0, stated=0)


def narrow_ends(question: Narrowed, claims: Sequence[Claim], ends: Ends, region: Region) -> Ends:
    """How many of the people of one incident or total, told by `claims`, are in the row that the question is narrowed to."""
    share = _find_share(question, claims, ends, region)
    if not question.loose.isdisjoint(claim.id for claim in claims):
        share = Ends(low=0, high=share.high, stated=share.stated)
    return share


def find_labels(trait: Trait, claims: Iterable[Claim]) -> frozenset[str]:
    """The rows that claims name: groups as they are written (but for capitals), manners, grades."""
    if trait.kind == "group":
        return frozenset(fold_group(claim.people.group) for claim in claims if claim.people.group)
    if trait.kind == "manner":
        return frozenset(manner for claim in claims for manner in claim.manner)
    return frozenset(trait.grades[claim.id] for claim in claims if claim.id in trait.grades)


def fold_group(group: str) -> str:
    """A group's name without capitals and further spaces."""
    return " ".join(group.casefold().split())


def find_place_row(kind: str, path: Sequence[str]) -> str | None:
    """The row of this level that a place lies in, None where it is known less closely."""
    depth = PLACE_DEPTHS[kind]
    return "/".join(path[:depth]) if len(path) >= depth else None


def find_period_row(kind: str, first: int, last: int) -> str | None:
    """The period that holds all these days, None where several do."""
    if not is_period(kind):
        return None
    number = find_period(kind, first)
    return name_period(kind, number) if number == find_period(kind, last) else None


def _find_share(question: Question, claims: Sequence[Claim], ends: Ends, region: Region) -> Ends:
    members = [_decide(question, trait, claims, region) for trait in question.traits if trait.kind not in PERSONAL]
    if "no" in members:
        return _NOBODY
    highs = (ends.high, ends.stated)
    shares = [
        [_divide(trait, claims, ends.low, high) for high in highs]
        for trait in question.traits
        if trait.kind in PERSONAL
    ]
    low = ends.low if not shares else shares[0][0][0]
    for share in shares[1:]:
        # Of two parts of the people, as many are in both as do not fit into the whole side by side.
        low = 0 if ends.high is None else low + share[0][0] - ends.high
    high, stated = (_least([whole, *(share[i][1] for share in shares)]) for i, whole in enumerate(highs))
    return Ends(low=0 if "possible" in members else max(0, low), high=high, stated=stated or 0)


def _decide(question: Question, trait: Trait, claims: Sequence[Claim], region: Region) -> Membership:
    """Whether an incident is in the row, where all its people are in the same."""
    if trait.kind in PLACE_DEPTHS or is_period(trait.kind):
        shared = find_overlap(region, find_asked(question))
        row = None
        if shared and is_period(trait.kind):
            row = find_period_row(trait.kind, shared.first, shared.last)
        elif shared:
            row = find_place_row(trait.kind, shared.place)
        return "no" if shared is None or row in trait.rows else "certain"
    told = find_labels(trait, claims)
    if trait.kind == "manner":
        # One act may have several manners, and a manner that is not told may be there.
        if trait.value is None:
            return "certain" if told.isdisjoint(trait.rows) else "no"
        return "certain" if trait.value in told else "possible"
    named = {row for row in trait.rows if _fold(trait, row) in told}
    if trait.value is None:
        return "no" if len(named) == 1 and len(told) == 1 else "certain"
    if trait.value in named:
        return "certain" if len(told) == 1 else "possible"
    return "no" if told else "possible"


def _fold(trait: Trait, row: str) -> str:
    return fold_group(row) if trait.kind == "group" else row


def _divide(trait: Trait, claims: Sequence[Claim], low: int, high: int | None) -> tuple[int, int | None]:
    """How many of `low` to `high` people are in the row of a personal trait."""
    known = _know_sexes(claims) if trait.kind == "sex" else _know_ages(claims)
    least = sum(part.low for part in known.values())
    if trait.value is None:
        told = sum(part.low if part.high is None else part.high for part in known.values())
        return max(0, low - told), None if high is None else max(0, high - least)
    part = known[trait.value]
    # More told of than there may be: a conflict, and each may be of any of these parts.
    most = high if high is None or least > high else high - (least - part.low)
    if part.high is not None:
        # Of children no sex may be told: girls are no women told, and still female.
        children = (_know_children(claims).high or 0) if trait.kind == "sex" else 0
        end = part.high + children
        most = end if high is None else min(end, high)
    # More told of than are proven: of each as many fewer are.
    return max(0, part.low - max(0, least - low)), most


def _know_sexes(claims: Sequence[Claim]) -> Mapping[str, _Known]:
    return {
        "female": _fuse(claim.people.female for claim in claims),
        "male": _fuse(claim.people.male for claim in claims),
    }


def _know_children(claims: Sequence[Claim]) -> _Known:
    return _fuse(claim.people.children for claim in claims)


def _know_ages(claims: Sequence[Claim]) -> Mapping[str, _Known]:
    children = _know_children(claims)
    young = max(sum(age < _ADULT for age in claim.people.ages) for claim in claims)
    grown = max(sum(_ADULT <= age < _OLD for age in claim.people.ages) for claim in claims)
    old = max(sum(age >= _OLD for age in claim.people.ages) for claim in claims)
    most = None if children.high is None else max(children.high, young)
    return {
        AGES[0]: _Known(low=max(children.low, young), high=most),
        AGES[1]: _Known(low=grown, high=None),
        AGES[2]: _Known(low=old, high=None),
    }


def _fuse(numbers: Iterable[int | None]) -> _Known:
    """The number that claims tell; from the lowest to the highest where they disagree."""
    told = [number for number in numbers if number is not None]
    return _Known(low=min(told, default=0), high=max(told, default=None))


def _least(ends: Iterable[int | None]) -> int | None:
    return min((end for end in ends if end is not None), default=None)
