"""A model's answer, whatever it is: proposals where there are some, a fault for the rest, and no exception ever."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.model.answer import MOST_PROPOSALS, Answer, parse_answer
from tests.model_server import row

GOOD = row("Two men were held in Yanji", "arrest", "were held", "Two men", place="Yanji")


def answer(content: object) -> Answer:
    return parse_answer(json.dumps({"choices": [{"message": {"content": content}}]}).encode())


def find_codes(read: Answer) -> list[str]:
    return [fault.code for fault in read.faults]


@pytest.mark.parametrize(
    "wrap",
    [
        '{{"claims": [{}]}}',
        '```json\n{{"claims": [{}]}}\n```',
        'Here you are:\n{{"claims": [{}]}} I hope this helps.',
        '<think>[{{"quote": "no"}}]</think>{{"claims": [{}]}}',
        "[{}]",
        '{{"claims":[{},]}}',
    ],
)
def test_a_proposal_is_read_however_it_is_wrapped(wrap: str) -> None:
    read = answer(wrap.format(json.dumps(GOOD)))
    assert [(p.act, p.people, p.date, p.place) for p in read.proposals] == [("arrest", "Two men", None, "Yanji")]
    assert read.faults == ()


def test_no_claims_is_a_good_answer() -> None:
    assert answer('{"claims": []}') == Answer()


@pytest.mark.parametrize(
    "content", ["", "I cannot help with that.", "{}", "null", '{"claims": null}', '{"answer": [1]}', None, 7, ["x"]]
)
def test_what_holds_no_claims_is_one_fault(content: object) -> None:
    read = answer(content)
    assert read.proposals == ()
    assert find_codes(read) in (["answer-not-json"], ["answer-no-completion"])


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"choices": []}', b'{"error": "x"}', b"\xff\xfe", b"[" * 90_000]
)
def test_what_is_no_completion_is_one_fault(body: bytes) -> None:
    assert find_codes(parse_answer(body)) == ["answer-no-completion"]


def test_half_an_answer_gives_its_whole_proposals() -> None:
    whole = json.dumps({"claims": [GOOD, GOOD]})
    for cut in range(len('{"claims": [') + len(json.dumps(GOOD)) + 2, len(whole) - 2):
        read = answer(whole[:cut])
        assert len(read.proposals) == 1
        assert find_codes(read) == ["answer-cut-short"]


@pytest.mark.parametrize(
    "change",
    [
        {"quote": 7}, {"quote": ""}, {"quote": "x" * 3_000}, {"people": None}, {"people": ["two"]}, {"act": "murder"},
        {"act": ["arrest"]}, {"act_words": {}}, {"date": 20190512}, {"place": {"name": "Yanji"}}, {"status": "sure"},
        {"status": 1}, {"total": "yes"}, {"actor": "x" * 3_000},
    ],
)  # fmt: skip
def test_a_wrong_type_refuses_that_proposal_and_not_the_next(change: dict[str, Any]) -> None:
    read = answer(json.dumps({"claims": [GOOD | change, GOOD]}))
    assert [p.number for p in read.proposals] == [2]
    assert find_codes(read) == ["proposal-malformed"]


def test_a_fault_names_the_key_and_never_the_value() -> None:
    read = answer(
        json.dumps({"claims": [GOOD | {"act": "Zq-secret"}, "Zq-secret", None, GOOD | {"total": "Zq-secret"}]})
    )
    assert find_codes(read) == ["proposal-malformed"] * 4
    assert not any("Zq-secret" in fault.detail for fault in read.faults)


def test_a_model_that_runs_on_is_cut_off() -> None:
    read = answer(json.dumps({"claims": [GOOD] * (MOST_PROPOSALS + 50)}))
    assert len(read.proposals) == MOST_PROPOSALS
    assert find_codes(read) == ["answer-too-many"]


def test_words_for_nothing_are_none() -> None:
    read = answer(json.dumps({"claims": [GOOD | {"place": "null", "date": " Unknown ", "actor": "", "voice": "N/A"}]}))
    assert [(p.place, p.date, p.actor, p.voice) for p in read.proposals] == [(None, None, None, None)]


def test_a_model_cannot_call_an_act_confirmed() -> None:
    assert [p.status for p in answer(json.dumps([GOOD | {"status": "confirmed"}])).proposals] == ["reported"]


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    assert parse_answer(body).proposals == ()


@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists).map(json.dumps))
def test_no_content_raises(content: str) -> None:
    assert answer(content).proposals == ()


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            GOOD, st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2)
        ),
    )
)
def test_every_row_is_a_proposal_or_a_fault(change: dict[str, Any]) -> None:
    read = answer(json.dumps({"claims": [GOOD | change]}))
    assert len(read.proposals) + len(read.faults) == 1
