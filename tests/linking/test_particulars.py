"""One slip in day, number or place is outweighed by what is particular to an occurrence; two are not, and no particular joins two towns."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.records import Actor, Claim, Count, People, Reading, Voice
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from tests.linking.told import MAY_21, make_claim, make_reading, make_when, quoting, saying

MAY_22 = MAY_21 + timedelta(days=1)
TWO_AND_TWO = People(female=2, male=2)
CYCLISTS = People(group="cyclists")
REFUGEES = People(group="North Korean refugees")
OUTLET = Voice(kind="outlet", name="River News")


def of(claim: Claim, people: People) -> Claim:
    """The claim telling who the people were."""
    return replace(claim, people=people)


def told_by(outlet: str, claim: Claim, text: str = "", *, day: date = MAY_22) -> Reading:
    """A report of an outlet with the claim, its words and the report's text alike."""
    reading = make_reading(outlet, quoting(saying(claim, Voice(kind="outlet", name=outlet)), text) if text else claim)
    report = replace(reading.report, id=f"r_{claim.id}", text=text or reading.report.text, published_on=day)
    return replace(reading, report=report)


def judge(left: Claim, right: Claim, words: tuple[str, str] = ("", "")) -> str | None:
    """What is judged of two claims of two outlets."""
    links = link_claims([told_by("Border Post", left, words[0]), told_by("River News", right, words[1])])
    return links[0].judgement if links else None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (of(make_claim("c_1", 4), TWO_AND_TWO), of(make_claim("c_2", 4, day=MAY_22), TWO_AND_TWO), "same"),
        (of(make_claim("c_1", 4), REFUGEES), of(make_claim("c_2", 4, day=MAY_22), REFUGEES), "unsure"),
        (of(make_claim("c_1", 24), CYCLISTS), of(make_claim("c_2", 20), CYCLISTS), "same"),
        (of(make_claim("c_1", 24), REFUGEES), of(make_claim("c_2", 20), REFUGEES), "unsure"),
        (of(make_claim("c_1", 2), CYCLISTS), of(make_claim("c_2", 3), CYCLISTS), "unsure"),
        (of(make_claim("c_1", 24), CYCLISTS), of(make_claim("c_2", 20, day=MAY_22), CYCLISTS), None),
        (of(make_claim("c_1", 24), CYCLISTS), of(make_claim("c_2", 9), CYCLISTS), None),
        (
            of(make_claim("c_1", 5), People(ages=(8,))),
            of(make_claim("c_2", 6), People(ages=(8,))),
            "same",
        ),
        (
            of(make_claim("c_1", 3), People(ages=(71,))),
            of(make_claim("c_2", 3, place="Liaoning"), People(ages=(71,))),
            "same",
        ),
        (
            of(make_claim("c_1", 1), People(ages=(34,), group="nurse")),
            of(make_claim("c_2", 1, place="Liaoning"), People(ages=(34,), group="farmer")),
            "unsure",
        ),
    ],
)
def test_one_slip_is_outweighed_by_a_particular(left: Claim, right: Claim, expected: str | None) -> None:
    assert judge(left, right) == expected


def test_a_name_of_two_words_outweighs_a_day_and_the_conflict_is_shown() -> None:
    words = (
        "Five refugees were arrested at the Blue Gate inn in Shenyang",
        "officers arrested five refugees at the Blue Gate inn of Shenyang",
    )
    readings = [
        told_by("Border Post", make_claim("c_1", 5), words[0]),
        told_by("River News", make_claim("c_2", 5, day=MAY_22), words[1]),
    ]

    (incident,) = build_incidents(readings, link_claims(readings))

    assert incident.conflicts == ("date: 2019-05-21 / 2019-05-22",)
    assert not any("Blue" in reason for link in link_claims(readings) for reason in link.reasons)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (People(female=3), People(male=3), None),
        (People(female=1), People(female=3), "same"),
        (People(female=3), People(female=3), "same"),
        (People(male=1, female=2), People(male=2, female=1), "unsure"),
    ],
)
def test_three_women_are_no_three_men(left: People, right: People, expected: str | None) -> None:
    assert judge(of(make_claim("c_1", 3), left), of(make_claim("c_2", 3), right)) == expected


