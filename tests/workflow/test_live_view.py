"""One view kept for many questions: current where that is quick, and never said to be current where it is not."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from bearwitness.core.errors import BearwitnessError, RegisterError
from bearwitness.core.incidents import Review
from bearwitness.store.address import Address
from bearwitness.store.register import open_register, save_reading, save_review
from bearwitness.store.register_moment import find_moment
from bearwitness.workflow import kept_answers
from bearwitness.workflow.aside import Workers
from bearwitness.workflow.kept_answers import KeptAnswers
from bearwitness.workflow.live_view import LiveView
from bearwitness.workflow.totals import list_totals
from bearwitness.workflow.view import View, load_view
from tests.linking.told import make_claim, make_reading

T = TypeVar("T")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLAIM = make_claim("c_" + "1" * 16)


class Gate:
    """A loading that waits for the test, and counts."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.loads = 0
        self.failure: Exception | None = None

    def __call__(self, path: Address) -> View:
        self.loads += 1
        assert self.open.wait(20)
        if self.failure is not None:
            raise self.failure
        return load_view(path)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def live(tmp_path: Path, gate: Gate) -> LiveView:
    return LiveView(tmp_path / "r.db", patience=20, load=gate)


def test_it_is_loaded_once_and_again_when_something_came_in(live: LiveView, gate: Gate) -> None:
    assert live.get().snapshot.view.readings == ()
    assert live.get().is_current
    assert gate.loads == 1
    save_reading(live.register, make_reading("Ledger", CLAIM), reader="en/1", at=NOW)
    seen = live.get()
    assert (seen.is_current, seen.snapshot.number, gate.loads) == (True, 1, 2)
    assert seen.snapshot.homes[CLAIM.id].claims == (CLAIM.id,)
    save_review(live.register, Review(claim=CLAIM.id, decision="rejected", by="eva", at=NOW, because="no"))
    assert live.get().snapshot.view.incidents == ()


def test_of_a_register_that_takes_long_the_former_view_is_given_and_said_to_be_former(
    live: LiveView, gate: Gate
) -> None:
    live.get()
    save_reading(live.register, make_reading("Ledger", CLAIM), reader="en/1", at=NOW)
    gate.open.clear()
    seen = live.get(patience=0.05)
    assert (seen.is_current, seen.snapshot.number) == (False, 0)
    assert live.get(patience=0.05).is_current is False
    assert gate.loads == 2
    gate.open.set()
    assert live.get().is_current


def test_what_comes_in_while_it_is_loaded_makes_another_loading(live: LiveView, gate: Gate) -> None:
    live.get()
    gate.open.clear()
    save_reading(live.register, make_reading("Ledger", CLAIM), reader="en/1", at=NOW)
    live.get(patience=0.05)
    save_review(live.register, Review(claim=CLAIM.id, decision="rejected", by="eva", at=NOW, because="no"))
    gate.open.set()
    seen = live.get()
    assert seen.is_current
    assert seen.snapshot.view.rejected == {CLAIM.id}


def test_a_register_that_cannot_be_read_says_so_and_is_tried_again(live: LiveView, gate: Gate) -> None:
    gate.failure = RegisterError("the register is locked")
    with pytest.raises(RegisterError, match="locked"):
        live.get()
    gate.failure = None
    assert live.get().is_current


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_ends_the_waiting(live: LiveView, gate: Gate) -> None:
    gate.failure = ZeroDivisionError()
    with pytest.raises(BearwitnessError, match="fault"):
        live.get()
    # The waiting ends before the thread does; its last words, coming later, would be those of the test after this one.
    for one in threading.enumerate():
        if one.name == "load the register":
            one.join(20)
    assert gate.loads == 1
    gate.failure = None
    assert live.get().is_current


def test_many_threads_share_one_loading(live: LiveView, gate: Gate) -> None:
    gate.open.clear()
    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(live.get().snapshot.number)) for _ in range(12)]
    for one in threads:
        one.start()
    gate.open.set()
    for one in threads:
        one.join(20)
    assert (got, gate.loads) == ([0] * 12, 1)


