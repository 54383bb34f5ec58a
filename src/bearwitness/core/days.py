"""The days that a date lets counting and linking rely on: those that words of the report say, never those a reader inferred."""

from collections.abc import Iterable
from dataclasses import replace

from bearwitness.core.records import When
from bearwitness.core.vocabulary import LONGER


def find_known(when: When | None) -> When | None:
    """The date itself where words give it; of an inferred one only that it lies before its report, None where that is unknown."""
    if when is None or not when.inferred:
        return when
    if when.known_until is None:
        return None
    return replace(
        when, earliest=None, latest=when.known_until, prec=LONGER, basis="publication", anchor=None, inferred=False,
        known_until=None,
    )  # fmt: skip


def list_known(whens: Iterable[When]) -> list[When]:
    """What is known of each date, without those of which nothing is."""
    return [known for when in whens if (known := find_known(when)) is not None]
