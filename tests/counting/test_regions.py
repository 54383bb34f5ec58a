"""A region's bounds are those of its own question, whatever else is counted beside it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Question, Trait
from bearwitness.counting.breakdown import break_down
from bearwitness.counting.estimate import count_people
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region, find_asked, find_overlap, find_region
from bearwitness.counting.parts import Amount
from bearwitness.counting.regions import count_regions, narrow_to
from tests.counting.test_breakdown_laws import Described, described_cases

quick = settings(max_examples=40, deadline=None)
START = date(2018, 12, 20).toordinal()


@st.composite
def regions(draw: st.DrawFn, case: Described) -> Region:
    """Places that claims tell of, or that lie beside them; days that cut through theirs."""
    places = [find_region(claim.when, claim.where).place for claim in case.claims]
    place = draw(st.sampled_from([(), ("ZZ",), *places, *(place[:1] for place in places)]))
    first = START + draw(st.integers(0, 20))
    last = first + draw(st.integers(0, 9))
    return Region(
        first=draw(st.sampled_from([FAR_PAST, first])), last=draw(st.sampled_from([FAR_FUTURE, last])), place=place
    )


def assert_same(found: Amount, question: Question, region: Region, case: Described) -> None:
    """The bounds that are counted for a region alone."""
    alone = count_people(narrow_to(question, region), case.claims, case.links)
    assert (found.clash is None) == (alone.clash is None)
    if alone.clash is None:
        assert (found.low, found.high, found.stated) == (alone.low, alone.high, alone.high_stated)
        assert found.incidents == alone.incidents


@quick
@given(described_cases(), st.data())
def test_each_region_has_the_bounds_of_its_own_question(case: Described, data: st.DataObject) -> None:
    trait = Trait(kind="grade", value="contested", rows=("contested", "single-source"), grades=case.grades)
    traits = data.draw(st.sampled_from([(), (trait,)]))
    question = Question(act=case.question.act, group=case.question.group, traits=traits)
    whole, *asked = data.draw(st.lists(regions(case), min_size=1, max_size=4))
    first, *found = count_regions([question], whole, asked, case.claims, case.links)
    assert_same(first, question, whole, case)
    if first.clash is not None:
        assert found == []
        return
    assert len(found) == len(asked)
    for region, one in zip(asked, found, strict=True):
        assert_same(one, question, region, case)


@quick
@given(described_cases())
def test_regions_agree_with_the_rows_of_a_table(case: Described) -> None:
    """What the map shows of an area and the timeline of a month is what `count --by` gives."""
    for kind in ("month", "country"):
        table = break_down([case.question], [kind], case.claims, case.links)
        rows = [cell for cell in table.cells if cell.at[0][1] is not None]
        asked = [find_asked(cell.question) for cell in rows if cell.question]
        _, *found = count_regions([case.question], find_asked(case.question), asked, case.claims, case.links)
        assert [(one.low, one.high, one.stated) for one in found] == [(c.low, c.high, c.high_stated) for c in rows]


@quick
@given(described_cases(), st.data())
def test_regions_apart_hold_no_more_than_both_together(case: Described, data: st.DataObject) -> None:
    left, right = data.draw(regions(case)), data.draw(regions(case))
    whole = Region(first=FAR_PAST, last=FAR_FUTURE, place=())
    if find_overlap(left, right) is not None:
        return
    both, *parts = count_regions([case.question], whole, [left, right], case.claims, case.links)
    assert sum(one.low for one in parts) <= both.low or both.clash is not None


def test_of_no_act_there_is_nobody() -> None:
    some = Region(first=1, last=2, place=())
    assert list(count_regions([], some, [some], [], [])) == [Amount(), Amount()]