@pytest.mark.parametrize(("age", "expected"), [(9, "same"), (10, "same"), (64, None)])
def test_one_person_has_one_age(age: int, expected: str | None) -> None:
    left, right = of(make_claim("c_1", 1), People(ages=(9,))), of(make_claim("c_2", 1), People(ages=(age,)))

    assert (judge(left, right) or None) in {expected, "unsure" if expected else None}


def test_railway_police_are_no_border_guards() -> None:
    one, other = (
        replace(make_claim(f"c_{n}", 4), actor=Actor(text=text, kind="state"))
        for n, text in enumerate(("Railway police", "Border guards"))
    )

    assert judge(one, other) == "unsure"
    assert judge(one, replace(other, actor=Actor(text="Chinese police", kind="state"))) == "same"
    # Whom the reader only infers contradicts nobody.
    assert judge(one, replace(other, actor=Actor(text="", kind="non-state"))) == "same"


def test_a_later_figure_of_one_outlet_replaces_its_earlier_one() -> None:
    words = ("Police detained 14 students in Shenyang", "Police detained four students in Shenyang")
    counts = (
        Count(low=14, high=14, unit="person", text="14 students"),
        Count(low=4, high=4, unit="person", text="four"),
    )
    claims = [
        replace(of(make_claim(f"c_{n}"), People(group="students")), count=count) for n, count in enumerate(counts)
    ]
    readings = [
        told_by("River News", one, text, day=MAY_22 + timedelta(days=n))
        for n, (one, text) in enumerate(zip(claims, words, strict=True))
    ]

    (incident,) = build_incidents(readings, link_claims(readings))

    assert (incident.count.low, incident.count.high, incident.conflicts) == (4, 4, ())
    # Nor where it says that they are others, or where another outlet says so.
    another = told_by(
        "River News", claims[1], "Police also detained four students in Shenyang", day=MAY_22 + timedelta(days=1)
    )
    assert len(build_incidents([readings[0], another], link_claims([readings[0], another]))) == 2
    outlet = told_by("Border Post", claims[1], words[1], day=MAY_22 + timedelta(days=1))
    assert len(build_incidents([readings[0], outlet], link_claims([readings[0], outlet]))) == 2


def test_a_church_and_a_church_are_one_raid_and_a_church_and_a_shop_may_be() -> None:
    raids = [
        replace(
            make_claim(f"c_{n}"),
            act="raid",
            count=Count(low=1, high=1, unit="place", text="a"),
            people=People(group=group),
        )
        for n, group in enumerate(("house church", "house church", "bookshop"))
    ]

    assert judge(raids[0], raids[1]) == "same"
    assert judge(raids[0], raids[2]) == "unsure"


def test_late_on_one_day_and_after_midnight_on_the_next_are_one_night() -> None:
    late = replace(make_claim("c_1", 7), when=replace(make_when(MAY_21), text="the night of May 21"))
    early = replace(make_claim("c_2", 7), when=replace(make_when(MAY_22), text="midnight on May 22"))

    assert judge(late, early) == "same"
    assert judge(late, replace(early, when=replace(make_when(MAY_22), text="May 22"))) == "unsure"
    assert judge(replace(late, when=replace(make_when(MAY_21), text="May 21")), early) == "unsure"


PEOPLE = st.sampled_from([TWO_AND_TWO, CYCLISTS, REFUGEES, People(ages=(8, 71)), People(group="nurses", ages=(8,))])


@settings(max_examples=80, deadline=None)
@given(PEOPLE, PEOPLE, st.sampled_from(["Dalian", "Tonghua"]), st.integers(min_value=2, max_value=6))
def test_no_particular_joins_two_towns_or_days_further_apart(left: People, right: People, town: str, days: int) -> None:
    one = of(make_claim("c_1", 4), left)

    assert judge(one, of(make_claim("c_2", 4, place=town), right)) != "same"
    assert judge(one, of(make_claim("c_2", 4, day=MAY_21 + timedelta(days=days)), right)) != "same"


@settings(max_examples=80, deadline=None)
@given(PEOPLE, PEOPLE, st.sampled_from([3, 4, 5, 9]), st.sampled_from([MAY_21, MAY_22]))
def test_a_pair_is_judged_alike_whichever_is_told_first(left: People, right: People, number: int, day: date) -> None:
    one, other = of(make_claim("c_1", 4), left), of(make_claim("c_2", number, day=day), right)

    assert judge(one, other) == judge(replace(other, id="c_1"), replace(one, id="c_2"))
