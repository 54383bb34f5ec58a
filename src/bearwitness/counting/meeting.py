"""What cannot be settled by looking: a program in whole numbers that meets the needs of totals with the fewest people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.counting.arrange import Group
from bearwitness.counting.cuts import Needs
from bearwitness.counting.options import Option, Options
from bearwitness.counting.program import Bound, Program, Solved, Variable, solve_within
from bearwitness.counting.scopes import Names, index_kinds, is_held
from bearwitness.counting.told import Told

_SMALL: Final = 10
"""Clusters of so many atoms are cut by looking at every cut; larger ones by a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One group of a cluster, what it tells, and the ways its people can lie."""

    group: Group
    told: Told
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cluster of `atoms` atoms to be cut into groups, by the choices there are."""

    atoms: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One group put one way, and the people it puts inside the question."""

    told: Told
    option: Option
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A variable of the program that says how many of some like clusters make one `choice` and lie one way; `more` the one of the people
    beyond the fewest told.
    """

    kind: int
    choice: int
    option: Option
    chosen: int
    more: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The program: its first variables are the `unlisted` people of each kind, `columns` say how the clusters (`classes` of like ones) are
    put, `rows` which bound is the need of each total, `open` which totals stand only in some ways to read their cluster, and `ways` the
    variables of those ways, cluster by cluster, each with the people that its totals need.
    """

    program: Program
    classes: tuple[tuple[Placed, ...], ...]
    columns: tuple[Column, ...]
    unlisted: int
    rows: Mapping[int, int]
    open: Names
    ways: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The unlisted people and the picks that meet the needs, and the totals that have them. `is_best` as in an answer."""

    unlisted: int
    picks: tuple[Pick, ...]
    needy: tuple[int, ...]
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    """The program, and where its variables are."""

    variables: list[Variable]
    bounds: list[Bound]
    columns: list[Column]


def find_most(told: Told, need: int) -> int:
    """The most people an incident can be, as far as they are needed."""
    return need if told.high is None else min(told.high, need)


def pick_option(told: Told, option: Option) -> Pick:
    """The group put this way, with the fewest people told."""
    return Pick(told=told, option=option, people=told.low if option.asked else 0)


def cut_cheapest(placed: Placed) -> list[Pick] | None:
    """The cut of a cluster with the fewest people in the question, where it makes no difference otherwise."""
    picks = {
        choice.group: min((pick_option(choice.told, option) for option in choice.options), key=lambda pick: pick.people)
        for choice in placed.choices
    }
    if placed.atoms > _SMALL:
        meeting = build_meeting(Needs(sure={}, open={}, cuts=()), (), [placed])
        solved = solve_within(meeting.program)
        return None if solved is None else list(read_meeting(meeting, solved).picks)
    known: dict[Group, tuple[int, list[Pick]] | None] = {frozenset(): (0, [])}

    def cheapest(left: Group) -> tuple[int, list[Pick]] | None:
        if left not in known:
            first = min(left)
            found = []
            for group, pick in picks.items():
                if first in group and group <= left:
                    rest = cheapest(left - group)
                    if rest is not None:
                        found.append((rest[0] + pick.people, [pick, *rest[1]]))
            known[left] = min(found, key=lambda way: way[0], default=None)
        return known[left]

    way = cheapest(frozenset(range(placed.atoms)))
    return None if way is None else way[1]


def build_meeting(left: Needs, kinds: Sequence[Names], tied: Sequence[Placed]) -> Meeting:
    """The program that meets the needs with unlisted people, each counting for one of `kinds`, and with the clusters `tied`."""
    needs = {**left.sure, **left.open}
    alike: defaultdict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for k, placed in enumerate(tied):
        alike[_find_likeness(placed) or (k,)].append(placed)
    classes = tuple(tuple(members) for members in alike.values())
    weights: dict[int, dict[int, int]] = {i: {} for i in needs}
    built = _Built(variables=[], bounds=[], columns=[])
    holding = index_kinds(kinds)
    for kind in kinds:
        for i in kind:
            weights[i][len(built.variables)] = 1
        built.variables.append(Variable(cost=1, high=max((needs[i] for i in kind), default=0)))
    for number, members in enumerate(classes):
        _add_class(built, needs, weights, (number, members), holding)
    numbered: list[tuple[tuple[int, int], ...]] = []
    for ways in left.cuts:
        chosen = range(len(built.variables), len(built.variables) + len(ways))
        built.variables.extend(Variable(cost=0) for _ in ways)
        built.bounds.append(Bound(weights=dict.fromkeys(chosen, 1), low=1, high=1))
        numbered.append(tuple((k, sum(left.open[i] for i in way)) for k, way in zip(chosen, ways, strict=True)))
        for i in frozenset().union(*ways):
            weights[i] |= {k: -left.open[i] for k, way in zip(chosen, ways, strict=True) if i in way}
    rows = {i: len(built.bounds) + k for k, i in enumerate(needs)}
    built.bounds.extend(Bound(weights=weights[i], low=0 if i in left.open else need) for i, need in needs.items())
    return Meeting(
        program=Program(variables=tuple(built.variables), bounds=tuple(built.bounds)),
        classes=classes,
        columns=tuple(built.columns),
        unlisted=len(kinds),
        rows=rows,
        open=frozenset(left.open),
        ways=tuple(numbered),
    )


