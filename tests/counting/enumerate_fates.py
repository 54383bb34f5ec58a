"""The bounds of fates by exhaustive search over persons: every set of people that each fate may have befallen. Slow, small cases only.

Written from the words of `counting/fates.py` and not from its program: here people are single persons, there they are counted.
"""

from collections.abc import Iterator
from itertools import combinations, product

from bearwitness.core.vocabulary import Act
from bearwitness.counting.fate_cases import Bounds, Case

World = tuple[frozenset[tuple[int, int]], ...]
"""For each incident its people; a person is the incident they begin in and a number."""
Figures = dict[tuple[str, str], tuple[int, int]]


def enumerate_fates(case: Case) -> dict[tuple[str, str], Bounds]:
    """The bounds by what is counted: ("taken", ""), ("unknown", ""), ("last", act), ("reported", act)."""
    worlds = list(list_worlds(case))
    least = min(count_surplus(case, world) for world in worlds)
    figures = [_count(case, world) for world in worlds if count_surplus(case, world) == least]
    return {
        key: Bounds(low=min(one[key][0] for one in figures), high=max(one[key][1] for one in figures))
        for key in figures[0]
    }


def _sources(case: Case) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for earlier, later in case.edges:
        found.setdefault(later, []).append(earlier)
    return found


def list_worlds(case: Case) -> Iterator[World]:
    """Incidents in an order in which each comes after those it follows."""
    sources = _sources(case)
    order: list[int] = []
    while len(order) < len(case.places):
        order += [n for n in range(len(case.places)) if n not in order and set(sources.get(n, ())) <= set(order)]
    sizes = [range(place.low, (place.high or place.low) + 1) for place in case.places]
    for size in product(*sizes):
        yield from _place(case, order, size, {})


def _place(
    case: Case, order: list[int], size: tuple[int, ...], placed: dict[int, frozenset[tuple[int, int]]]
) -> Iterator[World]:
    if len(placed) == len(order):
        yield tuple(placed[n] for n in range(len(order)))
        return
    here = order[len(placed)]
    known = sorted(set().union(*(placed[n] for n in _sources(case).get(here, ())), frozenset()))
    apart = [n for n in placed if _are_apart(case, n, here)]
    free = [person for person in known if not any(person in placed[n] for n in apart)]
    for number in range(min(len(free), size[here]) + 1):
        fresh = frozenset((here, k) for k in range(size[here] - number))
        for chosen in combinations(free, number):
            yield from _place(case, order, size, {**placed, here: fresh | frozenset(chosen)})


def _are_apart(case: Case, one: int, other: int) -> bool:
    """Once is once; and where custody is over for sure, another end is only possible if it is told to follow."""
    first, last = case.places[one], case.places[other]
    if first.act == last.act and first.is_once and last.is_once:
        return True
    both_sure = first.is_settled and last.is_settled
    return first.is_end and last.is_end and not both_sure and (one, other) not in case.edges


def count_surplus(case: Case, world: World) -> int:
    return sum(1 for n, people in enumerate(world) if case.places[n].is_settled for person in people if person[0] == n)


def _count(case: Case, world: World) -> Figures:
    """Each figure at its least and its most: who may be inside the question, and which of two fates came last, is open."""
    later = {n for _, n in case.edges}
    acts: list[Act] = list(dict.fromkeys(case.places[n].act for _, n in case.edges))
    figures: Figures = {("taken", ""): (0, 0), ("unknown", ""): (0, 0)}
    figures |= {(kind, act): (0, 0) for kind in ("last", "reported") for act in acts}
    for person in sorted(set().union(*world)):
        start = case.places[person[0]]
        fates = [n for n, people in enumerate(world) if n in later and n != person[0] and person in people]
        ends = [n for n in fates if not any((n, m) in case.order for m in fates)] or fates
        last = {case.places[n].act for n in ends}
        said: dict[tuple[str, str], tuple[bool, bool]] = {
            ("taken", ""): (True, True),
            ("unknown", ""): (not fates, not fates),
        }
        for act in acts:
            said["last", act] = (last == {act}, act in last)
            told = any(case.places[n].act == act for n in fates)
            said["reported", act] = (told, told)
        for key, (surely, perhaps) in said.items():
            low, high = figures[key]
            figures[key] = (low + (surely and start.is_certain), high + (perhaps and start.is_asked))
    return figures
