"""The bounds by trying everything: every way to group the claims, every cell for every incident, every person one by
one.

Written apart from `bearwitness.counting`, for small cases only, to compare with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from heapq import heappop, heappush
from itertools import chain, combinations, product

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from tests.counting.cases import DAYS, PLACES

BEFORE, AFTER = 0, DAYS[-1].day + 1
CALENDAR = range(BEFORE, AFTER + 1)
Cell = tuple[int, tuple[str, ...]]
Bounds = tuple[int, int | None, int] | None


@dataclass(frozen=True, eq=False)
class Thing:
    """Claims read as one incident or total: people from `low` to `high`, on some of `days`, at or below `place`."""

    ids: frozenset[str]
    total: bool
    low: int
    high: int | None
    days: frozenset[int]
    place: tuple[str, ...]
    stated: int


@dataclass(frozen=True)
class World:
    """Things and how their people relate; `cells` are pairs of a day and a place that stands for somewhere just in
    it.
    """

    things: tuple[Thing, ...]
    apart: frozenset[frozenset[Thing]]
    parts: frozenset[tuple[Thing, Thing]]

    @cached_property
    def homes(self) -> dict[Thing, list[Cell]]:
        """The cells where each thing can lie: in its own scope, and in the scopes of the totals it is part of."""
        found = {}
        for thing in self.things:
            scopes = [thing, *(whole for part, whole in self.parts if part == thing and whole.total)]
            cells = product(sorted(thing.days), PLACES)
            found[thing] = [cell for cell in cells if all(holds(scope, cell) for scope in scopes)]
        return found

    def memberships(self, cell: Cell, thing: Thing | None) -> list[frozenset[Thing]]:
        """The sets of totals one person of `thing` (None: listed nowhere) in `cell` may count for."""
        totals = [one for one in self.things if one.total and holds(one, cell)]
        sets = [frozenset(some) for k in range(len(totals) + 1) for some in combinations(totals, k)]
        if not self.apart:
            return sets
        return [
            some
            for some in sets
            if not any(frozenset(pair) in self.apart for pair in combinations([*some, *([thing] if thing else [])], 2))
        ]


def holds(thing: Thing, cell: Cell) -> bool:
    """Whether the thing's scope holds the cell."""
    return cell[0] in thing.days and cell[1][: len(thing.place)] == thing.place


def is_asked(question: Question, cell: Cell) -> bool:
    """Whether the cell lies in the question."""
    first = BEFORE if question.earliest is None else question.earliest.day
    last = AFTER if question.latest is None else question.latest.day
    return first <= cell[0] <= last and cell[1][: len(question.place)] == question.place


