"""Law of views: one made from a former view is the one that is made from nothing, whatever came in between."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.store.register import open_register
from bearwitness.workflow.aside import catch_up_at
from bearwitness.workflow.catching_up import catch_up
from bearwitness.workflow.view import find_view, load_view, make_view
from tests.register_homes import ENGINES, Homes
from tests.workflow.test_relink_laws import Work, steps

PARTS = st.lists(st.tuples(steps, st.booleans()), min_size=2, max_size=4)


@pytest.mark.parametrize("engine", ENGINES)
@settings(deadline=None, max_examples=12)
@given(parts=PARTS, seed=st.integers(0, 9999))
def test_a_view_made_from_a_former_one_is_the_one_made_from_nothing(
    homes: Homes, engine: str, parts: list[tuple[list[tuple[str, int]], bool]], seed: int
) -> None:
    with homes.lend(engine) as find, open_register(find("r.db"), create=True) as register:
        work, number, former = Work(register, seed), 0, None
        for lot, is_caught_up in parts:
            for step, chance in lot:
                work.take(step, chance, number)
                number += 1
            if is_caught_up:
                catch_up(register, is_run=False)
            fresh = make_view(find("r.db"))
            made = make_view(find("r.db"), former)
            assert made == fresh
            former = made


def test_links_that_are_not_up_to_date_make_no_view_that_is_to_be_quick(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with open_register(path, create=True) as register:
        work = Work(register, 1)
        work.take("read", 1, 0)
    assert find_view(path) is None
    catch_up_at(path)
    made = find_view(path)
    assert made is not None
    assert made.view == load_view(path)
