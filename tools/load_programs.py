"""A program of a load that decides through the JSON interface, beside people who use the pages."""

from collections.abc import Sequence
from random import Random
from typing import Any

import httpx

from tools.load_diary import Act, Diary
from tools.load_people import DEEDS, LATE, Pace
from tools.room_addresses import Visit
from tools.served_room import Browser


async def review_by_program(browser: Browser, claims: Sequence[str], diary: Diary, pace: Pace, chance: Random) -> None:
    """Decide on claims chosen by chance; some decisions are sent once more on what was seen first."""
    while await pace.look(chance):
        deed, ident = chance.choice([one for one in DEEDS if one != "judge"]), chance.choice(claims)
        address = f"/api/v1/claims/{ident}"
        answer = await diary.ask(Visit(route="api.claim", address=address), browser.get(address))
        if answer is None or answer.json()["review"] is not None:
            continue
        act = diary.begin(deed, ident)
        await _decide(browser, answer, act, diary)
        if act.outcome == "kept" and chance.random() < LATE:
            await _decide(browser, answer, diary.begin("reject", ident, is_late=True), diary)


async def _decide(browser: Browser, seen: httpx.Response, act: Act, diary: Diary) -> None:
    address = f"/api/v1/claims/{act.claims[0]}/{act.deed}"
    body: dict[str, Any] = {"because": act.mark}
    if act.deed == "correct":
        count = seen.json()["count"]
        high = count["high"]
        body["fields"] = {"low": count["low"] + 1, "high": None if high is None else max(high, count["low"] + 1)}
    sent = browser.client.post(address, json=body, headers={"if-match": seen.headers["etag"]})
    await diary.decide(act, Visit(route=f"api.claim.{act.deed}", address=address), sent)
