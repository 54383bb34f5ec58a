"""The spool: uploaded bytes as they came, until they are read. A folder beside the register that its owner alone can open.

Its files have random names; no name that a person or an archive gives is ever a path. They are removed once what is in them is recorded,
refused or cancelled, and nothing serves them.
"""

import os
import re
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bearwitness.core.errors import RegisterError, UsageError

_NAME: Final = re.compile(r"[0-9a-f]{32}\.upload")
_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """An opened spool folder."""

    path: Path


def open_spool(path: Path) -> Spool:
    """The spool at `path`, made where there is none. Raises RegisterError where it is a link, no folder, or cannot be made."""
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            raise RegisterError(f"{path} is no folder; uploads are kept there, so move away what is in its place")
        if stat.S_IMODE(mode) & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise RegisterError(
            f"the folder for uploads {path} cannot be used ({error.strerror}); check its folder's rights"
        ) from None
    return Spool(path=path)


def write_spool(spool: Spool, pieces: Iterable[bytes]) -> str:
    """Keep the pieces, one after the other, in a new file; its random name. They are on the disk when this returns.

    Raises UsageError where the disk takes no more; nothing of them is left then.
    """
    name = f"{secrets.token_hex(16)}.upload"
    path = spool.path / name
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_FOLLOW | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise UsageError(
            f"the upload could not be kept ({error.strerror}); free some space and send it again"
        ) from None
    return name


def read_spool(spool: Spool, name: str, start: int, length: int) -> bytes | None:
    """A piece of a file; None where the file or a part of the piece is gone."""
    try:
        handle = os.open(_find_path(spool, name), os.O_RDONLY | _NO_FOLLOW | _BINARY)
        with os.fdopen(handle, "rb") as file:
            file.seek(start)
            data = file.read(length)
    except OSError:
        return None
    return data if len(data) == length else None


def remove_spooled(spool: Spool, names: Iterable[str]) -> None:
    """Remove files that nobody waits for."""
    for name in names:
        _find_path(spool, name).unlink(missing_ok=True)


def list_spooled(spool: Spool, *, before: float) -> frozenset[str]:
    """The names of files written before that moment; of others an upload may be under way."""
    found = set()
    for entry in os.scandir(spool.path):
        if _NAME.fullmatch(entry.name):
            try:
                if entry.stat(follow_symlinks=False).st_mtime < before:
                    found.add(entry.name)
            except FileNotFoundError:
                continue
    return frozenset(found)


def _find_path(spool: Spool, name: str) -> Path:
    """Raises RegisterError for a name that this module did not make."""
    if not _NAME.fullmatch(name):
        raise RegisterError(
            "the queue of uploads names no file of the spool; remove its folder and send the uploads again"
        )
    return spool.path / name
