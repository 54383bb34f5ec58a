"""A person's decisions on claims: appended, outliving later readers, refused where what they saw has changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.errors import StaleError, UsageError
from bearwitness.core.records import Claim, Quote, Reading
from bearwitness.store.register import Register, load_reviews, open_register, report_uid, save_reading
from bearwitness.store.register_claims import (
    Seen,
    list_pending,
    load_seen_claim,
    load_standing_claim,
)
from bearwitness.workflow.hand_claims import Fields, find_quote, read_fields
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.reviewing import Signature, add_claim, correct_claim, decide_claim, split_claim
from bearwitness.workflow.totals import list_totals
from bearwitness.workflow.view import View, load_view
from tests.linking.told import make_claim, make_reading, related

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "Two were held in Shenyang on 21 May. Nine were held in Tonghua on 21 May.\nThree more were freed in Dalian."
_MOMENTS = count()


def at(claim: Claim, words: str) -> Claim:
    start = TEXT.index(words)
    return replace(claim, quotes=(Quote(start=start, end=start + len(words), text=words),))


TWO = at(make_claim("c_" + "1" * 16), "Two were held in Shenyang")
NINE = at(related(make_claim("c_" + "2" * 16), TWO.id, "different"), "Nine were held in Tonghua")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register of one report with two claims."""
    reading = make_reading("Ledger", TWO, NINE)
    report = replace(reading.report, text=TEXT, sha256="a" * 64, published_on=date(2019, 5, 27))
    list(record_readings([replace(reading, report=report)], tmp_path / "r.db", lambda: NOW))
    return tmp_path / "r.db"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    with open_register(path, create=False) as opened:
        yield opened


def sign(register: Register, ident: str, because: str = "as the text says", name: str = "eva") -> Signature:
    """A signature of who sees the claim as it is now."""
    standing = load_standing_claim(register, ident)
    assert standing is not None
    moment = NOW + timedelta(seconds=next(_MOMENTS))
    return Signature(name=name, because=because, at=moment, seen=standing.seen)


def say(**changes: object) -> Fields:
    return replace(read_fields(TWO), **changes)  # type: ignore[arg-type]


def ids(view: View) -> list[str]:
    return [claim.id for reading in view.readings for claim in reading.claims]


def reread(path: Path, *claims: Claim, reader: str = "en/99") -> None:
    """What a later reader finds in the same report."""
    report = load_view(path).readings[0].report
    list(record_readings([Reading(report=report, claims=claims)], path, lambda: NOW, lambda _: reader))


def test_a_decision_stands_under_its_name_and_the_next_claim_comes(register: Register, path: Path) -> None:
    assert list_pending(register) == (TWO.id,)
    decide_claim(register, TWO.id, "accepted", sign(register, TWO.id, because=""))
    assert list_pending(register) == (NINE.id,)
    decide_claim(register, NINE.id, "rejected", sign(register, NINE.id, because="it was a drill"))
    assert list_pending(register) == ()
    assert [(one.by, one.decision, one.because) for one in load_reviews(register)] == [
        ("eva", "accepted", ""),
        ("eva", "rejected", "it was a drill"),
    ]
    assert load_view(path).rejected == {NINE.id}


def test_a_rejection_needs_its_reason(register: Register) -> None:
    with pytest.raises(UsageError, match="reason"):
        decide_claim(register, TWO.id, "rejected", sign(register, TWO.id, because=" "))


def test_past_the_last_claim_the_first_comes_again(register: Register) -> None:
    standing = load_standing_claim(register, NINE.id)
    assert standing is not None
    assert list_pending(register, (standing.seen.reading, standing.position), 5) == (TWO.id, NINE.id)


def test_who_decides_on_what_another_decided_meanwhile_is_refused(register: Register) -> None:
    early = sign(register, TWO.id, name="nur")
    decide_claim(register, TWO.id, "rejected", sign(register, TWO.id))
    with pytest.raises(StaleError):
        decide_claim(register, TWO.id, "accepted", early)
    with pytest.raises(StaleError):
        correct_claim(register, TWO.id, say(low=3, high=3), early)
    assert [one.by for one in load_reviews(register)] == ["eva"]


