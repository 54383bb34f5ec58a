"""What `read` shows: a line a report, errors on standard error, and what to do next."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from bearwitness.apps.options import find_register_path
from bearwitness.apps.screen import build_progress, show, show_aside, write_json
from bearwitness.apps.wording import say_number
from bearwitness.core.contract import render_reading
from bearwitness.core.records import Reading, Report
from bearwitness.core.vocabulary import BY_MODEL, TOLD
from bearwitness.store.address import Address
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.model_endpoint import Endpoint
from bearwitness.workflow.recording import ALREADY_THERE

DONE, SOME_FAILED = 0, 1


def say_where_text_goes(endpoint: Endpoint | None) -> None:
    """Before anything is sent off this machine, say so and where; nothing is said of a model on it."""
    if endpoint is not None and not endpoint.is_local:
        how = "" if endpoint.is_encrypted else ", unencrypted for all on the way to read"
        show_aside(f"The text of every report is sent to {endpoint.host}{how}.", "yellow")


def tell_notes(captured: Iterable[Captured]) -> Iterator[Captured]:
    """Pass items on, and say what a folder or a web archive as a whole has to say: those give no reading of their own."""
    for item in captured:
        if item.report is None and item.error is None:
            for note in item.notes:
                show_aside(f"note: {item.input}: {note}", "yellow")
        yield item


def show_readings(
    readings: Iterable[Reading], *, as_json: bool, register: Address | None, asked: frozenset[str] | None = None
) -> int:
    """Write each reading as it comes; returns the exit code (1 when a report could not be read).

    Where `asked` is given, other addresses come from a feed. Outlets make them of headlines, and those of names: only the server is told.
    """
    failed = done = claims = old = 0
    try:
        for reading in _with_progress(readings, as_json=as_json):
            failed += reading.error is not None
            done += reading.error is None
            claims += len(reading.claims)
            old += ALREADY_THERE in reading.notes
            _show_reading(reading, asked, as_json=as_json)
    except KeyboardInterrupt:
        kept = f"; what was read is in {register}, and the same command goes on from there" if register else ""
        show_aside(f"Stopped after {say_number(done, 'report')}{kept}.", "yellow")
        raise
    if not as_json:
        where = f" into {register}" if register is not None else ""
        bad = f" {say_number(failed, 'report')} could not be read: see above." if failed else ""
        again = f" {'All' if old == done else f'{old:,}'} of them were in it already." if old else ""
        show(f"{say_number(done, 'report')} read{where}, {say_number(claims, 'claim')}.{again}{bad}", style="bold")
        if register is not None and claims:
            # The next command must ask the register that was read into, and not the one that lies here by default.
            which = "" if register == find_register_path(None) else f" --register {_name_register(register)}"
            show(f"Next: bearwitness incidents{which}", style="dim")
            show(f"then: bearwitness count --act arrest{which}", style="dim")
    return SOME_FAILED if failed else DONE


def _name_register(register: Address) -> str:
    """As it is typed; a server's address is not repeated, for it may hold a password."""
    return shlex.quote(str(register)) if isinstance(register, Path) else "postgresql://…"


def _with_progress(readings: Iterable[Reading], *, as_json: bool) -> Iterator[Reading]:
    with build_progress(as_json=as_json) as progress:
        task = progress.add_task("Reading reports", total=None)
        for reading in readings:
            progress.advance(task)
            yield reading


def _show_reading(reading: Reading, asked: frozenset[str] | None, *, as_json: bool) -> None:
    came = _tell_input(reading.report, asked)
    is_old = ALREADY_THERE in reading.notes
    # The published shape says what a report holds, which is the same the second time.
    reading = replace(reading, notes=tuple(note for note in reading.notes if note != ALREADY_THERE))
    if reading.error is not None:
        show_aside(f"not read: {came}: {reading.error}", "red")
    if as_json:
        write_json(render_reading(reading))
    elif reading.error is None:
        show(f"{_name(reading.report, asked)}: {_say_reading(reading)}" + (f" ({ALREADY_THERE})" if is_old else ""))
    for note in () if is_old else reading.notes:
        show_aside(f"note: {came}: {note}", "yellow")


def _say_reading(reading: Reading) -> str:
    told = [c for c in reading.claims if c.status in TOLD and c.shape != "background"]
    aside = len(reading.claims) - len(told)
    parts = [say_number(len(told), "claim")]
    if aside:
        parts.append(f"{aside} told as context, plan or denial")
    by_model = sum(c.found_by.startswith(BY_MODEL) for c in reading.claims)
    if by_model:
        parts.append(f"{by_model} of them by the language model alone")
    if reading.statements:
        parts.append(say_number(len(reading.statements), "statement"))
    wrong = [s for s in reading.sums if s.agrees is False]
    if wrong:
        parts.append(f"its own sum does not agree: “{wrong[0].text}”, read {wrong[0].read}")
    elif any(s.agrees for s in reading.sums):
        parts.append("its own sums agree")
    if reading.faults:
        parts.append(f"{say_number(len(reading.faults), 'fault')} kept")
    return ", ".join(parts)


def _name(report: Report, asked: frozenset[str] | None) -> str:
    """Where it came from, with the given id where several reports came from one file."""
    came = _tell_input(report, asked)
    return came if report.id.startswith("r_") else f"{came} {report.id}"


def _tell_input(report: Report, asked: frozenset[str] | None) -> str:
    """What a person gave; of what a feed gave the server, and the report's id where there is one."""
    if asked is None or report.input in asked:
        return report.input
    server = urlsplit(report.input).netloc
    return f"{server} {report.id}" if report.id.startswith("r_") else f"a page of {server}"
