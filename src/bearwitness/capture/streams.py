"""Is a PDF safe to open? Its compressed streams are measured before PDFium unpacks them.

A PDF of 50 kB can hold 50 MB of drawing commands, and PDFium took 4 GB of memory to read those. A page of a report,
with a vector map, has under 5 MB. Pictures are left out: PDFium does not unpack them to find the text.
"""

import re
import zlib

from bearwitness.core.errors import UnreadableError

LARGEST_STREAM = 10_000_000
"""Unpacked bytes of one stream that is neither a picture nor a font."""
LARGEST_FONT = 60_000_000
"""Unpacked bytes of an embedded font; Chinese and Korean fonts have up to 30 million."""

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_FONT = re.compile(rb"/(?:Length1|Type1C|CIDFontType0C|OpenType)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_LONGEST_HEAD = 2_000
_CHUNK = 1 << 20
_TOO_LARGE = "a page of the PDF unpacks to far more than a page of a report; print it to a new PDF and give that"


def check_streams(data: bytes) -> None:
    """Raise UnreadableError when a compressed stream of the PDF unpacks to more than any report needs."""
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _LONGEST_HEAD) : match.start()]
        head = head[head.rfind(b"obj") + 1 :]
        filters = len(_FLATE.findall(head))
        if not filters or _IMAGE.search(head):
            continue
        limit = LARGEST_FONT if _FONT.search(head) else LARGEST_STREAM
        content = memoryview(data)[match.end() :]
        for _ in range(filters):
            content = memoryview(_inflate(content, limit))


def _inflate(content: memoryview, limit: int) -> bytes:
    """What a zlib stream unpacks to, as far as it is sound; bytes after its end are not looked at."""
    inflater = zlib.decompressobj()
    unpacked: list[bytes] = []
    length = start = 0
    try:
        while start < len(content) and not inflater.eof:
            piece = inflater.decompress(content[start : start + _CHUNK], limit + 1 - length)
            start += _CHUNK
            length += len(piece)
            unpacked.append(piece)
            if length > limit:
                raise UnreadableError(_TOO_LARGE)
    except zlib.error:  # damaged or encrypted: PDFium stops there too
        pass
    return b"".join(unpacked)
