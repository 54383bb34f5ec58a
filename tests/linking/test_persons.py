"""What persons judged outranks reports and rules; their own contradictions are shown and never settled in silence."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.incidents import Link
from bearwitness.core.records import Reading
from bearwitness.core.vocabulary import Judgement
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.joining import Groups
from bearwitness.linking.links import link_claims
from bearwitness.linking.pairs import find_linkable
from bearwitness.linking.persons import is_conflict, overrule, settle
from tests.linking.told import crowds, make_claim, make_reading, related


def judged(left: str, right: str, judgement: Judgement) -> Link:
    """A person's word on two claims."""
    if judgement != "part-of":
        left, right = sorted((left, right))
    return Link(left=left, right=right, judgement=judgement, score=1.0, reasons=("asked",), by="person:eva")


@st.composite
def judgements(draw: st.DrawFn) -> tuple[tuple[Reading, ...], tuple[Link, ...]]:
    """A crowd and what persons judged of some pairs in it."""
    readings = draw(crowds())
    ids = [told.claim.id for told in find_linkable(readings)]
    found: dict[frozenset[str], Link] = {}
    if len(ids) > 1:
        for _ in range(draw(st.integers(min_value=0, max_value=6))):
            left, right = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
            link = judged(left, right, draw(st.sampled_from(["same", "same", "different", "part-of", "unsure"])))
            found[frozenset((left, right))] = link
    return readings, tuple(found.values())


def join(links: tuple[Link, ...]) -> Groups:
    return Groups((link.left, link.right) for link in links if link.judgement == "same")


@given(judgements())
def test_what_a_person_judged_different_is_never_joined(case: tuple[tuple[Reading, ...], tuple[Link, ...]]) -> None:
    readings, words = case
    links = link_claims(readings, words)
    groups = join(links)
    for word in words:
        if word.judgement == "different":
            assert word in links
            assert not groups.is_joined(word.left, word.right)


@given(judgements())
def test_no_incident_holds_what_a_person_judged_different(case: tuple[tuple[Reading, ...], tuple[Link, ...]]) -> None:
    """But for two parts of one whole, which are different people of one occurrence; persons' own parts are theirs to settle."""
    readings, words = case[0], tuple(word for word in case[1] if word.judgement != "part-of")
    links = link_claims(readings, words)
    groups = join(links)
    wholes: dict[str, set[str]] = {}
    for link in links:
        if link.judgement == "part-of":
            wholes.setdefault(groups.find(link.left), set()).add(groups.find(link.right))
    home = {claim: i.id for i in build_incidents(settle(readings, words).readings, links) for claim in i.claims}
    for word in words:
        siblings = wholes.get(groups.find(word.left), set()) & wholes.get(groups.find(word.right), set())
        assert word.judgement != "different" or siblings or home[word.left] != home[word.right]


@given(judgements())
def test_a_persons_same_joins_or_its_conflict_is_shown(case: tuple[tuple[Reading, ...], tuple[Link, ...]]) -> None:
    readings, words = case
    links = link_claims(readings, words)
    conflicts = {(link.left, link.right) for link in links if is_conflict(link)}
    persons = Groups((w.left, w.right) for w in words if w.judgement == "same")
    for word in words:
        if word.judgement == "same" and word not in links:
            assert (word.left, word.right) in conflicts
            assert any(
                w.judgement == "different"
                and persons.is_joined(w.left, w.right)
                and persons.is_joined(w.left, word.left)
                for w in words
            )


@given(judgements(), st.randoms(use_true_random=False))
def test_the_order_of_reports_and_of_judgements_changes_nothing(
    case: tuple[tuple[Reading, ...], tuple[Link, ...]],
    random: Random,
) -> None:
    readings, words = list(case[0]), list(case[1])
    links = link_claims(readings, words)
    random.shuffle(readings)
    random.shuffle(words)
    assert link_claims(readings, words) == links


@given(judgements())
def test_on_a_judged_pair_nothing_else_is_said(case: tuple[tuple[Reading, ...], tuple[Link, ...]]) -> None:
    readings, words = case
    pairs = [frozenset((word.left, word.right)) for word in words]
    said = [frozenset((link.left, link.right)) for link in link_claims(readings, words)]
    assert all(said.count(pair) <= 1 for pair in pairs)


@given(crowds())
def test_without_judgements_nothing_changes(readings: tuple[Reading, ...]) -> None:
    assert settle(readings, ()).readings == tuple(readings)
    assert link_claims(readings, ()) == link_claims(readings)


@given(judgements())
def test_judgements_on_claims_that_are_not_there_change_nothing(
    case: tuple[tuple[Reading, ...], tuple[Link, ...]],
) -> None:
    readings, words = case
    gone = tuple(replace(word, right="z_gone") for word in words)
    assert link_claims(readings, gone) == link_claims(readings)


