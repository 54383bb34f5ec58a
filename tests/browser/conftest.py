"""The room opened by its own command in a process of its own, and a browser that goes in."""

import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.apps.front_door import start
from tests.chromium import ARGUMENTS, CHROMIUM

collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]

if CHROMIUM:
    from playwright.sync_api import Browser, Page, sync_playwright

    @pytest.fixture(scope="module")
    def browser() -> Iterator[Browser]:
        """Chromium without a window."""
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            yield opened
            opened.close()

    @pytest.fixture
    def page(browser: Browser, served: "Served") -> Iterator[Page]:
        """An empty page, in which every fault of a script and every refusal of the content policy fails the test."""
        context = browser.new_context(
            base_url=served.address, viewport={"width": 1400, "height": 900}, reduced_motion="reduce"
        )
        opened = context.new_page()
        faults: list[str] = []
        outside: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        opened.on(
            "request",
            lambda asked: None if asked.url.startswith(served.address) else outside.append(asked.url),
        )
        yield opened
        context.close()
        assert (faults, outside) == ([], [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A room that is open: its address, its register, the word for setting it up."""

    address: str
    register: Path
    word: str


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`bearwitness serve` over a new register."""
    register = tmp_path / "team.db"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start("serve", "--register", str(register), "--port", str(port), stdout=PIPE, stderr=PIPE)
    try:
        assert process.stdout is not None
        said = ""
        while "word" not in said:
            line = process.stdout.readline().decode()
            assert line, process.stderr and process.stderr.read()
            said += line
        while not (found := re.search(r":\s+([A-Za-z0-9_-]{12})\s*$", said)):
            said += process.stdout.readline().decode()
        _wait_for(port)
        yield Served(address=f"http://localhost:{port}", register=register, word=found[1])
    finally:
        process.terminate()
        _, logged = process.communicate(timeout=20)
    (tmp_path / "room.log").write_bytes(logged)
    assert b"fault" not in logged
    assert b"Traceback" not in logged


def _wait_for(port: int) -> None:
    import time

    for _ in range(200):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port} ({os.getpid()})")
