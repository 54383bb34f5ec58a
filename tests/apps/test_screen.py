"""Work that takes time says so, on a terminal and not before a second has gone."""

import io
import sys
import time

import pytest

from bearwitness.apps import screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "is_said"), [(Terminal, 0.0, True), (Terminal, 60.0, False), (io.StringIO, 0.0, False)]
)
def test_slow_work_is_named(
    stream: type[io.StringIO], patience: float, is_said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    err = stream()
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(screen, "PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    with screen.show_work("Counting"):
        time.sleep(0.3)
    assert ("Counting" in err.getvalue()) == is_said


def test_an_error_in_the_work_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(ArithmeticError), screen.show_work("Counting"):
        raise ArithmeticError
