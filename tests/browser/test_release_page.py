"""The page of a release in a browser, opened from its folder as whoever gets it would: at every width, in the dark, on paper."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from bearwitness.workflow.releasing import render_files
from tests.browser.looking import look_at
from tests.release.made_up import TODAY, make_register
from tests.release.test_planted_risks import make_clean, release


def test_the_page_is_whole_for_eyes_keys_dark_and_paper_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    faults: list[str] = []
    for name, plan in (("release", release((*make_clean(3), *make_register(7, 110)))), ("release-empty", release(()))):
        file = tmp_path / f"{name}.html"
        file.write_bytes(render_files(plan, "", TODAY)["index.html"])
        # The page's own policy lets no script in, not even the one that looks.
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        asked = _listen(page)
        page.goto(file.as_uri())
        faults += look_at(page, name)
        assert asked == [file.as_uri()]
        assert page.locator("script, link, img, iframe, a").count() == 0
        context.close()
    assert faults == []


def _listen(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    return asked
