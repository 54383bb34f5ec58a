"""Pages that would cost the parser unbounded time or memory are refused before they are parsed."""

import pytest

from bearwitness.capture.html import read_html
from bearwitness.capture.sniff import find_format
from bearwitness.capture.tags import DEEPEST, check_tags
from bearwitness.core.errors import UnreadableError

BOMBS = {
    "200,000 nested": "<div>" * 200_000 + "x" + "</div>" * 200_000,
    "nested just within the tags": "<div>" * 49_000 + "x" + "</div>" * 49_000,
    "nested inline": "<span>" * 5_000 + "x",
    "nested tables": "<table><tr><td>" * 5_000 + "x",
    "nested lists": "<ul><li>" * 5_000 + "x",
    "nested in svg": "<svg>" + "<tr>" * 5_000,
    "reopened formatting": "".join(f"<b class=c{i}>" for i in range(900)) + "<p>x" * 5_000,
    "closed by another name": "<div></span>" * 5_000,
    "mixed case": "<DIV><div>" * 2_000,
    "menu": "<select>" + "<option>x" * 50_000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">x",
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_html_bombs_are_refused_with_advice(name: str) -> None:
    """Each gives one plain sentence that says what to do."""
    with pytest.raises(UnreadableError, match="save the page again from a browser, or give its text"):
        read_html(f"<!doctype html><html><body>{BOMBS[name]}".encode())


@pytest.mark.parametrize(
    "page",
    [
        "<p>x" * 20_000,
        "<ul>" + "<li>x" * 20_000 + "</ul>",
        "<table>" + "<tr><td>x<td>y" * 20_000 + "</table>",
        "<br>" * 50_000,
        "<svg>" + '<path d="M0"/>' * 20_000 + "</svg>",
        "<script>" + "document.write('<div>');" * 20_000 + "</SCRIPT>",
        "<!-- " + "<div>" * 20_000 + " -->",
        "<div>" * (DEEPEST - 1) + "x",
        "<b>x</b>" * 20_000,
        "<select>" + "<option>x" * 250 + "</select>",
    ],
)
def test_html_large_but_flat_pages_pass(page: str) -> None:
    """Tags that end one another, end themselves, or stand in scripts and comments do not nest."""
    check_tags(page)


@pytest.mark.parametrize("start", ["<!---->" * 500, "<!-- " * 500, "<?xml ?>" * 500, " " * 4000, "<" * 4000])
def test_html_sniffing_does_not_backtrack(start: str) -> None:
    """The search for a page's first tag gives up in time linear in what it looks at."""
    assert find_format((start + "hello").encode(), "a").kind in ("text", "html")


def test_html_broken_markup_is_read() -> None:
    """Unclosed and crossed tags, as on old pages, are no bomb."""
    page = "<html><body><p><b><i>Two were held.</b></i><p><font color=red>Four more.<table><tr><td>Yanji"

    assert read_html(page.encode()).text.split() == ["Two", "were", "held.", "Four", "more.", "Yanji"]


def test_html_frameset_in_place_of_the_body_is_refused_or_read() -> None:
    """A frameset throws the body out of the tree, which leaves a page without words."""
    with pytest.raises(UnreadableError, match="the page holds no text"):
        read_html(b"<html><p><frameset><ul><time>3</time></ul></frameset></html>")


@pytest.mark.parametrize("mark", ["<?ul x?>", "<?time x>", "<!-- <ul -->", "<!ul>", "<svg><![CDATA[x]]></svg>"])
def test_html_marks_that_are_no_elements_are_passed_by(mark: str) -> None:
    """Processing instructions bear the tag of an element and have no attributes."""
    assert read_html(f"<p>Two were held.</p>{mark}<p>Four more.</p>".encode()).text.startswith("Two were held.")
