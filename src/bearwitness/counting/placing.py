"""Placing people: the cheapest choice of groups, places and unlisted people that meets every total's need.

Most choices are forced and are made first; what is left is a program in whole numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.counting.arrange import Group
from bearwitness.counting.options import Option, keep_best, prefer_outside
from bearwitness.counting.program import Bound, Program, Variable, solve
from bearwitness.counting.scopes import Names, Scopes, find_unlisted, keep_widest
from bearwitness.counting.told import Told

_SMALL: Final = 10
"""Clusters of so many atoms are cut by looking at every cut; larger ones by a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One group of a cluster, what it tells, and the ways its people can lie."""

    group: Group
    told: Told
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cluster of `atoms` atoms to be cut into groups, by the choices there are."""

    atoms: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The fewest people inside the question: the incidents counted there, and the unlisted people the `needy` totals
    need.
    """

    low: int
    counted: tuple[Told, ...]
    needy: tuple[int, ...]
    unlisted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pick:
    """One group put one way, and the people it puts inside the question."""

    told: Told
    option: Option
    people: int


def place_people(scopes: Scopes, needs: Mapping[int, int], placed: Sequence[Placed]) -> Answer | None:
    """The cheapest way to meet `needs` (people by total) with the clusters `placed`; None when some cluster fits
    nowhere.
    """
    kinds = find_unlisted(scopes) if needs else ()
    left = dict(needs)
    picks: list[_Pick] = []
    waiting = list(placed)
    while True:
        active = frozenset(i for i, need in left.items() if need > 0)
        kinds = keep_widest(kind & active for kind in kinds)
        narrowed = [_narrow(one, active, kinds) for one in waiting]
        waiting = []
        met = False
        for one in narrowed:
            forced = _forced(one, kinds)
            if forced is None:
                waiting.append(one)
                continue
            picks.append(forced)
            for i in forced.option.covers:
                left[i] -= forced.told.low if forced.option.asked else _most(forced.told, max(left[i], 0))
                met = True
        if not met:
            break
    tied = []
    for one in waiting:
        if any(option.covers for choice in one.choices for option in choice.options):
            tied.append(one)
            continue
        cut = _cut(one)
        if cut is None:
            return None
        picks += cut
    bound = {i: need for i, need in left.items() if need > 0}
    rest = _meet(bound, kinds, tied)
    if rest is None:
        return None
    unlisted, chosen = rest
    picks += chosen
    counted = [pick for pick in picks if pick.people]
    return Answer(
        low=sum(pick.people for pick in counted) + unlisted,
        counted=tuple(pick.told for pick in counted),
        needy=tuple(sorted(bound)) if unlisted else (),
        unlisted=unlisted,
    )


def _narrow(placed: Placed, active: Names, kinds: Sequence[Names]) -> Placed:
    """The choices as far as they matter for the totals still in need."""
    choices = []
    for choice in placed.choices:
        options = [Option(asked=option.asked, covers=option.covers & active) for option in choice.options]
        choices.append(replace(choice, options=prefer_outside(keep_best(options), kinds)))
    return replace(placed, choices=tuple(choices))


def _forced(placed: Placed, kinds: Sequence[Names]) -> _Pick | None:
    """The only thing that can be done with a cluster, None when there is a choice.

    More people than the fewest told are never better than unlisted ones, where an unlisted person can do what they do.
    """
    if placed.atoms > 1 or len(placed.choices) != 1 or len(placed.choices[0].options) != 1:
        return None
    told, option = placed.choices[0].told, placed.choices[0].options[0]
    stretches = option.asked and option.covers and told.high != told.low
    if stretches and not any(option.covers <= kind for kind in kinds):
        return None
    return _Pick(told=told, option=option, people=told.low if option.asked else 0)


def _most(told: Told, need: int) -> int:
    """The most people an incident can be, as far as they are needed."""
    return need if told.high is None else min(told.high, need)


def _cut(placed: Placed) -> list[_Pick] | None:
    """The cheapest way to cut a cluster none of whose groups counts for any total in need."""
    picks = {
        choice.group: min((_pick(choice.told, option) for option in choice.options), key=lambda pick: pick.people)
        for choice in placed.choices
    }
    if placed.atoms > _SMALL:
        answer = _meet({}, (), [placed])
        return None if answer is None else answer[1]
    known: dict[Group, tuple[int, list[_Pick]] | None] = {frozenset(): (0, [])}

    def cheapest(left: Group) -> tuple[int, list[_Pick]] | None:
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


def _pick(told: Told, option: Option) -> _Pick:
    return _Pick(told=told, option=option, people=told.low if option.asked else 0)


def _meet(needs: Mapping[int, int], kinds: Sequence[Names], tied: Sequence[Placed]) -> tuple[int, list[_Pick]] | None:
    """Unlisted people and picks that meet the needs at the least cost."""
    if not tied and (not needs or any(needs.keys() <= kind for kind in kinds)):
        return max(needs.values(), default=0), []
    variables: list[Variable] = []
    weights: dict[int, dict[int, int]] = {i: {} for i in needs}
    bounds: list[Bound] = []
    picked: list[tuple[int, int | None, Told, Option]] = []
    for kind in kinds:
        for i in kind:
            weights[i][len(variables)] = 1
        variables.append(Variable(cost=1, high=max((needs[i] for i in kind), default=0)))
    unlisted = len(variables)
    for placed in tied:
        rows: list[dict[int, int]] = [{} for _ in range(placed.atoms)]
        for choice in placed.choices:
            for option in choice.options:
                told, chosen, more = choice.told, len(variables), None
                variables.append(Variable(cost=told.low if option.asked else 0))
                for atom in choice.group:
                    rows[atom][chosen] = 1
                for i in option.covers:
                    weights[i][chosen] = min(told.low, needs[i]) if option.asked else _most(told, needs[i])
                most = max((_most(told, needs[i]) for i in option.covers), default=0)
                if option.asked and most > told.low:
                    more = len(variables)
                    variables.append(Variable(cost=1, high=most - told.low))
                    bounds.append(Bound(weights={more: 1, chosen: told.low - most}, high=0))
                    for i in option.covers:
                        weights[i][more] = 1
                picked.append((chosen, more, told, option))
        bounds += [Bound(weights=row, low=1, high=1) for row in rows]
    bounds += [Bound(weights=weights[i], low=need) for i, need in needs.items()]
    values = solve(Program(variables=tuple(variables), bounds=tuple(bounds)))
    if values is None:
        return None
    picks = []
    for chosen, more, told, option in picked:
        if values[chosen]:
            extra = 0 if more is None else values[more]
            picks.append(_Pick(told=told, option=option, people=told.low + extra if option.asked else 0))
    return sum(values[:unlisted]), picks
