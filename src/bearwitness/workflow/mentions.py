"""Dates and places on their own: every expression a report holds, without reading any claim from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bearwitness.reading.english.places.places import find_places
from bearwitness.reading.english.read import EnglishTools, parse_whole
from bearwitness.reading.english.times.times import find_times
from bearwitness.reading.mentions import PlaceMention, Timex
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import Overrides, with_overrides


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """What one input holds, or why it could not be read."""

    id: str
    timexes: tuple[Timex, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    error: str | None = None


def find_dates(captured: Iterable[Captured], overrides: Overrides) -> Iterator[Mentions]:
    """Every expression of time of each report, resolved against its publication date where it has one."""
    for item in captured:
        if item.report is not None:
            report = with_overrides(item.report, overrides)
            yield Mentions(id=report.id, timexes=find_times(report.text, report.published_on))
        elif item.error is not None:
            yield Mentions(id=item.id or item.input, error=f"{item.input}: {item.error}")


def find_named_places(captured: Iterable[Captured], tools: EnglishTools) -> Iterator[Mentions]:
    """Every place each report names, resolved against the places it names together."""
    for item in captured:
        if item.report is not None:
            text = item.report.text
            page, mended = parse_whole(text, tools)
            yield Mentions(id=item.report.id, places=find_places(page, text, tools.gazetteer, mended))
        elif item.error is not None:
            yield Mentions(id=item.id or item.input, error=f"{item.input}: {item.error}")
