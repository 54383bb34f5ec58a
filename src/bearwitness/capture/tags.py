"""Is a page safe to parse? Counted over its tags before any tree is built.

A parser keeps every open tag, and opens formatting tags (`<b>`, `<font>`) again in each new paragraph, so a small file
of nested tags can ask for unbounded time and memory: 200,000 nested `<div>` kept Resiliparse 2.0.1 busy for over a
minute, and 5,000 `<b>` before 5,000 `<p>` would become 25 million elements.
"""

import re
from collections import Counter
from functools import cache

from bearwitness.core.errors import UnreadableError
from bearwitness.core.tables import load_table

MOST_TAGS = 100_000
"""Tags in one page; long articles with all their furniture have under 20,000."""
DEEPEST = 1_000
"""Tags open at once; browsers stop at 512."""
MOST_ELEMENTS = 1_000_000
"""Elements the tree may come to hold when formatting tags are opened again."""

MOST_ATTRIBUTES, MOST_OPTIONS = 5_000, 10_000
"""The parser compares each attribute of a tag, and choice of a menu, with all before it: 25,000 choices took 4 s."""

_LONG_TAG = re.compile(r"<[a-z][^<>]{10000,}")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]{0,40})([^<>]*>)?|<!--")
_ADVICE = "save the page again from a browser, or give its text"


def check_tags(page: str) -> None:
    """Raise UnreadableError when the page has too many tags, or tags nested too deep, to be parsed safely."""
    if page.count("<") > MOST_TAGS:
        raise UnreadableError(f"the page has more than {MOST_TAGS:,} tags; {_ADVICE}")
    page = page.lower()
    if any(match[0].count("=") > MOST_ATTRIBUTES for match in _LONG_TAG.finditer(page)):
        raise UnreadableError(f"a tag of the page has more than {MOST_ATTRIBUTES:,} attributes; {_ADVICE}")
    if page.count("<option") > MOST_OPTIONS:
        raise UnreadableError(f"the page has more than {MOST_OPTIONS:,} choices in its menus; {_ADVICE}")
    depth, elements = _measure(page)
    if depth > DEEPEST:
        raise UnreadableError(f"the page nests its tags more than {DEEPEST:,} deep; {_ADVICE}")
    if elements > MOST_ELEMENTS:
        raise UnreadableError(f"the page's unclosed tags would grow to more than {MOST_ELEMENTS:,} elements; {_ADVICE}")


def _measure(page: str) -> tuple[int, int]:
    """Of a page in lower case: the most tags open at once, and how many elements the tree may come to hold.

    Tags whose end may be left out (`<p>`, `<li>`) end one another, so they nest by themselves only inside SVG.
    """
    void, self_ending, raw, formatters = (_names(kind) for kind in ("void", "self_ending", "raw", "formatting"))
    opened: Counter[str] = Counter()
    depth = deepest = formatting = elements = position = 0
    while (match := _TAG.search(page, position)) and deepest <= DEEPEST and elements <= MOST_ELEMENTS:
        position = match.end()
        name = match[2] or ""
        if not name:
            position = _find_end(page, "-->", position)
            continue
        is_foreign = bool(opened["svg"] or opened["math"])
        if match[1]:
            if opened[name]:
                opened[name] -= 1
                depth -= 1
                formatting -= name in formatters
            continue
        elements += 1 + formatting
        if name in raw and not is_foreign:
            position = _find_end(page, f"</{name}", position)
            continue
        is_ended = is_foreign and (match[3] or "").endswith("/>")
        if not is_ended and (is_foreign or (name not in void and name not in self_ending)):
            opened[name] += 1
            depth += 1
            formatting += name in formatters
            deepest = max(deepest, depth)
    return deepest, elements


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(load_table("capture", "tags.toml")[kind])


def _find_end(page: str, mark: str, start: int) -> int:
    """Where `mark` next stands, or the end of the page."""
    found = page.find(mark, start)
    return found if found >= 0 else len(page)
