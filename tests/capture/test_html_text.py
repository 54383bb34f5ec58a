"""The text of a saved page: what is kept, what is dropped, and how it is laid out."""

import pytest

from bearwitness.capture.html import read_html

LEAD = (
    "Police in Dalian arrested two people on May 15, a source in the city told this newspaper, and they were taken away"
    " by bus before anyone could speak with them. Their families across the river had not been told by the end"
    " of the week, and no office in the city would say where the two were held or what they were accused of."
)
END = "Another four were arrested in the north of the province a week later, said a second source."


def read(inside: str, *, around: str = "") -> str:
    """The text between the first and last paragraph of an article that holds `inside`."""
    page = (
        f"<!doctype html><html><head><title>t</title></head><body>{around}<main><article><h1>Two held</h1><p>{LEAD}</p>"
        f"{inside}<p>{END}</p></article></main></body></html>"
    )
    text = read_html(page.encode()).text
    assert text.startswith(f"Two held\n\n{LEAD}\n")
    assert text.endswith(f"\n{END}")
    return text.removeprefix(f"Two held\n\n{LEAD}").removesuffix(END).strip("\n")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<br>Two</p>", "One\nTwo"),
        ("<p>Two\n   men</p>", "Two men"),
        ("<p>x&nbsp;y &amp; “z”</p>", "x y & “z”"),
        ("<ul><li>Two men in Yanji</li><li>Four women</li></ul>", "Two men in Yanji\nFour women"),
        ("<ul><li>Four women<ul><li>one aged 13</ul></ul>", "Four women\none aged 13"),
        ("<ol><li>Two men</li><li>Four women</li></ol>", "Two men\nFour women"),
        ('<ul><li>Two <a href="/x">men</a> in Shenyang</li></ul>', "Two men in Shenyang"),
        ("<table><tr><th>Place<th>Held</tr><tr><td>Tonghua<td>2</tr></table>", "Place\tHeld\nTonghua\t2"),
        ('<p>On <time datetime="2019-05-15">15 May</time> two were held.</p>', "On 15 May two were held."),
        ('<p class="dateline">DALIAN, June 3</p>', "DALIAN, June 3"),
        ("<p>In all 41<sup>2</sup> were held.</p>", "In all 41 were held."),
        ("<p>In all 41<sup>[2]</sup> were held on the 5<sup>th</sup>.</p>", "In all 41 were held on the 5th."),
        ("<details><summary>The cases</summary>Two men.</details>", "The cases\n\nTwo men."),
        ("<blockquote><p>“They took them.”</p></blockquote>", "“They took them.”"),
        ("<p>اعتقلت الشرطة شخصين</p>", "اعتقلت الشرطة شخصين"),
    ],
)  # fmt: skip
def test_html_text_keeps_prose(inside: str, text: str) -> None:
    """Paragraphs, list items and table rows stand on lines of their own, with every word in its place."""
    assert read(inside) == text


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>document.write('<p>Nine held</p>')</script>",
        "<style>p::after {content: 'Nine held'}</style>",
        "<!-- Nine held -->",
        "<template><p>Nine held</p></template>",
        "<p hidden>Nine held</p>",
        '<p style="display:none">Nine held</p>',
        '<ul><li><a href="/a">Nine held</a></li><li><a href="/b">Ten held</a></li></ul>',
        '<div class="share-buttons">Share</div>',
        '<div class="related-posts"><a href="/a">Nine held</a></div>',
        "<noscript>Nine held</noscript>",
    ],
)
def test_html_text_drops_furniture(furniture: str) -> None:
    """Scripts, hidden words, menus and links to other stories are no part of the report."""
    assert read(furniture) == ""


@pytest.mark.parametrize(
    "around",
    [
        "<nav><ul><li>Home</li><li>Nine held</li></ul></nav>",
        "<header>Harbour Post</header>",
        "<aside><p>Most read: nine held in the harbour</p></aside>",
        '<div class="cookie-banner">We use cookies.</div>',
        "<footer>© 2021 Harbour Post</footer>",
    ],
)
def test_html_text_drops_what_stands_around_the_article(around: str) -> None:
    """Menus, banners and margins."""
    assert read("", around=around) == ""


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Two were held.", "Two were held."),
        ("<html><body>Two were held.</body></html>", "Two were held."),
        ("<table><tr><td><font>Two held in Yanji<br><br>Four more</font></table>", "Two held in Yanji\n\nFour more"),
        ("<div class=content><div>Two held.</div><div>Four more.</div></div>", "Two held.\nFour more."),
    ],
)
def test_html_text_of_bare_pages(page: str, text: str) -> None:
    """Short and old-fashioned pages are read whole."""
    assert read_html(page.encode()).text == text


@pytest.mark.parametrize(
    ("declaration", "codec"),
    [
        ('<meta charset="euc-kr">', "cp949"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">', "cp949"),
        ("", "utf-8-sig"),
        ('<meta charset="windows-1252">', "utf-16"),
        ("", "utf-8"),
    ],
)
def test_html_text_charset_is_mark_then_declared_then_found(declaration: str, codec: str) -> None:
    """A byte-order mark outranks the declaration, which outranks what the bytes look like."""
    page = f"<!doctype html><html><head>{declaration}</head><body><p>중국에서 네 명이 체포됐다.</p></body></html>"

    assert read_html(page.encode(codec)).text == "중국에서 네 명이 체포됐다."


def test_html_text_embedded_pictures_are_cut_out() -> None:
    """A page saved as one file carries its pictures as text; they are not markup to be measured."""
    picture = "QUJD" * 5_000_000
    page = f'<p>Two were held.</p><img src="data:image/png;base64,{picture}"><p>Four more.</p>'

    assert read_html(page.encode()).text == "Two were held.\n\nFour more."
