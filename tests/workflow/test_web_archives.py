"""Web archives in: each page a report with its address and time, digests checked, the rest counted, damage said, and harm refused."""

import base64
import gzip
import hashlib
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.capture.web.warc import LARGEST_RECORD
from bearwitness.store.upload_progress import list_items
from bearwitness.store.upload_records import Given
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import find_inputs
from bearwitness.workflow.uploads import Sender, Upload, UploadLimits, accept_uploads, open_uploads
from tests.capture.archive_writer import (
    SENTENCE,
    chunk,
    pack,
    sha1,
    write_answer,
    write_collection,
    write_page,
    write_record,
)

PAGE = write_page()
GOOD = write_record(write_answer(PAGE))
OTHER = write_record(
    write_answer(write_page("Soldiers shot four men in Bago on 3 June 2021.")), "http://post.example/b"
)


def read(data: bytes) -> list[Captured]:
    """Everything a pipe of these bytes gives."""
    return list(find_inputs(["-"], io.BytesIO(data)))


def texts(items: list[Captured]) -> list[str]:
    return [item.report.text for item in items if item.report]


def notes(items: list[Captured]) -> str:
    return " / ".join(note for item in items for note in item.notes)


def errors(items: list[Captured]) -> list[str]:
    return [item.error for item in items if item.error]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "crawl.gz", "crawl"])
def test_each_page_is_a_report_with_its_address_time_and_hash(name: str, tmp_path: Path) -> None:
    data = pack(GOOD, OTHER) if name.endswith("gz") else GOOD + OTHER
    path = tmp_path / name
    path.write_bytes(data)
    first, second = list(find_inputs([str(path)], io.BytesIO()))
    assert first.report is not None
    assert second.report is not None
    assert first.report.text == SENTENCE
    assert first.report.url == "http://post.example/a"
    assert first.report.title == "Two held"
    assert first.report.input == first.input == f"{path}#http://post.example/a"
    assert first.report.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert first.report.id == f"r_{first.report.sha256[:12]}"
    assert first.notes == ("captured 2021-03-01 10:00:00 UTC",)
    assert first.copy is not None
    assert first.copy.captured_at == datetime(2021, 3, 1, 10, tzinfo=UTC)
    assert first.copy.data == write_answer(PAGE)
    assert second.report.url == "http://post.example/b"


def test_a_folder_s_web_archives_are_read_though_other_gz_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(pack(GOOD))
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"Two held."))
    items = list(find_inputs([str(tmp_path)], io.BytesIO()))
    assert texts(items) == [SENTENCE]
    assert "1 files that are not reports were passed over (.gz 1" in notes(items)


@pytest.mark.parametrize(
    ("record", "word"),
    [
        (write_record(b"GET /a HTTP/1.1\r\nHost: post.example\r\n\r\n", kind="request"), "request"),
        (write_record(b"software: a crawler", None, kind="warcinfo"), "warcinfo"),
        (write_record(b"via: nothing", kind="metadata"), "metadata"),
        (write_record(write_answer(b""), kind="revisit"), "revisit"),
        (write_record(write_answer(b"\x89PNG", "image/png")), "picture"),
        (write_record(write_answer(b"a{}", "text/css")), "style"),
        (write_record(write_answer(b"a()", "application/javascript; charset=utf-8")), "script"),
        (write_record(write_answer(b"{}", "application/json")), "data"),
        (write_record(write_answer(b"x", "application/x-newest")), "application/x-newest"),
        (write_record(write_answer(b"x", "<b>\x1b[31m")), "unknown kind"),
        (write_record(write_answer(b"\x00\x01\x02", "application/octet-stream")), "unknown kind"),
        (write_record(write_answer(PAGE, status="404 Not Found")), "status 404"),
        (write_record(write_answer(PAGE, status="301 Moved", Location="/b")), "status 301"),
        (write_record(write_answer(b"")), "empty"),
        (write_record(write_answer(b"User-agent: *", "text/plain"), "http://post.example/robots.txt"), "robots.txt"),
        (
            write_record(b"post.example. 192.0.2.1", "dns:post.example", "resource", Content_Type="text/dns"),
            "name look-up",
        ),
    ],
)
def test_what_is_no_report_is_counted_and_named(record: bytes, word: str) -> None:
    items = read(GOOD + record)
    assert texts(items) == [SENTENCE]
    assert errors(items) == []
    assert items[-1].notes == (f"1 records that are no reports were passed over ({word} 1)",)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (write_answer(chunk(PAGE), Transfer_Encoding="chunked"), ""),
        (write_answer(gzip.compress(PAGE), Content_Encoding="gzip"), ""),
        (write_answer(chunk(gzip.compress(PAGE)), Transfer_Encoding="chunked", Content_Encoding="gzip"), ""),
        (write_answer(gzip.compress(PAGE[:60]) + gzip.compress(PAGE[60:]), Content_Encoding="x-gzip"), ""),
        # Archiving programs that unpack the body and leave the header.
        (write_answer(PAGE, Transfer_Encoding="chunked", Content_Encoding="gzip"), ""),
        (write_answer(PAGE, Content_Encoding="br"), ""),
        (write_answer(PAGE, Content_Encoding="deflate"), ""),
        (write_answer(chunk(PAGE)[:-5], Transfer_Encoding="chunked"), "cut short"),
        (write_answer(PAGE, Content_Length=str(len(PAGE) + 5)), "cut short"),
        (write_answer(PAGE, "application/octet-stream"), ""),
        (write_answer(SENTENCE.encode(), "text/plain"), ""),
    ],
)
def test_chunks_and_packing_are_undone(answer: bytes, said: str) -> None:
    (item,) = read(write_record(answer))
    assert item.report is not None, item.error
    assert item.report.text == SENTENCE
    assert (said in notes([item])) if said else item.notes == ("captured 2021-03-01 10:00:00 UTC",)


