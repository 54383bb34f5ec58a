"""The command line as a user meets it, inside the test's own process: arguments in; code, output and errors out."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest import mock

from bearwitness.apps.main import run

Json = dict[str, Any]

OWN = frozenset({"COLUMNS", "BEARWITNESS_REGISTER", "DATABASE_URL", "BEARWITNESS_MODEL_URL", "BEARWITNESS_MODEL_KEY"})
"""What the program reads of its environment; a test gives what it wants there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Json]:
        """The lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> Json:
        """The only line of JSON."""
        (row,) = self.rows
        return row


def call(*arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Answer:
    """Run `bearwitness ARGUMENTS` with pipes for all its streams."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    typed = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    code: object = 0
    with mock.patch.dict(os.environ, env or {}), mock.patch.object(sys, "stdin", typed):
        for name in OWN - set(env or {}):
            os.environ.pop(name, None)
        with redirect_stdout(out), redirect_stderr(err):
            try:
                run(arguments)
            except SystemExit as end:
                code = end.code
    assert isinstance(code, int)
    return Answer(code=code, out=_read(out), err=_read(err))


def start(*arguments: str, **options: Any) -> "subprocess.Popen[bytes]":
    """`python -m bearwitness ARGUMENTS` as a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    return subprocess.Popen([sys.executable, "-m", "bearwitness", *arguments], env=environment, **options)


def _read(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
