"""Laws of walls and totals over generated sentences: a word that says *another* is never joined, a total never counts twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.tables import load_table
from bearwitness.reading.english.read import EnglishTools
from tests.reading_cases import Case, Row, read_case

WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine"]
FEW = settings(max_examples=12, deadline=None)


def read(text: str, english: EnglishTools) -> list[Row]:
    claims: list[Row] = read_case(Case(id="law", text=text, row={}), english)["claims"]
    return [c for c in claims if c["act"] == "arrest" and c["shape"] == "incident"]


@FEW
@given(
    number=st.sampled_from(WORDS),
    second=st.sampled_from(
        [
            "Another {n} refugees were arrested there.",
            "{N} more were arrested there.",
            "{N} others were arrested there.",
            "An additional {n} refugees were arrested there.",
            "{N} more refugees were arrested there.",
        ]
    ),
)
def test_another_in_every_position_is_a_wall(english: EnglishTools, number: str, second: str) -> None:
    first = f"{number.capitalize()} refugees were arrested in Yanji on June 4, 2019. "
    claims = read(first + second.format(n=number, N=number.capitalize()), english)

    assert [r["kind"] for c in claims[1:] for r in c["relations"]] == ["different"]


@FEW
@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_a_total_behind_its_parts_adds_nobody(english: EnglishTools, women: str, men: str) -> None:
    total = WORDS.index(women) + WORDS.index(men) + 4
    claims = read(
        f"{women.capitalize()} women and {men} men were arrested in Yanji on June 4, 2019, a total of {total}.", english
    )

    assert [(c["count"]["low"], c["count"]["high"]) for c in claims] == [(total, total)]


@pytest.mark.parametrize("code", sorted(load_table("reading.english", "demonyms.toml")))
def test_a_nationality_is_at_most_its_country(english: EnglishTools, code: str) -> None:
    word = load_table("reading.english", "demonyms.toml")[code][0].title()
    claims = read(f"{word} police arrested four people on 4 May 2019.", english)

    assert [
        c["where"]
        for c in claims
        if c["where"] is not None and (c["where"]["prec"] < 6 or c["where"]["country"] != code)
    ] == []
