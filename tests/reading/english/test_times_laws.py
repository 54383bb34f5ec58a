"""Laws of reading dates that hold for every text, every day and every publication date."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.records import When
from bearwitness.reading.calendar import prec_of
from bearwitness.reading.english.times.times import find_times, resolve_shift

MONTHS = [date(2001, month, 1).strftime("%B") for month in range(1, 13)]
WEEKDAYS = [date(2001, 1, day).strftime("%A") for day in range(1, 8)]
WORDS = [
    "on", "in", "the", "of", "from", "to", "and", "between", "May", "March", "june", "29", "5", "29th", "2019",
    "1989", "'89", "Friday", "sat", "last", "next", "this", "early", "mid", "late", "-", "–", ",", ".", "/",
    ":", "ago", "later", "earlier", "two", "several", "a", "week", "weeks", "day", "days", "month", "years",
    "old", "morning", "night", "noon", "10:35", "p.m.", "2019-05-29", "3/4/2018", "same", "following", "before",
    "after", "past", "every", "now", "spring", "fall", "quarter", "first", "second", "half", "fiscal",
    "Christmas", "will", "was", "people", "that", "\n\n",
]  # fmt: skip

any_day = st.dates(date(1901, 1, 1), date(2098, 12, 31))
published = st.one_of(st.none(), st.dates())
date_salad = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(st.one_of(st.text(max_size=200), date_salad), published)
@settings(max_examples=400, deadline=None)
def test_never_raises_and_offsets_are_exact(text: str, published_on: date | None) -> None:
    last_end = 0
    for timex in find_times(text, published_on):
        assert timex.text == text[timex.start : timex.end]
        assert last_end <= timex.start < timex.end
        last_end = timex.end
        assert timex.value
        if timex.when is None:
            continue
        when = timex.when
        assert (when.earliest is None) == (when.latest is None)
        if when.earliest is not None and when.latest is not None:
            assert when.earliest <= when.latest
            assert when.prec == prec_of(when.earliest, when.latest)
            assert when.month_day is None
        else:
            assert when.month_day is not None


@given(date_salad)
@settings(max_examples=300, deadline=None)
def test_no_year_is_invented_without_publication(text: str) -> None:
    said = {"2019", "2018", "1989"}
    for timex in find_times(text, None):
        if timex.when is not None and timex.when.earliest is not None:
            assert any(year in text or year[2:] in text for year in said)
    without_years = " ".join(word for word in text.split(" ") if not any(y in word for y in ("20", "19", "89")))
    for timex in find_times(without_years, None):
        assert timex.when is None or timex.when.earliest is None


@given(any_day, st.integers(0, 4000))
@settings(max_examples=200, deadline=None)
def test_a_date_written_in_many_forms_reads_back(day: date, days_before: int) -> None:
    month = MONTHS[day.month - 1]
    forms = [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3].upper()} {day.day}, {day.year}",
        f"{WEEKDAYS[day.weekday()]}, {month} {day.day}, {day.year}",
        f"the {day.day}{_ending(day.day)} of {month} {day.year}",
        f"{day.day} {month[:3].upper()} {day.year}",
        day.isoformat(),
    ]
    if day.day > 12:
        forms += [f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"]
    for form in forms:
        found = find_times(f"They were held on {form}.", day + timedelta(days=days_before))
        assert [(t.value, t.when.earliest if t.when else None) for t in found] == [(day.isoformat(), day)], form


def _ending(number: int) -> str:
    return "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


@given(any_day, st.integers(0, 6))
@settings(max_examples=200, deadline=None)
def test_a_weekday_is_the_most_recent_one_up_to_publication(published_on: date, weekday: int) -> None:
    (timex,) = find_times(f"Two people were arrested on {WEEKDAYS[weekday]}.", published_on)
    assert timex.when is not None
    assert timex.when.earliest is not None
    assert timex.when.earliest.weekday() == weekday
    assert 0 <= (published_on - timex.when.earliest).days <= 6


@given(any_day, st.integers(1, 240))
@settings(max_examples=200, deadline=None)
def test_a_day_without_a_year_is_the_nearest_past_one(published_on: date, days_before: int) -> None:
    day = published_on - timedelta(days=days_before)
    (timex,) = find_times(f"Two people were arrested on {MONTHS[day.month - 1]} {day.day}.", published_on)
    assert timex.value == day.isoformat()


@given(any_day, st.integers(1, 20), st.sampled_from(["later", "earlier"]))
@settings(max_examples=100, deadline=None)
def test_shifts_move_by_what_they_say_and_resolve_shift_agrees(day: date, amount: int, way: str) -> None:
    text = f"On {day.isoformat()} he fled. {amount} days {way}, two were arrested."
    anchor, timex = find_times(text, None)
    moved = day + timedelta(days=amount if way == "later" else -amount)
    assert timex.value == moved.isoformat()
    assert anchor.when is not None
    assert resolve_shift(timex, anchor.when) == timex.when
    there = When(earliest=moved, latest=moved, prec=1, basis="stated", text="then")
    assert resolve_shift(timex, there) != timex.when


@pytest.mark.parametrize(
    "junk",
    [
        "1" * 1_000_000,
        "1,1.1:1/" * 60_000 + "a",
        "a" * 1_000_000,
        "(" * 1_000_000,
        "\n" + " " * 1_000_000 + "x",
        "'s" * 200_000,
        "the same of in " * 15_000,
        "2019-" * 10_000,
    ],
    ids=["digits", "numbers", "letters", "brackets", "spaces", "clitics", "function words", "years"],
)
def test_long_junk_takes_linear_time(junk: str) -> None:
    half, whole = _seconds(junk[: len(junk) // 2]), _seconds(junk)
    assert whole < max(6 * half, 1.5)


def _seconds(text: str) -> float:
    begin = time.process_time()
    find_times(text, date(2019, 6, 3))
    return time.process_time() - begin
