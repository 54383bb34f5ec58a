"""Entries of a log that are given away with proofs: each stands in the log that a checkpoint was signed over, and nothing else is shown.

What lies beside them in the tree is there as hashes; their salts keep anybody from trying out what these are of.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bearwitness.core.errors import UsageError
from bearwitness.custody.checkpoints import Note, find_signer, parse_note
from bearwitness.custody.entries import SALT_BYTES, hash_entry, is_entry
from bearwitness.custody.signing import PublicKey
from bearwitness.custody.timestamps import Stamp, check_answer
from bearwitness.custody.tree import Proof, holds_leaf

VERSION: Final = 1
_NO_EVIDENCE: Final = (
    "its evidence cannot be read; a whole copy of the proof is needed, as 'bearwitness prove' wrote it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """One entry: its number, salt and JSON, and the hashes that lead from it to the root."""

    number: int
    salt: bytes
    entry: str
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Entries under one checkpoint, and an authority's answer on it (b"": none)."""

    note: Note
    answer: bytes
    entries: tuple[Proven, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an entry says, once it is proven: the kind of its record, the record's columns, when and why it was logged."""

    number: int
    kind: str
    record: Mapping[str, Any]
    logged_at: str
    why: str


def render_evidence(evidence: Evidence) -> dict[str, Any]:
    """As JSON."""
    return {
        "version": VERSION,
        "checkpoint": str(evidence.note),
        "timestamp": base64.b64encode(evidence.answer).decode(),
        "entries": [
            {
                "number": one.number,
                "salt": one.salt.hex(),
                "entry": one.entry,
                "proof": [step.hex() for step in one.proof],
            }
            for one in evidence.entries
        ],
    }


def parse_evidence(value: Any) -> Evidence:
    """From JSON. Raises UsageError for anything else."""
    try:
        if value["version"] != VERSION:
            raise UsageError(
                f"this proof has version {value['version']}, this program knows {VERSION}; use a newer one"
            )
        return Evidence(
            note=parse_note(str(value["checkpoint"])),
            answer=base64.b64decode(str(value["timestamp"]), validate=True),
            entries=tuple(
                Proven(
                    number=int(one["number"]),
                    salt=bytes.fromhex(one["salt"]),
                    entry=_parse_text(one["entry"]),
                    proof=tuple(bytes.fromhex(step) for step in one["proof"]),
                )
                for one in value["entries"]
            ),
        )
    except (KeyError, TypeError, ValueError, OverflowError, binascii.Error):
        raise UsageError(_NO_EVIDENCE) from None


def _parse_text(value: Any) -> str:
    """Text that has bytes; half a character has none."""
    str(value).encode()
    return str(value)


def check_stamp(evidence: Evidence, roots: bytes) -> Stamp | None:
    """What an authority says of the checkpoint; None where none was asked."""
    return check_answer(evidence.answer, str(evidence.note).encode(), roots) if evidence.answer else None


def find_unproven(evidence: Evidence, keys: tuple[PublicKey, ...]) -> tuple[str, ...]:
    """In words, what of the evidence does not hold: the checkpoint's signature, or entries that are not in its log."""
    faults = []
    if any(len(one.salt) != SALT_BYTES for one in evidence.entries):
        faults.append("an entry has a salt of another length: it was made up")
    if find_signer(evidence.note, keys) is None:
        faults.append("the checkpoint is not signed by a key that was given: it is forged, or of another key")
    head = evidence.note.head
    for one in evidence.entries:
        leaf = hash_entry(one.entry, one.salt)
        if not holds_leaf(leaf, one.number, (head.size, head.root), one.proof):
            faults.append(f"entry {one.number} is not in the log that was signed: it was changed, or put in")
    return tuple(faults)


def read_entries(evidence: Evidence) -> tuple[Shown, ...]:
    """What the entries say. Raises UsageError where one says nothing that this program knows."""
    found = []
    for one in evidence.entries:
        try:
            told = json.loads(one.entry)
            kind, form = told["kind"], told["format"]
            at, why = str(told["logged_at"]), str(told["why"])
            record = dict(told["record"])
            is_whole = is_entry(one.entry, told, form, kind)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise UsageError(_NO_EVIDENCE) from None
        # A name that stands twice is read by one program so, by another otherwise; a column left out, not at all.
        if not is_whole:
            raise UsageError(_NO_EVIDENCE)
        found.append(Shown(number=one.number, kind=kind, record=record, logged_at=at, why=why))
    return tuple(found)
