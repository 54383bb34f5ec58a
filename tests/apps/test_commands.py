"""The front door: exit codes, plain messages, help with examples that run, and where the register is looked for."""

import re
import shlex
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bearwitness.apps.commands import app
from bearwitness.workflow.fetching.addresses import WebAddress
from bearwitness.workflow.fetching.wire import Exchange
from tests.apps.front_door import call, start
from tests.capture.archive_writer import write_answer, write_page
from tests.told_reports import WAVE, write_wave

GROUP = typer.main.get_group(app)
COMMANDS = sorted(GROUP.commands)


@pytest.fixture
def wave(tmp_path: Path) -> str:
    """A register of the wave."""
    path = str(tmp_path / "wave.db")
    assert call("read", write_wave(tmp_path / "wave.jsonl"), "--register", path).code == 0
    return path


@pytest.mark.parametrize("arguments", [("--help",), ("-h",)])
def test_help_is_what_typer_writes(arguments: tuple[str, ...]) -> None:
    """The front door answers from a file, so that help comes at once; `make docs` writes the file anew."""
    written = CliRunner().invoke(app, ["--help"], prog_name="bearwitness", terminal_width=80).stdout
    assert call(*arguments).out == written


def test_without_arguments_help_is_shown_and_the_code_is_2() -> None:
    assert (call().code, call().out) == (2, call("--help").out)


def test_help_names_every_command_on_a_whole_line() -> None:
    lines = call("--help").out.splitlines()
    for name in COMMANDS:
        (line,) = [line for line in lines if line.startswith(f"  {name} ")]
        assert line.endswith(".")
        assert not line.endswith("...")


def test_version() -> None:
    assert re.fullmatch(r"bearwitness \d+\.\d+\.\d+\n", call("--version").out)


