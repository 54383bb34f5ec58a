"""The map in a real browser: drawn by MapLibre under the room's own content policy, and by the server where no script runs."""

import re
import time

from playwright.sync_api import Browser, Page, expect

from bearwitness.apps.room.settings import Settings
from bearwitness.store.room_file import open_room
from tests.apps.front_door import call
from tests.apps.room.visitor import PASSWORD, Clock, OpenRoom
from tests.browser.looking import glance_at
from tests.browser.served import Served
from tests.conftest import ROOT

_WAIT = """() => {
  const note = document.createElement("p");
  note.id = "counting";
  const asked = { get: location.pathname + location.search, trigger: "load", target: "#counting", swap: "outerHTML" };
  for (const [name, value] of Object.entries(asked)) note.setAttribute(`hx-${name}`, value);
  document.querySelector(".pictures").prepend(note);
  htmx.process(note);
}"""
"""The words of `incident_counting.html`, as they stand while people are being counted."""


def come_in(page: Page, served: Served) -> None:
    """An account made past the forms, and logged in."""
    where = served.register.with_name(f"{served.register.stem}.room.db")
    settings = Settings(register=served.register, room=where, clock=Clock())
    opened = OpenRoom(settings=settings, clock=Clock(), file=open_room(where), app=None)
    opened.add("Eva", "reviewer")
    opened.clock.at = opened.clock.at.fromtimestamp(time.time(), opened.clock.at.tzinfo)
    page.goto("/login")
    page.get_by_label("Name").fill("Eva")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Six-digit code").fill(opened.code("Eva"))
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()


def test_the_map_is_drawn_and_leads_to_its_incidents(page: Page, served: Served, browser: Browser) -> None:
    samples = [str(path) for path in sorted((ROOT / "samples").iterdir()) if path.name[:2] in {"01", "02", "05", "07"}]
    assert call("read", *samples, "--register", str(served.register)).code == 0
    come_in(page, served)
    page.goto("/incidents")
    live = page.locator("#map-here.is-live[data-ready=yes]")
    expect(live).to_be_visible(timeout=30_000)
    town = page.locator(".live-map a.town").first
    expect(town).to_be_visible()
    assert glance_at(page, "incidents-map") == []
    page.get_by_role("button", name="Nearer").click()
    # What waits for people that are being counted is replaced by them, and the map is there again.
    page.evaluate(_WAIT)
    expect(page.locator("#counting")).to_have_count(0)
    expect(page.locator("#rows")).to_have_count(1)
    expect(live).to_be_visible(timeout=30_000)
    # A filter changes table, map and timeline together, and its address can be sent to somebody.
    page.get_by_role("combobox", name="Act").select_option("arrest")
    expect(page).to_have_url(re.compile("act=arrest"))
    page.get_by_role("combobox", name="Place").fill("Shenyang")
    page.get_by_role("combobox", name="Place").press("Tab")
    expect(page).to_have_url(re.compile("place=Shenyang"))
    expect(page.locator(".live-map a.town:not(.many)")).to_have_count(1, timeout=30_000)
    page.locator(".live-map a.town").first.click()
    chip = page.locator(".chip", has_text="Shenyang").last
    expect(chip).to_be_visible()
    assert "on=town" in page.url
    # Its people are those of the page that counts them; one step leads there and one back to all places.
    people = page.locator(".whole strong").inner_text()
    page.get_by_role("link", name="how it is counted").click()
    expect(page.locator("#answer")).to_contain_text(re.sub(r"\D*(\d[\d,]*).*", r"\1", people))
    page.go_back()
    chip.click()
    assert "on=town" not in page.url
    page.emulate_media(media="print")
    expect(page.locator(".map-svg")).to_be_visible()
    page.emulate_media(media="screen")
    plain = browser.new_context(
        base_url=served.address, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    still = plain.new_page()
    still.goto("/incidents")
    expect(still.locator(".map-svg .dot").first).to_be_visible()
    still.locator(".time-svg .upright").first.click()
    assert "from=" in still.url
    plain.close()
