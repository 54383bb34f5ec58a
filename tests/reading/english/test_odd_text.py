"""Text that no outlet would print and a file may hold all the same: it is read, and what it cannot mean stays unknown."""

import time
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

import pytest

from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.parsing.parse import Sentence
from bearwitness.reading.english.parsing.sentences import is_dateline
from bearwitness.reading.english.people.numbers import parse_number
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.reading.english.voices.hearing import find_unheard


def read(text: str, english: EnglishTools, published_on: date = date(2024, 5, 8)) -> Reading:
    report = Report(
        id="r", input="r", url=None, outlet=None, title=None, published_on=published_on, language="en",
        sha256=sha256(text.encode()).hexdigest(), text=text,
    )  # fmt: skip
    return read_english(report, english)


@pytest.mark.parametrize("words", [["9" * 400], ["10000000000"]])
def test_more_people_than_live_are_no_number(words: list[str]) -> None:
    assert parse_number(words) is None


def test_a_run_of_digits_leaves_the_rest_of_the_report_read(english: EnglishTools) -> None:
    reading = read(f"{'9' * 400} men were killed in Gulu. Two teachers were arrested in Lira on Monday.", english)

    assert [(c.act, c.count.low) for c in reading.claims if c.act == "arrest"] == [("arrest", 2)]
    assert all(c.count.low < 10_000_000_000 for c in reading.claims)


def test_a_report_of_the_last_day_of_the_calendar_is_read(english: EnglishTools) -> None:
    reading = read("Three men were killed in Lira on 31 December 9999.", english, date.max)

    assert [c.count.low for c in reading.claims] == [3]


def test_a_long_line_of_capitals_is_no_dateline_and_is_told_at_once() -> None:
    began = time.process_time()

    assert not is_dateline("POLICE ARRESTED CARLOS GALAN AND " * 400)
    assert is_dateline("LIMA, 4 MAR 91 (EFE) --")
    assert time.process_time() - began < 0.5


def test_sources_who_only_go_back_are_looked_for_in_few_rounds(
    english: EnglishTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []

    def counting(page: Sequence[Sentence], heard: Iterable[int], at_once: int) -> frozenset[int]:
        rounds.append(at_once)
        return find_unheard(page, heard, at_once)

    monkeypatch.setattr("bearwitness.reading.english.read.find_unheard", counting)
    reading = read("The source said so.\n\n" * 200 + "The source said two men were killed in Lira.", english)

    assert [c.count.low for c in reading.claims] == [2]
    assert len(rounds) < 10


@pytest.mark.parametrize("text", [
    "\u202aTwo men\u202c were \u200fkilled\u200e in Lira on 3 May.", "\ufeffTwo men were\u200b killed in Lira on \u200e3\u200e May.",
])  # fmt: skip
def test_marks_of_direction_hide_no_act(text: str, english: EnglishTools) -> None:
    claims = read(text, english).claims

    assert [(c.act, c.count.low, c.where.name if c.where else None) for c in claims] == [("killing", 2, "Lira")]
    assert all(q.text == text[q.start : q.end] for c in claims for q in c.quotes)
