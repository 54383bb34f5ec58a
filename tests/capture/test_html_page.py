"""What a page says of itself: title, outlet, publication date, address, language."""

from datetime import date

import pytest

from bearwitness.capture.html import read_html
from bearwitness.capture.material import Material

THIRD = date(2019, 6, 3)
PERSON = '{"@type":"Person"}'
PUBLISHER = '{"@type":"Organization","name":"Harbour Post"}'
LD = '<script type="application/ld+json">'
BODY = "<p>On 15 May 2019 two were held, and two more on 16 May 2019. © 2021</p>"


def read(head: str = "", body: str = BODY, lang: str = "") -> Material:
    """A page with this head and body."""
    return read_html(f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2019-06-03T08:00:00+09:00">',
        '<meta name="date" content="2019-06-03">',
        '<META NAME="DC.date.issued" CONTENT="2019-06-03">',
        '<meta name="pubdate" content="Mon, 03 Jun 2019 08:00:00 GMT">',
        '<meta itemprop="datePublished" content="June 3, 2019">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-06-03"}</script>',
        f'{LD}{{"@graph":[{PERSON},{{"@type":["Article","X"],"datePublished":"2019-06-03"}}]}}</script>',
        '<link rel="canonical" href="https://harbour.example/2019/06/03/two-held">',
        '<meta property="og:url" content="https://harbour.example/2019-06-03-two-held">',
        '<meta name="date" content="03/06/2019"><meta name="dc.date" content="2019-06-03">',
    ],
)
def test_html_page_date_in_the_head(head: str) -> None:
    """Metadata in the usual dialects."""
    assert read(head).published_on == THIRD


@pytest.mark.parametrize(
    "body",
    [
        '<time datetime="2019-06-03T10:00">Monday</time>',
        "<time>3 June 2019</time>",
        '<span class="entry-date">June 3, 2019</span>',
        '<div class="byline">By the desk, 3 June 2019</div>',
        '<span itemprop="datePublished" content="2019-06-03">Monday</span>',
        '<p class="date">2019.06.03</p>',
        '<time class="updated" datetime="2019-06-09">9 June</time><time datetime="2019-06-03">3 June</time>',
        '<aside><time datetime="2018-01-01">old</time></aside><time datetime="2019-06-03">3 June</time>',
    ],
)
def test_html_page_date_in_the_body(body: str) -> None:
    """The page's own line of date, never those of changes or of other stories."""
    assert read(body=body + BODY).published_on == THIRD


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", BODY),
        ('<meta property="article:modified_time" content="2019-06-03">', BODY),
        ('<meta property="og:updated_time" content="2019-06-03">', BODY),
        ('<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2019-06-03"}</script>', BODY),
        ('<script type="application/ld+json">{"@type":"Comment","datePublished":"2019-06-03"}</script>', BODY),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":2019}</script>', BODY),
        ('<script type="application/ld+json">{broken</script>', BODY),
        (f'<script type="application/ld+json">{"[" * 100_000}</script>', BODY),
        ("", '<time datetime="2019-06-03">a</time><time datetime="2019-06-04">b</time>' + BODY),
        ("", f'<div class="date">{"On 15 May 2019 two people were held in the city by police. " * 3}</div>'),
        ("", '<div id="comments"><time datetime="2019-06-03">x</time></div>' + BODY),
        ("", '<p class="date">Updated 3 June 2019</p>' + BODY),
    ],
)
def test_html_page_date_is_not_guessed(head: str, body: str) -> None:
    """Dates of events, of changes, of comments and of copyright are not the publication date."""
    assert read(head, body).published_on is None


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content=" Harbour  Post ">', "Harbour Post"),
        ('<meta name="application-name" content="Harbour Post">', "Harbour Post"),
        (f'{LD}{{"@type":"Article","publisher":{PUBLISHER}}}</script>', "Harbour Post"),
        (
            f'{LD}[{{"@type":"Article","publisher":{{"@id":"#us"}}}},{{"@id":"#us","name":"Harbour Post"}}]</script>',
            "Harbour Post",
        ),
        ('<meta name="author" content="A Reporter">', None),
    ],
)
def test_html_page_outlet(head: str, outlet: str | None) -> None:
    """The publisher; an author's name is never taken for it."""
    assert read(head).outlet == outlet


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Two held | Harbour Post</title>", BODY, "Two held | Harbour Post"),
        (
            '<title>Two held | Harbour Post</title><meta property="og:site_name" content="Harbour Post">',
            BODY,
            "Two held",
        ),
        ('<title>x</title><meta property="og:title" content="Two held">', BODY, "Two held"),
        ("", f"<h1>Two\n held</h1>{BODY}", "Two held"),
        ("", BODY, None),
    ],
)
def test_html_page_title(head: str, body: str, title: str | None) -> None:
    """The headline without the outlet's name after it."""
    assert read(head, body).title == title


def test_html_page_address_and_language() -> None:
    """Only web addresses; the language as declared, wherever it is."""
    assert read('<link rel="canonical" href="https://harbour.example/a">').url == "https://harbour.example/a"
    assert read('<link rel="canonical" href="javascript:alert(1)">').url is None
    assert read(lang=' lang="en-GB"').language == "en-GB"
    assert read('<meta property="og:locale" content="ko_KR">').language == "ko_KR"
    assert read('<meta http-equiv="content-language" content="zh">').language == "zh"
