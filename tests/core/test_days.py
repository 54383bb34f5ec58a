"""What a date lets counting and linking rely on."""

from datetime import date

from hypothesis import given

from bearwitness.core.days import find_known, list_known
from bearwitness.core.records import When
from tests.strategies import whens


@given(whens())
def test_a_date_in_words_is_known_as_it_stands(when: When) -> None:
    if not when.inferred:
        assert find_known(when) is when


@given(whens())
def test_of_an_inferred_date_nothing_but_the_report_s_day_is_known(when: When) -> None:
    known = find_known(when)
    if when.inferred and known is not None:
        assert (known.earliest, known.latest, known.basis) == (None, when.known_until, "publication")
        assert find_known(known) is known
    elif when.inferred:
        assert when.known_until is None


def test_nothing_is_known_of_nothing() -> None:
    guessed = When(
        earliest=date(2019, 5, 1), latest=date(2019, 5, 31), prec=4, basis="relative", text="", inferred=True
    )
    assert find_known(None) is None
    assert list_known([guessed]) == []
