"""The log of the room: what is written down of every act, by whom; what is not; who sees it; that nothing is changed or taken out of it."""

import csv
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bearwitness.apps.room.refusals import Refusals
from bearwitness.reading.english.read import EnglishTools
from bearwitness.reading.english.story.claims import READER
from bearwitness.store.room_acts import NOBODY, WORDS, NewAct, Thing, WantedActs, list_acts, note_acts, sweep_acts
from bearwitness.store.room_file import PASSING_DAYS, RoomFile, open_room
from tests.apps.front_door import call
from tests.apps.room.attack_stage import post, upload
from tests.apps.room.program import let_in
from tests.apps.room.test_add_reports import work
from tests.apps.room.visitor import PASSWORD, OpenRoom

DAY = 86_400.0


def tell(room: OpenRoom) -> list[tuple[str, str, str, str]]:
    """The log from the oldest: who, what, on whom, and the word beside it."""
    found = list_acts(room.file, WantedActs(), None, 200)
    return [(one.name or one.by.kind, one.what, one.on_name, one.detail) for one in reversed(found)]


def test_every_act_of_the_room_is_in_its_log(room: OpenRoom, english: EnglishTools) -> None:
    ada, eva = room.log_in("Ada", "admin"), room.log_in("Eva", "reviewer")
    begun = len(tell(room))
    post(ada, "/people/add", {"name": "Nur", "role": "reader"})
    for change in ("role", "password", "factor", "close", "open"):
        post(ada, "/people/change", {"name": "Nur", "change": change, "role": "lead"})
    post(ada, "/tokens/add", {"name": "sums", "scope": "read", "days": "7"})
    post(ada, "/tokens/revoke", {"number": "1"})
    upload(eva, "a.txt", b"Police detained four women in Shenyang on 3 May 2019.")
    upload(eva, "b.txt", b"\x89PNG....")
    post(eva, "/add/1/cancel", {})
    post(eva, "/add/text", {"text": "Words."})
    work(room, english)
    new = {"former": PASSWORD, "password": "nine brown otters swim", "again": "nine brown otters swim"}
    post(eva, "/account/password", new)
    ada.get("/log/file")
    post(ada, "/logout", {})
    post(eva, "/account/leave", {})
    assert tell(room)[begun:] == [
        ("Ada", "account.made", "Nur", "reader"),
        ("Ada", "account.role", "Nur", "lead"),
        ("Ada", "account.password", "Nur", ""),
        ("Ada", "account.factor", "Nur", ""),
        ("Ada", "account.closed", "Nur", ""),
        ("Ada", "account.opened", "Nur", ""),
        ("Ada", "token.made", "sums", "read"),
        ("Ada", "token.revoked", "sums", ""),
        ("Eva", "upload.sent", "", ""),
        ("Eva", "upload.sent", "", ""),
        ("Eva", "upload.refused", "", ""),
        ("Eva", "upload.cancelled", "", ""),
        ("Eva", "upload.sent", "", ""),
        ("room", "upload.ended", "", ""),
        ("room", "upload.ended", "", ""),
        ("Eva", "own.password", "Eva", ""),
        ("Ada", "log.taken", "", ""),
        ("Ada", "logout", "", ""),
        ("Eva", "logout.all", "", ""),
    ]
    assert [one for one in tell(room)[:begun] if one[1] == "login"] == [
        ("Ada", "login", "Ada", ""),
        ("Eva", "login", "Eva", ""),
    ]
    assert "Shenyang" not in repr(tell(room))


def test_a_wrong_password_names_the_account_and_never_what_was_typed(room: OpenRoom) -> None:
    room.add("Eva", "reader")
    visitor = room.visit()
    visitor.send("/login", {"name": "Eva", "password": "zqxw7-password"})
    visitor.send("/login", {"name": "zqxw7-a-password-in-the-wrong-field", "password": "zqxw7"})
    visitor.send("/login", {"name": "Eva", "password": PASSWORD})
    visitor.send("/factor", {"code": "123 456"})
    assert [one for one in tell(room) if one[1].startswith("refused")] == [
        ("nobody", "refused.password", "Eva", ""),
        ("nobody", "refused.password", "", ""),
        ("Eva", "refused.code", "", ""),
    ]
    held = b"".join(one.read_bytes() for one in room.settings.room.parent.glob("test.room.db*"))
    for word in (b"zqxw7", b"123456", b"testclient", b"127.0.0.1"):
        assert word not in held


def test_tokens_of_the_command_line_are_in_the_log_too(room: OpenRoom) -> None:
    path = Path(room.settings.register).with_name("test.db")  # type: ignore[arg-type]
    path.touch()
    made = call("token", "harvester", "--scope", "read", "--by", "eva", "--register", str(path))
    assert made.code == 0
    assert call("token", "harvester", "--revoke", "--register", str(path)).code == 0
    assert tell(room) == [
        ("terminal", "token.made", "harvester", "read"),
        ("terminal", "token.revoked", "harvester", ""),
    ]


