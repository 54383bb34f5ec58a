"""Laws of lists read part by part while a register grows; and what each list holds."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.records import When, Where
from bearwitness.workflow.listing import take_part
from bearwitness.workflow.spans import lies_at, may_lie_in_days

KEYS = st.sets(st.text("abc", max_size=4), max_size=30)


@given(stays=KEYS, moments=st.lists(KEYS, min_size=1, max_size=40), most=st.integers(1, 7), looked_at=st.integers(1, 9))
def test_what_stays_is_given_just_once_whatever_comes_and_goes(
    stays: set[str], moments: list[set[str]], most: int, looked_at: int
) -> None:
    given_out: list[str] = []
    after: str | None = None
    at = 0
    while True:
        keys = sorted(stays | moments[min(at, len(moments) - 1)])
        part = take_part(keys, after, most, lambda key: None if "c" in key else key, looked_at)
        assert len(part.items) <= most
        given_out += part.items
        at += 1
        if part.last is None:
            break
        after = part.last
    assert [key for key in given_out if key in stays] == sorted(key for key in stays if "c" not in key)
    assert len(set(given_out)) == len(given_out)


@given(keys=KEYS, most=st.integers(1, 7))
def test_a_part_holds_only_what_is_looked_for_and_says_whether_more_follows(keys: set[str], most: int) -> None:
    wanted = sorted(key for key in keys if key.startswith("a"))
    part = take_part(sorted(keys), None, most, lambda key: key if key.startswith("a") else None)
    assert list(part.items) == wanted[:most]
    assert (part.last is not None) == (len(wanted) > most)


@given(first=st.dates(), length=st.integers(0, 40), asked=st.dates(), width=st.integers(0, 40))
def test_days_that_share_one_meet(first: date, length: int, asked: date, width: int) -> None:
    first, asked = (min(day, date(9999, 1, 1)) for day in (first, asked))
    last, end = first + timedelta(length), asked + timedelta(width)
    when = When(earliest=first, latest=last, prec=5, basis="stated", text="")
    assert may_lie_in_days(when, (asked, end)) == (first <= end and asked <= last)
    assert may_lie_in_days(when, (None, None))
    assert may_lie_in_days(None, (asked, end))
    assert may_lie_in_days(replace(when, earliest=None), (asked, end)) == (asked <= last)


def test_a_place_is_found_by_its_code_or_by_letters_of_its_names() -> None:
    where = Where(
        name="Tovgha",
        geonameid=None,
        country="CN",
        admin1="Liaoning",
        admin2=None,
        lat=None,
        lon=None,
        prec=1,
        text="",
    )
    assert all(lies_at(where, letters) for letters in ("", "cn", "CN", "tovg", "LIAO", " liaoning "))
    assert not any(lies_at(where, letters) for letters in ("to", "KP", "shenyang"))
    assert lies_at(None, " ")
    assert not lies_at(None, "CN")
