"""What the contract's reader accepts and refuses, and how its errors speak."""

import json
from datetime import date
from typing import Any

import pytest

from bearwitness.core.contract import parse_claim, parse_lines, parse_link
from bearwitness.core.errors import ContractError
from bearwitness.core.records import People

BARE: dict[str, Any] = {"id": "c_1", "act": "arrest", "count": {"low": 2, "high": 2}}


def test_a_bare_claim_takes_the_defaults_of_a_counting_case() -> None:
    claim = parse_claim(BARE)

    assert (claim.shape, claim.status, claim.count.unit) == ("incident", "reported", "person")
    assert (claim.when, claim.where, claim.people) == (None, None, People())
    assert (claim.relations, claim.quotes, claim.voices) == ((), (), ())


@pytest.mark.parametrize(
    ("first", "last", "prec"),
    [
        ("2019-05-15", "2019-05-15", 1),
        ("2019-05-15", "2019-05-17", 2),
        ("2019-05-13", "2019-05-19", 3),
        ("2019-05-01", "2019-05-31", 4),
        ("2019-01-01", "2019-12-31", 5),
        (None, "2019-05-31", 5),
    ],
)
def test_dates_given_without_a_precision_take_the_one_of_their_length(first: str | None, last: str, prec: int) -> None:
    when = parse_claim(BARE | {"when": {"earliest": first, "latest": last}}).when

    assert when is not None
    assert (when.prec, when.basis, when.latest) == (prec, "stated", date.fromisoformat(last))


def test_a_place_without_a_precision_is_only_its_country() -> None:
    where = parse_claim(BARE | {"where": {"country": "CN"}}).where

    assert where is not None
    assert (where.name, where.prec) == ("CN", 6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"act": "picnic"}, "key 'act': expected one of arrest, raid"),
        ({"act": None}, "key 'act': expected text, found null"),
        ({"id": 7}, "key 'id': expected text, found a number"),
        ({"count": None}, "key 'count': expected an object"),
        ({"count": {"low": 2}}, "key 'high': expected a whole number, or null for open, found nothing"),
        ({"count": {"low": "two", "high": 2}}, "key 'low': expected a whole number of 0 or more, found text"),
        ({"count": {"low": True, "high": 2}}, "key 'low'"),
        ({"count": {"low": -1, "high": 2}}, "found -1"),
        ({"count": {"low": 3, "high": 2}}, "expected 'low' not above 'high', found 3 above 2"),
        ({"when": {"earliest": "15 May"}}, "key 'earliest': expected a day as YYYY-MM-DD"),
        ({"when": {"earliest": "2019-05-02", "latest": "2019-05-01"}}, "found 2019-05-02 after 2019-05-01"),
        ({"when": {"prec": 9}}, "key 'prec': expected a whole number from 0 to 5, found 9"),
        ({"where": {"country": "CN", "lat": "north"}}, "key 'lat': expected a finite number or null, found text"),
        ({"where": "China"}, "key 'where': expected an object, found text"),
        ({"people": {"ages": ["nine"]}}, "key 'ages[0]'"),
        ({"manner": "beaten"}, "key 'manner': expected a list, found text"),
        ({"manner": [1]}, "key 'manner'[0]: expected text, found a number"),
        ({"relations": [{"to": "c_1", "kind": "same"}]}, "related to itself"),
        ({"quotes": [{"start": 0, "end": 3}]}, "key 'quotes'[0], key 'text': expected text, found nothing"),
    ],
)
def test_a_wrong_shape_is_refused_by_line_and_key(change: dict[str, Any], words: str) -> None:
    lines = ["", json.dumps(BARE | change)]

    with pytest.raises(ContractError) as caught:
        parse_lines(lines)

    assert "line 2" in str(caught.value)
    assert words in str(caught.value)


def test_an_error_never_repeats_the_words_of_a_report() -> None:
    row = BARE | {"voices": [{"kind": "anonymous", "name": ["a guide from the border"]}]}

    with pytest.raises(ContractError) as caught:
        parse_claim(row)

    assert "guide" not in str(caught.value)


@pytest.mark.parametrize("line", ["{", "[]", '"c_1"', "{}", '{"report": {}}', "[" * 100_000])
def test_a_line_that_is_no_claim_and_no_link_is_refused(line: str) -> None:
    with pytest.raises(ContractError, match="line 1: expected"):
        parse_lines([line])


def test_one_id_with_two_contents_is_refused() -> None:
    other = BARE | {"count": {"low": 3, "high": 3}}

    with pytest.raises(ContractError, match="line 3: this claim id was given before"):
        parse_lines([json.dumps(BARE), json.dumps(BARE), json.dumps(other)])


def test_a_link_is_put_in_order_unless_its_direction_means_something() -> None:
    same = parse_link({"left": "c_2", "right": "c_1", "judgement": "same"})
    part = parse_link({"left": "c_2", "right": "c_1", "judgement": "part-of"})

    assert (same.left, same.right) == ("c_1", "c_2")
    assert (part.left, part.right) == ("c_2", "c_1")


@pytest.mark.parametrize(
    "row",
    [
        {"left": "c_1", "right": "c_1", "judgement": "same"},
        {"left": "c_1", "right": "c_2", "judgement": "follows"},
        {"left": "c_1", "judgement": "same"},
    ],
)
def test_a_link_that_judges_nothing_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ContractError, match="line 1"):
        parse_lines([json.dumps({"links": [row]})])
