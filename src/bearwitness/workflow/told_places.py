"""The places a register tells of, for who asks about one: where it knows something, and under which path."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from bearwitness.core.places import find_path
from bearwitness.core.records import Where

MOST: Final = 300
"""So many are offered: a browser shows a few at a time, and who types narrows them."""


def list_told_places(wheres: Iterable[Where | None], most: int = MOST) -> tuple[str, ...]:
    """The paths ("CN", "CN/Liaoning", "CN/Liaoning/Shenyang") in which incidents lie (`wheres`, one of each), in alphabetical order: the
    `most` with the largest number of incidents, each counted in its town, its division and its country.
    """
    told: Counter[tuple[str, ...]] = Counter()
    for where in wheres:
        path = find_path(where)
        told.update(path[:depth] for depth in range(1, len(path) + 1))
    kept = sorted(told, key=lambda path: (-told[path], path))[:most]
    return tuple(sorted("/".join(path) for path in kept))
