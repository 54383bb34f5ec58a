"""Estimates of small registers, in numbers and in words."""

from dataclasses import replace
from datetime import date

import pytest

from bearwitness.core.errors import ContractError
from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim, People
from bearwitness.counting.estimate import count_people
from tests.counting.cases import make_claim, make_link, make_where

MAY = (date(2019, 5, 1), date(2019, 5, 31))
SPRING = (date(2019, 4, 1), date(2019, 5, 31))
CHINA, LIAONING, SHENYANG = ("CN",), ("CN", "Liaoning"), ("CN", "Liaoning", "Shenyang")
TONGHUA = ("CN", "Jilin", "Tonghua")


def asked(days: tuple[date, date] = MAY, place: tuple[str, ...] = CHINA, group: str | None = None) -> Question:
    """How many were arrested."""
    return Question(act="arrest", earliest=days[0], latest=days[1], place=place, group=group)


def on(day: int, people: int, path: tuple[str, ...] = SHENYANG) -> Claim:
    """So many arrested on a day of May."""
    ident = f"c_{day}_{path[-1][:2].lower()}"
    return make_claim(ident, (people, people), days=(date(2019, 5, day), date(2019, 5, day)), path=path)


def total(ident: str, low: int, high: int | None, days: tuple[date, date] = MAY) -> Claim:
    """So many arrested in China over a period."""
    return make_claim(ident, (low, high), shape="aggregate", days=days, path=CHINA)


def bounds(estimate: Estimate) -> tuple[int | None, int | None, int | None]:
    """The three figures."""
    return estimate.low, estimate.high, estimate.high_stated


SPRING_CLAIMS = (
    on(15, 2),
    on(21, 2),
    on(21, 2, TONGHUA),
    on(25, 4),
    on(29, 3, CHINA),
    make_claim("c_april", (7, 7), days=(date(2019, 4, 1), date(2019, 4, 30)), path=SHENYANG),
)


def test_incidents_certainly_inside_are_added() -> None:
    estimate = count_people(asked(), SPRING_CLAIMS, [])

    assert bounds(estimate) == (13, 13, 13)
    assert estimate.incidents == 5
    assert set(estimate.holds_low) == {claim.id for claim in SPRING_CLAIMS} - {"c_april"}
    assert estimate.reasons[0].startswith(
        "13, because 5 incidents certainly lie inside: 2 people on 15 May 2019 in Shenyang (c_15_sh); "
    )


def test_a_place_known_only_as_the_country_may_be_the_town_asked_for() -> None:
    estimate = count_people(asked(place=SHENYANG), SPRING_CLAIMS, [])

    assert bounds(estimate) == (8, 11, 11)
    assert estimate.holds_low == ("c_15_sh", "c_21_sh", "c_25_sh")
    assert "c_29_cn" in estimate.holds_high
    assert estimate.reasons[1] == (
        "up to 11 if the 3 people arrested on 29 May 2019 (c_29_cn: place known only as CN) were in Shenyang"
    )


def test_a_date_known_only_as_a_month_may_lie_in_the_days_asked_for() -> None:
    estimate = count_people(asked((date(2019, 4, 15), date(2019, 4, 20))), SPRING_CLAIMS, [])

    assert bounds(estimate) == (0, 7, 7)
    assert estimate.reasons == (
        "0, because nothing that is told certainly lies inside",
        "up to 7 if the 7 people arrested (c_april: dated only in April 2019) were within the days asked for",
    )


def test_an_open_count_leaves_the_high_open_and_says_whose() -> None:
    estimate = count_people(asked(), [on(15, 2), make_claim("c_9", (5, None), days=MAY, path=CHINA)], [])

    assert bounds(estimate) == (7, None, 7)
    assert estimate.holds_high == ("c_9",)
    assert estimate.reasons[-1] == "open above, because c_9 says at least 5 people in May 2019 in CN"


