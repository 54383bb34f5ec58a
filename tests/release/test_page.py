"""The page of a release says what its tables say, in words of a reader who has never seen the tool, and nothing else."""

import re

import pytest

from bearwitness.release.page_tables import say_people, say_period, say_step
from bearwitness.release.policy import parse_step
from bearwitness.release.rounding import Interval
from bearwitness.workflow.releasing import render_files
from tests.release.made_up import TODAY, make_register
from tests.release.test_planted_risks import make_clean, release

PLAN = release((*make_clean(3), *make_register(7, 110)))
FILES = {name: content.decode() for name, content in render_files(PLAN, "", TODAY).items()}


def find_words(page: str) -> str:
    """What a reader reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)))


def test_places_are_named_and_codes_stand_in_columns_of_their_own() -> None:
    words = find_words(FILES["index.html"])
    assert "Yanji, Jilin, China" in words
    assert not re.search(r"\b(?:CN|LA)\b", words)
    assert "\narrest,CN,China,Jilin,2036500,Yanji,2024-01,3," in FILES["cells.csv"]
    assert "\narrest,,,,,,ever," in FILES["figures.csv"]


def test_every_row_of_the_tables_is_on_the_page_and_no_other() -> None:
    words = find_words(FILES["index.html"])
    for row in PLAN.rows:
        assert f"at least {row.incidents:,} {say_people(row.people)}" in words
    assert FILES["index.html"].count("<tr>") == len(PLAN.rows) + len(PLAN.traits) + FILES["index.html"].count("<thead>")


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    page = FILES["index.html"]
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:script|link|img|iframe|object|form|a)\b|\burl\(|@import|https?:|\bon\w+=", page)


@pytest.mark.parametrize(
    "told",
    [
        "At least 6 are certain", "rounded down and higher ones up, to 3", "leaves out the largest incident",
        "within 90 days before the release", "fewer than 3 others", "more than 50% of the people", "All but arrests, killings.",
        "asked never to have published", "sha256sum", "bearwitness release check FOLDER --key", "Ed25519",
        "town and month; then province and quarter; then country and year; then all countries, all years",
    ],
)  # fmt: skip
def test_the_page_says_by_which_rules_it_was_made_and_how_to_check_it(told: str) -> None:
    assert told in find_words(FILES["index.html"])


def test_where_nothing_can_be_shown_the_page_says_so() -> None:
    page = render_files(release(()), "", TODAY)["index.html"].decode()
    assert "That is not to say that nothing happened." in page
    assert "<table" not in page


def test_periods_numbers_and_steps_in_words() -> None:
    assert [say_period(one) for one in ("2024-05", "2024-Q2", "2024", "ever")] == [
        "May 2024", "April to June 2024", "all of 2024", "all years",
    ]  # fmt: skip
    assert [say_people(Interval(low=low, high=high)) for low, high in ((3, 9), (3, 3), (1500, None))] == [
        "3 to 9", "3", "1,500 or more",
    ]  # fmt: skip
    assert say_step(parse_step("country by ever")) == "country, all years"
