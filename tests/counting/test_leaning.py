"""A figure read strictly and loosely, and what would narrow it most."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting import leaning
from bearwitness.counting.bounds import Ends
from bearwitness.counting.effect import Answers
from bearwitness.counting.estimate import count_people, count_with_bounds
from bearwitness.counting.open_questions import Narrowing, find_narrowing, find_unknown
from bearwitness.counting.pieces import Pieces, split_pieces
from tests.counting.cases import Case, counting_cases, make_claim, make_link, questions

ASKED = Question(act="arrest", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), place=("CN", "Liaoning"))
SHENYANG = ("CN", "Liaoning", "Shenyang")


def split(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> Pieces:
    _, bounds = count_with_bounds(question, claims, links)
    assert bounds is not None
    return split_pieces(question, bounds)


def find_leaning(claims: Sequence[Claim], links: Sequence[Link]) -> leaning.Leaning | None:
    return leaning.find_leaning(split(ASKED, claims, links), links)


def say(one: Narrowing) -> tuple[tuple[str, ...], tuple[str, ...], int, int]:
    return (one.claims, one.lacking, one.effect.low, one.effect.high)


def test_without_an_unsure_link_nothing_leans() -> None:
    claims = [make_claim("c_1", (4, 4)), make_claim("c_2", (4, 4))]
    assert find_leaning(claims, [make_link("c_1", "c_2", "same")]) is None


def test_read_strictly_nothing_joins_and_loosely_all_that_no_wall_forbids() -> None:
    claims = [make_claim(f"c_{n}", (4, 4), days=(date(2019, 5, 24),) * 2, path=SHENYANG) for n in (1, 2, 3)]
    links = [make_link("c_1", "c_2", "unsure"), make_link("c_2", "c_3", "unsure"), make_link("c_1", "c_3", "different")]
    found = find_leaning(claims, links)
    assert found is not None
    assert found.unsure == 2
    assert found.strict == Ends(low=12, high=12, stated=12)
    assert found.loose == Ends(low=8, high=8, stated=8)


@settings(max_examples=150, deadline=None)
@given(counting_cases(most=5), questions())
def test_a_strict_reading_has_the_figures_high_and_neither_reading_a_lower_low(case: Case, question: Question) -> None:
    """The figure's high reads unsure links as different, and its low as it falls worst."""
    claims, links = case
    figure = count_people(question, claims, links)
    if figure.low is None:
        return
    found = leaning.find_leaning(split(question, claims, links), links)
    if found is None:
        return  # most cases have no unsure link between claims that count
    assert found.strict is None or (found.strict.high, found.strict.stated) == (figure.high, figure.high_stated)
    for one in (found.strict, found.loose):
        assert one is None or one.low >= figure.low


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
    links = [make_link("c_1", "c_2", "unsure")]
    pieces = split(ASKED, claims, links)
    found = find_narrowing(pieces, links, 9)
    assert [say(one) for one in found] == [
        (("c_3",), ("place",), 7, 7),
        (("c_1", "c_2"), ("link",), 4, 4),
        (("c_4",), ("day",), 1, 1),
    ]
    assert find_narrowing(pieces, links, 1) == found[:1]
    assert find_unknown(pieces, 9) == (found[0], found[2])
    # Now 4 to 16; the two told once or twice, and the seven inside or not.
    assert found[1].answers == Answers(yes=Ends(low=4, high=12, stated=12), no=Ends(low=8, high=16, stated=16))
    assert found[0].answers == Answers(yes=Ends(low=11, high=16, stated=16), no=Ends(low=4, high=9, stated=9))


def test_people_whom_a_total_needs_anyway_narrow_less() -> None:
    """Of ten in a town's total five may lie outside the days asked for: inside or not, the total proves ten."""
    claims = [
        make_claim("c_1", (5, 5), days=(date(2019, 5, 31), date(2019, 6, 1)), path=SHENYANG),
        make_claim("t_1", (10, 10), shape="aggregate", days=(date(2019, 5, 1), date(2019, 5, 31)), path=SHENYANG),
    ]
    (found,) = find_narrowing(split(ASKED, claims, []), [], 9)
    assert (found.claims, found.lacking) == (("c_1",), ("day",))
    assert found.answers == Answers(yes=Ends(low=10, high=15, stated=15), no=Ends(low=10, high=10, stated=10))


def test_people_of_an_unnamed_group_may_be_of_another() -> None:
    asked = replace(ASKED, group="teachers")
    (found,) = find_narrowing(split(asked, [make_claim("c_1", (5, 5))], []), [], 9)
    assert (found.claims, found.lacking) == (("c_1",), ("group",))
    assert found.answers == Answers(yes=Ends(low=5, high=5, stated=5), no=Ends(low=0, high=0, stated=0))


def test_people_of_an_unnamed_group_may_be_told_twice() -> None:
    """Known to be others, they are not those whose group is told."""
    asked = replace(ASKED, group="teachers")
    named = make_claim("c_2", (5, 5))
    claims = [make_claim("c_1", (5, 5)), replace(named, people=replace(named.people, group="teachers"))]
    links = [make_link("c_1", "c_2", "unsure")]
    found = {one.lacking: one.answers for one in find_narrowing(split(asked, claims, links), links, 9)}
    assert found["group",].no == Ends(low=5, high=5, stated=5)
    assert found["link",] == Answers(yes=Ends(low=5, high=5, stated=5), no=Ends(low=5, high=10, stated=10))
