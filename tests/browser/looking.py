"""Looking at a page: pictures kept of it at every width, by day and by night and on paper, and what may not be wrong with any."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState

from bearwitness.capture.pdf import read_pdf
from tests.browser.served import Served
from tests.conftest import ROOT

SHOTS: Final = ROOT / "build" / "screenshots"
"""Where the pictures are kept; git ignores it."""
WIDTHS: Final = ((1400, 900), (900, 900), (360, 800))
PAPER: Final = (718, 1000)
"""A sheet of A4 between its margins, as the browser counts."""
_HERE: Final = Path(__file__).parent
_LOOK: Final = (_HERE / "look.js").read_text(encoding="utf-8")
_FOCUS: Final = (_HERE / "focus.js").read_text(encoding="utf-8")
_RULES: Final[dict[str, Any]] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_COLOURS: Final[dict[str, Any]] = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}


@dataclass(slots=True)
class Heard:
    """What a page did that no page may do: faults of its scripts, and requests to anywhere else."""

    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """A message of the console: an error is a fault, except that a page was asked for that is refused on purpose."""
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            self.faults.append(message.text)


@contextmanager
def open_page(browser: Browser, served: Served, state: StorageState | None = None) -> Iterator[Page]:
    """A page in a context of its own; at its end it must have done nothing that no page may do."""
    context = browser.new_context(
        base_url=served.address,
        viewport={"width": 1400, "height": 900},
        reduced_motion="reduce",
        storage_state=state,
    )
    page, heard = context.new_page(), Heard()
    page.on("pageerror", lambda error: heard.faults.append(str(error)))
    page.on("console", heard.hear)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(served.address) else heard.outside.append(asked.url),
    )
    yield page
    context.close()
    assert (heard.faults, heard.outside) == ([], [])


def look_at(page: Page, name: str) -> list[str]:
    """Keep pictures of the page, and say what is wrong with it: for eyes, for keys, on a small screen, in the dark, on paper."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.emulate_media(color_scheme="light")
    faults = [f"{name}: {said}" for said in (*_ask_axe(page, _RULES), *_try_keys(page))]
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{name} at {width}: {said}" for said in page.evaluate(_LOOK, 12)]
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    faults += [f"{name} in the dark: {said}" for said in _ask_axe(page, _COLOURS)]
    page.screenshot(path=SHOTS / f"{name}-dark-360.png", full_page=True)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.screenshot(path=SHOTS / f"{name}-dark-1400.png", full_page=True)
    faults += [f"{name} on paper: {said}" for said in _print(page, name)]
    page.emulate_media(color_scheme="light")
    return faults


def glance_at(page: Page, name: str) -> list[str]:
    """The same on the largest and the smallest screen by day only, for pages whose other faces have been looked at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    faults = []
    for width, height in (WIDTHS[-1], WIDTHS[0]):
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{name} at {width}: {said}" for said in page.evaluate(_LOOK, 12)]
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    return faults


def _ask_axe(page: Page, options: dict[str, Any]) -> list[str]:
    # What MapLibre draws on is a picture to axe, and the outlines below it are thousands of shapes.
    found = Axe().run(page, context={"exclude": [".map-svg"]}, options=options).response["violations"]
    return [f"{one['id']} ({one['impact']}) {node['html'][:140]}" for one in found for node in one["nodes"][:3]]


def _try_keys(page: Page) -> list[str]:
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    said: list[str] = page.evaluate(_FOCUS)
    return said


def _print(page: Page, name: str) -> list[str]:
    """The page on paper: as a picture, and as a PDF, which must hold its address and its day and no navigation."""
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    said: list[str] = page.evaluate(_LOOK, 10.5)  # 8 points
    page.screenshot(path=SHOTS / f"{name}-paper.png", full_page=True)
    printed = page.pdf(path=SHOTS / f"{name}.pdf", format="A4", prefer_css_page_size=True)
    words = " ".join(read_pdf(printed).text.split())
    is_in = page.locator(".paper").count() > 0
    for wanted in (page.url.partition("#")[0].removeprefix("http://"), "Printed ") if is_in else ():
        if wanted not in words:
            said.append(f"the paper does not say {wanted!r}")
    if "Log out" in words:
        said.append("the paper holds the navigation")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1400, "height": 900})
    return said
