"""Pages asked for politely: one request at a time, a pause between two to the same server, its robots.txt heeded, every redirect checked."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from bearwitness.capture.web.http_message import HttpAnswer, parse_answer, unpack_body
from bearwitness.capture.web.pages import build_page
from bearwitness.capture.web.robots import FREE, LARGEST_ROBOTS, RobotRules, is_allowed, parse_robots
from bearwitness.capture.web.warc import WebRecord
from bearwitness.core.errors import UnreadableError
from bearwitness.core.evidence_record import BY_FETCH
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.fetching.addresses import WebAddress, find_numbers, follow_url, parse_url
from bearwitness.workflow.fetching.lookups import Lookup
from bearwitness.workflow.fetching.wire import PROGRAM, Exchange, WireLimits, exchange
from bearwitness.workflow.web_archives import build_captured

MOST_REDIRECTS: Final = 5
LONGEST_DELAY: Final = 60.0
"""Seconds between two requests that a site may ask for; one that asks for more gets no more."""
_SENDS_ON: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({429, 503})
_REFUSED: Final = "its robots.txt asks programs not to read this page; open it in a browser, save it and give that file"


@dataclass(slots=True, kw_only=True)
class Visitor:
    """How to visit, and what was learnt of each site on the way. `clock` tells the moment of a capture."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    delay: float = 3.0
    allow_private: bool = False
    limits: WireLimits = field(default_factory=WireLimits)
    lookup: Lookup = field(default_factory=Lookup)
    robots: dict[str, RobotRules] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    busy: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What an address led to: the exchange with the last server, and the addresses on the way there."""

    address: WebAddress
    exchange: Exchange
    answer: HttpAnswer
    path: tuple[str, ...]
    at: datetime


def fetch_pages(urls: Iterable[str], visitor: Visitor) -> Iterator[Captured]:
    """Each page as a report, or the plain reason why not; one never stops the others."""
    for url in urls:
        try:
            yield _build_item(url, visit(url, visitor))
        except UnreadableError as error:
            yield Captured(input=url, error=str(error))


def visit(url: str, visitor: Visitor, headers: tuple[tuple[str, str], ...] = ()) -> Visit:
    """Ask for a page and follow where it leads. Raises UnreadableError for all that stands in the way."""
    address = parse_url(url, visitor.allow_private)
    path = [address.url]
    while True:
        if not is_allowed(_find_rules(address, visitor), address.target):
            raise UnreadableError(_REFUSED)
        made, at = _ask(address, visitor, headers)
        answer = parse_answer(made.answer)
        location = answer.find("location")
        if answer.status not in _SENDS_ON or location is None:
            return Visit(address=address, exchange=made, answer=answer, path=tuple(path), at=at)
        if len(path) > MOST_REDIRECTS:
            raise UnreadableError(f"it is sent on more than {MOST_REDIRECTS} times; give the address a browser ends at")
        address = follow_url(address, location, visitor.allow_private)
        if address.url in path:
            raise UnreadableError("its server sends it round in a circle; give the address a browser ends at")
        path.append(address.url)


def _build_item(url: str, found: Visit) -> Captured:
    check_status(found.answer.status)
    record = WebRecord(
        kind="response",
        url=found.address.url,
        at=found.at,
        content_type="application/http; msgtype=response",
        block=found.exchange.answer,
        address=found.exchange.number,
    )
    page = build_page(record, url)
    if page.passed is not None:
        raise UnreadableError(f"it is no page of words ({page.passed}); save it, turn it into text and give that")
    report = None if page.report is None else replace(page.report, input=url)
    sent_on: tuple[str, ...] = (f"sent on to {found.address.url}",) if len(found.path) > 1 else ()
    if found.path[0].startswith("https:") and not found.address.is_encrypted:
        sent_on += ("the page came over an open line, though its address asked for an encrypted one",)
    item = build_captured(record, replace(page, input=url, report=report, notes=(*page.notes, *sent_on)), BY_FETCH)
    if item.copy is None:
        return item
    return replace(item, copy=replace(item.copy, request=found.exchange.request, path=found.path))


def check_status(status: int) -> None:
    """Raise UnreadableError, with what to do, for a status that brings no page."""
    if status in {401, 402, 403, 407, 451}:
        raise UnreadableError(
            f"the server refuses it (status {status}); open it in a browser, save it and give that file"
        )
    if status in {404, 410}:
        raise UnreadableError(f"the server has no such page (status {status}); a web archive may still have it")
    if not 200 <= status < 300:
        raise UnreadableError(f"the server answers with status {status}; try again later")


def _ask(address: WebAddress, visitor: Visitor, headers: tuple[tuple[str, str], ...] = ()) -> tuple[Exchange, datetime]:
    """One request, after the pause that its server is owed."""
    if address.site in visitor.busy:
        raise UnreadableError(visitor.busy[address.site])
    numbers = find_numbers(address, visitor.allow_private, visitor.lookup)
    rules = visitor.robots.get(address.site, FREE)
    pause = max(visitor.delay, min(rules.delay, LONGEST_DELAY))
    last = visitor.seen.get(address.host)
    if last is not None and (left := last + pause - time.monotonic()) > 0:
        visitor.sleep(left)
    try:
        at = visitor.clock()
        made = exchange(address, numbers, visitor.limits, headers)
    finally:
        visitor.seen[address.host] = time.monotonic()
    if parse_answer(made.answer).status in _BUSY:
        visitor.busy[address.site] = "the server asks to be left alone for now; come back later"
        raise UnreadableError(visitor.busy[address.site])
    return made, at


def _find_rules(address: WebAddress, visitor: Visitor) -> RobotRules:
    """The site's rules, asked for once. Without any answer it is left alone, without rules all is allowed (RFC 9309, 2.3.1)."""
    site = address.site
    if site in visitor.busy:
        raise UnreadableError(visitor.busy[site])
    known = visitor.robots.get(site)
    if known is None:
        try:
            known = visitor.robots[site] = _ask_rules(address, visitor)
        except UnreadableError as error:
            visitor.busy[site] = str(error)
            raise
    return known


def _ask_rules(address: WebAddress, visitor: Visitor) -> RobotRules:
    asked = parse_url(f"{address.site}/robots.txt", visitor.allow_private)
    for _ in range(MOST_REDIRECTS):
        answer = parse_answer(_ask(asked, visitor)[0].answer)
        location = answer.find("location")
        if answer.status not in _SENDS_ON or location is None:
            break
        asked = follow_url(asked, location, visitor.allow_private)
    if answer.status >= 500:
        raise UnreadableError(
            f"the server fails where its robots.txt is asked for (status {answer.status}), so it is left alone; try again later"
        )
    if 200 <= answer.status < 300:
        return parse_robots(unpack_body(answer, 4 * LARGEST_ROBOTS).data, PROGRAM)
    return FREE
