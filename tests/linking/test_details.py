"""The telling words of a report: which are taken, and that the quick way for ASCII text finds the very same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.linking.details import find_telling

texts = st.text(alphabet="aBo dE,.'1_-\n", max_size=60)
worded = st.lists(
    st.sampled_from(
        [
            "the",
            "The",
            "gate",
            "Gate",
            "blue",
            "Blue",
            "tannery",
            "Tannery,",
            "Monday",
            "March",
            "account",
            "12",
            "a",
            "Mr.",
            "O'Hara",
            "was",
            "at",
        ]
    ),
    max_size=20,
).map(" ".join)


@given(texts | worded, texts | worded)
def test_letters_beyond_ascii_change_no_other_word(text: str, title: str) -> None:
    """A single letter is no word, so all else must stay as it was."""
    assert find_telling(f"{text} é", title) == find_telling(text, title)
    assert find_telling(text, f"{title} é") == find_telling(text, title)


@given(texts | worded)
def test_typographic_marks_part_words_as_plain_ones_do(text: str) -> None:
    assert find_telling(text.replace("'", "’"), "") == find_telling(text, "")
    assert find_telling(f"“{text}” — …", "") == find_telling(f'"{text}" -- ...', "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He was shot at the Blue Gate on Monday.", {"blue", "gate"}),
        ("He was shot at the Blue Gate, a blue door.", {"gate"}),
        ("The gate of the Tannery was shut.", {"tannery"}),
        ("They met Imrik Oldham, Blue and Mill at Weirside.", {"imrik", "oldham", "mill", "weirside"}),
    ],
)
def test_names_within_a_sentence_count_though_news_has_the_word_in_common(text: str, names: set[str]) -> None:
    assert find_telling(text, "").names == names