# Made with the brotli program, for the library that reads can't be asked to vouch for itself.
BROTLI = base64.b64decode(
    "G6cAoIyUbqaqJMtbqjehmKDdLjRN0Qlv9i8oKuxOJ2cSEH0BBRQUZWlSUUtPFh665DDR+GYHjy9PmhUm0z4AOpP5Mo6I2Zh4tRhRzDH4NofAGxAonUpF84V59G+BuLjYJJSisEe9Ag=="
)


def test_brotli_is_undone() -> None:
    (item,) = read(write_record(write_answer(BROTLI, Content_Encoding="br")))
    assert texts([item]) == [SENTENCE]


def test_what_the_server_says_of_its_characters_comes_before_what_the_page_says() -> None:
    page = "<html lang=en><head><meta charset=utf-8><title>x</title></head><p>Two women from 연길 were held.</p></html>".encode(
        "euc-kr"
    )
    (item,) = read(write_record(write_answer(page, "text/html; charset=euc-kr")))
    assert texts([item]) == ["Two women from 연길 were held."]
    (unknown,) = read(write_record(write_answer(PAGE, "text/html; charset=x-user-defined-7")))
    assert texts([unknown]) == [SENTENCE]


def test_a_page_kept_without_its_answer_is_read_too() -> None:
    (item,) = read(write_record(PAGE, kind="resource"))
    assert texts([item]) == [SENTENCE]
    assert item.copy is not None
    assert item.copy.form == "web record"


def test_a_day_in_the_recorded_address_is_the_day_of_publication() -> None:
    (item,) = read(write_record(write_answer(PAGE), "http://post.example/2019/05/16/two-held"))
    assert item.report is not None
    assert item.report.published_on == date(2019, 5, 16)


@pytest.mark.parametrize(
    "headers",
    [
        {"WARC_Block_Digest": sha1(b"other")},
        {"WARC_Block_Digest": "sha256:" + "0" * 64},
        {"WARC_Payload_Digest": sha1(b"other")},
        {"WARC_Block_Digest": "sha1:nonsense!"},
    ],
)
def test_a_digest_that_differs_is_said_beside_the_report(headers: dict[str, str]) -> None:
    (item,) = read(write_record(write_answer(PAGE), **headers))
    assert texts([item]) == [SENTENCE]
    assert "its bytes are not those that were recorded" in notes([item])


@pytest.mark.parametrize("body", [chunk(gzip.compress(PAGE, mtime=0)), gzip.compress(PAGE, mtime=0), PAGE])
def test_a_payload_s_digest_may_be_taken_before_or_after_unpacking(body: bytes) -> None:
    answer = write_answer(chunk(gzip.compress(PAGE, mtime=0)), Transfer_Encoding="chunked", Content_Encoding="gzip")
    (item,) = read(write_record(answer, WARC_Payload_Digest=sha1(body)))
    assert item.notes == ("captured 2021-03-01 10:00:00 UTC",)


def test_an_archive_without_digests_says_that_nothing_was_compared() -> None:
    items = read(write_record(write_answer(PAGE), WARC_Block_Digest=""))
    assert items[-1].notes == ("1 of its pages state no digest of their bytes, so nothing was compared",)


@pytest.mark.parametrize("data", [GOOD + OTHER, pack(GOOD, OTHER)])
def test_an_archive_cut_short_gives_what_is_whole_and_says_what_is_not(data: bytes) -> None:
    items = read(data[:-60])
    assert texts(items) == [SENTENCE]
    (error,) = errors(items)
    assert "record 2 is cut short" in error


