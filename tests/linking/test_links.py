"""Which claims of different reports are one occurrence, which may be, and which walls hold."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Link
from bearwitness.core.records import Actor, Claim, People, Reading
from bearwitness.linking.agreement import compare_places, compare_times
from bearwitness.linking.links import link_claims
from tests.linking.told import MAY_21, crowds, make_claim, make_reading, make_when, make_where, quoting, related

WORDS = "Two people were taken away by officers at a motel near the station in the early morning"


def judgement(left: Claim, right: Claim) -> str | None:
    """What is judged of two claims of two outlets."""
    links = link_claims([make_reading("The Border Post", left), make_reading("River News", right)])
    return links[0].judgement if links else None


def groups(links: tuple[Link, ...], ids: list[str]) -> dict[str, frozenset[str]]:
    """Whom `same` puts together."""
    group = {ident: frozenset([ident]) for ident in ids}
    for link in links:
        if link.judgement == "same":
            merged = group[link.left] | group[link.right]
            group |= dict.fromkeys(merged, merged)
    return group


@settings(max_examples=100, deadline=None)
@given(crowds(), st.data())
def test_the_order_of_reports_and_claims_changes_nothing(readings: tuple[Reading, ...], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations([replace(one, claims=tuple(reversed(one.claims))) for one in readings]))

    assert link_claims(shuffled) == link_claims(readings)


@settings(max_examples=150, deadline=None)
@given(crowds())
def test_no_grouping_crosses_what_a_report_tells_apart(readings: tuple[Reading, ...]) -> None:
    links = link_claims(readings)
    stated = {(link.left, link.right) for link in links if link.by == "report" and link.judgement == "same"}
    group = groups(links, [claim.id for reading in readings for claim in reading.claims])
    said_same = groups(tuple(link for link in links if (link.left, link.right) in stated), list(group))

    for reading in readings:
        for claim in reading.claims:
            for other in reading.claims:
                if other.id not in said_same[claim.id]:
                    assert other.id not in group[claim.id]


@settings(max_examples=100, deadline=None)
@given(crowds())
def test_every_link_has_reasons_and_its_ids_in_order(readings: tuple[Reading, ...]) -> None:
    for link in link_claims(readings):
        assert all(link.reasons)
        assert link.reasons
        assert link.judgement == "part-of" or link.left < link.right


def test_the_same_day_town_and_number_are_the_same() -> None:
    links = link_claims([make_reading("A", make_claim("c_1")), make_reading("B", make_claim("c_2"))])

    assert [(link.left, link.right, link.judgement, link.by) for link in links] == [("c_1", "c_2", "same", "rule:3")]
    assert links[0].reasons == ("both 2019-05-21", "both in Shenyang", "both 2")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (make_claim("c_2", 2, 5), "same"),
        (make_claim("c_2", 2, None), "unsure"),
        (make_claim("c_2", 3), "unsure"),
        (make_claim("c_2", 9), None),
        (make_claim("c_2", place="China"), "unsure"),
        (make_claim("c_2", place="Liaoning"), "unsure"),
        (make_claim("c_2", place="Tonghua"), None),
        (make_claim("c_2", day=date(2019, 5, 22)), "unsure"),
        (make_claim("c_2", 3, day=date(2019, 5, 22)), None),
        (make_claim("c_2", day=date(2019, 5, 23)), None),
        (replace(make_claim("c_2"), when=make_when(date(2019, 5, 1), date(2019, 5, 31), 4)), "unsure"),
        (replace(make_claim("c_2", place="China"), when=make_when(date(2019, 5, 1), date(2019, 5, 31), 4)), None),
        (replace(make_claim("c_2"), when=None), None),
        (replace(make_claim("c_2"), where=None), None),
        (replace(make_claim("c_2"), act="release"), None),
        (replace(make_claim("c_2"), status="denied"), "same"),
        (replace(make_claim("c_2"), status="planned"), None),
        (replace(make_claim("c_2"), shape="background"), None),
        (replace(make_claim("c_2"), shape="aggregate"), None),
    ],
)
def test_a_claim_of_two_arrests_in_shenyang_against_another(other: Claim, expected: str | None) -> None:
    assert judgement(make_claim("c_1"), other) == expected


def test_people_and_actors_that_contradict_lower_the_judgement() -> None:
    women = replace(make_claim("c_1"), people=People(female=2, ages=(30, 41)))
    men = replace(make_claim("c_2"), people=People(female=0, ages=(13,)))
    state = replace(make_claim("c_1"), actor=Actor(text="police", kind="state"))
    gang = replace(make_claim("c_2"), actor=Actor(text="a gang", kind="non-state"))

    assert judgement(women, men) == "unsure"
    assert judgement(women, replace(men, where=make_claim("x", place="China").where)) is None
    assert judgement(state, gang) == "unsure"
    assert judgement(women, replace(men, people=People(female=2, ages=(41,)))) == "same"


def test_nearly_the_same_words_make_a_coarse_pair_the_same() -> None:
    left, right = quoting(make_claim("c_1"), WORDS), quoting(make_claim("c_2", place="China"), WORDS + ".")

    links = link_claims([make_reading("A", left), make_reading("B", right)])
    changed = quoting(right, WORDS.replace("two", "2").replace("early", "small"))
    near = link_claims([make_reading("A", left), make_reading("B", changed)])

    assert (links[0].judgement, links[0].reasons[-1]) == ("same", "the very same words")
    assert (near[0].judgement, near[0].reasons[-1]) == ("same", "nearly the same words")


def test_totals_link_only_with_totals_of_the_same_scope_and_number() -> None:
    total = replace(make_claim("c_1", 41, None, place="China"), shape="aggregate")
    summer = replace(total, when=make_when(date(2019, 7, 1), date(2019, 8, 31), 5))

    assert judgement(summer, replace(summer, id="c_2")) == "same"
    assert judgement(summer, replace(summer, id="c_2", count=make_claim("x", 45).count)) is None
    assert judgement(summer, replace(total, id="c_2")) is None


def test_two_arrests_that_one_report_tells_apart_are_not_joined_through_another() -> None:
    another = related(make_claim("c_2"), "c_1", "different")
    links = link_claims([make_reading("A", make_claim("c_1"), another), make_reading("B", make_claim("c_3"))])

    assert [(link.left, link.right, link.judgement) for link in links] == [
        ("c_1", "c_2", "different"),
        ("c_1", "c_3", "same"),
        ("c_2", "c_3", "unsure"),
    ]
    assert links[2].reasons[-1] == "not joined, as that would join claims that a report tells apart"


def test_two_arrests_told_separately_in_one_report_stay_apart() -> None:
    links = link_claims([make_reading("A", make_claim("c_1"), make_claim("c_2")), make_reading("B", make_claim("c_3"))])

    assert [(link.judgement, link.by) for link in links] == [
        ("different", "rule:3"),
        ("same", "rule:3"),
        ("unsure", "rule:3"),
    ]


def test_what_a_report_says_of_its_claims_becomes_links() -> None:
    claims = [
        make_claim("c_1", 4),
        related(make_claim("c_2", 4, day=MAY_21.replace(day=25)), "c_1", "same"),
        related(make_claim("c_3", 1, day=MAY_21.replace(day=27)), "c_1", "part-of"),
        related(make_claim("c_4", 4, day=MAY_21.replace(day=29)), "c_1", "follows"),
    ]

    links = link_claims([make_reading("A", *claims)])

    assert [(link.left, link.right, link.judgement, link.by) for link in links] == [
        ("c_1", "c_2", "same", "report"),
        ("c_3", "c_1", "part-of", "report"),
    ]


def test_many_claims_far_apart_are_not_all_compared() -> None:
    readings = [
        make_reading(f"outlet {i}", make_claim(f"c_{i:05}", day=date.fromordinal(date(2010, 1, 1).toordinal() + i)))
        for i in range(0, 6000, 2)
    ]

    assert link_claims(readings) == ()


def test_an_inferred_date_is_no_reason_for_or_against() -> None:
    here, there = make_when(MAY_21), replace(make_when(date(2019, 6, 2)), inferred=True, known_until=date(2019, 6, 9))

    assert compare_times(here, there).stand == "coarse"
    assert compare_times(replace(here, inferred=True), here).stand == "coarse"


def test_an_inferred_town_is_no_reason_for_or_against() -> None:
    here, there = make_where("Shenyang"), replace(make_where("Dalian"), basis="inferred")

    assert compare_places(here, there).stand == "coarse"
    assert compare_places(replace(here, basis="inferred"), here).stand == "coarse"


def test_short_words_without_day_and_place_join_no_reports_however_many_say_them() -> None:
    bare = [quoting(replace(make_claim(f"c_{n}", 1), when=None, where=None), "a man was arrested") for n in range(6)]

    assert link_claims([make_reading(f"outlet {n}", claim) for n, claim in enumerate(bare)]) == ()


def test_a_dispatch_at_six_outlets_is_one() -> None:
    copies = [quoting(make_claim(f"c_{n}"), WORDS) for n in range(6)]
    links = link_claims([make_reading(f"outlet {n}", claim) for n, claim in enumerate(copies)])

    assert {link.judgement for link in links} == {"same"}
    assert len(groups(links, [claim.id for claim in copies])["c_0"]) == 6
