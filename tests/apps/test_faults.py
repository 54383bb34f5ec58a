"""A fault of the program is told by its kind and place, and nothing of what it was about, however it comes up."""

import os
import subprocess
import sys

import pytest

NAME = "Kvaristad"
_PLANTED = f"""
import sys, threading, warnings, logging, resource
from bearwitness.apps import main, screen
sys.argv = ["bearwitness", "links", "--register", "none.db"]
name = "{NAME}"
def fail(*_):
    try:
        int(name)
    except ValueError as error:
        error.add_note(name)
        raise OSError(28, name, name) from error
def warn(*_):
    warnings.warn(name); fail()
def log(*_):
    try:
        int(name)
    except ValueError:
        logging.getLogger("a.library").exception("cannot take %s", name)
    logging.getLogger("a.library").warning("cannot take %s", name)
    fail()
def end(*_):
    class Thing:
        def __del__(self): int(name)
    Thing(); fail()
def thread(*_):
    one = threading.Thread(target=int, args=(name,), name=name); one.start(); one.join(); fail()
def circle(*_):
    try:
        circle()
    except RecursionError:
        fail()
def group(*_):
    raise ExceptionGroup(name, [ValueError(name)])
def cores(*_):
    sys.exit(str(resource.getrlimit(resource.RLIMIT_CORE)))
screen.show_aside = locals()[sys.stdin.read()]
main.run()
"""


def fall(how: str) -> str:
    """What a process writes to its errors that falls over so while it says that there is no register."""
    done = subprocess.run(
        [sys.executable, "-c", _PLANTED], input=how, capture_output=True, text=True, env={**os.environ}, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize("how", ["fail", "warn", "log", "end", "thread", "circle", "group"])
def test_a_fault_is_told_by_its_place_and_never_by_what_it_was_about(how: str) -> None:
    said = fall(how)
    assert NAME not in said
    assert "This is a fault of the program." in said
    assert "bearwitness/apps/main.py:" in said
    assert "/src/" not in said, "where the program lies is somebody's own"
    if how in {"fail", "thread"}:
        assert "OSError 28\n" in said
        assert "after UsageError\n" in said or "after RegisterError\n" in said or "after ValueError\n" in said
    if how == "log":
        assert "a.library: warning\n" in said


def test_no_dump_of_the_memory_is_ever_made() -> None:
    assert fall("cores") == "(0, 0)\n"
