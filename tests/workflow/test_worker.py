"""A process that works for another ends with it: when it is stopped, when the other is killed, and it is begun anew when it died."""

import os
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from bearwitness.workflow.worker import Worker

LONG = 30.0
"""More than it may take on a machine that is busy."""
PARENT = """
import time
from tests.workflow.test_worker import tell_and_stay
from bearwitness.workflow.worker import Worker
if __name__ == "__main__":
    worker = Worker()
    worker.begin(tell_and_stay, {path!r})
    time.sleep(600)
"""


def tell_and_stay(path: str) -> None:
    """Write down which process this is, and go on for long."""
    Path(path).with_suffix(".part").write_text(str(os.getpid()))
    Path(path).with_suffix(".part").rename(path)
    time.sleep(600)


def is_running(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(process: int) -> None:
    end = time.monotonic() + LONG
    while is_running(process):
        assert time.monotonic() < end
        time.sleep(0.05)


def wait_for(path: Path) -> int:
    end = time.monotonic() + LONG
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    return int(path.read_text())


def test_it_ends_with_the_one_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(path=str(tmp_path / "pid")))
    root = Path(__file__).parents[2]
    # Both, for the script lies elsewhere and the package may not be installed from here.
    ways = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    parent = subprocess.Popen([sys.executable, str(script)], env=ways)
    try:
        worker = wait_for(tmp_path / "pid")
        assert is_running(worker)
    finally:
        parent.kill()
        parent.wait()
    wait_until_gone(worker)


def test_stopped_it_ends_whatever_it_is_at_and_begins_nothing_more(tmp_path: Path) -> None:
    worker = Worker()
    running = worker.begin(tell_and_stay, str(tmp_path / "pid"))
    process = wait_for(tmp_path / "pid")
    begun = time.monotonic()
    worker.stop()
    assert time.monotonic() - begun < LONG / 4
    wait_until_gone(process)
    with pytest.raises(BrokenExecutor):
        running.result(LONG)
    with pytest.raises(RuntimeError, match="nothing is worked on"):
        worker.begin(os.getpid)


def test_one_that_died_is_begun_anew() -> None:
    worker = Worker()
    with pytest.raises(BrokenExecutor):
        worker.begin(os._exit, 1).result(LONG)
    assert worker.begin(os.getpid).result(LONG) != os.getpid()
    worker.stop()


def test_what_it_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """Python prints an error by itself where nobody takes it, and it can hold a report's words."""
    worker = Worker()
    try:
        for stream in (1, 2):
            worker.begin(os.write, stream, b"Kvaristad").result(LONG)
    finally:
        worker.stop()
    assert capfd.readouterr() == ("", "")
