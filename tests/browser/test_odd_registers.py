"""Registers that no designer thinks of: a very long report with very many claims, Korean, names without an end, nothing known."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Browser

from bearwitness.core.records import Claim, Count, People, Quote, Reading, Report, Voice
from bearwitness.store.register import open_register, save_reading
from tests.browser.looking import glance_at, look_at, open_page
from tests.browser.served import log_in, open_before, serve
from tests.linking.told import make_claim, make_when, make_where

KOREAN = "선양의 한 모텔에서 탈북민 네 명이 5월 25일 체포됐다고 소식통이 전했다. 이들은 제3국으로 가는 길이었다."
CHINESE = "消息人士称，四名朝鲜难民五月二十五日在沈阳一家旅馆被捕。"
OUTLET = "Trans-Continental-Federation-of-Independent-Border-Observers-and-Correspondents Weekly Bulletin"
UNBROKEN = "https://news.example.org/" + "a-very-long-address-without-a-single-space/" * 6


def make_report(text: str, title: str, outlet: str, *quotes: str) -> Reading:
    """A report with a claim on each of the quotes, each of another day and number."""
    report = Report(
        id=f"r_{title[:8]}",
        input=UNBROKEN,
        url=None,
        outlet=outlet,
        title=title,
        published_on=date(2019, 6, 3),
        language="en",
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
    )
    claims, at = [], 0
    for number, quote in enumerate(quotes):
        start = text.index(quote, at)
        at = start + len(quote)
        claims.append(tell(f"c_{report.sha256[:12]}{number:04x}", number, Quote(start=start, end=at, text=quote)))
    return Reading(report=report, claims=tuple(claims))


def tell(ident: str, number: int, quote: Quote) -> Claim:
    """A claim: every third of a place, a group and a voice of much to say; every third of nothing known."""
    claim = make_claim(ident, 1_234_567 + number, day=date.fromordinal(date(2015, 1, 1).toordinal() + 3 * number))
    claim = replace(claim, quotes=(quote,))
    if number % 3 == 1:
        voice = Voice(kind="outlet", name=OUTLET, text=OUTLET)
        return replace(
            claim,
            people=People(group="members of " + "the underground " * 12 + "church", female=2, male=3, children=1),
            voices=(voice, replace(voice, kind="ngo", name=UNBROKEN[:90])),
            when=replace(make_when(date(2016, 1, 1), date(2018, 12, 31)), text="over three long years"),
            where=replace(
                make_where("Liaoning"), name="Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronuku"
            ),
        )
    if number % 3 == 2:
        return replace(claim, when=None, where=None, count=Count(low=1, high=None, unit="family", text=""))
    return claim


def make_long_report() -> Reading:
    """20,000 words and 200 claims."""
    quotes = [f"Arrest number {number} was told by nobody else" for number in range(200)]
    text = "\n\n".join(f"{quote}. {'One more sentence that says nothing new. ' * 13}" for quote in quotes)
    return make_report(text, "The whole year, day by day: " + "what was told and by whom, " * 8, OUTLET, *quotes)


def test_long_foreign_and_unbroken_words_stay_inside_the_page(browser: Browser, tmp_path: Path) -> None:
    readings = {
        "korean": make_report(f"{KOREAN}\n\n{CHINESE}", KOREAN, "한국국경감시신문사국제부", KOREAN[:30], CHINESE[:12]),
        "unbroken": make_report(f"It was at {UNBROKEN} and said {UNBROKEN}.", UNBROKEN, UNBROKEN[:90], UNBROKEN),
        "bare": make_report("No more.", "", ""),
        "long": make_long_report(),
    }
    register, faults = tmp_path / "odd.db", list[str]()
    with open_register(register, create=True) as opened:
        for number, reading in enumerate(readings.values()):
            save_reading(opened, reading, reader="en/6", at=datetime(2026, 11, 1, 12, number, tzinfo=UTC))
    with open_before(register) as room:
        room.add("Eva", "admin")
    with serve(register, is_new=False) as served, open_page(browser, served) as page:
        log_in(page, room, "Eva")
        for path in (
            "",
            "reports",
            "incidents?act=arrest",
            "sources",
            "log",
            "count?act=arrest&from=2015-01-01&to=2015-02-28",
        ):
            page.goto(f"/{path}")
            faults += glance_at(page, f"odd-{path.partition('?')[0] or 'desk'}")
        page.goto("/reports")
        reports = [link.get_attribute("href") or "" for link in page.locator("tbody a").all()]
        for name, address in zip(readings, reversed(reports), strict=True):
            page.goto(address)
            faults += glance_at(page, f"odd-report-{name}")
            review = page.locator("details.claim a[href^='/review/']")
            if review.count():
                page.goto(review.last.get_attribute("href") or "")
                faults += (
                    look_at(page, "odd-review-korean") if name == "korean" else glance_at(page, f"odd-review-{name}")
                )
    assert faults == []
