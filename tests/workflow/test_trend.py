"""The trend of a register: its periods, volumes, comparisons, and what reports say of it."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Claim, Quote, Reading, Statement, Voice
from bearwitness.core.vocabulary import StatementKind
from bearwitness.store.register import open_register, save_review
from bearwitness.workflow.figures import Asked
from bearwitness.workflow.trend import Stepping, Trend, build_trend
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home
from tests.workflow.wave import NOON, record

ARRESTS = Asked(act="arrest", earliest=None, latest=None, place="CN", group=None)
MONTHS = Stepping(kind="month")


def tell(outlet: str, on: date | None, *claims: Claim, language: str = "en") -> Reading:
    """A report of its own text."""
    reading = make_reading(outlet, *claims)
    text = f"{outlet} {on} {[claim.id for claim in claims]}"
    digest = sha256(text.encode()).hexdigest()
    report = replace(reading.report, id=digest[:12], sha256=digest, text=text, published_on=on, language=language)
    return replace(reading, report=report)


def take(ident: str, people: int, day: date, place: str = "Shenyang") -> Claim:
    return make_claim(ident, people, place=place, day=day)


def state(reading: Reading, kind: StatementKind, *about: str) -> Reading:
    """The report with a statement about these claims."""
    voice = Voice(kind="ngo", name="Hill Watch")
    quote = Quote(start=0, end=6, text=reading.report.text[:6])
    said = Statement(
        id=f"s_{kind}_{reading.report.id}", kind=kind, about=about, voices=(voice,), quotes=(quote,), status="reported"
    )
    return replace(reading, statements=(*reading.statements, said))


SPRING = (
    tell("Lamp", date(2019, 3, 20), take("c_m1", 2, date(2019, 3, 18)), take("c_m2", 1, date(2019, 3, 2), "Dalian")),
    tell("Hill", date(2019, 4, 22), take("c_a1", 3, date(2019, 4, 20), "Tonghua")),
    tell("Lamp", date(2019, 4, 25), take("c_a2", 30, date(2019, 4, 24), "Dalian")),
    tell("River", date(2019, 5, 3)),
    tell("River", date(2019, 5, 2), replace(take("c_k", 9, date(2019, 4, 30)), act="killing")),
    tell("Pass", None, take("c_u", 4, date(2019, 4, 9))),
)


def find(home: Home, stepping: Stepping = MONTHS, asked: Asked = ARRESTS, *, accepted_only: bool = False) -> Trend:
    return build_trend(asked, stepping, home("r.db"), accepted_only=accepted_only)


@pytest.fixture
def spring(home: Home) -> Home:
    """A register of three months."""
    record(SPRING, home("r.db"))
    return home


def test_periods_run_from_the_first_day_told_to_the_last_day_of_publication(spring: Home) -> None:
    trend = find(spring)
    assert [(one.period.name, one.period.is_whole) for one in trend.cells] == [
        ("2019-03", False),
        ("2019-04", True),
        ("2019-05", False),
    ]
    assert trend.cells[0].period.first == date(2019, 3, 2)
    assert [(one.estimate.low, one.estimate.high) for one in trend.cells] == [(3, 3), (37, 37), (0, 0)]
    assert trend.undated == 1


def test_volume_by_day_of_publication(spring: Home) -> None:
    march, april, may = find(spring, asked=replace(ARRESTS, earliest=date(2019, 3, 1))).cells
    assert (march.volume.reports, march.volume.tellings, march.volume.origins) == (1, 2, 1)
    assert (april.volume.reports, april.volume.outlets, april.volume.all_reports) == (2, 2, 2)
    assert (may.volume.reports, may.volume.all_reports, may.volume.all_outlets) == (0, 2, 1)


def test_the_last_whole_period_is_compared_with_the_one_before_and_a_year_before(spring: Home) -> None:
    trend = find(spring, asked=replace(ARRESTS, earliest=date(2019, 3, 1)))
    assert [(one.basis, one.earlier.period.name, one.later.period.name) for one in trend.comparisons] == [
        ("the period before", "2019-03", "2019-04"),
        ("the same season a year before", "2018-04", "2019-04"),
    ]
    assert [one.is_same_season for one in trend.comparisons] == [False, True]
    month, year = (one.verdict for one in trend.comparisons)
    assert (month.word, month.because) == ("rose", ())
    assert (year.word, year.apart) == ("cannot be told", "rose")
    assert "too little was reported in April 2018" in year.because[0]


def test_a_month_before_the_days_asked_for_is_compared_whole(spring: Home) -> None:
    asked = replace(ARRESTS, earliest=date(2019, 4, 1), latest=date(2019, 4, 30))
    (before, _) = find(spring, asked=asked).comparisons
    assert (before.earlier.estimate.low, before.earlier.period.is_whole, before.verdict.word) == (3, True, "rose")


def test_chosen_periods(spring: Home) -> None:
    stepping = Stepping(kind="month", at="2019-05", against="2019-03")
    (one,) = find(spring, stepping).comparisons
    assert (one.basis, one.earlier.estimate.low, one.later.estimate.low) == ("the period asked for", 3, 0)
    assert "the last report of the register is of 2019-05-03" in one.verdict.because[0]
    (same,) = find(spring, Stepping(kind="year", at="2019", against="2017")).comparisons
    assert same.is_same_season
    assert [one.basis for one in find(spring, Stepping(kind="year", at="2019")).comparisons] == ["the period before"]


@pytest.mark.parametrize(
    ("stepping", "message"),
    [
        (Stepping(kind="month", at="2019"), "--at is '2019', which is no month; write it as 2017-07"),
        (Stepping(kind="week", against="May"), "--against is 'May', which is no week"),
        (Stepping(kind="month", at="2019-03", against="2019-04"), "which is not before 2019-03"),
    ],
)
def test_periods_that_cannot_be_understood(stepping: Stepping, message: str, spring: Home) -> None:
    with pytest.raises(UsageError, match=message):
        find(spring, stepping)


def test_too_many_periods_are_refused(spring: Home) -> None:
    with pytest.raises(UsageError, match="6,262 periods"):
        find(spring, Stepping(kind="week"), replace(ARRESTS, earliest=date(1900, 1, 1), latest=date(2020, 1, 5)))


def test_only_accepted_claims(spring: Home) -> None:
    with open_register(spring("r.db"), create=False) as register:
        save_review(register, Review(claim="c_a1", decision="accepted", by="person:1", at=NOON, because=""))
        save_review(register, Review(claim="c_m2", decision="rejected", by="person:1", at=NOON, because=""))
    trend = find(spring)
    assert [one.estimate.low for one in trend.cells] == [2, 37, 0]
    assert (trend.footing.proposed, trend.footing.accepted, trend.footing.rejected) == (3, 1, 1)
    strict = find(spring, accepted_only=True)
    assert sum(one.estimate.low or 0 for one in strict.cells) == 3
    assert (strict.footing.proposed, strict.footing.accepted) == (0, 1)


def test_a_register_without_days_or_claims(home: Home) -> None:
    record([tell("Pass", None, take("c_u", 4, date(2019, 4, 9)))], home("r.db"))
    (cell,) = find(home).cells
    assert (cell.period.first, cell.estimate.low, cell.volume.all_reports) == (date(2019, 4, 9), 4, 0)
    trend = find(home, asked=replace(ARRESTS, act="torture"))
    assert (trend.cells, trend.comparisons, trend.surges) == ((), (), ())


def test_what_reports_say_of_reasons_stands_beside(home: Home) -> None:
    told = state(SPRING[2], "explanation", "c_a2")
    told = state(state(told, "appeal", "c_a2"), "trend", "c_a2", "c_gone")
    other = state(SPRING[4], "explanation", "c_k")
    record([SPRING[0], told, other], home("r.db"))
    sayings = find(home).sayings
    assert [(one.kind, one.claims) for one in sayings] == [("explanation", ("c_a2",)), ("trend", ("c_a2",))]
    assert find(home, asked=replace(ARRESTS, latest=date(2019, 3, 31))).sayings == ()


def test_a_fall_waits_as_long_as_reports_use_to_come(home: Home) -> None:
    """Arrests of this register are told 40 days late; in the first days of the next month April is not told out."""
    late = [
        tell(
            f"paper {n}",
            date(2019, 1, 1) + timedelta(days=7 * n + 40),
            take(f"c_{n}", 3, date(2019, 1, 1) + timedelta(days=7 * n)),
        )
        for n in range(10)
    ]
    later = [tell("other", date(2019, 5, day)) for day in (3, 4)]
    record([*late, *later], home("r.db"))
    before = find(home, Stepping(kind="month", at="2019-04")).comparisons[0].verdict
    assert (before.word, before.apart) == ("cannot be told", "fell")
    assert "one incident in ten is first told 40 days after its day" in before.because[0]


def test_a_copy_is_volume_and_no_telling(spring: Home) -> None:
    before = find(spring).cells[1].volume
    text = make_reading("Copyist", take("c_copy", 30, date(2019, 4, 24), "Dalian"))
    quoted = replace(text.claims[0], voices=(Voice(kind="outlet", name="Lamp"),))
    record([tell("Copyist", date(2019, 4, 26), quoted)], spring("r.db"))
    trend = find(spring)
    after = trend.cells[1].volume
    assert (after.reports, after.outlets) == (before.reports + 1, before.outlets + 1)
    assert (after.tellings, after.origins, after.read) == (before.tellings, before.origins, before.read)
    assert trend.cells[1].estimate.low == 37


def test_surges_of_a_register_of_six_years(home: Home) -> None:
    towns = ("Shenyang", "Dalian", "Tonghua")
    days = [date(2013 + n // 12, n % 12 + 1, 10) for n in range(73)]
    readings = [
        tell(f"paper {n % 4}", day + timedelta(days=2), take(f"c_{n}", 6 + n % 3, day, towns[n % 3]))
        for n, day in enumerate(days)
    ]
    outbreak = [
        tell("paper 9", date(2019, 1, 20), take("c_x", 60, date(2019, 1, 15), "Dalian")),
        tell("paper 9", date(2019, 2, 1), replace(take("c_y", 1, date(2019, 1, 31)), act="killing")),
    ]
    record([*readings, *outbreak], home("r.db"))
    asked = replace(ARRESTS, earliest=date(2019, 1, 1), latest=date(2019, 1, 31))
    (surge,) = find(home, asked=asked).surges
    # Asked from the middle of a month, the cut month is read whole as history and is not read itself.
    trend = find(home, asked=replace(asked, earliest=date(2018, 11, 15)))
    assert [one.period.name for one in trend.surges] == ["2018-12", "2019-01"]
    assert trend.surges[-1] == surge
    assert not trend.cells[0].period.is_whole
    assert surge.reading == "surge"
    assert not isinstance(surge.low, str)
    assert surge.low.years == 5
