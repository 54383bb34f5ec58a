"""What a load of people wrote down: every answer with its time, every decision with what became of it, and whatever went wrong."""

import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Final, Literal

import httpx

from tools.room_addresses import Visit

Deed = Literal["accept", "reject", "correct", "judge"]
Outcome = Literal["kept", "refused", "unknown"]
MARK: Final = "load-"
"""How the reason of every decision of a load begins; a number follows, no two the same."""
GONE: Final = frozenset({"incident", "api.incident", "pair", "api.pair", "claim", "api.claim"})
"""What a decision of another can take away between a list and a click: 404 is the right answer then, and 410 on the page of a claim that
was corrected since, which says what it said and what stands in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: of which route, how long it took to the last byte, and how it went."""

    route: str
    seconds: float
    status: int


@dataclass(slots=True, kw_only=True)
class Act:
    """One decision that was sent. `is_late` says that it was sent on purpose on what was no longer so; `rival` is the mark of another that
    was sent at the same moment on the same.
    """

    mark: str
    deed: Deed
    claims: tuple[str, ...]
    is_late: bool = False
    rival: str = ""
    outcome: Outcome = "unknown"
    status: int = 0
    shows_both: bool = False


@dataclass(slots=True)
class Diary:
    """All of it. `waiting` counts answers that say "not yet", `gone` those that say that another took it away; neither is an error."""

    answers: list[Answer] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    waiting: int = 0
    gone: int = 0
    skipped: int = 0

    def begin(self, deed: Deed, *claims: str, is_late: bool = False) -> Act:
        """A decision that is about to be sent."""
        act = Act(mark=f"{MARK}{len(self.acts)}", deed=deed, claims=claims, is_late=is_late)
        self.acts.append(act)
        return act

    async def ask(self, visit: Visit, coming: Awaitable[httpx.Response]) -> httpx.Response | None:
        """Wait for an answer and judge it; None where there is nothing to go on with."""
        answer = await self._wait(visit, coming)
        if answer is None or answer.status_code in {200, 303}:
            return answer
        if answer.status_code == 503 and (not visit.is_api or answer.json()["error"]["code"] == "not_yet"):
            self.waiting += 1
        elif answer.status_code in {404, 410} and visit.route in GONE:
            self.gone += 1
        else:
            self.troubles.append(f"{visit.route} was answered {answer.status_code}")
        return None

    async def decide(self, act: Act, visit: Visit, coming: Awaitable[httpx.Response]) -> httpx.Response | None:
        """Wait for what becomes of a decision. A refusal is an answer too; only silence and faults are none."""
        answer = await self._wait(visit, coming)
        if answer is None:
            return None
        act.status = answer.status_code
        if answer.status_code in {200, 303}:
            act.outcome = "kept"
        elif answer.status_code in {400, 404, 409, 422}:
            act.outcome = "refused"
            act.shows_both = _shows_both(answer, visit)
        else:
            self.troubles.append(f"{visit.route} was answered {answer.status_code}")
        return answer

    async def _wait(self, visit: Visit, coming: Awaitable[httpx.Response]) -> httpx.Response | None:
        began = time.perf_counter()
        try:
            answer = await coming
        except httpx.TransportError as error:
            self.troubles.append(f"{visit.route} was not answered: {type(error).__name__}")
            return None
        seconds = time.perf_counter() - began
        self.answers.append(Answer(route=visit.route, seconds=seconds, status=answer.status_code))
        return answer


def _shows_both(answer: httpx.Response, visit: Visit) -> bool:
    """Whether a refusal of what is late holds what was seen and what stands now."""
    if answer.status_code != 409:
        return False
    if visit.is_api:
        body = answer.json()
        # Of a claim that was corrected nothing stands any more, of a pair that nobody had judged nothing stood.
        return body.keys() >= {"seen", "now"} and (body["seen"], body["now"]) != (None, None)
    if visit.route == "pair.judge":
        # A page of two claims always shows both; that of a late answer says what it was and what stands.
        return "Your answer was" in answer.text and "Judged <strong>" in answer.text
    return answer.text.count('<dl class="facts') >= 2 and "What you saw" in answer.text
