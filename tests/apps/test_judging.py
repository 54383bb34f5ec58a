"""Linking as a user meets it: links listed, pairs judged and taken back, and the review answered by lines."""

from pathlib import Path

import pytest

from tests.apps import contract_shape as shapes
from tests.apps.front_door import Answer, Json, call
from tests.told_reports import line, write_wave

FIRST = "Two refugees were arrested in Yanji on May 12. Six refugees were arrested in Kunming on May 19."
SECOND = "Two refugees were arrested in Jilin on May 12. Six refugees were arrested in Yunnan on May 19."


@pytest.fixture
def wave(tmp_path: Path) -> str:
    register = str(tmp_path / "r.db")
    call("read", write_wave(tmp_path / "wave.jsonl"), "--register", register)
    return register


@pytest.fixture
def unsure(tmp_path: Path) -> str:
    """Two reports that tell of two arrests, the second by the province."""
    (tmp_path / "u.jsonl").write_text(line("one", FIRST) + line("two", SECOND, "Hill Courier"), encoding="utf-8")
    register = str(tmp_path / "u.db")
    call("read", str(tmp_path / "u.jsonl"), "--register", register)
    return register


def incidents(register: str) -> list[Json]:
    return call("incidents", "--json", "--register", register).rows


def judge(register: str, *arguments: str) -> Answer:
    return call("judge", *arguments, "--register", register, env={"USER": "eva"})


def test_links_of_one_incident_with_reasons_and_who(wave: str) -> None:
    (told_twice,) = [row for row in incidents(wave) if len(row["claims"]) == 2]
    rows = call("links", told_twice["id"][:9], "--json", "--register", wave).rows
    ends = set(told_twice["claims"])
    assert [r["judgement"] for r in rows if {r["left"], r["right"]} == ends] == ["same"]
    assert all({r["left"], r["right"]} & ends for r in rows)
    assert len(rows) < len(call("links", "--json", "--register", wave).rows)
    text = call("links", told_twice["claims"][0], "--register", wave).out
    assert "rule:3" in text
    assert text.startswith("1 link\n")
    refused = call("links", "wave", "--register", wave)
    assert (refused.code, refused.out) == (2, "")
    assert "is a report; give an incident" in refused.err


def test_link_counts_each_kind_and_says_what_changed(wave: str) -> None:
    out = call("link", "--register", wave).out
    kinds = {row.split()[0]: int(row.split()[1]) for row in out.splitlines()[2:6]}
    assert set(kinds) == {"same", "part-of", "different", "unsure"}
    assert sum(kinds.values()) == len(call("links", "--json", "--register", wave).rows)
    assert "Since the last run: nothing changed." in out
    assert call("link", "--json", "--register", wave).out == call("links", "--json", "--register", wave).out


def test_a_judgement_by_short_ids_and_its_undo(wave: str) -> None:
    before = incidents(wave)
    (told_twice,) = [row for row in before if len(row["claims"]) == 2]
    left, right = (ident[:10] for ident in told_twice["claims"])
    answer = judge(wave, left, right, "different", "--because", "two streets")
    assert answer.code == 0, answer.err
    assert "different" in answer.out
    assert "by person:eva" in answer.out
    assert "7 incidents before, 8 incidents now." in answer.out
    (link,) = [r for r in call("links", "--json", "--register", wave).rows if r["by"] == "person:eva"]
    assert list(shapes.find_shape_faults(link, shapes.LINK)) == []
    assert (link["judgement"], link["reasons"]) == ("different", ["two streets"])
    shown = call("show", told_twice["claims"][0], "--register", wave)
    assert shown.code == 0
    undone = judge(wave, right, left, "--undo", "--because", "one street after all")
    assert "The rules decide again." in undone.out
    assert incidents(wave) == before
    assert judge(wave, right, left, "--undo", "--because", "again").code == 2


