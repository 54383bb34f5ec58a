"""Capitals-only text is read in ordinary case, letter for letter."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.english.casing import is_capitals, mend_case
from bearwitness.reading.english.read import EnglishTools


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_mending_changes_case_and_nothing_else(english: EnglishTools, words: str) -> None:
    mended = mend_case(words, english.gazetteer)

    assert len(mended) == len(words)
    assert mended.casefold() == words.casefold()


def test_towns_and_months_keep_their_capitals(english: EnglishTools) -> None:
    words = "FIVE REFUGEES WERE ARRESTED IN SHENYANG ON 4 JUNE BY CHINESE POLICE."

    assert is_capitals(words)
    assert mend_case(words, english.gazetteer) == "Five refugees were arrested in Shenyang on 4 June by Chinese police."


def test_ordinary_text_is_left_alone() -> None:
    assert not is_capitals("The UN said THREE were held.")