def begin(compute: Callable[[], T]) -> Callable[[], "Future[T]"]:
    """What computes beside whoever asks."""
    return lambda: ThreadPoolExecutor(1).submit(compute)


def test_an_answer_is_computed_once_and_kept() -> None:
    answers, asked = KeptAnswers(most=2), []

    def compute() -> int:
        asked.append(1)
        return 7

    assert [answers.ask(("a", 0), begin(compute), 20) for _ in range(3)] == [7, 7, 7]
    assert [answers.compute(("c", 0), compute) for _ in range(3)] == [7, 7, 7]
    assert len(asked) == 2
    known = answers.recall("a", 1)
    assert known is not None
    assert (known.value, known.number) == (7, 0)
    assert answers.recall("a", 0) is None
    answers.ask(("b", 0), begin(lambda: 8), 20)
    assert answers.recall("a", 1) is None


def test_an_answer_that_takes_long_is_not_there_yet_and_then_is() -> None:
    answers, gate = KeptAnswers(), threading.Event()
    assert answers.ask(("slow", 0), begin(gate.wait), 0.02) is None
    assert answers.recall("slow", 1) is None
    gate.set()
    while (found := answers.ask(("slow", 0), begin(gate.wait), 0.02)) is None:
        time.sleep(0.01)
    assert found is True


def test_what_is_asked_again_of_a_later_state_keeps_its_place_and_is_computed_once() -> None:
    answers, gate = KeptAnswers(), threading.Event()
    computed: list[int] = []

    def note(number: int) -> int:
        computed.append(number)
        return number

    assert answers.ask(("slow", 0), begin(gate.wait), 0) is None
    for state in (1, 2, 3):
        assert answers.ask(("figure", state), begin(partial(note, state)), 0) is None
        assert answers.ask(("other", 1), begin(partial(note, 0)), 0) is None
    assert computed == []
    gate.set()
    assert answers.ask(("figure", 3), begin(lambda: 9), 20) == 3
    assert answers.ask(("other", 1), begin(lambda: 9), 20) == 0
    assert computed == [3, 0]


def test_whoever_waits_gets_the_state_they_asked_of_behind_an_earlier_one() -> None:
    answers, gate, got = KeptAnswers(), threading.Event(), []
    assert answers.ask(("figure", 0), begin(gate.wait), 0) is None
    waiting = threading.Thread(target=lambda: got.append(answers.ask(("figure", 1), begin(lambda: 1), 20)))
    waiting.start()
    while answers._waiting == 0:
        time.sleep(0.01)
    assert answers.ask(("figure", 2), begin(lambda: 2), 0) is None
    gate.set()
    waiting.join(20)
    assert got == [1]
    assert answers.ask(("figure", 2), begin(lambda: 9), 20) == 2


def test_no_question_waits_for_what_the_desk_shows() -> None:
    answers, gate = KeptAnswers(desk=frozenset({"totals"})), threading.Event()
    assert answers.ask(("totals", 0), begin(gate.wait), 0) is None
    assert answers.ask(("figure", 0), begin(lambda: 3), 20) == 3
    gate.set()


def test_what_can_wait_goes_behind_what_was_asked_after_it() -> None:
    answers, gate = KeptAnswers(patient=frozenset({"map"})), threading.Event()
    computed: list[str] = []
    assert answers.ask(("slow", 0), begin(gate.wait), 0) is None
    for question in (("map", "here"), ("figure", "here")):
        assert answers.ask((question, 0), begin(partial(computed.append, question[0])), 0) is None
    gate.set()
    answers.ask((("map", "here"), 0), begin(gate.wait), 20)
    assert computed == ["figure", "map"]


def test_what_nobody_asks_for_any_more_is_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, gate, computed = KeptAnswers(), threading.Event(), []
    assert answers.ask(("slow", 0), begin(gate.wait), 0) is None
    assert answers.ask(("left", 0), begin(lambda: computed.append("left")), 0) is None
    monkeypatch.setattr(kept_answers, "FORGOTTEN", -1.0)
    gate.set()
    assert answers.ask(("figure", 0), begin(lambda: 3), 20) == 3
    assert computed == []


