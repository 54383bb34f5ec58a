"""Marks that something is never to leave, in a register that is read anew, corrected and taken apart: they go with their claim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bearwitness.core.errors import RegisterError, UsageError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Claim, Quote, Reading
from bearwitness.store.address import Address
from bearwitness.store.log_reading import Event, save_event
from bearwitness.store.register import open_register, report_uid, save_reading, save_review
from bearwitness.workflow import release_holds
from bearwitness.workflow.release_candidates import find_closed
from bearwitness.workflow.release_holds import On, Signed, find_held_claims, list_marked, load_marks
from bearwitness.workflow.releasing import find_told
from bearwitness.workflow.view import load_view
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVA = Signed(by="eva", because="the family of the boatman asked", at=NOW)
TEXT = "Two were held in Shenyang on 21 May. Nine were held in Tonghua on 21 May. Three were held in Dalian on 21 May."
FIRST, SECOND, THIRD = (0, 36), (37, 74), (75, 111)


def at(claim: Claim, where: tuple[int, int]) -> Claim:
    start, end = where
    return replace(claim, quotes=(Quote(start=start, end=end, text=TEXT[start:end]),))


def read(outlet: str, *claims: Claim) -> Reading:
    reading = make_reading(outlet, *claims)
    return replace(reading, report=replace(reading.report, text=TEXT, sha256=outlet.rjust(64, "0")))


def save(path: Address, readings: Sequence[Reading], reader: str = "en/1") -> Address:
    with open_register(path, create=True) as register:
        for reading in readings:
            save_reading(register, reading, reader=reader, at=NOW)
    return path


def hold(path: Address, name: str, on: str = "claim") -> release_holds.Marked:
    return release_holds.hold(path, On(on=on, name=name), EVA)  # type: ignore[arg-type]


def free(path: Address, name: str, on: str = "claim") -> release_holds.Marked:
    return release_holds.free(path, On(on=on, name=name), EVA)  # type: ignore[arg-type]


def held(path: Address) -> list[str]:
    """The claims of all incidents that are held, as a release sees them."""
    told = find_told(path, load_view(path))
    return sorted(claim for one in told.candidates if one.held for claim in one.claims)


@pytest.fixture
def register(home: Home) -> Address:
    """Two outlets on one arrest of two, and the first of them on another of nine."""
    nine = at(make_claim("c_nine", 9, place="Tonghua"), SECOND)
    return save(home("r.db"), [read("A", at(make_claim("c_A"), FIRST), nine), read("B", at(make_claim("c_B"), FIRST))])


def test_a_mark_is_on_the_whole_incident_and_taken_back_it_is_gone(register: Address) -> None:
    assert held(register) == []
    marked = hold(register, "c_B")
    assert (len(marked.incidents), marked.out) == (1, ())
    assert held(register) == ["c_A", "c_B"]
    assert find_closed(load_view(register), find_held_claims(load_marks(register, load_view(register)))) == {
        "c_A",
        "c_B",
    }
    free(register, "c_B")
    assert (held(register), list_marked(register)) == ([], ())
    hold(register, "c_B")
    assert held(register) == ["c_A", "c_B"]


def test_a_second_mark_holds_on_when_the_first_is_taken_back(register: Address) -> None:
    hold(register, "c_A")
    hold(register, "b", on="outlet")
    assert [one.on for one in free(register, "c_A").others] == ["outlet"]
    assert held(register) == ["c_A", "c_B"]


def test_a_report_and_an_outlet_are_held_with_what_comes_later(register: Address) -> None:
    uid = report_uid(read("A").report)
    for name in (uid, "r_A"):
        hold(register, name, on="report")
        assert held(register) == ["c_A", "c_B", "c_nine"]
        free(register, name, on="report")
    hold(register, " b ", on="outlet")
    late = replace(read("B", at(make_claim("c_late", 3, place="Dalian"), THIRD)))
    save(register, [replace(late, report=replace(late.report, id="r_late", sha256="9" * 64))])
    assert held(register) == ["c_A", "c_B", "c_late"]


def test_a_mark_goes_with_its_claim_when_its_report_is_read_anew_or_told_by_hand(register: Address) -> None:
    hold(register, "c_nine")
    save(
        register, [read("A", at(make_claim("c_A"), FIRST), at(make_claim("c_new", 8, place="Tonghua"), SECOND))], "en/2"
    )
    assert held(register) == ["c_new"]
    assert [one.is_followed for one in list_marked(register)] == [True]
    # Rejected and told anew by a person, while the reader's own claim is still there.
    by_hand = at(make_claim("c_hand", 7, place="Tonghua"), SECOND)
    old = at(make_claim("c_nine", 9, place="Tonghua"), SECOND)
    save(register, [read("A", at(make_claim("c_A"), FIRST), old, by_hand)], "en/3")
    with open_register(register, create=False) as opened:
        save_review(opened, Review(claim="c_nine", decision="rejected", by="eva", at=NOW, because="seven, not nine"))
    assert "c_hand" in held(register)
    assert free(register, "c_hand").hold.name == "c_nine"
    assert held(register) == []


def test_where_nothing_stands_for_a_held_claim_its_whole_report_is_held(register: Address) -> None:
    hold(register, "c_nine")
    save(register, [read("A", at(make_claim("c_A"), FIRST))], "en/2")
    assert held(register) == ["c_A", "c_B"]


@pytest.mark.parametrize(
    ("on", "name", "said"),
    [("claim", "c_none", "makes the claim"), ("report", "r_none", "no report"), ("outlet", "C", "no report")],
)
def test_what_is_not_there_cannot_be_marked(register: Address, on: str, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        hold(register, name, on=on)
    with pytest.raises(UsageError, match="no mark"):
        free(register, name, on=on)


def test_a_mark_needs_its_name_and_reason_and_is_put_once(register: Address) -> None:
    for signed, said in ((replace(EVA, because=" "), "reason"), (replace(EVA, by=" "), "nobody is named")):
        with pytest.raises(UsageError, match=said):
            release_holds.hold(register, On(on="claim", name="c_A"), signed)
    hold(register, "c_A")
    with pytest.raises(UsageError, match="marked already"):
        hold(register, "c_A")


def test_a_mark_that_cannot_be_read_stops_every_release(register: Address) -> None:
    with open_register(register, create=False) as opened:
        save_event(
            opened, Event(number=0, kind="hold", at=NOW.isoformat(), by="eva", body={"on": "river", "name": "x"})
        )
    with pytest.raises(RegisterError, match="nothing is released"):
        find_told(register, load_view(register))
