"""Number words as the published table reads them: laws first, then the words that real reports use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.english.people.numbers import find_amount, parse_number

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int) -> list[str]:
    """The number as words, tokenised as the parser does."""
    if number < 20:
        return [UNITS[number]]
    if number < 100:
        return [TENS[number // 10]] if number % 10 == 0 else [TENS[number // 10], "-", UNITS[number % 10]]
    if number < 1000:
        rest = ["and", *spell(number % 100)] if number % 100 else []
        return [UNITS[number // 100], "hundred", *rest]
    rest = spell(number % 1000) if number % 1000 else []
    return [*spell(number // 1000), "thousand", *rest]


@given(st.integers(min_value=0, max_value=999_999))
def test_a_spelled_number_is_read_back(number: int) -> None:
    assert parse_number(spell(number)) == number


@given(st.integers(min_value=1, max_value=999_999))
def test_digits_with_commas_are_read_back(number: int) -> None:
    amount = find_amount([f"{number:,}", "people"])

    assert amount is not None
    assert (amount.low, amount.high) == (number, number)


@given(st.lists(st.text(alphabet="abcdefghij0123456789,.-", min_size=1, max_size=8), max_size=12))
def test_any_words_give_an_amount_inside_them_or_none(words: list[str]) -> None:
    amount = find_amount(words)

    if amount is not None:
        assert 0 <= amount.first <= amount.last < len(words)
        assert amount.high is None or 0 <= amount.low <= amount.high


@given(
    st.integers(min_value=2, max_value=100_000),
    st.sampled_from(["at least", "more than", "about", "nearly", "up to", "over"]),
)
def test_a_hedge_never_claims_more_than_the_number_proves(number: int, hedge: str) -> None:
    amount = find_amount([*hedge.split(), str(number), "people"])

    assert amount is not None
    assert amount.low <= number + (hedge in {"more than", "over"})
    assert amount.high is None or amount.high >= number


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("at least 41", 41, None),
        ("no fewer than twelve", 12, None),
        ("more than 500", 501, None),
        ("nearly 50", 45, 50),
        ("some 30", 27, 33),
        ("an estimated 200", 180, 220),
        ("up to 20", 1, 20),
        ("as many as 20", 1, 20),
        ("fewer than 10", 1, 9),
        ("between 10 and 15", 10, 15),
        ("10 to 15", 10, 15),
        ("10-15", 10, 15),
        ("ten - odd", 11, 19),
        ("forty - odd", 41, 49),
        ("dozens of", 12, None),
        ("several dozen", 24, None),
        ("scores of", 20, None),
        ("tens of thousands of", 10_000, None),
        ("half a dozen", 6, 6),
        ("more than a dozen", 13, None),
        ("a couple of", 2, 2),
        ("1.5 million", 1_500_000, 1_500_000),
    ],
)
def test_the_published_table(words: str, low: int, high: int | None) -> None:
    amount = find_amount(words.split())

    assert amount is not None
    assert (amount.low, amount.high) == (low, high)


@pytest.mark.parametrize("words", ["a 13 - year - old boy", "aged 18", "the third man", "a man", "3.5"])
def test_ages_ordinals_and_fractions_count_nobody(words: str) -> None:
    assert find_amount(words.split()) is None