def test_who_waits_anew_waits_however_long_ago_it_was_asked_first() -> None:
    answers, gate = KeptAnswers(), threading.Event()
    assert answers.ask(("figure", 0), begin(gate.wait), 0) is None
    threading.Timer(0.2, gate.set).start()
    assert answers.ask(("figure", 0), begin(gate.wait), 0.01) is None
    assert answers.ask(("figure", 0), begin(gate.wait), 20, anew=True) is True


def test_so_many_wait_and_no_more_and_stopping_ends_their_waiting() -> None:
    answers, gate, got = KeptAnswers(), threading.Event(), []
    threads = [
        threading.Thread(target=lambda: got.append(answers.ask(("figure", 0), begin(gate.wait), 30)))
        for _ in range(kept_answers.MOST_WAITING)
    ]
    for one in threads:
        one.start()
    while answers._waiting < kept_answers.MOST_WAITING:
        time.sleep(0.01)
    begun = time.monotonic()
    assert answers.ask(("figure", 0), begin(gate.wait), 30) is None
    answers.stop()
    for one in threads:
        one.join(20)
    assert time.monotonic() - begun < 20
    assert got == [None] * kept_answers.MOST_WAITING
    assert answers.ask(("other", 0), begin(lambda: 1), 0.01) is None
    gate.set()


def test_what_fails_fails_for_whoever_asks() -> None:
    answers = KeptAnswers()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            answers.ask(("wrong", 0), begin(lambda: 1 // 0), 20)
    assert answers.recall("wrong", 1) is None


def test_acceptances_mark_the_view_and_load_nothing(live: LiveView, gate: Gate) -> None:
    save_reading(live.register, make_reading("Ledger", CLAIM), reader="en/1", at=NOW)
    before = live.get().snapshot
    for decision in ("accepted", "accepted"):
        save_review(live.register, Review(claim=CLAIM.id, decision=decision, by="eva", at=NOW, because=""))
    seen = live.get()
    assert (seen.is_current, gate.loads, seen.snapshot.number) == (True, 1, before.number + 1)
    assert seen.snapshot.view.accepted == {CLAIM.id}
    assert seen.snapshot.view == load_view(live.register.path)
    save_review(live.register, Review(claim=CLAIM.id, decision="rejected", by="eva", at=NOW, because="no"))
    save_review(live.register, Review(claim=CLAIM.id, decision="accepted", by="eva", at=NOW, because=""))
    assert live.get().snapshot.view == load_view(live.register.path)
    assert gate.loads == 2


def test_other_processes_load_and_count_the_same(tmp_path: Path) -> None:
    with open_register(tmp_path / "r.db", create=True) as register:
        save_reading(register, make_reading("Ledger", CLAIM), reader="en/1", at=NOW)
        moment = find_moment(register)
    workers = Workers(is_large=True)
    view = workers.load(tmp_path / "r.db")
    assert view == load_view(tmp_path / "r.db")
    assert workers.begin(view, moment, list_totals).result(60) == list_totals(view)
    workers.stop()


def test_after_a_long_renewal_the_next_one_rests_and_holds_all_that_came_meanwhile(tmp_path: Path) -> None:
    spans: list[tuple[float, float]] = []

    def load(path: Address) -> View:
        begun = time.monotonic()
        view = load_view(path)
        time.sleep(0.3 if spans else 0)
        spans.append((begun, time.monotonic()))
        return view

    live = LiveView(tmp_path / "r.db", patience=20, load=load)
    live.get()
    for outlet, claim in (("Ledger", CLAIM), ("Herald", make_claim("c_" + "2" * 16))):
        save_reading(live.register, make_reading(outlet, claim), reader="en/1", at=NOW)
        assert live.get().is_current
    _, (_, ended), (third, _) = spans
    assert third - ended >= 2 * 0.3