def test_an_incident_stands_for_its_first_claim_and_shows_what_persons_judged(wave: str) -> None:
    one, other = [row["id"] for row in incidents(wave) if row["act"] == "killing"]
    answer = judge(wave, one, other, "same", "--because", "one march", "--by", "tom")
    assert answer.code == 0, answer.err
    (joined,) = [row for row in incidents(wave) if row["act"] == "killing"]
    shown = call("show", joined["id"], "--register", wave).out
    assert "What persons judged of its claims" in shown
    assert "one march (person:tom)" in " ".join(shown.split())
    assert "the claims disagree on" in shown
    row = call("show", joined["id"], "--json", "--register", wave).row
    assert [link["by"] for link in row["judged"]] == ["person:tom"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("alike", "--because", "so"), "it must be one of: same, different, part-of, unsure"),
        (("--because", "so"), "no judgement is given"),
        (("same",), 'give --because "…"'),
        (("same", "--undo", "--because", "so"), "give no other beside it"),
    ],
)
def test_a_judgement_that_cannot_be_meant(arguments: tuple[str, ...], words: str, wave: str) -> None:
    left, right = next(row["claims"] for row in incidents(wave) if len(row["claims"]) == 2)
    answer = judge(wave, left, right, *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_without_a_name_nobody_judges(wave: str) -> None:
    left, right = next(row["claims"] for row in incidents(wave) if len(row["claims"]) == 2)
    answer = call("judge", left, right, "same", "--because", "so", "--register", wave, env={"USER": ""})
    assert (answer.code, answer.out) == (2, "")
    assert "give --by NAME" in answer.err


def test_the_queue_is_listed_those_that_move_totals_most_first(unsure: str) -> None:
    rows = call("review", "--json", "--register", unsure).rows
    assert [row["people"] for row in rows] == [6, 2]
    assert [list(shapes.find_shape_faults(row, shapes.LINK)) for row in rows] == [[], []]
    assert all(list(shapes.find_shape_faults(c, shapes.CLAIM)) == [] for row in rows for c in row["claims"])
    assert "2 pairs to review" in call("review", "--list", "--register", unsure).out


def test_a_review_is_answered_by_lines(unsure: str) -> None:
    answer = call("review", "--by", "eva", "--register", unsure, stdin=b"x\ns the same town\nd\n")
    assert answer.code == 0, answer.err
    assert answer.out.count("»") == 4
    assert "That is no answer." in answer.out
    assert "2 judgements kept." in answer.out
    said = {
        r["judgement"]: r["reasons"]
        for r in call("links", "--json", "--register", unsure).rows
        if r["by"] == "person:eva"
    }
    assert said == {"same": ["the same town"], "different": ["judged in review, side by side"]}
    assert call("review", "--json", "--register", unsure).out == ""
    assert "nothing to review" in call("review", "--register", unsure).out


@pytest.mark.parametrize("typed", ["", "q\n", "skip\nskip\n", "skip\nq\n"])
def test_a_review_that_is_left_keeps_nothing(typed: str, unsure: str) -> None:
    before = call("links", "--json", "--register", unsure).out
    answer = call("review", "--by", "eva", "--register", unsure, stdin=typed.encode())
    assert answer.code == 0, answer.err
    assert "0 judgements kept." in answer.out
    assert call("links", "--json", "--register", unsure).out == before


def test_a_part_is_told_from_its_whole_by_the_letter(unsure: str) -> None:
    first, second = call("review", "--json", "--register", unsure).rows
    call("review", "--by", "eva", "--register", unsure, stdin=b"p\nP\n")
    parts = {
        (r["left"], r["right"]) for r in call("links", "--json", "--register", unsure).rows if r["by"] == "person:eva"
    }
    assert parts == {(first["left"], first["right"]), (second["right"], second["left"])}


def test_side_by_side_fits_a_pipe(unsure: str) -> None:
    out = call("review", "--by", "eva", "--register", unsure, stdin=b"q\n").out
    assert max(map(len, out.splitlines())) <= 80
    (row,) = [text for text in out.splitlines() if text.count("c_") == 2]
    assert row.index("c_", 3) > 30
