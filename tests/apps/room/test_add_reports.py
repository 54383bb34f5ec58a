"""The page on which reports are added: who may, how much, what is shown of it, and what is not."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bearwitness.capture.archive import ArchiveLimits
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.register import load_current, open_register
from bearwitness.store.upload_progress import list_items, tally_job
from bearwitness.store.upload_queue import Queue, WaitingLimits
from bearwitness.workflow.upload_work import Bench, read_one, work_off
from bearwitness.workflow.uploads import UploadLimits, find_spool_path, open_uploads
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test

TOLD = b"Police detained four women at a market in Shenyang on 3 May 2019, the Harbour Network said.\n"
SMALL = UploadLimits(
    batch=20_000,
    file=5_000,
    files=4,
    reports=6,
    archive=ArchiveLimits(entries=10, entry=5_000, whole=20_000),
    waiting=WaitingLimits(reports=8, size=20_000),
)
Parts = Sequence[tuple[str, bytes]]


@pytest.fixture
def tight_room(tmp_path: Path) -> Iterator[OpenRoom]:
    """A room that takes little at once."""
    with open_for_test(tmp_path / "empty.db", tmp_path, change=lambda one: replace(one, uploads=SMALL)) as opened:
        yield opened


def send(visitor: Visitor, parts: Parts, **fields: str) -> "tuple[int, str]":
    """Send files; the status, and where it leads or what the page says."""
    files = [("files", (name, data, "text/html")) for name, data in parts]
    answer = visitor.client.post("/add/files", data={"csrf": visitor.token("/add"), **fields}, files=files)
    return answer.status_code, answer.headers.get("location") or answer.text


def queue_of(room: OpenRoom) -> Queue:
    return open_uploads(room.settings.room)


def work(room: OpenRoom, english: EnglishTools) -> None:
    """What the process beside the room does."""
    bench = Bench(
        queue=queue_of(room),
        register=room.settings.register,
        clock=lambda: datetime.now(UTC),
        read=partial(read_one, load=lambda: english),
        room=room.file,
    )
    while work_off(bench):
        pass


def spooled(room: OpenRoom) -> list[Path]:
    return list(find_spool_path(room.settings.room).glob("*.upload"))


def pack(*parts: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return whole.getvalue()


def test_files_are_read_recorded_and_removed(room: OpenRoom, english: EnglishTools) -> None:
    eva = room.log_in("Eva", "reviewer")
    lines = b'{"id": "one", "text": "Two men were arrested in Dandong on 5 May 2019."}\n\n{"id": "two"}\n'
    packed = pack(("in/a.txt", b"Police shot dead three people in Bago on 9 April 2021."), ("in/style.css", b"p {}"))
    status, at = send(eva, [("a.pdf", TOLD), ("b.txt", lines), ("c.docx", packed)], outlet="Harbour Network")
    assert (status, at) == (303, "/add/1")
    assert len(spooled(room)) == 3
    assert all(one.stat().st_mode & 0o777 == 0o600 for one in spooled(room))
    before = eva.get(at).text
    assert "0 of 5 reports" in before or "0 of 4 reports" in before
    assert "hx-trigger" in before
    assert re.search(r'<noscript><meta http-equiv="refresh"', before)
    assert "hx-refresh" not in eva.get(f"{at}/progress").headers
    work(room, english)
    assert spooled(room) == []
    # The list of reports below still says that they wait.
    assert eva.get(f"{at}/progress").headers["hx-refresh"] == "true"
    page = eva.get(at).text
    assert "Done: 4 of 4 reports" in page
    assert "hx-trigger" not in page
    assert "&#34;text&#34; is missing" in page
    assert "line 3: " not in page  # it stands beside the name already
    assert "1 file of archives" in page
    tally = tally_job(queue_of(room), 1)
    assert (tally.new, tally.failed) == (3, 1)
    assert tally.claims >= 3
    with open_register(room.settings.register, create=False) as register:
        readings = load_current(register)
    assert {one.report.outlet for one in readings} == {"Harbour Network"}
    assert {one.report.input for one in readings} == {"a.pdf", "b.txt", "c.docx: a.txt"}
    assert all("added in the reading room by Eva" in one.notes for one in readings)
    send(eva, [("again.html", TOLD)], outlet="Harbour Network")
    work(room, english)
    assert tally_job(queue_of(room), 2).known == 1
    assert "1 report that it held already" in eva.get("/add/2").text


def test_pasted_text_is_a_report(room: OpenRoom, english: EnglishTools) -> None:
    eva = room.log_in("Eva", "reviewer")
    form = {
        "text": "Police detained four women in Shenyang\r\non 3 May 2019.",
        "outlet": " Harbour  Network ",
        "published_on": "2019-05-04",
        "url": "https://harbour.example/a",
    }
    assert eva.send("/add/text", form, page="/add").headers["location"] == "/add/1"
    work(room, english)
    with open_register(room.settings.register, create=False) as register:
        (reading,) = load_current(register)
    assert reading.report.text == "Police detained four women in Shenyang\non 3 May 2019."
    assert (reading.report.outlet, reading.report.url) == ("Harbour Network", "https://harbour.example/a")
    assert str(reading.report.published_on) == "2019-05-04"
    assert reading.claims


def test_one_goes_on_to_review_what_one_sent(room: OpenRoom, english: EnglishTools) -> None:
    eva = room.log_in("Eva", "reviewer")
    for text in (TOLD, b"Police shot dead three people in Bago on 9 April 2021."):
        send(eva, [("a.txt", text)])
    work(room, english)
    assert 'href="/add/2/review"' in eva.get("/add/2").text
    for _ in range(5):
        claim = eva.get("/add/2/review").headers["location"]
        if claim == "/review":
            break
        page = eva.get(claim).text
        assert "Bago" in page
        seen = re.search(r'name="seen" value="([^"]+)"', page)
        assert seen is not None
        assert eva.send(f"{claim}/accept", {"seen": seen[1]}, page="/add").status_code == 303
    assert claim == "/review"
    assert "Shenyang" in eva.get("/review", follow_redirects=True).text
    assert eva.get("/add/3/review").status_code == 404


def test_what_is_no_report_day_or_address_is_refused(room: OpenRoom) -> None:
    eva = room.log_in("Eva", "reviewer")
    for field, value in (
        ("text", " \r\n"),
        ("url", "javascript:alert(1)"),
        ("url", "https://x.example/ a"),
        ("url", "//x.example"),
        ("url", "https://[x/"),
        ("published_on", "yesterday"),
        ("outlet", "x" * 3_000),
    ):
        answer = eva.send("/add/text", {"text": "Some words.", field: value}, page="/add")
        assert answer.status_code == 400, field
    assert tally_job(queue_of(room), 1).total == 0


def test_a_batch_that_is_too_much_is_refused_whole(tight_room: OpenRoom) -> None:
    eva = tight_room.log_in("Eva", "reviewer")
    cases: list[tuple[Parts, str]] = [
        ([], "no file was chosen"),
        ([("a", b"words")] * 5, "at most 4 at once"),
        ([("a", b"{}\n" * 2_000)] * 4, "more than"),
        ([("a.jsonl", b'{"id": "a", "text": "b"}\n' * 7)], "more than 6 reports"),
    ]
    for parts, words in cases:
        status, said = send(eva, parts)
        assert status == 400
        assert words in said.lower()
    head = b'--b\r\ncontent-disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--b--\r\n'
    kind = {"content-type": "multipart/form-data; boundary=b", "x-csrf-token": eva.token("/add")}
    assert "No file was chosen" in eva.client.post("/add/files", content=head, headers=kind).text
    assert spooled(tight_room) == []
    assert list_items(queue_of(tight_room), 1) == ()


def test_no_more_may_wait_than_the_room_holds(tight_room: OpenRoom) -> None:
    eva = tight_room.log_in("Eva", "reviewer")
    assert send(eva, [(f"{n}", b"words of %d" % n) for n in range(4)])[0] == 303
    assert send(eva, [(f"{n}", b"words of %d" % n) for n in range(4)])[0] == 303
    status, said = send(eva, [("one more", b"words")])
    assert status == 400
    assert "oo much waits" in said
    assert len(spooled(tight_room)) == 8


def test_a_file_that_is_too_large_fails_alone(tight_room: OpenRoom) -> None:
    eva = tight_room.log_in("Eva", "reviewer")
    assert send(eva, [("large", b"x" * 5_001), ("small", TOLD), ("picture.txt", b"\x89PNG....")])[0] == 303
    states = [(item.name, item.state) for item in list_items(queue_of(tight_room), 1)]
    assert states == [("large", "failed"), ("small", "waiting"), ("picture.txt", "failed")]
    assert sum(one.stat().st_size for one in spooled(tight_room)) == len(TOLD)
    assert "a PNG image" in eva.get("/add/1").text


def test_only_uploads_may_be_large(tight_room: OpenRoom) -> None:
    eva = tight_room.log_in("Eva", "reviewer")
    much = "x" * (tight_room.settings.limits.body + 1)
    assert eva.client.post("/add/text", data={"csrf": eva.token("/add"), "text": much}).status_code == 413
    assert eva.client.post("/add/files", content=b"x", headers={"content-length": "99999999"}).status_code == 413


def test_a_reader_sends_nothing(room: OpenRoom) -> None:
    ada = room.log_in("Ada", "reader")
    assert "/add" not in ada.get("/reports").text
    answer = ada.client.post("/add/files", data={"csrf": ada.token("/help")}, files=[("files", ("a", TOLD, ""))])
    assert answer.status_code == 403
    assert spooled(room) == []


def test_one_cancels_ones_own_and_a_lead_anybodys(room: OpenRoom, english: EnglishTools) -> None:
    eva, ben, ida = (
        room.log_in(name, role) for name, role in [("Eva", "reviewer"), ("Ben", "reviewer"), ("Ida", "lead")]
    )
    for number in (1, 2, 3):
        send(eva, [(f"{number}.txt", TOLD + b"%d" % number)])
    assert "Cancel" not in ben.get("/add/1").text
    assert ben.send("/add/1/cancel", {}, page="/add").status_code == 403
    assert eva.send("/add/1/cancel", {}, page="/add").headers["location"] == "/add/1"
    assert ida.send("/add/2/cancel", {}, page="/add").status_code == 303
    assert eva.send("/add/2/cancel", {}, page="/add").status_code == 409
    assert eva.send("/add/9/cancel", {}, page="/add").status_code == 404
    assert len(spooled(room)) == 1
    work(room, english)
    assert [tally_job(queue_of(room), n).new for n in (1, 2, 3)] == [0, 0, 1]
    assert "1 report, by Ida" in eva.get("/add/2").text
    assert eva.send("/add/3/cancel", {}, page="/add").status_code == 409


def test_names_and_bytes_are_shown_as_words_only(
    room: OpenRoom, english: EnglishTools, caplog: pytest.LogCaptureFixture
) -> None:
    eva = room.log_in("Eva", "reviewer")
    script = "<script>alert(1)</script>"
    name = f"../../{script}\u202egpj.html"
    html = (
        f"<html><head><title>{script}&lt;img src=x onerror=y&gt;</title></head><body><p>Police detained four women in"
    )
    body = (html + " Shenyang on 3 May 2019.</p><script>stolen()</script></body></html>").encode()
    with caplog.at_level("INFO", "bearwitness.room"):
        send(eva, [(name, body), ("x" * 3_000 + ".txt", TOLD)], outlet=script)
        work(room, english)
        for path in ("/add", "/add/1", "/add/1/progress", "/reports", "/log", "/"):
            text = eva.get(path).text
            assert script not in text
            assert "<img src=x" not in text
            assert "\u202e" not in text
            assert "x" * 200 not in text
    assert "'Eva' sent job 1 with 2 files" in caplog.text
    assert "script" not in caplog.text
    assert "Shenyang" not in caplog.text
    assert eva.get(f"/{find_spool_path(room.settings.room).name}/queue.db").status_code == 404


def test_there_is_no_other_job(room: OpenRoom) -> None:
    eva = room.log_in("Eva", "reviewer")
    for number in ("0", "-1", "99", "9" * 40, "x", "1%00", "..%2f..%2fqueue.db"):
        assert eva.get(f"/add/{number}").status_code in {400, 404}
        assert eva.get(f"/add/{number}/progress").status_code in {400, 404}
