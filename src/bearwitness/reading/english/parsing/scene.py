"""A sentence with what was found in it before any act is read."""

from dataclasses import dataclass

from bearwitness.reading.english.parsing.parse import Sentence
from bearwitness.reading.mentions import PlaceMention, Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence with the expressions of time and place that stand in it."""

    sentence: Sentence
    times: tuple[Timex, ...]
    places: tuple[PlaceMention, ...]
