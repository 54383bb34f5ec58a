"""`read --model`: off unless named, off this machine only when said plainly, and its claims marked as its own."""

from pathlib import Path

import pytest

from bearwitness.reading.english.story.claims import READER
from tests.apps.front_door import call
from tests.model_server import Json, Reply, propose, row, serve

TEXT = (
    "Four refugees were arrested in Yanji on 12 May 2021. Officers swept up three women in Tumen on 14 May 2021. "
    "They swept up another nine. In the hills they swept up ten."
)
SWEPT = row(
    "Officers swept up three women in Tumen", "arrest", "swept up", "three women", date="14 May 2021", place="Tumen"
)
AGAIN = row("Four refugees were arrested in Yanji", "arrest", "were arrested", "Four refugees", place="Yanji")

NINE = row("swept up another nine", "arrest", "swept up", "nine")
TEN = row("In the hills they swept up ten", "arrest", "swept up", "ten")


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_it_is_off_unless_a_model_is_named(report: str) -> None:
    with serve(lambda _: propose(SWEPT)) as server:
        answer = call("read", report, "--no-register", "--json", env={"BEARWITNESS_MODEL_URL": server.url})
    assert server.asked == []
    assert [claim["found_by"] for claim in answer.row["claims"]] == [READER]


def test_its_claims_say_whose_they_are_from_the_json_to_the_screen(report: str, tmp_path: Path) -> None:
    register = ("--register", str(tmp_path / "r.db"))
    with serve(lambda _: propose(SWEPT, AGAIN, AGAIN | {"quote": "Nine were held"})) as server:
        env = {"BEARWITNESS_MODEL_URL": server.url, "BEARWITNESS_MODEL_KEY": "sk-secret"}
        answer = call("read", report, "--model", "a-model", *register, env=env)
        as_json = call("read", report, "--model", "a-model", "--json", *register, env=env)
    assert answer.code == 0
    assert "2 claims, 1 of them by the language model alone, 1 fault kept" in " ".join(answer.out.split())
    assert [(c["found_by"], c.get("also_found_by")) for c in as_json.row["claims"]] == [
        (READER, ["lm/a-model"]),
        ("lm/a-model", None),
    ]
    assert [fault["code"] for fault in as_json.row["faults"]] == ["quote-not-found"]
    shown = " ".join(call("show", as_json.row["report"]["id"], *register).out.split())
    assert "read by lm/a-model as well" in shown
    assert "read by lm/a-model)" in shown
    assert "its quote does not stand in the report" in shown
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"
    written = answer.out + answer.err + as_json.out + as_json.err + shown
    assert "sk-secret" not in written
    assert b"sk-secret" not in (tmp_path / "r.db").read_bytes()


def test_a_model_elsewhere_must_be_asked_for_plainly(report: str) -> None:
    answer = call("read", report, "--no-register", "--model", "m", "--model-url", "http://192.0.2.1/v1")
    assert (answer.code, answer.out) == (2, "")
    assert "the text of every report would be sent there" in answer.err
    assert "--allow-remote-model" in answer.err


def test_what_is_sent_elsewhere_is_said_before_it_is(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this test either: the server it names does not exist."""
    monkeypatch.setattr("bearwitness.workflow.model_endpoint._is_loopback", lambda _: False)
    with serve(lambda _: propose()) as server:
        options = ("--model", "m", "--model-url", server.url, "--allow-remote-model")
        answer = call("read", report, "--no-register", *options)
    assert answer.err.startswith("The text of every report is sent to 127.0.0.1, unencrypted")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--model", "m"), "add --model-url http://localhost:11434/v1"),
        (("--model-url", "http://localhost/v1"), "add --model NAME"),
        (("--allow-remote-model",), "add --model NAME"),
        (("--model", "m m", "--model-url", "http://localhost/v1"), "--model is no name"),
        (("--model", "m", "--model-url", "localhost:11434"), "write it like http://localhost:11434/v1"),
        (("--model", "m", "--model-url", "http://localhost/v1", "--model-wait", "0"), "--model-wait is 0"),
    ],
)
def test_what_cannot_be_meant_says_what_to_write(options: tuple[str, ...], says: str, report: str) -> None:
    answer = call("read", report, "--no-register", *options)
    assert answer.code == 2
    assert says in answer.err


def test_a_model_that_fails_is_a_note_and_the_report_is_read(report: str) -> None:
    with serve(lambda _: Reply(pieces=(b"no such model",), status=404)) as server:
        answer = call("read", report, "--no-register", "--model", "m", "--model-url", server.url)
    assert answer.code == 0
    assert "1 claim, 1 fault kept" in " ".join(answer.out.split())
    assert "status 404; check that --model-url ends in /v1 and that the server has this model" in answer.err


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        ([], 4, 4),
        ([AGAIN], 4, 4),
        ([SWEPT], 7, 7),
        ([SWEPT | {"quote": "swept up three women", "date": None, "place": None}], 4, 4),
        ([TEN], 4, 14),
        ([NINE], 13, 13),
    ],
    ids=["rules alone", "told again", "other day and town", "fewer", "more", "another"],
)
def test_a_total_holds_with_what_the_model_adds(
    rows: list[Json], low: int, high: int, report: str, tmp_path: Path
) -> None:
    """Its low end rises only by people whom a date, a place or a word sets apart, and never falls."""
    path = str(tmp_path / "r.db")
    with serve(lambda _: propose(*rows)) as server:
        call("read", report, "--model", "m", "--model-url", server.url, "--register", path)
    total = call("count", "--act", "arrest", "--json", "--register", path).row
    assert (total["low"], total["high"]) == (low, high)
