"""The register as it stands: recomputed from what was said and judged."""

from collections.abc import Iterable

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Link
from bearwitness.core.records import Reading
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.address import Address
from bearwitness.store.register import open_register, save_judgement
from bearwitness.store.register_file import Transaction
from bearwitness.store.register_readings import load_wholes
from bearwitness.workflow import view as view_module
from bearwitness.workflow.view import load_view
from tests.register_homes import Home
from tests.workflow.wave import LINES, NOON, read_lines, record


@pytest.fixture
def wave(english: EnglishTools, home: Home) -> Address:
    """The register of the wave."""
    record(read_lines(english, LINES), home("r.db"))
    return home("r.db")


def test_every_claim_told_is_in_one_incident(wave: Address) -> None:
    view = load_view(wave)
    grouped = [claim for incident in view.incidents for claim in incident.claims]
    assert sorted(grouped) == sorted(claim.id for claim in view.claims)
    assert len({incident.id for incident in view.incidents}) == len(view.incidents) == 7


def test_two_reports_of_one_arrest_make_one_incident(wave: Address) -> None:
    (incident,) = [incident for incident in load_view(wave).incidents if len(incident.reports) == 2]
    assert incident.where is not None
    assert (incident.where.name, incident.count.low, incident.count.high) == ("Kunming", 6, 6)


def test_claims_of_one_report_that_differ_stay_apart(wave: Address) -> None:
    """ "Another five" is a wall: no rule joins what a report tells apart."""
    view = load_view(wave)
    home = {claim: incident.id for incident in view.incidents for claim in incident.claims}
    for claim in view.claims:
        for relation in claim.relations:
            assert relation.kind != "different" or home[claim.id] != home[relation.to]


def test_a_persons_judgement_outranks_the_rules(wave: Address) -> None:
    (incident,) = [incident for incident in load_view(wave).incidents if len(incident.claims) == 2]
    left, right = sorted(incident.claims)
    judged = Link(left=left, right=right, judgement="different", score=1.0, reasons=("asked the town",), by="person:1")
    with open_register(wave, create=False) as register:
        save_judgement(register, judged, at=NOON)
    view = load_view(wave)
    home = {claim: incident.id for incident in view.incidents for claim in incident.claims}
    assert judged in view.links
    assert home[left] != home[right]


def test_the_report_of_a_claim(wave: Address) -> None:
    view = load_view(wave)
    assert {view.report_of(claim.id).id for claim in view.claims} == {"wave", "killings", "copy"}
    with pytest.raises(UsageError, match="makes the claim c_none"):
        view.report_of("c_none")


def test_what_another_process_reads_meanwhile_is_in_no_link(
    english: EnglishTools, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`incidents` read the claims, then `read` beside it added a report and its links: links named claims the view did not hold."""
    path = home("r.db")
    record(read_lines(english, LINES[:2]), path)

    def load_and_be_overtaken(connection: Transaction, numbers: Iterable[int]) -> dict[int, Reading]:
        readings = load_wholes(connection, numbers)
        record(read_lines(english, LINES[2:]), path)
        return readings

    monkeypatch.setattr(view_module, "load_wholes", load_and_be_overtaken)
    view = load_view(path)
    assert {ident for link in view.links for ident in (link.left, link.right)} <= {claim.id for claim in view.claims}
