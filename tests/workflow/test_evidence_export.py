"""A WACZ out is opened again by our own reader and by its format's rules: every report comes back byte for byte."""

import gzip
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.capture.web.warc_write import write_key
from bearwitness.core.errors import UsageError
from bearwitness.core.evidence_record import BY_FETCH, Copy, build_note
from bearwitness.core.records import Report
from bearwitness.store.evidence_folder import keep_copy, open_evidence
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.evidence import CopyLedger, keep_copies
from bearwitness.workflow.evidence_export import export_collection
from bearwitness.workflow.inputs import find_inputs
from tests.capture.archive_writer import SENTENCE, chunk, pack, write_answer, write_page, write_record
from tests.capture.docx_writer import build_docx, write_paragraph
from tests.pdf_writer import build_pdf

AT = datetime(2021, 3, 1, 10, tzinfo=UTC)
ANSWERS = (
    write_answer(write_page()),
    write_answer(chunk(gzip.compress(write_page(), mtime=0)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
)
FILES = {
    "a.warc.gz": pack(
        write_record(ANSWERS[0]),
        write_record(ANSWERS[1], "https://www.post.example/B?y=2&x=1"),
        write_record(write_page("Six."), kind="resource"),
    ),
    "b.html": write_page("Four men were shot in Bago."),
    "c.txt": b"Two women were held in Yanji.",
    "d.pdf": build_pdf([["Three held", "", SENTENCE]]),
    "e.docx": build_docx(write_paragraph("Five were held.")),
    "f.jsonl": b'{"id": "brief-1", "text": "Two held."}\n{"id": "brief-2", "text": "Ten held.", "url": "https://post.example/c"}\n',
    "g.htm": b"<p>Seven were held.</p>",
}  # fmt: skip


def keep(folder: Path) -> list[Report]:
    """Every kind of input, read with its copies kept."""
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    items = keep_copies(
        find_inputs([str(folder / name) for name in FILES], io.BytesIO()),
        CopyLedger(folder=folder / "a.evidence"),
        lambda: AT,
    )
    return [item.report for item in items if item.report]


def read(path: Path) -> list[Captured]:
    return list(find_inputs([str(path)], io.BytesIO()))


def facts(reports: Iterable[Report | None]) -> set[tuple[str, str, str]]:
    return {(one.id, one.sha256, one.text) for one in reports if one}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Report]]:
    folder = tmp_path_factory.mktemp("export")
    reports = keep(folder)
    export_collection(folder / "a.evidence", reports, folder / "out.wacz", AT)
    return folder, reports


def test_every_report_comes_back_as_it_was(made: tuple[Path, list[Report]]) -> None:
    folder, reports = made
    items = read(folder / "out.wacz")
    assert len(reports) == 10
    assert [item.error for item in items if item.error] == []
    assert facts(item.report for item in items) == facts(reports)
    assert all("differs" not in note for item in items for note in item.notes)


