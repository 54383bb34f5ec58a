"""A figure read strictly and loosely, and what would narrow it most."""

from datetime import date

from hypothesis import given, settings

from bearwitness.core.incidents import Question
from bearwitness.counting.estimate import count_people
from bearwitness.counting.leaning import find_leaning
from bearwitness.counting.open_questions import find_narrowing
from tests.counting.cases import Case, counting_cases, make_claim, make_link, questions

ASKED = Question(act="arrest", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), place=("CN", "Liaoning"))
SHENYANG = ("CN", "Liaoning", "Shenyang")


def test_without_an_unsure_link_nothing_leans() -> None:
    claims = [make_claim("c_1", (4, 4)), make_claim("c_2", (4, 4))]
    assert find_leaning(ASKED, claims, [make_link("c_1", "c_2", "same")]) is None


def test_read_strictly_nothing_joins_and_loosely_all_that_no_wall_forbids() -> None:
    claims = [make_claim(f"c_{n}", (4, 4), days=(date(2019, 5, 24),) * 2, path=SHENYANG) for n in (1, 2, 3)]
    links = [make_link("c_1", "c_2", "unsure"), make_link("c_2", "c_3", "unsure"), make_link("c_1", "c_3", "different")]
    found = find_leaning(ASKED, claims, links)
    assert found is not None
    assert (found.unsure, found.strict.low, found.strict.high) == (2, 12, 12)
    assert (found.loose.low, found.loose.high) == (8, 8)


@settings(max_examples=150, deadline=None)
@given(counting_cases(most=5), questions())
def test_a_strict_reading_has_the_figures_high_and_neither_reading_a_lower_low(case: Case, question: Question) -> None:
    """The figure's high reads unsure links as different, and its low as it falls worst."""
    claims, links = case
    figure = count_people(question, claims, links)
    found = find_leaning(question, claims, links)
    if found is None or figure.low is None:
        return  # most cases have no unsure link between claims that count
    assert (found.strict.high, found.strict.high_stated) == (figure.high, figure.high_stated)
    for one in (found.strict, found.loose):
        assert one.low is None or one.low >= figure.low


def test_what_narrows_most_comes_first() -> None:
    """Seven of May whose province nobody tells move more than four who may be told twice; those who surely lie inside move nothing."""
    day = (date(2019, 5, 24),) * 2
    claims = [
        make_claim("c_1", (4, 4), days=day, path=SHENYANG),
        make_claim("c_2", (4, 4), days=day, path=SHENYANG),
        make_claim("c_3", (7, 7), days=day, path=("CN",)),
        make_claim("c_4", (1, 1), days=(date(2019, 5, 30), date(2019, 6, 2)), path=SHENYANG),
        make_claim("c_5", (9, 9), days=(date(2019, 6, 2),) * 2, path=SHENYANG),
    ]
    found = find_narrowing(ASKED, claims, [make_link("c_1", "c_2", "unsure")], 9)
    assert [(one.claims, one.lacking, one.low, one.high) for one in found] == [
        (("c_3",), ("place",), 7, 7),
        (("c_1", "c_2"), ("link",), 4, 4),
        (("c_4",), ("day",), 1, 1),
    ]
    assert find_narrowing(ASKED, claims, [], 1) == found[:1]
