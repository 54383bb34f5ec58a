"""Archives: what is in a good one, and the plain word on which each bad one is refused."""

import io
import stat
import struct
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.archive import NESTED, ArchiveLimits, is_archive, read_archive
from bearwitness.core.errors import UnreadableError

LIMITS = ArchiveLimits(entries=20, entry=2_000_000, whole=3_000_000, ratio=100)
TOLD = b"Police detained four women in Shenyang."


def pack(*parts: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", kind) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return whole.getvalue()


def pack_as(mode: int) -> bytes:
    """An entry that claims to be what `mode` says."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        entry = zipfile.ZipInfo("a.txt")
        entry.external_attr = mode << 16
        archive.writestr(entry, b"/etc/passwd")
    return whole.getvalue()


def rename(data: bytes, name: bytes) -> bytes:
    """The same archive with another name of its entry `AAAAAAAA`."""
    return data.replace(b"AAAAAAAA", name.ljust(8, b"A")[:8])


def lie_of_size(data: bytes, size: int) -> bytes:
    """The same archive, whose directory gives another unpacked size of its first entry."""
    at = data.index(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def overlap(data: bytes, times: int) -> bytes:
    """The directory names its one entry many times over."""
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end] * times
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(entry), start, 0)
    return data[:start] + entry + tail


PLAIN = pack(("AAAAAAAA", TOLD), kind=zipfile.ZIP_STORED)
REFUSED = {
    "absolute": (rename(PLAIN, b"/etc/pas"), "outside of its own folder"),
    "upward": (rename(PLAIN, b"../AAAA"), "outside of its own folder"),
    "upward inside": (rename(PLAIN, b"a/../../"), "outside of its own folder"),
    "upward on Windows": (rename(PLAIN, b"..\\AAAA"), "outside of its own folder"),
    "drive": (rename(PLAIN, b"C:AAAAA"), "outside of its own folder"),
    "device": (pack(("in/NUL.txt", TOLD)), "name of a device"),
    "printer": (pack(("lpt1", TOLD)), "name of a device"),
    "end of the name": (rename(PLAIN, b"a.t\x00../x"), "control characters"),
    "line in the name": (rename(PLAIN, b"a\nb"), "control characters"),
    "link": (pack_as(stat.S_IFLNK | 0o777), "a link or a device"),
    "pipe": (pack_as(stat.S_IFIFO | 0o666), "a link or a device"),
    "device node": (pack_as(stat.S_IFCHR | 0o666), "a link or a device"),
    "too many": (pack(*((f"{n}.txt", TOLD) for n in range(21))), "more than 20 files"),
    "bomb": (pack(("a.txt", b"\0" * 1_900_000)), "unpacks to far more"),
    "one too large": (pack(("a.txt", b"\0" * 2_100_000)), "more than 2 MB"),
    "all too large": (
        pack(*((f"{n}.txt", bytes(range(256)) * 4_000) for n in range(3)), kind=zipfile.ZIP_STORED),
        "more than 3 MB",
    ),
    "overlapping": (overlap(pack(("a.txt", bytes(range(256)) * 400), kind=zipfile.ZIP_STORED), 15), "unpacks to far"),
    "smaller than it says": (lie_of_size(pack(("a.txt", b"\0" * 1_900_000)), 10), "damaged|unpacks to far"),
    "uncommon packing": (pack(("a.txt", TOLD), kind=zipfile.ZIP_LZMA), "uncommon way"),
    "cut short": (pack(("a.txt", TOLD))[:-30], "damaged"),
    "empty": (pack(), "no file that could be a report"),
    "only pictures": (pack(("a.png", b"x"), (".hidden", b"x"), ("__MACOSX/a.txt", b"x")), "no file that could be"),
    "locked": (
        PLAIN.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
        "locked with a password",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_looks_made_to_harm_is_refused_whole(case: str) -> None:
    data, words = REFUSED[case]
    assert is_archive(data)
    with pytest.raises(UnreadableError, match=words):
        read_archive(data, LIMITS)


def test_a_good_one_gives_its_files() -> None:
    data = pack(("a.txt", TOLD), ("in/", b""), ("in/b", b"<html>"), ("in/c_files/d.css", b"p {}"), ("in/.e", b"x"))
    found = read_archive(data, LIMITS)
    assert [(one.name, one.data, one.error) for one in found.files] == [
        ("a.txt", TOLD, None),
        ("in/b", b"<html>", None),
    ]
    assert found.passed == 2


def test_an_archive_inside_is_named_and_left_closed() -> None:
    found = read_archive(pack(("a.zip", PLAIN), ("b.docx", PLAIN), ("c.txt", TOLD)), LIMITS)
    assert [one.error for one in found.files] == [NESTED, NESTED, None]
    assert found.files[0].data == b""


def test_a_document_is_no_archive() -> None:
    document = pack(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    assert not is_archive(document)
    assert is_archive(pack(("word/a.txt", TOLD)))
    assert is_archive(pack(("a.docx", document)))
    assert read_archive(pack(("a.docx", document)), LIMITS).files[0].data == document
    assert not is_archive(b"%PDF-1.4")
    assert not is_archive(TOLD)


names = st.text(st.sampled_from("ab./\\:\0\n C") | st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda name: not name.startswith("\0")  # zipfile itself cannot pack what has no name left before its zero byte
)


@given(st.lists(st.tuples(names, st.binary(max_size=200)), max_size=6))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_whatever_the_names_it_gives_files_or_a_plain_word(parts: Sequence[tuple[str, bytes]]) -> None:
    data = pack(*parts)
    try:
        found = read_archive(data, LIMITS)
    except UnreadableError:
        return
    assert len(found.files) + found.passed <= len(parts)


@given(st.data())
def test_whatever_is_changed_in_its_bytes_it_gives_files_or_a_plain_word(data: st.DataObject) -> None:
    whole = bytearray(pack(("a.txt", TOLD * 20), ("b/c.html", b"<p>" + TOLD)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    if is_archive(bytes(whole)):
        try:
            found = read_archive(bytes(whole), LIMITS)
        except UnreadableError:
            return
        assert sum(len(one.data) for one in found.files) <= LIMITS.whole
