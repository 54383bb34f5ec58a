"""The people of a load: readers who go from page to page, and reviewers who decide, late and at the same moment on purpose now and then."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from random import Random
from typing import Final
from urllib.parse import urlsplit

import httpx

from tools.load_diary import Act, Deed, Diary
from tools.room_addresses import Visit
from tools.served_room import Browser

_PAIR: Final = re.compile(r'href="/pairs/([^/"]+)/([^/"?]+)"')
DEEDS: Final[tuple[Deed, ...]] = ("accept",) * 5 + ("correct",) * 3 + ("reject",) * 2 + ("judge",) * 2
ANSWERS: Final = ("same", "different", "different", "unsure")
Forms = dict[str, dict[str, str]]
"""The fields of each form of a page by the form's address."""
LATE, RIVAL = 0.15, 0.15
"""Of so many claims the decision is sent again as it was first seen, or by two people at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long people look before they go on, in seconds at the median, and until when (`time.monotonic`). They go on longer, though not
    ten times as long, where not yet `least` decisions were kept.
    """

    think: float
    begun: float
    seconds: float
    least: int
    diary: Diary

    async def look(self, chance: Random) -> bool:
        """Look for a while; False where the time is over. Now and then somebody looks three times as long."""
        await asyncio.sleep(min(chance.lognormvariate(0, 0.6) * self.think, self.seconds))
        past = time.monotonic() - self.begun
        is_little = sum(act.outcome == "kept" for act in self.diary.acts) < self.least
        return past < self.seconds or (is_little and past < 10 * self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Somebody who decides, with the browser of another who decides on the same at the same moment."""

    browser: Browser
    rival: Browser
    chance: Random


class _Forms(HTMLParser):
    """The fields of the forms of a page as a browser would send them, by the form's address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: Forms = {}
        self._fields: dict[str, str] = {}
        self._select = self._option = ""
        self._is_chosen = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form, or a field of it."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input" and given.get("type") != "radio" and given.get("name", "csrf") != "csrf":
            self._fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option":
            self._option, self._is_chosen = "", "selected" in given

    def handle_data(self, data: str) -> None:
        """What an option says."""
        self._option += data

    def handle_endtag(self, tag: str) -> None:
        """An option that is chosen gives its field's value."""
        if tag == "option" and self._is_chosen:
            self._fields[self._select] = self._option.strip()


async def read_about(browser: Browser, visits: Sequence[Visit], diary: Diary, pace: Pace, chance: Random) -> None:
    """Go from page to page, over all of them again and again, from one of them on."""
    at = chance.randrange(len(visits))
    while await pace.look(chance):
        visit = visits[at % len(visits)]
        answer = await diary.ask(visit, browser.get(visit.address))
        if answer is not None and answer.status_code == 303:
            where = answer.headers["location"].partition("#")[0]
            await diary.ask(Visit(route="report", address=where), browser.get(where))
        at += 1


async def review_pages(one: Reviewer, diary: Diary, pace: Pace) -> None:
    """Decide on one claim or pair after another, by the pages."""
    while await pace.look(one.chance):
        deed = one.chance.choice(DEEDS)
        if deed == "judge":
            await _judge(one, diary, pace)
        else:
            await _review(one, deed, diary, pace)


async def _review(one: Reviewer, deed: Deed, diary: Diary, pace: Pace) -> None:
    page = await _open_claim(one, diary)
    if page is None or not await pace.look(one.chance):
        return
    ident = urlsplit(str(page.url)).path.rpartition("/")[2]
    forms, lot = _Forms(page.text).forms, one.chance.random()
    act = diary.begin(deed, ident)
    sending = _send(one.browser, forms, diary, act)
    if lot < RIVAL:
        other = diary.begin("reject" if deed == "accept" else "accept", ident)
        act.rival, other.rival = other.mark, act.mark
        await asyncio.gather(sending, _send(one.rival, forms, diary, other))
        return
    await sending
    if lot < RIVAL + LATE and act.outcome == "kept":
        # Somebody who has the page still open as it was decides on it.
        late = diary.begin(one.chance.choice(("accept", "reject", "correct")), ident, is_late=True)
        await _send(one.rival, forms, diary, late)


async def _open_claim(one: Reviewer, diary: Diary) -> httpx.Response | None:
    address = "/review"
    for _ in range(3):
        route = "review" if address == "/review" else "review.claim"
        answer = await diary.ask(Visit(route=route, address=address), one.browser.get(address))
        if answer is None or answer.status_code == 200:
            return None if answer is None or route == "review" else answer
        address = str(answer.headers["location"])
    return None


async def _send(browser: Browser, forms: Forms, diary: Diary, act: Act) -> None:
    deed, address = act.deed, f"/review/{act.claims[0]}/{act.deed}"
    form = {**forms[address], "because": act.mark}
    if deed == "correct":
        form["low"] = str(int(form["low"]) + 1)
        form["high"] = str(max(int(form["low"]), int(form["high"]))) if form["high"] else ""
    await diary.decide(act, Visit(route=f"review.{deed}", address=address), browser.send(address, form))


async def _judge(one: Reviewer, diary: Diary, pace: Pace) -> None:
    page = await diary.ask(Visit(route="pairs", address="/pairs"), one.browser.get("/pairs"))
    pairs = [] if page is None else _PAIR.findall(page.text)
    if not pairs:
        diary.skipped += 1
        return
    left, right = one.chance.choice(pairs)
    address = f"/pairs/{left}/{right}"
    shown = await diary.ask(Visit(route="pair", address=address), one.browser.get(address))
    if shown is None or not await pace.look(one.chance):
        return
    seen = _Forms(shown.text).forms[address]["seen"]
    for n in range(2 if one.chance.random() < LATE else 1):
        browser = one.rival if n else one.browser
        act = diary.begin("judge", left, right, is_late=n > 0)
        form = {"seen": seen, "answer": one.chance.choice(ANSWERS), "because": act.mark}
        await diary.decide(act, Visit(route="pair.judge", address=address), browser.send(address, form))
        if act.outcome != "kept":
            return
