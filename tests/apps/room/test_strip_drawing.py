"""Strips: every part can be seen, none runs out of the picture, and what is larger is drawn no smaller."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.apps.room.strip_drawing import Part, draw_strip

numbers = st.lists(st.integers(min_value=0, max_value=10**7), min_size=1, max_size=4)


def draw(found: list[int], of: int | None = None) -> list[tuple[float, float]]:
    parts = [Part(words="", number=number, kind="full") for number in found]
    return [(one.x, one.width) for one in draw_strip(parts, of)]


@given(numbers)
def test_parts_stand_side_by_side_within_the_picture(found: list[int]) -> None:
    at = 0.0
    for number, (x, width) in zip(found, draw(found), strict=True):
        assert abs(x - at) < 0.02
        assert (width > 0) == (number > 0)
        at = x + width
    assert at < 100.05
    assert not any(found) or at > 99.9


@given(numbers, st.integers(min_value=1, max_value=10**7))
def test_on_a_scale_of_others_no_part_is_longer_than_it_should_be(found: list[int], more: int) -> None:
    of = sum(found) + more
    for number, (_, width) in zip(found, draw(found, of), strict=True):
        assert width <= max(0.6, number * 100 / of) + 0.01


@given(numbers)
def test_what_is_larger_is_drawn_no_smaller(found: list[int]) -> None:
    widths = [width for _, width in draw(found)]
    for one, its in zip(found, widths, strict=True):
        for other, their in zip(found, widths, strict=True):
            assert one < other or its >= their - 2.0


def test_a_log_without_a_checkpoint_is_hollow_all_the_way() -> None:
    assert draw([0, 185]) == [(0.0, 0.0), (0.0, 100.0)]
    assert draw([0, 0]) == [(0.0, 0.0), (0.0, 0.0)]
    assert draw([100_000, 1]) == [(0.0, 99.4), (99.4, 0.6)]
