"""Errands: one after another, each with an end, whatever becomes of what does it."""

import time
from collections.abc import Callable

import pytest

from bearwitness.apps.room.errands import Errand, Errands, Outcome, Task
from bearwitness.core.errors import UsageError
from bearwitness.workflow.apart import Apart, Progress, Tell


def say(words: str, tell: Tell) -> Outcome:
    tell(Progress(words="Saying it"))
    return Outcome(words=(words,))


def refuse(words: str, _: Tell) -> Outcome:
    raise UsageError(words)


def fail(words: str, _: Tell) -> Outcome:
    raise ValueError(words)


def build_task(work: Callable[..., Outcome], words: str = "done") -> Task:
    return Task(kind="export", title="An export", work=work, given=(words,))


def wait_for(errands: Errands, number: int) -> Errand:
    begun = time.monotonic()
    while (found := errands.find(number)) is None or found.is_open:
        assert time.monotonic() - begun < 60
        time.sleep(0.02)
    return found


def test_each_comes_to_its_own_end_in_its_turn(caplog: pytest.LogCaptureFixture) -> None:
    errands = Errands(now=time.time)
    secret = "whose word it was"
    numbers = [
        errands.send(build_task(work, words), "Lena").number
        for work, words in ((say, "one"), (refuse, "the days are swapped"), (fail, secret), (say, "two"))
    ]
    over = [wait_for(errands, number) for number in numbers]
    assert [one.state for one in over] == ["done", "failed", "failed", "done"]
    assert [one.outcome.words for one in over if one.outcome] == [("one",), ("two",)]
    assert over[1].trouble == "the days are swapped"
    assert secret not in caplog.text + over[2].trouble
    assert "ValueError at test_errands.py" in caplog.text
    assert [one.number for one in errands.list_all("export")] == list(reversed(numbers))
    assert errands.list_all("plan") == []
    last = errands.find_last("export")
    assert last is not None
    assert last.number == numbers[-1]


def test_what_breaks_down_in_the_room_itself_is_over_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    errands = Errands(now=time.time)

    def break_down(*_: object) -> Outcome:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Apart, "run", break_down)
        assert wait_for(errands, errands.send(build_task(say), "Lena").number).state == "failed"
    assert wait_for(errands, errands.send(build_task(say), "Lena").number).state == "done"


def test_only_the_last_few_are_kept() -> None:
    moments = iter(range(1_000_000))
    errands = Errands(now=lambda: next(moments) * 0.001)
    numbers = [wait_for(errands, errands.send(build_task(say), "Lena").number).number for _ in range(8)]
    assert errands.find(numbers[0]) is None
    assert [one.number for one in errands.list_all("export")] == numbers[:1:-1]


def test_a_room_that_ends_begins_nothing_more() -> None:
    errands = Errands(now=time.time)
    errands.stop()
    number = errands.send(build_task(say), "Lena").number
    time.sleep(0.2)
    found = errands.find(number)
    assert found is not None
    assert found.state == "waiting"
