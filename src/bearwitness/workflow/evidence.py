"""Evidentiary copies: kept as reports are captured, told of in the register's log, and looked through later for any changed or gone."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from bearwitness.core.errors import RegisterError, UnreadableError, UsageError
from bearwitness.core.evidence_record import CopyMark, build_note
from bearwitness.core.records import Report
from bearwitness.custody.copies import Compared, Seen, compare_copies
from bearwitness.store.address import Address
from bearwitness.store.copy_records import CopyLog, load_copy_log, log_found
from bearwitness.store.evidence_folder import (
    Checked,
    EvidenceFolder,
    check_folder,
    keep_copy,
    load_copy,
    name_note,
    open_evidence,
)
from bearwitness.store.register import Register, load_current, name_report, open_register
from bearwitness.store.register_file import read_from, stamp, write_to
from bearwitness.workflow.captured import Captured

NO_MATCH: Final = "report not in it"
"""The page in the copy is not the one the note says a report was read from."""
NOT_LOGGED: Final = "not logged"
LOGGED_AND_GONE: Final = "logged and gone"
FAULTS: Final = {
    "changed": "its bytes are not those it is named for",
    "missing": "the copy is gone; only the note on it is left",
    "note changed": "the note on how it was taken is not the one that was written",
    "without a note": "there is no note on how it was taken",
    "open to others": "others on this machine may read it; take that right away",
    "half written": "it was left by an interruption, and is part of no copy; remove it",
    "not ours": "it was not put there by this program; move it away",
    NO_MATCH: "the page in it is not the one its note says a report was read from",
    NOT_LOGGED: (
        "the log does not tell of it: it was put in past the program, or its command was stopped before the report was recorded; "
        "give the same file once more with --keep-copies, or move it away"
    ),
    LOGGED_AND_GONE: "the log tells of it, and the folder has it no more, or not the note on it",
}
"""What is wrong with a file, in words."""


@dataclass(slots=True, kw_only=True)
class CopyLedger:
    """The folder of one command's copies, and which of them the log is still to tell of, by the report's id and hash.

    One that could not be recorded waits here for the next time its report is.
    """

    folder: Path
    waiting: dict[tuple[str, str], list[CopyMark]] = field(default_factory=dict)
    logged: set[CopyMark] = field(default_factory=set)

    def find(self, report: Report) -> tuple[CopyMark, ...]:
        """What the log is to tell of with this report."""
        return tuple(mark for mark in self.waiting.get((report.id, report.sha256), ()) if mark not in self.logged)

    def settle(self, report: Report) -> None:
        """It is logged."""
        self.logged.update(self.waiting.pop((report.id, report.sha256), ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceState:
    """What a look through the copies found: how many captures are sound, what is wrong, and which reports have no copy.

    Of the log: `logged` of the sound ones it tells of as they are, `found` of these were there before it told of any; `unlogged` are older
    than its telling, `stray` of reports that this register does not hold, and `elsewhere` how many it tells of that are not in this folder
    and may lie on a colleague's machine.
    """

    path: Path
    sound: int
    faults: tuple[tuple[str, str], ...]
    reports: int
    uncopied: tuple[str, ...]
    logged: int
    found: int
    unlogged: tuple[str, ...]
    stray: tuple[str, ...]
    elsewhere: int


def find_evidence_path(address: Address, given: Path | None) -> Path:
    """Where copies are kept: the folder given, else `team.evidence` beside `team.db`. Raises UsageError for a server's register without."""
    if given is not None:
        return given
    if not isinstance(address, Path):
        raise UsageError("the register is on a server, so say where copies are kept: add --evidence FOLDER")
    return address.with_name(f"{address.stem}.evidence")


def keep_copies(captured: Iterable[Captured], ledger: CopyLedger, clock: Callable[[], datetime]) -> Iterator[Captured]:
    """Pass every item on once the exact bytes of its report are kept. A copy that cannot be kept is said, and its report is still read."""
    folder = open_evidence(ledger.folder, create=True)
    for item in captured:
        if item.report is None or item.copy is None:
            yield item
            continue
        try:
            kept = keep_copy(folder, item.copy.data, build_note(item.copy, item.report, clock()))
        except RegisterError as error:
            yield replace(item, notes=(*item.notes, str(error)))
            continue
        ledger.waiting.setdefault((item.report.id, item.report.sha256), []).append(kept.mark)
        yield item


