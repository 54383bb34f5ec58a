"""Persons' judgements in a register: first among links, undone without a trace, and kept when a newer reader reads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, BrokenBarrierError

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.core.records import Claim, Quote, Reading
from bearwitness.core.vocabulary import JUDGEMENTS, Judgement
from bearwitness.store.address import Address
from bearwitness.store.register import Register, open_register, save_reading
from bearwitness.workflow import judging
from bearwitness.workflow.figures import Asked, build_figure
from bearwitness.workflow.judging import Signed, decide
from bearwitness.workflow.relinking import Relinked, relink
from bearwitness.workflow.standing import Judged, load_judged
from bearwitness.workflow.view import View, load_view
from tests.linking.told import make_claim, make_reading, related
from tests.register_homes import Home

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVA = Signed(name="eva", because="asked the town")
TEXT = "Two were held in Shenyang on 21 May. Nine were held in Tonghua on 21 May. Three were held in Dalian on 21 May."
ARRESTS = Asked(act="arrest", earliest=None, latest=None, place=None, group=None)


def at(claim: Claim, start: int, end: int) -> Claim:
    return replace(claim, quotes=(Quote(start=start, end=end, text=TEXT[start:end]),))


def read(outlet: str, *claims: Claim) -> Reading:
    reading = make_reading(outlet, *claims)
    return replace(reading, report=replace(reading.report, text=TEXT, sha256=outlet.rjust(64, "0")))


def save(path: Address, readings: Sequence[Reading], reader: str = "en/1") -> Address:
    with open_register(path, create=True) as register:
        for reading in readings:
            save_reading(register, reading, reader=reader, at=NOW)
    return path


def judge(path: Address, left: str, right: str, judgement: Judgement | None, signed: Signed = EVA) -> None:
    decide(load_view(path), (left, right), judgement, signed, NOW)


def link_anew(path: Address) -> Relinked:
    with open_register(path, create=False) as register:
        return relink(register, at=NOW)


def groups(view: View) -> list[list[str]]:
    return sorted(list(incident.claims) for incident in view.incidents)


@pytest.fixture
def three(home: Home) -> Address:
    """Three outlets on one arrest of two, and one on another of nine."""
    told = [read(name, at(make_claim(f"c_{name}"), 0, 36)) for name in "ABC"]
    other = read("D", at(make_claim("c_D", 9, place="Tonghua"), 37, 74))
    return save(home("r.db"), [*told, other])


def test_different_by_a_person_is_crossed_by_no_way_and_shown(three: Address) -> None:
    assert groups(load_view(three)) == [["c_A", "c_B", "c_C"], ["c_D"]]
    judge(three, "c_A", "c_C", "different")
    view = load_view(three)
    assert len(groups(view)) == 3
    shown = [conflict for incident in view.incidents for conflict in incident.conflicts]
    assert len(shown) == 2
    assert "not joined, as a person does not judge these the same: c_A and c_C" in shown[0]
    assert [link.by for link in view.judged] == ["person:eva"]
    assert link_anew(three).conflicts


def test_same_by_a_person_joins_what_no_rule_would(three: Address) -> None:
    judge(three, "c_A", "c_D", "same")
    assert groups(load_view(three)) == [["c_A", "c_B", "c_C", "c_D"]]


def test_undone_is_never_done(three: Address) -> None:
    before = load_view(three)
    for judgement in JUDGEMENTS:
        judge(three, "c_A", "c_D", judgement)
        assert load_view(three) != before
        judge(three, "c_D", "c_A", None)
        assert load_view(three) == before


def test_a_judgement_undone_in_two_windows_is_undone_once(three: Address) -> None:
    """The second --undo took back what another person had judged before."""
    ana = Signed(name="ana", because="two streets")
    judge(three, "c_A", "c_B", "different", ana)
    judge(three, "c_A", "c_B", "same")
    windows = [load_view(three), load_view(three)]
    decide(windows[0], ("c_A", "c_B"), None, EVA, NOW)
    with pytest.raises(UsageError, match="meanwhile"):
        decide(windows[1], ("c_A", "c_B"), None, EVA, NOW)
    assert [(link.judgement, link.by) for link in load_view(three).judged] == [("different", "person:ana")]


def test_a_judgement_undone_by_two_at_the_same_moment_is_undone_once(
    three: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw it stand, and both took back: the second took an earlier judgement with it."""
    judge(three, "c_A", "c_B", "different", Signed(name="ana", because="two streets"))
    judge(three, "c_A", "c_B", "same")
    view, both = load_view(three), Barrier(2)

    def look_together(register: Register) -> Judged:
        found = load_judged(register)
        # Only one of them may look at a time; whoever waits for the other in vain goes on alone.
        with suppress(BrokenBarrierError):
            both.wait(0.3)
        return found

    def undo(number: int) -> str:
        try:
            decide(view, ("c_A", "c_B"), None, Signed(name=f"person {number}", because="asked again"), NOW)
        except UsageError as error:
            return str(error)
        return "undone"

    monkeypatch.setattr(judging, "load_judged", look_together)
    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(undo, range(2)))
    assert any("changed meanwhile" in words for words in said)
    assert said.count("undone") == 1
    assert [(link.judgement, link.by) for link in load_view(three).judged] == [("different", "person:ana")]


