"""Custody, export and release in the room: what a page says is what the command says, and what it hands out is the command's file."""

import hashlib
import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from bearwitness.apps.room.pages import exports
from bearwitness.apps.room.phrasing import say_day
from bearwitness.apps.verify_output import say_verified
from bearwitness.custody.checkpoints import parse_note
from bearwitness.custody.signing import parse_public
from bearwitness.release.exports.formats import FORMATS
from bearwitness.release.policy import load_standard_policy
from bearwitness.store.export_records import load_export_records
from bearwitness.store.register import open_register
from bearwitness.store.release_records import ReleaseRecord, save_release
from bearwitness.workflow.export_files import REVIEWS
from bearwitness.workflow.release_folder import write_folder
from bearwitness.workflow.releasing import prepare_release, record_release
from bearwitness.workflow.verifying import Trust, verify_register
from tests.apps.front_door import call
from tests.apps.room.signing import PUBLIC, SIGNER, sign, wait_for
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test
from tests.conftest import ROOT

QUESTION = "act=arrest&from=2019-05-01&to=2019-05-31&place=CN"
LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3, hours=1)
DAY = LATER.date()


@pytest.fixture
def signed_room(sample_folder: Path, tmp_path: Path) -> Iterator[OpenRoom]:
    """A room over the samples, signed three days ago."""
    shutil.copy(sample_folder / "team.db", tmp_path / "team.db")
    sign(tmp_path / "team.db")
    with open_for_test(tmp_path / "team.db", tmp_path) as opened:
        opened.clock.at = LATER
        yield opened


@pytest.fixture
def lead(signed_room: OpenRoom) -> Visitor:
    return signed_room.log_in("Lena", "lead")


def send(visitor: Visitor, path: str, form: dict[str, str], page: str) -> str:
    """Send a form that begins an errand; the errand's address."""
    answer = visitor.send(path, form, page=page)
    assert answer.status_code == 303, unescape(answer.text)
    return answer.headers["location"]


def take(visitor: Visitor, page: str) -> dict[str, bytes]:
    """The files that the page of an errand offers."""
    found = re.findall(r'href="(/errands/\d+/files/\d+)" download>([^<]+)<', page)
    return {name: visitor.get(at).content for at, name in found}


