"""Work in a process of its own: what comes back of it, what does not, and that it ends with whoever began it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.workflow.apart import Apart, ApartError, Progress, Tell, keep_silent
from tests.conftest import ROOT
from tests.workflow.test_worker import wait_until_gone

SECRET = "the witness of the third report"
_LONG = 60.0


def count_to(number: int, tell: Tell) -> tuple[int, int]:
    """So many steps, each told; where it was done, and how many they were."""
    for step in range(number):
        tell(Progress(words="Counting", done=step, of=number))
    return os.getpid(), number


def refuse(words: str, _: Tell) -> None:
    raise UsageError(words)


def fail(words: str, _: Tell) -> None:
    raise ValueError(words)


def die(_: Tell) -> None:
    os._exit(7)


def sleep(file: str, tell: Tell) -> None:
    Path(file).write_text(str(os.getpid()), encoding="utf-8")
    tell(Progress(words="Asleep"))
    time.sleep(_LONG)


def test_what_is_told_comes_in_order_and_what_came_of_it_last() -> None:
    heard: list[Progress] = []
    process, number = Apart().run(count_to, (5,), heard.append)
    assert process != os.getpid()
    assert (number, [one.done for one in heard]) == (5, [0, 1, 2, 3, 4])


def test_a_refusal_comes_back_in_its_words() -> None:
    with pytest.raises(ApartError, match="swap them") as caught:
        Apart().run(refuse, ("the days are the wrong way round; swap them",), keep_silent)
    assert caught.value.place == ""


def test_a_fault_comes_back_with_its_place_and_nothing_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ApartError) as caught:
        Apart().run(fail, (SECRET,), keep_silent)
    assert caught.value.place.startswith("ValueError at test_apart.py:")
    assert SECRET not in f"{caught.value} {caught.value.place} {caught.value.__context__} {caught.value.__cause__}"
    printed = capfd.readouterr()
    assert SECRET not in printed.out + printed.err
    assert "Traceback" not in printed.err


def test_a_process_that_dies_is_said() -> None:
    with pytest.raises(ApartError, match="ended before it was done"):
        Apart().run(die, (), keep_silent)


def test_it_can_be_stopped_and_is_then_gone(tmp_path: Path) -> None:
    apart, begun = Apart(), threading.Event()

    def stop() -> None:
        begun.wait(30)
        apart.stop()

    threading.Thread(target=stop, daemon=True).start()
    started = time.monotonic()
    with pytest.raises(ApartError):
        apart.run(sleep, (str(tmp_path / "pid"),), lambda _: begun.set())
    assert time.monotonic() - started < _LONG / 2
    wait_until_gone(int((tmp_path / "pid").read_text(encoding="utf-8")))
    with pytest.raises(ApartError):
        apart.run(count_to, (1,), keep_silent)


def test_it_ends_with_whoever_began_it_also_when_that_is_killed(tmp_path: Path) -> None:
    words = (
        "from bearwitness.workflow.apart import Apart, keep_silent\n"
        "from tests.workflow.test_apart import sleep\n"
        f"if __name__ == '__main__': Apart().run(sleep, ({str(tmp_path / 'pid')!r},), keep_silent)\n"
    )
    (tmp_path / "begin.py").write_text(words, encoding="utf-8")
    begun = subprocess.Popen(
        [sys.executable, str(tmp_path / "begin.py")],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        waited = time.monotonic()
        while not (tmp_path / "pid").is_file() or not (tmp_path / "pid").read_text(encoding="utf-8"):
            assert time.monotonic() - waited < 30
            time.sleep(0.05)
    finally:
        begun.send_signal(signal.SIGKILL)
        begun.wait()
    wait_until_gone(int((tmp_path / "pid").read_text(encoding="utf-8")))


def test_where_no_process_can_be_begun_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_to_start(_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse_to_start)
    with pytest.raises(ApartError, match="no process could be begun"):
        Apart().run(count_to, (1,), keep_silent)
