"""Names hidden where the parser takes them for bodies, places or peoples, where they own or speak, and where they must stay."""

import json
import re
from datetime import date
from hashlib import sha256

import pytest

from bearwitness.core.contract import render_reading
from bearwitness.core.records import Report
from bearwitness.reading.english.people.hiding import hide_words
from bearwitness.reading.english.read import EnglishTools, read_english

NAMES = (
    "Mary Okello", "Aye Thida Win", "Kim Chol-su", "Ahmad al-Rashid", "Sithu", "Oleksandr Petrenko", "Rohit Sharma",
    "Zarina", "Jean-Pierre Mbala", "Abdulrahman ibn Saad", "Ferhat", "Hope",
)  # fmt: skip

VICTIMS = (
    "Police arrested {N} in Minsk on Monday.",
    "The journalist {N} was detained in Minsk on Monday.",
    "{N}, 34, was shot dead in Lira on Monday, police said.",
    "{N} and two other activists were arrested in Minsk.",
    "Gunmen killed {N}'s wife in Lira on Monday.",
    "The {N} family was killed in Lira.",
    "Police raided {N}'s home in Minsk on Monday.",
    "Three men - {N}, Bo and Ali - were killed in Lira.",
    "Soldiers killed 12 people in Lira, among them {N}, police said.",
)
SOURCES = (
    "The mother of {N} said that her son was tortured in Minsk.",
    "{N}'s lawyer said his client was tortured in Minsk.",
    "A colleague of {N} said two men were killed in Lira.",
    "A friend of {N}, who asked not to be named, said the student was arrested in Minsk.",
    "A source close to {N} said two men were killed in Lira.",
    "An eyewitness, {N}, said police killed two men in Lira.",
    "{N}, a villager who asked that his name not be used, said two men were killed in Lira.",
    "His widow {N} said soldiers killed him in Lira.",
    "{N} said he was beaten by police in Minsk.",
    "“They beat me,” {N} said of the arrest in Minsk. {N} was held for two days.",
)


def find_outside(text: str, english: EnglishTools) -> tuple[str, dict[str, object]]:
    """Everything the reading says besides quotes, and the rendered reading."""
    report = Report(
        id="r", input="r", url=None, outlet="Tumen Ledger", title=None, published_on=date(2024, 5, 8), language="en",
        sha256=sha256(text.encode()).hexdigest(), text=text,
    )  # fmt: skip
    shown = render_reading(read_english(report, english))
    rows = [*shown["claims"], *shown["statements"]]
    return json.dumps([{k: v for k, v in r.items() if k != "quotes"} for r in rows], ensure_ascii=False), shown


@pytest.mark.parametrize("frame", [*VICTIMS, *SOURCES])
def test_no_part_of_a_name_stands_outside_the_quotes(frame: str, english: EnglishTools) -> None:
    for name in NAMES:
        outside, _ = find_outside(frame.replace("{N}", name), english)
        parts = [p for p in re.split(r"[ -]", name) if len(p) > 2]
        assert [p for p in parts if re.search(rf"\b{p}\b", outside)] == [], name


def find_words(text: str, english: EnglishTools) -> tuple[object, object, object]:
    _, shown = find_outside(text, english)
    claim = shown["claims"][0]  # type: ignore[index]
    return claim["count"]["text"], claim["people"]["group"], claim["voices"][-1].get("text")


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("Two Rohingya refugees were arrested in Minsk on Monday.", "Two Rohingya refugees", "Rohingya refugees"),
        ("Police killed three North Koreans in Lira.", "three North Koreans", "North Koreans"),
        ("Police in Minsk arrested five BBC journalists.", "five BBC journalists", "BBC journalists"),
        ("A Palestinian teacher was killed in Lira on Monday.", "A Palestinian teacher", "Palestinian teacher"),
    ],
)
def test_peoples_and_bodies_stay(text: str, words: str, group: str, english: EnglishTools) -> None:
    assert find_words(text, english)[:2] == (words, group)


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("A source in Kunming said two men were killed in Lira.", "A source in Kunming"),
        ("A resident of Kampala said two men were killed in Lira.", "A resident of Kampala"),
        ("Police spokesman John Odongo said two men were killed in Lira.", "Police spokesman John Odongo"),
    ],
)
def test_where_a_source_is_and_who_speaks_for_an_office_stays(text: str, voice: str, english: EnglishTools) -> None:
    assert find_words(text, english)[2] == voice


def test_hidden_words_leave_one_mark() -> None:
    assert hide_words("Kim Chol-su's wife", {"kim", "chol", "su"}) == "…'s wife"
    assert hide_words("two men", set()) == "two men"
