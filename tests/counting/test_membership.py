"""Where a claim can lie against a question: certainly inside, possibly, or not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.incidents import Question
from bearwitness.core.places import find_path
from bearwitness.core.records import When, Where
from bearwitness.counting.membership import (
    Membership,
    Path,
    Region,
    decide_membership,
    find_asked,
    find_overlap,
    find_region,
    is_within,
)
from tests.counting.cases import PLACES, make_when, make_where, spans

MAY = Question(act="arrest", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), place=("CN", "Liaoning", "Shenyang"))
scopes = st.tuples(spans(), st.sampled_from(PLACES)).map(
    lambda scope: find_region(make_when(*scope[0]), make_where(scope[1]))
)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (("CN", None, "China", 6), ("CN",)),
        (("CN", "Liaoning", "Liaoning", 4), ("CN", "Liaoning")),
        (("CN", "Liaoning", "Shenyang", 1), ("CN", "Liaoning", "Shenyang")),
        (("CN", "Liaoning", "Shenyang", 3), ("CN", "Liaoning", "Shenyang")),
        (("CN", "Liaoning", "the border", 5), ("CN",)),
        (("CN", None, "Shenyang", 1), ("CN",)),
        ((None, None, "Yellow Sea", 7), ()),
    ],
)
def test_a_path_goes_as_far_as_precision_and_known_divisions_carry(
    place: tuple[str | None, str | None, str, int], path: Path
) -> None:
    country, admin1, name, prec = place
    where = Where(
        name=name,
        geonameid=None,
        country=country,
        admin1=admin1,
        admin2=None,
        lat=None,
        lon=None,
        prec=prec,
        text="",
    )

    assert find_path(where) == path


def test_an_inferred_date_says_no_more_than_the_report_s_own_day() -> None:
    day, published = date(2019, 5, 15), date(2019, 6, 3)
    inferred = replace(make_when(day, day), inferred=True, known_until=published)

    assert find_region(inferred, None) == find_region(make_when(None, published), None)
    assert find_region(replace(inferred, known_until=None), None) == find_region(None, None)


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_an_inferred_place_is_certain_only_as_a_country(told: Path, asked: Path) -> None:
    where = make_where(told)
    if where is None:
        return
    question = find_asked(Question(act="arrest", earliest=None, latest=None, place=asked))
    days = make_when(date(2019, 5, 15), date(2019, 5, 15))

    stated = decide_membership(find_region(days, where), question)
    inferred = decide_membership(find_region(days, replace(where, basis="inferred")), question)

    if len(asked) > 1 and asked[0] == told[0]:
        assert inferred == "possible"
    else:
        assert inferred == stated


@pytest.mark.parametrize(
    ("days", "path", "expected"),
    [
        ((date(2019, 5, 15), date(2019, 5, 15)), ("CN", "Liaoning", "Shenyang"), "certain"),
        ((date(2019, 5, 1), date(2019, 5, 31)), ("CN", "Liaoning", "Shenyang"), "certain"),
        ((date(2019, 5, 29), date(2019, 5, 29)), ("CN",), "possible"),
        ((date(2019, 5, 29), date(2019, 5, 29)), (), "possible"),
        ((date(2019, 4, 1), date(2019, 5, 1)), ("CN", "Liaoning", "Shenyang"), "possible"),
        ((None, date(2019, 6, 3)), ("CN", "Liaoning", "Shenyang"), "possible"),
        ((date(2019, 4, 1), date(2019, 4, 30)), ("CN", "Liaoning", "Shenyang"), "no"),
        ((date(2019, 5, 15), date(2019, 5, 15)), ("CN", "Liaoning", "Dalian"), "no"),
        ((date(2019, 5, 15), date(2019, 5, 15)), ("KR",), "no"),
    ],
)
def test_a_claim_lies_in_shenyang_in_may(
    days: tuple[date | None, date | None], path: Path, expected: Membership
) -> None:
    region = find_region(make_when(*days), make_where(path))

    assert decide_membership(region, find_asked(MAY)) == expected


def test_a_date_without_a_year_may_lie_in_any_year() -> None:
    when = When(earliest=None, latest=None, prec=5, basis="stated", text="May 24", month_day="05-24")

    region = find_region(when, make_where(("CN", "Liaoning", "Shenyang")))

    assert decide_membership(region, find_asked(MAY)) == "possible"


@given(scopes, scopes)
def test_an_overlap_lies_in_both_and_does_not_depend_on_the_order(left: Region, right: Region) -> None:
    shared = find_overlap(left, right)

    assert shared == find_overlap(right, left)
    if shared is not None:
        assert is_within(shared, left)
        assert is_within(shared, right)
