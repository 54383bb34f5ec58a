"""Which claims hold the ends of small registers, and how the reasons say it."""

from dataclasses import replace
from datetime import date

import pytest

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim, Voice
from bearwitness.core.vocabulary import VoiceKind
from bearwitness.counting import holders
from bearwitness.counting.estimate import count_people
from bearwitness.counting.leaving_out import CLAIMS_LIMIT
from tests.counting.cases import make_claim, make_link
from tests.counting.test_holders_laws import UNTRIED
from tests.counting.test_summer_of_2017 import CHINA, CLAIMS, LINKS, YEAR

MAY = (date(2019, 5, 1), date(2019, 5, 31))
LIAONING, SHENYANG = ("CN", "Liaoning"), ("CN", "Liaoning", "Shenyang")
ASKED = Question(act="arrest", earliest=MAY[0], latest=MAY[1], place=CHINA)


def on(ident: str, people: int, high: int | None = 0, path: tuple[str, ...] = SHENYANG) -> Claim:
    """So many arrested on 15 May."""
    days = (date(2019, 5, 15), date(2019, 5, 15))
    return make_claim(ident, (people, people if high == 0 else high), days=days, path=path)


def total(ident: str, people: int, high: int | None = 0, path: tuple[str, ...] = CHINA) -> Claim:
    """So many arrested in May."""
    return make_claim(ident, (people, people if high == 0 else high), shape="aggregate", days=MAY, path=path)


def say(claim: Claim, kind: VoiceKind, name: str) -> Claim:
    return replace(claim, voices=(Voice(kind=kind, name=name),))


def test_of_claims_that_repeat_one_another_the_first_is_enough() -> None:
    claims = [on(f"c_{i}", 3) for i in (2, 10, 1)]
    links = [make_link("c_1", "c_2", "same"), make_link("c_10", "c_2", "same")]
    estimate = count_people(ASKED, claims, links)
    assert (estimate.low, estimate.holds_low) == (3, ("c_1",))
    assert (estimate.high, estimate.holds_high) == (3, ("c_1",))


def test_the_summer_of_2017_is_held_by_the_total_of_all() -> None:
    asked = Question(act="arrest", earliest=YEAR[0], latest=date(2017, 8, 31), place=CHINA)
    estimate = count_people(asked, CLAIMS, LINKS)
    assert (estimate.low, estimate.high) == (92, None)
    assert estimate.holds_low == ("c_all",)
    assert estimate.holds_high == ("c_summer",)


def test_two_totals_that_cannot_hold_the_same_people_are_both_needed() -> None:
    claims = [total("c_a", 8, path=SHENYANG), total("c_b", 5, path=("CN", "Jilin")), total("c_all", 9), on("c_1", 3)]
    estimate = count_people(ASKED, claims, [])
    assert (estimate.low, estimate.holds_low) == (13, ("c_a", "c_b"))
    assert "13 would be proven by c_a, c_b alone" in estimate.reasons


def test_an_incident_that_no_total_may_hold_stands_beside_it() -> None:
    claims = [total("c_all", 9), on("c_1", 3), on("c_2", 2)]
    estimate = count_people(ASKED, claims, [make_link("c_1", "c_all", "different")])
    assert (estimate.low, estimate.holds_low) == (12, ("c_1", "c_all"))


def test_the_total_that_says_where_an_incident_was_is_needed_with_it() -> None:
    """Four people of an unknown place are counted in Liaoning because they are among those that a year's total tells of."""
    year = (date(2019, 1, 1), date(2019, 12, 31))
    whole = make_claim("c_year", (30, 30), shape="aggregate", days=year, path=LIAONING)
    estimate = count_people(
        replace(ASKED, place=LIAONING), [on("c_1", 4, path=()), whole], [make_link("c_1", "c_year", "part-of")]
    )
    assert (estimate.low, estimate.holds_low) == (4, ("c_1", "c_year"))


def test_so_it_is_where_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holders, "CLAIMS_LIMIT", 0)
    test_the_total_that_says_where_an_incident_was_is_needed_with_it()