def test_what_somebody_saw_can_be_shown_again(register: Register) -> None:
    early = sign(register, TWO.id)
    correct_claim(register, TWO.id, say(low=3, high=3), sign(register, TWO.id))
    then = load_seen_claim(register, TWO.id, early.seen)
    assert then is not None
    assert then.claim == TWO
    assert load_standing_claim(register, TWO.id) is None
    with pytest.raises(UsageError, match="no report"):
        correct_claim(register, TWO.id, say(low=4, high=4), early)
    with pytest.raises(StaleError):
        decide_claim(register, TWO.id, "accepted", early)


def test_a_change_of_another_claim_of_the_report_makes_nothing_stale(register: Register) -> None:
    early = sign(register, NINE.id)
    correct_claim(register, TWO.id, say(low=3, high=3), sign(register, TWO.id))
    decide_claim(register, NINE.id, "accepted", early)


def test_a_corrected_claim_takes_the_place_of_what_was_read(register: Register, path: Path) -> None:
    told = correct_claim(
        register, TWO.id, say(low=3, high=None, place="Tonghua", group="women"), sign(register, TWO.id)
    )
    view = load_view(path)
    assert ids(view) == [told.id, NINE.id]
    assert (told.count.low, told.count.high, told.people.group, told.found_by) == (3, None, "women", "person:eva")
    assert told.where is not None
    assert (told.where.name, told.where.admin1) == ("Tonghua", "Jilin")
    assert (told.quotes, told.when) == (TWO.quotes, TWO.when)
    assert view.accepted == {told.id}
    nine = next(claim for claim in view.readings[0].claims if claim.id == NINE.id)
    assert [relation.to for relation in nine.relations] == [told.id]


def test_two_corrections_by_one_person_are_two(register: Register, path: Path) -> None:
    first = correct_claim(register, TWO.id, say(low=3, high=3), sign(register, TWO.id))
    second = correct_claim(register, first.id, say(low=4, high=4), sign(register, first.id))
    assert ids(load_view(path)) == [second.id, NINE.id]


def test_a_split_leaves_no_retelling_that_contradicts_it(tmp_path: Path) -> None:
    """A headline that says the same as the sentence below it made a split of either impossible to count."""
    again = at(related(make_claim("c_" + "3" * 16), NINE.id, "same"), "Three more were freed in Dalian")
    reading = make_reading("Ledger", TWO, NINE, again)
    report = replace(reading.report, text=TEXT, sha256="a" * 64, published_on=date(2019, 5, 27))
    for number, (whole, other) in enumerate(((NINE, again), (again, NINE))):
        path = tmp_path / f"{number}.db"
        list(record_readings([replace(reading, report=report)], path, lambda: NOW))
        with open_register(path, create=False) as register:
            parts = (say(low=4, high=4), say(low=5, high=5))
            one, two = split_claim(register, whole.id, parts, sign(register, whole.id))
        view = load_view(path)
        assert view.rejected >= {whole.id, other.id}
        assert view.accepted == {one.id, two.id}
        relations = {
            (claim.id, r.kind, r.to) for held in view.readings for claim in held.claims for r in claim.relations
        }
        assert not [found for found in relations if found[1] == "same"]
        assert (one.id, "different", two.id) in relations
        (total,) = list_totals(view)
        assert total.low is not None  # "cannot all be true" before
        assert total.high == TWO.count.low + 4 + 5


def test_a_split_makes_two_different_ones_on_the_same_words(register: Register, path: Path) -> None:
    parts = (say(low=1, high=1), say(low=1, high=1))
    one, other = split_claim(register, TWO.id, parts, sign(register, TWO.id))
    assert one.quotes == other.quotes == TWO.quotes
    assert [(relation.to, relation.kind) for relation in one.relations] == [(other.id, "different")]
    assert len(load_view(path).incidents) == 3
    with pytest.raises(UsageError, match="whole"):
        split_claim(register, NINE.id, (read_fields(NINE), read_fields(NINE)), sign(register, NINE.id))


