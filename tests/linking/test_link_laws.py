"""Laws of linking: what may never change a link, whatever the reports. On made-up crowds of claims, and on the stories as they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.contract import render_incident
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading, Where
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from bearwitness.reading.english.read import EnglishTools
from tests.linking.stories import OPEN, find_differences, load_stories, read_story
from tests.linking.told import crowds, make_claim, make_reading, quoting

Told = tuple[Reading, ...]
WORDS = (
    "motel",
    "orchard",
    "ferry",
    "market",
    "bridge",
    "clinic",
    "depot",
    "harbour",
    "mill",
    "quarry",
    "tannery",
    "weir",
)


STORIES = (*load_stories(), *load_stories(OPEN))
"""Right and wrong ones: the laws hold for all."""
mixes = st.lists(st.integers(0, len(STORIES) - 1), min_size=1, max_size=5, unique=True)
seeds = st.integers(0, 10_000)


class Library:
    """All stories as they are read. No dataclass: of these a failing example would show 300 kB, which is an error of its own."""

    def __init__(self, told: list[Told]) -> None:
        self.told = told

    def mix(self, numbers: Sequence[int]) -> Told:
        """The reports of some stories."""
        return tuple(reading for number in numbers for reading in self.told[number])


@pytest.fixture(scope="session")
def library(english: EnglishTools) -> Library:
    """All stories, read once."""
    return Library([read_story(story, english) for story in STORIES])


def shuffle(readings: Told, seed: int) -> Told:
    """The same reports, claims and relations in another order."""
    order = Random(seed)

    def turn(claim: Claim) -> Claim:
        return replace(claim, relations=tuple(order.sample(claim.relations, len(claim.relations))))

    turned = [replace(one, claims=tuple(map(turn, order.sample(one.claims, len(one.claims))))) for one in readings]
    return tuple(order.sample(turned, len(turned)))


def build_all(readings: Sequence[Reading]) -> tuple[Incident, ...]:
    """The incidents of these readings."""
    return build_incidents(readings, link_claims(readings))


def find_groups(readings: Sequence[Reading]) -> dict[str, frozenset[str]]:
    """Each claim with those of its incident."""
    return {ident: frozenset(incident.claims) for incident in build_all(readings) for ident in incident.claims}


def brief(incidents: Sequence[Incident]) -> list[str]:
    """What is known of incidents, without the claims and the words it rests on."""
    rows = [render_incident(one) for one in incidents]
    return sorted(
        str(
            (
                [row[key] for key in ("act", "origins", "grade", "conflicts")],
                [row["count"][key] for key in ("low", "high", "unit")],
                [(row["when"] or {}).get(key) for key in ("earliest", "latest")],
                [(row["where"] or {}).get(key) for key in ("name", "country", "prec")],
            )
        )
        for row in rows
    )


def move_abroad(readings: Sequence[Reading]) -> Told:
    """The same reports of another country, which share nothing with the given ones but their words."""

    def move(claim: Claim) -> Claim:
        where = claim.where or make_where_abroad()
        relations = tuple(replace(relation, to=f"{relation.to}_abroad") for relation in claim.relations)
        return replace(
            claim,
            id=f"{claim.id}_abroad",
            where=replace(where, country="PE", geonameid=None),
            relations=relations,
            quotes=(),
        )

    return tuple(
        replace(
            one,
            report=replace(
                one.report, id=f"{one.report.id}_abroad", sha256=f"{one.report.sha256}_abroad", text="Huari. " * 3
            ),
            claims=tuple(map(move, one.claims)),
        )
        for one in readings
    )


def make_where_abroad() -> Where:
    """Another country."""
    return Where(
        name="Peru", geonameid=None, country="PE", admin1=None, admin2=None, lat=None, lon=None, prec=6, text="Peru"
    )


def capture_again(reading: Reading) -> Reading:
    """The same page once more, under another id."""

    def again(claim: Claim) -> Claim:
        relations = tuple(replace(relation, to=f"{relation.to}_again") for relation in claim.relations)
        return replace(claim, id=f"{claim.id}_again", relations=relations)

    report = replace(reading.report, id=f"{reading.report.id}_again", sha256=f"{reading.report.sha256}_again")
    return replace(reading, report=report, claims=tuple(map(again, reading.claims)))


@settings(max_examples=60, deadline=None)
@given(numbers=mixes, seed=seeds)
def test_the_order_of_reports_claims_and_relations_changes_nothing(
    library: Library, numbers: list[int], seed: int
) -> None:
    readings = library.mix(numbers)
    links = link_claims(readings)
    turned = shuffle(readings, seed)

    assert link_claims(turned) == links
    assert build_incidents(turned, Random(seed).sample(links, len(links))) == build_incidents(readings, links)


@settings(max_examples=60, deadline=None)
@given(crowds(), seeds)
def test_the_same_reading_twice_changes_nothing(readings: Told, seed: int) -> None:
    twice = (*readings, readings[seed % len(readings)])

    assert link_claims(twice) == link_claims(readings)
    assert build_incidents(twice, link_claims(twice)) == build_incidents(readings, link_claims(readings))


def test_a_page_captured_twice_changes_nothing_that_is_known(library: Library) -> None:
    differing = {
        min(claim.id for one in readings for claim in one.claims)
        for readings in library.told
        for page in readings
        if brief(build_all((*readings, capture_again(page)))) != brief(build_all(readings))
    }

    assert differing == set()


@settings(max_examples=100, deadline=None)
@given(crowds())
def test_what_a_report_calls_different_is_in_no_incident_together(readings: Told) -> None:
    """Also not through others. Where a report itself says both, its own words are at fault, and the conflict is named."""
    links = link_claims(readings)
    for incident in build_incidents(readings, links):
        for reading in readings:
            inside = [claim for claim in reading.claims if claim.id in incident.claims]
            walled = [
                (c.id, r.to) for c in inside for r in c.relations if r.kind == "different" and r.to in incident.claims
            ]
            if walled and not is_said_same(reading, *walled[0]):
                pytest.fail(f"one incident holds {walled[0]}, which a report calls different")


def is_said_same(reading: Reading, left: str, right: str) -> bool:
    """Whether the report's own words join the two."""
    group = {left}
    for _ in reading.claims:
        for claim in reading.claims:
            for relation in claim.relations:
                if relation.kind == "same" and {claim.id, relation.to} & group:
                    group |= {claim.id, relation.to}
    return right in group