def test_the_collection_is_built_as_its_format_says(made: tuple[Path, list[Report]]) -> None:
    """WACZ 1.1.1: stored, listed with hashes, pages and index that lead to the records."""
    folder, _ = made
    with zipfile.ZipFile(folder / "out.wacz") as packed:
        assert packed.testzip() is None
        assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}
        names = [
            "archive/data.warc.gz",
            "indexes/index.cdx",
            "pages/pages.jsonl",
            "datapackage.json",
            "datapackage-digest.json",
        ]
        assert packed.namelist() == names
        package = json.loads(packed.read("datapackage.json"))
        assert package["profile"] == "data-package"
        assert package["wacz_version"] == "1.1.1"
        assert [row["path"] for row in package["resources"]] == names[:3]
        for row in package["resources"]:
            data = packed.read(row["path"])
            assert row["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert row["bytes"] == len(data)
        digest = json.loads(packed.read("datapackage-digest.json"))
        assert digest == {
            "path": "datapackage.json",
            "hash": f"sha256:{hashlib.sha256(packed.read('datapackage.json')).hexdigest()}",
        }
        archive = packed.read("archive/data.warc.gz")
        lines = packed.read("indexes/index.cdx").splitlines()
        head, *pages = (json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    assert lines == sorted(lines)
    assert {page["url"] for page in pages} == {json.loads(line.split(b" ", 2)[2])["url"] for line in lines}
    assert all(page["ts"].endswith("Z") and page["id"] for page in pages)
    for line in lines:
        row = json.loads(line.split(b" ", 2)[2])
        record = gzip.decompress(archive[int(row["offset"]) : int(row["offset"]) + int(row["length"])])
        assert record.startswith(b"WARC/1.1\r\nWARC-Type: res")
        assert f"WARC-Target-URI: {row['url']}\r\n".encode() in record
        assert f"WARC-Payload-Digest: {row['digest']}\r\n".encode() in record


def test_a_fetched_page_keeps_what_was_asked_beside_it(tmp_path: Path) -> None:
    folder = open_evidence(tmp_path / "a.evidence", create=True)
    report = Report(
        id="r_1", input="a", url="https://post.example/a", outlet=None, title="Two held", published_on=None, language="en",
        sha256=hashlib.sha256(write_page()).hexdigest(), text=SENTENCE,
    )  # fmt: skip
    copy = Copy(
        data=ANSWERS[0], form="http answer", method=BY_FETCH, url=report.url, captured_at=AT, request=b"GET /a HTTP/1.1\r\n\r\n",
        answered_by="192.0.2.1",
    )  # fmt: skip
    keep_copy(folder, copy.data, build_note(copy, report, AT))
    done = export_collection(folder.path, [report], tmp_path / "a.wacz", AT)
    assert (done.captures, done.left_out) == (1, ())
    items = read(tmp_path / "a.wacz")
    assert facts(item.report for item in items) == {("r_" + report.sha256[:12], report.sha256, report.text)}
    assert items[-1].notes == ("3 records that are no reports were passed over (metadata 1, request 1, warcinfo 1)",)
    assert items[0].copy is not None
    assert items[0].copy.data == copy.data
    assert (items[0].copy.captured_at, items[0].copy.answered_by) == (AT, "192.0.2.1")
    export_collection(folder.path, [report], tmp_path / "b.wacz", AT)
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


def test_a_changed_copy_is_left_out_and_said(tmp_path: Path) -> None:
    reports = keep(tmp_path)
    victim = next(
        path
        for path in sorted((tmp_path / "a.evidence").rglob("*.copy"))
        if b"Two women were held" in path.read_bytes()
    )
    victim.write_bytes(victim.read_bytes().replace(b"Two", b"Ten"))
    done = export_collection(tmp_path / "a.evidence", reports, tmp_path / "a.wacz", AT)
    assert done.left_out == tuple(one.id for one in reports if one.text.startswith("Two women were held"))
    assert len(done.left_out) == 1
    with pytest.raises(UsageError, match="is there already"):
        export_collection(tmp_path / "a.evidence", reports, tmp_path / "a.wacz", AT)
    gone = [one for one in reports if one.id in done.left_out]
    with pytest.raises(UsageError, match="nothing was written"):
        export_collection(tmp_path / "a.evidence", gone, tmp_path / "c.wacz", AT)
    assert sorted(path.name for path in tmp_path.glob("*wacz*")) == ["a.wacz"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", min_codepoint=32), min_size=1, max_size=40),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_law_whatever_the_words_what_goes_out_comes_in(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        answers = [
            write_record(write_answer(write_page(f"Two held: {one}.")), f"https://post.example/{n}")
            for n, one in enumerate(words)
        ]
        (folder / "a.warc").write_bytes(b"".join(answers))
        reports = [
            c.report
            for c in keep_copies(read(folder / "a.warc"), CopyLedger(folder=folder / "a.evidence"), lambda: AT)
            if c.report
        ]
        if not reports:
            return
        export_collection(folder / "a.evidence", reports, folder / "a.wacz", AT)
        again = [c.report for c in read(folder / "a.wacz") if c.report]
        assert facts(again) == facts(reports)
        assert {one.url for one in again} == {one.url for one in reports}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Post.example/A/b?y=2&x=1", "example,post)/a/b?x=1&y=2"),
        ("http://post.example:8080", "example,post:8080)/"),
        ("http://192.0.2.1/a", "192.0.2.1)/a"),
        ("urn:sha256:00ff", "urn:sha256:00ff"),
        ("http://[::1", "http:%2F%2F%5B::1"),
    ],
)
def test_keys_of_the_index(url: str, key: str) -> None:
    assert write_key(url) == key
