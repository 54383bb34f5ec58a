"""Letters that are planted where a secret is, and the search for them in whatever form a program may have written them.

A canary is one word: a search for a whole name would miss it where words were taken apart. Each is looked for in every form, in any case of
letters, and inside what is compressed.
"""

import base64
import gzip
import html
import json
import quopri
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import quote

LATIN, KOREAN = "latin", "korean"
_DEEP: Final = 3
"""So many wrappings are opened: an archive in an archive in an archive."""
_ZLIB_HEADS: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_ZLIB_LARGEST: Final = 4_000_000
"""Larger files hold those two bytes by chance too often to try each."""
_LARGEST_OPENED: Final = 1_000_000


@cache
def list_forms(word: str) -> dict[str, bytes]:
    """Every form of a word, by name. All but those of base64 are lower-case, for what is searched is made so."""
    utf8, wide = word.encode(), word.encode("utf-16-le")
    parts = unicodedata.normalize("NFD", word)
    forms = {
        "UTF-8": utf8,
        "UTF-8 in parts": parts.encode(),
        "UTF-16 little": wide,
        "UTF-16 big": word.encode("utf-16-be"),
        "UTF-32": word.encode("utf-32-le"),
        "UTF-7": word.encode("utf-7"),
        "percent": "".join(f"%{byte:02x}" for byte in utf8).encode(),
        "percent where needed": quote(word).encode(),
        "percent in parts": quote(parts).encode(),
        "JSON": "".join(f"\\u{ord(letter):04x}" for letter in word).encode(),
        "JSON where needed": json.dumps(word)[1:-1].encode(),
        "JSON in parts": json.dumps(parts)[1:-1].encode(),
        "Python": "".join(f"\\x{byte:02x}" for byte in utf8).encode(),
        "octal": "".join(f"\\{byte:03o}" for byte in utf8).encode(),
        "hexadecimal": utf8.hex().encode(),
        "hexadecimal wide": wide.hex().encode(),
        "HTML decimal": "".join(f"&#{ord(letter)};" for letter in word).encode(),
        "HTML hexadecimal": "".join(f"&#x{ord(letter):x};" for letter in word).encode(),
        "HTML where needed": html.escape(word).encode("ascii", "xmlcharrefreplace"),
        "quoted-printable": quopri.encodestring(utf8).rstrip(b"=\n"),
    }
    lower = {name: form.lower() for name, form in forms.items()}
    for name, whole in (("base64", utf8), ("base64 wide", wide)):
        for shift in range(3):
            cut = _cut_base64(whole, shift)
            lower[f"{name} at {shift}"] = cut
            lower[f"{name} for addresses at {shift}"] = cut.translate(bytes.maketrans(b"+/", b"-_"))
    return lower


def _cut_base64(whole: bytes, shift: int) -> bytes:
    """The letters of base64 that depend on the word alone, where it stands `shift` bytes behind a whole three."""
    before, after = (0, 2, 3)[shift], (len(whole) + shift) % 3
    letters = base64.b64encode(bytes(shift) + whole).rstrip(b"=")
    return letters[before : len(letters) - (1 if after else 0)]


def find_canaries(blob: bytes, words: Iterable[str], depth: int = _DEEP) -> set[tuple[str, str]]:
    """Each word that is in there, with the form it was found in."""
    lower = blob.lower()
    found = {
        (word, name)
        for word in words
        for name, form in list_forms(word).items()
        if form in (blob if name.startswith("base64") else lower)
    }
    if depth:
        for inside in _unpack(blob):
            found |= {(word, f"packed: {name}") for word, name in find_canaries(inside, words, depth - 1)}
    return found


def find_words(blob: bytes, words: Iterable[str]) -> set[str]:
    """The words that are in there in any form."""
    return {word for word, _ in find_canaries(blob, words)}


def list_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder with its path in it, whatever it is called; the names themselves are the first."""
    paths = sorted(path for path in folder.rglob("*"))
    yield "NAMES", "\n".join(str(path.relative_to(folder)) for path in paths).encode("utf-8", "surrogateescape")
    for path in paths:
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder)), path.read_bytes()


def _unpack(blob: bytes) -> Iterator[bytes]:
    if blob.startswith(b"PK"):
        try:
            with zipfile.ZipFile(BytesIO(blob)) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        except (zipfile.BadZipFile, RuntimeError, zlib.error):
            pass
    heads = (b"\x1f\x8b\x08", *(_ZLIB_HEADS if len(blob) < _ZLIB_LARGEST else ()))
    for head in heads:
        place = blob.find(head)
        while place >= 0:
            opened = _decompress(memoryview(blob)[place:], is_gzip=head == heads[0])
            if len(opened) > 4:
                yield opened
            place = blob.find(head, place + 1)


def _decompress(blob: memoryview, *, is_gzip: bool) -> bytes:
    """As much as comes out of it, up to a million bytes: pictures unpack to many more, all of them colours."""
    reader = zlib.decompressobj(31 if is_gzip else 15)
    opened = b""
    try:
        # A part at a time: what breaks off in the middle has still said what came before.
        for start in range(0, len(blob), 4096):
            opened += reader.decompress(blob[start : start + 4096])
            if reader.eof or len(opened) > _LARGEST_OPENED:
                break
    except zlib.error:
        pass
    return opened


def pack(text: bytes) -> dict[str, bytes]:
    """The text compressed in each way that is opened, for the test of the search itself."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("inside.txt", text)
    return {"gzip": gzip.compress(text), "zlib": zlib.compress(text), "zip": archive.getvalue()}
