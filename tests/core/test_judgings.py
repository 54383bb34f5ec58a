"""The history of persons' judgements: undoing one is never having made it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.incidents import Judging, Link
from bearwitness.core.judgings import replay
from bearwitness.core.vocabulary import JUDGEMENTS

START = datetime(2026, 3, 1, tzinfo=UTC)
IDS = ("c_1", "c_2", "c_3")


@st.composite
def histories(draw: st.DrawFn) -> list[Judging]:
    """What two persons judged and took back of three claims."""
    return [draw(entries(number)) for number in range(draw(st.integers(min_value=0, max_value=6)))]


@st.composite
def entries(draw: st.DrawFn, number: int = 9) -> Judging:
    left, right = draw(st.permutations(IDS))[:2]
    by = draw(st.sampled_from(["person:eva", "person:tom"]))
    judgement = draw(st.sampled_from([*JUDGEMENTS, None]))
    link = None
    if judgement is not None:
        link = Link(left=left, right=right, judgement=judgement, score=1.0, reasons=("so",), by=by)
    return Judging(left=left, right=right, link=link, by=by, at=START + timedelta(hours=number), because="so")


def undo(entry: Judging) -> Judging:
    return Judging(left=entry.right, right=entry.left, link=None, by="person:tom", at=entry.at, because="a slip")


@given(histories(), entries().filter(lambda entry: entry.link is not None))
def test_undone_is_never_done(history: list[Judging], entry: Judging) -> None:
    assert replay([*history, entry, undo(entry)]) == replay(history)


@given(histories(), entries().filter(lambda entry: entry.link is not None))
def test_the_latest_judgement_on_two_claims_stands(history: list[Judging], entry: Judging) -> None:
    standing = replay([*history, entry])
    assert [k for k in standing if {k.left, k.right} == {entry.left, entry.right}] == [entry.link]


@given(histories(), entries())
def test_other_pairs_are_untouched(history: list[Judging], entry: Judging) -> None:
    ends = {entry.left, entry.right}
    others = [[k for k in replay(rows) if {k.left, k.right} != ends] for rows in (history, [*history, entry])]
    assert others[0] == others[1]


def test_taking_back_what_nobody_judged_changes_nothing() -> None:
    assert replay([Judging(left="c_1", right="c_2", link=None, by="person:tom", at=START, because="so")]) == ()