def test_who_looks_after_the_room_sees_its_log_and_nobody_else_does(room: OpenRoom) -> None:
    lead, eva = room.log_in("Lou", "lead"), room.log_in("Eva", "reviewer")
    eva.client.post("/add/text", data={"text": "x"})
    page = lead.get("/log/room?only=refusals").text
    assert "form of another site or login" in page
    assert "add.text" in page
    assert "logged in" not in page.partition("<table")[2]
    assert "logged in" in lead.get("/log/room?only=logins&who=eva").text
    assert "Lou" not in lead.get("/log/room?only=logins&who=eva").text.partition("<table")[2].partition("</table")[0]
    assert "Nothing yet" in lead.get("/log/room?since=2027-01-01").text
    assert "The room itself" in lead.get("/log").text
    assert "The room itself" not in eva.get("/log").text
    assert "form of another site or login" in eva.get("/account").text
    for path in ("/log/room", "/log/room/file", "/log/file"):
        assert eva.get(path).status_code == 403


def test_a_long_log_is_paged_to_its_end_and_taken_away_whole(room: OpenRoom) -> None:
    lead = room.log_in("Lou", "lead")
    own = Thing(kind="account", number=1)
    note_acts(
        room.file,
        [NewAct(at=float(n), by=own, what="upload.sent", on=Thing(kind="job", number=n)) for n in range(1, 1_300)],
    )
    seen: list[str] = []
    address: str | None = "/log/room?only=uploads"
    while address:
        page = lead.get(address).text
        seen += re.findall(r'href="/add/(\d+)"', page)
        more = re.search(r'href="(/log/room\?[^"]*before=[^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else None
    assert seen == [str(n) for n in range(1_299, 0, -1)]
    rows = list(csv.DictReader(lead.get("/log/room/file?only=uploads").text.splitlines()))
    assert [row["on"] for row in rows] == [f"job {n}" for n in range(1_299, 0, -1)]
    assert {(row["by"], row["name"], row["words"]) for row in rows} == {("account 1", "Lou", "reports sent")}


def test_the_log_of_the_register_is_narrowed_and_taken_away(sample_room: OpenRoom) -> None:
    lead, eva = sample_room.log_in("Lou", "lead"), sample_room.log_in("Eva", "reviewer")
    program = let_in(sample_room, "read", "review", name="Harvester")
    ident = program.get("/claims", limit=1).json()["items"][0]["id"]
    program.send(f"/claims/{ident}/accept", {}, program.get(f"/claims/{ident}").headers["etag"])
    for query, rows in (
        ("who=harvester", 1),
        ("who=Eva", 0),
        (f"who={quote(READER, safe='')}", 23),
        ("since=2999-01-01", 0),
        ("who=%25", 0),
        ("who=_", 0),
    ):
        assert len(re.findall(r'<td class="when">', eva.get(f"/log?{query}").text)) == rows, query
        found = list(csv.DictReader(lead.get(f"/log/file?{query}").text.splitlines()))
        assert len(found) == rows
    assert [lead.get(path).status_code for path in ("/log/file?since=x", "/log/room/file?since=x")] == [400, 400]
    assert "when" not in eva.get("/log?only=readings&who=Harvester").text.partition("<table")[2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE acts SET by_number = 2",
        "DELETE FROM acts",
        "DELETE FROM acts WHERE what = 'account.made'",
        "DELETE FROM acts WHERE is_passing",
        "INSERT INTO acts VALUES (NULL, 0, 'nobody', 0, 'login', '', 0, 'Words of a report: 4 women', 1, 1)",
        "INSERT INTO acts VALUES (NULL, 0, 'Eva', 0, 'login', '', 0, '', 1, 1)",
        "INSERT INTO acts VALUES (NULL, 0, 'nobody', 0, 'log in', '', 0, '', 1, 1)",
    ],
)
def test_nothing_of_it_is_changed_taken_out_or_told_in_other_words(room: OpenRoom, statement: str) -> None:
    room.log_in("Eva", "reader")
    before = tell(room)
    with closing(sqlite3.connect(room.settings.room)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert tell(room) == before


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(sorted(WORDS))), max_size=12), st.integers(0, 500))
def test_law_only_logins_and_refusals_go_and_only_when_they_are_old(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[int, str]], now: int
) -> None:
    file = open_room(tmp_path_factory.mktemp("log") / "r.room.db")
    note_acts(file, [NewAct(at=day * DAY, by=NOBODY, what=what) for day, what in days])
    sweep_acts(file, at=now * DAY)
    newest = max((day for day, _ in days), default=0)
    left = [(one.at / DAY, one.what) for one in reversed(list_acts(file, WantedActs(), None, 100))]
    assert left == [
        (day, what)
        for day, what in days
        if WORDS[what][0] not in {"logins", "refusals"} or day >= now - PASSING_DAYS or day > newest - PASSING_DAYS
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["refused.form", "refused.host"]), st.integers(0, 1_500)), max_size=150))
def test_law_a_flood_is_counted_and_takes_few_lines(
    tmp_path_factory: pytest.TempPathFactory, comings: list[tuple[str, int]]
) -> None:
    file: RoomFile = open_room(tmp_path_factory.mktemp("flood") / "r.room.db")
    moment = 0.0
    refusals = Refusals(file=file, now=lambda: moment)
    for what, later in comings:
        moment += later
        refusals.note(NewAct(at=moment, by=NOBODY, what=what))
    refusals.stop()
    found = list_acts(file, WantedActs(), None, 1_000)
    for kind in ("refused.form", "refused.host"):
        told = [one for one in found if one.what == kind]
        assert sum(one.times for one in told) == sum(what == kind for what, _ in comings)
        assert len(told) <= 21 * (1 + moment // 3_600)
