"""Small cases of lists: who stands on which, drawn by Hypothesis or made from a population that is known."""

from itertools import combinations
from random import Random

from hypothesis import strategies as st

from bearwitness.counting.capture import Capture, build_capture

NAMES = ("Hill Courier", "Lamp Network", "River Post", "Valley Watch", "Yard Bulletin")


def make_capture(*rows: tuple[str, int]) -> Capture:
    """Lists of one letter each: ("ab", 3) are three on a and b."""
    return build_capture((tuple(names), number) for names, number in rows)


@st.composite
def captures(draw: st.DrawFn, *, most: int = 4, fewest: int = 3) -> Capture:
    """Three or four lists that overlap somewhere."""
    names = NAMES[: draw(st.integers(min_value=fewest, max_value=most))]
    numbers = st.one_of(st.just(0), st.integers(min_value=1, max_value=30))
    rows = [(part, draw(numbers)) for size in range(1, len(names) + 1) for part in combinations(names, size)]
    return build_capture([*rows, *(((name,), 1) for name in names), (names[:2], 1)])


def draw_population(size: int, chances: tuple[float, ...], seed: int) -> Capture:
    """The lists of a population in which each list finds each person with its chance, independently."""
    chance = Random(seed)
    return build_capture(
        ([name for name, one in zip(NAMES, chances, strict=False) if chance.random() < one], 1) for _ in range(size)
    )
