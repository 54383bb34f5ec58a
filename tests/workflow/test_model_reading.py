"""A report with a language model beside the rules: whatever the model's server does, the report is read by the rules."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bearwitness.core.records import Reading
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.reading.english.story.claims import READER
from bearwitness.reading.model.windows import LONGEST_WINDOW, MOST_WINDOWS
from bearwitness.store.address import Address
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import Overrides
from bearwitness.workflow.model_endpoint import Endpoint, build_endpoint
from bearwitness.workflow.model_reading import add_model_claims, build_second_reader, name_readers
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import ALREADY_THERE, record_readings
from bearwitness.workflow.view import load_view
from tests.model_server import Answering, Json, Reply, Server, complete, propose, row, serve
from tests.register_homes import Home
from tests.workflow.test_reading import capture, make_report

TEXT = "Four refugees were arrested in Yanji on 12 May. Officers swept up three women in Tumen on 14 May."
SWEPT = row("Officers swept up three women in Tumen", "arrest", "swept up", "three women", date="14 May", place="Tumen")
INVENTED = row("Officers swept up 300 women in Tumen", "arrest", "swept up", "300 women")


def reach(server: Server, wait: float = 20) -> Endpoint:
    return build_endpoint(server.url, "a-model", None, wait=wait, allow_remote=False)


def read(
    english: EnglishTools, answer: Answering, text: str = TEXT, wait: float = 20
) -> tuple[Reading, Reading, Server]:
    rules = read_english(make_report(text), english)
    with serve(answer) as server:
        both = add_model_claims(rules, english, reach(server, wait))
    return rules, both, server


def find_codes(reading: Reading) -> list[str]:
    return [fault.code for fault in reading.faults]


def test_a_good_answer_adds_its_claims_and_keeps_its_faults(english: EnglishTools) -> None:
    rules, both, server = read(english, lambda _: propose(SWEPT, INVENTED))
    assert both.claims[: len(rules.claims)] == rules.claims
    assert [c.found_by for c in both.claims] == [READER, "lm/a-model"]
    assert [(f.code, f.detail) for f in both.faults] == [
        ("quote-not-found", "lm/a-model: proposal 2: its quote does not stand in the report")
    ]
    assert both.notes == rules.notes
    assert name_readers(both, reach(server)) == f"{READER} lm/a-model/1"


@pytest.mark.parametrize(
    ("reply", "code", "asked"),
    [
        (Reply(pieces=(b"down",), status=500), "model-refuses", 2),
        (Reply(pieces=(b"busy",), status=503), "model-refuses", 2),
        (Reply(pieces=(b"who?",), status=401), "model-refuses", 1),
        (Reply(pieces=(b"what?",), status=400), "model-refuses", 2),
        (Reply(pieces=None), "model-not-reached", 2),
        (Reply(pieces=(), status=302, headers=(("Location", "http://127.0.0.1:9/"),)), "model-redirects", 1),
        (Reply(pieces=(b"x" * 2_000_000,)), "model-too-long", 1),
        (Reply(pieces=(b" ",) * 40, pause=0.1), "model-too-slow", 1),
        (Reply(pieces=(b"<html>not json</html>",)), "answer-no-completion", 1),
        (complete("I cannot help with that."), "answer-not-json", 1),
        (complete('{"claims": [{"quote": "Four ref'), "answer-cut-short", 1),
    ],
    ids=["500", "503", "401", "400", "hangs up", "redirect", "floods", "drips", "html", "prose", "half"],
)
def test_a_model_that_fails_leaves_the_rules_reading(
    reply: Reply, code: str, asked: int, english: EnglishTools
) -> None:
    rules, both, server = read(english, lambda _: reply, wait=1)
    assert both.claims == rules.claims
    assert (both.statements, both.sums) == (rules.statements, rules.sums)
    assert find_codes(both) == [code]
    assert len(server.asked) == asked
    (note,) = both.notes
    assert note.startswith("lm/a-model did not answer in full: ")
    assert note.endswith("read by the rules alone")
    assert name_readers(both, reach(server)) == READER


def test_half_an_answer_keeps_its_whole_half(english: EnglishTools) -> None:
    whole = json.dumps({"claims": [SWEPT, SWEPT]})
    rules, both, _ = read(english, lambda _: complete(whole[:-30]))
    assert len(both.claims) == len(rules.claims) + 1
    assert find_codes(both) == ["answer-cut-short"]


def test_a_server_that_knows_no_shapes_is_asked_without_one(english: EnglishTools) -> None:
    def answer(asked: Json) -> Reply:
        return Reply(pieces=(b"unknown field",), status=400) if "response_format" in asked else propose(SWEPT)

    rules, both, server = read(english, answer)
    assert len(both.claims) == len(rules.claims) + 1
    assert both.faults == rules.faults
    assert len(server.asked) == 2


def test_a_server_that_stumbles_once_is_asked_again(english: EnglishTools) -> None:
    replies = iter([Reply(pieces=(b"loading",), status=503), propose(SWEPT)])
    rules, both, _ = read(english, lambda _: next(replies))
    assert len(both.claims) == len(rules.claims) + 1
    assert both.faults == rules.faults


def test_a_long_report_is_asked_about_in_parts(english: EnglishTools) -> None:
    filler = "Nothing more was heard of it. " * (LONGEST_WINDOW // 30)
    text = f"{TEXT}\n\n{filler}\n\nOfficers swept up nine men in Hunchun on 16 May."
    nine = row(
        "Officers swept up nine men in Hunchun on 16 May",
        "arrest",
        "swept up",
        "nine men",
        date="16 May",
        place="Hunchun",
    )

    def answer(asked: Json) -> Reply:
        return propose(nine) if "nine men" in asked["messages"][1]["content"] else propose(SWEPT)

    rules, both, server = read(english, answer, text)
    assert [c.count.low for c in both.claims if c not in rules.claims] == [3, 9]
    assert len(server.asked) == 2
    assert all(len(asked["messages"][1]["content"]) < LONGEST_WINDOW + 100 for asked in server.asked)


def test_a_dead_server_is_not_asked_for_the_rest_and_a_book_not_in_full(english: EnglishTools) -> None:
    text = ("Nothing more was heard of it. " * (LONGEST_WINDOW // 30) + "\n\n") * (MOST_WINDOWS + 3)
    _, both, server = read(english, lambda _: Reply(pieces=None), text, wait=1)
    assert len(server.asked) == 2
    assert find_codes(both) == ["model-not-reached", "model-not-asked"]
    _, both, server = read(english, lambda _: propose(), text)
    assert len(server.asked) == MOST_WINDOWS
    assert find_codes(both) == ["model-not-asked"]


def read_all(english: EnglishTools, server: Server, path: Address | None, items: list[Captured]) -> list[Reading]:
    endpoint = reach(server, wait=1)
    second = build_second_reader(endpoint, lambda: english, path)
    readings: Iterator[Reading] = read_batch(
        items, lambda: english, ReadOptions(overrides=Overrides(), second_reader=second)
    )
    if path is not None:
        name: Callable[[Reading], str] = lambda reading: name_readers(reading, endpoint)  # noqa: E731
        readings = record_readings(readings, path, lambda: datetime(2021, 6, 9, tzinfo=UTC), name)
    return list(readings)


def test_one_bad_answer_never_stops_a_batch(english: EnglishTools) -> None:
    def answer(asked: Json) -> Reply:
        return Reply(pieces=(b"\xff" * 10,)) if "Kunming" in asked["messages"][1]["content"] else propose(SWEPT)

    items = [
        capture(TEXT),
        Captured(input="b", error="it is empty"),
        capture("Two men were arrested in Kunming."),
        capture(TEXT),
    ]
    with serve(answer) as server:
        first, unread, bad, last = read_all(english, server, None, items)
    assert [len(r.claims) for r in (first, unread, bad, last)] == [2, 0, 1, 2]
    assert find_codes(bad) == ["answer-no-completion"]
    assert len(server.asked) == 3


def test_a_fault_of_our_own_leaves_the_rules_reading(english: EnglishTools) -> None:
    def fail(reading: Reading) -> Reading:
        raise ValueError(reading.report.text)

    (reading,) = read_batch([capture(TEXT)], lambda: english, ReadOptions(overrides=Overrides(), second_reader=fail))
    assert (reading.error, len(reading.claims)) == (None, 1)
    assert reading.notes == (
        "adding the language model's claims failed (ValueError); the report is read by the rules alone",
    )


def test_what_both_have_read_is_not_asked_for_again(english: EnglishTools, home: Home) -> None:
    """The same command goes on where it was stopped: a laptop takes minutes over a report."""
    path = home("r.db")
    with serve(lambda _: propose(SWEPT)) as server:
        (first,) = read_all(english, server, path, [capture(TEXT)])
        (again,) = read_all(english, server, path, [capture(TEXT)])
    assert len(server.asked) == 1
    assert again == replace(first, notes=(*first.notes, ALREADY_THERE))
    assert load_view(path).claims == first.claims


def test_what_the_model_failed_on_is_asked_for_again(english: EnglishTools, home: Home) -> None:
    path = home("r.db")
    replies = iter([Reply(pieces=(b"no",), status=404), propose(SWEPT)])
    with serve(lambda _: next(replies)) as server:
        (first,) = read_all(english, server, path, [capture(TEXT)])
        (again,) = read_all(english, server, path, [capture(TEXT)])
    assert [len(first.claims), len(again.claims)] == [1, 2]
    assert load_view(path).claims == again.claims


def test_reading_by_the_rules_again_keeps_the_models_claims(english: EnglishTools, home: Home) -> None:
    """New reports come in and the same folder is read without the model: nothing a person has accepted is lost."""
    path = home("r.db")
    with serve(lambda _: propose(SWEPT)) as server:
        (without,) = record_readings(
            [read_english(make_report(TEXT), english)], path, lambda: datetime(2021, 6, 9, tzinfo=UTC)
        )
        (both,) = read_all(english, server, path, [capture(TEXT)])
        list(record_readings([without], path, lambda: datetime(2021, 6, 9, tzinfo=UTC)))
    assert load_view(path).claims == both.claims
