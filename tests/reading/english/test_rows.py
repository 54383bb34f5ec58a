"""Lists and tables: what their rows must never give away or make up."""

from datetime import date
from hashlib import sha256

import pytest

from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.parsing.sentences import split_cells
from bearwitness.reading.english.read import EnglishTools, read_english


def _read(text: str, tools: EnglishTools) -> Reading:
    report = Report(
        id="r", input="r", url=None, outlet=None, title=None, published_on=date(2021, 6, 1), language="en",
        sha256=sha256(text.encode()).hexdigest(), text=text,
    )  # fmt: skip
    return read_english(report, tools)


LIST = "Detained in May 2021:\n\n- 2 May: a driver Hassan Okello, Minsk\n- 7 May: 1 journalist Maria Petrova, Grodno"


def test_names_in_rows_stand_nowhere_but_in_the_quotes(english: EnglishTools) -> None:
    reading = _read(LIST, english)
    assert len(reading.claims) == 2
    for claim in reading.claims:
        told = f"{claim.people} {claim.count} {claim.actor} {claim.voices}"
        assert not any(name in told for name in ("Hassan", "Okello", "Maria", "Petrova"))


def test_each_row_is_quoted_as_the_row(english: EnglishTools) -> None:
    text = "Date\tTown\tKilled\n2 May 2021\tMinsk\t3\n7 May 2021\tGrodno\t1"
    quotes = [c.quotes[0] for c in _read(text, english).claims]
    assert [text[q.start : q.end] for q in quotes] == ["2 May 2021\tMinsk\t3", "7 May 2021\tGrodno\t1"]
    assert all(q.text == text[q.start : q.end] for q in quotes)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a\tb\t\tc", ["a", "b", "", "c"]),
        ("no table at all", []),
        ("one | bar", []),
        ("a\t" + "word " * 20, []),
    ],
)
def test_cells_of_a_line(line: str, cells: list[str]) -> None:
    assert [line[a:b] for a, b in split_cells(line)] == cells


def test_a_row_that_does_not_fit_its_header_gives_nothing(english: EnglishTools) -> None:
    text = "Date\tTown\tKilled\tWounded\n2 May 2021\tMinsk\t3\n7 May 2021\tGrodno\t1\t5"
    assert [c.count.low for c in _read(text, english).claims] == [1, 5]
