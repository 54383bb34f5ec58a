"""Custody, export, release and proof in a real browser: begun by their buttons, waited for, looked at, taken away."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bearwitness.workflow.releasing import prepare_release, record_release
from tests.apps.front_door import call
from tests.apps.room.signing import PUBLIC, sign
from tests.browser.looking import look_at, open_page
from tests.browser.served import log_in, open_before, serve

POLICY = """
name = "Autumn, in wide steps"
[publish]
acts = ["arrest", "refoulement", "killing"]
steps = ["country by year", "world by ever"]
figures = ["country by ever", "world by ever"]
[protect]
incidents = 3
"""


def wait(page: Page) -> None:
    """Until what was sent for is there; the page asks again by itself."""
    expect(page.locator("#progress progress")).to_have_count(0, timeout=120_000)


def take(page: Page, name: str, folder: Path) -> Path:
    """A file that the page offers, saved."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    waiting.value.save_as(folder / name)
    return folder / name


def test_what_is_handed_on(browser: Browser, sample_folder: Path, tmp_path: Path) -> None:
    register = tmp_path / "team.db"
    shutil.copy(sample_folder / "team.db", register)
    sign(register)
    prepared = prepare_release(register, POLICY, datetime.now(UTC).date())
    record_release(prepared, register, by="Lena", clock=lambda: datetime.now(UTC))
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    with open_before(register) as opened:
        opened.add("Lena", "lead")
    faults: list[str] = []
    with serve(register, is_new=False) as served, open_page(browser, served) as page:
        log_in(page, opened, "Lena")
        page.goto("/custody")
        page.get_by_label("Public keys of those who sign").fill(PUBLIC)
        page.get_by_role("button", name="Verify the register").click()
        expect(page.get_by_role("heading", name="Verify the register")).to_be_visible()
        wait(page)
        expect(page.locator("main")).to_contain_text("Yes, as far as can be told")
        faults += look_at(page, "errand-verify")
        page.goto("/custody")
        faults += look_at(page, "custody-signed")
        page.goto("/release")
        faults += look_at(page, "release-made")
        page.get_by_label("Policy").set_input_files(tmp_path / "policy.toml")
        page.get_by_role("button", name="Plan a release of today").click()
        wait(page)
        expect(page.locator("main")).to_contain_text("What each protection costs")
        faults += look_at(page, "errand-plan")
        page.goto("/export")
        page.locator("select[name=format]").select_option("geojson")
        page.get_by_role("button", name="Make the file").click()
        wait(page)
        faults += look_at(page, "errand-export")
        assert take(page, "bearwitness-geojson.geojson", tmp_path).stat().st_size > 1_000
        page.goto("/export")
        faults += look_at(page, "export-made")
        page.goto("/count?act=arrest&from=2019-05-01&to=2019-05-31&place=CN")
        page.get_by_role("button", name="Proof bundle").click()
        wait(page)
        proof = take(page, "bearwitness-proof.zip", tmp_path)
        assert call("verify", str(proof), "--key", PUBLIC).code == 0
        page.goto("/export")
        page.get_by_label("Place").fill("Nowhere-at-all")
        page.get_by_role("button", name="Make the file").click()
        expect(page.get_by_role("alert")).to_contain_text("Nowhere-at-all")
        faults += look_at(page, "export-refused")
    assert faults == []
