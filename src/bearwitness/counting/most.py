"""The high of an estimate: the most person-acts that the claims describe inside the question.

Unsure links are read as different, and people overlap only where `same` or `part-of` says so. A total describes at
most its high, and those of its people that incidents judged part of it describe are not described again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.counting.arrange import Judged, join
from bearwitness.counting.homes import find_home, find_wholes, ids_of
from bearwitness.counting.membership import Membership, Region, decide_membership
from bearwitness.counting.program import Bound, Program, Variable, solve
from bearwitness.counting.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One incident or total and whether it lies in the question; `people` is the most it adds, None when that is
    open.
    """

    told: Told
    membership: Membership
    people: int | None
    stated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Claims that cannot all be true, and why, in plain words; `is_least`: none of them can be left out."""

    claims: tuple[str, ...]
    reason: str
    is_least: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """Totals and incidents that part-of connects: `parts` are pairs of a part and its whole, `inside` those in the
    question.
    """

    told: tuple[Told, ...]
    parts: tuple[tuple[int, int], ...]
    inside: frozenset[int]


def find_most(asked: Region, told: Sequence[Told], judged: Judged) -> tuple[Described, ...] | Clash:
    """The most that each incident and total of `told` adds, so that the sum is the high; a Clash when no way fits."""
    owners = {ident: one for one in told if one.is_total for ident in ids_of(one)} if judged.wholes else {}
    members: list[Membership] = []
    for one in told:
        home = find_home(one, judged, owners)
        if home is None:
            involved = [one, *find_wholes(one, judged, owners)]
            return _clash(involved, "people cannot be part of a total whose dates or place exclude them")
        member = decide_membership(home, asked)
        members.append("possible" if member == "certain" and not one.is_sure else member)
    people = [0 if member == "no" else one.high for one, member in zip(told, members, strict=True)]
    stated = [0 if member == "no" else one.stated for one, member in zip(told, members, strict=True)]
    is_open = None in people
    for numbers, family in _families(told, members, judged, owners):
        sizes = _share(family, [one.stated for one in family.told], [one.all.stated for one in family.told])
        exact = (
            sizes
            if is_open
            else _share(family, [one.high for one in family.told], [one.all.high for one in family.told])
        )
        if sizes is None or exact is None:
            return _clash(family.told, "parts exceed their whole")
        for i, size, size_exact in zip(numbers, sizes, exact, strict=True):
            stated[i] = size if members[i] != "no" else 0
            if not is_open:
                people[i] = size_exact if members[i] != "no" else 0
    return tuple(
        Described(told=one, membership=member, people=most, stated=said)
        for one, member, most, said in zip(told, members, people, stated, strict=True)
    )


def _clash(told: Sequence[Told], reason: str) -> Clash:
    return Clash(claims=tuple(ident for one in told for ident in ids_of(one)), reason=reason)


def _families(
    told: Sequence[Told], members: Sequence[Membership], judged: Judged, owners: Mapping[str, Told]
) -> Iterator[tuple[tuple[int, ...], _Family]]:
    """Each family with the places of its members in `told`."""
    if not judged.wholes:
        return
    number = {id(one): i for i, one in enumerate(told)}
    parts = [(i, number[id(whole)]) for i, one in enumerate(told) for whole in find_wholes(one, judged, owners)]
    for numbers in join(sorted({i for pair in parts for i in pair}), parts):
        place = {i: k for k, i in enumerate(numbers)}
        family = _Family(
            told=tuple(told[i] for i in numbers),
            parts=tuple((place[part], place[whole]) for part, whole in parts if part in place),
            inside=frozenset(place[i] for i in numbers if members[i] != "no"),
        )
        yield numbers, family


def _share(family: _Family, ends: Sequence[int | None], rooms: Sequence[int | None]) -> tuple[int, ...] | None:
    """How many people each member describes by itself, most inside the question; None when parts exceed their whole.

    `ends` are the upper ends; None is open, and then the member lies outside the question or nothing needs its end. `rooms` are how many
    people a total has room for: all of them, also where only those of one row of a breakdown are asked about.
    """
    variables = []
    for i, (one, end) in enumerate(zip(family.told, ends, strict=True)):
        low = 0 if one.is_total else one.low
        variables.append(Variable(cost=-1 if i in family.inside else 0, low=low, high=one.low if end is None else end))
    bounds = []
    for i, one in enumerate(family.told):
        if one.is_total:
            ways = _ways_down(family, i)
            bounds.append(Bound(weights=ways, low=one.low, high=_find_room(family, ways, ends, rooms[i])))
    if len(bounds) == 1:
        return _fill(variables, bounds[0])
    return solve(Program(variables=tuple(variables), bounds=tuple(bounds)))


def _find_room(family: _Family, ways: Mapping[int, int], ends: Sequence[int | None], room: int | None) -> int | None:
    """The room of a total for people of one row of a breakdown: without those of its parts who are certainly in other rows."""
    if room is None:
        return None
    taken = 0
    for member, number in ways.items():
        told, end = family.told[member], ends[member]
        if not told.is_total and end is not None:
            taken += number * max(0, told.all.low - end)
    return room - taken


def _fill(variables: Sequence[Variable], whole: Bound) -> tuple[int, ...] | None:
    """The sizes in a family with one total: everyone at least, then those inside the question as far as the whole
    allows.
    """
    sizes = [one.low for one in variables]
    room = None if whole.high is None else whole.high - sum(sizes)
    if room is not None and room < 0:
        return None
    for i in sorted(range(len(variables)), key=lambda i: variables[i].cost):
        more = variables[i].high - variables[i].low
        more = more if room is None else min(more, room)
        sizes[i] += more
        room = None if room is None else room - more
    return tuple(sizes)


def _ways_down(family: _Family, total: int) -> dict[int, int]:
    """How often each member is described by a total: once for every chain of part-of that leads down to it."""
    ways: Counter[int] = Counter()

    def walk(member: int, above: frozenset[int]) -> None:
        ways[member] += 1
        for part, whole in family.parts:
            if whole == member and part not in above:
                walk(part, above | {member})

    walk(total, frozenset())
    return dict(ways)
