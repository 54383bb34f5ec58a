"""A signing key in a file: encrypted, its owner's alone, with its public half beside it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.custody.signing import SEED_BYTES, PublicKey, decrypt_seed, derive_public, encrypt_seed, parse_public
from bearwitness.workflow.checkpointing import Signer

_TITLE: Final = "bearwitness signing key "
_BEGIN: Final = "-----BEGIN"


def make_key(name: str, folder: Path, passphrase: str) -> tuple[Path, Path, PublicKey]:
    """A new key NAME.key and its public half NAME.pub. Raises UsageError for a name or passphrase that will not do, and where one is there.

    The secret is drawn here, and no byte of it is written but encrypted.
    """
    seed = secrets.token_bytes(SEED_BYTES)
    public = derive_public(seed, name)
    paths = (folder / f"{name}.key", folder / f"{name}.pub")
    if "/" in name or "\\" in name or name.startswith("."):
        raise UsageError(f"a key cannot be named {name!r}; give it a name that can be a file's")
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; make it, or name another with --folder")
    _write_new(paths[0], f"{_TITLE}{name}\n{encrypt_seed(seed, passphrase).decode()}", 0o600)
    _write_new(paths[1], f"{public}\n", 0o644)
    return *paths, public


def open_key(path: Path, passphrase: str) -> Signer:
    """The key out of its file. Raises UsageError where it is none, or the passphrase is wrong."""
    title, begin, rest = _read(path).partition(_BEGIN)
    name = title.strip().removeprefix(_TITLE.strip()).strip()
    if path.suffix == ".pub":
        raise UsageError(
            f"{path} is the public half, which signs nothing; give the key itself, {path.with_suffix('.key')}"
        )
    if not title.startswith(_TITLE) or not begin or not name:
        raise UsageError(f"{path} is no key of bearwitness; give the file NAME.key that 'bearwitness keys new' wrote")
    return Signer(seed=decrypt_seed((begin + rest).encode(), passphrase), name=name)


def find_public(given: str) -> PublicKey:
    """A public key, given as its line or as a file that holds it."""
    path = Path(given)
    with suppress(OSError, ValueError):  # a line may be no path at all
        if path.is_file():
            return _parse_public_file(path)
        if path.suffix in {".pub", ".key"}:
            raise UsageError(f"there is no file {path}; give the public key, NAME.pub, or the line in it")
    return parse_public(given)


def _parse_public_file(path: Path) -> PublicKey:
    text = _read(path)
    if text.startswith(_TITLE):
        # The two lie side by side and differ by their last letters.
        raise UsageError(
            f"{path} is the key that signs, which is never given away; give its public half, {path.with_suffix('.pub')}"
        )
    try:
        return parse_public(text)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path and your rights") from None
    except ValueError:
        raise UsageError(f"{path} is no text; give a key of bearwitness") from None


def _write_new(path: Path, text: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, rights)
    except FileExistsError:
        raise UsageError(f"{path} is there already and is not written over; take another name") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); name another folder with --folder") from None
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
