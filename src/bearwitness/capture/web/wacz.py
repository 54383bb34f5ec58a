"""A WACZ (web archive collection, version 1.1.1) to the web archives in it. It is a zip, and its bytes are anybody's.

Nothing is unpacked to a path. The hashes that its datapackage.json states are compared with what is there.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, Protocol

from bearwitness.core.errors import UnreadableError

PACKAGE: Final = "datapackage.json"
PACKAGE_DIGEST: Final = "datapackage-digest.json"
_ARCHIVE: Final = re.compile(r"archive/[^/\\\x00-\x1f]{1,200}\.warc(?:\.gz)?", re.IGNORECASE)
_LARGEST_DIRECTORY: Final = 4_000_000
"""Bytes of the zip's list of contents, some 40,000 files; a collection has a few hundred."""
_LARGEST_JSON: Final = 16_000_000
_TIGHT: Final = 200
_SMALL: Final = 1_000_000
_DIFFERS: Final = f"its web archive is not the file its collection's own list ({PACKAGE}) names: the SHA-256 differs; rest nothing on it"
_BROKEN: Final = "the collection (.wacz) is damaged or cut short; get it anew"
_HOSTILE: Final = "the collection (.wacz) {}, as one does that is made to do harm; get it from who made it"
FAILURES: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, ValueError, OverflowError, OSError,
    RuntimeError, RecursionError,
)  # fmt: skip


class _Chunks(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class PackedSource:
    """A packed file's bytes in order, counted on their way."""

    stream: _Chunks
    given: int = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes. Raises OSError where they are not those that were packed."""
        try:
            data = self.stream.read(size)
        except FAILURES as error:
            raise OSError("not the bytes that were packed") from error
        self.given += len(data)
        return data

    def tell(self) -> int:
        """Bytes given so far."""
        return self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePart:
    """One web archive of the collection; `source` is to be read before the next part is asked for.

    `warning` says that it is not the file the collection's own list names: it holds for every page in it.
    """

    name: str
    source: PackedSource
    warning: str | None = None


@dataclass(slots=True, kw_only=True)
class Collection:
    """An open collection. `notes` say what its own list leaves open."""

    archive: zipfile.ZipFile
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Careful:
    """A stream that hands out no more at once than a collection's own list may hold: its size is anybody's claim."""

    stream: BinaryIO

    def read(self, size: int = -1, /) -> bytes:
        if size > _LARGEST_DIRECTORY:
            raise UnreadableError(_HOSTILE.format("lists more files than one ever holds"))
        return self.stream.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def seekable(self) -> bool:
        return True


def open_collection(stream: BinaryIO) -> Collection:
    """The collection in a stream that can be sought in. Raises UnreadableError for one that is damaged or made to harm."""
    try:
        archive = zipfile.ZipFile(_Careful(stream))
    except FAILURES as error:
        raise UnreadableError(_BROKEN) from error
    return Collection(archive=archive)


def read_parts(collection: Collection) -> Iterator[ArchivePart]:
    """Its web archives, one after the other, each compared with the hash stated for it. Raises UnreadableError as above."""
    entries = [e for e in collection.archive.infolist() if _ARCHIVE.fullmatch(e.filename)]
    if not entries:
        raise UnreadableError("the collection (.wacz) holds no web archive under archive/; get it anew")
    packed = sum(entry.compress_size for entry in entries)
    if packed > max(entry.header_offset + entry.compress_size for entry in entries) + _SMALL:
        raise UnreadableError(_HOSTILE.format("holds files that share their bytes"))
    stated = _read_stated(collection)
    for entry in entries:
        if entry.file_size > max(_SMALL, _TIGHT * entry.compress_size):
            raise UnreadableError(_HOSTILE.format("unpacks to far more than it holds"))
        wanted = stated.get(entry.filename)
        if wanted is None:
            collection.notes.append(f"its own list ({PACKAGE}) states no SHA-256 for {entry.filename}")
        differs = wanted is not None and wanted != _hash_entry(collection.archive, entry)
        try:
            opened = collection.archive.open(entry)
        except FAILURES as error:
            raise UnreadableError(_BROKEN) from error
        with opened:
            yield ArchivePart(name=entry.filename, source=PackedSource(opened), warning=_DIFFERS if differs else None)


def _hash_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str | None:
    """The SHA-256 of a packed file, before any page of it is believed; None where it is damaged."""
    digest = hashlib.sha256()
    try:
        with archive.open(entry) as opened:
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
    except FAILURES:
        return None
    return digest.hexdigest()


def _read_stated(collection: Collection) -> dict[str, str]:
    """Paths and SHA-256 as the collection's own list states them, itself compared with its digest where that is there."""
    listed = _read_small(collection.archive, PACKAGE)
    if listed is None:
        collection.notes.append(f"it has no list of its contents ({PACKAGE}), so they cannot be compared with it")
        return {}
    digest = _parse_object(_read_small(collection.archive, PACKAGE_DIGEST))
    stated = digest.get("hash")
    if isinstance(stated, str) and stated != f"sha256:{hashlib.sha256(listed).hexdigest()}":
        collection.notes.append(f"its list of contents ({PACKAGE}) is not the one its digest was made of")
    if "signedData" in digest:
        collection.notes.append("it is signed; who signed it is not checked here")
    resources = _parse_object(listed).get("resources")
    found: dict[str, str] = {}
    for row in resources if isinstance(resources, list) else []:
        path, value = (row.get("path"), row.get("hash")) if isinstance(row, dict) else (None, None)
        if isinstance(path, str) and isinstance(value, str) and value.startswith("sha256:"):
            found[path] = value.removeprefix("sha256:").lower()
    return found


def _read_small(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        with archive.open(name) as opened:
            data = opened.read(_LARGEST_JSON + 1)
    except FAILURES:
        return None
    return data if len(data) <= _LARGEST_JSON else None


def _parse_object(data: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(data or b"{}")
    except FAILURES:
        return {}
    return found if isinstance(found, dict) else {}
