"""The laws every breakdown keeps, whatever the claims and the dimensions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim, People, When
from bearwitness.counting.breakdown import Breakdown, Cell, break_down, narrow_to
from bearwitness.counting.dimensions import Kind
from bearwitness.counting.estimate import count_people
from bearwitness.counting.membership import find_asked, find_overlap, find_region
from tests.counting.cases import counting_cases, questions

quick = settings(max_examples=150, deadline=None)
EXCLUSIVE: tuple[Kind, ...] = (
    "week", "month", "quarter", "year", "country", "province", "town", "sex", "age", "group", "grade",
)  # fmt: skip


@dataclass(frozen=True)
class Described:
    """A case whose claims tell more of the people, and its question."""

    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    question: Question
    grades: Mapping[str, str]


def move(day: date | None) -> date | None:
    """1 May 2019 becomes 29 December 2018."""
    return None if day is None else day - timedelta(days=123)


def move_when(when: When | None) -> When | None:
    """The same of both ends."""
    return None if when is None else replace(when, earliest=move(when.earliest), latest=move(when.latest))


@st.composite
def peoples(draw: st.DrawFn) -> People:
    """Some of them described, whether or not that fits their number."""
    few = st.sampled_from([None, None, 0, 1, 2])
    return People(
        group=draw(st.sampled_from([None, None, "farmers", "Farmers", "traders"])),
        female=draw(few),
        male=draw(few),
        children=draw(few),
        ages=tuple(draw(st.lists(st.sampled_from([9, 17, 18, 40, 71]), max_size=2))),
    )


@st.composite
def described_cases(draw: st.DrawFn) -> Described:
    """The days of the small cases moved to the turn of a year, so that weeks, months, quarters and years are crossed."""
    claims, links = draw(counting_cases(most=4))
    asked = draw(questions())
    question = replace(asked, earliest=move(asked.earliest), latest=move(asked.latest))
    told = tuple(
        replace(
            claim,
            when=move_when(claim.when),
            people=draw(peoples()),
            manner=tuple(draw(st.lists(st.sampled_from(["raid", "hotel"]), unique=True))),
        )
        for claim in claims
    )
    grades = {claim.id: draw(st.sampled_from(["single-source", "contested"])) for claim in claims}
    return Described(claims=told, links=links, question=question, grades=grades)


@st.composite
def dimensions(draw: st.DrawFn, kinds: tuple[Kind, ...] = (*EXCLUSIVE, "manner")) -> tuple[Kind, ...]:
    """One or two kinds."""
    return tuple(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True)))


def build(case: Described, kinds: tuple[Kind, ...]) -> Breakdown:
    return break_down([case.question], kinds, case.claims, case.links, case.grades)


def ends(cell: Cell) -> tuple[int, float, int]:
    """Low, high and stated high; an open high is endless."""
    assert cell.low is not None
    assert cell.high_stated is not None
    return cell.low, float("inf") if cell.high is None else cell.high, cell.high_stated


def assert_parts(parts: list[Cell], whole: Cell) -> None:
    """Rows that exclude each other against what they are parts of."""
    low, high, stated = ends(whole)
    assert sum(ends(part)[0] for part in parts) <= low
    assert sum(ends(part)[1] for part in parts) >= high
    assert sum(ends(part)[2] for part in parts) >= stated


def within(row: Cell, whole: Cell) -> Cell:
    """The row, with no more people than the whole it is a row of.

    A row by itself may be told looser: a total of 29 and 30 December whose people are all of a total of the 29th leaves nobody for the 30th,
    and the row "no country known" of the 30th still said up to three. True, and wider than it need be.
    """
    if whole.high is None or whole.high_stated is None or row.high_stated is None:
        return row
    high = whole.high if row.high is None else min(row.high, whole.high)
    return replace(row, high=high, high_stated=min(row.high_stated, whole.high_stated))


@quick
@given(described_cases(), dimensions(EXCLUSIVE))
def test_parts_bound_the_whole(case: Described, kinds: tuple[Kind, ...]) -> None:
    table = build(case, kinds)
    if table.whole.low is None:
        assert (table.cells, table.totals) == ((), ())
        return
    if len(kinds) == 1:
        assert_parts(list(table.cells), table.whole)
        return
    for kind in kinds:
        rows = [cell for cell in table.totals if cell.at[0][0] == kind]
        assert_parts(rows, table.whole)
        for row in rows:
            assert_parts([cell for cell in table.cells if row.at[0] in cell.at], within(row, table.whole))


@quick
@given(described_cases(), dimensions())
def test_every_cell_is_the_count_of_its_own_question(case: Described, kinds: tuple[Kind, ...]) -> None:
    table = build(case, kinds)
    for cell in (*table.cells, *table.totals, table.whole):
        assert cell.question is not None
        found = count_people(cell.question, case.claims, case.links)
        assert (cell.low, cell.high, cell.high_stated) == (found.low, found.high, found.high_stated)
        assert (cell.incidents, cell.clash) == (found.incidents, found.clash)


@settings(quick, max_examples=50)
@given(described_cases(), dimensions())
def test_every_cell_can_be_asked_for_by_its_rows(case: Described, kinds: tuple[Kind, ...]) -> None:
    table = build(case, kinds)
    for cell in (*table.cells, *table.totals, table.whole):
        assert narrow_to([case.question], cell.at, case.claims, case.links, case.grades) == cell.question


@quick
@given(described_cases(), dimensions(), st.data())
def test_order_changes_nothing(case: Described, kinds: tuple[Kind, ...], data: st.DataObject) -> None:
    claims, links = data.draw(st.permutations(case.claims)), data.draw(st.permutations(case.links))
    other = break_down([case.question], kinds, claims, links, case.grades)
    assert other == build(case, kinds)


@quick
@given(described_cases(), dimensions())
def test_no_one_of_the_whole_can_be_in_no_cell(case: Described, kinds: tuple[Kind, ...]) -> None:
    """Whoever is alone in the world and may lie in the question may lie in some cell."""
    asked = find_asked(case.question)
    for claim in case.claims:
        alone = Described(claims=(replace(claim, relations=()),), links=(), question=case.question, grades=case.grades)
        table = build(alone, kinds)
        inside = find_overlap(find_region(claim.when, claim.where), asked) is not None and claim.count.high != 0
        assert any(cell.high != 0 for cell in table.cells) == inside


@quick
@given(described_cases(), dimensions())
def test_no_part_holds_more_than_the_whole(case: Described, kinds: tuple[Kind, ...]) -> None:
    table = build(case, kinds)
    assume(table.whole.low is not None)
    for cell in (*table.cells, *table.totals):
        assert ends(cell)[0] <= ends(table.whole)[0]
        assert ends(cell)[1] <= ends(table.whole)[1]
