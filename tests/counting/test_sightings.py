"""Which incidents can stand on lists, and in words why others cannot."""

from dataclasses import replace
from datetime import date

from bearwitness.core.incidents import Incident, Question
from bearwitness.core.vocabulary import LONGER, MONTH, WEEK
from bearwitness.counting.sightings import select_sighted
from tests.counting.test_fates import make_incident
from tests.linking.told import make_when, make_where

MAY = Question(act="arrest", earliest=date(2019, 5, 1), latest=date(2019, 5, 31))
ONE = make_incident("1", "arrest", 4)


def list_ids(*incidents: Incident, question: Question = MAY) -> tuple[list[str], tuple[str, ...]]:
    found = select_sighted(question, incidents)
    return [one.id for one in found.incidents], found.left_out


def test_an_incident_of_the_act_inside_the_question() -> None:
    other = make_incident("2", "killing", 1)
    later = replace(make_incident("3", "arrest", 1), when=make_when(date(2019, 6, 2)))
    assert list_ids(ONE, other, later) == (["1"], ())


def test_raids_count_as_incidents_whatever_they_count() -> None:
    raid = replace(ONE, act="raid", count=replace(ONE.count, unit="place"))
    assert list_ids(raid, question=Question(act="raid")) == (["1"], ())


def test_totals_and_what_was_taken_back_are_left_out_with_the_reason() -> None:
    total = replace(make_incident("2", "arrest", 41), shape="aggregate")
    taken_back = replace(make_incident("3", "arrest", 2), grade="discounted")
    assert list_ids(ONE, total, taken_back) == (
        ["1"],
        ("1 left out: a total lists no one", "1 left out: all that told it took it back"),
    )


def test_what_may_lie_outside_is_left_out() -> None:
    sometime = replace(make_incident("2", "arrest", 2), when=make_when(date(2019, 1, 1), date(2019, 12, 31), LONGER))
    assert list_ids(ONE, sometime) == (["1"], ("1 left out: it may lie outside the question",))


def test_without_a_day_to_the_week_and_a_town_it_cannot_be_told_apart() -> None:
    month = make_when(date(2019, 5, 1), date(2019, 5, 31), MONTH)
    week = make_when(date(2019, 5, 6), date(2019, 5, 12), WEEK)
    town, land = make_where(), make_where("China")
    rows = [("2", month, town), ("3", week, land), ("4", month, land), ("5", month, make_where("Liaoning"))]
    made = [replace(make_incident(ident, "arrest", 2), when=when, where=where) for ident, when, where in rows]
    ids, left = list_ids(ONE, *made)
    assert ids == ["1", "2", "3"]
    assert left == ("2 left out: without a day, to the week, and without a town it cannot be told apart from others",)
    assert select_sighted(MAY, [ONE, *made]).refused == ()


def test_where_most_cannot_be_told_apart_nothing_is_estimated() -> None:
    nameless = [replace(make_incident(str(n), "arrest", 2), when=None, where=None) for n in range(2, 5)]
    found = select_sighted(Question(act="arrest"), [ONE, *nameless])
    assert found.refused[0].startswith("3 of 4 incidents have no day, to the week, and no town")


def test_an_inferred_day_tells_nothing_apart() -> None:
    guessed = replace(ONE, when=replace(make_when(date(2019, 5, 3)), inferred=True), where=None)
    assert select_sighted(Question(act="arrest"), [guessed]).incidents == ()
