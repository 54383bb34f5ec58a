"""A saved page to Material, with Resiliparse. Nothing is run and nothing is fetched."""

import re
from typing import cast

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from resiliparse.parse.html.node import ElementNode

from bearwitness.capture.charset import decode_text, is_known_charset
from bearwitness.capture.material import Material
from bearwitness.capture.page import decide_page
from bearwitness.capture.tags import check_tags
from bearwitness.capture.text import check_length, clean_text
from bearwitness.capture.tree import PageNode, Walked, walk_page
from bearwitness.core.errors import UnreadableError

LONGEST_PAGE = 16_000_000
"""Characters of markup after embedded images are cut out; Resiliparse needs about ten bytes of memory for each."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,80};base64,[A-Za-z0-9+/=%]*")
_FURNITURE = ("nav", "header", "footer", "aside", "form", "button", "noscript", "template", "dialog", "svg", "select")
_TABS = re.compile(r"\t+")
_BLANKS = re.compile(r"\n{3,}")
_AROUND = ("body > header", "body > footer", "body > div > header")
_THIN = 400  # characters of main text below which the whole page is looked at again


def read_html(data: bytes, charset: str | None = None) -> Material:
    """The main text of a page, a paragraph, list item or table row a line, with what its metadata says.

    `charset` is what the server said of its characters: it comes before what the page says (WHATWG HTML, 13.2.3.2).

    Raises UnreadableError for a page that is too large, nested too deep, or without words.
    """
    declared = _META_CHARSET.search(data[:8192]) or _XML_CHARSET.match(data[:512])
    named = declared[1].decode("ascii") if declared else None
    decoded = decode_text(data, charset if charset and is_known_charset(charset) else named)
    page = _EMBEDDED.sub("", decoded.text).replace("\x00", "\ufffd")
    if len(page) > LONGEST_PAGE:
        raise UnreadableError(
            "the page has more than 16 MB of markup; copy its text into a plain-text file and give that"
        )
    check_tags(page)
    tree = HTMLTree.parse(page)
    # Not the parent of the body: a <frameset> takes the body's place and leaves it without one.
    root = tree.document.document_element if tree.document is not None else None
    walked = (
        walk_page(cast(PageNode, root), lambda node: isinstance(node, ElementNode)) if root is not None else Walked()
    )
    found = decide_page(walked.facts())
    _keep_prose(tree, walked)
    text, notes = clean_text(_find_text(tree))
    if not text:
        raise UnreadableError(
            "the page holds no text, perhaps because a script fills it in; save it from a browser once it shows"
        )
    check_length(text)
    return Material(
        text=text,
        title=found.title,
        outlet=found.outlet,
        published_on=found.published_on,
        url=found.url,
        language=found.language,
        notes=decoded.notes + notes,
    )


def _find_text(tree: HTMLTree) -> str:
    main = _tidy(
        extract_plain_text(
            tree,
            preserve_formatting=True,
            main_content=True,
            list_bullets=False,
            alt_texts=False,
            comments=False,
            post_meta=False,
            skip_elements=_AROUND,
        )
    )
    if len(main) >= _THIN:
        return main
    # A short report on a bare page (no <main>, odd class names) is sometimes taken for furniture as a whole.
    whole = _tidy(
        extract_plain_text(
            tree, preserve_formatting=True, list_bullets=False, alt_texts=False, skip_elements=_FURNITURE
        )
    )
    return whole if len(whole) > 3 * len(main) else main


def _keep_prose(tree: HTMLTree, walked: Walked) -> None:
    """Undo what Resiliparse (1.1 and 2.0) would drop or run together in the words of a report.

    It drops every `<ul>` ("Four women in Nanning" as a list item is an incident), every `<time>` ("on <time>15 May
    </time>") and a dateline; it joins a `<summary>` to what follows, and a footnote mark to the number before it
    ("41<sup>2</sup>" is not 412).
    """
    for node in walked.footnotes:
        cast(ElementNode, node).decompose()
    for node in walked.datelines:
        cast(ElementNode, node).delattr("class")
    for nodes, tag in ((walked.lists, "ol"), (walked.inline, "span"), (walked.summaries, "p")):
        for node in nodes:
            _rename(tree, cast(ElementNode, node), tag)


def _rename(tree: HTMLTree, node: ElementNode, tag: str) -> None:
    """Put an element of another tag, with the same class and children, in the place of `node`."""
    parent, renamed = node.parent, cast(ElementNode | None, tree.create_element(tag))
    if parent is None or renamed is None:
        return
    if classes := node.getattr("class"):
        renamed.setattr("class", classes)
    while (child := node.first_child) is not None:
        renamed.append_child(child)
    parent.replace_child(renamed, node)


def _tidy(text: str) -> str:
    text = text.replace("\u00a0", " ")
    lines = (_TABS.sub("\t", line).strip() for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()
