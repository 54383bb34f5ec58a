"""The room opened by its own command in a process of its own, and a browser that goes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.served import Served, serve
from tests.chromium import ARGUMENTS, CHROMIUM

collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]

if CHROMIUM:
    from playwright.sync_api import Browser, Page, sync_playwright

    from tests.browser.looking import open_page

    @pytest.fixture(scope="module")
    def browser() -> Iterator[Browser]:
        """Chromium without a window."""
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            yield opened
            opened.close()

    @pytest.fixture
    def page(browser: Browser, served: Served) -> Iterator[Page]:
        """An empty page, in which every fault of a script and every refusal of the content policy fails the test."""
        with open_page(browser, served) as opened:
            yield opened


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`bearwitness serve` over a new register."""
    with serve(tmp_path / "team.db") as opened:
        yield opened