def test_a_total_is_never_added_to_the_incidents_it_holds() -> None:
    estimate = count_people(asked(SPRING), [*SPRING_CLAIMS, total("c_ngo", 41, None, SPRING)], [])

    assert bounds(estimate) == (41, None, 61)
    assert estimate.holds_low == ("c_ngo",)
    assert estimate.reasons[2] == "41 would be proven by c_ngo alone"
    assert estimate.reasons[1] == (
        "21 of them are people that no incident lists, because of the total of at least 41 people "
        "from April to May 2019 in CN (c_ngo)"
    )


def test_a_total_smaller_than_its_incidents_raises_nothing() -> None:
    estimate = count_people(asked(), [*SPRING_CLAIMS, total("c_ngo", 5, 5)], [])

    assert bounds(estimate) == (13, 18, 18)


def test_a_total_that_reaches_beyond_the_question_forces_nobody_inside() -> None:
    estimate = count_people(asked(), [*SPRING_CLAIMS, total("c_ngo", 41, 41, SPRING)], [])

    assert bounds(estimate) == (13, 54, 54)


def test_an_unsure_link_is_read_both_ways() -> None:
    twice = replace(on(25, 4), id="c_other")

    estimate = count_people(asked(), [on(25, 4), twice], [make_link("c_25_sh", "c_other", "unsure")])

    assert bounds(estimate) == (4, 8, 8)
    assert estimate.reasons[1] == (
        "up to 8 if claims that may tell of one incident tell of different ones (c_25_sh, c_other)"
    )


def test_unsure_never_crosses_a_wall() -> None:
    claims = [replace(on(25, 4), id=ident) for ident in ("c_1", "c_2", "c_3")]
    links = [make_link("c_1", "c_2", "unsure"), make_link("c_2", "c_3", "unsure"), make_link("c_1", "c_3", "different")]

    assert bounds(count_people(asked(), claims, links)) == (8, 12, 12)


def test_claims_judged_same_and_different_clash_and_only_those_needed_are_named() -> None:
    claims = [replace(on(25, 4), id=f"c_{i}") for i in range(1, 6)]
    same = [make_link(f"c_{i}", f"c_{i + 1}", "same") for i in range(1, 5)]

    estimate = count_people(asked(), claims, [*same, make_link("c_1", "c_3", "different")])

    assert bounds(estimate) == (None, None, None)
    assert estimate.clash == ("c_1", "c_2", "c_3")
    assert "judged to tell of one incident and of different ones" in estimate.reasons[0]


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (on(29, 5), "parts exceed their whole"),
        (
            make_claim("c_29_sh", (2, 2), days=(date(2019, 7, 1), date(2019, 7, 1)), path=SHENYANG),
            "people cannot be part of a total whose dates or place exclude them",
        ),
    ],
)
def test_a_part_that_does_not_fit_its_total_clashes(claim: Claim, reason: str) -> None:
    estimate = count_people(asked(), [claim, total("c_ngo", 3, 3)], [make_link("c_29_sh", "c_ngo", "part-of")])

    assert estimate.clash is not None
    assert set(estimate.clash) == {"c_29_sh", "c_ngo"}
    assert reason in estimate.reasons[0]


def test_claims_that_prove_more_people_than_all_describe_clash() -> None:
    totals = [total("c_a", 5, 5), total("c_b", 5, 5)]
    links = [
        make_link("c_1", "c_a", "part-of"),
        make_link("c_1", "c_b", "part-of"),
        make_link("c_a", "c_b", "different"),
    ]

    estimate = count_people(asked(), [replace(on(25, 3), id="c_1"), *totals], links)

    assert estimate.clash == ("c_1", "c_a", "c_b")
    assert "together they prove at least 10 people and describe at most 7" in estimate.reasons[0]