def test_what_a_person_told_outlives_a_later_reader(register: Register, path: Path) -> None:
    told = correct_claim(register, TWO.id, say(low=3, high=3), sign(register, TWO.id))
    uid = report_uid(load_view(path).readings[0].report)
    quote = find_quote(load_view(path).readings[0].report, "Three more were freed in Dalian", None)
    added = add_claim(register, uid, [quote], say(act="release", low=3, high=3), sign(register, NINE.id))
    reread(path, TWO, NINE, at(make_claim("c_" + "3" * 16), "in Tonghua"))
    view = load_view(path)
    assert {told.id, added.id, NINE.id, "c_" + "3" * 16} <= set(ids(view))
    assert TWO.id in view.rejected
    assert {told.id, added.id} <= view.accepted
    assert not any(TWO.id in incident.claims for incident in view.incidents)


def test_on_another_text_nothing_is_put_back(register: Register, path: Path) -> None:
    told = correct_claim(register, TWO.id, say(low=3, high=3), sign(register, TWO.id))
    report = replace(load_view(path).readings[0].report, text="Nothing happened.")
    list(record_readings([Reading(report=report)], path, lambda: NOW, lambda _: "en/99"))
    assert told.id not in ids(load_view(path))


@pytest.mark.parametrize(
    ("words", "start"),
    [("Three were held", None), ("were held", None), ("", None), ("  ", 3), ("held", 0), ("Two", 99_999)],
)
def test_words_that_do_not_stand_there_carry_no_claim(path: Path, words: str, start: int | None) -> None:
    with pytest.raises(UsageError):
        find_quote(load_view(path).readings[0].report, words, start)


def test_words_come_from_a_form_with_its_own_ends_of_lines(path: Path) -> None:
    quote = find_quote(load_view(path).readings[0].report, " 21 May.\r\nThree more ", None)
    assert TEXT[quote.start : quote.end] == quote.text == "21 May.\nThree more"


@given(st.integers(0, len(TEXT)), st.integers(0, 60))
def test_law_every_selection_is_a_quote_that_stands(start: int, length: int) -> None:
    report = replace(make_reading("Ledger", TWO).report, text=TEXT)
    words = TEXT[start : start + length]
    if not words.strip():
        return
    quote = find_quote(report, words.replace("\n", "\r\n"), start)
    assert TEXT[quote.start : quote.end] == quote.text == words.strip()


@pytest.mark.parametrize(
    "changes",
    [
        {"low": 5, "high": 4},
        {"earliest": date(2019, 5, 2), "latest": date(2019, 5, 1)},
        {"place": "Nowhere-on-Sea-at-all"},
    ],
)
def test_fields_that_cannot_be_are_refused(register: Register, changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        correct_claim(register, TWO.id, say(**changes), sign(register, TWO.id))
    assert load_reviews(register) == ()


@pytest.mark.parametrize(
    ("first", "last", "prec"),
    [
        (date(2019, 5, 1), date(2019, 5, 1), 1),
        (date(2019, 5, 1), date(2019, 5, 2), 2),
        (date(2019, 5, 1), date(2019, 5, 7), 3),
        (date(2019, 5, 1), date(2019, 5, 31), 4),
        (date(2019, 5, 1), date(2019, 6, 30), 5),
        (date(2019, 5, 1), None, 5),
    ],
)
def test_days_have_the_precision_of_their_span(register: Register, first: date, last: date | None, prec: int) -> None:
    told = correct_claim(register, TWO.id, say(earliest=first, latest=last), sign(register, TWO.id))
    assert told.when is not None
    assert (told.when.earliest, told.when.latest, told.when.prec) == (first, last, prec)


def test_without_days_it_lies_before_the_report(register: Register) -> None:
    told = correct_claim(register, TWO.id, say(earliest=None, latest=None), sign(register, TWO.id))
    assert told.when is not None
    assert (told.when.earliest, told.when.latest, told.when.basis) == (None, date(2019, 5, 27), "publication")


def test_a_state_nobody_can_have_seen_is_stale(register: Register) -> None:
    seen = Signature(name="eva", because="", at=NOW, seen=Seen(reading=99, review=0))
    with pytest.raises(StaleError):
        decide_claim(register, TWO.id, "accepted", seen)


def test_a_reading_saved_past_the_room_is_current_too(path: Path, register: Register) -> None:
    early = sign(register, TWO.id)
    report = load_view(path).readings[0].report
    save_reading(register, Reading(report=report, claims=(replace(TWO, status="denied"),)), reader="en/98", at=NOW)
    with pytest.raises(StaleError):
        decide_claim(register, TWO.id, "accepted", early)
