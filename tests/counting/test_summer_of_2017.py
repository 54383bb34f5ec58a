"""A real history: arrests of North Korean refugees in China up to the summer of 2017, from figures a rights group published that
September, in our own words. At least 41 people in July and August 2017; 51 from July 2016 to June 2017; 92 in all; among those of the
summer groups of 8, 10 and 5.

That it rose was widely said. What the figures prove is less: the 51 may all have been taken in one quarter, so no quarter of the year
before has fewer than 41 people at most. What they do prove is that on the average of the year it was less: 51 in four quarters leave
one at least with 12 or fewer, but nobody knows which.
"""

from dataclasses import replace
from datetime import date

import pytest

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.series import Cell, build_series
from bearwitness.counting.trend_periods import find_period_named
from bearwitness.counting.verdicts import Reach, Verdict, decide_change
from bearwitness.counting.volume import Published
from tests.counting.cases import make_claim, make_link
from tests.counting.trend_cells import make_published

SUMMER = (date(2017, 7, 1), date(2017, 8, 31))
YEAR = (date(2016, 7, 1), date(2017, 6, 30))
CHINA = ("CN",)
CLAIMS = (
    make_claim("c_summer", (41, None), shape="aggregate", days=SUMMER, path=CHINA),
    make_claim("c_year", (51, 51), shape="aggregate", days=YEAR, path=CHINA),
    make_claim("c_all", (92, 92), shape="aggregate", days=(YEAR[0], SUMMER[1]), path=CHINA),
    *(make_claim(f"c_{people}", (people, people), days=SUMMER, path=CHINA) for people in (8, 10, 5)),
)
LINKS = (make_link("c_summer", "c_all", "part-of"), make_link("c_year", "c_all", "part-of"))
SEPTEMBER = make_published("group", date(2017, 9, 5), *((claim.id, "ngo a rights group") for claim in CLAIMS))
REACH = Reach(last=date(2018, 1, 31), delay=60)


def build(name: str, claims: tuple[Claim, ...], links: tuple[Link, ...], published: list[Published]) -> Cell:
    period = find_period_named(name)
    assert period is not None
    (cell,) = build_series(Question(act="arrest", place=CHINA), [period], claims, links, published)
    return cell


def compare(earlier: str, *more: Claim, published: tuple[Published, ...] = (SEPTEMBER,)) -> Verdict:
    cells = [build(name, (*CLAIMS, *more), LINKS, [*published]) for name in (earlier, "2017-Q3")]
    return decide_change(cells[0], cells[1], REACH)


@pytest.mark.parametrize("earlier", ["2016-Q3", "2016-Q4", "2017-Q1", "2017-Q2"])
def test_the_summer_against_any_quarter_of_the_year_before_cannot_be_told(earlier: str) -> None:
    verdict = compare(earlier)
    assert verdict.word == "cannot be told"
    assert verdict.because[0].startswith("the bounds overlap: 0 to 51 in ")
    assert verdict.because[0].endswith(" and at least 41 in July to September 2017")
    assert verdict.because[1] == "2 claims are of a date not known to the quarter, and may lie in another one"
    assert len(verdict.because) == 2


def test_the_totals_are_read_as_the_group_told_them() -> None:
    summer = build("2017-Q3", CLAIMS, LINKS, [SEPTEMBER]).estimate
    assert (summer.low, summer.high, summer.high_stated) == (41, None, 64)


def test_without_the_word_that_the_51_are_among_the_92_even_less_is_known() -> None:
    cell = build("2016-Q3", CLAIMS, (), [SEPTEMBER])
    assert (cell.estimate.low, cell.estimate.high) == (0, 143)


def test_a_figure_for_the_summer_before_parts_the_bounds_but_nobody_reported_then() -> None:
    """Made up: had the group put the year's 51 at 9 in the summer of 2016 and 42 from October on, the bounds would be apart. The
    register still holds nothing that was published in 2016, so how closely anybody looked then is not known.
    """
    split = _split_year()
    cells = [build(name, split, LINKS, [SEPTEMBER]) for name in ("2016-Q3", "2017-Q3")]
    verdict = decide_change(cells[0], cells[1], REACH)
    assert (verdict.word, verdict.apart) == ("cannot be told", "rose")
    assert all(reason.startswith("too little was reported in July to September 2016") for reason in verdict.because)


def test_it_rose_once_the_same_voices_spoke_in_both_summers() -> None:
    earlier = make_published("group, a year before", date(2016, 9, 6), ("c_early", "ngo a rights group"))
    also = replace(SEPTEMBER, tells=frozenset({("c_summer", "ngo a rights group"), ("c_8", "ngo a rights group")}))
    cells = [build(name, _split_year(), LINKS, [earlier, also]) for name in ("2016-Q3", "2017-Q3")]
    verdict = decide_change(cells[0], cells[1], REACH)
    assert verdict.word == "rose"
    assert verdict.weighed is not None
    assert verdict.weighed.factor == pytest.approx(41 / 9)


def _split_year() -> tuple[Claim, ...]:
    kept = tuple(claim for claim in CLAIMS if claim.id not in {"c_year", "c_all"})
    early = make_claim("c_early", (9, 9), shape="aggregate", days=(YEAR[0], date(2016, 9, 30)), path=CHINA)
    later = make_claim("c_later", (42, 42), shape="aggregate", days=(date(2016, 10, 1), YEAR[1]), path=CHINA)
    return (*kept, early, later)
