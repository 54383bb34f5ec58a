"""Placing people: the cheapest choice of groups, places and unlisted people that meets every total's need.

Most choices are forced and are made first; what is left is a program in whole numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from bearwitness.counting.cuts import Cut, Needs, is_met, keep_least_ways
from bearwitness.counting.meeting import (
    Meeting,
    Met,
    Pick,
    Placed,
    build_meeting,
    cut_cheapest,
    find_most,
    pick_option,
    read_meeting,
)
from bearwitness.counting.nearby import find_near, index_regions
from bearwitness.counting.options import Options, keep_best, prefer_outside
from bearwitness.counting.program import Solved, find_cost, find_relaxed, solve_fixed, solve_within
from bearwitness.counting.scopes import Names, Scopes, find_unlisted, index_kinds, is_held, keep_widest
from bearwitness.counting.told import Told

_SMALL: Final = 200
"""A program of so few variables is given to the solver as it is."""
_NOTHING: Final = 1e-7
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The fewest people inside the question: the incidents counted there, and the unlisted people the `needy` totals
    need. `is_best` False: the program was too large to solve, and there are at least so many.
    """

    low: int
    counted: tuple[Told, ...]
    needy: tuple[int, ...]
    unlisted: int
    is_best: bool


def place_people(scopes: Scopes, needs: Needs, picks: Sequence[Pick], placed: Sequence[Placed]) -> Answer | None:
    """The cheapest way to meet `needs` (people by total) with what can only be put one way (`picks`) and the clusters `placed`; None when
    some cluster fits nowhere.
    """
    left = _subtract({**needs.sure, **needs.open}, picks)
    rest = _leave(scopes, needs, {i: need for i, need in left.items() if need > 0})
    answer = _place(scopes, rest, find_unlisted(scopes, frozenset({*rest.sure, *rest.open})), placed)
    if answer is None:
        return None
    counted = [pick for pick in picks if pick.people]
    return replace(
        answer,
        low=answer.low + sum(pick.people for pick in counted),
        counted=(*(pick.told for pick in counted), *answer.counted),
    )


def _subtract(left: dict[int, int], picks: Iterable[Pick]) -> dict[int, int]:
    """What totals need less the people that are put where they count for them."""
    for pick in picks:
        for i in pick.option.covers:
            left[i] -= pick.people if pick.option.asked else find_most(pick.told, max(left[i], 0))
    return left


def _place(scopes: Scopes, needs: Needs, unlisted: Sequence[Names], placed: Sequence[Placed]) -> Answer | None:
    left = {**needs.sure, **needs.open}
    active = frozenset(i for i, need in left.items() if need > 0)
    kinds = keep_widest(kind & active for kind in unlisted)
    picks: list[Pick] = []
    waiting = list(placed)
    while True:
        holding = index_kinds(kinds)
        waiting, forced = _split(waiting, active, holding)
        left = _subtract(left, forced)
        picks += forced
        rest = _leave(scopes, needs, {i: left[i] for i in active if left[i] > 0})
        still = frozenset({*rest.sure, *rest.open})
        if still == active:
            break
        active = still
        kinds = keep_widest(kind & active for kind in kinds)
    tied = []
    for one in waiting:
        if any(option.covers for choice in one.choices for option in choice.options):
            tied.append(one)
            continue
        cut = cut_cheapest(one)
        if cut is None:
            return None
        picks += cut
    met = _meet(scopes, rest, kinds, tied)
    if met is None:
        return None
    picks += met.picks
    counted = [pick for pick in picks if pick.people]
    return Answer(
        low=sum(pick.people for pick in counted) + met.unlisted,
        counted=tuple(pick.told for pick in counted),
        needy=tuple(sorted(met.needy)) if met.unlisted else (),
        unlisted=met.unlisted,
        is_best=met.is_best,
    )


def _meet(scopes: Scopes, left: Needs, kinds: Sequence[Names], tied: Sequence[Placed]) -> Met | None:
    needs = {**left.sure, **left.open}
    if not tied and not left.cuts and (not needs or any(needs.keys() <= kind for kind in kinds)):
        return Met(unlisted=max(needs.values(), default=0), picks=(), needy=tuple(needs), is_best=True)
    meeting = build_meeting(left, kinds, tied)
    is_small = len(meeting.program.variables) <= _SMALL
    solved = solve_within(meeting.program) if is_small else _solve_large(scopes, left, meeting, kinds, tied)
    return None if solved is None else read_meeting(meeting, solved)


def _solve_large(
    scopes: Scopes, left: Needs, meeting: Meeting, kinds: Sequence[Names], tied: Sequence[Placed]
) -> Solved | None:
    """The program solved from both sides. From below by the few totals that have a price in fractions, alone; from above by a solution in
    fractions made whole. Where they do not meet the solver gets the whole program.

    Of 400 totals in need of a register six had a price: the others need nobody beyond those of the six.
    """
    program = meeting.program
    relaxed = find_relaxed(program)
    if relaxed is None:
        return None
    priced = frozenset(i for i, row in meeting.rows.items() if relaxed.prices[row] > _NOTHING)
    cuts = tuple(ways for ways in left.cuts if not priced.isdisjoint(frozenset().union(*ways)))
    few = Needs(
        sure={i: need for i, need in left.sure.items() if i in priced},
        open={i: left.open[i] for ways in cuts for way in ways for i in way},
        cuts=cuts,
    )
    least = ceil(find_cost(program, relaxed.values) - _ROUNDING)
    if len(few.sure) + len(few.open) < len(meeting.rows):
        answer = _place(scopes, few, kinds, tied)
        if answer is None:
            return None
        least = max(least, answer.low)
    ways = _choose_ways(meeting, relaxed.values)
    for fixed in (_round_all(meeting, relaxed.values), _fix_whole(meeting, relaxed.values)):
        values = solve_fixed(program, ways | fixed, least)
        if values is not None and find_cost(program, values) == least:
            return Solved(values=values, least=least)
    solved = solve_within(program)
    return None if solved is None else replace(solved, least=max(least, solved.least))