@settings(max_examples=60, deadline=None)
@given(numbers=mixes)
def test_walls_hold_in_the_stories_however_they_are_mixed(library: Library, numbers: list[int]) -> None:
    readings = library.mix(numbers)
    groups = find_groups(readings)

    for reading in readings:
        for claim in reading.claims:
            for relation in claim.relations:
                if relation.kind == "different" and claim.id in groups:
                    assert relation.to not in groups[claim.id]


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_every_part_of_a_chain_of_look_alikes_leaves_the_wall_standing(readings: Told) -> None:
    """Reports that tell of each claim of another report, each singly, join no two of them."""
    singles = [
        make_reading(f"single {number}", replace(claim, id=f"s_{claim.id}", relations=()))
        for number, claim in enumerate(claim for reading in readings for claim in reading.claims)
    ]
    groups = find_groups([*readings, *singles])

    for reading in readings:
        for claim in reading.claims:
            for relation in claim.relations:
                if relation.kind == "different" and not is_said_same(reading, claim.id, relation.to):
                    assert relation.to not in groups[claim.id]


@settings(max_examples=60, deadline=None)
@given(numbers=mixes, abroad=mixes)
def test_reports_of_another_country_change_no_link_of_the_others(
    library: Library, numbers: list[int], abroad: list[int]
) -> None:
    readings, others = library.mix(numbers), move_abroad(library.mix(abroad))
    known = {claim.id for reading in readings for claim in reading.claims}

    together = link_claims((*readings, *others))

    assert judgements(link for link in together if {link.left, link.right} <= known) == judgements(
        link_claims(readings)
    )
    assert not [link for link in together if len({link.left, link.right} & known) == 1]


def test_a_hundred_reports_of_another_country_change_no_link(library: Library) -> None:
    changed = []
    for readings in library.told:
        known = {claim.id for reading in readings for claim in reading.claims}
        alone = judgements(link_claims(readings))
        together = link_claims((*readings, *build_crowd(readings, "PE")))
        if judgements(link for link in together if {link.left, link.right} <= known) != alone:
            changed.append(alone)

    assert len(changed) == 0


def test_a_story_stays_right_beside_a_hundred_reports_of_its_country(library: Library) -> None:
    wrong = {
        story.id
        for story, readings in zip(STORIES, library.told, strict=True)
        if find_differences(story, readings) == []
        and find_differences(story, readings, build_crowd(readings, find_country(readings)))
    }

    assert wrong == set()


def find_country(readings: Told) -> str:
    """The first country that these reports name."""
    return next(claim.where.country for one in readings for claim in one.claims if claim.where and claim.where.country)


def build_crowd(readings: Told, country: str) -> list[Reading]:
    """Many reports of a village of this country that none of the given ones names, out on the day of the first one."""
    (page,) = move_abroad(readings[:1])
    where = replace(make_where_abroad(), name="Huari", country=country, admin1="Huari", prec=1, text="Huari")
    return [
        replace(
            page,
            report=replace(page.report, id=f"p_{number}", sha256=str(number)),
            claims=tuple(
                replace(claim, id=f"{claim.id}_{number}", when=None, where=where, relations=()) for claim in page.claims
            ),
        )
        for number in range(100)
    ]


def judgements(links: Iterable[Link]) -> list[tuple[str, str, str]]:
    """What is judged, without how sure."""
    return sorted((link.left, link.right, link.judgement) for link in links)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), st.integers(1, 5))
def test_copies_of_one_report_are_one_incident_of_one_origin(words: list[str], copies: int) -> None:
    text = f"Two people were taken away by officers at the {' and the '.join(words)} in the early morning"
    readings = [
        make_reading(f"outlet {number}", quoting(make_claim(f"c_{number}"), text)) for number in range(copies + 1)
    ]

    (incident,) = build_incidents(readings, link_claims(readings))

    assert (incident.origins, incident.grade, len(incident.claims)) == (1, "single-source", copies + 1)
