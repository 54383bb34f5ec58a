"""Where one incident's people can lie, reduced to what matters for the fewest people inside the question."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.counting.membership import Region, is_within
from bearwitness.counting.nearby import find_near, index_regions
from bearwitness.counting.scopes import Names, Scopes, find_covers, find_spots, is_held
from bearwitness.counting.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way an incident can lie: inside the question (`asked`) or not, its people counting for the totals
    `covers`.
    """

    asked: bool
    covers: Names


Options = tuple[Option, ...]
_NOWHERE = Option(asked=False, covers=frozenset())


def build_finder(scopes: Scopes, wanted: Names) -> Callable[[Told, Region, Names], Options]:
    """A function that gives the ways something told can lie in its home, as far as the totals `wanted` tell them apart.

    The last of what it is given are the totals that what is told is judged different from. Whole registers hold few kinds of homes: each is
    worked out once.
    """
    nearby = index_regions(scopes.nearby.regions, wanted)
    known: dict[tuple[Region, Names], Options] = {}

    def find(told: Told, home: Region, barred: Names) -> Options:
        key = (home, barred)
        if key not in known:
            found = {(spot.asked, spot.totals - barred) for spot in find_spots(scopes.asked, nearby, home)}
            known[key] = keep_best(
                Option(asked=asked, covers=cover) for asked, names in found for cover in find_covers(scopes, names)
            )
        # People of another group than the one asked for lie outside the question wherever they are, and in no total of it.
        return known[key] if told.is_sure else keep_best((*known[key], _NOWHERE))

    return find


def build_only_finder(scopes: Scopes, wanted: Names) -> Callable[[Region], Option | None]:
    """A function that gives the only way something can lie whose day and place are told exactly; None where it may have a choice.

    Most incidents are told so. An unlisted person can do what theirs do, since whoever lies there counts for the same totals.
    """
    regions, asked = scopes.nearby.regions, scopes.asked
    nearby = index_regions(regions, wanted)
    is_settled = all(scopes.homes[i] == regions[i] for i in wanted)

    def find(home: Region) -> Option | None:
        place = home.place
        if not is_settled or home.first != home.last or place in nearby.below or len(asked.place) > len(place):
            return None
        covers = frozenset(find_near(nearby, home))
        return Option(asked=is_within(home, asked), covers=covers) if scopes.walls.keys().isdisjoint(covers) else None

    return find


def find_plain_option(told: Told, home: Region, asked: Region) -> Option:
    """The best way an incident can lie when there are no totals it could count for."""
    return Option(asked=told.is_sure and is_within(home, asked), covers=frozenset())


def keep_best(options: Iterable[Option]) -> Options:
    """The options no other one beats: outside the question and counting for more totals is never worse."""
    given = set(options)
    if len(given) == 1:
        return tuple(given)
    kept: list[Option] = []
    holding: defaultdict[int, list[Names]] = defaultdict(list)
    for one in sorted(given, key=lambda option: (option.asked, -len(option.covers), sorted(option.covers))):
        if is_held(one.covers, holding) if one.covers else kept:
            continue
        kept.append(one)
        for i in one.covers:
            holding[i].append(one.covers)
    return tuple(kept)


def prefer_outside(options: Options, holding: Mapping[int, Sequence[Names]]) -> Options:
    """The options without those inside the question that unlisted people make up for; `holding` are the sets that an unlisted person can
    count for, by each total in them.

    Putting an incident outside, and as many unlisted people inside in its place, costs the same and leaves more open.
    So an incident that can lie outside goes inside only to count for totals that no one unlisted person can all count
    for.
    """
    if not any(not option.asked for option in options):
        return options
    return tuple(
        option for option in options if not option.asked or (option.covers and not is_held(option.covers, holding))
    )
