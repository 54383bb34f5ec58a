"""A batch of captured reports to readings: every report gets its line, and one bad report never stops the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.reading.english.story.claims import READER
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import Overrides, with_overrides

READERS = {"en": READER}
"""Languages read so far, with the version of each reader."""

_LONGEST_TEXT = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user gave for all reports of the batch."""

    overrides: Overrides
    names: bool = False
    second_reader: Callable[[Reading], Reading] | None = None
    """What a language model adds to the rules' reading of each report; None unless the user asked for one."""


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
        reading = _try(partial(_read, report, load, options), partial(_say_unread, report))
        if options.second_reader is not None and reading.error is None:
            reading = _try(partial(options.second_reader, reading), partial(_say_alone, reading))
        yield replace(reading, notes=(*item.notes, *reading.notes))


def _try(read: Callable[[], Reading], otherwise: Callable[[str], Reading]) -> Reading:
    """What `read` gives, or what is said of the report when it fails, given the kind of the failure and nothing of its words."""
    try:
        return read()
    except Exception as failure:  # noqa: BLE001 - the batch edge, the only one
        return otherwise(type(failure).__name__)


def _say_unread(report: Report, kind: str) -> Reading:
    error = f"the reader failed on this report ({kind}) and left it unread; please report this as a fault"
    return Reading(report=report, error=error)


def _say_alone(reading: Reading, kind: str) -> Reading:
    note = f"adding the language model's claims failed ({kind}); the report is read by the rules alone"
    return replace(reading, notes=(*reading.notes, note))


def _read(report: Report, load: Callable[[], EnglishTools], options: ReadOptions) -> Reading:
    if report.language not in {None, *READERS}:
        found = "could not be told" if report.language == "und" else f"is {report.language!r}"
        known = ", ".join(READERS)
        return Reading(
            report=report,
            error=f"its language {found} and only {known} is read so far; if that is wrong, read it in a terminal with --language en",
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
