"""Laws of lists read part by part while a register grows; and what each list holds."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.workflow.listing import take_part

KEYS = st.sets(st.text("abc", max_size=4), max_size=30)


@given(stays=KEYS, moments=st.lists(KEYS, min_size=1, max_size=40), most=st.integers(1, 7))
def test_what_stays_is_given_just_once_whatever_comes_and_goes(
    stays: set[str], moments: list[set[str]], most: int
) -> None:
    given_out: list[str] = []
    after: str | None = None
    at = 0
    while True:
        keys = sorted(stays | moments[min(at, len(moments) - 1)])
        part = take_part(keys, after, most, lambda key: key)
        assert len(part.items) <= most
        given_out += part.items
        at += 1
        if part.last is None:
            break
        after = part.last
    assert [key for key in given_out if key in stays] == sorted(stays)
    assert len(set(given_out)) == len(given_out)


@given(keys=KEYS, most=st.integers(1, 7))
def test_a_part_holds_only_what_is_looked_for_and_says_whether_more_follows(keys: set[str], most: int) -> None:
    wanted = sorted(key for key in keys if key.startswith("a"))
    part = take_part(sorted(keys), None, most, lambda key: key if key.startswith("a") else None)
    assert list(part.items) == wanted[:most]
    assert (part.last is not None) == (len(wanted) > most)
