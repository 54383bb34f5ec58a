"""Reading into a register: twice changes nothing, interruption loses nothing saved, and figures walk back to words."""

import json
import signal
from pathlib import Path

import pytest

from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.read import EnglishTools, read_english
from tests.apps.front_door import Json, call, start
from tests.told_reports import line, write_wave

MAY = ("--act", "arrest", "--from", "2021-05-01", "--to", "2021-05-31")


def dump(register: str) -> list[Json]:
    """Everything a register says."""
    return [row for command in ("incidents", "link") for row in call(command, "--json", "--register", register).rows]


def test_reading_the_same_bytes_twice_changes_nothing(tmp_path: Path) -> None:
    register = str(tmp_path / "r.db")
    command = ("read", write_wave(tmp_path / "wave.jsonl"), "--register", register)
    first, before = call(*command, "--json"), dump(register)
    again = call(*command, "--json")
    assert (again.code, again.out) == (first.code, first.out)
    assert dump(register) == before
    third = " ".join(call(*command).out.split())
    assert third.count("already in the register, nothing changed") == 3
    assert "All of them were in it already." in third


def test_what_to_do_next_asks_the_register_that_was_read_into(tmp_path: Path) -> None:
    """It named none, and whoever typed it after was told that there is no register here."""
    wave, register = write_wave(tmp_path / "wave.jsonl"), str(tmp_path / "r.db")
    named = "".join(call("read", wave, "--register", register).out.split())  # a long path is broken over lines
    assert f"Next:bearwitnessincidents--register{register}" in named
    assert f"bearwitnesscount--actarrest--register{register}" in named
    found = call("read", wave, env={"BEARWITNESS_REGISTER": register})
    assert "--register" not in found.out


def test_the_count_of_a_wave_and_its_reason(tmp_path: Path) -> None:
    """The pattern of the founding report with other towns and numbers: one arrest's place is known only as China."""
    register = str(tmp_path / "r.db")
    call("read", write_wave(tmp_path / "wave.jsonl"), "--register", register)
    country = call("count", *MAY, "--place", "CN", "--json", "--register", register).row
    assert (country["low"], country["high"], country["high_stated"], country["incidents"]) == (19, 19, 19, 5)
    town = call("count", *MAY, "--place", "Yanji", "--json", "--register", register).row
    assert (town["low"], town["high"], town["incidents"]) == (7, 10, 3)
    assert town["question"]["place"] == "CN/Jilin/Yanji"
    (only_high,) = set(town["holds_high"]) - set(town["holds_low"])
    why = call("why", *MAY, "--place", "Yanji", "--register", register).out
    assert why.startswith("Between 7 and 10 people. 3 incidents.\n")
    last = why.partition("These claims hold only the high end")[2]
    assert last.split()[0] == only_high[:8]
    assert "»Three North Korean refugees were arrested in China on May 28«" in last
    assert last.count("»") == 1


def test_reports_of_one_arrest_are_one_incident_with_both_reports(tmp_path: Path) -> None:
    register = str(tmp_path / "r.db")
    call("read", write_wave(tmp_path / "wave.jsonl"), "--register", register)
    told_twice = [row for row in dump(register) if len(row.get("reports", [])) == 2]
    assert [(row["count"]["low"], row["where"]["name"]) for row in told_twice] == [(6, "Kunming")]
    shown = call("show", told_twice[0]["id"], "--register", register).out
    assert shown.count("»") == 2
    assert "told by 2 reports of" in shown


def test_a_user_who_stops_is_told_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the second report is read."""

    def stop_at_killings(report: Report, tools: EnglishTools, *, names: bool) -> Reading:
        if report.id == "killings":
            raise KeyboardInterrupt
        return read_english(report, tools, names=names)

    register = str(tmp_path / "r.db")
    command = ("read", write_wave(tmp_path / "wave.jsonl"), "--register", register)
    with monkeypatch.context() as patched:
        patched.setattr("bearwitness.workflow.reading.read_english", stop_at_killings)
        answer = call(*command)
    assert answer.code == 130
    assert (
        answer.err
        == f"Stopped after 1 report; what was read is in {register}, and the same command goes on from there.\n"
    )
    assert len(call("incidents", "--json", "--register", register).rows) == 5
    assert call(*command).code == 0
    assert len(call("incidents", "--json", "--register", register).rows) == 7


def test_reading_that_is_killed_loses_nothing_saved_and_goes_on(tmp_path: Path) -> None:
    """Killed outright among many reports; reading again gives what reading without a break gives."""
    file = tmp_path / "many.jsonl"
    towns = ("Yanji", "Kunming", "Dandong", "Shenyang")
    texts = [f"{n + 2} refugees were arrested in {towns[n % 4]} on May {n % 28 + 1}." for n in range(60)]
    file.write_text("".join(line(f"n{n}", text) for n, text in enumerate(texts)), encoding="utf-8")
    broken, whole = str(tmp_path / "broken.db"), str(tmp_path / "whole.db")
    process = start("read", str(file), "--register", broken, "--json", stdout=-1, bufsize=0)
    assert process.stdout is not None
    seen = b""
    while b"\n" not in seen:
        seen += process.stdout.read(65536)
    process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL
    process.stdout.close()
    said = [json.loads(row)["claims"][0]["id"] for row in seen.split(b"\n")[:-1]]
    kept = {claim for row in call("incidents", "--json", "--register", broken).rows for claim in row["claims"]}
    assert set(said) <= kept
    for register in (broken, whole):
        assert call("read", str(file), "--register", register).code == 0
    assert dump(broken) == dump(whole)
