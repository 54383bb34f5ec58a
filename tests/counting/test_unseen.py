"""What nobody reported: when it is estimated, when it is refused and in which words, and the laws of the answer."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.counting.capture import Capture, build_capture, count_on, join_lists
from bearwitness.counting.list_faults import find_copies, find_refusals
from bearwitness.counting.unseen import estimate_unseen
from tests.counting.list_cases import captures, draw_population, make_capture

THREE = make_capture(("a", 20), ("b", 18), ("c", 15), ("ab", 9), ("bc", 8), ("ac", 7), ("abc", 3))


def list_rows(capture: Capture) -> list[tuple[list[str], int]]:
    return [([n for i, n in enumerate(capture.lists) if c.on >> i & 1], c.number) for c in capture.cells]


def add_copy(capture: Capture, name: str) -> Capture:
    """One list more that holds just whom `name` holds."""
    return build_capture(
        ([*names, *(["Echo"] if name in names else [])], number) for names, number in list_rows(capture)
    )


def test_an_estimate_with_its_bound_its_lists_and_its_assumptions() -> None:
    found = estimate_unseen(THREE)
    assert (found.refused, found.whole.recorded) == ((), 80)
    assert found.least is not None
    assert found.average is not None
    assert found.average.models == 7
    assert len(found.assumptions) == 5
    assert found.without == ()  # of three lists none can be spared


def test_of_four_lists_each_is_left_out_once() -> None:
    found = estimate_unseen(draw_population(900, (0.5, 0.4, 0.3, 0.3), seed=2))
    assert [one.left_out for one in found.without] == list(found.taken.capture.lists)
    assert all(one.interval for one in found.without)


@pytest.mark.parametrize(
    ("capture", "words"),
    [
        (build_capture([]), "no list holds anyone"),
        (make_capture(("a", 5)), "only 1 list holds anyone"),
        (make_capture(("a", 5), ("b", 5), ("ab", 5)), "only 2 lists hold anyone"),
        (make_capture(("a", 5), ("b", 5), ("c", 5)), "nobody stands on two lists"),
        (make_capture(("a", 2), ("b", 2), ("c", 1), ("ab", 2), ("abc", 2)), "only 9 stand on the lists"),
        (make_capture(("ab", 5), ("c", 5), ("abc", 5)), "a and b hold the very same"),
        (
            make_capture(("a", 90), ("c", 40), ("d", 40), ("cd", 20), ("ab", 20), ("abc", 5), ("ac", 9)),
            "all of the 25 on b stand on a too: one seems to copy the other",
        ),
    ],
)
def test_refused_with_the_reason(capture: Capture, words: str) -> None:
    found = estimate_unseen(capture)
    assert found.refused[0].startswith(words)
    assert (found.least, found.average, found.without) == (None, None, ())
    assert len(found.assumptions) == 5


def test_a_small_list_inside_one_that_holds_nearly_everybody_is_no_copy() -> None:
    capture = make_capture(("a", 50), ("ab", 12), ("ac", 60), ("abc", 3), ("c", 4))
    assert count_on(capture, 0, 1) == count_on(capture, 1)
    assert find_copies(capture) == ()


def test_copies_put_together_are_no_fault() -> None:
    capture = add_copy(THREE, "b")
    found = estimate_unseen(capture)
    assert found.copies == (("Echo", "b"),)
    joined = estimate_unseen(join_lists(capture, [found.copies[0]]))
    assert joined.average is not None
    alone = estimate_unseen(THREE)
    assert alone.average is not None
    assert (joined.least, joined.average.interval) == (alone.least, alone.average.interval)


@given(captures(), st.data())
@settings(deadline=None)
def test_a_list_that_copies_another_is_always_refused(capture: Capture, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(capture.lists))
    found = estimate_unseen(add_copy(capture, name))
    assert found.average is None
    assert found.whole.recorded < 10 or any("the very same" in reason for reason in found.refused)


def test_lists_that_all_depend_on_each_other_are_refused() -> None:
    found = estimate_unseen(
        make_capture(("a", 300), ("b", 300), ("c", 300), ("ab", 9), ("bc", 9), ("ac", 9), ("abc", 400))
    )
    assert "depend on each other in every way" in found.refused[0]


def test_hardly_any_overlap_is_refused() -> None:
    found = estimate_unseen(make_capture(("a", 300), ("b", 300), ("c", 300), ("ab", 1)))
    assert "only 1 of 901 stand on two lists or more" in found.refused[0]


def test_a_list_that_shares_nobody_and_few_overlaps_are_doubts() -> None:
    found = estimate_unseen(make_capture(("a", 6), ("b", 5), ("ab", 6), ("c", 2)))
    assert "only 6 stand on two lists or more: the estimate hangs on them" in found.doubts
    assert "c shares nobody with any other list: it may tell of others altogether" in found.doubts


def test_models_that_disagree_are_told() -> None:
    found = estimate_unseen(
        make_capture(("a", 40), ("b", 35), ("c", 8), ("ab", 14), ("ac", 4), ("bc", 1), ("abc", 5), ("d", 30), ("ad", 2))
    )
    assert found.average is not None
    likely = [one for one in found.average.top if one.weight >= 0.05]
    ends = sorted(one.interval.estimate for one in likely)
    assert any(one.startswith("the models disagree") for one in found.doubts) == (ends[-1] > 1.5 * ends[0])


def test_faults_that_patterns_cannot_show_refuse_too() -> None:
    assert estimate_unseen(THREE, "incident", ("nobody knows which are the same",)).refused == (
        "nobody knows which are the same",
    )


@given(captures(), st.integers())
@settings(deadline=None, max_examples=40)
def test_the_order_of_rows_changes_nothing(capture: Capture, seed: int) -> None:
    rows = [(names, 1) for names, number in list_rows(capture) for _ in range(number)]
    Random(seed).shuffle(rows)
    assert estimate_unseen(build_capture(rows)) == estimate_unseen(capture)


@given(captures(most=3))
@settings(deadline=None)
def test_other_names_in_another_order_give_the_same_numbers(capture: Capture) -> None:
    names = dict(zip(capture.lists, ("z", "y", "x"), strict=True))
    other = build_capture(([names[name] for name in row], number) for row, number in list_rows(capture))
    left, right = estimate_unseen(capture), estimate_unseen(other)
    assert left.least == right.least
    assert [left.average and left.average.interval] == [right.average and right.average.interval]
    assert bool(left.refused) == bool(right.refused)


@given(captures())
@settings(deadline=None)
def test_an_estimate_is_never_below_those_recorded_and_its_interval_holds_it(capture: Capture) -> None:
    found = estimate_unseen(capture)
    assert bool(found.refused) == (found.average is None) == (found.least is None)
    intervals = (found.least, found.average.interval if found.average else None)
    for one in intervals:
        if one is not None:
            assert capture.recorded <= one.low <= one.estimate
            assert one.high is None or one.estimate <= one.high


@given(captures(), st.integers(min_value=1, max_value=40))
@settings(deadline=None, max_examples=30)
def test_more_who_are_on_every_list_raise_no_lower_bound_of_the_rest(capture: Capture, more: int) -> None:
    """Who is on all lists says nothing of those on none by Chao's inequality."""
    full = (1 << len(capture.lists)) - 1
    cells = {cell.on: cell.number for cell in capture.cells}
    cells[full] = cells.get(full, 0) + more
    other = replace(capture, cells=tuple(replace(capture.cells[0], on=on, number=cells[on]) for on in sorted(cells)))
    left, right = estimate_unseen(capture), estimate_unseen(other)
    if left.least and right.least and len(capture.lists) > 2:
        assert right.least.estimate - left.least.estimate == more


def test_refusals_ask_for_three_lists() -> None:
    assert find_refusals(THREE) == ()
