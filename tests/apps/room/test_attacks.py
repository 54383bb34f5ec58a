"""Attacks on the room, one row each: how it is sent, how it is refused, and what the log says of it, without a word of what was sent."""

import io
import logging
import re
import shutil
import tarfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bearwitness.apps.room.sessions import COOKIE
from bearwitness.apps.room.settings import Settings
from tests.apps.room.attack_stage import MARK, SECRET, Attack, Stage, ask_raw, post, post_raw, upload
from tests.apps.room.program import let_in
from tests.apps.room.visitor import PASSWORD, OpenRoom, open_for_test
from tests.capture.test_archive import LIMITS, PLAIN, REFUSED, lie_of_size, pack

FORM = "application/x-www-form-urlencoded"
OUT_OF_DATE, NOT_ALLOWED, NOT_ASKED = "This form is out of date", "You may not do this", "That cannot be done as asked"
NOTHING, ELSEWHERE, NO_FORM = "There is nothing here", "does not answer to that name", "no form of this room"
MUCH, METHOD, LOGIN = "more than this page takes", "That cannot be done here", "^/login.next="
HUGE = "9" * 5_000


def narrow(opened: Settings) -> Settings:
    """Archives are told to be too large before they are large."""
    return replace(opened, uploads=replace(opened.uploads, archive=LIMITS))