def begin_telling(register: Register, ledger: CopyLedger, at: datetime) -> None:
    """Before the first copy is logged: load what the log tells of, and where it tells of none yet, tell of those that are there, as found."""
    with read_from(register) as connection:
        log = load_copy_log(connection)
    if not log.is_whole and ledger.folder.is_dir():
        seen = list(check_folder(open_evidence(ledger.folder, create=False), hashed=False))
        found = [
            (one.mark, name_report(one.note.report, one.note.report_sha256)) for one in seen if one.mark and one.note
        ]
        with write_to(register) as connection:
            log = load_copy_log(connection)
            if not log.is_whole:  # nor did a colleague tell of them meanwhile
                log_found(connection, found, stamp(at))
        ledger.logged.update(mark for mark, _ in found)
    ledger.logged.update(one.mark for one in log.copies)


def check_evidence(address: Address, path: Path) -> EvidenceState:
    """Look at every copy: whether its bytes are those it is named for, whether the page in it is the report's, what has none, and whether
    the log tells of it.
    """
    folder = open_evidence(path, create=False)
    with open_register(address, create=False) as register:
        with read_from(register) as connection:
            log = load_copy_log(connection)
        reports = {r.report.sha256: r.report.id for r in load_current(register) if r.report.sha256}
    state, copied = look_through(folder, log, reports, is_shared=not isinstance(address, Path))
    uncopied = tuple(ident for sha256, ident in reports.items() if sha256 not in copied)
    return replace(state, reports=len(reports), uncopied=uncopied)


def look_through(
    folder: EvidenceFolder, log: CopyLog, reports: Collection[str], *, is_shared: bool
) -> tuple[EvidenceState, frozenset[str]]:
    """Every copy, by itself and against the log; and the hashes of reports of which there is a sound one.

    `is_shared` where several people write to the register, each with a folder on a machine of their own.
    """
    faults: list[tuple[str, str]] = []
    seen: list[Seen] = []
    sound: dict[str, str] = {}
    for checked in check_folder(folder):
        fault = checked.fault or _compare_report(folder, checked)
        if checked.file:
            marks = None if checked.mark is None else (checked.mark.note, checked.mark.copy)
            report = "" if checked.note is None else checked.note.report_sha256
            seen.append(Seen(name=checked.file, marks=marks, report=report))
        if fault is not None:
            faults.append((checked.name, fault))
        elif checked.note is not None:
            sound[checked.file] = checked.note.report_sha256
    marks_by_name = {name_note(one.mark): (one.mark.note, one.mark.copy) for one in log.copies}
    compared = compare_copies(marks_by_name, seen, reports)
    compared = replace(
        compared, gone=tuple(name for name in compared.gone if marks_by_name[name][1] not in log.removed)
    )
    faults += _find_faults(compared, log, {name for name, _ in faults}, is_shared=is_shared)
    wrong = {name for name, _ in faults}
    kept = {name: report for name, report in sound.items() if name not in wrong}
    found = {name_note(one.mark) for one in log.copies if one.was_found}
    state = EvidenceState(
        path=folder.path,
        sound=len(kept),
        faults=tuple(faults),
        reports=len(reports),
        uncopied=(),
        logged=len(compared.logged & kept.keys()),
        found=len(compared.logged & kept.keys() & found),
        unlogged=() if log.is_whole else compared.unlogged,
        stray=compared.stray,
        elsewhere=len(compared.gone) if is_shared else 0,
    )
    return state, frozenset(kept.values())


def _find_faults(compared: Compared, log: CopyLog, known: set[str], *, is_shared: bool) -> list[tuple[str, str]]:
    found = [(name, "note changed") for name in compared.changed]
    if log.is_whole:
        found += [(name, NOT_LOGGED) for name in compared.unlogged]
    if not is_shared:
        found += [(name, LOGGED_AND_GONE) for name in compared.gone]
    return [(name, fault) for name, fault in found if name not in known]


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
