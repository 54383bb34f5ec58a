"""Just enough of DER to put the certificates of a timestamp in order.

OpenSSL, and so many authorities, writes them as they come; the standard says sorted, and the library that checks timestamps insists. They
are no part of what is signed, so their order may be mended.
"""

from typing import Final

_PART_0: Final = 0xA0
_WAY: Final = (1, 1, 0, 3)
"""From an answer to its certificates: the token is its second part, the content the second of that, signed data in it, and its fourth part."""


def sort_certificates(answer: bytes) -> bytes:
    """The answer of an authority with its certificates in order; as it is where it is none. Raises ValueError for bytes that are no DER."""
    at, (start, end) = 0, _open(answer, 0, len(answer))
    for number in _WAY:
        parts = _split(answer, start, end)
        if number >= len(parts):
            return answer
        at, stop = parts[number]
        start, end = _open(answer, at, stop)
    if answer[at] != _PART_0:
        return answer
    certificates = sorted(answer[one:other] for one, other in _split(answer, start, end))
    return answer[:start] + b"".join(certificates) + answer[end:]


def _split(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between two places."""
    parts = []
    while start < end:
        _, stop = _open(data, start, end)
        parts.append((start, stop))
        start = stop
    return parts


def _open(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where what a part holds begins and ends."""
    if start + 2 > end:
        raise ValueError("the bytes end in the middle of a part")
    length, at = data[start + 1], start + 2
    if length & 0x80:
        many = length & 0x7F
        length, at = int.from_bytes(data[at : at + many], "big"), at + many
    if at + length > end:
        raise ValueError("the bytes end in the middle of a part")
    return at, at + length