@pytest.mark.parametrize("data", [GOOD + b"junk\r\n\r\n" + OTHER, pack(GOOD) + b"\x1f\x8b\x08junk" + pack(OTHER)])
def test_an_archive_that_is_damaged_inside_says_where(data: bytes) -> None:
    items = read(data)
    assert texts(items) == [SENTENCE]
    (error,) = errors(items)
    assert error.startswith("the web archive cannot be read behind record 1: it is damaged")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (write_record(write_answer(PAGE), Content_Length="9" * 17), "more than a report"),
        (write_record(write_answer(PAGE), Content_Length=str(LARGEST_RECORD + 1)), "more than a report"),
        (
            write_record(write_answer(gzip.compress(b"a" * 65_000_000), Content_Encoding="gzip")),
            "unpacks to more than 64 MB",
        ),
        (write_record(write_answer(PAGE, Content_Encoding="zstd")), "cannot be undone"),
        (write_record(write_answer(PAGE), WARC_Segment_Number="1"), "split over several records"),
        (write_record(b"HTTP/1.1 " + b"x" * 300_000), "no answer of a web server"),
        (write_record(b"SSH-2.0", Content_Type="application/http"), "no answer of a web server"),
    ],
)
def test_records_made_to_harm_are_refused_in_plain_words(record: bytes, said: str) -> None:
    items = read(record)
    assert texts(items) == []
    assert said in errors(items)[0]


def test_an_archive_without_pages_says_so() -> None:
    (item,) = read(write_record(b"software: a crawler", None, kind="warcinfo"))
    assert "holds no page that could be a report" in (item.error or "")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_law_no_damage_raises_and_every_item_is_whole(data: st.DataObject) -> None:
    """A sound archive with bytes changed, cut out or put in gives reports, errors and notes, never a failure; and the same each time."""
    archive = bytearray(
        data.draw(
            st.sampled_from([GOOD + OTHER, pack(GOOD, OTHER), write_collection({"archive/a.warc.gz": pack(GOOD)})])
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, len(archive)))
        length = data.draw(st.sampled_from([0, 1, 40]))
        archive[at : at + length] = data.draw(
            st.sampled_from([b"\r\n", b":", b"-1", b"99999999", b"chunked"]) | st.binary(max_size=4)
        )
    items = read(bytes(archive))
    assert items == read(bytes(archive))
    assert items
    for item in items:
        assert item.error or item.report or item.notes
        assert "\n" not in (item.error or "")


def test_a_collection_is_read_and_compared_with_its_own_list(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    files = {
        "archive/a.warc.gz": pack(GOOD),
        "archive/b.warc": OTHER,
        "pages/pages.jsonl": b"{}",
        "indexes/index.cdx": b"",
    }
    path.write_bytes(write_collection(files))
    items = list(find_inputs([str(path)], io.BytesIO()))
    assert len(texts(items)) == len(items) == 2
    assert items[0].input == f"{path}/archive/a.warc.gz#http://post.example/a"
    assert texts(read(path.read_bytes())) == texts(items)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            write_collection({"archive/a.warc.gz": pack(GOOD)}, {"archive/a.warc.gz": "sha256:" + "0" * 64}),
            "the SHA-256 differs",
        ),
        (write_collection({"archive/a.warc.gz": pack(GOOD)}, {"archive/a.warc.gz": "none"}), "states no SHA-256"),
        (
            write_collection({"archive/a.warc.gz": pack(GOOD)}).replace(
                b'"wacz_version": "1.1.1"', b'"wacz_version": "1.1.0"'
            ),
            "",
        ),
    ],
)
def test_a_collection_that_is_not_as_its_list_says_is_told(data: bytes, said: str) -> None:
    items = read(data)
    if said:
        assert texts(items) == [SENTENCE]
    assert said in notes(items)


def test_a_changed_list_of_contents_is_told() -> None:
    whole = write_collection({"archive/a.warc.gz": pack(GOOD)})
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"1.1.1", b"1.1.0") if name == "datapackage.json" else old.read(name)
            )
    assert "is not the one its digest was made of" in notes(read(changed.getvalue()))


def test_collections_made_to_harm_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/a.warc", write_record(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 8_000_000))
    assert "unpacks to far more" in errors(read(bomb.getvalue()))[0]
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        archive.writestr("archive/a.warc", GOOD)
        for i in range(45_000):
            archive.writestr(f"{i:060}", b"")
    assert "lists more files" in errors(read(many.getvalue()))[0]
    assert "holds no web archive" in errors(list(read(write_collection({"archive/a.warc/../x": GOOD}))))[0]


@pytest.mark.parametrize("data", [GOOD, pack(GOOD), write_collection({"archive/a.warc.gz": pack(GOOD)})])
def test_the_reading_room_takes_no_web_archive_and_says_who_does(data: bytes, tmp_path: Path) -> None:
    queue = open_uploads(tmp_path / "a.room.db")
    accept_uploads(queue, [Upload(name="a", data=data)], Sender(name="eva", at=1.0, given=Given()), UploadLimits())
    (item,) = list_items(queue, 1)
    assert "add it with bearwitness read" in (item.reason or "")


def test_the_warning_of_a_changed_archive_goes_with_every_page_in_it() -> None:
    """The register keeps the notes of reports: what is said of the collection alone would be gone with the screen."""
    wrong = {"archive/a.warc.gz": "sha256:" + "0" * 64}
    items = read(write_collection({"archive/a.warc.gz": pack(GOOD, OTHER), "archive/b.warc": GOOD}, wrong))
    assert ["SHA-256 differs" in " ".join(item.notes) for item in items if item.report] == [True, True, False]