def _choose_ways(meeting: Meeting, values: Sequence[float]) -> dict[int, int]:
    """One way to read each cluster of totals: the one that a solution in fractions makes most of, else the one that needs fewest people."""
    found: dict[int, int] = {}
    for ways in meeting.ways:
        best = min(ways, key=lambda way: (-round(values[way[0]], 3), way[1]))[0]
        found |= {k: int(k == best) for k, _ in ways}
    return found


def _round_all(meeting: Meeting, values: Sequence[float]) -> dict[int, int]:
    """How the clusters are put when those of each choice are put in whole numbers, the largest fractions up."""
    found: dict[int, int] = {}
    for columns in _list_by_choice(meeting).values():
        whole = [int(values[i] + _NOTHING) for i in columns]
        missing = round(sum(values[i] for i in columns)) - sum(whole)
        order = sorted(range(len(columns)), key=lambda k: whole[k] - values[columns[k]])
        found |= {columns[k]: whole[k] + (rank < missing) for rank, k in enumerate(order)}
    return found


def _fix_whole(meeting: Meeting, values: Sequence[float]) -> dict[int, int]:
    """The variables of those clusters that a solution in fractions puts in whole numbers."""
    by_kind: defaultdict[int, list[int]] = defaultdict(list)
    for (kind, _), columns in _list_by_choice(meeting).items():
        by_kind[kind] += columns
    whole = (found for found in by_kind.values() if all(abs(values[i] - round(values[i])) < _NOTHING for i in found))
    return {i: round(values[i]) for found in whole for i in found}


def _list_by_choice(meeting: Meeting) -> dict[tuple[int, int], list[int]]:
    """The variables that say how those who make one choice are put."""
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for column in meeting.columns:
        found[column.kind, column.choice].append(column.chosen)
    return found


def _leave(scopes: Scopes, needs: Needs, left: Mapping[int, int]) -> Needs:
    """What is left of the needs, without totals that others meet."""
    cuts: list[tuple[Cut, ...]] = []
    for cluster in needs.cuts:
        ways = keep_least_ways(scopes, left, [frozenset(i for i in cut if i in left) for cut in cluster])
        if ways[0]:
            cuts.append(ways)
    sure = {i: left[i] for i in needs.sure if i in left}
    for ways in cuts:
        if len(ways) == 1:
            sure |= {i: left[i] for i in ways[0]}
    kept = dict(sure)
    numbers = sorted(sure)
    nearby = index_regions([scopes.nearby.regions[i] for i in numbers])
    for i in sorted(sure, key=lambda i: (sure[i], i)):
        others = (numbers[k] for k in find_near(nearby, scopes.nearby.regions[i]))
        if any(k != i and k in kept and is_met(scopes, sure, i, k) for k in others):
            del kept[i]
    open_ = {i: left[i] for ways in cuts if len(ways) > 1 for way in ways for i in way}
    return Needs(sure=kept, open=open_, cuts=tuple(ways for ways in cuts if len(ways) > 1))


def _split(
    placed: Iterable[Placed], active: Names, holding: Mapping[int, Sequence[Names]]
) -> tuple[list[Placed], list[Pick]]:
    """The clusters narrowed to the totals in need, and of those with one way only what is picked."""
    waiting: list[Placed] = []
    forced: list[Pick] = []
    known: dict[Options, Options] = {}

    def narrow(options: Options) -> Options:
        if options not in known:
            fewer = {replace(option, covers=option.covers & active) for option in options}
            known[options] = prefer_outside(keep_best(fewer), holding)
        return known[options]

    for one in placed:
        choices = tuple(
            [
                choice if (options := narrow(choice.options)) == choice.options else replace(choice, options=options)
                for choice in one.choices
            ]
        )
        narrowed = one if choices == one.choices else Placed(atoms=one.atoms, choices=choices)
        picks = _force(narrowed, holding)
        if picks is None:
            waiting.append(narrowed)
        else:
            forced += picks
    return waiting, forced


def _force(placed: Placed, holding: Mapping[int, Sequence[Names]]) -> list[Pick] | None:
    """The only thing that can be done with a cluster, None when there is a choice.

    More people than the fewest told are never better than unlisted ones, where an unlisted person can do what they do. Nor is then a way to
    cut a cluster with more people than another, where all of them do the same.
    """
    if not placed.choices or any(len(choice.options) != 1 for choice in placed.choices):
        return None
    options = {choice.options[0] for choice in placed.choices}
    option = next(iter(options))
    if len(options) > 1 or (placed.atoms > 1 and not (option.asked and option.covers)):
        return None
    if placed.atoms == 1:
        told = placed.choices[0].told
        stretches = option.asked and option.covers and told.high != told.low
        return None if stretches and not is_held(option.covers, holding) else [pick_option(told, option)]
    return cut_cheapest(placed) if is_held(option.covers, holding) else None
