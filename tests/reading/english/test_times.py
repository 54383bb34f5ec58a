"""Reading dates in English: the usual forms, what hangs on publication or on the text, and what is no date at all."""

from datetime import date

import pytest

from bearwitness.core.records import When
from bearwitness.reading.english.times.times import find_times, resolve_shift
from bearwitness.reading.mentions import Shift, Timex

PUBLISHED = date(2019, 6, 3)  # a Monday


def only(text: str, published_on: date | None = PUBLISHED) -> Timex:
    found = find_times(text, published_on)
    assert len(found) == 1, [t.text for t in found]
    return found[0]


def days(timex: Timex) -> tuple[str, str] | None:
    when = timex.when
    if when is None or when.earliest is None or when.latest is None:
        return None
    return when.earliest.isoformat(), when.latest.isoformat()


@pytest.mark.parametrize(
    "words",
    [
        "May 29", "29 May", "29th of May 2019", "the 29th of May, 2019", "May 29, 2019", "May 29th 2019",
        "Wed., May 29", "Wednesday, May 29, 2019", "Wednesday 29 May", "2019-05-29", "29/05/2019", "5/29/2019",
        "29.05.2019", "29 MAY 19", "MAY 29, 2019", "29 MAY",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(words: str) -> None:
    timex = only(f"Four people were held on {words}.")
    assert timex.value == "2019-05-29"
    assert timex.kind == "DATE"
    assert timex.when is not None
    assert (timex.when.prec, timex.when.basis, timex.when.text) == (1, "stated", timex.text)
    assert days(timex) == ("2019-05-29", "2019-05-29")


@pytest.mark.parametrize(
    ("words", "value", "first", "last"),
    [
        ("in May 2019", "2019-05", "2019-05-01", "2019-05-31"),
        ("in April", "2019-04", "2019-04-01", "2019-04-30"),
        ("in late August", "2018-08", "2018-08-16", "2018-08-31"),
        ("in mid-May", "2019-05", "2019-05-08", "2019-05-24"),
        ("in early 2019", "2019", "2019-01-01", "2019-07-02"),
        ("at the end of May", "2019-05", "2019-05-21", "2019-05-31"),
        ("in the first half of 2018", "2018-H1", "2018-01-01", "2018-06-30"),
        ("in spring 2019", "2019-SP", "2019-03-01", "2019-06-20"),
        ("in the summer of 2017", "2017-SU", "2017-06-01", "2017-09-22"),
        ("in the third quarter of 2018", "2018-Q3", "2018-07-01", "2018-09-30"),
        ("in the week of May 20", "2019-W21", "2019-05-20", "2019-05-26"),
        ("on the night of January 3", "2019-01-03TNI", "2019-01-03", "2019-01-03"),
        ("in 2016", "2016", "2016-01-01", "2016-12-31"),
        ("in the 1980s", "198", "1980-01-01", "1989-12-31"),
        ("in fiscal year 2018", "2018", "2018-01-01", "2018-12-31"),
        ("in June last year", "2018-06", "2018-06-01", "2018-06-30"),
        ("last November", "2018-11", "2018-11-01", "2018-11-30"),
        ("on Christmas Day", "2018-12-25", "2018-12-25", "2018-12-25"),
        ("on New Year's Eve", "2018-12-31", "2018-12-31", "2018-12-31"),
        ("on July 4", "2018-07-04", "2018-07-04", "2018-07-04"),
        ("on Sept. 11", "2018-09-11", "2018-09-11", "2018-09-11"),
        ("after the Sept. 11 attacks", "2001-09-11", "2001-09-11", "2001-09-11"),
        ("on Good Friday", "2019-04-19", "2019-04-19", "2019-04-19"),
        ("on 13 JAN 89", "1989-01-13", "1989-01-13", "1989-01-13"),
    ],
)
def test_periods(words: str, value: str, first: str, last: str) -> None:
    timex = only(f"They were arrested {words}.")
    assert (timex.value, days(timex)) == (value, (first, last))


@pytest.mark.parametrize(
    ("words", "value", "day"),
    [
        ("on Wednesday", "2019-05-29", "2019-05-29"),
        ("on Monday", "2019-06-03", "2019-06-03"),
        ("last Monday", "2019-05-27", "2019-05-27"),
        ("last Wednesday", "2019-05-29", "2019-05-29"),
        ("Wednesday night", "2019-05-29TNI", "2019-05-29"),
        ("next Monday", "2019-06-10", "2019-06-10"),
        ("yesterday", "2019-06-02", "2019-06-02"),
        ("the day before yesterday", "2019-06-01", "2019-06-01"),
        ("today", "2019-06-03", "2019-06-03"),
        ("tonight", "2019-06-03TNI", "2019-06-03"),
        ("last night", "2019-06-02TNI", "2019-06-02"),
        ("three days ago", "2019-05-31", "2019-05-31"),
        ("at 10:35 a.m. Friday", "2019-05-31T10:35", "2019-05-31"),
        ("at 7:30 Tuesday night", "2019-05-28T19:30", "2019-05-28"),
        ("LAST SATURDAY", "2019-06-01", "2019-06-01"),
        ("YESTERDAY", "2019-06-02", "2019-06-02"),
    ],
)
def test_days_relative_to_publication(words: str, value: str, day: str) -> None:
    timex = only(f"They were arrested {words}.")
    assert (timex.value, days(timex)) == (value, (day, day))
    assert timex.when is not None
    assert timex.when.basis == "relative"


@pytest.mark.parametrize(
    ("words", "value", "first", "last", "prec"),
    [
        ("last month", "2019-05", "2019-05-01", "2019-05-31", 4),
        ("last year", "2018", "2018-01-01", "2018-12-31", 5),
        ("this month", "2019-06", "2019-06-01", "2019-06-30", 4),
        ("last week", "2019-W22", "2019-05-27", "2019-06-02", 3),
        ("over the weekend", "2019-W22-WE", "2019-06-01", "2019-06-02", 2),
        ("two weeks ago", "2019-W21", "2019-05-20", "2019-05-26", 3),
        ("earlier this year", "2019", "2019-01-01", "2019-06-03", 5),
    ],
)
def test_longer_periods_relative_to_publication(words: str, value: str, first: str, last: str, prec: int) -> None:
    timex = only(f"They were arrested {words}.")
    assert (timex.value, days(timex)) == (value, (first, last))
    assert timex.when is not None
    assert (timex.when.prec, timex.when.basis) == (prec, "relative")


@pytest.mark.parametrize(
    "sentence",
    [
        "He will appear in court on Friday.",
        "The hearing is scheduled for Friday.",
        "She is expected to be sentenced on Friday.",
        "They have until Friday to answer.",
        "He was told that he would be released this Friday.",
    ],
)
def test_verbs_that_look_ahead_turn_a_weekday_round(sentence: str) -> None:
    assert only(sentence).value == "2019-06-07"


def test_the_verb_that_governs_decides() -> None:
    found = find_times(
        "The men, who will be tried, were arrested on Friday and will be released on Tuesday.", PUBLISHED
    )
    assert [t.value for t in found] == ["2019-05-31", "2019-06-04"]


def test_a_month_of_the_future_needs_words_of_the_future() -> None:
    assert only("They were arrested in August.").value == "2018-08"
    assert only("The trial will begin in August.").value == "2019-08"
    assert only("They were arrested on December 20.").value == "2018-12-20"


@pytest.mark.parametrize(
    ("text", "values", "first", "last"),
    [
        ("on May 10-12", ["2019-05-10/2019-05-12"], "2019-05-10", "2019-05-12"),
        ("between May 10 and 12", ["2019-05-10", "2019-05-12"], "2019-05-10", "2019-05-12"),
        ("from 3 to 5 May", ["2019-05-03", "2019-05-05"], "2019-05-03", "2019-05-05"),
        ("on January 15 or 16", ["2019-01-15", "2019-01-16"], "2019-01-15", "2019-01-16"),
        ("in April and May", ["2019-04", "2019-05"], "2019-04-01", "2019-05-31"),
        ("from July 2016 to June 2017", ["2016-07", "2017-06"], "2016-07-01", "2017-06-30"),
        ("from November to February", ["2018-11", "2019-02"], "2018-11-01", "2019-02-28"),
        ("from 2014 to 2016", ["2014", "2016"], "2014-01-01", "2016-12-31"),
    ],
)
def test_joined_dates_keep_their_own_values_and_share_the_stretch(
    text: str, values: list[str], first: str, last: str
) -> None:
    found = find_times(f"They were arrested {text}.", PUBLISHED)
    assert [t.value for t in found] == values
    assert {days(t) for t in found} == {(first, last)}


@pytest.mark.parametrize(
    ("words", "value", "kind"),
    [
        ("for three days", "P3D", "DURATION"),
        ("for five years", "P5Y", "DURATION"),
        ("for several months", "PXM", "DURATION"),
        ("for two decades", "P20Y", "DURATION"),
        ("for a year and a half", "P1Y6M", "DURATION"),
        ("in a two-day operation", "P2D", "DURATION"),
        ("over the past several months", "PXM", "DURATION"),
        ("every week", "P1W", "SET"),
        ("each Thursday", "XXXX-WXX-4", "SET"),
        ("recently", "PAST_REF", "DATE"),
        ("now", "PRESENT_REF", "DATE"),
    ],
)
def test_durations_sets_and_vague_words_have_no_day(words: str, value: str, kind: str) -> None:
    timex = only(f"They were held {words}.")
    assert (timex.value, timex.kind, timex.when) == (value, kind, None)


def test_a_stretch_back_from_publication_has_days() -> None:
    timex = only("At least 41 were arrested in the past two weeks.")
    assert (timex.value, timex.kind, days(timex)) == ("P2W", "DURATION", ("2019-05-20", "2019-06-03"))


@pytest.mark.parametrize(
    ("words", "value", "amount", "unit"),
    [
        ("The same day", "2019-05-15", 0, "day"),
        ("That day", "2019-05-15", 0, "day"),
        ("Two days later", "2019-05-17", 2, "day"),
        ("The following day", "2019-05-16", 1, "day"),
        ("The next morning", "2019-05-16TMO", 1, "day"),
        ("The day before", "2019-05-14", -1, "day"),
        ("A week earlier", "2019-W19", -1, "week"),
        ("The following week", "2019-W21", 1, "week"),
        ("That month", "2019-05", 0, "month"),
        ("The same year", "2019", 0, "year"),
    ],
)
def test_what_hangs_on_the_text(words: str, value: str, amount: int, unit: str) -> None:
    anchor, timex = find_times(f"On May 15 he crossed the river. {words}, two others were held.", PUBLISHED)
    assert anchor.shift is None
    assert timex.value == value
    assert timex.shift is not None
    assert (timex.shift.amount, timex.shift.unit) == (amount, unit)
    assert timex.when is not None
    assert (timex.when.basis, timex.when.anchor) == ("relative", "May 15")


def test_without_an_anchor_the_same_day_is_no_day() -> None:
    timex = only("Another four were arrested the same day.")
    assert timex.when is None
    assert timex.shift == Shift(amount=0, unit="day")


def test_resolve_shift_against_another_anchor() -> None:
    timex = find_times("On May 15 he fled. Two days later, she was held.", PUBLISHED)[1]
    other = When(earliest=date(2019, 5, 20), latest=date(2019, 5, 21), prec=2, basis="stated", text="May 20 or 21")
    moved = resolve_shift(timex, other)
    assert moved is not None
    assert (moved.earliest, moved.latest, moved.prec) == (date(2019, 5, 22), date(2019, 5, 23), 2)
    assert (moved.basis, moved.text, moved.anchor) == ("relative", "Two days later", "May 20 or 21")
    unknown = When(earliest=None, latest=None, prec=1, basis="stated", text="May 30", month_day="05-30")
    assert (resolve_shift(timex, unknown) or other).month_day == "06-01"


def test_resolve_shift_says_none_where_nothing_can_be_said() -> None:
    shifted = find_times("On May 15 he fled. Two days later, she was held.", PUBLISHED)[1]
    plain = only("on May 15")
    leap = When(earliest=None, latest=None, prec=1, basis="stated", text="February 27", month_day="02-27")
    edge = When(earliest=date.max, latest=date.max, prec=1, basis="stated", text="then")
    assert resolve_shift(shifted, leap) is None  # 29 February or 1 March: it depends on the year
    assert resolve_shift(shifted, edge) is None
    assert resolve_shift(plain, edge) is None


def test_the_year_that_the_text_tells_about() -> None:
    found = find_times(
        "On March 3, 2016, he was arrested. On March 5 he was moved. In 2014 she fled and on May 3 hid.", PUBLISHED
    )
    assert [t.value for t in found] == ["2016-03-03", "2016-03-05", "2014", "2014-05-03"]
    found = find_times("The treaty of December 21, 1988, still holds.\n\nOn May 3 he was arrested.", PUBLISHED)
    assert [t.value for t in found] == ["1988-12-21", "2019-05-03"]


@pytest.mark.parametrize(
    ("words", "value", "month_day"),
    [
        ("on May 24", "XXXX-05-24", "05-24"),
        ("in May", "XXXX-05", "05"),
        ("on Christmas Day", "XXXX-12-25", "12-25"),
    ],
)
def test_without_publication_the_year_stays_unknown(words: str, value: str, month_day: str) -> None:
    timex = only(f"They were arrested {words}.", None)
    assert timex.value == value
    assert timex.when is not None
    assert (timex.when.earliest, timex.when.latest, timex.when.month_day) == (None, None, month_day)
    assert timex.when.basis == "stated"


@pytest.mark.parametrize(
    ("words", "value"), [("on Wednesday", "XXXX-WXX-3"), ("last year", "XXXX"), ("today", "XXXX-XX-XX")]
)
def test_without_publication_what_hangs_on_it_has_no_day(words: str, value: str) -> None:
    timex = only(f"They were arrested {words}.", None)
    assert (timex.value, timex.when) == (value, None)


def test_the_next_day_of_a_day_without_a_year() -> None:
    timex = find_times("On May 31 he fled. The next day, two were held.", None)[1]
    assert timex.when is not None
    assert timex.when.month_day == "06-01"


def test_numeric_dates_that_both_orders_allow() -> None:
    either = only("Arrested 03/04/2018.")
    assert (either.value, days(either)) == ("2018", ("2018-03-04", "2018-04-03"))
    assert only("Arrested 05/06/2019.").value == "2019-05-06"  # 6 May: 5 June lies after publication
    proven = find_times("Arrested 03/04/2018, released 13/04/2018.", PUBLISHED)
    assert [t.value for t in proven] == ["2018-04-03", "2018-04-13"]


@pytest.mark.parametrize(
    "sentence",
    [
        "They were 13 and 18, and a nine-year-old was with them.",
        "The woman is 43 years old.",
        "Theresa May said that they may have gone.",
        "The march went on; he will march again.",
        "They sat in the sun.",
        "The team won 3-2.",
        "Call 555-2019 or 0800 1990.",
        "The lorry stopped on Route 66.",
        "Version 2.0.19 costs $1995.",
        "It happened in the 1900 block of the street.",
        "IT MAY BE THAT THEY MARCH.",
        "He ranked second; the fall of the town came first.",
        "There were 2019 people in the camp.",
        "An editor told Daily NK and the Weekly Courier.",
    ],
)
def test_what_is_no_date(sentence: str) -> None:
    assert [t.text for t in find_times(sentence, PUBLISHED)] == []


def test_a_number_beside_a_month_may_count_people() -> None:
    assert only("In May 20 people were arrested.").value == "2019-05"
    assert only("On May 10, 12 people were arrested.").value == "2019-05-10"


def test_dates_do_not_cross_paragraphs() -> None:
    found = find_times("Arrests in May\n\n10 people were held on Friday", PUBLISHED)
    assert [t.value for t in found] == ["2019-05", "2019-05-31"]