def test_the_weaker_joint_between_what_a_person_keeps_apart_becomes_unsure() -> None:
    """A is B and B is C by the rules, A is not C by a person."""
    readings = [make_reading(name, make_claim(f"c_{name}")) for name in "ABC"]
    assert {link.judgement for link in link_claims(readings)} == {"same"}
    links = link_claims(readings, [judged("c_A", "c_C", "different")])
    assert sorted(link.judgement for link in links) == ["different", "same", "unsure"]
    (conflict,) = filter(is_conflict, links)
    assert conflict.reasons[-1] == "not joined, as a person does not judge these the same: c_A and c_C"
    assert len(build_incidents(readings, links)) == 2


def test_a_person_joins_what_the_rules_keep_apart() -> None:
    readings = [make_reading("A", make_claim("c_1")), make_reading("B", make_claim("c_2", 9, place="Tonghua"))]
    assert link_claims(readings) == ()
    assert len(build_incidents(readings, link_claims(readings, [judged("c_1", "c_2", "same")]))) == 1


def test_a_person_outranks_what_a_report_says_of_its_own_claims() -> None:
    told = make_reading("A", make_claim("c_1"), related(make_claim("c_2"), "c_1", "different"))
    word = judged("c_1", "c_2", "same")
    assert link_claims([told], [word]) == (word,)
    settled = settle([told], [word])
    assert settled.overruled == (("c_1", "c_2"),)
    assert settled.readings[0].claims[1].relations == ()
    again = make_reading("A", make_claim("c_1"), related(make_claim("c_2"), "c_1", "same"))
    word = judged("c_1", "c_2", "different")
    assert link_claims([again], [word]) == (word,)


def test_a_reports_own_joint_gives_way_to_a_person_on_the_way() -> None:
    """c_1 is c_2 by their report; a person judges c_2 and c_3 the same, and c_1 and c_3 different."""
    told = make_reading("A", make_claim("c_1"), related(make_claim("c_2"), "c_1", "same"))
    readings = [told, make_reading("B", make_claim("c_3"))]
    links = link_claims(readings, [judged("c_2", "c_3", "same"), judged("c_1", "c_3", "different")])
    assert [(k.left, k.right, k.judgement) for k in links] == [
        ("c_1", "c_2", "unsure"),
        ("c_1", "c_3", "different"),
        ("c_2", "c_3", "same"),
    ]
    assert is_conflict(links[0])


def test_persons_who_contradict_one_another_are_told_so() -> None:
    towns = {"A": "Shenyang", "B": "Dalian", "C": "Tonghua", "D": "Jilin"}
    readings = [make_reading(name, make_claim(f"c_{name}", place=town)) for name, town in towns.items()]
    words = [judged("c_A", "c_B", "same"), judged("c_B", "c_C", "same"), judged("c_C", "c_D", "same")]
    links = link_claims(readings, [*words, judged("c_A", "c_C", "different")])
    found = {(k.left[-1] + k.right[-1]): (k.judgement, is_conflict(k)) for k in links}
    assert found == {
        "AB": ("unsure", True),
        "BC": ("unsure", True),
        "AC": ("different", False),
        "CD": ("same", False),
    }
    assert links[0].reasons[0] == "a person judged them the same: asked"


def test_a_persons_doubt_keeps_the_rules_from_joining_on_the_way() -> None:
    readings = [make_reading(name, make_claim(f"c_{name}")) for name in "ABC"]
    links = link_claims(readings, [judged("c_A", "c_C", "unsure")])
    assert not join(links).is_joined("c_A", "c_C")


def test_a_part_by_the_report_gives_way_to_a_person() -> None:
    told = make_reading("A", make_claim("c_1", 4), related(make_claim("c_2", 1), "c_1", "part-of"))
    (link,) = link_claims([told], [judged("c_1", "c_2", "different")])
    assert (link.judgement, link.by) == ("different", "person:eva")


def test_two_parts_of_one_whole_may_differ() -> None:
    parts = [related(make_claim(f"c_{n}"), "c_3", "part-of") for n in (1, 2)]
    links = link_claims([make_reading("A", *parts, make_claim("c_3", 4))], [judged("c_1", "c_2", "different")])
    assert [link.judgement for link in links] == ["different", "part-of", "part-of"]


def test_no_part_brings_two_wholes_together_that_a_person_keeps_apart() -> None:
    both = related(related(make_claim("c_1"), "c_2", "part-of"), "c_3", "part-of")
    told = make_reading("A", both, make_claim("c_2", 4), make_claim("c_3", 5))
    links = link_claims([told], [judged("c_2", "c_3", "different")])
    assert [(k.left, k.right, k.judgement) for k in links] == [
        ("c_1", "c_2", "part-of"),
        ("c_1", "c_3", "unsure"),
        ("c_2", "c_3", "different"),
    ]
    assert [list(i.claims) for i in build_incidents([told], links)] == [["c_1", "c_2"], ["c_3"]]


def test_overruled_readings_keep_later_fates() -> None:
    told = make_reading("A", make_claim("c_1"), related(make_claim("c_2"), "c_1", "follows"))
    assert overrule([told], [("c_1", "c_2")]) == (told,)
