"""The bounds of one case: a few incidents, what may follow what, and no doubt about which of them are one.

A *course* is what may befall one person: where it begins, and the fates after. How many people take which course is a program in
whole numbers; each bound is one optimum of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bearwitness.core.vocabulary import Act
from bearwitness.counting.program import Bound, Program, Variable, solve

COURSES_LIMIT: Final = 600
"""A case of more courses than this is not worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The fewest and the most people; `high` None is open."""

    low: int
    high: int | None

    def plus(self, other: "Bounds") -> "Bounds":
        """Of different people together."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Bounds(low=self.low + other.low, high=high)

    def widen(self, other: "Bounds") -> "Bounds":
        """Of the same people, read either way."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(low=min(self.low, other.low), high=high)


_NOBODY: Final = Bounds(low=0, high=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One incident of a case. `is_settled`: a report says whose people they are; `is_once`: it befalls a person at most once;
    `is_end`: custody is over, and no other end is possible that is not told to follow.
    """

    low: int
    high: int | None
    act: Act
    is_asked: bool
    is_certain: bool
    is_once: bool
    is_end: bool
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Incidents by number, `edges` from an earlier to a later one, and `order`: pairs of fates of which the first comes first."""

    places: tuple[Place, ...]
    edges: tuple[tuple[int, int], ...]
    order: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FateBounds:
    """Bounds for the people asked about. `surplus`: people of sure fates beyond those the incidents they follow can hold."""

    taken: Bounds
    unknown: Bounds
    last: Mapping[Act, Bounds]
    reported: Mapping[Act, Bounds]
    surplus: int
    is_exact: bool

    def plus(self, other: "FateBounds") -> "FateBounds":
        """Of different people together."""
        acts = dict.fromkeys((*self.reported, *other.reported))
        return FateBounds(
            taken=self.taken.plus(other.taken),
            unknown=self.unknown.plus(other.unknown),
            last={act: self.last.get(act, _NOBODY).plus(other.last.get(act, _NOBODY)) for act in acts},
            reported={act: self.reported.get(act, _NOBODY).plus(other.reported.get(act, _NOBODY)) for act in acts},
            surplus=self.surplus + other.surplus,
            is_exact=self.is_exact and other.is_exact,
        )

    def widen(self, other: "FateBounds") -> "FateBounds":
        """Of the same people, read either way."""
        acts = dict.fromkeys((*self.reported, *other.reported))
        return FateBounds(
            taken=self.taken.widen(other.taken),
            unknown=self.unknown.widen(other.unknown),
            last={act: self.last.get(act, _NOBODY).widen(other.last.get(act, _NOBODY)) for act in acts},
            reported={act: self.reported.get(act, _NOBODY).widen(other.reported.get(act, _NOBODY)) for act in acts},
            surplus=min(self.surplus, other.surplus),
            is_exact=self.is_exact and other.is_exact,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """Where a person begins, the fates after, and the acts of those that may be the last of them."""

    start: int
    fates: frozenset[int]
    acts: frozenset[Act]
    last: frozenset[Act]


@lru_cache(maxsize=4096)
def bound_case(case: Case) -> FateBounds | None:
    """The bounds of a case, None where it has too many courses to be worked out."""
    acts = tuple(dict.fromkeys(case.places[later].act for _, later in case.edges))
    if not acts:
        return _bound_plainly(case)
    courses = _list_courses(case)
    if courses is None:
        return None
    program, surplus = _settle(case, courses)
    ceiling = _find_ceiling(case)

    def bound(fewest: Sequence[bool], most: Sequence[bool]) -> Bounds:
        certain = [chosen and case.places[one.start].is_certain for one, chosen in zip(courses, fewest, strict=True)]
        asked = [chosen and case.places[one.start].is_asked for one, chosen in zip(courses, most, strict=True)]
        low, high = _optimise(program, certain, 1), _optimise(program, asked, -1)
        return Bounds(low=low, high=None if high > 2 * ceiling else high)

    def bound_both(chosen: Sequence[bool]) -> Bounds:
        return bound(chosen, chosen)

    return FateBounds(
        taken=bound_both([True] * len(courses)),
        unknown=bound_both([not one.fates for one in courses]),
        last={act: bound([one.last == {act} for one in courses], [act in one.last for one in courses]) for act in acts},
        reported={act: bound_both([act in one.acts for one in courses]) for act in acts},
        surplus=surplus,
        is_exact=True,
    )


@lru_cache(maxsize=4096)
def bound_persons(case: Case) -> Bounds | None:
    """How many people suffered any act asked about, each once, however many befell them; None where it cannot be worked out."""
    courses = _list_courses(case)
    if courses is None:
        return None
    program, _ = _settle(case, courses)
    ceiling = _find_ceiling(case)
    certain = [any(case.places[n].is_certain for n in (one.start, *one.fates)) for one in courses]
    asked = [any(case.places[n].is_asked for n in (one.start, *one.fates)) for one in courses]
    low, high = _optimise(program, certain, 1), _optimise(program, asked, -1)
    return Bounds(low=low, high=None if high > 2 * ceiling else high)


def _bound_plainly(case: Case) -> FateBounds:
    """Where nothing is reported of anybody."""
    highs = [place.high for place in case.places if place.is_asked]
    high = None if None in highs else sum(end for end in highs if end is not None)
    all_of_them = Bounds(low=sum(place.low for place in case.places if place.is_certain), high=high)
    return FateBounds(taken=all_of_them, unknown=all_of_them, last={}, reported={}, surplus=0, is_exact=True)


def _list_courses(case: Case) -> tuple[_Course, ...] | None:
    sequels: dict[int, list[int]] = {}
    for earlier, later in case.edges:
        sequels.setdefault(earlier, []).append(later)
    order = frozenset(case.order)
    found: list[_Course] = []
    for start in range(len(case.places)):
        for fates in _grow(case, start, sequels):
            if len(found) == COURSES_LIMIT:
                return None
            acts = frozenset(case.places[one].act for one in fates)
            found.append(_Course(start=start, fates=fates, acts=acts, last=_find_last(case, fates, order)))
    return tuple(found)


def _grow(case: Case, start: int, sequels: Mapping[int, Sequence[int]]) -> Iterator[frozenset[int]]:
    """Every set of fates that may befall one person of an incident."""
    seen: set[frozenset[int]] = {frozenset()}
    waiting: list[frozenset[int]] = [frozenset()]
    while waiting:
        fates = waiting.pop()
        yield fates
        for one in (start, *fates):
            for later in sequels.get(one, ()):
                wider = fates | {later}
                if later != start and wider not in seen and _is_possible(case, later, (start, *fates)):
                    seen.add(wider)
                    waiting.append(wider)


def _is_possible(case: Case, later: int, before: Sequence[int]) -> bool:
    return not any(one != later and is_apart(case, one, later) for one in before)


def is_apart(case: Case, one: int, other: int) -> bool:
    """Whether two fates cannot befall one person after one arrest."""
    left, right = case.places[one], case.places[other]
    if left.is_once and right.is_once and left.act == right.act:
        return True
    is_doubtful = not (left.is_settled and right.is_settled)
    return left.is_end and right.is_end and is_doubtful and not {(one, other), (other, one)} & set(case.edges)


def _find_last(case: Case, fates: frozenset[int], order: frozenset[tuple[int, int]]) -> frozenset[Act]:
    """The acts that may be the last: those of fates that no other surely comes after."""
    last = [one for one in fates if not any((one, other) in order for other in fates)]
    return frozenset(case.places[one].act for one in last or fates)


def _find_ceiling(case: Case) -> int:
    """More people than any bound that is not open can be."""
    return 1 + sum(place.low if place.high is None else max(place.low, place.high) for place in case.places)


def _settle(case: Case, courses: Sequence[_Course]) -> tuple[Program, int]:
    """The program with as few people as can be of sure fates who come from none of the incidents they follow."""
    ceiling = _find_ceiling(case)
    variables = tuple(Variable(cost=0, high=4 * ceiling) for _ in courses)
    bounds = [
        Bound(
            weights={i: 1 for i, one in enumerate(courses) if one.start == number or number in one.fates},
            low=place.low,
            high=4 * ceiling if place.high is None else max(place.low, place.high),
        )
        for number, place in enumerate(case.places)
    ]
    program = Program(variables=variables, bounds=tuple(bounds))
    elsewhere = [case.places[one.start].is_settled for one in courses]
    if not any(elsewhere):
        return program, 0
    surplus = _optimise(program, elsewhere, 1)
    held = Bound(weights={i: 1 for i, chosen in enumerate(elsewhere) if chosen}, high=surplus)
    return replace(program, bounds=(*bounds, held)), surplus


def _optimise(program: Program, chosen: Sequence[bool], cost: int) -> int:
    """The fewest (`cost` 1) or the most (-1) people on the courses chosen."""
    variables = tuple(
        replace(one, cost=cost if is_chosen else 0) for one, is_chosen in zip(program.variables, chosen, strict=True)
    )
    values = solve(replace(program, variables=variables))
    if values is None:
        # Cannot be: everybody may come from elsewhere, and the surplus was just shown to be enough.
        raise ArithmeticError("people who can be placed one way can be placed no way")
    return sum(value for value, is_chosen in zip(values, chosen, strict=True) if is_chosen)
