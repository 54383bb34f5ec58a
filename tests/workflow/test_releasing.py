"""A release against its register: every attack is tried on the files, with all that the register holds, and what is late or near stays."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bearwitness.core.records import Claim, People, Reading, Voice
from bearwitness.custody.signing import sign
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.policy import Policy, parse_step
from bearwitness.release.rows import Backing, Member
from bearwitness.release.traces import ReleasedFile
from bearwitness.store.address import Address
from bearwitness.store.register import open_register, save_reading
from bearwitness.workflow.checkpointing import Signer
from bearwitness.workflow.release_signing import sign_release
from bearwitness.workflow.releasing import (
    Told,
    Truth,
    attack_files,
    build_counter,
    find_told,
    list_secrets,
    prepare_release,
    render_files,
)
from bearwitness.workflow.view import load_view
from tests.linking.told import make_claim, make_reading, make_where
from tests.register_homes import Home

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2026, 6, 30)
POLICY = Policy(
    name="test", acts=("arrest",), steps=tuple(map(parse_step, ("town by month", "country by year"))), incidents=3,
    round_to=3, held_back_days=90, traits=("sex",), figures=(parse_step("country by year"), parse_step("country by ever")),
)  # fmt: skip


SHENYANG = replace(make_where(), geonameid=2034937)


def tell(number: int, claim: Claim, **report: object) -> Reading:
    """A report of one claim, of an outlet of its own."""
    reading = make_reading(f"Outlet {number}", claim)
    told = replace(reading.report, sha256=f"{number:064x}", text=f"Report number {number} of the valley.", **report)  # type: ignore[arg-type]
    return replace(reading, report=told)


def make_arrest(number: int) -> Claim:
    claim = make_claim(f"c_{number:016x}", 1 + number % 4, day=date(2019, 5, 1 + number))
    return replace(claim, where=SHENYANG, people=People(female=1 if number % 2 else None))


def save(path: Address, *readings: Reading) -> Address:
    with open_register(path, create=True) as register:
        for reading in readings:
            save_reading(register, reading, reader="en/1", at=NOW)
    return path


TWELVE = tuple(tell(i, make_arrest(i)) for i in range(12))


@pytest.fixture
def register(home: Home) -> Address:
    """Twelve arrests in one town in one month."""
    return save(home("r.db"), *TWELVE)


def plan_of(told: Told, day: date = DAY) -> Plan:
    return build_plan(told.candidates, POLICY, day, build_counter(told, POLICY, day, ()))


def attack(
    path: Address, change: Callable[[str], str] = str, name: str = "cells.csv", earlier: tuple[Backing, ...] = ()
) -> set[str]:
    """Which attacks yield on a release of which one file was changed by hand."""
    told = find_told(path, load_view(path))
    plan = plan_of(told)
    files: dict[str, bytes] = dict(render_files(plan, "", DAY))
    files[name] = change(files[name].decode()).encode()
    released = [ReleasedFile(name=one, content=content, changed_at=0) for one, content in files.items()]
    return {one.attack for one in attack_files(released, Truth(told=told, earlier=(earlier,)), plan, DAY)}


CELL = "arrest,CN,China,Liaoning,2036115,Shenyang,2019-05,9,"


def test_every_attack_is_tried_on_the_files_that_leave(register: Address) -> None:
    assert attack(register) == set()
    assert "rare" in attack(register, lambda text: text.replace(CELL, CELL.replace(",9,", ",12,")))
    assert "trait" in attack(register, lambda text: text.replace("female,3", "female,6"), "traits.csv")
    assert attack(register, lambda text: text + "# Outlet 3\n", "index.html") == {"trace"}


def test_an_earlier_row_that_proves_two_who_are_told_of_no_more_is_found(register: Address) -> None:
    """The quarter of an earlier release held two more; less the month of this one it proves their people. Each row alone is in order."""
    (cell,) = [one for one in plan_of(find_told(register, load_view(register))).backings if one.row.key.kind == "cell"]
    gone = tuple(Member(claims=(f"c_gone{number}",), low=20, high=20) for number in range(2))
    assert cell.row.people.high is not None
    people = replace(cell.row.people, low=cell.row.people.high + 6, high=cell.row.people.high + 60)
    scope = replace(cell.row.key.scope, place=("CN",), period="2019-Q2")
    key = replace(cell.row.key, kind="figure", scope=scope, step=parse_step("country by quarter"))
    quarter = Backing(row=replace(cell.row, key=key, people=people), members=(*cell.members, *gone))
    assert attack(register, earlier=(quarter,)) == {"difference"}
    assert attack(register, earlier=(replace(quarter, row=replace(quarter.row, people=cell.row.people)),)) == set()


def test_rows_out_of_order_are_found(register: Address) -> None:
    def turn(text: str) -> str:
        head, *lines = text.splitlines()
        return "\n".join((head, *reversed(lines))) + "\n"

    assert attack(register, turn, "figures.csv") == {"trace"}


def test_a_change_since_an_earlier_release_is_found(register: Address) -> None:
    """An earlier release told of fewer with one incident less behind it, and nobody met it."""
    (cell,) = [one for one in plan_of(find_told(register, load_view(register))).backings if one.row.key.kind == "cell"]
    less = replace(cell, row=replace(cell.row, incidents=cell.row.incidents - 3), members=cell.members[1:])
    assert attack(register, earlier=(less,)) == {"change"}


def test_a_figure_that_proves_people_of_a_few_hidden_incidents_is_found(home: Home) -> None:
    """Two large arrests of another year, in no row: the figure over all years, raised by hand, tells of them."""
    large = [
        tell(50 + i, make_claim(f"c_5{i:015x}", 60, place="China", day=date(2015, 3 + 5 * i, 5))) for i in range(2)
    ]
    path = save(home("r.db"), *TWELVE, *large)

    def raise_low(text: str) -> str:
        lines = text.splitlines()
        at = next(i for i, line in enumerate(lines) if ",ever," in line)
        parts = lines[at].split(",")
        parts[-2] = "120"
        return "\n".join((*lines[:at], ",".join(parts), *lines[at + 1 :])) + "\n"

    assert attack(path) == set()
    assert "difference" in attack(path, raise_low, "figures.csv")


def test_all_that_the_register_must_keep_is_looked_for(home: Home) -> None:
    claim = replace(
        make_arrest(1),
        people=People(names=("Mirae Kanari",)),
        voices=(Voice(kind="witness", name="Old Pak", text="Old Pak"),),
    )
    path = save(home("r.db"), tell(1, claim, url="https://courier.example/1"))
    view = load_view(path)
    secrets = list_secrets(view)
    assert secrets.names == {"Mirae Kanari", "Old Pak", "Outlet 1"}
    assert secrets.links == {"https://courier.example/1"}
    assert secrets.texts == ("Report number 1 of the valley.",)
    assert secrets.ids == {"r_Outlet 1", claim.id, view.incidents[0].id}


def find(path: Address, day: date) -> Mapping[str, str]:
    """What is decided of each incident, by its rule."""
    told = find_told(path, load_view(path))
    claims = {one.id: one.claims[0] for one in told.candidates}
    return {claims[one.incident]: one.rule for one in plan_of(told, day).decided if one.field == "incident"}


def test_an_incident_told_again_of_late_or_on_no_known_day_stays(home: Home) -> None:
    undated, late = make_arrest(2).id, date(2019, 6, 20)
    fifty = replace(make_claim("c_fifty", 50, day=date(2019, 4, 2)), where=SHENYANG)
    again = tell(40, replace(fifty, id="c_later"), published_on=late)
    told = [*TWELVE[:2], tell(2, make_arrest(2), published_on=None), *TWELVE[3:], tell(30, fifty), again]
    rules = find(save(home("r.db"), *told), late + timedelta(days=85))
    assert len(rules) == 13
    assert {claim for claim, rule in rules.items() if rule == "held_back_days"} == {"c_fifty", undated}


def test_what_one_report_alone_says_of_how_people_got_away_closes_the_incident(home: Home) -> None:
    """The manner, the group, or the words for the place: of any claim of it, not only of the one that speaks for all."""
    where = replace(SHENYANG, text="the safe house in Shenyang")
    told = list(TWELVE)
    for number, change in enumerate(
        ({"manner": ("hiding place",)}, {"people": People(group="guides")}, {"where": where})
    ):
        told.append(tell(60 + number, replace(make_arrest(number), id=f"c_close{number}", **change)))  # type: ignore[arg-type]
    path = save(home("r.db"), *told)
    candidates = find_told(path, load_view(path)).candidates
    closed = {one.claims[0]: one.topics for one in candidates if one.topics}
    assert closed == {
        make_arrest(0).id: ("hiding places",), make_arrest(1).id: ("guides and helpers",), make_arrest(2).id: ("hiding places",),
    }  # fmt: skip


def test_a_town_that_no_gazetteer_knows_is_not_told(home: Home) -> None:
    """ "Grace House" is words of reports: ten arrests in it are told of its province, and one in a province unknown of its country."""
    house = replace(make_where(), name="Grace House", geonameid=None)
    valley = replace(house, admin1="Hidden Valley")
    told = [tell(i, replace(make_arrest(i), where=valley if i > 8 else house)) for i in range(12)]
    path = save(home("r.db"), *told)
    candidates = find_told(path, load_view(path)).candidates
    assert sorted({one.path for one in candidates}) == [("CN",), ("CN", "Liaoning")]


def test_figures_are_of_what_was_told_up_to_the_last_day(home: Home) -> None:
    """Whom only a late report tells of is in no end of a figure, though he was arrested long ago."""
    late = tell(70, make_claim("c_late", 300, day=date(2019, 8, 2)), published_on=DAY - timedelta(days=5))
    rows = [plan_of(find_told(path, load_view(path))).rows for path in (
        save(home("a.db"), *TWELVE), save(home("b.db"), *TWELVE, late))]  # fmt: skip
    assert rows[0] == rows[1] != ()


def test_what_is_told_in_places_is_never_published_as_nobody(home: Home) -> None:
    """Raids of 15 houses were "at least 5 incidents, 0 people": nobody says how many people that is, so the end is open."""
    raids = []
    for number in range(15):
        claim = make_claim(f"c_raid{number:02}", 1, day=date(2019, 8, 1 + number))
        claim = replace(claim, act="raid", count=replace(claim.count, unit="place"))
        raids.append(tell(40 + number, claim, published_on=date(2019, 9, 1)))
    path = save(home("raids.db"), *raids)
    policy = 'name = "x"\n[publish]\nacts = ["raid"]\nsteps = ["country by year"]\nfigures = ["country by year"]\n'
    rows = prepare_release(path, policy, DAY).plan.rows
    assert rows
    assert {(row.people.low, row.people.high) for row in rows} == {(0, None)}


def test_a_signature_over_a_release_is_none_over_a_checkpoint() -> None:
    """The same bytes, signed as a checkpoint: who can have the one signed must not have the other."""

    signer = Signer(seed=b"s" * 32, name="eva")
    manifest = b'{"release": "x"}\n'
    assert sign(signer.seed, manifest).hex() not in sign_release(manifest, signer).decode()
    assert sign(signer.seed, b"bearwitness release\n" + manifest).hex() in sign_release(manifest, signer).decode()


def test_no_files_tell_the_policys_words(register: Address) -> None:
    policy = (
        'name = "x"\n[publish]\nacts = ["arrest"]\nsteps = ["country by year"]\n[protect]\nincidents = 3\n'
        "# why: the boatman's sister\n"
    )
    prepared = prepare_release(register, policy, DAY)
    assert not any(b"boatman" in content for content in prepared.files.values())
    assert prepared.files == prepare_release(register, policy, DAY).files