def test_undoing_a_second_judgement_leaves_the_first(three: Address) -> None:
    judge(three, "c_A", "c_D", "same")
    before = load_view(three)
    judge(three, "c_A", "c_D", "different", Signed(name="tom", because="two streets"))
    judge(three, "c_A", "c_D", None)
    assert load_view(three) == before


@pytest.mark.parametrize(
    ("pair", "judgement", "words"),
    [
        (("c_A", "c_A"), "same", "both ids name one claim"),
        (("c_A", "c_none"), "same", "c_none is in no incident"),
        (("c_A", "c_B"), None, "no person has judged c_A and c_B"),
    ],
)
def test_what_cannot_be_judged(three: Address, pair: tuple[str, str], judgement: Judgement | None, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        judge(three, *pair, judgement)


@pytest.mark.parametrize("signed", [Signed(name=" ", because="so"), Signed(name="eva", because="")])
def test_a_judgement_needs_a_name_and_a_reason(three: Address, signed: Signed) -> None:
    with pytest.raises(UsageError, match="give --b"):
        judge(three, "c_A", "c_B", "same", signed)


def test_two_acts_are_never_the_same(home: Home) -> None:
    killing = replace(make_claim("c_2"), act="killing")
    path = save(home("r.db"), [read("A", make_claim("c_1")), read("B", killing)])
    with pytest.raises(UsageError, match=r"arrest \(incident\) and killing \(incident\)"):
        judge(path, "c_1", "c_2", "same")
    judge(path, "c_1", "c_2", "different")


def test_a_judgement_survives_a_newer_reader_that_gives_new_ids(three: Address) -> None:
    judge(three, "c_A", "c_D", "same")
    newer = [
        read("A", at(make_claim("d_A"), 0, 30), at(make_claim("d_A2", 3, place="Dalian"), 75, 110)),
        read("D", at(make_claim("d_D", 9, place="Tonghua"), 42, 74)),
    ]
    save(three, newer, "en/2")
    view = load_view(three)
    assert [(link.left, link.right, link.judgement) for link in view.judged] == [("d_A", "d_D", "same")]
    assert groups(view) == [["c_B", "c_C", "d_A", "d_D"], ["d_A2"]]
    assert view.waiting == ()
    judge(three, "d_A", "d_D", None)
    assert groups(load_view(three)) == [["c_B", "c_C", "d_A"], ["d_A2"], ["d_D"]]


def test_what_was_judged_of_a_claim_and_of_its_heir_is_one_history(three: Address) -> None:
    judge(three, "c_A", "c_D", "same")
    save(three, [read("A", at(make_claim("d_A"), 0, 30))], "en/2")
    judge(three, "d_A", "c_D", "different", Signed(name="tom", because="two streets"))
    assert [link.judgement for link in load_view(three).judged] == ["different"]
    judge(three, "d_A", "c_D", None)
    assert [link.judgement for link in load_view(three).judged] == ["same"]
    judge(three, "d_A", "c_D", None)
    assert load_view(three).judged == ()


def test_judgements_on_two_claims_that_a_newer_reader_makes_one_wait_and_none_hides_the_other(three: Address) -> None:
    """A person kept the nine of A apart from C, and joined its two: read as one claim, neither is said of it."""
    save(three, [read("A", at(make_claim("c_two"), 0, 36), at(make_claim("c_nine", 9), 37, 74))], "en/2")
    judge(three, "c_nine", "c_C", "different")
    judge(three, "c_two", "c_C", "same")
    save(three, [read("A", at(make_claim("c_all", 11), 0, 74))], "en/3")

    view = load_view(three)

    assert view.judged == ()
    assert sorted(link.judgement for link in view.waiting) == ["different", "same"]


def test_a_judgement_waits_where_its_claim_is_read_no_more(three: Address) -> None:
    judge(three, "c_A", "c_D", "same")
    save(three, [read("A")], "en/2")
    assert load_view(three).judged == ()
    assert [link.left for link in link_anew(three).waiting] == ["c_A"]
    save(three, [read("A", at(make_claim("d_A"), 0, 36))], "en/3")
    assert [link.left for link in load_view(three).judged] == ["c_D"]


def test_a_reports_own_word_gives_way_in_the_count_too(home: Home) -> None:
    told = read("A", at(make_claim("c_1"), 0, 36), at(related(make_claim("c_2"), "c_1", "different"), 37, 74))
    path = save(home("r.db"), [told])
    assert build_figure(ARRESTS, path, accepted_only=False).estimate.low == 4
    judge(path, "c_1", "c_2", "same")
    figure = build_figure(ARRESTS, path, accepted_only=False)
    assert (figure.estimate.low, figure.estimate.clash) == (2, None)
    (incident,) = load_view(path).incidents
    assert incident.conflicts == ("whether c_1 and c_2 are one: their report tells them apart, a person joins them",)


def test_persons_at_odds_still_give_a_figure(three: Address) -> None:
    judge(three, "c_A", "c_D", "different")
    judge(three, "c_B", "c_D", "same")
    judge(three, "c_A", "c_B", "same", Signed(name="tom", because="one street"))
    estimate = build_figure(ARRESTS, three, accepted_only=False).estimate
    assert estimate.clash is None
    assert any("c_A and c_D" in conflict for i in load_view(three).incidents for conflict in i.conflicts)


def test_a_reports_own_joint_gives_way_in_the_count_too(home: Home) -> None:
    """c_1 is c_2 by their report; persons judge c_2 and c_3 the same, and c_1 and c_3 different."""
    told = read("A", at(make_claim("c_1"), 0, 36), at(related(make_claim("c_2"), "c_1", "same"), 37, 74))
    path = save(home("r.db"), [told, read("B", at(make_claim("c_3"), 0, 36))])
    judge(path, "c_2", "c_3", "same")
    judge(path, "c_1", "c_3", "different")
    estimate = build_figure(ARRESTS, path, accepted_only=False).estimate
    assert (estimate.low, estimate.high, estimate.clash) == (4, 4, None)
    assert groups(load_view(path)) == [["c_1"], ["c_2", "c_3"]]


def test_linking_anew_says_what_moved(three: Address) -> None:
    first = link_anew(three)
    assert (first.new, first.gone, first.changed) == (len(first.links), 0, 0)
    again = link_anew(three)
    assert (again.new, again.gone, again.changed) == (0, 0, 0)
    judge(three, "c_A", "c_C", "different")
    assert link_anew(three).changed == 1


@pytest.mark.parametrize(("later_outlet", "bounds"), [("A", (5, 5)), ("B", (3, 5))])
def test_a_later_figure_of_the_same_origin_stands_for_its_earlier_one(
    home: Home, later_outlet: str, bounds: tuple[int, int]
) -> None:
    first, later = read("A", at(make_claim("c_1", 3), 0, 36)), read(later_outlet, at(make_claim("c_2", 5), 0, 36))
    day = first.report.published_on
    assert day is not None
    # Words of its own: a copy of A's text would go back to A.
    text = (
        later.report.text
        if later_outlet == "A"
        else f"{TEXT[:36]} The outlet B spoke to people who had seen it at the station."
    )
    report = replace(later.report, id="later", sha256="f" * 64, published_on=day.replace(day=day.day + 1), text=text)
    path = save(home("r.db"), [first, replace(later, report=report)])
    judge(path, "c_1", "c_2", "same")
    estimate = build_figure(ARRESTS, path, accepted_only=False).estimate
    assert (estimate.low, estimate.high) == bounds