def test_where_nothing_is_tried_totals_that_incidents_fill_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holders, "CLAIMS_LIMIT", 0)
    before = make_claim("c_0", (7, 7), days=(date(2019, 4, 30), date(2019, 4, 30)))
    apart = make_link("c_1", "c_all", "different")
    claims = [before, on("c_1", 3), on("c_2", 4), total("c_all", 9), total("c_some", 5, path=LIAONING)]
    estimate = count_people(ASKED, claims, [apart])
    assert (estimate.low, estimate.holds_low) == (12, ("c_1", "c_2", "c_all"))


def test_a_claim_that_may_join_two_others_is_not_left_out_to_count_both() -> None:
    """Two and three people may be one incident, through a third claim that tells of five: the five prove five, the two and three do not."""
    links = [make_link("c_1", "c_9", "unsure"), make_link("c_2", "c_9", "unsure")]
    estimate = count_people(ASKED, [on("c_1", 2, None), on("c_2", 3, None), on("c_9", 5, None)], links)
    assert (estimate.low, estimate.holds_low) == (5, ("c_9",))


def test_the_parts_of_a_total_are_not_needed_where_it_describes_them() -> None:
    links = [make_link(ident, "c_all", "part-of") for ident in ("c_1", "c_2")]
    estimate = count_people(ASKED, [on("c_1", 2), on("c_2", 3), total("c_all", 9)], links)
    assert (estimate.high, estimate.holds_high) == (9, ("c_all",))


def test_every_open_claim_is_named_and_each_is_enough() -> None:
    claims = [say(on("c_1", 2, None), "ngo", "Lamp Network"), say(on("c_2", 3, None), "family", "A Name"), on("c_3", 1)]
    estimate = count_people(ASKED, claims, [])
    assert estimate.holds_high == ("c_1", "c_2")
    assert estimate.reasons[-1] == (
        "open above, each of these being enough by itself: "
        "Lamp Network (c_1) says at least 2 people on 15 May 2019 in Shenyang; "
        "c_2 says at least 3 people on 15 May 2019 in Shenyang"
    )


def test_incidents_that_no_total_adds_to_need_no_trying() -> None:
    claims = [on(f"c_{i}", 1) for i in range(CLAIMS_LIMIT)]
    estimate = count_people(ASKED, [*claims, total("c_all", 5, path=LIAONING)], [])
    assert estimate.low == CLAIMS_LIMIT
    assert estimate.holds_low == tuple(claim.id for claim in claims)
    assert not any(reason.startswith(UNTRIED) for reason in estimate.reasons)


def test_too_many_claims_to_try_are_all_named_and_the_reasons_say_so() -> None:
    claims = [on(f"c_{i}", 1) for i in range(CLAIMS_LIMIT)]
    apart = make_link("c_0", "c_all", "different")
    estimate = count_people(ASKED, [*claims, total("c_all", CLAIMS_LIMIT + 5, path=LIAONING)], [apart])
    assert estimate.low == CLAIMS_LIMIT + 6
    assert {claim.id for claim in claims} | {"c_all"} == set(estimate.holds_low)
    assert any(reason.startswith(UNTRIED) for reason in estimate.reasons)


def test_a_date_that_nobody_tells_is_said_in_plain_words() -> None:
    estimate = count_people(ASKED, [make_claim("c_1", (3, 3), days=(None, None))], [])
    assert estimate.reasons[-1] == (
        "up to 3 if the 3 people arrested (c_1: date unknown) were within the days asked for"
    )


def test_claims_that_leave_a_part_open_still_fit_into_its_total() -> None:
    """Two told of at least seven and of five people: the seven alone would not fit into a total of at least five."""
    links = [
        make_link("c_1", "c_2", "same"),
        make_link("c_1", "c_all", "part-of"),
    ]
    claims = [on("c_1", 7, None), on("c_2", 5), total("c_all", 5, None)]
    estimate = count_people(ASKED, claims, links)
    assert (estimate.high, estimate.holds_high) == (None, ("c_1", "c_2", "c_all"))
