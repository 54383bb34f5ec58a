"""Evidentiary copies: kept as reports are captured, and looked through later for any that is changed or gone."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bearwitness.core.errors import RegisterError, UnreadableError, UsageError
from bearwitness.core.evidence_record import build_note
from bearwitness.store.address import Address
from bearwitness.store.evidence_folder import Checked, EvidenceFolder, check_folder, keep_copy, load_copy, open_evidence
from bearwitness.store.register import load_current, open_register
from bearwitness.workflow.captured import Captured

NO_MATCH = "report not in it"
"""The page in the copy is not the one the note says a report was read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceState:
    """What a look through the copies found: how many captures are sound, what is wrong, and which reports have no copy."""

    path: Path
    sound: int
    faults: tuple[tuple[str, str], ...]
    reports: int
    uncopied: tuple[str, ...]


def find_evidence_path(address: Address, given: Path | None) -> Path:
    """Where copies are kept: the folder given, else `team.evidence` beside `team.db`. Raises UsageError for a server's register without."""
    if given is not None:
        return given
    if not isinstance(address, Path):
        raise UsageError("the register is on a server, so say where copies are kept: add --evidence FOLDER")
    return address.with_name(f"{address.stem}.evidence")


def keep_copies(captured: Iterable[Captured], path: Path, clock: Callable[[], datetime]) -> Iterator[Captured]:
    """Pass every item on once the exact bytes of its report are kept. A copy that cannot be kept is said, and its report is still read."""
    folder = open_evidence(path, create=True)
    for item in captured:
        if item.report is None or item.copy is None:
            yield item
            continue
        try:
            keep_copy(folder, item.copy.data, build_note(item.copy, item.report, clock()))
        except RegisterError as error:
            yield replace(item, notes=(*item.notes, str(error)))
            continue
        yield item


def check_evidence(address: Address, path: Path) -> EvidenceState:
    """Look at every copy: whether its bytes are those it is named for, whether the page in it is the report's, and what has none."""
    folder = open_evidence(path, create=False)
    with open_register(address, create=False) as register:
        reports = {r.report.sha256: r.report.id for r in load_current(register) if r.report.sha256}
    faults: list[tuple[str, str]] = []
    copied: set[str] = set()
    sound = 0
    for checked in check_folder(folder):
        fault = checked.fault or _compare_report(folder, checked)
        if fault is not None:
            faults.append((checked.name, fault))
        elif checked.note is not None:
            sound += 1
            copied.add(checked.note.report_sha256)
    uncopied = tuple(ident for sha256, ident in reports.items() if sha256 not in copied)
    return EvidenceState(path=path, sound=sound, faults=tuple(faults), reports=len(reports), uncopied=uncopied)


def _compare_report(folder: EvidenceFolder, checked: Checked) -> str | None:
    """Whether the page that the note names is in the copy."""
    from bearwitness.capture.report import LARGEST_FILE
    from bearwitness.capture.web.http_message import parse_answer, unpack_body

    note = checked.note
    data = None if note is None else load_copy(folder, note.sha256)
    if note is None or data is None:
        return "missing"
    try:
        page = unpack_body(parse_answer(data), LARGEST_FILE).data if note.form == "http answer" else data
    except UnreadableError:
        return NO_MATCH
    return None if hashlib.sha256(page).hexdigest() == note.report_sha256 else NO_MATCH
