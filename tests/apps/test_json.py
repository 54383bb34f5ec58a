"""`--json` writes the published shapes, one value a line, and what it says of a text stands in the text."""

import json
from pathlib import Path

import pytest

from tests.apps import contract_shape as shapes
from tests.apps.front_door import call
from tests.told_reports import WAVE, line, write_wave


def find_faults(shape: shapes.Shape, *arguments: str) -> list[str]:
    """The faults of everything a command writes; one that writes nothing has one."""
    answer = call(*arguments, "--json")
    assert answer.code == 0, answer.err
    return [fault for row in answer.rows for fault in shapes.find_shape_faults(row, shape)] or [""] * (not answer.out)


def test_read_follows_the_contract(sample_folder: Path) -> None:
    rows = [json.loads(row) for row in (sample_folder / "read.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 20
    assert [fault for row in rows for fault in shapes.find_shape_faults(row, shapes.READING)] == []


@pytest.mark.parametrize(
    ("shape", "command"),
    [
        (shapes.INCIDENT, ("incidents",)),
        (shapes.LINK, ("link",)),
        (shapes.LINK, ("links",)),
        (shapes.LINK, ("review",)),
        (shapes.ESTIMATE, ("count", "--act", "arrest", "--place", "CN")),
        (shapes.ESTIMATE, ("count", "--act", "killing", "--from", "2021-02-01")),
        (shapes.ESTIMATE, ("why", "--act", "arrest", "--place", "CN")),
        (shapes.FATES, ("fates", "--place", "CN", "--from", "2019-05-01")),
        (shapes.READING, ("show", "brief-hunchun")),
    ],
)
def test_answers_from_a_register_follow_the_contract(
    shape: shapes.Shape, command: tuple[str, ...], samples: str
) -> None:
    assert find_faults(shape, *command, "--register", samples) == []


@pytest.mark.parametrize(("command", "shape"), [("dates", shapes.DATES), ("places", shapes.PLACES)])
def test_parts_on_their_own_follow_the_contract(command: str, shape: shapes.Shape, sample_folder: Path) -> None:
    text = sample_folder / "samples" / "05-shenyang-and-tonghua.txt"
    assert find_faults(shape, command, str(text)) == []


def test_the_shape_check_bites() -> None:
    row = {"left": "c_1", "right": 2, "judgement": "alike", "score": "high", "reasons": [], "by": "me"}
    assert len(list(shapes.find_shape_faults(row, shapes.LINK))) == 4
    assert list(shapes.find_shape_faults({}, {"id": shapes.text})) == [".id is missing"]


@pytest.mark.parametrize(("command", "key"), [("dates", "timexes"), ("places", "places")])
def test_mentions_stand_in_the_text(command: str, key: str, tmp_path: Path) -> None:
    row = call(command, write_wave(tmp_path / "wave.jsonl"), "--json").rows[0]
    assert row["id"] == "wave"
    assert [m["text"] for m in row[key]] == [WAVE[m["start"] : m["end"]] for m in row[key]] != []


def test_read_keeps_given_ids_and_the_order_of_its_inputs(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(line(name, WAVE), encoding="utf-8")
    rows = call("read", f"{tmp_path}/b.jsonl", f"{tmp_path}/a.jsonl", "--no-register", "--json").rows
    assert [row["report"]["id"] for row in rows] == ["b", "a"]
    assert all(q["text"] == WAVE[q["start"] : q["end"]] for row in rows for c in row["claims"] for q in c["quotes"])


def test_a_report_that_cannot_be_read_still_gets_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    answer = call("read", str(tmp_path / "a.txt"), str(tmp_path / "gone.txt"), "--no-register", "--json")
    assert answer.code == 1
    assert [row["claims"] for row in answer.rows] == [[], []]
    assert [row["report"]["input"] for row in answer.rows] == [f"{tmp_path}/a.txt", f"{tmp_path}/gone.txt"]
    assert all(row["error"] for row in answer.rows)


def test_why_gives_each_claim_with_its_report_and_context(samples: str) -> None:
    row = call("why", "--act", "arrest", "--place", "CN", "--register", samples, "--json").row
    held = {*row["holds_low"], *row["holds_high"]}
    assert {w["claim"]["id"] for w in row["witnesses"]} == held != set()
    for witness in row["witnesses"]:
        assert all(q["text"] in c for q, c in zip(witness["claim"]["quotes"], witness["context"], strict=True))
