"""What became of people, as a user asks it: bounds, what is sure and what is possible, and a person's word on it."""

from pathlib import Path

import pytest

from tests.apps.front_door import call
from tests.told_reports import line

ARREST = "Eight refugees were arrested in Yanji on May 12."
RETURN = "Five refugees were sent back to North Korea from Yanji on May 20."
TOLD = "Seven refugees were arrested in Kunming on April 3. The seven were released in Kunming on April 9."


@pytest.fixture
def register(tmp_path: Path) -> str:
    """An arrest of eight, a return of five that names no arrest, and an arrest of seven with their release."""
    lines = [line("one", ARREST), line("two", RETURN, "Hill Courier"), line("three", TOLD, "River Post")]
    (tmp_path / "f.jsonl").write_text("".join(lines), encoding="utf-8")
    path = str(tmp_path / "f.db")
    assert call("read", str(tmp_path / "f.jsonl"), "--register", path).code == 0
    return path


def find_ends(register: str, *question: str) -> dict[str, tuple[int, int | None]]:
    row = call("fates", *question, "--json", "--register", register).row
    ends = {one["act"]: (one["last"]["low"], one["last"]["high"]) for one in row["fates"]}
    return ends | {key: (row[key]["low"], row[key]["high"]) for key in ("taken", "unknown")}


def test_bounds_of_each_fate_and_of_those_unknown(register: str) -> None:
    assert find_ends(register) == {"taken": (15, 15), "release": (7, 7), "refoulement": (0, 5), "unknown": (3, 8)}
    assert find_ends(register, "--from", "2021-05-01", "--to", "2021-05-31") == {
        "taken": (8, 8),
        "refoulement": (0, 5),
        "unknown": (3, 8),
    }


def test_a_persons_word_makes_it_sure_or_rules_it_out(register: str) -> None:
    claims = {
        row["act"]: row["claims"][0]
        for row in call("incidents", "--json", "--register", register).rows
        if row["count"]["low"] != 7
    }
    pair = (claims["refoulement"], claims["arrest"])
    judged = call("judge", *pair, "part-of", "--because", "the same house", "--by", "eva", "--register", register)
    assert judged.code == 0, judged.err
    assert find_ends(register) == {"taken": (15, 15), "release": (7, 7), "refoulement": (5, 5), "unknown": (3, 3)}
    shown = " ".join(call("fates", "--register", register).out.split())
    assert "the same house (person:eva)" in shown
    call("judge", *pair, "different", "--because", "another house", "--by", "eva", "--register", register)
    ends = find_ends(register, "--from", "2021-05-01")
    assert ends == {"taken": (8, 8), "unknown": (8, 8)}


def test_the_answer_in_words(register: str) -> None:
    answer = call("fates", "--register", register)
    assert answer.code == 0, answer.err
    shown = " ".join(answer.out.split())
    assert "15 people in 2 incidents:" in shown
    assert "sent back 0–5 0–5 1" in shown
    assert "released 7 7 1" in shown
    assert "nothing reported 3–8" in shown
    assert "The same people, as a report or a person says" in shown
    assert "Possibly some of these people" in shown
    assert "both in" in shown


def test_a_total_shows_what_it_surely_and_perhaps_holds(tmp_path: Path) -> None:
    total = "At least 40 refugees were arrested in China in May, a rights group said."
    lines = [
        line("one", ARREST),
        line("two", total, "Hill Courier"),
        line("three", "Six refugees were arrested in Kunming.", "River Post"),
    ]
    (tmp_path / "t.jsonl").write_text("".join(lines), encoding="utf-8")
    path = str(tmp_path / "t.db")
    assert call("read", str(tmp_path / "t.jsonl"), "--register", path).code == 0
    rows = {row["reports"][0]: row for row in call("incidents", "--json", "--register", path).rows}
    assert rows["two"]["shape"] == "aggregate"
    assert [row["flags"] for row in rows.values()] == [[], [], []]
    shown = " ".join(call("show", rows["two"]["id"], "--register", path).out.split())
    assert "Surely held in this total: 1 incident, 8 told" in shown
    assert "Perhaps held in this total: 1 incident, 6 told" in shown
    holds = call("show", rows["two"]["id"], "--json", "--register", path).row["holds"]
    assert [(one["incident"], one["sure"]) for one in holds] == [
        (rows["one"]["id"], True),
        (rows["three"]["id"], False),
    ]
    assert "Totals that hold its people" in call("show", rows["one"]["id"], "--register", path).out
    (held_by,) = call("show", rows["one"]["id"], "--json", "--register", path).row["held_by"]
    assert (held_by["total"], held_by["sure"]) == (rows["two"]["id"], True)


def test_what_is_improbable_as_one_is_marked_and_said(tmp_path: Path) -> None:
    texts = ("Four refugees were arrested in Yanji on May 12.", "Fifty refugees were arrested in Kunming on May 28.")
    (tmp_path / "t.jsonl").write_text(line("one", texts[0]) + line("two", texts[1], "Hill Courier"), encoding="utf-8")
    path = str(tmp_path / "t.db")
    assert call("read", str(tmp_path / "t.jsonl"), "--register", path).code == 0
    pair = [row["id"] for row in call("incidents", "--json", "--register", path).rows]
    judged = call("judge", *pair, "same", "--because", "a slip of the hand", "--by", "eva", "--register", path)
    assert judged.code == 0, judged.err
    (row,) = call("incidents", "--json", "--register", path).rows
    assert [flag.partition(" ")[0] for flag in row["flags"]] == ["exact", "numbers"]
    assert "!" in call("incidents", "--register", path).out
    for command in (("show", row["id"]), ("link",)):
        said = " ".join(call(*command, "--register", path).out.split())
        assert "exact days 16 days apart are told of it, more than 7" in said
        assert "improbable" in said


def test_a_question_that_nothing_answers(register: str) -> None:
    assert (
        "No incident of the register may lie in the question."
        in call("fates", "--act", "abduction", "--register", register).out
    )


def test_only_accepted_claims(register: str) -> None:
    assert find_ends(register, "--accepted-only") == {"taken": (0, 0), "unknown": (0, 0)}
