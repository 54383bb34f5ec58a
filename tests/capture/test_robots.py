"""robots.txt as RFC 9309 has it: its own group before that for all, the longest pattern decides, stars and dollars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.web.robots import is_allowed, parse_robots

RULES = """
# a comment
User-agent: other
User-agent: *
Disallow: /a        # all below
Allow: /a/b
Disallow: /*.pdf$
Disallow: /x*y
Disallow: /caf%C3%A9
Crawl-delay: 2.5
Sitemap: https://post.example/map.xml
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/", True), ("/a", False), ("/about", False), ("/a/b", True), ("/a/b/c", True), ("/b.pdf", False), ("/b.pdf?x", True),
        ("/x", True), ("/x/1/y/2", False), ("/café", False), ("/caf%c3%a9/1", False), ("/robots.txt", True),
    ],
)  # fmt: skip
def test_rules(target: str, allowed: bool) -> None:
    assert is_allowed(parse_robots(RULES.encode(), "bearwitness"), target) is allowed


def test_own_group_stands_alone() -> None:
    rules = parse_robots(RULES.encode() + b"\nUser-agent: BearWitness\nDisallow:\n", "bearwitness")
    assert is_allowed(rules, "/a")
    assert rules.delay == 0.0
    assert parse_robots(RULES.encode(), "bearwitness").delay == 2.5


@given(st.binary(max_size=300), st.text(max_size=40))
def test_law_any_bytes_are_rules_and_no_rules_allow_all(data: bytes, target: str) -> None:
    is_allowed(parse_robots(data, "bearwitness"), target)
    assert is_allowed(parse_robots(b"", "bearwitness"), target)
    assert (
        not is_allowed(parse_robots(b"User-agent: *\nDisallow: /", "bearwitness"), f"/{target}")
        or target == "robots.txt"
    )


def test_many_stars_take_no_time() -> None:
    rules = parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 900 + b"$", "bearwitness")
    assert is_allowed(rules, "/" + "a" * 1500 + "b")