def answer_for_the_web(address: WebAddress, *_: object) -> Exchange:
    """What the examples that reach for the web are answered, with no web: a feed, a page, and no robots.txt."""
    feed = b"<rss><channel><item><link>/2021/two-held</link></item></channel></rss>"
    found = {
        "/feed.xml": write_answer(feed, "application/rss+xml"),
        "/robots.txt": write_answer(b"", status="404 None"),
    }
    answer = found.get(address.target) or write_answer(write_page())
    return Exchange(request=b"", answer=answer, number="192.0.2.1")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_has_an_example_that_runs(
    name: str, sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a newcomer would: from a folder that holds the samples, with a register of them, an answer from it and a sheet to decide in."""
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: None)  # the room stays open until it is stopped
    monkeypatch.setattr("bearwitness.workflow.fetching.visiting.find_numbers", lambda *_: ("192.0.2.1",))
    monkeypatch.setattr("bearwitness.workflow.fetching.visiting.exchange", answer_for_the_web)
    monkeypatch.setattr("time.sleep", lambda _: None)
    shutil.copy(sample_folder / "team.db", tmp_path / "team.db")
    (tmp_path / "samples").symlink_to(sample_folder / "samples")
    text = call(name, "--help").out
    example = " ".join(text.partition("Example: ")[2].split())
    assert example.startswith(f"bearwitness {name}")
    with chdir(tmp_path):
        answered = call("count", "--act", "arrest", "--json", env={"BEARWITNESS_REGISTER": "team.db"})
        Path("answer.json").write_text(answered.out, encoding="utf-8")
        surroundings = {"BEARWITNESS_REGISTER": "team.db", "BEARWITNESS_PASSPHRASE": "twelve letters and more"}
        if name in {"checkpoint", "prove", "verify"}:
            assert call("keys", "new", "harbour-watch-2026", env=surroundings).code == 0
        if name == "prove":
            assert call("checkpoint", "--key", "harbour-watch-2026.key", env=surroundings).code == 0
        call("export", "--format", "reviews", "--out", "decided.csv", env=surroundings)
        if name == "evidence":
            call("read", "samples/01-shenyang-motel.html", "--register", "team.db", "--keep-copies")
        answer = call(*shlex.split(example)[1:], env=surroundings)
    assert (answer.code, bool(answer.out)) == (0, True), answer.err
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [("cuont",), ("read",), ("count",), ("incidents", "--nope"), ("show",)])
def test_usage_that_cannot_be_understood_is_2(arguments: tuple[str, ...]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "Error: " in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--act", "arest"), "--act is 'arest'; it must be one of: arrest, raid,"),
        (("--act", "arrest", "--from", "May 2021"), "--from is 'May 2021', which is no day; write it as YYYY-MM-DD"),
        (("--act", "arrest", "--to", "2021-02-30"), "--to is '2021-02-30', which is no day"),
        (("--act", "arrest", "--to", "20210230"), "--to is '20210230', which is no day"),
        (("--act", "arrest", "--from", "2021-W18-1"), "--from is '2021-W18-1', which is no day"),
        (("--act", "arrest", "--from", "2021-05-31", "--to", "2021-05-01"), "swap them"),
        (("--act", "arrest", "--place", "Erewhon"), "no place called 'Erewhon' is known; give a country code"),
        (
            ("--act", "arrest", "--place", "Springfield"),
            "places are called 'Springfield'; give one of these paths: US/",
        ),
        (("--act", "arrest", "--place", "UK"), "'UK' is not an ISO country code"),
    ],
)
@pytest.mark.parametrize("command", ["count", "why"])
def test_a_question_that_cannot_be_meant_says_what_to_do(
    command: str, arguments: tuple[str, ...], words: str, wave: str
) -> None:
    answer = call(command, *arguments, "--register", wave)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert words in answer.err


def test_a_publication_date_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    answer = call("read", write_wave(tmp_path / "a.jsonl"), "--published-on", "8/6/2021")
    assert (answer.code, answer.out) == (2, "")
    assert "--published-on is '8/6/2021', which is no day; write it as YYYY-MM-DD" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [("incidents",), ("incidents", "--act", "arrest"), ("show", "i_1"), ("link",), ("count", "--act", "arrest")],
)
def test_without_a_register_a_plain_message_says_how_to_make_one(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with chdir(tmp_path):
        answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "there is no register at register.db; make one with 'bearwitness read INPUT'\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_register_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Meeting at noon." * 100, encoding="utf-8")
    for command in (("incidents",), ("read", write_wave(tmp_path / "a.jsonl"))):
        answer = call(*command, "--register", str(file))
        assert answer.code == 2
        assert "is not a register; give the path of a register file, or of a new one" in answer.err
    assert file.read_text(encoding="utf-8") == "Meeting at noon." * 100


def test_the_register_is_the_one_given_else_the_environments_else_here(tmp_path: Path) -> None:
    wave, env = write_wave(tmp_path / "wave.jsonl"), {"BEARWITNESS_REGISTER": str(tmp_path / "env.db")}
    with chdir(tmp_path):
        for name, given, environment in (
            ("given.db", ("--register", "given.db"), env),
            ("env.db", (), env),
            ("register.db", (), {"BEARWITNESS_REGISTER": ""}),
        ):
            assert not Path(name).exists()
            assert name in call("read", wave, *given, env=environment).out
            assert len(call("incidents", *given, "--json", env=environment).rows) == 7
            assert Path(name).exists()


def test_no_register_writes_none(tmp_path: Path) -> None:
    wave = write_wave(tmp_path / "wave.jsonl")
    with chdir(tmp_path):
        answer = call("read", wave, "--no-register", env={"BEARWITNESS_REGISTER": "env.db"})
    assert answer.code == 0
    assert "8 claims" in answer.out
    assert [path.name for path in tmp_path.iterdir()] == ["wave.jsonl"]


@pytest.mark.parametrize("command", ["read", "dates", "places"])
def test_standard_input(command: str) -> None:
    more = ("--no-register",) if command == "read" else ()
    answer = call(command, "-", "--json", *more, stdin=WAVE.encode())
    assert answer.code == 0
    row = answer.row
    assert row.get("claims") or row.get("timexes") or row.get("places")


def test_given_metadata_reaches_the_report(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Two refugees were arrested in Yanji on May 12.", encoding="utf-8")
    plain = call("read", str(file), "--no-register", "--json")
    assert plain.row["claims"][0]["when"]["month_day"] == "05-12"
    assert "give it with --published-on YYYY-MM-DD" in plain.err
    given = ("--published-on", "2021-06-08", "--outlet", "Border Lamp")
    row = call("read", str(file), "--no-register", "--json", *given).row
    assert (row["report"]["published_on"], row["report"]["outlet"]) == ("2021-06-08", "Border Lamp")
    assert row["claims"][0]["when"]["latest"] == "2021-05-12"


def test_a_language_that_is_not_read_yet_is_said_and_can_be_corrected(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "wave.jsonl")
    answer = call("read", path, "--language", "ko", "--no-register")
    assert answer.code == 1
    assert (
        "its language is 'ko' and only en is read so far; if that is wrong, read it in a terminal with --language en"
        in answer.err
    )
    assert call("read", path, "--language", "en", "--no-register").code == 0


def test_names_only_when_asked_for(tmp_path: Path) -> None:
    """The name is no person's: a made-up one in a made-up arrest."""
    file = tmp_path / "a.txt"
    file.write_text("Journalist Tamsin Quellbrook was arrested in Yanji on 12 May 2021.", encoding="utf-8")
    command = ("read", str(file), "--json", "--no-register")
    assert [c["people"]["names"] for c in call(*command).row["claims"]] == [[]]
    named = call(*command, "--names").row["claims"]
    assert [c["people"]["names"] for c in named] == [["Tamsin Quellbrook"]]


def test_count_a_file_of_claims_needs_no_register(tmp_path: Path) -> None:
    rows = call("read", write_wave(tmp_path / "wave.jsonl"), "--no-register", "--json").out
    (tmp_path / "claims.jsonl").write_text(rows, encoding="utf-8")
    question = ("count", "--act", "killing", "--place", "MM", "--json")
    with chdir(tmp_path):
        row = call(*question, "--claims", "claims.jsonl").row
        assert call(*question, "--claims", "gone.jsonl").code == 2
    assert (row["low"], row["high"], row["rests_on"]) == (6, 6, {"proposed": 0, "accepted": 2, "rejected": 0})


def test_python_m_is_the_command() -> None:
    process = start("--version", stdout=-1, stderr=-1)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, call("--version").out.encode(), b"")


