"""A person's first day in the room, in a real browser: set up, read, review by keys, judge a pair, ask, check, leave."""

import base64
import json
import re
import time
from pathlib import Path
from subprocess import PIPE

from playwright.sync_api import Page, expect

from bearwitness.apps.room.second_factor import make_code
from bearwitness.store.register import load_judgings, load_reviews, open_register
from tests.apps.front_door import call, start
from tests.apps.room.visitor import PASSWORD
from tests.browser.looking import look_at
from tests.browser.served import Served
from tests.conftest import ROOT

READ = (
    "01-shenyang-motel.html",
    "02-shenyang-motel-other-date.html",
    "05-shenyang-and-tonghua.txt",
    "07-wrong-sum.txt",
)


def come_in(page: Page, served: Served) -> None:
    """Set the room up and log in with a new second factor."""
    page.goto("/")
    assert look_at(page, "set-up") == []
    page.get_by_label("The word printed").fill(served.word)
    page.get_by_label("Your name").fill("Eva")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_label("Name").fill("Eva")
    page.get_by_label("Password").fill(PASSWORD)
    assert look_at(page, "login") == []
    page.get_by_role("button", name="Go on").click()
    assert look_at(page, "second-factor") == []
    letters = page.locator("code.letters").inner_text().replace(" ", "")
    page.get_by_label("Six-digit code").fill(make_code(base64.b32decode(letters), int(time.time()) // 30))
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()


def add_reports(page: Page) -> None:
    """The samples through the Add page, read in the background while the page shows how far it is."""
    page.get_by_role("link", name="Add reports").click()
    page.get_by_label("Reports").set_input_files([ROOT / "samples" / name for name in READ])
    page.get_by_role("button", name="Send").first.click()
    expect(page.locator("#progress")).to_contain_text("Done: 4 of 4 reports", timeout=90_000)
    expect(page.get_by_role("cell", name="new", exact=True)).to_have_count(len(READ))
    assert look_at(page, "add-done") == []
    page.get_by_role("link", name="Review what was read").click()
    expect(page.get_by_role("button", name="Accept")).to_be_visible()


def review_by_keys(page: Page) -> None:
    """Ten claims and no mouse: accepted, rejected, corrected, passed over."""
    for _ in range(7):
        at = page.url
        page.keyboard.press("a")
        expect(page).not_to_have_url(at)
    at = page.url
    page.keyboard.press("r")
    page.keyboard.type("told twice in one sentence")  # the letters a, c, n in it are typed, not obeyed
    assert page.url == at
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(at)
    at = page.url
    page.keyboard.press("c")
    page.locator("details[data-key=c] input[name=low]").fill("1")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(at)
    at = page.url
    page.keyboard.press("n")
    expect(page).not_to_have_url(at)


def add_by_hand(page: Page) -> None:
    """Words selected in the text become a claim's quote, with their place counted as the register counts."""
    page.goto("/reports")
    page.get_by_role("link", name="Two more arrested").first.click()
    words = page.evaluate(
        """() => {
          const text = document.getElementById("text");
          const node = [...text.childNodes].find((one) => one.textContent.includes("one source"));
          const inner = node.firstChild || node;
          const start = inner.textContent.indexOf("“They were asked");
          const range = document.createRange();
          range.setStart(inner, start);
          range.setEnd(inner, start + 40);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return range.toString();
        }"""
    )
    page.get_by_role("button", name="Add a claim on these words").click()
    assert page.locator("#add-words").input_value() == words
    page.locator("#add-claim input[name=low]").fill("2")
    page.locator("#add-claim input[name=high]").fill("2")
    page.locator("#add-claim input[name=place]").fill("Shenyang")
    assert look_at(page, "report-adding") == []
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("details.claim:target")).to_contain_text("accepted by Eva")
    ident = page.url.partition("#c-")[2]
    assert page.locator(f"mark[data-claims~={ident}]").first.inner_text().startswith("“They were asked")
    page.locator(f"mark[data-claims~={ident}]").first.hover()
    expect(page.locator(f"#c-{ident}")).to_have_class(re.compile("lit"))


def judge_a_pair(page: Page) -> None:
    """The answer moves a total, and the page says from what to what."""
    page.get_by_role("link", name="Pairs", exact=True).click()
    page.locator("tbody a").first.click()
    page.get_by_label("Why").fill("one motel, one evening")
    page.locator("h1").click()
    page.keyboard.press("d")
    expect(page.get_by_text("Judged: Different.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"The total for arrest was .* and is now"))).to_be_visible()
    assert look_at(page, "pairs-moved") == []


def ask_and_check(page: Page, folder: Path) -> None:
    """A question, its drawn bounds, and a certificate that the command line finds to hold."""
    page.get_by_role("link", name="Count", exact=True).click()
    page.get_by_label("From", exact=True).fill("2019-05-01")
    page.get_by_label("To", exact=True).fill("2019-05-31")
    page.get_by_label("In", exact=True).fill("CN")
    page.get_by_role("button", name="Count").click()
    expect(page.locator("#answer")).to_contain_text("people")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the answer").click()
    waiting.value.save_as(folder / "answer.json")
    checking = start("verify-count", str(folder / "answer.json"), "--json", stdout=PIPE)
    said, _ = checking.communicate(timeout=60)
    assert (checking.returncode, json.loads(said)["holds"]) == (0, True)
    assert json.loads((folder / "answer.json").read_text(encoding="utf-8"))["low"] > 0


def test_first_day(page: Page, served: Served, tmp_path: Path) -> None:
    come_in(page, served)
    expect(page.get_by_text("This register is empty")).to_be_visible()
    assert look_at(page, "desk-empty") == []
    add_reports(page)
    review_by_keys(page)
    add_by_hand(page)
    judge_a_pair(page)
    ask_and_check(page, tmp_path)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.goto("/log")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    with open_register(served.register, create=False) as register:
        assert {one.by for one in load_reviews(register)} == {"Eva"}
        assert [one.by for one in load_judgings(register)] == ["person:Eva"]


def test_everything_can_be_read_without_scripts(page: Page, served: Served) -> None:
    come_in(page, served)
    assert call("read", str(ROOT / "samples" / READ[2]), "--register", str(served.register)).code == 0
    state = page.context.storage_state()
    assert page.context.browser is not None
    context = page.context.browser.new_context(base_url=served.address, java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    for path, words in (
        ("/", "Totals"),
        ("/incidents?act=arrest", "Shenyang"),
        ("/count?act=arrest&by=month", "By month"),
    ):
        plain.goto(path)
        expect(plain.locator("main")).to_contain_text(words)
    plain.goto("/review")
    at = plain.url
    plain.get_by_role("button", name="Accept").click()
    assert plain.url != at
    context.close()
