"""Words of a model are found in the report as whole words, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.model.locate import find_first, find_nearest, find_words

TEXT = "On Tuesday “four” men\nwere held. Fourteen women, 41 in all, were freed on Tuesday – they’re home."


def found(words: str) -> str | None:
    at = find_first(words, TEXT, (0, len(TEXT)))
    return None if at is None else TEXT[at[0] : at[1]]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("four men", None),
        ('"four" men were held', "four” men\nwere held"),
        ("men were held.", "men\nwere held."),
        ("four", "four"),
        ("4", None),
        ("41", "41"),
        ("teen women", None),
        ("they're home", "they’re home"),
        ("Tuesday - they", "Tuesday – they"),
        ("'on tuesday'", "On Tuesday"),
        ("men ... women", None),
        ("", None),
        ("\"'", None),
        (".*", None),
    ],
)
def test_words_are_found_whole(words: str, there: str | None) -> None:
    assert found(words) == there


def test_the_nearest_is_taken() -> None:
    freed = TEXT.index("freed")
    assert find_nearest("Tuesday", TEXT, (freed, freed + 20)) == (TEXT.rindex("Tuesday"), TEXT.rindex("Tuesday") + 7)
    assert find_nearest("Tuesday", TEXT, (10, 40)) == (3, 10)
    assert find_nearest("Friday", TEXT, (10, 40)) is None


odd = st.text(alphabet="aAbB41 .-–\"“'’…\n(", max_size=40)


@given(odd, odd)
def test_what_is_found_has_the_same_letters(words: str, text: str) -> None:
    for start, end in find_words(words, text, (0, len(text))):
        letters = [c for c in words.casefold() if c.isalnum()]
        assert [c for c in text[start:end].casefold() if c.isalnum()] == letters
