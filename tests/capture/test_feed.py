"""Feeds of every kind to their entries; and XML made to harm, or that is no feed, refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.web.feed import FeedEntry, parse_feed
from bearwitness.core.errors import UnreadableError

AT = "https://post.example/feeds/all.xml"
RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Post</title>
<link>https://post.example/</link><image><link>https://post.example/logo</link></image>
<item><title>Two held</title><link> https://post.example/a?x=1&amp;y=2 </link><guid isPermaLink="false">17</guid>
<media:group><media:id>9</media:id></media:group></item>
<item><link>/b</link></item><item><guid>https://post.example/c</guid></item><item><title>leads nowhere</title></item>
<item><guid>17</guid><link>/again</link></item><item><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id><link rel="self" href="/feed"/><entry><id>urn:1</id>
<link rel="enclosure" href="/sound.mp3"/><link rel="alternate" href="/a"/><source><id>urn:other</id></source></entry>
<entry><id>urn:2</id><link href="https://other.example/b"/></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><link>/</link>
</channel><item rdf:about="x"><link>https://post.example/a</link></item></rdf:RDF>"""


def test_rss() -> None:
    assert parse_feed(RSS, AT) == (
        FeedEntry(ident="17", url="https://post.example/a?x=1&y=2"),
        FeedEntry(ident="/b", url="https://post.example/b"),
        FeedEntry(ident="https://post.example/c", url="https://post.example/c"),
    )


def test_atom_and_rdf() -> None:
    assert parse_feed(ATOM, AT) == (
        FeedEntry(ident="urn:1", url="https://post.example/a"),
        FeedEntry(ident="urn:2", url="https://other.example/b"),
    )
    assert [entry.url for entry in parse_feed(RDF, AT)] == ["https://post.example/a"]


def test_a_feed_cut_short_gives_what_came() -> None:
    assert [entry.ident for entry in parse_feed(RSS[: RSS.index(b"<item><guid>https")], AT)] == ["17", "/b"]


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><link>&b;</link></item></channel></rss>'
OUTSIDE = b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss><channel/></rss>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LAUGHS, "document type"), (OUTSIDE, "document type"), (b"", "no feed"), (b"<html><body/></html>", "no feed"),
        (b"<!DOCTYPE html><html><body/></html>", "no feed"),
        (b"{}", "no feed"), (b"<rss>" + b"<a>" * 10_000, "no feed"), (b" " * 8_000_001, "larger than 8 MB"),
        (b'<?xml version="1.0" encoding="no-such"?><rss/>', "no feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_or_made_to_harm_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        parse_feed(data, AT)


@given(st.sampled_from([RSS, ATOM, RDF]), st.integers(0, 1000), st.binary(max_size=6))
def test_law_any_damage_gives_pages_on_the_web_or_one_plain_reason(feed: bytes, at: int, put: bytes) -> None:
    place = at % len(feed)
    try:
        found = parse_feed(feed[:place] + put + feed[place + 3 :], AT)
    except UnreadableError:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in found)
    assert len({entry.ident for entry in found}) == len(found)
