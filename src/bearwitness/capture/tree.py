"""One walk over a parsed page: what its markup says of it, and which elements must change before its text is taken.

The walk goes from node to node. Resiliparse 2.0.1 builds a list of nodes anew for every item read from it: to list
2,000 paragraphs took 17 s, and to step through them takes 0.02 s.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from bearwitness.capture.page import PageFacts
from bearwitness.core.tables import load_table

_META_KEYS = ("property", "name", "itemprop", "http-equiv")
_CHARACTERS, _DOCUMENT = "#text", "#document"
_PROSE = frozenset({"p", "li", "td", "dd", "blockquote"})
_UNREAD = frozenset({"style", "svg", "math", "template", "noscript"})
_CHANGED = re.compile(r"updat|modif|comment|relat", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*[\[(]?\s*[\d*\u2020\u2021, ]{1,12}\s*[\])]?\s*")
_LONGEST_BYLINE, _LONGEST_FACT, _MOST_FACTS = 120, 5_000, 500


class PageNode(Protocol):
    """What the walk needs of a parser's node; `tag` is "#text" for characters, which are its `value`."""

    @property
    def tag(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def first_child(self) -> "PageNode | None": ...
    @property
    def next(self) -> "PageNode | None": ...
    @property
    def parent(self) -> "PageNode | None": ...
    def getattr(self, qualified_name: str, default_value: str | None = None) -> str | None: ...


@dataclass(slots=True, kw_only=True)
class Walked:
    """What one walk found, facts first.

    `lists` of prose, `inline` times inside prose, `summaries` and `datelines` are to be kept as text, and `footnotes`
    (marks such as the "2" in "41<sup>2</sup>") to be dropped.
    """

    title: str | None = None
    canonical: str | None = None
    language: str | None = None
    headings: list[str] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    linked_data: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    lists: list[PageNode] = field(default_factory=list)
    inline: list[PageNode] = field(default_factory=list)
    summaries: list[PageNode] = field(default_factory=list)
    datelines: list[PageNode] = field(default_factory=list)
    footnotes: list[PageNode] = field(default_factory=list)

    def facts(self) -> PageFacts:
        """The facts about the page as a value."""
        return PageFacts(
            title=self.title,
            headings=tuple(self.headings),
            meta=tuple(self.meta),
            linked_data=tuple(self.linked_data),
            times=tuple(self.times),
            bylines=tuple(self.bylines),
            canonical=self.canonical,
            language=self.language,
        )


@dataclass(slots=True, kw_only=True)
class _Open:
    """What is open around the walk: lists with their words (all, and in links), links, and elements of prose."""

    lists: list[list[int]] = field(default_factory=list)
    links: int = 0
    prose: int = 0


def walk_page(root: PageNode, is_element: Callable[[PageNode], bool]) -> Walked:
    """Everything of interest under `root`, the page's `<html>`, in one pass without recursion.

    `is_element` tells elements from comments, declarations and processing instructions. Their tags do not: that of
    `<?ul x>` is "ul".
    """
    walked = Walked(language=_line(root.getattr("lang") or root.getattr("xml:lang")))
    around = _Open()
    for node, tag, is_entered in _walk(root, is_element):
        if not tag:
            continue
        if tag == _CHARACTERS:
            _count_words(node, around, is_entered)
        elif is_entered:
            _enter(node, tag, walked, around)
        else:
            _leave(node, tag, walked, around)
    return walked


def _walk(root: PageNode, is_element: Callable[[PageNode], bool]) -> Iterator[tuple[PageNode, str, bool]]:
    """Every node on the way down, and again on the way up."""
    opened: list[tuple[PageNode, str]] = []
    node: PageNode | None = root
    while node is not None:
        is_read = is_element(node)
        tag = node.tag or "" if is_read or node.tag == _CHARACTERS else ""
        yield node, tag, True
        child = node.first_child if is_read and tag not in _UNREAD else None
        if child is not None:
            opened.append((node, tag))
            node = child
            continue
        yield node, tag, False
        following = node.next if opened else None
        while following is None and opened:
            node, tag = opened.pop()
            yield node, tag, False
            following = node.next if opened else None
        node = following


def _count_words(node: PageNode, around: _Open, is_entered: bool) -> None:
    if around.lists and is_entered:
        words = len((node.value or "").split())
        around.lists[-1][0] += words
        around.lists[-1][1] += words if around.links else 0


def _enter(node: PageNode, tag: str, walked: Walked, around: _Open) -> None:
    around.links += tag in ("a", "button")
    if tag == "ul":
        around.lists.append([0, 0])
    elif tag == "time":
        if around.prose:
            walked.inline.append(node)
        if _is_published(node):
            walked.times.append(node.getattr("datetime") or _line(node.text) or "")
    elif tag == "summary":
        walked.summaries.append(node)
    elif tag == "sup" and _FOOTNOTE.fullmatch((node.text or "")[:_LONGEST_BYLINE]):
        walked.footnotes.append(node)
    elif len(walked.meta) < _MOST_FACTS:
        _read_head(node, tag, walked)
    around.prose += tag in _PROSE
    if tag not in ("html", "body", "time"):
        _read_byline(node, walked)


def _leave(node: PageNode, tag: str, walked: Walked, around: _Open) -> None:
    around.links -= tag in ("a", "button")
    around.prose -= tag in _PROSE
    if tag == "ul" and around.lists:
        words, linked = around.lists.pop()
        if 2 * linked < words:  # a list whose words are mostly links is a menu
            walked.lists.append(node)
        if around.lists:
            around.lists[-1][0] += words
            around.lists[-1][1] += linked


def _read_head(node: PageNode, tag: str, walked: Walked) -> None:
    """Metadata elements, which some pages also have in their body."""
    if tag == "meta":
        name = next((value for key in _META_KEYS if (value := node.getattr(key))), None)
        content = _line(node.getattr("content"))
        if name and content:
            walked.meta.append((name.strip().lower(), content))
    elif tag == "title":
        walked.title = walked.title or _line(node.text)
    elif tag == "h1" and len(walked.headings) < _MOST_FACTS and (heading := _line(node.text)):
        walked.headings.append(heading)
    elif tag == "link" and "canonical" in (node.getattr("rel") or "").lower().split():
        walked.canonical = walked.canonical or _line(node.getattr("href"))
    elif tag == "script" and (node.getattr("type") or "").strip().lower() == "application/ld+json":
        walked.linked_data.append(node.text or "")


def _read_byline(node: PageNode, walked: Walked) -> None:
    """A short element whose class says it holds the date; a long one is running text, with the dates of events."""
    classes = (node.getattr("class") or "").lower().split()
    if "dateline" in classes:
        walked.datelines.append(node)
    is_marked = (node.getattr("itemprop") or "").lower() == "datepublished"
    is_byline = is_marked or not _byline_classes().isdisjoint(classes)
    if is_byline and len(walked.bylines) < _MOST_FACTS and _is_published(node):
        text = (node.getattr("content") if is_marked else None) or _line(node.text) or ""
        walked.bylines.append(text if len(text) <= _LONGEST_BYLINE else "")


@cache
def _byline_classes() -> frozenset[str]:
    return frozenset(load_table("capture", "metadata.toml")["bylines"]["classes"])


def _is_published(node: PageNode) -> bool:
    """Not a date of change, of a comment or of another story, by the class of the element and of those around it."""
    around: PageNode | None = node
    for _ in range(4):
        if around is None or around.tag == _DOCUMENT:
            break
        told = f"{around.getattr('class') or ''} {around.getattr('itemprop') or ''} {around.getattr('id') or ''}"
        if _CHANGED.search(told) or around.tag in ("aside", "footer", "nav"):
            return False
        around = around.parent
    return True


def _line(text: str | None) -> str | None:
    return " ".join(text[:_LONGEST_FACT].split()) or None if text else None
