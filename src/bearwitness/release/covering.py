"""Rows that prove people of a few incidents, to whoever lays them beside all other rows: of this release, and of those before.

Rows that together hold all incidents of a row but a few, and fewer people than it proves, show that the few make up the rest. Which these
may be is searched for, and is not only one figure and the cells inside it: years beside all years, a province beside its country, a cell
of last month beside a figure of this one (complementary suppression: Hundepool et al., *Statistical Disclosure Control*, 2012, ch. 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.release.candidates import Candidate
from bearwitness.release.placing import may_lie_in
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import round_down, round_up
from bearwitness.release.rows import Backing, Member

_MOST_STEPS: Final = 5_000
"""So many ways are tried for one row. A row that needs more is taken for one that proves too much."""

Telling = tuple[str, int, int | None]
"""An incident by one of its claims, with its people: told with another number it is another telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What a row proves people of: fewer incidents than a cell's, by their claims. `people` is the most that `rows` leave the others,
    `rows` are the numbers of those used; no incidents and no people where the ways to try were too many.
    """

    few: tuple[str, ...] = ()
    people: int = 0
    rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Published rows, and by their numbers those that hold, or may hold, each incident."""

    backings: tuple[Backing, ...]
    holding: Mapping[Telling, frozenset[int]]


def index_rows(backings: Iterable[Backing], going: Iterable[Candidate]) -> Held:
    """The rows with what they hold. A figure's higher number is also of incidents that only may lie in its place and time."""
    rows = tuple(backings)
    found: dict[Telling, set[int]] = {}
    for number, one in enumerate(rows):
        for telling in _list_tellings(one.members):
            found.setdefault(telling, set()).add(number)
    figures = [(number, one.row.key.scope) for number, one in enumerate(rows) if one.row.key.kind == "figure"]
    for candidate in going:
        inside = {number for number, scope in figures if may_lie_in(candidate, scope)}
        member = Member(claims=candidate.claims, low=candidate.low, high=candidate.high)
        for telling in _list_tellings([member]):
            found.setdefault(telling, set()).update(inside)
    return Held(backings=rows, holding={telling: frozenset(numbers) for telling, numbers in found.items()})


def find_cover(about: Backing, held: Held, policy: Policy) -> Cover | None:
    """The rows that leave the others fewest people, where this row proves more; None where it proves nobody of a few incidents."""
    lows = [member.low for member in about.members]
    # What a figure proves beyond its incidents, of totals, is nobody's of a few.
    low = min(about.row.people.low, sum(lows) - max(lows, default=0))
    highs = {
        number: high
        for number, one in enumerate(held.backings)
        if (high := one.row.people.high) is not None and high < low
    }
    groups: dict[frozenset[int], list[Member]] = {}
    for member in about.members:
        by = frozenset(n for one in _list_tellings([member]) for n in held.holding.get(one, ()) if n in highs)
        groups.setdefault(by, []).append(member)
    alone = groups.pop(frozenset(), [])
    if low <= 0 or len(alone) >= policy.incidents:
        return None
    search = _Search(highs=highs, alone=tuple(alone), best=low)
    search.try_groups(tuple(groups.items()), (), (), policy.incidents - 1 - len(alone))
    return Cover() if search.steps > _MOST_STEPS else search.found


def lower_covered(
    backings: Sequence[Backing], past: Sequence[Backing], going: Sequence[Candidate], policy: Policy
) -> list[Backing]:
    """The rows with lower numbers that prove nobody of a few incidents, whatever rows of theirs or of the past are laid beside them. Each stays
    true. What an earlier release said of the same incidents, beside rows that are out as well, is said again as it was.
    """
    held = index_rows((*backings, *past), going)
    found = []
    for one in backings:
        cover = find_cover(one, held, policy)
        if cover is None or (is_out(one, past) and _are_out(cover, backings, past)):
            found.append(one)
        else:
            # Without any so few incidents no fewer are proven than all less their own; the largest is left out already.
            largest = sorted((member.low for member in one.members), reverse=True)[1 : policy.incidents - 1]
            low = max(cover.people, one.row.people.low - sum(largest), 0)
            people = replace(one.row.people, low=round_down(low, policy.round_to))
            found.append(replace(one, row=replace(one.row, people=people)))
    return found


def raise_covering(
    backings: Sequence[Backing], past: Sequence[Backing], going: Sequence[Candidate], policy: Policy
) -> list[Backing]:
    """The rows with higher numbers beside which no earlier row proves people of a few incidents that went or changed since."""
    found = list(backings)
    held = index_rows((*found, *past), going)
    for one in past:
        while (cover := find_cover(one, held, policy)) is not None:
            # An earlier release cannot be changed any more; what it proves with rows of its own time, or with those that are said again as they
            # were, it proves already.
            now = [number for number in cover.rows if number < len(found) and not is_out(found[number], past)]
            if not now:
                break
            number = max(now, key=lambda n: (len(found[n].members), n))
            row = found[number].row
            more = round_up(one.row.people.low - cover.people, policy.round_to)
            people = replace(row.people, high=(row.people.high or 0) + more)
            found[number] = replace(found[number], row=replace(row, people=people))
            held = replace(held, backings=(*found, *past))
    return found


def _are_out(cover: Cover, now: Sequence[Backing], past: Sequence[Backing]) -> bool:
    return bool(cover.few) and all(number >= len(now) or is_out(now[number], past) for number in cover.rows)


def is_out(backing: Backing, past: Iterable[Backing]) -> bool:
    """Whether an earlier release said the same of the same incidents: what it is laid beside, that one can be laid beside."""
    told = frozenset(_list_tellings(backing.members))
    return any(
        one.row.key == backing.row.key
        and one.row.people == backing.row.people
        and frozenset(_list_tellings(one.members)) == told
        for one in past
    )


@dataclass(slots=True, kw_only=True)
class _Search:
    """A search for the cheapest rows that hold all incidents but a few; `best` is what they have to stay under."""

    highs: Mapping[int, int]
    alone: tuple[Member, ...]
    best: int
    found: Cover | None = None
    steps: int = 0

    def try_groups(
        self,
        groups: tuple[tuple[frozenset[int], list[Member]], ...],
        taken: tuple[int, ...],
        few: tuple[Member, ...],
        left: int,
    ) -> None:
        """Groups of incidents that the same rows hold; `taken` rows so far, `few` incidents left out, `left` that still may be."""
        self.steps += 1
        people = sum(self.highs[number] for number in taken)
        if people >= self.best or self.steps > _MOST_STEPS:
            return
        if not groups:
            out = (*self.alone, *few)
            if out:
                self.best = people
                claims = tuple(claim for member in out for claim in member.claims)
                self.found = Cover(few=claims, people=people, rows=frozenset(taken))
            return
        by, members = min(groups, key=lambda group: (len(group[0]), -len(group[1])))
        for number in sorted(by, key=lambda n: (self.highs[n], n)):
            self.try_groups(tuple(group for group in groups if number not in group[0]), (*taken, number), few, left)
        if len(members) <= left:
            rest = tuple(group for group in groups if group[0] != by)
            self.try_groups(rest, taken, (*few, *members), left - len(members))


def _list_tellings(members: Iterable[Member]) -> Iterable[Telling]:
    return ((claim, member.low, member.high) for member in members for claim in member.claims)