def words_of(page: str) -> str:
    """The page as it is read, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.partition("<main")[2])).split())


def test_custody_says_how_far_the_log_is_signed(signed_room: OpenRoom) -> None:
    reader = signed_room.log_in("Rui", "reader")
    page = reader.get("/custody").text
    said = words_of(page)
    verified = verify_register(signed_room.settings.register, Trust(keys=(parse_public(PUBLIC),)))
    assert "The last checkpoint was signed 3 days ago; nothing but its own entry since." in said
    assert f"{verified.signed:,} signed" in said
    assert f"{verified.entries - verified.signed:,} not yet signed" in said
    assert f"Entries {verified.entries:,} " in said
    assert PUBLIC in said
    assert "vault" in said
    assert "/custody/verify" not in page
    note = reader.get(re.findall(r'href="(/custody/checkpoints/\d+/note)"', page)[0])
    assert note.headers["content-disposition"] == f'attachment; filename="checkpoint-{verified.signed}.txt"'
    assert parse_note(note.text).head.size == verified.signed
    ident = note.url.path.split("/")[3]
    for wrong in ("1/note", "99999/note", f"{ident}/timestamp", f"{ident}/key", "9999999999999999/note", "x/note"):
        assert reader.get(f"/custody/checkpoints/{wrong}").status_code == (400 if wrong[0] == "x" else 404), wrong


def test_custody_says_what_came_in_since_and_what_is_not_signed(lead: Visitor) -> None:
    at = lead.get("/review").headers["location"]
    seen = lead.get(at).text.partition('name="seen" value="')[2].partition('"')[0]
    lead.send(f"{at}/accept", {"seen": seen, "because": ""}, page=at)
    assert "3 days ago; 2 entries since" in words_of(lead.get("/custody").text)


def test_what_was_changed_by_hand_is_shown_as_unreadable_and_named_by_verify(
    signed_room: OpenRoom, lead: Visitor
) -> None:
    register = signed_room.settings.register
    assert isinstance(register, Path)
    with sqlite3.connect(register) as connection:
        connection.execute("DROP TRIGGER IF EXISTS events_no_update")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE events SET body = '{}' WHERE kind = 'checkpoint'")
        connection.execute("UPDATE reports SET text = text || ' and more' WHERE rowid = 1")
    said = words_of(lead.get("/custody").text)
    assert "it cannot be read: verify" in said
    assert "Nothing is signed yet" in said
    page = wait_for(lead, send(lead, "/custody/verify", {"keys": PUBLIC}, "/custody"))
    told = say_verified(verify_register(register, Trust(keys=(parse_public(PUBLIC),))))
    assert not told.holds
    for line in (
        told.answer,
        *(line for _, lines in told.found for line in lines),
        *told.next,
        *told.checked,
        *told.limits,
    ):
        assert " ".join(line.split()) in words_of(page)


def test_verify_says_what_the_command_says_and_everybody_reads_it(signed_room: OpenRoom, lead: Visitor) -> None:
    page = wait_for(lead, send(lead, "/custody/verify", {"keys": PUBLIC}, "/custody"))
    register = signed_room.settings.register
    made = call("verify", str(register), "--key", PUBLIC)
    assert made.code == 0
    lines = " ".join(made.out.split())
    for line in say_verified(verify_register(register, Trust(keys=(parse_public(PUBLIC),)))).checked:
        assert line in words_of(page)
        assert line in lines
    assert json.loads(take(lead, page)["bearwitness-verify.json"])["holds"] is True
    reader = signed_room.log_in("Rui", "reader")
    assert "Yes, as far as can be told" in words_of(reader.get("/custody").text)
    assert reader.get("/errands/1").status_code == 403


def test_verify_takes_the_checkpoints_that_one_holds(lead: Visitor) -> None:
    other = "bearwitness.log/" + "0" * 32
    note = lead.get(re.findall(r'href="(/custody/checkpoints/\d+/note)"', lead.get("/custody").text)[0]).content
    files = {"checkpoints": ("kept.txt", note)}
    form = {"csrf": lead.token("/custody"), "keys": PUBLIC}
    answer = lead.client.post("/custody/verify", data=form, files=files)
    assert answer.status_code == 303
    assert "The checkpoint that you gave" in words_of(wait_for(lead, answer.headers["location"]))
    for keys, given in (("", note), ("no key", note), (str(ROOT / "README.md"), note), (PUBLIC, other.encode())):
        answer = lead.client.post("/custody/verify", data={**form, "keys": keys}, files={"checkpoints": ("n", given)})
        assert answer.status_code == 400, keys
        assert 'role="alert"' in answer.text


def test_no_page_takes_a_private_key_or_a_passphrase(lead: Visitor) -> None:
    for path in ("/custody", "/export", "/release"):
        assert not re.search(r'type="password"|name="(passphrase|seed|private)', lead.get(path).text), path
    assert SIGNER.seed.decode() not in lead.get("/custody").text


@pytest.mark.parametrize("name", ["geojson", "ucdp", "xlsx", REVIEWS])
def test_an_export_is_the_file_of_the_command(lead: Visitor, tmp_path: Path, name: str) -> None:
    form = {"format": name, "act": "arrest", "from": "2019-05-01", "to": "2019-08-31", "place": "CN", "quotes": "1"}
    page = wait_for(lead, send(lead, "/export", form, "/export"))
    files = take(lead, page)
    out = tmp_path / f"made.{name}"
    options = ("--act", "arrest", "--from", "2019-05-01", "--to", "2019-08-31", "--place", "CN", "--with-quotes")
    made = call("export", "--format", name, *options, "--out", str(out), "--register", str(tmp_path / "team.db"))
    assert made.code == 0
    ending = "csv" if name == REVIEWS else FORMATS[name].ending
    told = files[f"bearwitness-{name}.{ending}"]
    notes = files[f"bearwitness-{name}.{ending}.notes.txt"]
    today = datetime.now(UTC).date().isoformat().encode()
    if name == "xlsx":  # a zip holds when it was made
        read = [zipfile.ZipFile(io.BytesIO(one)).read("xl/worksheets/sheet2.xml") for one in (told, out.read_bytes())]
        assert read[0] == read[1]
    else:
        assert told == out.read_bytes().replace(today, DAY.isoformat().encode())
    assert notes == out.with_name(out.name + ".notes.txt").read_bytes().replace(today, DAY.isoformat().encode())
    assert "no public release" in words_of(page)


def test_every_format_of_the_command_is_on_the_page() -> None:
    assert exports.FORMATS.keys() == {*FORMATS, REVIEWS}


def test_an_export_that_cannot_be_asked_for_keeps_what_was_typed(lead: Visitor) -> None:
    for wrong, words in (
        ({"format": "word"}, "no such format"),
        ({"format": "xlsx", "act": "party"}, "no such act"),
        ({"format": "xlsx", "from": "May"}, "is no day"),
        ({"format": "xlsx", "place": "Nowhere-at-all"}, "Nowhere-at-all"),
        ({"format": "xlsx", "from": "2019-06-01", "to": "2019-05-01"}, "2019-05-01"),
    ):
        answer = lead.send("/export", {"place": "CN", **wrong}, page="/export")
        assert answer.status_code == 400, wrong
        assert words in unescape(answer.text).partition('<form method="post" action="/export"')[0], wrong
        assert f'value="{wrong.get("place", "CN")}"' in answer.text


def test_the_proof_of_a_figure_is_the_file_of_the_command(lead: Visitor, tmp_path: Path) -> None:
    assert f'action="/count/proof?{QUESTION.replace("&", "&amp;")}"' in lead.get(f"/count?{QUESTION}").text
    page = wait_for(lead, send(lead, f"/count/proof?{QUESTION}", {}, "/custody"))
    (tmp_path / "proof.zip").write_bytes(take(lead, page)["bearwitness-proof.zip"])
    checked = call("verify", str(tmp_path / "proof.zip"), "--key", PUBLIC)
    assert (checked.code, "Yes: at least 17 people" in checked.out) == (0, True)
    options = ("--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN")
    made = call("prove", *options, "--out", str(tmp_path / "own.zip"), "--register", str(tmp_path / "team.db"))
    assert made.code == 0
    names = ("README.txt", "answer.json", "evidence.json", "links.json")
    mine, own = (zipfile.ZipFile(tmp_path / name) for name in ("proof.zip", "own.zip"))
    assert mine.namelist() == own.namelist() == list(names)
    for name in names:
        assert mine.read(name).decode().splitlines() == own.read(name).decode().splitlines(), name
    assert "Give it only to those who may see all of them" in words_of(page)


def test_without_a_checkpoint_the_page_says_what_is_missing(sample_room: OpenRoom) -> None:
    lead = sample_room.log_in("Lena", "lead")
    page = lead.get(f"/count?{QUESTION}").text
    assert "needs a checkpoint" in page
    assert "/count/proof" not in page
    page = wait_for(lead, send(lead, f"/count/proof?{QUESTION}", {}, "/custody"))
    assert "sign one first: bearwitness checkpoint" in words_of(page)
    assert lead.send(f"/count/proof?{QUESTION}&at=sex:female", {}, page="/custody").status_code == 404
    assert lead.send("/count/proof?act=party", {}, page="/custody").status_code == 400
    reader = sample_room.log_in("Rui", "reader")
    assert "checkpoint" not in reader.get(f"/count?{QUESTION}").text.partition("<main")[2]


def test_a_plan_shows_the_numbers_of_the_command(signed_room: OpenRoom, lead: Visitor) -> None:
    page = wait_for(lead, send(lead, "/release/plan", {}, "/release"))
    policy, register = str(ROOT / "docs" / "release-policy.toml"), str(signed_room.settings.register)
    made = call("release", "plan", "--policy", policy, "--as-of", DAY.isoformat(), "--json", "--register", register)
    told, said = json.loads(made.out), words_of(page)
    for outcome, words in (("publish", "shown"), ("coarsen", "shown coarser"), ("withhold", "withheld")):
        assert f"{sum(one['incidents'] for one in told['rules'] if one['outcome'] == outcome)} {words}" in said
    for one in told["rules"]:
        assert re.search(rf"{one['rule']} (shown|shown coarser|withheld) {one['incidents']:,} ", said), one
    for cost in told["costs"]:
        assert f"{cost['rule']} {cost['shown_more']:,} {cost['shown_closer']:,}" in said
    for row in told["rows"]:
        where = "/".join(row["place"]) or "everywhere"
        assert f"{where} {row['period']} {row['incidents_at_least']:,} " in said
    for one in told["dropped"]:
        assert f"{one['row']}: {one['reason']}." in said
    assert told["findings"] == []
    assert "No attack found a way in." in said
    assert "private key never goes through a browser" in said


def test_a_policy_that_cannot_be_read_is_refused_before_anything_is_planned(lead: Visitor) -> None:
    form = {"csrf": lead.token("/release")}
    for text in (b"name = ", b"[publish]\nsteps = []", b"\xff\xfe", b'name = "x"\n[protect]\nincidents = 1'):
        answer = lead.client.post("/release/plan", data=form, files={"policy": ("p.toml", text)})
        assert answer.status_code == 400, text
    assert lead.get("/errands/1").status_code == 404


def test_the_releases_made_so_far_stand_on_the_page(signed_room: OpenRoom, lead: Visitor, tmp_path: Path) -> None:
    register = signed_room.settings.register
    policy = 'name = "Autumn"\n[publish]\nacts = ["arrest"]\nsteps = ["world by ever"]\nfigures = ["world by ever"]\n'
    prepared = prepare_release(register, policy, DAY)
    record_release(prepared, register, by="Lena", clock=lambda: datetime(2026, 11, 28, 10, tzinfo=UTC))
    write_folder(tmp_path / "autumn", prepared.files, DAY)
    page = lead.get("/release").text
    said = words_of(page)
    made = (tmp_path / "autumn" / "manifest.json").read_bytes()

    assert hashlib.sha256(made).hexdigest() in said
    assert f"Autumn, {say_day(DAY)}" in said
    assert "28 Nov 2026, 10:00 UTC, by Lena" in said
    figures = [row for row in prepared.plan.rows if row.key.kind == "figure"]
    assert figures
    for row in figures:
        assert f"arrest everywhere ever {row.incidents:,} " in said


def test_what_is_made_is_written_down_without_what_was_asked(lead: Visitor) -> None:
    page = wait_for(lead, send(lead, "/export", {"format": "hxl", "place": "Shenyang", "act": "arrest"}, "/export"))
    take(lead, page)
    rows = lead.get("/log/room/file?only=custody").text
    assert "export.begun" in rows
    assert rows.count("file.taken") == 2
    assert "hxl" in rows
    assert not re.search("Shenyang|arrest", rows)


def test_the_registers_log_tells_of_each_export_and_proof(signed_room: OpenRoom, lead: Visitor) -> None:
    files: dict[str, bytes] = {}
    for path, form in (("/export", {"format": "hxl", "outlets": "1"}), (f"/count/proof?{QUESTION}", {})):
        files |= take(lead, page := wait_for(lead, send(lead, path, form, "/custody")))
        assert "The register's log tells of this file" in words_of(page)
    with open_register(signed_room.settings.register, create=False) as register:
        told = load_export_records(register)
    assert [(one.format, one.by, one.with_quotes, one.with_outlets) for one in told] == [
        ("hxl", "Lena", False, True),
        ("proof", "Lena", True, True),
    ]
    made = (files["bearwitness-hxl.csv"], files["bearwitness-proof.zip"])
    assert [one.sha256 for one in told] == [hashlib.sha256(content).hexdigest() for content in made]
    assert "Lena" in words_of(lead.get("/log?only=left").text)


def test_an_errand_can_be_stopped_and_is_then_over(lead: Visitor) -> None:
    first = send(lead, "/release/plan", {}, "/release")
    second = send(lead, "/release/plan", {}, "/release")
    assert "Waiting for its turn" in lead.get(second).text
    assert lead.send(f"{second}/stop", {}, page="/release").status_code == 303
    assert "It was stopped" in lead.get(second).text
    assert lead.send(f"{second}/stop", {}, page="/release").status_code == 409
    assert lead.get(f"{second}/progress").headers["hx-refresh"] == "true"
    assert lead.send(f"{first}/stop", {}, page="/release").status_code == 303
    assert "It was stopped" in wait_for(lead, first)
    assert lead.get(f"{first}/files/0").status_code == 404


def test_files_are_forgotten_after_an_hour(signed_room: OpenRoom, lead: Visitor) -> None:
    at = send(lead, "/export", {"format": "hxl"}, "/export")
    wait_for(lead, at)
    signed_room.clock.pass_by(minutes=59)
    assert lead.get(f"{at}/files/0").status_code == 200
    signed_room.clock.pass_by(minutes=2)
    assert lead.get(at).status_code == 404


def test_too_much_at_once_is_refused(room: OpenRoom) -> None:
    lead = room.log_in("Lena", "lead")
    answers = [lead.send("/release/plan", {}, page="/release") for _ in range(8)]
    assert [answer.status_code for answer in answers].count(400) >= 1
    assert "Too much is waiting" in next(one.text for one in answers if one.status_code == 400)


def test_an_empty_register_has_pages_too(room: OpenRoom) -> None:
    lead = room.log_in("Lena", "lead")
    assert "Nothing is in the register" in words_of(lead.get("/custody").text)
    assert "Nothing yet." in words_of(lead.get("/release").text)
    page = wait_for(lead, send(lead, "/release/plan", {}, "/release"))
    assert "0 shown" in words_of(page)


def test_the_standard_policy_is_the_one_of_the_docs() -> None:
    assert load_standard_policy() == (ROOT / "docs" / "release-policy.toml").read_text(encoding="utf-8")


def test_older_checkpoints_are_a_page_away(signed_room: OpenRoom, lead: Visitor) -> None:
    for _ in range(22):
        sign(signed_room.settings.register)
    page = lead.get("/custody").text
    older = re.search(r'href="(/custody\?before=\d+)"', page)
    assert older is not None
    assert page.count("/note") == 20
    assert lead.get(older[1]).text.count("/note") == 3
    assert "23 checkpoints in all" in words_of(page)


def test_a_page_is_whole_without_javascript(lead: Visitor) -> None:
    at = send(lead, "/release/plan", {}, "/release")
    page = lead.get(at).text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert f'action="{at}/stop"' in page


def test_what_a_policy_or_a_release_says_is_shown_as_words(signed_room: OpenRoom, lead: Visitor) -> None:
    script = "<script>alert(1)</script>"
    policy = f'name = "{script}"\n[publish]\nacts = ["arrest"]\nsteps = ["world by ever"]\n'
    form = {"csrf": lead.token("/release")}
    answer = lead.client.post("/release/plan", data=form, files={"policy": ("p.toml", policy.encode())})
    page = wait_for(lead, answer.headers["location"])
    assert script not in page
    assert "&lt;script&gt;" in page
    record = ReleaseRecord(name=script, by=script, policy="", manifest="{}", ledger="[[")
    with open_register(signed_room.settings.register, create=False) as register:
        save_release(register, record, at=datetime.now(UTC))
    page = lead.get("/release").text
    assert script not in page
    assert "it cannot be read: verify" in page
    refused = lead.client.post("/release/plan", data=form, files={"policy": ("p.toml", script.encode())})
    assert (refused.status_code, script in refused.text) == (400, False)
