"""A saved page to Material, with Resiliparse. Nothing is run and nothing is fetched."""

import re
from itertools import islice

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from resiliparse.parse.html.node import DocumentNode, ElementNode, Node

from bearwitness.capture.charset import decode_text
from bearwitness.capture.material import Material
from bearwitness.capture.page import PageFacts, decide_page
from bearwitness.capture.tags import check_tags
from bearwitness.capture.text import check_length, clean_text
from bearwitness.core.errors import UnreadableError

LONGEST_PAGE = 16_000_000
"""Characters of markup after embedded images are cut out; Resiliparse needs about ten bytes of memory for each."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,80};base64,[A-Za-z0-9+/=%]*")
_FURNITURE = ("nav", "header", "footer", "aside", "form", "button", "noscript", "template", "dialog", "svg", "select")
_BYLINE = (
    '[itemprop="datePublished"], .entry-date, .post-date, .published, .publish-date, .pub-date, .article-date,'
    " .posted-on, .byline, .dateline, .date, .article__date, .timestamp, .news-date, .date-published"
)
_CHANGED = re.compile(r"updat|modif|comment|relat", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*[\[(]?\s*[\d*\u2020\u2021, ]{1,12}\s*[\])]?\s*")
_TABS = re.compile(r"\t+")
_BLANKS = re.compile(r"\n{3,}")
_THIN = 400  # characters of main text below which the whole page is looked at again
_MOST_FOUND = 300
_LONGEST_FACT = 5_000
_MOST_LISTS = 500
_MOST_INLINE = 5_000
_LONGEST_BYLINE = 120
_META_KEYS = ("property", "name", "itemprop", "http-equiv")


def read_html(data: bytes) -> Material:
    """The main text of a page, a paragraph, list item or table row a line, with what its metadata says.

    Raises UnreadableError for a page that is too large, nested too deep, or without words.
    """
    declared = _META_CHARSET.search(data[:8192]) or _XML_CHARSET.match(data[:512])
    decoded = decode_text(data, declared[1].decode("ascii") if declared else None)
    page = _EMBEDDED.sub("", decoded.text).replace("\x00", "\ufffd")
    if len(page) > LONGEST_PAGE:
        raise UnreadableError(
            "the page has more than 16 MB of markup; copy its text into a plain-text file and give that"
        )
    check_tags(page)
    tree = HTMLTree.parse(page)
    found = decide_page(_find_facts(tree))
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
    _keep_prose(tree)
    main = _tidy(
        extract_plain_text(
            tree,
            preserve_formatting=True,
            main_content=True,
            list_bullets=False,
            alt_texts=False,
            comments=False,
            post_meta=False,
        )
    )
    if len(main) >= _THIN:
        return main
    whole = _tidy(
        extract_plain_text(
            tree, preserve_formatting=True, list_bullets=False, alt_texts=False, skip_elements=_FURNITURE
        )
    )
    # A short report on a bare page (no <main>, odd class names) is sometimes taken for furniture as a whole.
    return whole if len(whole) > 3 * len(main) else main


def _keep_prose(tree: HTMLTree) -> None:
    """Undo what Resiliparse 2.0.1 would drop or run together in the words of a report.

    It drops every `<ul>` ("Four women in Nanning" as a list item is an incident), every `<time>` ("on <time>15 May
    </time>") and a dateline; it joins a `<summary>` to what follows, and a footnote mark to the number before it
    ("41<sup>2</sup>" is not 412).
    """
    body = tree.body
    if body is None:
        return
    for menu in islice(list(body.query_selector_all("ul")), _MOST_LISTS):
        words = len((menu.text or "").split())
        linked = sum(len((link.text or "").split()) for link in menu.query_selector_all("a, button"))
        if 2 * linked < words:  # a list whose words are mostly links is a menu
            _rename(tree, menu, "ol")
    for node in islice(list(body.query_selector_all("p time, li time, td time, blockquote time")), _MOST_INLINE):
        _rename(tree, node, "span")
    for node in islice(list(body.query_selector_all("summary, .dateline")), _MOST_INLINE):
        node.delattr("class")
        if node.tag == "summary":
            _rename(tree, node, "p")
    for node in islice(list(body.query_selector_all("sup")), _MOST_INLINE):
        if _FOOTNOTE.fullmatch(node.text or ""):
            node.decompose()


def _rename(tree: HTMLTree, node: ElementNode, tag: str) -> None:
    parent, renamed = node.parent, tree.create_element(tag)
    if parent is None or not isinstance(renamed, ElementNode):
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


def _find_facts(tree: HTMLTree) -> PageFacts:
    document = tree.document
    if document is None:
        return PageFacts(
            title=None, headings=(), meta=(), linked_data=(), times=(), bylines=(), canonical=None, language=None
        )
    root = document.query_selector("html")
    canonical = document.query_selector('link[rel~="canonical"]')
    return PageFacts(
        title=_line(tree.title),
        headings=tuple(line for node in _select(document, "h1") if (line := _line(node.text))),
        meta=tuple(pair for node in _select(document, "meta") if (pair := _read_meta(node))),
        linked_data=tuple(node.text or "" for node in _select(document, 'script[type="application/ld+json"]')),
        times=tuple(
            node.getattr("datetime") or node.text or "" for node in _select(document, "time") if _is_published(node)
        ),
        bylines=tuple(_read_byline(node) for node in _select(document, _BYLINE) if _is_published(node)),
        canonical=_line(canonical.getattr("href")) if canonical else None,
        language=_line(root.getattr("lang") or root.getattr("xml:lang")) if root else None,
    )


def _select(document: DocumentNode, selector: str) -> list[ElementNode]:
    return list(islice(document.query_selector_all(selector), _MOST_FOUND))


def _read_meta(node: ElementNode) -> tuple[str, str] | None:
    name = next((value for key in _META_KEYS if (value := node.getattr(key))), None)
    content = _line(node.getattr("content"))
    return (name.strip().lower(), content) if name and content else None


def _is_published(node: ElementNode) -> bool:
    """Not a date of change, of a comment or of another story, by the class of the element and of those around it."""
    around: Node | None = node
    for _ in range(4):
        if not isinstance(around, ElementNode):
            break
        told = f"{around.getattr('class') or ''} {around.getattr('itemprop') or ''} {around.getattr('id') or ''}"
        if _CHANGED.search(told) or around.tag in ("aside", "footer", "nav"):
            return False
        around = around.parent
    return True


def _read_byline(node: ElementNode) -> str:
    """The words of a short element; a long one is running text, whose dates are those of events."""
    text = node.getattr("content") or _line(node.text) or ""
    return text if len(text) <= _LONGEST_BYLINE else ""


def _line(text: str | None) -> str | None:
    return " ".join(text[:_LONGEST_FACT].split()) or None if text else None
