"""The inferred date of a story: what it may change, what it never may, and that the weights give the same each time."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.contract import render_reading
from bearwitness.core.records import Reading, Report, When
from bearwitness.core.tables import load_table
from bearwitness.reading.calendar import month_end
from bearwitness.reading.check import check_claims
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.reading.english.story.story_clues import Candidate, read_calendar
from bearwitness.reading.english.story.story_dates import choose_date, sum_shares, weigh
from bearwitness.reading.mentions import Timex
from bearwitness.workflow.inputs import find_inputs
from tests.reading_cases import load_cases

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
CHOIR = (
    "Police in Minsk have arrested five members of a choir.\n\n"
    "The choir sang in a metro station on 14 August. Its members are students and nurses."
)
CLUES = sorted(load_table("reading.english", "story_dates_weights.toml")["weights"])


def make_report(text: str, published_on: date | None = date(2020, 8, 17)) -> Report:
    return Report(
        id="r", input="r", url=None, outlet=None, title=None, published_on=published_on, language="en", sha256="", text=text
    )  # fmt: skip


def find_texts() -> list[Report]:
    """The samples, and the cases written for this."""
    samples = [c.report for c in find_inputs([str(SAMPLES)], io.BytesIO()) if c.report is not None]
    own = [c for c in load_cases() if c.id.startswith("story-")]
    return [*samples, *(make_report(c.text, c.row.get("published_on")) for c in own)]


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    first = draw(st.dates(min_value=date(2018, 1, 1), max_value=date(2020, 12, 31)))
    prec = draw(st.sampled_from([1, 4, 5]))
    last = first if prec == 1 else month_end(first.year, first.month) if prec == 4 else date(first.year, 12, 31)
    first = first if prec == 1 else first.replace(day=1) if prec == 4 else date(first.year, 1, 1)
    when = When(earliest=first, latest=last, prec=prec, basis="stated", text="then")
    calendar = read_calendar(when)
    assert calendar is not None
    clues = frozenset(draw(st.lists(st.sampled_from([*CLUES, "a clue nobody learned"]), max_size=12)))
    return Candidate(
        timex=Timex(start=0, end=4, text="then", value="", kind="DATE", when=when), calendar=calendar, clues=clues
    )


def test_only_missing_dates_are_filled_and_marked(english: EnglishTools) -> None:
    filled = 0
    for report in find_texts():
        plain, dated = (read_english(report, english, dated=d) for d in (False, True))
        assert (plain.statements, plain.sums, plain.faults) == (dated.statements, dated.sums, dated.faults)
        for before, after in zip(plain.claims, dated.claims, strict=True):
            if before == after:
                continue
            filled += 1
            assert before.when is None or before.when.basis == "publication"
            assert after.when is not None
            assert after.when.inferred
            assert after.when.anchor is not None
            assert after.when.anchor in report.text
            assert after.when.known_until == report.published_on
            assert _without_date(before, plain) == _without_date(after, dated)
    assert filled >= 3


def _without_date(claim: object, reading: Reading) -> list[dict[str, object]]:
    rows = [r for r, c in zip(render_reading(reading)["claims"], reading.claims, strict=True) if c == claim]
    return [{k: v for k, v in r.items() if k != "when"} for r in rows]


def test_every_claim_still_passes_the_quote_gate(english: EnglishTools) -> None:
    for report in find_texts():
        claims = read_english(report, english).claims
        assert check_claims(claims, report) == (claims, ())


def test_the_same_report_gives_the_same_date(english: EnglishTools) -> None:
    assert read_english(make_report(CHOIR), english) == read_english(make_report(CHOIR), english)
    assert read_english(make_report(CHOIR), english) == read_english(make_report(CHOIR), english, screened=False)


@pytest.mark.parametrize("published_on", [date(2020, 8, 13), date(2021, 12, 1)])
def test_no_story_is_dated_after_its_report_or_long_before(published_on: date, english: EnglishTools) -> None:
    text = CHOIR.replace("14 August", "14 August 2020")
    (claim,) = read_english(make_report(text, published_on), english).claims
    assert claim.when is not None
    assert claim.when.basis == "publication"


@given(st.lists(candidates(), min_size=1, max_size=8))
def test_shares_are_parts_of_one_whole(found: list[Candidate]) -> None:
    shares = weigh(found)
    assert all(share > 0 for share in shares)
    assert sum(shares) < 1
    assert sum(sum_shares(found, shares, 1).values()) == pytest.approx(sum(shares))


@given(st.lists(candidates(), min_size=1, max_size=8), st.dates(min_value=date(2018, 1, 1), max_value=date(2021, 6, 1)))
def test_a_chosen_date_is_one_of_the_text_and_not_after_the_report(found: list[Candidate], published_on: date) -> None:
    when = choose_date(found, published_on)
    if when is not None and when.earliest is not None and when.latest is not None:
        assert when.earliest <= published_on
        assert any(c.calendar[0] == when.earliest.year for c in found)
        assert when.earliest <= when.latest


def test_weights_are_small_known_numbers() -> None:
    table = load_table("reading.english", "story_dates_weights.toml")
    assert all(abs(weight) < 5 for weight in table["weights"].values())
    assert all(0 < share < 1 for share in table["enough"].values())
