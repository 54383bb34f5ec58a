"""Whose word it is: copies, voices followed back, later figures of one origin, and the grade with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Actor, Claim, Reading, Voice
from bearwitness.core.vocabulary import VoiceKind
from bearwitness.linking.copies import group_copies
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.voices_back import fold_name, follow_voices
from tests.linking.told import make_claim, make_reading, related, saying

STORY = " ".join(f"word{n}" for n in range(60))
JUNE = date(2019, 6, 3)
MONITOR = Voice(kind="ngo", name="Free Assembly Monitor")
POLICE = Voice(kind="official", name=None, text="Chinese police")


def tell(outlet: str | None, claim: Claim, *voices: Voice, day: date = JUNE, text: str = "") -> Reading:
    """A report of an outlet in which these voices make the claim."""
    reading = make_reading(outlet, saying(claim, *voices))
    report = replace(reading.report, id=f"r_{claim.id}", published_on=day, text=text or reading.report.text)
    return replace(reading, report=report)


def join(*readings: Reading) -> Incident:
    """The incident of all claims, judged the same by a person."""
    ids = [claim.id for reading in readings for claim in reading.claims]
    links = [
        Link(
            left=min(ids[0], one), right=max(ids[0], one), judgement="same", score=1.0, reasons=("read",), by="person:1"
        )
        for one in ids[1:]
    ]
    (incident,) = build_incidents(readings, links)
    return incident


KINDS: tuple[VoiceKind, ...] = ("outlet", "official", "ngo", "anonymous", "family", "other")


@st.composite
def tellings(draw: st.DrawFn) -> list[Reading]:
    """Reports of one arrest by a few outlets, some of them copies, some citing others or one voice."""
    out = []
    for number in range(draw(st.integers(min_value=1, max_value=5))):
        claim = make_claim(f"c_{number}", draw(st.integers(min_value=1, max_value=4)))
        claim = replace(claim, status=draw(st.sampled_from(["reported", "reported", "confirmed", "denied"])))
        voices = [
            Voice(kind=kind, name=None if kind in {"anonymous", "family"} else draw(st.sampled_from(["A", "B Watch"])))
            for kind in draw(st.lists(st.sampled_from(KINDS), max_size=2))
        ]
        outlet = draw(st.sampled_from([None, "A", "C News", "D"]))
        text = draw(st.sampled_from(["", STORY, STORY.replace("word30", "7")]))
        out.append(tell(outlet, claim, *voices, day=JUNE.replace(day=draw(st.integers(1, 3))), text=text))
    return out


@settings(max_examples=150, deadline=None)
@given(tellings(), st.data())
def test_the_order_of_reports_changes_no_origin_and_no_grade(readings: list[Reading], data: st.DataObject) -> None:
    assert join(*data.draw(st.permutations(readings))) == join(*readings)


@settings(max_examples=150, deadline=None)
@given(tellings(), st.data())
def test_one_more_copy_never_raises_the_number_of_origins(readings: list[Reading], data: st.DataObject) -> None:
    # A copy of what nobody known tells is the first that somebody known tells, so it may count.
    known = [one for one in readings if follow_voices(one.claims[0], one.report)]
    assume(known)
    copied = data.draw(st.sampled_from(known))
    twin = replace(copied.claims[0], id="c_copy")
    copy = replace(copied, report=replace(copied.report, id="r_copy", outlet="Z"), claims=(twin,))
    if len(copied.report.text) < len(STORY):
        copy = replace(copy, report=replace(copy.report, outlet=copied.report.outlet))

    assert join(*readings, copy).origins <= join(*readings).origins


@settings(max_examples=150, deadline=None)
@given(tellings())
def test_one_more_independent_origin_never_lowers_the_grade(readings: list[Reading]) -> None:
    height = {"discounted": 0, "contested": 0, "single-source": 1, "corroborated": 2, "acknowledged": 3}
    before, after = join(*readings), join(*readings, tell("Z", make_claim("c_new")))

    assert after.origins >= before.origins
    assert height[after.grade] >= height[before.grade]


@pytest.mark.parametrize(
    "other",
    [
        STORY,
        STORY.upper() + ".",
        STORY.replace("word30", "7"),
        " ".join(STORY.split()[:40]),
        "By our own staff. " + STORY + " More here and there about something else in other words.",
    ],
)
def test_copies_are_found(other: str) -> None:
    assert group_copies([STORY, other]) == (0, 0)


def test_short_texts_and_other_words_are_no_copies() -> None:
    assert group_copies(["Two were held.", "Two were held."]) == (0, 1)
    assert group_copies([STORY, STORY.replace("word", "other")]) == (0, 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Peninsula Press Agency", "Peninsula Press"),
        ("Harbour News", "HARBOUR"),
        ("HRW", "Human Rights Watch"),
        ("H.R.W.", "Human Rights Watch’s"),
    ],
)
def test_names_of_one_outlet(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right)


def test_a_claim_goes_back_to_the_innermost_voice_that_is_somebody() -> None:
    agency, anonymous = (
        Voice(kind="outlet", name="Peninsula Press"),
        Voice(kind="anonymous", name=None, text="a source"),
    )
    for reading, name in (
        (tell("Post", make_claim("c_1"), agency), "Peninsula Press"),
        (tell("Post", make_claim("c_1"), agency, MONITOR), "Free Assembly Monitor"),
        (tell("Post", make_claim("c_1"), anonymous), "Post"),
        (tell(None, make_claim("c_1"), anonymous), None),
    ):
        source = follow_voices(reading.claims[0], reading.report)
        assert (source and source.name) == name


def test_the_report_of_the_cited_outlet_is_the_same_origin() -> None:
    cited = Voice(kind="outlet", name="the Peninsula Press Agency")
    incident = join(tell("Peninsula Press", make_claim("c_1")), tell("Post", make_claim("c_2"), cited))

    assert (incident.origins, incident.grade) == (1, "single-source")
    assert [one.claims for one in incident.origin_list] == [("c_1", "c_2")]


def test_a_copy_with_one_changed_figure_is_one_origin_and_a_second_outlet_is_another() -> None:
    wire, copy = (
        tell("A", make_claim("c_1"), text=STORY),
        tell("B", make_claim("c_2"), text=STORY.replace("word9 ", "8 ")),
    )

    assert join(wire, copy).origins == 1
    assert join(wire, copy, tell("C", make_claim("c_3"))).origins == 2


def test_an_unknown_origin_adds_nothing() -> None:
    assert join(tell("A", make_claim("c_1")), tell(None, make_claim("c_2"))).grade == "single-source"
    assert join(tell(None, make_claim("c_1")), tell(None, make_claim("c_2"))).origins == 1


def test_a_later_figure_of_the_same_origin_replaces_its_earlier_one() -> None:
    first, later = tell("A", make_claim("c_1", 3)), tell("A", make_claim("c_2", 7), day=date(2019, 6, 5))
    rising = join(first, later)

    assert (rising.count.low, rising.count.high, rising.conflicts) == (7, 7, ())
    assert [(one.claim, one.by) for one in rising.replaced] == [("c_1", "c_2")]
    assert rising.claims == ("c_1", "c_2")
    other = join(first, tell("B", make_claim("c_2", 7), day=date(2019, 6, 5)))
    assert (other.count.low, other.count.high, other.replaced) == (3, 7, ())


def denied(claim: Claim) -> Claim:
    """The claim as something that did not happen."""
    return replace(claim, status="denied")


@pytest.mark.parametrize(
    ("readings", "grade", "reason"),
    [
        ([tell("A", make_claim("c_1"))], "single-source", "told by one origin: A"),
        (
            [tell("A", make_claim("c_1")), tell("B", make_claim("c_2"), MONITOR)],
            "corroborated",
            "told by 2 independent origins: A, Free Assembly Monitor",
        ),
        (
            [tell("A", replace(make_claim("c_1"), actor=Actor(text="Chinese police", kind="state")), POLICE)],
            "acknowledged",
            "told by the actor's side: an official voice that is not named",
        ),
        (
            [tell("A", make_claim("c_1")), tell("B", denied(make_claim("c_2")), MONITOR)],
            "contested",
            "denied by Free Assembly Monitor; told by A",
        ),
        (
            [tell("A", make_claim("c_1")), tell("A", denied(make_claim("c_2")), day=date(2019, 6, 5))],
            "discounted",
            "taken back by all that told it: A",
        ),
    ],
)
def test_grades_and_their_reasons(readings: Sequence[Reading], grade: str, reason: str) -> None:
    incident = join(*readings)

    assert (incident.grade, incident.grade_reason) == (grade, reason)


def test_a_headline_is_no_origin_beside_the_voice_in_its_own_report() -> None:
    paper = Voice(kind="outlet", name="A")
    headline, body = saying(make_claim("c_1"), paper), saying(make_claim("c_2"), paper, MONITOR)
    told = make_reading("A", headline, related(body, "c_1", "same"))

    assert [one.claims for one in join(told).origin_list] == [("c_1", "c_2")]
    assert join(told, tell("B", make_claim("c_3"))).origins == 2
    heard = saying(headline, paper, Voice(kind="witness", name=None, text="a resident"))
    assert join(make_reading("A", heard, related(body, "c_1", "same"))).origins == 2
    assert join(make_reading("A", headline, related(denied(body), "c_1", "same"))).grade == "contested"


def test_a_body_that_is_no_office_acknowledges_by_its_name_and_is_not_named_for_it() -> None:
    rebels = replace(make_claim("c_1"), actor=Actor(text="ELN rebels", kind="non-state"))
    own, another = (Voice(kind="other", name=None, text=text) for text in ("The ELN", "The Front"))

    incident = join(tell("A", rebels, own))

    assert (incident.grade, incident.grade_reason) == ("acknowledged", "told by the actor itself")
    assert join(tell("A", rebels, another)).grade == "single-source"
    assert (
        join(tell("A", replace(rebels, actor=Actor(text="the rebels", kind="non-state")), own)).grade == "single-source"
    )


def test_a_private_person_is_never_named_in_a_reason() -> None:
    speaker = Voice(kind="other", name="Invented Person")
    incident = join(tell("A", make_claim("c_1"), speaker))

    assert "Invented" not in incident.grade_reason + "".join(one.name for one in incident.origin_list)
