"""Who stands on which lists: orders change nothing, and putting lists together loses nobody."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.counting.capture import (
    Capture,
    Cell,
    build_capture,
    count_alone,
    count_on,
    count_shared,
    gather_lists,
    join_lists,
    leave_out,
    list_overlaps,
)
from tests.counting.list_cases import captures, make_capture

FIVE = make_capture(("a", 4), ("b", 3), ("ab", 2), ("bc", 1), ("abc", 5))


def list_rows(capture: Capture) -> list[tuple[list[str], int]]:
    return [([n for i, n in enumerate(capture.lists) if c.on >> i & 1], c.number) for c in capture.cells]


def test_cells_by_hand() -> None:
    assert FIVE.lists == ("a", "b", "c")
    assert FIVE.cells == tuple(Cell(on=on, number=number) for on, number in ((1, 4), (2, 3), (3, 2), (6, 1), (7, 5)))
    assert (FIVE.recorded, count_shared(FIVE)) == (15, 8)
    assert [count_on(FIVE, i) for i in range(3)] == [11, 11, 6]
    assert count_alone(FIVE) == (4, 3, 0)
    assert list_overlaps(FIVE) == ((0, 1, 7), (0, 2, 5), (1, 2, 6))


def test_who_is_on_no_list_is_not_recorded_and_a_list_of_nobody_is_none() -> None:
    assert make_capture(("", 7), ("a", 1), ("b", 0)) == make_capture(("a", 1))


@given(captures(), st.integers())
def test_the_order_of_rows_and_names_changes_nothing(capture: Capture, seed: int) -> None:
    rows = [(list(names), 1) for names, number in list_rows(capture) for _ in range(number)]
    chance = Random(seed)
    chance.shuffle(rows)
    for names, _ in rows:
        chance.shuffle(names)
    assert build_capture(rows) == capture


@given(captures(fewest=4), st.integers(min_value=0, max_value=3))
def test_without_a_list_only_those_on_it_alone_are_gone(capture: Capture, index: int) -> None:
    rest = leave_out(capture, index)
    assert capture.lists[index] not in rest.lists
    assert rest.recorded == capture.recorded - count_alone(capture)[index]


@given(captures(fewest=4), st.integers(min_value=2, max_value=3))
def test_putting_lists_together_loses_nobody(capture: Capture, most: int) -> None:
    gathered = gather_lists(capture, most)
    assert gathered.capture.recorded == capture.recorded
    assert len(gathered.capture.lists) == most
    assert sorted(name for members in gathered.members for name in members) == sorted(capture.lists)
    apart = {members[0] for members in gathered.members if len(members) == 1}
    sizes = {name: count_on(capture, i) for i, name in enumerate(capture.lists)}
    assert min(sizes[name] for name in apart) >= max(sizes[name] for name in set(capture.lists) - apart)


def test_the_smallest_lists_are_put_together() -> None:
    gathered = gather_lists(make_capture(("a", 9), ("b", 8), ("c", 2), ("d", 1), ("cd", 1), ("ab", 1)), 3)
    assert gathered.members == (("a",), ("b",), ("c", "d"))
    assert gathered.capture.lists == ("a", "b", "the other 2 lists")
    assert count_on(gathered.capture, 2) == 4


@pytest.mark.parametrize("groups", [(["a", "b"], ["b", "c"]), (["c", "a", "b"],)])
def test_joined_lists_bear_all_their_names(groups: tuple[list[str], ...]) -> None:
    assert join_lists(FIVE, groups).lists == ("a + b + c",)
    assert join_lists(FIVE, groups).recorded == FIVE.recorded


@given(captures(fewest=5, most=5))
def test_other_names_put_together_lists_of_the_same_sizes(capture: Capture) -> None:
    names = dict(zip(capture.lists, reversed(capture.lists), strict=True))
    other = build_capture(([names[name] for name in row], number) for row, number in list_rows(capture))
    left, right = (gather_lists(one, 3) for one in (capture, other))
    apart = [
        sorted(count_on(one.capture, i) for i, members in enumerate(one.members) if len(members) == 1)
        for one in (left, right)
    ]
    assert apart[0] == apart[1]
