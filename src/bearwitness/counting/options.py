"""Where one incident's people can lie, reduced to what matters for the fewest people inside the question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bearwitness.counting.membership import Region, is_within
from bearwitness.counting.scopes import Names, Scopes, find_cells, find_covers
from bearwitness.counting.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way an incident can lie: inside the question (`asked`) or not, its people counting for the totals
    `covers`.
    """

    asked: bool
    covers: Names


def find_options(scopes: Scopes, told: Told, home: Region, barred: Names) -> tuple[Option, ...]:
    """The ways `told` can lie in `home`; `barred` are the totals it is judged different from."""
    found = {
        Option(asked=cell.asked, covers=cover)
        for cell in find_cells(scopes, home, scopes.free)
        for cover in find_covers(scopes, cell.totals - barred)
    }
    if not told.is_sure:
        # People of another group than the one asked for lie outside the question wherever they are, and in no total of
        # it.
        found.add(Option(asked=False, covers=frozenset()))
    return keep_best(found)


def find_plain_option(told: Told, home: Region, asked: Region) -> Option:
    """The best way an incident can lie when there are no totals it could count for."""
    return Option(asked=told.is_sure and is_within(home, asked), covers=frozenset())


def keep_best(options: Iterable[Option]) -> tuple[Option, ...]:
    """The options no other one beats: outside the question and counting for more totals is never worse."""
    kept: list[Option] = []
    for one in sorted(set(options), key=lambda option: (option.asked, -len(option.covers), sorted(option.covers))):
        if not any(other.covers >= one.covers for other in kept):
            kept.append(one)
    return tuple(kept)


def prefer_outside(options: Sequence[Option], kinds: Sequence[Names]) -> tuple[Option, ...]:
    """The options without those inside the question that unlisted people make up for.

    Putting an incident outside, and as many unlisted people inside in its place, costs the same and leaves more open.
    So an incident that can lie outside goes inside only to count for totals that no one unlisted person can all count
    for.
    """
    if not any(not option.asked for option in options):
        return tuple(options)
    return tuple(
        option
        for option in options
        if not option.asked or (option.covers and not any(option.covers <= kind for kind in kinds))
    )
