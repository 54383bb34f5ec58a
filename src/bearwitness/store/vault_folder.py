"""The folder of a vault: sealed files with names of chance, each its owner's alone, all with one and the same time.

A team that shares the folder on one machine gives its group the right to it (`chmod 2770`); new files then follow.

A file appears whole or not at all. It is never written over to change what it holds: the new state is a new file, then the old one goes, so
that a copying program that looks at size and time still sees what changed.
"""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bearwitness.core.errors import VaultError

Kind = Literal["entry", "list"]
_MOMENT: Final = (946_684_800, 946_684_800)
"""The time of every file: the first second of the year 2000. The real one would say when somebody told something."""
_UNFINISHED: Final = ".unfinished-"
_ENDING: Final = ".age"
_LARGEST: Final = 4_000_000
"""Bytes of a sealed file: the greatest text, and a few hundred for each who can open it."""
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """One file: its name in the folder, and its bytes."""

    name: str
    content: bytes


def make_folder(folder: Path) -> None:
    """A new vault's folder; raises VaultError where there is something of this name already."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise VaultError(f"{folder} is there already; give another folder with --vault") from None
    except OSError as error:
        raise VaultError(
            f"the vault {folder} cannot be made ({error.strerror}); check the folder it is to lie in"
        ) from None


def list_files(folder: Path, kind: Kind) -> Iterator[SealedFile]:
    """All files of a kind, by their names, which say nothing."""
    with _speak_plainly(folder):
        names = [name for name in _list_names(folder) if name.startswith(f"{kind}-") and _is_sealed(folder, name)]
        for name in names:
            opened = os.open(folder / name, os.O_RDONLY | _NO_LINK | _NO_WAIT)
            with os.fdopen(opened, "rb") as file:
                yield SealedFile(name=name, content=file.read(_LARGEST))


def _is_sealed(folder: Path, name: str) -> bool:
    """May it be a sealed file? A link leads elsewhere, a pipe is waited at for ever, and a file without end fills the memory."""
    found = (folder / name).lstat()
    return name.endswith(_ENDING) and stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST


def list_others(folder: Path) -> tuple[str, ...]:
    """Names of what is no part of a vault, also of what only has the name of one."""
    with _speak_plainly(folder):
        return tuple(
            name
            for name in _list_names(folder)
            if not _is_unfinished(name) and not (name.startswith(("entry-", "list-")) and _is_sealed(folder, name))
        )


def list_unfinished(folder: Path) -> tuple[str, ...]:
    """Names of what a killed process had not written yet, or not erased yet."""
    with _speak_plainly(folder):
        return tuple(name for name in _list_names(folder) if _is_unfinished(name))


def _is_unfinished(name: str) -> bool:
    """Is this such a name?"""
    return name.startswith(_UNFINISHED)


def write_file(folder: Path, kind: Kind, content: bytes) -> str:
    """Keep sealed bytes under a new name, on the disk before this returns, and give the name."""
    name = f"{kind}-{secrets.token_hex(16)}{_ENDING}"
    with _speak_plainly(folder):
        _write_whole(folder / name, content, 0o660 if _is_shared(folder) else 0o600)
        _settle_folder(folder, _MOMENT)
    return name


def write_identity(path: Path, content: bytes) -> None:
    """Keep a sealed identity; raises VaultError where there is a file of this name: an identity is never written over."""
    if path.exists():
        raise VaultError(f"{path} is there already, and a lost key is a lost secret; give another file with --identity")
    with _speak_plainly(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(path, content, 0o600)
        _settle_folder(path.parent)


def read_identity(path: Path) -> bytes:
    """A sealed identity; raises VaultError where there is none."""
    if not path.exists():
        raise VaultError(
            f"there is no identity at {path}; make one with `bearwitness vault new`, or give --identity FILE"
        )
    with _speak_plainly(path):
        return path.read_bytes()


def erase_file(folder: Path, name: str) -> None:
    """Write chance over a file, then take it away. What a disk, a snapshot or a copy kept of it is out of reach.

    It loses its name first: a file that is half written over is none of the vault any more.
    """
    path = folder / f"{_UNFINISHED}{secrets.token_hex(16)}"
    with _speak_plainly(folder):
        (folder / name).rename(path)
        _write_over(path)
        path.unlink()
        _settle_folder(folder, _MOMENT)


def _write_over(path: Path) -> None:
    # Opened for writing without cutting it: cut to nothing first, the new bytes would land elsewhere on the disk.
    opened = os.open(path, os.O_WRONLY | _NO_LINK | _NO_WAIT)
    try:
        os.write(opened, os.urandom(min(os.fstat(opened).st_size, _LARGEST)))
        os.fsync(opened)
    finally:
        os.close(opened)


def sweep_folder(folder: Path) -> None:
    """Erase what a killed process left unfinished. Only for who holds the folder's lock."""
    with _speak_plainly(folder):
        found = [(name, (folder / name).lstat()) for name in list_unfinished(folder)]
        for name, state in found:
            if stat.S_ISREG(state.st_mode) and state.st_nlink == 1:
                erase_file(folder, name)
            elif not stat.S_ISDIR(state.st_mode):  # the program makes none; `vault check` names it
                # Of what somebody else put there only the name goes: written over, it may be a file that lies elsewhere.
                (folder / name).unlink()


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """One at a time; others wait. The lock is the folder's own and leaves no file."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with _speak_plainly(folder):
        opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def find_open_rights(folder: Path) -> tuple[str, ...]:
    """Names in the folder (and "." for itself) that others may read or write than the owner, or the group where the folder is shared."""
    with _speak_plainly(folder):
        strangers = 0o007 if _is_shared(folder) else 0o077
        return tuple(name for name in (".", *_list_names(folder)) if (folder / name).lstat().st_mode & strangers)


def _list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _write_whole(path: Path, content: bytes, mode: int) -> None:
    unfinished = path.with_name(f"{_UNFINISHED}{secrets.token_hex(16)}")
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(mode)
    os.utime(unfinished, _MOMENT)
    unfinished.rename(path)


def _is_shared(folder: Path) -> bool:
    return folder.stat().st_mode & 0o070 == 0o070


def _settle_folder(folder: Path, moment: tuple[int, int] | None = None) -> None:
    """Names on the disk as well. The folder's own time would tell of the last change."""
    if moment is not None:
        with suppress(PermissionError):  # only the owner of a shared folder can
            os.utime(folder, moment)
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _speak_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VaultError(
            f"{path} cannot be read or written ({error.strerror}); check that it is there, and your rights"
        ) from None