def read_meeting(meeting: Meeting, solved: Solved) -> Met:
    """The people and picks that a solution of the program stands for."""
    values, bounds = solved.values, meeting.program.bounds
    if not values and meeting.program.variables:
        return Met(unlisted=solved.least, picks=(), needy=tuple(meeting.rows), is_best=False)
    unlisted = sum(values[: meeting.unlisted])
    picks = tuple(_list_picks(meeting, values))
    cost = unlisted + sum(pick.people for pick in picks)
    standing = tuple(
        i
        for i, row in meeting.rows.items()
        if i not in meeting.open or any(weight < 0 and values[k] for k, weight in bounds[row].weights.items())
    )
    return Met(unlisted=unlisted - (cost - solved.least), picks=picks, needy=standing, is_best=cost == solved.least)


def _list_picks(meeting: Meeting, values: Sequence[int]) -> Iterator[Pick]:
    """The groups of each cluster as the program puts them; which of some like clusters is put which way makes no difference."""
    waiting: defaultdict[tuple[int, int], list[tuple[Option, int]]] = defaultdict(list)
    variables, classes = meeting.program.variables, meeting.classes
    for column in meeting.columns:
        members = classes[column.kind]
        told = members[0].choices[column.choice].told
        number, extra = values[column.chosen], 0 if column.more is None else values[column.more]
        most = 0 if column.more is None else variables[column.more].high // len(members)
        for _ in range(number):
            more = min(extra, most)
            extra -= more
            waiting[column.kind, column.choice].append((column.option, told.low + more))
    for kind, members in enumerate(classes):
        for placed in members:
            free = set(range(placed.atoms))
            # The widest groups first: what is left of two like clusters of which one joins and one does not is the one that does not.
            for at in sorted(range(len(placed.choices)), key=lambda at: -len(placed.choices[at].group)):
                choice = placed.choices[at]
                if choice.group <= free and waiting[kind, at]:
                    option, people = waiting[kind, at].pop()
                    free -= choice.group
                    yield Pick(told=choice.told, option=option, people=people if option.asked else 0)


def _find_likeness(placed: Placed) -> tuple[object, ...] | None:
    """What clusters have in common that can change places; None for those that are better kept apart.

    Of clusters of two atoms as many join as do not, so that any numbers of their groups can be made of whole clusters.
    """
    if placed.atoms > 2:
        return None
    return tuple((choice.group, choice.told.low, choice.told.high, choice.options) for choice in placed.choices)


def _add_class(
    built: _Built,
    needs: Mapping[int, int],
    weights: Mapping[int, dict[int, int]],
    numbered: tuple[int, Sequence[Placed]],
    holding: Mapping[int, Sequence[Names]],
) -> None:
    """The variables and bounds of clusters that are all alike. Where an unlisted person can do what theirs do (`holding`), more of theirs
    than the fewest told are no better.
    """
    number, members = numbered
    rows: list[dict[int, int]] = [{} for _ in range(members[0].atoms)]
    size = len(members)
    for at, choice in enumerate(members[0].choices):
        told = choice.told
        for option in choice.options:
            chosen, more = len(built.variables), None
            built.variables.append(Variable(cost=told.low if option.asked else 0, high=size))
            for atom in choice.group:
                rows[atom][chosen] = 1
            for i in option.covers:
                weights[i][chosen] = min(told.low, needs[i]) if option.asked else find_most(told, needs[i])
            most = max((find_most(told, needs[i]) for i in option.covers), default=0)
            if option.asked and most > told.low and not is_held(option.covers, holding):
                more = len(built.variables)
                built.variables.append(Variable(cost=1, high=(most - told.low) * size))
                built.bounds.append(Bound(weights={more: 1, chosen: told.low - most}, high=0))
                for i in option.covers:
                    weights[i][more] = 1
            built.columns.append(Column(kind=number, choice=at, option=option, chosen=chosen, more=more))
    built.bounds.extend(Bound(weights=row, low=size, high=size) for row in rows)
