"""A server's answer as its bytes stand in an archive or came over the wire, to status, headers and the page in it.

Archives are written by many programs, and some keep a header that is no longer true (a body already unpacked, still called gzip). What the
bytes are outranks what the header says.
"""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from fastwarc.stream_io import BrotliReader

from bearwitness.core.errors import UnreadableError

_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t][^\r\n]*)?\r?\n")
_END: Final = re.compile(rb"\r?\n\r?\n")
_LINE: Final = re.compile(rb"\r?\n(?![ \t])")
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_SIZE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
LARGEST_HEAD: Final = 256_000
"""Bytes of status line and headers; browsers stop at the same."""
_GZIP: Final = 31
_STEP: Final = 65_536
_FIRST_STEP: Final = 1_024
_MOST_MEMBERS: Final = 50_000
"""Packed pieces one behind the other; programs that write many write one for every 64 kB."""
_CUT: Final = "the answer was cut short; what came is read"
_NO_ANSWER: Final = "the record holds no answer of a web server; capture the page again"
_TOO_MANY: Final = (
    "the page is packed in more pieces than any program makes, as one is that is made to hold up; save it as text"
)
_TOO_LARGE: Final = "the page unpacks to more than {} MB, as one does that is made to fill a disk; save it as text"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """A response: its status, its headers in order (names in lower case), and its body as it was sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def find(self, name: str) -> str | None:
        """The last value of the header, as browsers take it; None where it is not sent."""
        return next((value for key, value in reversed(self.headers) if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a body comes to: `whole` is it with chunks joined, `data` is that unpacked too. `notes` say what was not as it should be."""

    whole: bytes
    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """What the carrier says the bytes are: `text/html`, "" where it does not say, and a label of their characters."""

    name: str
    charset: str | None


def parse_answer(block: bytes) -> HttpAnswer:
    """The answer in these bytes. Raises UnreadableError where they do not begin like one."""
    status = _STATUS.match(block)
    if status is None:
        raise UnreadableError(_NO_ANSWER)
    end = _END.search(block, max(0, status.end() - 2), LARGEST_HEAD)
    if end is None and len(block) > LARGEST_HEAD:
        raise UnreadableError(_NO_ANSWER)
    head = block[status.end() : end.start() if end else len(block)]
    headers = tuple(_parse_header(line) for line in _LINE.split(head) if b":" in line)
    return HttpAnswer(status=int(status[1]), headers=headers, body=block[end.end() :] if end else b"")


def _parse_header(line: bytes) -> tuple[str, str]:
    name, _, value = _FOLD.sub(b" ", line).partition(b":")
    return name.strip().lower().decode("latin-1"), value.strip().decode("latin-1")


def find_media_type(written: str | None) -> MediaType:
    """The media type a Content-Type header names."""
    name, _, rest = (written or "").partition(";")
    charset = _CHARSET.search(rest)
    return MediaType(name=name.strip().lower(), charset=charset[1] if charset else None)


def unpack_body(answer: HttpAnswer, most: int) -> Payload:
    """The body with its chunks joined and its packing undone. Raises UnreadableError where it comes to more than `most` bytes."""
    notes: list[str] = []
    data = answer.body
    if "chunked" in (answer.find("transfer-encoding") or "").lower():
        data, is_whole = _join_chunks(data)
        notes += [] if is_whole else [_CUT]
    else:
        stated = answer.find("content-length") or ""
        if re.fullmatch(r"\d{1,12}", stated) and len(data) < int(stated):
            notes.append(_CUT)
    whole = data
    packings = [word.strip() for word in (answer.find("content-encoding") or "").lower().split(",")]
    for packing in reversed(packings):
        data, said = _unpack(data, packing, most)
        notes += said
    return Payload(whole=whole, data=data, notes=tuple(dict.fromkeys(notes)))


def _join_chunks(data: bytes) -> tuple[bytes, bool]:
    """The chunks joined, and whether the last one came. A body that does not begin with one was joined already."""
    pieces: list[bytes] = []
    at = 0
    while (size := _SIZE.match(data, at)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces), True
        piece = data[size.end() : size.end() + length]
        pieces.append(piece)
        at = size.end() + length
        if len(piece) < length:
            return b"".join(pieces), False
        at += 2 if data.startswith(b"\r\n", at) else 1 if data.startswith(b"\n", at) else 0
    return (b"".join(pieces), False) if pieces else (data, True)


def _unpack(data: bytes, packing: str, most: int) -> tuple[bytes, list[str]]:
    if packing in {"gzip", "x-gzip"}:
        # Kept unpacked by the archiving program, the header left as it was.
        return _inflate(data, _GZIP, most) if data.startswith(b"\x1f\x8b") else (data, [])
    if packing == "deflate":
        is_wrapped = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return _inflate(data, 15 if is_wrapped else -15, most)
    if packing == "br":
        return _open_brotli(data, most)
    if packing in {"", "identity"}:
        return data, []
    raise UnreadableError(f"the page is packed as {packing[:20]!r}, which cannot be undone; capture it again unpacked")


def _inflate(data: bytes, bits: int, most: int) -> tuple[bytes, list[str]]:
    """What the packed bytes come to, as far as they are sound; packed pieces may follow each other."""
    pieces: list[bytes] = []
    length = at = 0
    inflater = zlib.decompressobj(bits)
    members, step = 1, _FIRST_STEP
    try:
        while at < len(data):
            # What lies behind a packed piece is copied, so that the first steps into each are short.
            piece = inflater.decompress(data[at : at + step], most + 1 - length)
            at, step = at + step, min(2 * step, _STEP)
            pieces.append(piece)
            length += len(piece)
            if length > most:
                raise UnreadableError(_TOO_LARGE.format(most // 1_000_000))
            if inflater.eof:
                at = min(at, len(data)) - len(inflater.unused_data)
                if not data.startswith(b"\x1f\x8b", at):
                    return b"".join(pieces), []
                members, step = members + 1, _FIRST_STEP
                if members > _MOST_MEMBERS:
                    raise UnreadableError(_TOO_MANY)
                inflater = zlib.decompressobj(bits)
    except zlib.error:
        if not length and bits != _GZIP:
            return data, []  # no sign of its own: kept unpacked by the archiving program
    return b"".join(pieces), [_CUT]


def _open_brotli(data: bytes, most: int) -> tuple[bytes, list[str]]:
    """Brotli has no mark of its own: bytes that are none of it were unpacked by the archiving program."""
    try:
        unpacked = BrotliReader(BytesIO(data)).read(most + 1)
    except (OSError, EOFError, ValueError):
        return data, []
    if len(unpacked) > most:
        raise UnreadableError(_TOO_LARGE.format(most // 1_000_000))
    return unpacked, []
