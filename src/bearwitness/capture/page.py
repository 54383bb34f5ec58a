"""What a page says of itself: title, outlet, publication date, address, language. Decided from facts, without a parser.

A date of change is never taken as the publication date, nor is any date in the running text: htmldate 1.11 was tried as
a last resort and gave the day of an arrest, a copyright year and a "modified" date as publication dates, so it is not
used.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bearwitness.capture.dates import find_date_in_url, parse_published
from bearwitness.core.tables import load_table

_HTTP = re.compile(r"https?://[^\s<>\"']{3,2000}$")
_TAIL = re.compile(r"\s+[|\u2013\u2014\u00b7»-]\s+([^|\u2013\u2014\u00b7»]{2,60})$")
_MOST_NODES = 5_000
_LONGEST_LD = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What stands in the markup, in document order: `meta` as (lower-case name, content), the rest as written."""

    title: str | None
    headings: tuple[str, ...]
    meta: tuple[tuple[str, str], ...]
    linked_data: tuple[str, ...]
    times: tuple[str, ...]
    bylines: tuple[str, ...]
    canonical: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """What the facts come to; None where the page does not say."""

    title: str | None
    outlet: str | None
    published_on: date | None
    url: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _LinkedData:
    headline: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


def decide_page(facts: PageFacts) -> PageData:
    """The best answer to each question, by the order of trust in `metadata.toml`."""
    data = _read_linked_data(facts.linked_data)
    meta = {key: _find_meta(facts, key) for key in ("title", "outlet", "language", "url")}
    outlet = meta["outlet"][:1] or ((data.publisher,) if data.publisher else ())
    url = next((u for u in (facts.canonical, *meta["url"]) if u and _HTTP.match(u)), None)
    name = outlet[0] if outlet else None
    return PageData(
        title=_decide_title(facts, (*meta["title"], data.headline), name),
        outlet=name,
        published_on=_decide_date(facts, data, url),
        url=url,
        language=next((tag for tag in (facts.language, *meta["language"], data.language) if tag), None),
    )


def _find_meta(facts: PageFacts, key: str) -> tuple[str, ...]:
    names: list[str] = load_table("capture", "metadata.toml")["meta"][key]
    return tuple(content for name in names for found, content in facts.meta if found == name and content)


def _decide_title(facts: PageFacts, named: tuple[str | None, ...], outlet: str | None) -> str | None:
    candidates = (*named, facts.title, *facts.headings[:1])
    title = next((candidate for candidate in candidates if candidate), None)
    tail = _TAIL.search(title) if title else None
    if title and tail and outlet and tail[1].strip().lower() == outlet.lower():
        return title[: tail.start()].rstrip()
    return title


def _decide_date(facts: PageFacts, data: _LinkedData, url: str | None) -> date | None:
    written = (*_find_meta(facts, "published"), data.published or "")
    for text in written:
        if found := parse_published(text):
            return found
    if url and (found := find_date_in_url(url)):
        return found
    for group in (facts.times, facts.bylines):
        # Several days in one page are those of other stories in its margins, so only agreement is an answer.
        days = {day for text in group if (day := parse_published(text))}
        if len(days) == 1:
            return days.pop()
    return None


@cache
def _report_types() -> dict[str, int]:
    return {name: rank for rank, name in enumerate(load_table("capture", "metadata.toml")["jsonld"]["report"])}


def _read_linked_data(blocks: tuple[str, ...]) -> _LinkedData:
    """The best-ranked node that stands for the report; its fields where they are what schema.org says they are."""
    nodes = [node for block in blocks for node in _find_nodes(block)]
    ranked = sorted(((rank, i) for i, node in enumerate(nodes) if (rank := _rank_type(node)) is not None))
    if not ranked:
        return _LinkedData()
    node = nodes[ranked[0][1]]
    publisher = _name_of(node.get("publisher"), nodes)
    return _LinkedData(
        headline=_text_of(node.get("headline")),
        publisher=publisher,
        published=_text_of(node.get("datePublished")),
        language=_text_of(node.get("inLanguage")),
    )


def _find_nodes(block: str) -> list[dict[str, Any]]:
    """Every object in one JSON-LD block, outermost first; none when it is not JSON."""
    if len(block) > _LONGEST_LD:
        return []
    try:
        waiting: list[Any] = [json.loads(block, strict=False)]
    except (ValueError, RecursionError):
        return []
    nodes: list[dict[str, Any]] = []
    for value in waiting:  # grows while it is read: breadth first, without recursion
        if len(waiting) > _MOST_NODES:
            break
        if isinstance(value, dict):
            nodes.append(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return nodes


def _rank_type(node: dict[str, Any]) -> int | None:
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    ranks = [_report_types()[n.lower()] for n in names if isinstance(n, str) and n.lower() in _report_types()]
    return min(ranks) if ranks else None


def _name_of(value: Any, nodes: list[dict[str, Any]]) -> str | None:
    """A publisher's name: given in place, or in another node it points to by "@id"."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return value if not _HTTP.match(value) else None
    if not isinstance(value, dict):
        return None
    if name := _text_of(value.get("name")):
        return name
    pointed = value.get("@id")
    return next(
        (name for node in nodes if pointed and node.get("@id") == pointed and (name := _text_of(node.get("name")))),
        None,
    )


def _text_of(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
