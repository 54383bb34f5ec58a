"""What `read` shows: a line a report, errors on standard error, and what to do next."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bearwitness.apps.screen import build_console, build_progress, build_side_console, write_json
from bearwitness.core.contract import render_reading
from bearwitness.core.records import Reading
from bearwitness.core.vocabulary import TOLD

DONE, SOME_FAILED = 0, 1


def show_readings(readings: Iterable[Reading], *, as_json: bool, register: Path | None) -> int:
    """Write each reading as it comes; returns the exit code (1 when a report could not be read)."""
    failed = done = claims = 0
    for reading in _with_progress(readings):
        if reading.error is not None:
            failed += 1
            build_side_console().print(f"not read: {reading.report.input}: {reading.error}", style="red", markup=False)
        else:
            done += 1
            claims += len(reading.claims)
        if as_json:
            write_json(render_reading(reading))
        elif reading.error is None:
            build_console().print(_say_reading(reading), markup=False)
        for note in reading.notes:
            build_side_console().print(f"note: {reading.report.input}: {note}", style="yellow", markup=False)
    if not as_json:
        where = f" into {register}" if register is not None else ""
        build_console().print(f"{_plural(done, 'report')} read{where}, {_plural(claims, 'claim')}; {failed} could not be read.", markup=False)
        if register is not None and claims:
            build_console().print("Next: bearwitness incidents, then bearwitness count --act arrest", markup=False)
    return SOME_FAILED if failed else DONE


def _with_progress(readings: Iterable[Reading]) -> Iterator[Reading]:
    with build_progress() as progress:
        task = progress.add_task("Reading reports", total=None)
        for reading in readings:
            progress.advance(task)
            yield reading


def _say_reading(reading: Reading) -> str:
    told = [c for c in reading.claims if c.status in TOLD and c.shape != "background"]
    parts = [_plural(len(told), "claim")]
    context = len(reading.claims) - len(told)
    if context:
        parts.append(f"{context} of context, planned or denied")
    if reading.statements:
        parts.append(_plural(len(reading.statements), "statement"))
    wrong = [s for s in reading.sums if s.agrees is False]
    if wrong:
        parts.append(f"its own sum does not agree: “{wrong[0].text}”, read {wrong[0].read}")
    elif any(s.agrees for s in reading.sums):
        parts.append("its own sums agree")
    return f"{reading.report.input}  {reading.report.id}  " + ", ".join(parts)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
