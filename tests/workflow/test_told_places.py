"""The places that forms offer are those of the register's incidents; where there are too many, those told of most."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.workflow.told_places import list_told_places
from tests.linking.told import TOWNS, make_where

wheres = st.lists(st.sampled_from([None, *(make_where(name) for name in (*TOWNS, "Liaoning", "China"))]), max_size=12)


def test_each_place_is_offered_with_what_it_lies_in() -> None:
    told = [make_where("Shenyang"), None, make_where("Shenyang"), make_where("Jilin")]
    assert list_told_places(told) == ("CN", "CN/Jilin", "CN/Liaoning", "CN/Liaoning/Shenyang")


def test_of_too_many_the_most_told_stay() -> None:
    told = [make_where("Tonghua"), make_where("Shenyang"), make_where("Dalian"), make_where("Shenyang")]
    assert list_told_places(told, 3) == ("CN", "CN/Liaoning", "CN/Liaoning/Shenyang")


@given(wheres)
def test_the_order_of_incidents_changes_nothing_and_no_place_stands_without_its_country(
    told: list[None],
) -> None:
    found = list_told_places(told)
    assert found == list_told_places(told[::-1])
    assert all(path.rpartition("/")[0] in {"", *found} for path in found)
