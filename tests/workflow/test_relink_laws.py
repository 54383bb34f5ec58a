"""Laws of going on: whatever comes in, in whatever order, the links are those that linking from nothing finds."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Link, Review
from bearwitness.core.records import Quote, Reading
from bearwitness.core.vocabulary import JUDGEMENTS, Decision
from bearwitness.linking import candidates, card_file, traits, updating, windows
from bearwitness.linking.links import Linked, link_all, link_claims
from bearwitness.store import link_windows, register_file, sqlite
from bearwitness.store.register import (
    Register,
    open_register,
    save_judgement,
    save_reading,
    save_review,
    withdraw_judgement,
)
from bearwitness.store.register_file import read_from
from bearwitness.workflow import catching_up, link_desk
from bearwitness.workflow.catching_up import catch_up, load_held_links
from bearwitness.workflow.relinking import relink
from bearwitness.workflow.standing import load_judged, load_standing
from tests.linking.told import make_claim, make_reading
from tests.register_homes import ENGINES, Home, Homes
from tests.workflow.one_valley import change_report, tell_reports

connect = sqlite.connect
NOW: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
TIGHT: Final[tuple[tuple[Any, str, Any], ...]] = (
    (candidates, "COMMON", 3),
    (updating, "COMMON", 3),
    (candidates, "MOST", 5),
    (card_file, "MOST", 5),
    (candidates, "STANDING", 1),
    (candidates, "_BITS", 3.0),
    (candidates, "_MANY_BITS", 5.0),
    (card_file, "FEWEST", 1),
    (candidates, "_FEWEST_LATER", 1),
    (traits, "_BITS", (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    (traits, "_BEST", 2),
    (traits, "_FEWEST_REPORTS", 5),
    (traits, "_FEWEST_WORDS", 1),
    (windows, "_UNSEEN", 2),
    (candidates, "find_bits", windows.Bits),
    (traits, "find_bits", windows.Bits),
    (windows, "_REPORT_STEPS", (1, 2, 3, 4, 6, 8, 11, 16, 23, 510)),
    (link_windows, "DENSE", 6),
    (link_desk, "RULES", replace(link_desk.RULES, most=5, fewest=1)),
)
"""Thresholds that a dozen reports cross; the shipped ones take hundreds."""
STEPS: Final = ("read", "read", "read", "read again", "review", "judge", "judge", "undo")
engines = st.sampled_from(ENGINES)
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9999)), min_size=1, max_size=10)


class Work:
    """A register at work. No dataclass: of these a failing example would show 300 kB."""

    def __init__(self, register: Register, seed: int) -> None:
        self.register = register
        self.waiting = tell_reports(seed, 40)
        self.read: list[Reading] = []

    def take(self, step: str, seed: int, number: int) -> None:
        """One step, chosen by chance among those that can be taken."""
        chance = Random(seed)
        claims = [claim.id for reading in self.read for claim in reading.claims]
        if step == "read" or len(claims) < 2:
            for _ in range(chance.choice((1, 2, 4)) if self.read else 12):
                if self.waiting:
                    self.read.append(self.waiting.pop())
                    save_reading(self.register, self.read[-1], reader="en/1", at=NOW)
        elif step == "read again":
            at = chance.randrange(len(self.read))
            self.read[at] = change_report(chance, self.read[at], number)
            save_reading(self.register, self.read[at], reader=f"en/{number + 2}", at=NOW)
        elif step == "review":
            decision: Decision = chance.choice(("accepted", "rejected"))
            moment = NOW + timedelta(hours=number)
            save_review(
                self.register,
                Review(claim=chance.choice(claims), decision=decision, by="eva", at=moment, because="seen"),
            )
        elif step == "judge":
            self.judge(chance, claims)
        else:
            held = load_judged(self.register).holding
            if held:
                withdraw_judgement(self.register, chance.choice(held), by="person:eva", because="in error", at=NOW)

    def judge(self, chance: Random, claims: Sequence[str]) -> None:
        """A judgement on two claims, more often than not on such as are linked."""
        held = link_from_nothing(self.register)
        ends = [(link.left, link.right) for link in held]
        pair = chance.choice(ends) if ends and chance.random() < 0.6 else tuple(chance.sample(claims, 2))
        judgement = chance.choice(JUDGEMENTS)
        left, right = pair if judgement == "part-of" else sorted(pair)
        link = Link(left=left, right=right, judgement=judgement, score=1.0, reasons=("seen",), by="person:eva")
        save_judgement(self.register, link, at=NOW)


def link_from_nothing(register: Register) -> tuple[Link, ...]:
    """What the register comes to without anything that was kept."""
    standing = load_standing(register)
    return link_claims(standing.kept, standing.judged)


def load_kept(register: Register) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """The pairs and the proposals that are kept to go on from."""
    with read_from(register) as connection:
        pairs = connection.exec_driver_sql("SELECT * FROM linking_pairs").fetchall()
        proposals = connection.exec_driver_sql('SELECT one, other, "left", "right" FROM linking_proposals').fetchall()
    return {tuple(row) for row in pairs}, {tuple(row) for row in proposals}


def keep_from_nothing(register: Register) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """What would be kept if all were linked from nothing."""
    standing = load_standing(register)
    linked = link_all(standing.kept, standing.judged)
    pairs = {
        (
            p.left,
            p.right,
            -1 if p.month is None else p.month,
            p.country or "",
            p.is_telling,
            p.is_aside,
            p.said,
            p.rated,
        )
        for p in linked.pairs
    }
    return pairs, {(p.one, p.other, p.link.left, p.link.right) for p in linked.proposals}


def load_links(register: Register) -> tuple[Link, ...] | None:
    """What is kept."""
    return load_held_links(register, load_judged(register))


def connect_quickly(path: Path, patience: float) -> sqlite3.Connection:
    """The register without waiting for the disk, which has nothing to do with what is linked."""
    connection = connect(path, patience)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


@contextmanager
def at_work(home: AbstractContextManager[Home], seed: int, *, tight: bool) -> Iterator[Work]:
    """A new register."""
    with home as find, pytest.MonkeyPatch.context() as patch:
        for module, name, value in TIGHT if tight else ():
            patch.setattr(module, name, value)
        patch.setattr(sqlite, "connect", connect_quickly)
        with open_register(find("r.db"), create=True) as register:
            yield Work(register, seed)


@settings(max_examples=18, deadline=None)
@given(engine=engines, seed=st.integers(0, 9999), taken=steps, tight=st.booleans())
def test_going_on_comes_to_what_linking_from_nothing_finds(
    homes: Homes, engine: str, seed: int, taken: list[tuple[str, int]], tight: bool
) -> None:
    with at_work(homes.lend(engine), seed, tight=tight) as work:
        for number, (step, chance) in enumerate((("read", seed), *taken)):
            work.take(step, chance, number)
            catch_up(work.register)

            assert load_links(work.register) == link_from_nothing(work.register)
            # What is kept must be right too, or a later step would go on from an error.
            assert load_kept(work.register) == keep_from_nothing(work.register)


@settings(max_examples=6, deadline=None)
@given(engine=engines, seed=st.integers(0, 9999), chance=st.integers(0, 9999))
def test_a_judgement_undone_leaves_every_link_as_it_was(homes: Homes, engine: str, seed: int, chance: int) -> None:
    with at_work(homes.lend(engine), seed, tight=True) as work:
        work.take("read", 3, 0)
        work.take("read", seed, 1)
        catch_up(work.register)
        before = load_links(work.register)
        for number, step in enumerate(("judge", "undo")):
            work.take(step, chance, number)
            catch_up(work.register)

        assert load_links(work.register) == before


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 9999), order=st.randoms(use_true_random=False))
def test_neither_the_order_in_which_reports_come_in_nor_the_engine_changes_a_link(
    homes: Homes, seed: int, order: Random
) -> None:
    found = []
    for turned, engine in ((False, ENGINES[0]), (True, ENGINES[-1])):
        with at_work(homes.lend(engine), seed, tight=True) as work:
            readings = order.sample(work.waiting, len(work.waiting)) if turned else work.waiting
            for reading in readings:
                save_reading(work.register, reading, reader="en/1", at=NOW)
                catch_up(work.register)
            found.append(load_links(work.register))

    assert found[0] == found[1]


def tell(number: int, names: str, country: str, day: date) -> Reading:
    """A report of one arrest that names some people."""
    claim = make_claim(f"c_{number}", 5, day=day)
    assert claim.where
    claim = replace(claim, where=replace(claim.where, name=f"Town {number}", geonameid=number, country=country))
    reading = make_reading(f"outlet {number}", claim)
    report = replace(reading.report, id=f"r_{number}", published_on=day, text=f"taken: {names}")
    quote = Quote(start=0, end=5, text="taken")
    return replace(reading, report=report, claims=(replace(claim, quotes=(quote,)),))


def test_one_more_report_of_a_country_brings_two_others_together(home: Home) -> None:
    """Beside 61 reports of a month five names in common were not rare enough to look at two countries and four months; beside one
    more they are.
    """
    shared = "Baor Chole Dengi Eunar Farun"
    told = [tell(0, f"{shared} Fango", "KP", date(2019, 5, 20)), tell(1, f"{shared} Gamor", "CN", date(2019, 9, 20))]
    others = [
        tell(
            number,
            " ".join(f"{chr(97 + number % 26)}{chr(97 + number // 26)}{n}".title() for n in "xyzuv"),
            "CN",
            date(2019, 5, 21),
        )
        for number in range(2, 70)
    ]
    found = []
    with open_register(home("r.db"), create=True) as register:
        for number, reading in enumerate((*told, *others)):
            save_reading(register, reading, reader="en/1", at=NOW)
            if number > 55:
                catch_up(register)
                assert load_links(register) == link_from_nothing(register)
                found.append([(link.left, link.right) for link in load_links(register) or () if link.left == "c_0"])

    assert found[0] == []
    assert found[-1] == [("c_0", "c_1")]


def test_a_large_part_that_is_new_is_linked_with_all_others(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "_LEAST", 2)
    readings = tell_reports(1, 16)
    with open_register(home("r.db"), create=True) as register:
        for lot in (readings[:2], readings[2:12], readings[12:]):
            for reading in lot:
                save_reading(register, reading, reader="en/1", at=NOW)
            catch_up(register)
            assert load_links(register) == link_from_nothing(register)


def test_whoever_decides_while_all_is_linked_does_not_wait_for_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    linked: list[int] = []
    with open_register(home("r.db"), create=True) as register:
        for reading in tell_reports(3, 8):
            save_reading(register, reading, reader="en/1", at=NOW)

        def decide_meanwhile(*given: Any) -> Linked:
            if not linked:  # nobody holds the writer's place
                with open_register(register.path, create=False, patience=0.1) as other:
                    ident = next(claim.id for one in load_standing(other).readings for claim in one.claims)
                    save_review(other, Review(claim=ident, decision="rejected", by="Eva", at=NOW, because="no"))
            linked.append(1)
            return link_all(*given)

        monkeypatch.setattr(catching_up, "link_all", decide_meanwhile)
        catch_up(register)
        assert len(linked) == 2
        assert load_links(register) == link_from_nothing(register)


def test_what_other_rules_kept_is_thrown_away(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_register(home("r.db"), create=True) as register:
        for reading in tell_reports(2, 8):
            save_reading(register, reading, reader="en/1", at=NOW)
        catch_up(register)
        monkeypatch.setattr(catching_up, "RULES_VERSION", "other")

        assert load_links(register) is None
        catch_up(register)
        assert load_links(register) == link_from_nothing(register)


def test_tables_of_an_older_shape_are_made_anew(home: Home) -> None:
    """Until linker 4 links were kept without numbers; `link` then reads them to say what changed."""
    with open_register(home("r.db"), create=True) as register:
        for reading in tell_reports(2, 8):
            save_reading(register, reading, reader="en/1", at=NOW)
        catch_up(register)
        before = load_links(register)
        with register_file.write_to(register) as connection:
            columns = '"left" TEXT NOT NULL, "right" TEXT NOT NULL, judgement TEXT NOT NULL, body TEXT NOT NULL'
            connection.exec_driver_sql("DROP TABLE linking_links")
            connection.exec_driver_sql(f"CREATE TABLE linking_links ({columns})")

        assert load_links(register) is None
        assert relink(register, at=NOW).links == before == load_links(register)


def test_no_word_stays_in_the_index_that_no_occurrence_holds(home: Home) -> None:
    """Names of claims that were all rejected stayed behind, with nobody to hold them."""
    readings = tell_reports(1, 4)
    with open_register(home("r.db"), create=True) as register:
        for reading in readings:
            save_reading(register, reading, reader="en/1", at=NOW)
        catch_up(register)
        for claim in (claim for reading in readings for claim in reading.claims):
            save_review(register, Review(claim=claim.id, decision="rejected", by="eva", at=NOW, because="seen"))
        catch_up(register)
        with register_file.read_from(register) as connection:
            words = connection.exec_driver_sql("SELECT word FROM linking_words").all()

    assert words == []