@pytest.fixture(scope="module")
def stage(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("attacked")
    shutil.copy(sample_folder / "team.db", folder / "team.db")

    with open_for_test(folder / "team.db", folder, change=narrow) as room:
        program = let_in(room, "read", "review", "judge", name="Harvester")
        eva = room.log_in("Eva", "reviewer")
        upload(eva, "a.txt", b"Some words of a report.")
        pair = re.search(r'href="(/pairs/[^"]+)"', eva.get("/pairs").text)
        assert pair is not None
        yield Stage(
            room=room,
            admin=room.log_in("Ada", "admin"),
            lead=room.log_in("Lou", "lead"),
            eva=eva,
            ben=room.log_in("Ben", "reviewer"),
            reader=room.log_in("Rui", "reader"),
            nobody=room.visit(),
            program=program,
            claim=program.get("/claims", limit=1).json()["items"][0]["id"],
            pair=pair[1],
        )


def bear(stage: Stage, headers: dict[str, str], form: dict[str, str] | None = None) -> httpx.Response:
    """A form with the right token and these headers."""
    return post(stage.eva, "/add/text", form or {"text": MARK}, headers=headers)


def take_over(stage: Stage, name: str, end: str) -> httpx.Response:
    """A thief's look with the id of a login that has ended so."""
    room = stage.room
    owner = room.log_in(name, "reviewer")
    thief = room.visit()
    thief.client.cookies.set(COOKIE, owner.client.cookies[COOKIE])
    assert thief.get("/").status_code == 200
    if end in {"/logout", "/account/leave"}:
        post(owner, end, {})
    elif end == "/account/password":
        post(owner, end, {"former": PASSWORD, "password": "nine brown otters swim", "again": "nine brown otters swim"})
    else:
        post(stage.admin, "/people/change", {"name": name, "change": end, "role": "admin"})
    return thief.get("/review")


def replay(stage: Stage) -> httpx.Response:
    """The code of a login, used again within its half minute."""
    stage.room.log_in("Ivo", "reader")
    again = stage.room.visit()
    again.send("/login", {"name": "Ivo", "password": PASSWORD})
    return again.send("/factor", {"code": stage.room.code("Ivo")})


def guess_codes(stage: Stage) -> httpx.Response:
    """Code after code, by one who has the password."""
    stage.room.add("Uma", "reader")
    guesser = stage.room.visit()
    guesser.send("/login", {"name": "Uma", "password": PASSWORD})
    page, answer = guesser.token("/factor"), guesser.get("/factor")
    for number in range(stage.room.settings.limits.attempts_of_account):
        answer = guesser.client.post("/factor", data={"csrf": page, "code": f"{number:06}"})
    return answer


def guess_former(stage: Stage) -> httpx.Response:
    """Password after password, by one who found a login open."""
    thief = stage.room.log_in("Tom", "reader")
    page = thief.token("/account")
    form = {"csrf": page, "password": MARK * 4, "again": MARK * 4}
    answer = thief.get("/account")
    for _ in range(stage.room.settings.limits.attempts_of_account + 1):
        answer = thief.client.post("/account/password", data={**form, "former": MARK})
    return answer


def chunk(stage: Stage, path: str) -> httpx.Response:
    """A body that does not say how long it is."""
    pieces = iter([MARK.encode() * 4_000] * 60)
    return stage.nobody.client.post(path, content=pieces, headers={"content-type": FORM})  # type: ignore[no-any-return]


def claim_length(stage: Stage, length: str) -> httpx.Response:
    """A body that says so of its length."""
    return stage.nobody.client.post("/login", content=b"x", headers={b"content-length": length.encode("latin-1")})  # type: ignore[no-any-return]


def pack_link() -> bytes:
    """A tar whose first entry is a link out of its folder."""
    whole, link = io.BytesIO(), tarfile.TarInfo("../../etc/cron.d/x")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(fileobj=whole, mode="w") as archive:
        archive.addfile(link)
    return whole.getvalue()


def ask_program(stage: Stage, token: str) -> httpx.Response:
    return stage.nobody.get("/api/v1/claims", headers={"authorization": f"Bearer {token}"})


def multi(charset: str, value: bytes = b"\\ud800") -> tuple[bytes, str]:
    """A form in parts, in an encoding of its own."""
    body = b'--b\r\ncontent-disposition: form-data; name="name"\r\n\r\n' + value + b"\r\n--b--\r\n"
    return body, f"multipart/form-data; boundary=b; charset={charset}"


def sending(send: Callable[..., httpx.Response], *what: object) -> Callable[[Stage], httpx.Response]:
    """How it is sent, with what."""
    return lambda stage: send(stage, *what)


def row(name: str, send: Callable[[Stage], httpx.Response], status: int, words: str, noted: str = "") -> Attack:
    """One attack, sent so, refused so."""
    return Attack(name=name, send=send, status=status, words=words, noted=noted)


FORGED = [
    row(f"form, {name}", send, 403, OUT_OF_DATE, "refused.form")
    for name, send in {
        "no token": lambda s: s.eva.client.post("/add/text", data={"text": MARK}),
        "token of another": lambda s: s.eva.client.post("/add/text", data={"csrf": s.ben.token("/help"), "text": MARK}),
        "token in the address": lambda s: s.eva.client.post(f"/add/text?csrf={s.eva.token('/help')}", data={"a": MARK}),
        "token no letters": lambda s: s.eva.client.post("/add/text", data={"csrf": "é\ud7ff", "text": MARK}),
        "of another site": lambda s: bear(s, {"origin": "https://elsewhere.example"}),
        "of a site that cannot be parsed": lambda s: bear(s, {"origin": "https://["}),
        "of a site named like this": lambda s: bear(s, {"origin": "https://localhost:8440.elsewhere.example"}),
        "of a page in a frame": lambda s: bear(s, {"origin": "null"}),
        "of another port": lambda s: bear(s, {"sec-fetch-site": "same-site"}),
        "across sites": lambda s: bear(s, {"sec-fetch-site": "cross-site", "origin": "null"}),
        "login, token of another browser": lambda s: s.nobody.client.post(
            "/login", data={"csrf": s.room.visit().token(), "name": MARK, "password": MARK}
        ),
    }.items()
]
EFFECTS = [
    row(f"effect of a link, {path}", sending(lambda s, at: s.admin.get(at), path), 405, METHOD)
    for path in (
        "/logout",
        "/people/add?name=x&role=admin",
        "/add/1/cancel",
        "/account/leave",
        "/tokens/revoke?number=1",
    )
]
KINDS = [
    row(
        "page, JSON",
        lambda s: post_raw(s.admin, "/people/add", b'{"name":"%s"}' % MARK.encode(), "application/json"),
        415,
        NO_FORM,
    ),
    row("page, plain text", lambda s: post_raw(s.admin, "/people/add", MARK.encode(), "text/plain"), 415, NO_FORM),
    row(
        "page, letters that take minutes", lambda s: post_raw(s.admin, "/people/add", *multi("punycode")), 415, NO_FORM
    ),
    row("page, halves of letters", lambda s: post_raw(s.admin, "/people/add", *multi("unicode_escape")), 415, NO_FORM),
    row(
        "page, encoding after encoding",
        lambda s: post_raw(s.admin, "/people/add", *multi("utf-8; charset=idna")),
        415,
        NO_FORM,
    ),
    row("program, a form", lambda s: ask_raw(s, b"because=" + MARK.encode(), FORM), 415, "Content-Type"),
    row("program, plain text", lambda s: ask_raw(s, b'{"because":"x"}', "text/plain"), 415, "Content-Type"),
    row("program, JSON in another encoding", lambda s: ask_raw(s, '{"because":"x"}'.encode("utf-16")), 400, "UTF-8"),
]
SESSIONS = [
    row(f"login used after {end}", sending(take_over, name, end), 303, LOGIN)
    for name, end in (("Al", "/logout"), ("Bo", "/account/leave"), ("Cy", "/account/password"), ("Di", "role"),
                      ("Ed", "password"), ("Fi", "factor"), ("Gus", "close"))
] + [
    row("code used twice", replay, 400, "count once", "refused.code"),
    row("codes guessed", guess_codes, 429, "Too many attempts", "refused.often"),
    row("password guessed from inside", guess_former, 429, "Too many attempts", "refused.often"),
    row("program, no token", lambda s: s.nobody.get("/api/v1/claims"), 401, "no token that holds", "refused.token"),
    row("program, invented token", lambda s: ask_program(s, f"bwt_{MARK}"), 401, "no token that holds", "refused.token"),
    row("set up twice", lambda s: s.nobody.send("/set-up", {"word": MARK, "name": MARK, "password": MARK * 4, "again": MARK * 4},
        page="/login"), 400, "not the word", "refused.word"),
]  # fmt: skip
OTHERS = [
    row("another's upload cancelled", lambda s: post(s.ben, "/add/1/cancel", {}), 403, NOT_ALLOWED, "refused.role"),
    row("uploads seen by a reader", lambda s: s.reader.get("/add/1"), 403, NOT_ALLOWED, "refused.role"),
    row("uploads seen by nobody", lambda s: s.nobody.get("/add/1/progress"), 303, LOGIN),
    row("a claim decided by a reader", lambda s: post(s.reader, f"/review/{s.claim}/accept", {"seen": "1-0"}), 403, NOT_ALLOWED, "refused.role"),
    row("a judgement taken back by a reviewer", lambda s: post(s.eva, f"{s.pair}/undo", {"because": MARK}), 403, NOT_ALLOWED, "refused.role"),
    row("a role given by a lead", lambda s: post(s.lead, "/people/change", {"name": "Lou", "change": "role", "role": "admin"}), 403,
        NOT_ALLOWED, "refused.role"),
    row("a token revoked by a lead", lambda s: post(s.lead, "/tokens/revoke", {"number": "1"}), 403, NOT_ALLOWED, "refused.role"),
    row("the room's log seen by a reviewer", lambda s: s.eva.get("/log/room"), 403, NOT_ALLOWED, "refused.role"),
    row("the room's log taken by a reader", lambda s: s.reader.get("/log/room/file"), 403, NOT_ALLOWED, "refused.role"),
    row("program, what its token does not allow", lambda s: let_in(s.room, "read", name="Onlooker").send(
        f"/claims/{s.claim}/accept", {"because": MARK}, '"1-0.1-0-0"'), 403, "does not have the scope", "refused.scope"),
    row("something sent by nobody", lambda s: post(s.nobody, "/people/add", {"name": MARK}), 401, "Log in first", "refused.login"),
] + [
    row(f"upload {number[:9]}", sending(lambda s, at: s.eva.get(at), f"/add/{number}"), status, words)
    for number, status, words in (
        ("0", 404, NOTHING), ("-1", 404, NOTHING), ("99", 404, NOTHING), ("9" * 40, 404, NOTHING), (HUGE, 400, NOT_ASKED),
        ("x", 400, NOT_ASKED), ("1%00", 404, NOTHING), ("..%2f..%2fqueue.db", 404, NOTHING),
    )
]  # fmt: skip
LARGE = [
    row("form too large", lambda s: s.nobody.client.post("/login", data={"name": MARK * 25_000}), 413, MUCH, "refused.large"),
    row("form without end", lambda s: chunk(s, "/login"), 413, MUCH, "refused.large"),
    row("program, body too large", lambda s: ask_raw(s, MARK.encode() * 25_000), 413, "larger than the room takes", "refused.large"),
    row("pasted text too large", lambda s: post(s.eva, "/add/text", {"text": MARK * 210_000}), 413, MUCH, "refused.large"),
    row("length below zero", lambda s: claim_length(s, "-1"), 413, MUCH, "refused.large"),
    row("length of thousands of digits", lambda s: claim_length(s, HUGE), 413, MUCH, "refused.large"),
    row("length in other digits", lambda s: claim_length(s, "\u00b2"), 413, MUCH, "refused.large"),
    row("two ends of one body", lambda s: s.nobody.client.post("/login", content=b"x",
        headers={"content-length": "1", "transfer-encoding": "chunked"}), 400, "twice how long", "refused.shape"),
    row("thousands of fields", lambda s: post_raw(s.eva, "/add/text", b"a=&" * 5_000, FORM), 400, NOT_ASKED),
    row("thousands of parameters", lambda s: s.eva.get("/incidents?" + "act=x&" * 3_000), 200, "Incidents"),
    row("program, a parameter twice", lambda s: s.program.get("/claims?limit=1&limit=2"), 422, "given twice"),
]  # fmt: skip
HOSTS = [
    row(f"host {host}", sending(lambda s, name: s.nobody.get("/health", headers={"host": name}), host), 421, ELSEWHERE, "refused.host")
    for host in ("elsewhere.example", "localhost.elsewhere.example:8440", "127.0.0.1.elsewhere.example",
                 "localhost:8440@elsewhere.example", "localhost:x", "[::1", "")
]  # fmt: skip
NUMBERS = [
    row("a number for ever, in the reports", lambda s: s.eva.get(f"/reports?page={HUGE}"), 400, NOT_ASKED),
    row(
        "a number for ever, in a state",
        lambda s: post(s.eva, f"/review/{s.claim}/accept", {"seen": "9" * 19 + "-0"}),
        400,
        NOT_ASKED,
    ),
    row(
        "a number for ever, in a pair", lambda s: post(s.eva, s.pair, {"answer": "same", "seen": HUGE}), 400, NOT_ASKED
    ),
    row(
        "a number for ever, in a field",
        lambda s: post(s.eva, f"/review/{s.claim}/correct", {"seen": "1-0", "low": HUGE}),
        400,
        "whole number",
    ),
    row("a zero byte in an address", lambda s: s.eva.get("/reports/u_%00"), 404, NOTHING),
    row("a zero byte in a question", lambda s: s.eva.get("/count?act=arrest&group=%00"), 404, NOTHING),
    row(
        "a zero byte in a form",
        lambda s: post(s.eva, f"/review/{s.claim}/accept", {"seen": "1-0", "because": "\0"}),
        400,
        NOT_ASKED,
    ),
    row("half a letter in an address", lambda s: s.eva.get("/reports/%ff%fe"), 404, NOTHING),
    row("half a letter in a filter", lambda s: s.eva.get("/incidents?place=%ff%ed%a0%80"), 200, "Incidents"),
    row(
        "a long word in a filter",
        lambda s: s.eva.get("/incidents?place=" + "a" * 15_000 + "%28" * 4_000),
        200,
        "Incidents",
    ),
    row(
        "a long word in a question",
        lambda s: s.eva.get("/count?act=arrest&group=" + "a+" * 12_000 + "&place=CN"),
        200,
        "Count",
    ),
    row("a long word in a place", lambda s: s.eva.get("/count?act=arrest&place=" + "a%2F" * 7_000), 400, "place"),
    row("a long name in the log", lambda s: s.lead.get("/log/room?who=" + "%25_" * 7_000), 200, "Nothing yet"),
    row(
        "a long line of ids",
        lambda s: post(s.eva, f"/review/{s.claim}/accept", {"seen": "1-0", "because": "c_" * 1_500}),
        400,
        NOT_ASKED,
    ),
    row(
        "program, a long word", lambda s: s.program.get("/count", act="arrest", place="a" * 15_000), 422, "at most 200"
    ),
    row("a day of the year 0", lambda s: s.eva.get("/log?since=0000-00-00"), 400, "no day"),
    row("a day in other digits", lambda s: s.lead.get("/log/room?since=٢٠٢٠-٠١-٠١"), 400, "no day"),
]
BODIES = [
    row(f"program, body {number}", sending(ask_raw, body), status, '"what_to_do"')
    for number, (body, status) in enumerate((
        (b"[" * 20_000 + b"]" * 20_000, 400), (b'{"because": ' * 500 + b"1" + b"}" * 500, 422), (b'{"because": "\xff\xfe"}', 400),
        (b'{"because": "\\u0000"}', 422), (b'{"because": "\\ud800"}', 422), (b'{"because": 1' + b"0" * 5_000 + b"}", 400),
        (b'{"because": NaN}', 422), (b'{"because": "x", "because": ["y"]}', 422), (b'{"because": "x", "__proto__": {}}', 422),
        (b"null", 422), (b"", 422),
    ))
]  # fmt: skip
ARCHIVES = [
    row(f"upload, zip: {name}", sending(lambda s, held: upload(s.eva, f"{MARK}.zip", held), data), 200, words, "upload.refused")
    for name, (data, words) in REFUSED.items()
] + [
    row("upload, zip in a zip", lambda s: upload(s.eva, "a.zip", pack(("in.zip", PLAIN))), 200, "archive inside", "upload.refused"),
    row("upload, zip that says 4 GB", lambda s: upload(s.eva, "a.zip", lie_of_size(PLAIN, 2**32 - 2)), 200, "more than 2 MB", "upload.refused"),
    row("upload, tar with a link", lambda s: upload(s.eva, "a.txt", pack_link()), 200, "a tar archive", "upload.refused"),
]  # fmt: skip
ATTACKS = [*FORGED, *EFFECTS, *KINDS, *SESSIONS, *OTHERS, *LARGE, *HOSTS, *NUMBERS, *BODIES, *ARCHIVES]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_refused_plainly_and_logged_without_a_word_of_it(
    stage: Stage, attack: Attack, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO, logger="bearwitness.room")
    last, begun = stage.find_last(), time.process_time()
    answer = attack.send(stage)
    assert time.process_time() - begun < 5
    assert answer.status_code == attack.status, answer.text[:2_000]
    said = answer.headers.get("location", "") + answer.text
    assert re.search(attack.words, said), said[:2_000]
    assert "Traceback" not in said
    noted = [one.what for one in stage.list_new(last)]
    assert attack.noted in {"", *noted}
    if not attack.noted:
        assert not [one for one in noted if one.startswith("refused")]
    lines = [one.getMessage() for one in caplog.records if one.name.startswith("bearwitness")]
    printed = "".join(capfd.readouterr())
    held = stage.read_file().decode("latin-1")
    for secret in SECRET:
        assert secret not in held
        assert secret not in printed
        assert not [line for line in lines if secret in line]
    assert not [line for line in lines if line.startswith("fault")]
    assert stage.eva.get("/health").text == "open\n"


@pytest.mark.parametrize(
    "after",
    ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)", "//[", "/\t/elsewhere.example",
     "/%0d%0aset-cookie:%20a=b", "/\r\nset-cookie: a=b", "///elsewhere.example", "\\\\elsewhere.example", "//a℀b"],
)  # fmt: skip
def test_the_way_on_after_the_login_leads_nowhere_else(stage: Stage, after: str) -> None:
    visitor = stage.room.visit()
    stage.room.clock.pass_by(seconds=31)
    page = visitor.get("/login", params={"next": after})
    assert page.status_code == 200
    assert 'name="next" value="/' in page.text
    for path, form in (
        ("/login", {"name": "Rui", "password": PASSWORD}),
        ("/factor", {"code": stage.room.code("Rui")}),
    ):
        answer = visitor.send(path, {**form, "next": after})
        assert answer.status_code == 303
        at = answer.headers["location"]
        assert re.match(r"/(factor\?next=/)?(%|$)", at)
        assert "\r" not in at
        assert "a" not in visitor.client.cookies
    stage.room.clock.pass_by(minutes=20)


def test_other_rooms_names_that_are_its_own_are_answered(room: OpenRoom) -> None:
    for host in ("localhost:8440", "127.0.0.1:9", "[::1]:8440", "LOCALHOST"):
        assert room.visit().get("/health", headers={"host": host}).status_code == 200
