"""Capitals-only text is read in ordinary case, letter for letter."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.english.casing.casing import is_capitals, mend_report
from bearwitness.reading.english.parsing.sentences import find_sentences
from bearwitness.reading.english.read import EnglishTools


def mend(english: EnglishTools, text: str) -> str:
    return mend_report(text, find_sentences(text), english.gazetteer, english.parser.lexicon)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_mending_changes_case_and_nothing_else(english: EnglishTools, words: str) -> None:
    for text in (words, words.upper()):
        mended = mend(english, text)

        assert len(mended) == len(text)
        assert mended.casefold() == text.casefold()


def test_towns_and_months_keep_their_capitals(english: EnglishTools) -> None:
    words = "FIVE REFUGEES WERE ARRESTED IN SHENYANG ON 4 JUNE BY CHINESE POLICE."

    assert is_capitals(words)
    assert mend(english, words) == "Five refugees were arrested in Shenyang on 4 June by Chinese police."


def test_what_no_dictionary_has_is_a_name(english: EnglishTools) -> None:
    words = "THE BODY OF COL TADEO BRIZUELA WAS FOUND IN THE ACHOTILLO NEIGHBORHOOD. BRIZUELA'S DRIVER WAS UNHURT."
    expected = "The body of Col Tadeo Brizuela was found in the Achotillo neighborhood. Brizuela's driver was unhurt."

    assert mend(english, words) == expected


def test_a_noun_in_a_person_s_name_is_a_name_everywhere_in_the_report(english: EnglishTools) -> None:
    words = "RIVERA WAS SHOT IN THE STREET.\n\nMANUEL RIVERA LED THE UNION OF TEACHERS."

    assert mend(english, words) == "Rivera was shot in the street.\n\nManuel Rivera led the union of teachers."


def test_initials_in_brackets_stay_initials(english: EnglishTools) -> None:
    words = "THE WORKERS FRONT (FTRU) SAID TODAY THAT THE FTRU WOULD NOT NEGOTIATE."

    assert mend(english, words) == "The workers front (FTRU) said today that the FTRU would not negotiate."


def test_words_that_are_months_or_countries_too(english: EnglishTools) -> None:
    words = "THEY TOLD US THAT THE GUARDS MAY MARCH. ON 4 MAY THE US EMBASSY CLOSED."

    assert mend(english, words) == "They told us that the guards may march. On 4 May the US embassy closed."


def test_only_sentences_of_capitals_are_touched(english: EnglishTools) -> None:
    words = "POLICE HOLD FOUR IN YANJI\n\nThe UN said THREE were held."

    assert mend(english, words) == "Police hold four in Yanji\n\nThe UN said THREE were held."
    assert not is_capitals("The UN said THREE were held.")
