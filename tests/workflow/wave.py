"""The wave of `tests/told_reports.py` as captured reports, and a register made of readings."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bearwitness.core.records import Reading
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.address import Address
from bearwitness.workflow.inputs import Overrides, find_inputs
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import record_readings
from tests.told_reports import COPY, KILLINGS, WAVE, line

LINES = (line("wave", WAVE), line("killings", KILLINGS), line("copy", COPY, "Hill Courier"))
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def read_lines(english: EnglishTools, lines: Sequence[str] = LINES) -> list[Reading]:
    """The readings of lines of `.jsonl`."""
    stream = io.BytesIO("".join(lines).encode())
    return list(read_batch(find_inputs(["-"], stream), lambda: english, ReadOptions(overrides=Overrides())))


def record(readings: Iterable[Reading], path: Address) -> list[Reading]:
    """All of them into the register at `path`."""
    return list(record_readings(readings, path, lambda: NOON))
