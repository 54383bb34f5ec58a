"""How much was reported in a period, and that copies weigh nothing in it."""

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.counting.volume import Published, measure_volume
from tests.counting.trend_cells import JULY, make_published, reports

DAY = date(2017, 7, 5)


def test_what_is_counted() -> None:
    published = [
        make_published("a", DAY, ("i_1", "ngo Hill Watch"), ("i_2", "ngo Hill Watch")),
        make_published("b", DAY, ("i_1", "ngo Hill Watch"), language="ko"),
        make_published("c", DAY, ("i_1", "")),
        make_published("d", DAY),
        make_published("e", None, ("i_1", "outlet e")),
        make_published("f", date(2017, 8, 1), ("i_1", "outlet f")),
    ]

    volume = measure_volume(JULY, published)

    assert (volume.reports, volume.outlets, volume.origins, volume.languages) == (3, 3, 1, 2)
    assert (volume.all_reports, volume.all_outlets, volume.all_languages) == (4, 4, 2)
    assert (volume.tellings, volume.read) == (3, 4)


@given(reports(JULY), st.data())
def test_the_order_changes_nothing(published: list[Published], data: st.DataObject) -> None:
    assert measure_volume(JULY, data.draw(st.permutations(published))) == measure_volume(JULY, published)


@given(reports(JULY), st.data())
def test_a_copy_adds_to_what_was_published_and_to_nothing_that_is_weighed(
    published: list[Published], data: st.DataObject
) -> None:
    telling = [one for one in published if one.tells]
    if not telling:
        return
    known = data.draw(st.sampled_from(telling))
    copy = make_published("copy", DAY, *known.tells, language=known.language or "")

    before, after = measure_volume(JULY, published), measure_volume(JULY, [*published, copy])

    assert after.reports == before.reports + 1
    weighed = [(one.tellings, one.origins, one.read, one.languages, one.all_languages) for one in (before, after)]
    assert weighed[0] == weighed[1]


def test_every_order_of_two_tellings_of_one_incident() -> None:
    one, two = make_published("a", DAY, ("i_1", "x")), make_published("b", DAY, ("i_1", "x"), ("i_2", "y"))
    assert len({measure_volume(JULY, order) for order in permutations([one, two])}) == 1
