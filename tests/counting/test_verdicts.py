"""The fixed words: what "rose" and "fell" rest on, and the reasons where it cannot be told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.counting.series import Cell
from bearwitness.counting.trend_periods import find_period_named, list_periods
from bearwitness.counting.verdicts import UNREPORTED, Reach, Verdict, decide_change
from bearwitness.counting.volume import Published, Volume, measure_volume
from tests.counting.trend_cells import (
    JULY,
    JUNE,
    REACH,
    Ends,
    cells,
    make_cell,
    make_published,
    make_volume,
    reports,
)


def compare(was: Ends | None, now: Ends | None, few: Volume | None = None, many: Volume | None = None) -> Verdict:
    return decide_change(make_cell(JUNE, was, few, stated=9), make_cell(JULY, now, many, stated=41), REACH)


@given(cells(JUNE), cells(JULY))
def test_rose_and_fell_only_where_the_bounds_do_not_meet(june: Cell, july: Cell) -> None:
    verdict = decide_change(june, july, REACH)

    was, now = june.estimate, july.estimate
    assert was.low is not None
    assert now.low is not None
    if verdict.word == "rose":
        assert was.high is not None
        assert now.low > was.high
    if verdict.word == "fell":
        assert now.high is not None
        assert now.high < was.low
    if verdict.word == "did not change":
        assert was.low == was.high == now.low == now.high != 0
    assert bool(verdict.because) == (verdict.word == "cannot be told")


@given(cells(JUNE), cells(JULY), st.integers(0, 4), st.sampled_from([0, 2, None]))
def test_wider_bounds_never_tell_more(june: Cell, july: Cell, less: int, more: int | None) -> None:
    now = july.estimate
    assert now.low is not None
    high = None if now.high is None or more is None else now.high + more
    wider = replace(july, estimate=replace(now, low=max(0, now.low - less), high=high))

    if decide_change(june, july, REACH).word == "cannot be told":
        assert decide_change(june, wider, REACH).word in {"cannot be told"} | (
            {"did not change"} if wider == july else set()
        )


@given(cells(JUNE), cells(JULY), reports(JUNE), reports(JULY), st.data())
def test_a_report_that_repeats_never_makes_it_rise(
    june: Cell, july: Cell, early: list[Published], late: list[Published], data: st.DataObject
) -> None:
    """A later report of what is known already, of any origin, or at any time a copy: both are more volume and no more people."""

    def decide(early: list[Published], late: list[Published]) -> str:
        pair = (replace(june, volume=measure_volume(JUNE, early)), replace(july, volume=measure_volume(JULY, late)))
        return decide_change(*pair, REACH).word

    known = [telling for one in (*early, *late) for telling in one.tells]
    if decide(early, late) == "rose" or not known:
        return
    incident, _ = data.draw(st.sampled_from(known))
    origin = data.draw(st.sampled_from(["", "a", "b", "new"]))
    retold = make_published("again", JULY.last, (incident, origin), language=data.draw(st.sampled_from(["en", "ko"])))
    assert decide(early, [*late, retold]) != "rose"
    for period, reports_of in ((JUNE, early), (JULY, late)):
        telling = [one for one in reports_of if one.tells]
        if telling:
            copied = replace(data.draw(st.sampled_from(telling)), id="copy", outlet="another")
            more = [*reports_of, copied]
            assert decide(*((more, late) if period is JUNE else (early, more))) != "rose"


def test_rose_and_fell() -> None:
    assert compare((2, 4), (20, 30)) == compare((2, 4), (20, None))
    verdict = compare((2, 4), (20, 30))
    assert (verdict.word, verdict.because) == ("rose", ())
    assert verdict.weighed is not None
    assert verdict.weighed.factor == 5
    assert compare((20, None), (2, 4)).word == "fell"
    assert compare((20, 30), (0, 0)).word == "fell"


def test_did_not_change_only_where_both_are_exact_and_equal() -> None:
    assert compare((7, 7), (7, 7)).word == "did not change"
    assert compare((7, 8), (7, 8)).word == "cannot be told"
    assert compare((0, 0), (0, 0)).because == ("no report tells of anybody in either period",)


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ((3, 10), (5, 12), "the bounds overlap: 3 to 10 in June 2017 and 5 to 12 in July 2017"),
        ((3, 5), (5, 12), "the bounds overlap: 3 to 5 in June 2017 and 5 to 12 in July 2017"),
        ((3, None), (12, 20), "June 2017 is open above: at least 3, and nothing says how many at most"),
        (None, (5, 12), "the claims of June 2017 cannot all be true"),
    ],
)
def test_the_reason_where_bounds_do_not_tell(was: Ends | None, now: Ends, reason: str) -> None:
    verdict = compare(was, now)
    assert (verdict.word, verdict.because) == ("cannot be told", (reason,))


def test_what_is_not_known_of_claims_and_links_is_named() -> None:
    june = replace(make_cell(JUNE, (3, 10)), undated=("c_1",), unsure=2)
    july = replace(make_cell(JULY, (5, 12)), undated=("c_1", "c_2"), unplaced=("c_3",), unsure=1)
    said = decide_change(june, july, REACH).because
    assert said[1:] == (
        "2 claims are of a date not known to the month, and may lie in another one",
        "1 claim is of a place that may lie outside the one asked about",
        "2 links are unsure, and may join or part what is counted (bearwitness review)",
    )


@pytest.mark.parametrize(
    ("few", "many", "reason"),
    [
        (make_volume(5), make_volume(25), "tellings of such acts, copies left out, 5 in June 2017 and 25 in July 2017"),
        (
            make_volume(9, 1),
            make_volume(9, 5),
            "independent origins of such reports, 1 in June 2017 and 5 in July 2017",
        ),
        (
            make_volume(9, 3, 0),
            make_volume(9, 3, 80),
            "reports of the register, copies left out, 9 in June 2017 and 89",
        ),
        (make_volume(0, 0), make_volume(5), "too little was reported in June 2017 to compare with: tellings"),
        (make_volume(0, 0, 0), make_volume(0, 0, 0), "too little was reported in June 2017"),
    ],
)
def test_reporting_that_rose_as_much_explains_it(few: Volume, many: Volume, reason: str) -> None:
    verdict = compare((2, 4), (20, 30), few, many)
    assert (verdict.word, verdict.apart) == ("cannot be told", "rose")
    assert any(reason in one for one in verdict.because)
    back = compare((20, 30), (2, 4), many, few)
    assert (back.word, back.apart) == ("cannot be told", "fell")


def test_so_few_people_that_chance_could_do_it() -> None:
    verdict = compare((1, 1), (2, 2))
    assert verdict.because == ("so few people that chance does it 50 times in 100, at as many people per report",)


def test_a_month_of_more_days_explains_a_small_rise() -> None:
    february, march = list_periods("month", date(2017, 2, 1), date(2017, 3, 31))
    pair = (make_cell(february, (1_000, 1_000)), make_cell(march, (1_105, 1_105)))
    verdict = decide_change(*pair, REACH)
    assert "March 2017 has 31 days and February 2017 28, which is as great a difference" in verdict.because


def test_periods_that_are_not_over() -> None:
    cut = list_periods("month", date(2017, 7, 1), date(2017, 7, 20))[0]
    verdict = decide_change(make_cell(JUNE, (2, 4)), make_cell(cut, (20, 20)), REACH)
    assert verdict.because == ("July 2017 is not whole: it is known from 2017-07-01 to 2017-07-20",)
    reach = Reach(last=date(2017, 7, 20), delay=0)
    verdict = decide_change(make_cell(JUNE, (2, 4)), make_cell(JULY, (20, 20)), reach)
    assert verdict.because == ("the last report of the register is of 2017-07-20, before the end of July 2017",)


def test_a_fall_waits_until_the_period_is_told_out() -> None:
    pair = (make_cell(JUNE, (20, 30)), make_cell(JULY, (2, 4)))
    early, late = (decide_change(*pair, Reach(last=date(2017, 8, day), delay=14)) for day in (10, 14))
    assert "people of July 2017 may still be told of" in early.because[0]
    assert late.word == "fell"
    rise = decide_change(make_cell(JUNE, (2, 4)), make_cell(JULY, (20, 30)), Reach(last=date(2017, 8, 1), delay=14))
    assert rise.word == "rose"


def test_weeks_are_named_by_their_monday() -> None:
    week = find_period_named("2017-W28")
    assert week is not None
    verdict = decide_change(make_cell(week, None), make_cell(week, (1, 1)), REACH)
    assert verdict.because == ("the claims of the week of 10 July 2017 cannot all be true",)


def test_where_nothing_is_known_of_the_reporting_nothing_rose_or_fell() -> None:
    june, july = make_cell(JUNE, (2, 4)), make_cell(JULY, (20, 30))
    rise, fall = (
        decide_change(june, july, None),
        decide_change(replace(july, period=JUNE), replace(june, period=JULY), None),
    )
    assert (rise.word, rise.apart) == ("cannot be told", "rose")
    assert (fall.word, fall.apart) == ("cannot be told", "fell")
    assert rise.because == fall.because == (UNREPORTED,)
    assert decide_change(june, make_cell(JULY, (3, 30)), None).because[0].startswith("the bounds overlap")
