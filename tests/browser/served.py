"""The room opened by its own command, in a process of its own."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

from playwright.sync_api import Page

from bearwitness.apps.serve_command import find_room_path
from tests.apps.front_door import start
from tests.apps.room.visitor import PASSWORD, Clock, OpenRoom, open_for_test


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A room that is open: its address, its register, the word for setting it up ("" where it has been)."""

    address: str
    register: Path
    word: str


@contextmanager
def serve(register: Path, *, is_new: bool = True) -> Iterator[Served]:
    """`bearwitness serve` over a register; a new room prints the word for setting it up. No fault may stand in what it logs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start("serve", "--register", str(register), "--port", str(port), stdout=PIPE, stderr=PIPE)
    try:
        assert process.stdout is not None
        said, found = "", None
        while not (found or ("Ctrl-C" in said and not is_new)):
            line = process.stdout.readline().decode()
            assert line, process.stderr and process.stderr.read()
            said += line
            found = re.search(r"this\s+word[^:]*:\s+([A-Za-z0-9_-]{12})\s*$", said)
        _wait_for(port)
        yield Served(address=f"http://localhost:{port}", register=register, word=found[1] if found else "")
    finally:
        process.terminate()
        _, logged = process.communicate(timeout=20)
    register.with_name("room.log").write_bytes(logged)
    assert b"fault" not in logged
    assert b"Traceback" not in logged


@contextmanager
def open_before(register: Path) -> Iterator[OpenRoom]:
    """The room of a register inside the test's own process, ten minutes ago: for accounts and acts that are there when it is served."""
    with open_for_test(
        register, register.parent, change=lambda settings: replace(settings, room=find_room_path(register))
    ) as opened:
        opened.clock.at = datetime.now(UTC) - timedelta(minutes=10)
        yield opened


def log_in(page: Page, opened: OpenRoom, name: str) -> None:
    """Through the forms, with the code that the person's telephone shows now."""
    page.goto("/login")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    code = replace(opened, clock=Clock(at=datetime.now(UTC))).code(name)
    page.get_by_label("Six-digit code").fill(code)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("/")


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")
