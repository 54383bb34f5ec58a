"""Pages, feeds and robots.txt that were made to hold up or to break: refused or read, and soon."""

import gzip
import time

import pytest

from bearwitness.capture.web.feed import parse_feed
from bearwitness.capture.web.http_message import HttpAnswer, unpack_body
from bearwitness.capture.web.robots import is_allowed, parse_robots
from bearwitness.core.errors import UnreadableError

SOON = 10.0
"""Seconds on a busy machine; each took from half a minute to hours."""


def unpack(body: bytes) -> bytes:
    return unpack_body(HttpAnswer(status=200, headers=(("content-encoding", "gzip"),), body=body), 64_000_000).data


@pytest.mark.parametrize("piece", [b"", b"x"])
def test_a_million_packed_pieces_are_refused(piece: bytes) -> None:
    """Each was small, and what lay behind it was copied each time."""
    packed = gzip.compress(piece)
    began = time.monotonic()
    with pytest.raises(UnreadableError, match="more pieces than any program makes"):
        unpack(packed * (20_000_000 // len(packed)))
    assert time.monotonic() - began < SOON


def test_packed_pieces_one_behind_the_other_are_one_page() -> None:
    pieces = [bytes([n % 256]) * (n * 37 % 70_000) for n in range(300)]
    assert unpack(b"".join(map(gzip.compress, pieces))) == b"".join(pieces)


def test_rules_for_thousands_of_other_programs_take_no_room() -> None:
    """Each of them was given all the rules below: 180 million rows."""
    others = b"".join(b"User-agent: other%d\n" % n for n in range(12_000))
    began = time.monotonic()
    rules = parse_robots(others + b"User-agent: *\n" + b"Disallow: /x\n" * 15_000, "bearwitness")
    assert time.monotonic() - began < SOON
    assert not is_allowed(rules, "/x")


@pytest.mark.parametrize("delay", ["²", "1.²", "٣", "1e5", "nan", "9" * 400, "-1"])
def test_a_delay_that_is_no_number_of_seconds_is_none(delay: str) -> None:
    """Python calls ² a digit; the error ended the whole batch of pages."""
    assert parse_robots(f"User-agent: *\nCrawl-delay: {delay}\n".encode(), "bearwitness").delay == 0.0


def test_our_own_group_goes_before_that_of_all() -> None:
    said = b"User-agent: bearwitness\nAllow: /\n\nUser-agent: *\nDisallow: /\n"
    assert is_allowed(parse_robots(said, "bearwitness"), "/x")
    both = b"User-agent: Bearwitness\n\nUser-agent: *\nDisallow: /\n"
    assert not is_allowed(parse_robots(both, "bearwitness"), "/x")


def test_a_feed_of_a_million_small_words_is_read_soon() -> None:
    began = time.monotonic()
    link = b"<link>http://a.example/" + b"&amp;" * 1_400_000 + b"</link>"
    (entry,) = parse_feed(b"<rss><item>" + link + b"</item></rss>", "http://a.example/")
    assert time.monotonic() - began < SOON
    assert len(entry.url) < 5_000


def test_a_feed_whose_namespace_is_endless_is_refused() -> None:
    """Written anew before every element's name, it came to 90 GB."""
    began = time.monotonic()
    with pytest.raises(UnreadableError, match="no feed of news"):
        parse_feed(b"<rss xmlns='" + b"u" * 100_000 + b"'>" + b"<a/>" * 900_000 + b"</rss>", "http://a.example/")
    assert time.monotonic() - began < SOON
