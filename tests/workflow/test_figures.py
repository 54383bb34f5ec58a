"""A figure over a register: which claims it rests on, by state, and the words behind each end."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from bearwitness.core.errors import ContractError, UnknownPlaceError, UsageError
from bearwitness.core.incidents import Link, Replaced, Review
from bearwitness.core.vocabulary import Decision
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.address import Address
from bearwitness.store.register import open_register, save_review
from bearwitness.workflow.figures import (
    Asked,
    Figure,
    build_figure,
    build_figure_of_claims,
    find_witnesses,
    list_counted,
    list_counted_links,
)
from bearwitness.workflow.view import load_view
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home
from tests.workflow.wave import NOON, read_lines, record

MAY = Asked(act="arrest", earliest=date(2021, 5, 1), latest=date(2021, 5, 31), place="CN", group=None)


@pytest.fixture
def wave(english: EnglishTools, home: Home) -> Address:
    """The register of the wave."""
    record(read_lines(english), home("r.db"))
    return home("r.db")


def ask(path: Address, place: str | None = "CN", *, accepted_only: bool = False) -> Figure:
    return build_figure(replace(MAY, place=place), path, accepted_only=accepted_only)


def bounds(figure: Figure) -> tuple[int | None, int | None]:
    return figure.estimate.low, figure.estimate.high


def review(path: Address, claim: str, decision: Decision) -> None:
    with open_register(path, create=False) as register:
        save_review(register, Review(claim=claim, decision=decision, by="person:1", at=NOON, because=""))


@pytest.mark.parametrize(
    ("place", "low", "high"),
    [("CN", 19, 19), (None, 19, 19), ("CN/Jilin", 7, 10), ("Yanji", 7, 10), ("Kunming", 6, 9), ("MM", 0, 0)],
)
def test_bounds_of_the_wave(place: str | None, low: int, high: int, wave: Address) -> None:
    """Six were arrested in Kunming, told by two reports; three somewhere in China."""
    assert bounds(ask(wave, place)) == (low, high)


def test_a_report_copied_under_another_name_adds_nobody(wave: Address, english: EnglishTools) -> None:
    record(read_lines(english, [text.replace('"id": "', '"id": "copied-') for text in _copied()]), wave)
    assert ask(wave).estimate.low == 19


def _copied() -> list[str]:
    from tests.told_reports import COPY, line

    return [line("again", COPY, "River Post")]


def test_order_of_reports_changes_no_figure(english: EnglishTools, home: Home) -> None:
    readings = read_lines(english)
    found = set()
    for number, order in enumerate(permutations(readings)):
        record(order, home(f"{number}.db"))
        estimate = ask(home(f"{number}.db"), "Yanji").estimate
        found.add((estimate.low, estimate.high, estimate.holds_low, estimate.holds_high, estimate.reasons))
    assert len(found) == 1


def test_every_holder_has_a_witness_with_its_words(wave: Address) -> None:
    figure = ask(wave, "Yanji")
    witnesses = {w.claim.id: w for w in find_witnesses(figure)}
    assert witnesses.keys() == {*figure.estimate.holds_low, *figure.estimate.holds_high}
    for witness in witnesses.values():
        assert all(q.text == witness.report.text[q.start : q.end] for q in witness.claim.quotes)
    assert [w.claim.count.low for w in witnesses.values() if w.holds == ("high",)] == [3]


def test_rejected_claims_never_count_and_are_said_to_be_left_out(wave: Address) -> None:
    (claim,) = [w.claim.id for w in find_witnesses(ask(wave, "Yanji")) if w.holds == ("high",)]
    review(wave, claim, "rejected")
    figure = ask(wave, "Yanji")
    assert bounds(figure) == (7, 7)
    assert (figure.footing.proposed, figure.footing.accepted, figure.footing.rejected) == (2, 0, 1)
    assert claim not in {c.id for c in load_view(wave).claims}


def test_accepted_only_leaves_proposed_claims_out(wave: Address) -> None:
    assert bounds(ask(wave, accepted_only=True)) == (0, 0)
    (claim,) = [w.claim.id for w in find_witnesses(ask(wave)) if w.claim.count.low == 5]
    review(wave, claim, "accepted")
    figure = ask(wave, accepted_only=True)
    assert bounds(figure) == (5, 5)
    assert (figure.footing.proposed, figure.footing.accepted) == (0, 1)
    assert ask(wave).footing.accepted == 1


def test_the_last_review_of_a_claim_holds(wave: Address) -> None:
    """The last that came, also from a machine whose clock is slow."""
    (claim,) = [w.claim.id for w in find_witnesses(ask(wave)) if w.claim.count.low == 5]
    with open_register(wave, create=False) as register:
        for hour, decision in ((5, "rejected"), (3, "accepted")):
            at = NOON.replace(hour=hour)
            save_review(register, Review(claim=claim, decision=decision, by="person:1", at=at, because=""))  # type: ignore[arg-type]
    assert claim in load_view(wave).accepted


def test_a_place_nobody_knows_is_refused(wave: Address) -> None:
    with pytest.raises(UnknownPlaceError, match="no place called 'Erewhon' is known"):
        ask(wave, "Erewhon")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (None, UsageError, "cannot be read"),
        (b"\xff\xfe", UsageError, "is not UTF-8 text"),
        (b"{broken", ContractError, "line 1: expected one JSON object a line"),
        (b'{"left": "c_1"}', ContractError, "expected a claim, or an object with"),
    ],
)
def test_a_file_of_claims_that_is_none_says_why(
    content: bytes | None, error: type[Exception], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "claims.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=words):
        build_figure_of_claims(MAY, path)


def test_what_is_linked_to_a_replaced_figure_is_linked_to_the_one_that_stands_for_it(home: Home) -> None:
    """A toll of 2, then of 3 by the same outlet, and another outlet's 2: linked to the first figure alone, it was counted beside the second."""
    first, second, other = (make_claim(f"c_{name}", low) for name, low in (("a", 2), ("b", 3), ("c", 2)))
    record([make_reading(None, first), make_reading("o", second), make_reading("p", other)], home("r.db"))
    view = load_view(home("r.db"))
    said = Link(left="c_a", right="c_c", judgement="same", score=0.9, reasons=("so",), by="rule:3")
    replaced = (Replaced(claim="c_a", by="c_b"),)
    incident = replace(view.incidents[0], claims=("c_a", "c_b", "c_c"), replaced=replaced)
    whole = replace(view, incidents=(incident,), links=(replace(said, right="c_b"), said))
    claims = list_counted(whole, accepted_only=False)
    (moved,) = list_counted_links(whole, claims)
    assert [claim.id for claim in claims] == ["c_b", "c_c"]
    assert (moved.left, moved.right, moved.judgement) == ("c_b", "c_c", "same")
