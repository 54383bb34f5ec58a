"""A batch is read report by report: every quote stands in its text, nothing an outlet prints stops the reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bearwitness.core.records import Quote, Reading, Report
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import Overrides
from bearwitness.workflow.reading import ReadOptions, read_batch
from tests.reading_cases import load_cases

OPTIONS = ReadOptions(overrides=Overrides())
LAWS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CASES = [case.text for case in load_cases()]

case_texts = st.lists(st.sampled_from(CASES), min_size=1, max_size=3).map("\n\n".join)
odd = st.sampled_from([
    "\x00", "\x1b[31m", "\u202e", "\u200f", "\ufeff", "\ufffd", "\u2028", "\x85", "\U0001f6a8", "e\u0301", "ﬁ", "İ", "ß",
    "٣", "⁷", "三人", "두 명", "اعتقلت الشرطة", "100,000,000,000", "31 February", "5/5/5", "the the", "((((", "“", "\n\n\n", "…",
    " were arrested in ", " killed ", " two of them ", " on May 12 ", " another ", "bringing the total to",
])  # fmt: skip
odd_texts = st.lists(odd | st.text(max_size=12) | st.sampled_from(CASES).map(lambda text: text[:40]), max_size=6).map(
    "".join
)


def make_report(text: str, published: date | None = date(2021, 6, 8)) -> Report:
    return Report(
        id="r_1", input="a.txt", url=None, outlet="Border Lamp", title=None, published_on=published, language="en",
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text=text,
    )  # fmt: skip


def capture(text: str, name: str = "a.txt") -> Captured:
    return Captured(input=name, id="r_1", report=replace(make_report(text), input=name))


def find_quotes(reading: Reading) -> Iterator[Quote]:
    for claim in reading.claims:
        yield from claim.quotes
    for statement in reading.statements:
        yield from statement.quotes
    for total in reading.sums:
        yield from total.quotes


def check_reading(reading: Reading) -> None:
    """What holds of every reading of every text."""
    text = reading.report.text
    assert all(quote.text == text[quote.start : quote.end] != "" for quote in find_quotes(reading))
    assert all(claim.quotes for claim in reading.claims)
    ids = [claim.id for claim in reading.claims]
    assert len(set(ids)) == len(ids)
    assert {relation.to for claim in reading.claims for relation in claim.relations} <= set(ids)
    assert {ident for total in reading.sums for ident in total.claims} <= set(ids)
    assert {ident for statement in reading.statements for ident in statement.about} <= set(ids)
    for claim in reading.claims:
        assert claim.count.low >= 0
        assert claim.count.high is None or claim.count.high >= claim.count.low
        assert claim.people.names == ()


@LAWS
@given(text=case_texts, published=st.none() | st.dates(date(2015, 1, 1), date(2024, 12, 31)))
def test_every_quote_stands_in_its_text(text: str, published: date | None, english: EnglishTools) -> None:
    check_reading(read_english(make_report(text, published), english))


@LAWS
@given(text=odd_texts)
def test_no_text_stops_the_reader(text: str, english: EnglishTools) -> None:
    check_reading(read_english(make_report(text), english))


@settings(LAWS, max_examples=15)
@given(texts=st.lists(case_texts, min_size=2, max_size=3))
def test_the_same_text_gives_the_same_reading(texts: list[str], english: EnglishTools) -> None:
    """Whatever was read before it."""
    items = [capture(text) for text in texts]
    first = list(read_batch(items, lambda: english, OPTIONS))
    assert list(read_batch(reversed(items), lambda: english, OPTIONS)) == first[::-1]


def test_each_item_of_a_batch_gets_its_line_in_order(english: EnglishTools) -> None:
    items = [
        capture("Two refugees were arrested in Yanji on May 12."),
        Captured(input="b.txt", error="it is empty; give another"),
        Captured(input="folder", notes=("2 files were passed over",)),
        capture("No news today.", "c.txt"),
    ]
    readings = list(read_batch(items, lambda: english, OPTIONS))
    assert [r.report.input for r in readings] == ["a.txt", "b.txt", "c.txt"]
    assert [len(r.claims) for r in readings] == [1, 0, 0]
    assert [r.error for r in readings] == [None, "it is empty; give another", None]


def test_a_reader_that_fails_leaves_its_report_unread_and_reads_the_next(
    english: EnglishTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error has the kind of the failure and none of the report's words."""

    def fail_on_some(report: Report, tools: EnglishTools, *, names: bool) -> Reading:
        if "Yanji" in report.text:
            raise ValueError(report.text)
        return read_english(report, tools, names=names)

    monkeypatch.setattr("bearwitness.workflow.reading.read_english", fail_on_some)
    items = [capture("Two refugees were arrested in Yanji."), capture("Two refugees were arrested in Kunming.")]
    bad, good = read_batch(items, lambda: english, OPTIONS)
    assert bad.error is not None
    assert "ValueError" in bad.error
    assert "Yanji" not in bad.error
    assert (good.error, len(good.claims)) == (None, 1)


def test_a_text_that_is_too_long_says_what_to_do(english: EnglishTools) -> None:
    (reading,) = read_batch([capture("word " * 600_001)], lambda: english, OPTIONS)
    assert reading.error == "it holds 3,000,005 characters; split it into reports of at most 3,000,000"


def test_tools_are_loaded_only_when_a_report_needs_them() -> None:
    def load() -> EnglishTools:
        raise AssertionError("loaded for nothing")

    items = [Captured(input="a", error="it is empty"), Captured(input="b", notes=("nothing",))]
    assert [r.error for r in read_batch(items, load, OPTIONS)] == ["it is empty"]
