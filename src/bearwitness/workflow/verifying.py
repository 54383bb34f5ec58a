"""A register held against its own log, its log against checkpoints: what is as it was logged, and what is not."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.custody.checkpoints import Note, find_signer, parse_note
from bearwitness.custody.entries import Record
from bearwitness.custody.log import Finding, Log, Sort
from bearwitness.custody.rows import compare_rows
from bearwitness.custody.signing import PublicKey
from bearwitness.custody.steps import check_note, check_order, grow_tree
from bearwitness.custody.timestamps import check_answer
from bearwitness.store.address import Address
from bearwitness.store.copy_records import CopyLog, load_copy_log
from bearwitness.store.evidence_folder import is_readable, open_evidence
from bearwitness.store.guards import find_guard_faults
from bearwitness.store.log_reading import Event, list_removed, load_events, load_log, look_at, read_all_records
from bearwitness.store.register_readings import load_report_hashes
from bearwitness.store.table_shapes import find_shape_faults
from bearwitness.workflow.apart import Progress, Tell, keep_silent
from bearwitness.workflow.evidence import (
    FAULTS,
    LOGGED_AND_GONE,
    NO_MATCH,
    NOT_LOGGED,
    EvidenceState,
    find_evidence_path,
    look_through,
)

_COPY_SORTS: Final[dict[str, Sort]] = {
    "changed": "changed",
    "note changed": "changed",
    NO_MATCH: "changed",
    "missing": "missing",
    LOGGED_AND_GONE: "missing",
    NOT_LOGGED: "added",
}
"""What is said of copies here; that others may read one, or that a file is no copy, is for `evidence check` to say."""
_GUARD_WORDS: Final = {
    "missing": "it is not there any more: what it guards could be changed or taken out",
    "changed": "it is not as the program made it, or is switched off: what it guards could be changed or taken out",
    "added": "the program did not make it, and nobody knows what it does",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A checkpoint that holds: where it was found, how many entries, when it was signed, by which key, and what an authority says of it."""

    given: bool
    size: int
    at: datetime
    key: str
    stamped_at: datetime | None
    is_trusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check came to. `counts` are the records compared, by kind; `upgraded` how many entries an upgrade wrote; `removed` how many
    records the log tells were taken out on purpose. `copies` is what the folder of exact copies holds (None: it was not found), and
    `copies_logged` of how many the log tells.
    """

    findings: tuple[Finding, ...]
    entries: int
    counts: dict[str, int]
    upgraded: int
    removed: int
    checkpoints: tuple[Held, ...]
    copies: EvidenceState | None
    copies_logged: int

    @property
    def signed(self) -> int:
        """How many entries the last checkpoint that holds stands for."""
        return max((one.size for one in self.checkpoints), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What one who checks holds: public keys, checkpoints that were given away earlier, root certificates of timestamp authorities
    (PEM)."""

    keys: tuple[PublicKey, ...]
    notes: tuple[Note, ...] = ()
    roots: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A checkpoint, the event that keeps it (None: it is not in the register), its timestamp, and whether it was given to the one who checks."""

    note: Note
    event: Event | None
    answer: bytes
    given: bool


def verify_register(
    address: Address, trust: Trust, evidence: Path | None = None, *, tell: Tell = keep_silent
) -> Verified:
    """Check everything that can be checked and tell how far it is, the exact copies too where their folder is given or lies beside the register.

    Raises RegisterError where there is no register, none with a log, or no folder of copies where one was given.
    """
    with look_at(address) as connection:
        shapes = find_shape_faults(connection)
        misshapen = [Finding(sort="changed", kind="table", row=one.table, words=one.words) for one in shapes]
        if not all(one.is_readable for one in shapes):
            return _refuse(misshapen)
        log = load_log(connection)
        events = load_events(connection)
        found, findings = _find_notes(events, trust.notes)
        removed = {name for event in events if event.kind == "removal" for name in list_removed(event)}
        held = compare_rows(log, _tell_each(read_all_records(connection), log.size, tell), removed)
        guards, copy_log = find_guard_faults(connection), load_copy_log(connection)
        reports = load_report_hashes(connection)
    tell(Progress(words="Following the log from its beginning"))
    grown = grow_tree(log, held.hashes, (one.note.head.size for one in found))
    name = next((str(event.body.get("log")) for event in events if event.kind == "began"), "")
    spared = {(leaf.kind, leaf.row) for leaf in log.leaves if leaf.number in grown.restored}
    findings += [one for one in held.findings if (one.kind, one.row) not in spared or one.sort == "reordered"]
    findings += [*misshapen, *grown.findings, *check_order(log.steps)]
    findings += [Finding(sort="guard", kind="trigger", row=one.name, words=_GUARD_WORDS[one.sort]) for one in guards]
    copies = _look_at_copies(address, evidence, copy_log, reports)
    findings += _find_copy_faults(copies)
    checkpoints, since = [], 0
    for one in sorted(found, key=lambda found: found.note.head.size):
        faults = _check_found(one, trust, name)
        if not faults or (one.event is not None and one.note.head.log != name):
            faults += check_note(log, one.note, grown.roots, since)
        findings += faults
        if not faults:
            since = one.note.head.size
            checkpoints.append(_hold(one, trust))
    return Verified(
        findings=tuple(dict.fromkeys(findings)),
        entries=log.size,
        counts=held.counts,
        upgraded=_count_upgraded(log),
        removed=len(removed),
        checkpoints=tuple(checkpoints),
        copies=copies,
        copies_logged=len(copy_log.copies),
    )


def _look_at_copies(
    address: Address, given: Path | None, log: CopyLog, reports: frozenset[str]
) -> EvidenceState | None:
    """None where the folder is not where it would lie, or is not open to whoever verifies: that is said and is no fault."""
    if given is None and not (isinstance(address, Path) and is_readable(find_evidence_path(address, None))):
        return None
    folder = open_evidence(find_evidence_path(address, given), create=False)
    return look_through(folder, log, reports, is_shared=not isinstance(address, Path))[0]


def _find_copy_faults(copies: EvidenceState | None) -> list[Finding]:
    return [
        Finding(sort=_COPY_SORTS[fault], kind="copy", row=name, words=FAULTS[fault])
        for name, fault in (copies.faults if copies is not None else ())
        if fault in _COPY_SORTS
    ]


def _refuse(findings: Iterable[Finding]) -> Verified:
    """What stands in for a table may say anything, without end: nothing more is read."""
    return Verified(
        findings=tuple(findings),
        entries=0,
        counts={},
        upgraded=0,
        removed=0,
        checkpoints=(),
        copies=None,
        copies_logged=0,
    )


def _tell_each(records: Iterable[Record], of: int, tell: Tell) -> Iterator[Record]:
    """The records as they come; of every thousandth it is told that it did."""
    for number, record in enumerate(records):
        if number % 1_000 == 0:
            tell(Progress(words="Comparing every record with the log", done=min(number, of), of=of))
        yield record


def _find_notes(events: Iterable[Event], given: Sequence[Note]) -> tuple[list[_Found], list[Finding]]:
    found, findings = [], []
    for event in events:
        if event.kind != "checkpoint":
            continue
        try:
            note = parse_note(str(event.body.get("note")))
            answer = base64.b64decode(str(event.body.get("timestamp") or ""), validate=True)
        except (UsageError, binascii.Error):
            findings.append(_find_fault(event, "it cannot be read: it was changed"))
            continue
        found.append(_Found(note=note, event=event, answer=answer, given=note in given))
    kept = [one.note for one in found]
    found += [_Found(note=note, event=None, answer=b"", given=True) for note in given if note not in kept]
    return found, findings


def _check_found(one: _Found, trust: Trust, name: str) -> tuple[Finding, ...]:
    """What is wrong with a checkpoint itself."""
    if find_signer(one.note, trust.keys) is None:
        names = ", ".join(sorted({signer for signer, _, _ in one.note.signatures}))
        return (
            _find_fault(
                one.event, f"no key that was given signed it (it names {names!r}): it is forged, or of another key"
            ),
        )
    if one.note.head.log != name:
        return (_find_fault(one.event, "it is of another log: another register, or one that was made anew"),)
    stamped = check_answer(one.answer, str(one.note).encode(), trust.roots) if one.answer else None
    if stamped is not None and stamped.fault:
        return (_find_fault(one.event, f"its timestamp does not hold: {stamped.fault}"),)
    return ()


def _hold(one: _Found, trust: Trust) -> Held:
    signer = find_signer(one.note, trust.keys)
    stamped = check_answer(one.answer, str(one.note).encode(), trust.roots) if one.answer else None
    return Held(
        given=one.given,
        size=one.note.head.size,
        at=one.note.head.at,
        key="" if signer is None else signer.name,
        stamped_at=None if stamped is None else stamped.at,
        is_trusted=stamped is not None and stamped.is_trusted,
    )


def _find_fault(event: Event | None, words: str) -> Finding:
    row = "" if event is None else str(event.number)
    what = "the checkpoint that was given: " if event is None else "a checkpoint in the register: "
    return Finding(sort="checkpoint", kind="" if event is None else "event", row=row, words=what + words)


def _count_upgraded(log: Log) -> int:
    sizes = [0, *(step.size for step in log.steps)]
    whys = Counter[str]()
    for step, before in zip(log.steps, sizes, strict=False):
        whys[step.moment.why] += step.size - before
    return whys["upgrade"]
