"""The folder of evidentiary copies beside a register: exact bytes under the name of their own SHA-256, and a note beside each capture.

A copy is written once, whole or not at all, and never changed. Only its owner can open it.
"""

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bearwitness.core.errors import RegisterError, UnreadableError
from bearwitness.core.evidence_record import CopyMark, CopyNote, is_same_capture, parse_note, render_note

_COPY: Final = re.compile(r"([0-9a-f]{64})\.copy")
_NOTE: Final = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{12})\.json")
_PART: Final = re.compile(r"[0-9a-f]{16}\.part")
_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)
_CHUNK: Final = 1 << 20

Fault = Literal["changed", "missing", "note changed", "without a note", "open to others", "half written", "not ours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFolder:
    """An opened folder of copies."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file of the folder, and what is wrong with it; `note` where it is a readable note.

    `file` is the note's own name, and `mark` what its bytes and those of the copy it tells of come to; None where it is no readable note.
    """

    name: str
    fault: Fault | None = None
    note: CopyNote | None = None
    file: str = ""
    mark: CopyMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A capture that is kept: what the log is to say of it, and whether it was not there yet."""

    mark: CopyMark
    is_new: bool


def open_evidence(path: Path, *, create: bool) -> EvidenceFolder:
    """The folder at `path`. Raises RegisterError where there is none (unless `create`), where it is a link, or cannot be used."""
    try:
        if create:
            path.mkdir(mode=0o700, exist_ok=True)
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise RegisterError(f"there are no copies at {path}; read with --keep-copies, or fetch") from None
    except OSError as error:
        raise RegisterError(
            f"the folder of copies {path} cannot be used ({error.strerror}); check its rights"
        ) from None
    if not stat.S_ISDIR(mode):
        raise RegisterError(f"{path} is no folder; copies are kept there, so move away what is in its place")
    return EvidenceFolder(path=path)


def keep_copy(folder: EvidenceFolder, data: bytes, note: CopyNote) -> Kept:
    """Keep the bytes and the note, unless the same capture is there already. Both are on the disk when this returns.

    Raises RegisterError where the disk takes no more; a half-written copy is never seen under its name.
    """
    shelf = folder.path / note.sha256[:2]
    try:
        shelf.mkdir(mode=0o700, exist_ok=True)
        copy = shelf / f"{note.sha256}.copy"
        if not (copy.is_file() and _hash_file(copy) == note.sha256):
            _write_whole(copy, data)
        for known, stamp in _find_notes(shelf, note.sha256):
            if is_same_capture(note, known):
                return Kept(mark=CopyMark(note=stamp, copy=note.sha256), is_new=False)
        written = render_note(note)
        mark = CopyMark(note=hashlib.sha256(written).hexdigest(), copy=note.sha256)
        _write_whole(folder.path / name_note(mark), written)
    except OSError as error:
        raise RegisterError(
            f"the copy could not be kept in {folder.path} ({error.strerror}); free some space or check its rights, and go on"
        ) from None
    return Kept(mark=mark, is_new=True)


def name_note(mark: CopyMark) -> str:
    """Where in a folder the note lies."""
    return f"{mark.copy[:2]}/{mark.copy}.{mark.note[:12]}.json"


def load_copy(folder: EvidenceFolder, sha256: str) -> bytes | None:
    """The bytes of a copy; None where it is gone or its bytes are not those it is named for."""
    try:
        data = (folder.path / sha256[:2] / f"{sha256}.copy").read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def load_notes(folder: EvidenceFolder) -> Iterator[CopyNote]:
    """Every readable note, in order of name."""
    for checked in check_folder(folder, hashed=False):
        if checked.note is not None and checked.fault != "note changed":
            yield checked.note


def check_folder(folder: EvidenceFolder, *, hashed: bool = True) -> Iterator[Checked]:
    """Every file of the folder with what is wrong with it, in order of name: each note, then copies that no note tells of.

    Raises RegisterError where the folder cannot be looked into.
    """
    for shelf in _list(folder.path):
        if not re.fullmatch(r"[0-9a-f]{2}", shelf.name) or shelf.is_symlink() or not shelf.is_dir():
            yield Checked(name=shelf.name, fault="not ours")
            continue
        told: set[str] = set()
        verdicts: dict[str, Fault | None] = {}
        names = [entry.name for entry in _list(shelf)]
        for name in names:
            found = _NOTE.fullmatch(name)
            if found is None:
                if not _COPY.fullmatch(name):
                    fault: Fault = "half written" if _PART.fullmatch(name) else "not ours"
                    yield Checked(name=f"{shelf.name}/{name}", fault=fault)
                continue
            told.add(found[1])
            if found[1] not in verdicts:
                verdicts[found[1]] = _check_copy(shelf / f"{found[1]}.copy", found[1], hashed=hashed)
            yield _check_note(shelf, name, verdicts[found[1]])
        for name in names:
            copy = _COPY.fullmatch(name)
            if copy is not None and copy[1] not in told:
                yield Checked(name=f"{shelf.name}/{name}", fault="without a note")


def is_readable(path: Path) -> bool:
    """Whether a folder of copies lies there and whoever asks may look into it."""
    return path.is_dir() and not path.is_symlink() and os.access(path, os.R_OK | os.X_OK)


def _list(path: Path) -> list[Path]:
    try:
        return sorted(path.iterdir())
    except OSError as error:
        raise RegisterError(
            f"the folder of copies {path} cannot be read ({error.strerror}); check its rights"
        ) from None


def _check_note(shelf: Path, name: str, verdict: Fault | None) -> Checked:
    shown = f"{shelf.name}/{name}"
    sha256, stamped = name.split(".")[:2]
    try:
        data = (shelf / name).read_bytes()
        note = parse_note(data)
    except (OSError, UnreadableError):
        return Checked(name=shown, fault="note changed", file=shown)
    stamp = hashlib.sha256(data).hexdigest()
    if stamp[:12] != stamped or note.sha256 != sha256:
        return Checked(name=shown, fault="note changed", note=note, file=shown)
    return Checked(
        name=shown if verdict is None else f"{shelf.name}/{sha256}.copy",
        fault=verdict,
        note=note,
        file=shown,
        mark=CopyMark(note=stamp, copy=sha256),
    )


def _check_copy(copy: Path, sha256: str, *, hashed: bool) -> Fault | None:
    try:
        mode = copy.lstat().st_mode
        if not stat.S_ISREG(mode) or (hashed and _hash_file(copy) != sha256):
            return "changed"
    except OSError:
        return "missing"
    return "open to others" if os.name == "posix" and mode & 0o077 else None


def _find_notes(shelf: Path, sha256: str) -> Iterator[tuple[CopyNote, str]]:
    """The sound notes on a copy, each with the SHA-256 of its bytes."""
    for path in sorted(shelf.glob(f"{sha256}.*.json")):
        data = path.read_bytes()
        stamp = hashlib.sha256(data).hexdigest()
        if path.name == f"{sha256}.{stamp[:12]}.json":
            with suppress(UnreadableError):
                yield parse_note(data), stamp


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write_whole(path: Path, data: bytes) -> None:
    """The file is there whole, or not at all: written beside, flushed to the disk, then given its name."""
    waiting = path.with_name(f"{secrets.token_hex(8)}.part")
    try:
        handle = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_FOLLOW | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    except OSError:
        waiting.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
