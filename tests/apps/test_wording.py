"""Counts, days, places and quotes in words; ids short and unambiguous; text that cannot command a terminal."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.apps.ids import find_length, shorten_in
from bearwitness.apps.quoting import highlight
from bearwitness.apps.wording import clean, say_count, say_count_briefly, say_voices, say_when, say_where
from bearwitness.core.records import Count, Quote, Voice, When, Where
from bearwitness.core.vocabulary import Unit
from tests.strategies import counts, whens, wheres


@given(st.text())
def test_clean_keeps_every_offset_and_no_command(text: str) -> None:
    shown = clean(text)
    assert len(shown) == len(text)
    assert not {c for c in shown if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n", "\t"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.sets(st.text(alphabet="0123456789abcdef", min_size=16, max_size=16).map("c_{}".format), min_size=1))
def test_short_ids_tell_all_apart(ids: set[str]) -> None:
    length = find_length(ids)
    assert len({ident[:length] for ident in ids}) == len(ids)
    assert length >= 8


def test_ids_in_a_reason_are_shortened_and_other_words_are_not() -> None:
    reason = "2 people in Yanji (c_0123456789abcdef, c_1, abc_0123456789abcdef)"
    assert shorten_in(reason, lambda ident: ident[:8]) == "2 people in Yanji (c_012345, c_1, abc_0123456789abcdef)"


@pytest.mark.parametrize(
    ("low", "high", "unit", "whole", "brief"),
    [
        (4, 4, "person", "4", "4"),
        (41, None, "person", "at least 41", "41+"),
        (27, 33, "person", "27 to 33", "27–33"),
        (2101, None, "person", "at least 2,101", "2,101+"),
        (1, 1, "place", "1 place", "1 place"),
        (2, None, "place", "at least 2 places", "2+ places"),
        (2, 2, "family", "2 families", "2 families"),
    ],
)
def test_counts_in_words(low: int, high: int | None, unit: Unit, whole: str, brief: str) -> None:
    count = Count(low=low, high=high, unit=unit, text="")
    assert (say_count(count), say_count_briefly(count)) == (whole, brief)


def make_when(first: str | None, last: str | None, month_day: str | None = None) -> When:
    ends = [None if day is None else date.fromisoformat(day) for day in (first, last)]
    return When(earliest=ends[0], latest=ends[1], prec=1, basis="stated", text="", month_day=month_day)


@pytest.mark.parametrize(
    ("when", "whole", "brief"),
    [
        (None, "unknown", "unknown"),
        (make_when(None, None), "unknown", "unknown"),
        (make_when("2021-03-17", "2021-03-17"), "17 March 2021", "17 Mar 2021"),
        (make_when(None, "2021-03-17"), "by 17 March 2021", "by 17 Mar 2021"),
        (make_when("2021-03-17", None), "since 17 March 2021", "since 17 Mar 2021"),
        (make_when("2021-02-01", "2021-02-28"), "February 2021", "Feb 2021"),
        (make_when("2021-01-01", "2021-12-31"), "2021", "2021"),
        (make_when("2021-07-01", "2021-08-31"), "July – August 2021", "Jul – Aug 2021"),
        (make_when("2021-03-17", "2021-03-18"), "17–18 March 2021", "17–18 Mar 2021"),
        (make_when("2021-03-17", "2021-04-02"), "17 March – 2 April 2021", "17 Mar – 2 Apr 2021"),
        (make_when("2020-12-30", "2021-01-02"), "30 December 2020 – 2 January 2021", "30 Dec 2020 – 2 Jan 2021"),
        (make_when("9999-12-01", "9999-12-31"), "December 9999", "Dec 9999"),
        (make_when(None, None, "05-24"), "24 May, no year", "24 May, no year"),
        (make_when(None, None, "09"), "September, no year", "Sep, no year"),
    ],
)
def test_days_in_words(when: When | None, whole: str, brief: str) -> None:
    assert (say_when(when), say_when(when, briefly=True)) == (whole, brief)


def test_what_is_inferred_is_marked_in_lists_as_well() -> None:
    when = replace(make_when("2021-03-17", "2021-03-17"), inferred=True)
    assert (say_when(when), say_when(when, briefly=True)) == ("17 March 2021 (inferred)", "17 Mar 2021?")
    town, country = (replace(make_where(n, p), basis="inferred") for n, p in (("Yanji", 2), ("China", 6)))
    assert (say_where(town), say_where(town, briefly=True)) == ("near Yanji, Jilin, CN (inferred)", "near Yanji, CN?")
    assert (say_where(country), say_where(country, briefly=True)) == ("China (inferred)", "China")


def make_where(name: str, prec: int) -> Where:
    return Where(
        name=name, geonameid=None, country="CN", admin1="Jilin", admin2=None, lat=None, lon=None, prec=prec, text=""
    )


@pytest.mark.parametrize(
    ("where", "whole", "brief"),
    [
        (None, "unknown", "unknown"),
        (make_where("Yanji", 1), "Yanji, Jilin, CN", "Yanji, CN"),
        (make_where("Yanji", 2), "near Yanji, Jilin, CN", "near Yanji, CN"),
        (make_where("Jilin", 4), "Jilin, CN", "Jilin, CN"),
        (make_where("China", 6), "China", "China"),
    ],
)
def test_places_in_words(where: Where | None, whole: str, brief: str) -> None:
    assert (say_where(where), say_where(where, briefly=True)) == (whole, brief)


@given(count=counts(), when=whens(), where=wheres)
def test_everything_can_be_said(count: Count, when: When, where: Where) -> None:
    assert say_count(count)
    assert say_count_briefly(count)
    assert len(say_when(when, briefly=True)) <= len(say_when(when)) != 0
    assert len(say_where(where, briefly=True)) <= len(say_where(where))


def test_voices_outermost_first() -> None:
    voices = (Voice(kind="outlet", name="Border Lamp"), Voice(kind="official", name=None, text="a spokesman"))
    assert say_voices(voices) == "Border Lamp ← a spokesman (official)"
    assert say_voices((Voice(kind="outlet", name=None),)) == "the outlet"


def quote(text: str, words: str) -> Quote:
    start = text.index(words)
    return Quote(start=start, end=start + len(words), text=words)


def test_a_quote_stands_among_the_words_of_its_paragraph() -> None:
    text = "Before.\n\nPolice said two were held in Yanji. No more is known.\n\nAfter."
    assert (
        highlight(text, [quote(text, "two were held")]).plain
        == "Police said »two were held« in Yanji. No more is known."
    )


def test_a_long_paragraph_is_cut_between_words() -> None:
    text = f"{'early ' * 40}two were held{' later' * 40}"
    shown = highlight(text, [quote(text, "two were held")], around=20).plain
    assert shown == "…early early early »two were held« later later later…"


def test_quotes_of_one_claim_come_in_the_order_of_the_text() -> None:
    text = "Two were held.\nThey were in Yanji."
    shown = highlight(text, [quote(text, "Yanji"), quote(text, "Two")]).plain
    assert shown == "»Two« were held.\nThey were in »Yanji«."
