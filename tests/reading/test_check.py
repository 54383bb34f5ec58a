"""The quote gate: whoever found a claim, it passes only with quotes that stand in the report at their offsets."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.records import Claim, Count, Quote, Report
from bearwitness.reading.check import check_claims, find_fault
from tests import strategies

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(TEXTS, st.data())
def test_a_quote_that_stands_there_passes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    fault = find_fault([Quote(start=start, end=end, text=text[start:end])], text)

    assert (fault is None) == bool(text[start:end].strip())


@given(TEXTS, TEXTS, st.integers(-3, 80), st.integers(-3, 80))
def test_a_quote_passes_only_if_it_stands_there(text: str, words: str, start: int, end: int) -> None:
    fault = find_fault([Quote(start=start, end=end, text=words)], text)

    assert (fault is None) == (0 <= start < end <= len(text) and text[start:end] == words and bool(words.strip()))


def test_no_quote_is_no_claim() -> None:
    fault = find_fault([], "Two were arrested.")

    assert fault is not None
    assert fault.code == "quote-missing"


@given(strategies.reports, strategies.claims)
def test_a_fault_never_repeats_the_words(report: Report, claim: Claim) -> None:
    secret = "Zq-unlikely-words"
    forged = replace(claim, quotes=(Quote(start=0, end=len(secret), text=secret),))
    passed, faults = check_claims([forged], replace(report, text="Two were held."))

    assert passed == ()
    assert len(faults) == 1
    assert secret not in faults[0].detail


@given(strategies.claims, st.integers(0, 50), st.integers(0, 50))
def test_a_count_that_cannot_be_is_refused(claim: Claim, low: int, high: int) -> None:
    text = "Two were held."
    report = Report(
        id="r", input="r", url=None, outlet=None, title=None, published_on=None, language="en", sha256="", text=text
    )
    quote = Quote(start=0, end=len(text), text=text)
    counted = replace(claim, quotes=(quote,), count=Count(low=low, high=high, unit="person", text="two"))
    passed, faults = check_claims([counted], report)

    assert (len(passed) == 1) == (low <= high)
    assert [f.code for f in faults] == ([] if low <= high else ["count-impossible"])