def test_claims_of_one_incident_that_disagree_are_named() -> None:
    claims = [replace(on(25, 4), id="c_1"), replace(on(24, 2), id="c_2")]

    estimate = count_people(asked(), claims, [make_link("c_1", "c_2", "same")])

    assert bounds(estimate) == (2, 4, 4)
    said = [reason.partition(": ")[2] for reason in estimate.reasons[2:]]
    assert said == ["count: 2 / 4", "date: 2019-05-24 / 2019-05-25"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "denied"}, "1 claim is left out: told as denied, not as having happened"),
        ({"status": "planned"}, "1 claim is left out: told as planned, not as having happened"),
        ({"act": "release"}, None),
        ({"shape": "background"}, None),
    ],
)
def test_claims_that_do_not_tell_of_the_act_as_done_are_left_out(change: dict[str, str], reason: str | None) -> None:
    other = replace(on(15, 9), id="c_other", **change)  # type: ignore[arg-type]

    estimate = count_people(asked(), [on(15, 2), other], [])

    assert bounds(estimate) == (2, 2, 2)
    assert estimate.reasons[1:] == (() if reason is None else (reason,))


def test_families_are_not_turned_into_people() -> None:
    families = replace(on(15, 3), id="c_other", count=replace(on(15, 3).count, unit="family"))

    estimate = count_people(asked(), [on(15, 2), families], [])

    assert bounds(estimate) == (2, 2, 2)
    assert estimate.reasons[1] == ("1 claim is left out: counted in families, and nothing says how many people that is")


def test_a_group_asked_for_leaves_out_others_and_keeps_the_unknown_as_possible() -> None:
    def of(ident: str, group: str | None) -> Claim:
        return replace(on(15, 2), id=ident, people=People(group=group))

    claims = [of("c_1", "North Korean Defectors"), of("c_2", None), of("c_3", "journalists")]

    estimate = count_people(asked(group="defectors"), claims, [])

    assert bounds(estimate) == (2, 4, 4)
    assert (estimate.holds_low, estimate.incidents) == (("c_1",), 2)
    assert estimate.reasons[1:] == (
        "up to 4 if the 2 people arrested on 15 May 2019 (c_2: group not told) were defectors",
        "1 claim is left out: about another group",
    )


def test_a_total_of_an_unknown_group_forces_nobody_of_the_group_asked_for() -> None:
    known = replace(total("c_a", 5, 5), people=People(group="defectors"))

    estimate = count_people(asked(group="defectors"), [known, total("c_b", 9, 9)], [])

    assert bounds(estimate) == (5, 14, 14)


def test_one_id_for_two_claims_is_refused() -> None:
    with pytest.raises(ContractError, match="claim id c_15_sh stands for two different claims"):
        count_people(asked(), [on(15, 2), on(15, 3)], [])


def test_no_claims_give_nothing() -> None:
    estimate = count_people(asked(), [], [])

    assert bounds(estimate) == (0, 0, 0)
    assert estimate.reasons == ("0, because nothing that is told certainly lies inside",)


def knot(size: int) -> tuple[list[Claim], list[Link]]:
    """Claims of four people, each of which may be the same incident as any other."""
    claims = [replace(on(25, 4), id=f"c_{i:02}") for i in range(size)]
    return claims, [make_link(one.id, two.id, "unsure") for one in claims for two in claims if one.id < two.id]


def test_a_large_knot_of_unsure_links_is_read_as_one_incident_where_nothing_is_lower() -> None:
    claims, links = knot(20)

    estimate = count_people(asked(), [*claims, on(15, 2)], links)

    assert bounds(estimate) == (6, 82, 82)


def test_a_knot_too_large_to_work_out_gives_a_low_that_is_sure_and_says_so() -> None:
    claims, links = knot(14)

    estimate = count_people(asked(), [*claims, on(15, 2)], [*links, make_link("c_00", "c_01", "different")])

    assert bounds(estimate) == (6, 58, 58)
    assert "the low is sure but may be too small" in " ".join(estimate.reasons)


def test_the_same_place_name_under_another_division_is_another_place() -> None:
    elsewhere = replace(on(15, 2), where=make_where(("CN", "Hebei", "Shenyang")))

    assert bounds(count_people(asked(place=SHENYANG), [elsewhere], [])) == (0, 0, 0)