def enumerate_bounds(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> Bounds:
    """Low, high and stated high; None when the claims clash."""
    said = [(link.left, link.right, str(link.judgement)) for link in links]
    said += [(claim.id, relation.to, str(relation.kind)) for claim in claims for relation in claim.relations]
    lows = []
    for groups in groupings([claim.id for claim in claims], said):
        low = fewest(question, build_world(claims, said, groups))
        if low is not None:
            lows.append(low)
    certain = [one for one in said if one[2] != "unsure"]
    apart = list(groupings([claim.id for claim in claims], certain))
    if not lows or not apart:
        return None
    world = build_world(claims, said, apart[0])
    if any(not world.homes[thing] for thing in world.things):
        return None
    inside = {thing for thing in world.things if any(is_asked(question, cell) for cell in world.homes[thing])}
    stated = most(world, inside, {thing: thing.stated for thing in world.things})
    if stated is None:
        return None
    if any(thing.high is None for thing in inside):
        return min(lows), None, stated
    high = most(world, inside, {thing: thing.high for thing in world.things})
    return None if high is None else (min(lows), high, stated)


def groupings(ids: Sequence[str], said: Sequence[tuple[str, str, str]]) -> Iterator[tuple[frozenset[str], ...]]:
    """Every partition of the ids whose parts hang together and that no judgement forbids."""
    glue = [frozenset(one[:2]) for one in said if one[2] in ("same", "unsure")]
    for parts in partitions(tuple(ids)):
        home = {ident: part for part in parts for ident in part}
        judged = [one for one in said if one[2] in ("same", "different")]
        if any((home[left] == home[right]) != (kind == "same") for left, right, kind in judged):
            continue
        if all(hangs_together(part, [pair for pair in glue if pair <= part]) for part in parts):
            yield parts


def partitions(ids: tuple[str, ...]) -> Iterator[tuple[frozenset[str], ...]]:
    """Every partition."""
    if not ids:
        yield ()
        return
    for rest in partitions(ids[1:]):
        yield (frozenset(ids[:1]), *rest)
        for i, part in enumerate(rest):
            yield (*rest[:i], part | {ids[0]}, *rest[i + 1 :])


def hangs_together(part: frozenset[str], pairs: Sequence[frozenset[str]]) -> bool:
    """Whether the pairs connect the part."""
    seen = frozenset([min(part)])
    for _ in part:
        seen = reduce(frozenset.union, (pair for pair in pairs if pair & seen), seen)
    return seen == part


def build_world(
    claims: Sequence[Claim], said: Sequence[tuple[str, str, str]], groups: Sequence[frozenset[str]]
) -> World:
    """The things of one grouping."""
    things = tuple(read_thing([claim for claim in claims if claim.id in group]) for group in groups)
    home = {ident: thing for thing in things for ident in thing.ids}
    crossing = [(home[left], home[right], kind) for left, right, kind in said if home[left] != home[right]]
    return World(
        things=things,
        apart=frozenset(frozenset((left, right)) for left, right, kind in crossing if kind == "different"),
        parts=frozenset((left, right) for left, right, kind in crossing if kind == "part-of"),
    )


def read_thing(claims: Sequence[Claim]) -> Thing:
    """What all claims allow; the widest hull where they allow nothing together."""
    ceiling = 99
    allowed = [
        set(range(claim.count.low, (ceiling if claim.count.high is None else claim.count.high) + 1)) for claim in claims
    ]
    people = set.intersection(*allowed) or set(range(min(map(min, allowed)), max(map(max, allowed)) + 1))
    spans = [
        set(range(
            BEFORE if claim.when is None or claim.when.earliest is None else claim.when.earliest.day,
            (AFTER if claim.when is None or claim.when.latest is None else claim.when.latest.day) + 1,
        ))
        for claim in claims
    ]  # fmt: skip
    days = set.intersection(*spans) or set(range(min(map(min, spans)), max(map(max, spans)) + 1))
    below = [{path for path in PLACES if is_prefix(own, path)} for own in map(read_path, claims)]
    shared = set.intersection(*below)
    together = set.union(*below)
    tops = [path for path in PLACES if all(is_prefix(path, other) for other in together)]
    place = min(shared, key=len) if shared and shared in below else max(tops, key=len)
    is_open = max(people) == ceiling
    return Thing(
        ids=frozenset(claim.id for claim in claims),
        total=claims[0].shape == "aggregate",
        low=min(people),
        high=None if is_open else max(people),
        days=frozenset(days),
        place=place,
        stated=max(claim.count.low for claim in claims) if is_open else max(people),
    )


def is_prefix(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    """Whether one path leads down to the other."""
    return inner[: len(outer)] == outer


def read_path(claim: Claim) -> tuple[str, ...]:
    """The claim's place as the path down to it."""
    where = claim.where
    if where is None:
        return ()
    return tuple(part for part in (where.country, where.admin1, where.name if where.prec == 1 else None) if part)


def fewest(question: Question, world: World) -> int | None:
    """The low of one grouping, None when something can lie nowhere."""
    if any(not world.homes[thing] for thing in world.things):
        return None
    totals = [thing for thing in world.things if thing.total]
    ceiling = max((thing.low for thing in world.things), default=0)
    ways = []
    for thing in world.things:
        if thing.total:
            continue
        sizes = range(thing.low, (max(ceiling, thing.low) if thing.high is None else thing.high) + 1)
        kinds = {
            (is_asked(question, cell), totals_of)
            for cell in world.homes[thing]
            for totals_of in world.memberships(cell, thing)
        }
        ways.append([(size, *kind) for size in sizes for kind in kinds])
    people = {
        (is_asked(question, cell), some)
        for thing in totals
        for cell in world.homes[thing]
        for some in world.memberships(cell, None)
        if thing in some
    }
    needs: dict[tuple[int, ...], int] = {}
    for way in product(*ways):
        left = tuple(
            max(0, total.low - sum(size for size, _, totals_of in way if total in totals_of)) for total in totals
        )
        cost = sum(size for size, asked, _ in way if asked)
        needs[left] = min(cost, needs.get(left, cost))
    return cheapest(totals, needs, people)


def cheapest(
    totals: Sequence[Thing], starts: dict[tuple[int, ...], int], people: set[tuple[bool, frozenset[Thing]]]
) -> int:
    """Add unlisted people one by one, cheapest first, until some start has nothing left to need."""
    queue = [(cost, left) for left, cost in sorted(starts.items())]
    queue.sort()
    done = set()
    while queue:
        cost, left = heappop(queue)
        if not any(left):
            return cost
        if left in done:
            continue
        done.add(left)
        for asked, some in people:
            fewer = tuple(max(0, need - (total in some)) for need, total in zip(left, totals, strict=True))
            if fewer != left:
                heappush(queue, (cost + asked, fewer))
    raise AssertionError("every total can be filled with people of its own")


def most(world: World, inside: set[Thing], ends: dict[Thing, int | None]) -> int | None:
    """The most people described inside the question; None when parts exceed their whole."""
    far = sum(end or 0 for end in ends.values()) + sum(thing.low for thing in world.things)
    tied = set(chain.from_iterable(pair for pair in world.parts if pair[1].total))
    loose = sum(ends[thing] or 0 for thing in inside - tied)
    family = sorted(tied, key=lambda thing: sorted(thing.ids))
    sizes = [
        range(0 if thing.total else thing.low, (far if (end := ends[thing]) is None else end) + 1) for thing in family
    ]
    best = None
    for chosen in product(*sizes):
        size = dict(zip(family, chosen, strict=True))

        def described(thing: Thing, above: tuple[Thing, ...] = (), size: dict[Thing, int] = size) -> int:
            below = [part for part, whole in world.parts if whole == thing and part not in above] if thing.total else []
            return size[thing] + sum(described(part, (*above, thing)) for part in below)

        wholes = [(thing, described(thing)) for thing in family if thing.total]
        if all(thing.low <= people <= (far * 9 if (end := ends[thing]) is None else end) for thing, people in wholes):
            inner = sum(people for thing, people in size.items() if thing in inside)
            best = inner if best is None else max(best, inner)
    return None if best is None else best + loose
