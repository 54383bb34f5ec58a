"""Looking at a page: pictures kept of it at every width, by day and by night and on paper, and what may not be wrong with any."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Page

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
_RULES: Final[dict[str, Any]] = {"rules": {"target-size": {"enabled": True}}}
_COLOURS: Final[dict[str, Any]] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# The map's outlines are a thousand shapes with nothing written in them.
_ASK: Final = "options => axe.run({exclude: ['.map-svg']}, {resultTypes: ['violations'], ...options}).then(found => found.violations)"
_TALLEST: Final = 6_000
"""So much is kept of a page that has no end."""


@contextmanager
def open_page(browser: Browser, served: Served) -> Iterator[Page]:
    """A page in a context of its own. At its end no script of it may have failed, no content policy have refused anything, and nothing
    may have been asked of anywhere else.
    """
    context = browser.new_context(
        base_url=served.address, viewport={"width": 1400, "height": 900}, reduced_motion="reduce"
    )
    page, faults, outside = context.new_page(), list[str](), list[str]()

    def hear(said: ConsoleMessage) -> None:
        # That the server refuses a page on purpose (there is nothing at that address) is no fault of the page.
        if said.type == "error" and not said.text.startswith("Failed to load resource: the server responded"):
            faults.append(said.text)

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", hear)
    page.on("request", lambda asked: None if asked.url.startswith(served.address) else outside.append(asked.url))
    yield page
    context.close()
    assert (faults, outside) == ([], [])


def look_at(page: Page, name: str) -> list[str]:
    """Keep pictures of the page, and say what is wrong with it: for eyes, for keys, on a small screen, in the dark, on paper."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    _settle(page)
    page.emulate_media(color_scheme="light")
    page.evaluate(Axe().axe_script)
    faults = [f"{name}: {said}" for said in (*_ask_axe(page, _RULES), *_try_keys(page))]
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{name} at {width}: {said}" for said in page.evaluate(_LOOK, 12)]
        _keep(page, f"{name}-{width}")
    page.emulate_media(color_scheme="dark")
    faults += [f"{name} in the dark: {said}" for said in _ask_axe(page, _COLOURS)]
    _keep(page, f"{name}-dark-360")
    page.set_viewport_size({"width": 1400, "height": 900})
    _keep(page, f"{name}-dark-1400")
    faults += [f"{name} on paper: {said}" for said in _print(page, name)]
    page.emulate_media(color_scheme="light")
    return faults


def glance_at(page: Page, name: str) -> list[str]:
    """The same on the largest and the smallest screen by day only, for pages whose other faces have been looked at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    _settle(page)
    faults = []
    for width, height in (WIDTHS[-1], WIDTHS[0]):
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{name} at {width}: {said}" for said in page.evaluate(_LOOK, 12)]
        _keep(page, f"{name}-{width}")
    return faults


def _settle(page: Page) -> None:
    """Wait for the page that a click leads to: between two pages there is nothing to look at, not even a document."""
    page.wait_for_load_state("load")
    page.locator("main").first.wait_for(state="attached")


def _ask_axe(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate(_ASK, options)
    return [f"{one['id']} ({one['impact']}) {node['html'][:140]}" for one in found for node in one["nodes"][:3]]


def _keep(page: Page, name: str) -> None:
    width, height = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    part = FloatRect(x=0, y=0, width=width, height=min(height, _TALLEST))
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True, clip=part)


def _try_keys(page: Page) -> list[str]:
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    said: list[str] = page.evaluate(_FOCUS)
    return said


def _print(page: Page, name: str) -> list[str]:
    """The page on paper: as a picture, and as a PDF, which must hold its address and its day and no navigation."""
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    said: list[str] = page.evaluate(_LOOK, 10.5)  # 8 points
    _keep(page, f"{name}-paper")
    printed = page.pdf(path=SHOTS / f"{name}.pdf", format="A4", prefer_css_page_size=True)
    words = " ".join(read_pdf(printed).text.split())
    wanted = (page.url.partition("#")[0].removeprefix("http://"), "Printed ") if page.locator(".paper").count() else ()
    said += [f"the paper does not say {one!r}" for one in wanted if one not in words]
    if "Log out" in words:
        said.append("the paper holds the navigation")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1400, "height": 900})
    return said
