"""A zip of reports to its files, or a plain word on why it is not opened. Its bytes are anybody's: a zip can claim any name, any size and
any kind of entry.

Nothing is unpacked to a path: entries become bytes, and their names words to show. Whatever looks made to harm refuses the whole archive.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from bearwitness.capture.sniff import find_format, passed_over_suffixes
from bearwitness.core.errors import UnreadableError

_START: Final = b"PK\x03\x04"
_EMPTY: Final = b"PK\x05\x06"
_ENTRY: Final = b"PK\x01\x02"
_WORD: Final = "word/document.xml"
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[ .:].*)?", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCKED: Final = 1
_SMALL: Final = 1_000_000
"""Below this an entry may be packed as tightly as it likes: a page of one repeated line is no bomb."""
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    ValueError,
    OverflowError,
    OSError,
    RuntimeError,
)
NESTED: Final = "it is an archive inside an archive, which is not opened; unpack it and give its files"
_DAMAGED: Final = "the zip is damaged or cut short; pack the files again"
_UNSAFE: Final = "the zip names a file outside of its own folder ({}); pack the reports themselves and give that"
_SPECIAL: Final = "the zip holds a link or a device; pack the reports themselves and give that"
_TIGHT: Final = (
    "the zip unpacks to far more than it holds, as one does that is made to fill a disk; give the files themselves"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How many entries, how many bytes of one and of all once unpacked, and how many times its packed size an entry may be."""

    entries: int = 500
    entry: int = 32_000_000
    whole: int = 128_000_000
    ratio: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One file of an archive. `data` is empty where `error` says why it is not taken."""

    name: str
    data: bytes
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What an archive holds; `passed` counts files that are clearly no reports (hidden ones, pictures, styles)."""

    files: tuple[Packed, ...]
    passed: int


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip that is not itself a document. A damaged one is a document where it says so."""
    if not data.startswith((_START, _EMPTY)):
        return False
    if data.count(_ENTRY) > 20_000:
        return True
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _WORD not in archive.namelist()
    except _BROKEN:
        return find_format(data, "").kind != "docx"


def read_archive(data: bytes, limits: ArchiveLimits) -> Archive:
    """The files in a zip. Raises UnreadableError, in plain words, for one that is damaged, locked, too large or made to harm."""
    # Counted in the bytes first: a directory of a million entries is itself a bomb for whoever lists it.
    if data.count(_ENTRY) > limits.entries:
        raise UnreadableError(f"the zip holds more than {limits.entries:,} files; give it in parts")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data), limits)
            wanted = [entry for entry in entries if not entry.is_dir() and not _is_passed(entry.filename)]
            files = tuple(_read_entries(archive, wanted, limits))
    except _BROKEN as error:
        raise UnreadableError(_DAMAGED) from error
    passed = sum(not entry.is_dir() for entry in entries) - len(wanted)
    if not files:
        raise UnreadableError("the zip holds no file that could be a report; look into it")
    return Archive(files=files, passed=passed)


def _check_entries(entries: list[zipfile.ZipInfo], size: int, limits: ArchiveLimits) -> None:
    """What can be seen before anything is unpacked."""
    for entry in entries:
        _check_name(entry.orig_filename)
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise UnreadableError(_SPECIAL)
        if entry.flag_bits & _LOCKED:
            raise UnreadableError("the zip is locked with a password; pack the files without one")
        if entry.compress_type not in _PACKED:
            raise UnreadableError("the zip is packed in an uncommon way; pack the files again as a plain zip")
        _check_size(entry.file_size, entry.compress_size, limits)
    # Entries that share their bytes: 10 MB of them can unpack to 281 TB.
    if sum(entry.compress_size for entry in entries) > size:
        raise UnreadableError(_TIGHT)
    if sum(entry.file_size for entry in entries) > limits.whole:
        raise UnreadableError(f"the zip unpacks to more than {limits.whole // 1_000_000} MB; give it in parts")


def _check_name(name: str) -> None:
    parts = re.split(r"[/\\]", name)
    if not name or name[0] in "/\\" or _DRIVE.match(name) or ".." in parts:
        raise UnreadableError(_UNSAFE.format("an absolute path, or one with '..'"))
    if _CONTROL.search(name):
        raise UnreadableError(_UNSAFE.format("a name with control characters"))
    if any(_DEVICES.fullmatch(part.strip()) for part in parts):
        raise UnreadableError(_UNSAFE.format("the name of a device"))


def _check_size(unpacked: int, packed: int, limits: ArchiveLimits) -> None:
    if unpacked > limits.entry:
        raise UnreadableError(f"a file in the zip has more than {limits.entry // 1_000_000} MB; split it")
    if unpacked > max(_SMALL, limits.ratio * packed):
        raise UnreadableError(_TIGHT)


def _is_passed(name: str) -> bool:
    """Saved pages come with their pictures and styles, and some systems pack hidden files beside each file."""
    parts = name.split("/")
    last = parts[-1]
    if any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
        return True
    suffix = last[last.rfind(".") :].lower() if "." in last else ""
    return suffix in passed_over_suffixes() - {".zip"}


def _read_entries(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: ArchiveLimits) -> Iterator[Packed]:
    """The entries unpacked; what they declare of their sizes is not believed."""
    left = limits.whole
    for entry in entries:
        most = min(left, limits.entry)
        with archive.open(entry) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise UnreadableError(_TIGHT)
        _check_size(len(data), entry.compress_size, limits)
        left -= len(data)
        if is_archive(data):
            yield Packed(name=entry.filename, data=b"", error=NESTED)
        else:
            yield Packed(name=entry.filename, data=data)
