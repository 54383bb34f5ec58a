"""A batch of captured reports to readings: every report gets its line, and one bad report never stops the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.claims import READER
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.workflow.inputs import Captured, Overrides, with_overrides

READERS = {"en": READER}
"""Languages read so far, with the version of each reader."""

_LONGEST_TEXT = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user gave for all reports of the batch."""

    overrides: Overrides
    names: bool = False


def read_batch(
    captured: Iterable[Captured], load: Callable[[], EnglishTools], options: ReadOptions
) -> Iterator[Reading]:
    """One reading per captured item, in order; items that are only notes give none.

    This is the batch edge, the one place where any failure is caught: it is recorded on the report's own line, without
    the report's words, and the next report is read.
    """
    for item in captured:
        if item.report is None:
            if item.error is not None:
                yield Reading(report=_build_blank(item), notes=item.notes, error=item.error)
            continue
        report = with_overrides(item.report, options.overrides)
        try:
            reading = _read(report, load, options)
        except Exception as failure:  # noqa: BLE001 - the batch edge, the only one
            kind = type(failure).__name__
            reading = Reading(
                report=report,
                error=f"the reader failed on this report ({kind}) and left it unread; please report this as a fault",
            )
        yield replace(reading, notes=(*item.notes, *reading.notes))


def _read(report: Report, load: Callable[[], EnglishTools], options: ReadOptions) -> Reading:
    if report.language not in {None, *READERS}:
        found = "could not be told" if report.language == "und" else f"is {report.language!r}"
        known = ", ".join(READERS)
        return Reading(
            report=report,
            error=f"its language {found} and only {known} is read so far; if that is wrong, give --language en",
        )
    if len(report.text) > _LONGEST_TEXT:
        return Reading(
            report=report,
            error=f"it holds {len(report.text):,} characters; split it into reports of at most {_LONGEST_TEXT:,}",
        )
    return read_english(report, load(), names=options.names)


def _build_blank(item: Captured) -> Report:
    """The report of an item that could not be read: only what was asked for is known."""
    return Report(
        id=item.id or item.input,
        input=item.input,
        url=None,
        outlet=None,
        title=None,
        published_on=None,
        language=None,
        sha256="",
        text="",
    )
