"""Laws of copies held against a log: each is told once, as what it is, whatever lies in the folder."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.custody.copies import Seen, compare_copies

NAMES = st.sampled_from("abcdef")
MARKS = st.tuples(st.sampled_from("123"), st.sampled_from("123"))
REPORTS = st.sampled_from("xyz")
SEEN = st.lists(
    st.builds(Seen, name=NAMES, marks=st.none() | MARKS, report=REPORTS), max_size=6, unique_by=lambda one: one.name
)


@given(logged=st.dictionaries(NAMES, MARKS), seen=SEEN, reports=st.frozensets(REPORTS))
def test_law_each_copy_is_told_once(
    logged: dict[str, tuple[str, str]], seen: list[Seen], reports: frozenset[str]
) -> None:
    found = compare_copies(logged, seen, reports)
    of_log = [*found.logged, *found.changed, *found.gone]
    assert sorted(of_log) == sorted(logged)
    strange = {one.name: one for one in seen if one.name not in logged and one.marks is not None}
    assert sorted([*found.unlogged, *found.stray]) == sorted(strange)
    assert all(strange[name].report in reports for name in found.unlogged)
    assert not any(strange[name].report in reports for name in found.stray)
    by_name = {one.name: one for one in seen}
    # A note whose name fits and whose hash does not: twelve of its letters can be met by trying.
    assert all(by_name[name].marks == logged[name] for name in found.logged)
    assert all(by_name[name].marks != logged[name] for name in found.changed)
    assert not set(found.gone) & by_name.keys()