def test_a_place_asked_for_by_name_is_told_as_it_was_read(wave: str) -> None:
    """Atlantis is a town in South Africa: "0 people" was all that was said of it."""
    asked = ("count", "--act", "arrest", "--register", wave, "--place")
    assert "is read as ZA/Western Cape/Atlantis" in call(*asked, "Atlantis").err
    for plain in ("CN", "China", "CN/Jilin/Yanji"):
        assert "is read as" not in call(*asked, plain).err
    assert call(*asked, "Atlantis", "--json").err == ""


def test_an_incident_names_its_reports_by_ids_that_show_takes(wave: str) -> None:
    """`vault attach` asks for a report's id, and nothing on the screen showed one."""
    incident = call("incidents", "--json", "--register", wave).rows[0]
    shown = call("show", incident["id"], "--register", wave).out
    for ident in incident["reports"]:
        assert ident in shown
        assert call("show", ident, "--register", wave).code == 0


def test_what_is_told_in_places_is_not_called_nobody(tmp_path: Path) -> None:
    """Of fifteen raids on homes the first line said "0 people. 0 incidents."."""
    report, register = tmp_path / "raid.txt", str(tmp_path / "r.db")
    report.write_text("Published: 2021-05-21\n\nOfficers raided six homes in Yanji on May 20.\n", encoding="utf-8")
    assert call("read", str(report), "--register", register).code == 0
    said = call("count", "--act", "raid", "--place", "CN", "--register", register).out
    assert said.startswith("No number of people is told here")
    assert "counted in places" in said
    assert call("count", "--act", "killing", "--place", "CN", "--register", register).out.startswith("0 people.")
