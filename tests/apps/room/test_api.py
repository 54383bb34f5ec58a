"""The interface: the published shapes, cursors, ETags, decisions on what was seen, and one shape for every error."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bearwitness.store.register import open_register
from bearwitness.store.register_judgements import find_last_judgement, load_reviews
from tests.apps.front_door import call
from tests.apps.room.program import Program, let_in
from tests.apps.room.visitor import OpenRoom


@pytest.fixture
def program(sample_room: OpenRoom) -> Program:
    """A program that may do all, over the samples."""
    return let_in(sample_room, "read", "review", "judge", name="Harvester")


def run(room: OpenRoom, *arguments: str) -> list[Any]:
    made = call(*arguments, "--register", str(room.settings.register), "--json")
    assert made.code == 0
    return [json.loads(line) for line in made.out.splitlines()]


def test_answers_are_those_of_the_commands(sample_room: OpenRoom, program: Program) -> None:
    question: dict[str, Any] = {"act": "arrest", "from_": "2019-05-01", "to": "2019-05-31", "place": "CN"}
    options = ("--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN")
    figure = program.get("/count", **question).json()
    assert [figure] == run(sample_room, "count", *options)
    assert program.get("/certificate", **question).json() == figure["certificate"]
    table = program.get("/breakdown", by="month,place", **question).json()
    assert [table] == run(sample_room, "count", *options, "--by", "month", "--by", "place")
    assert [program.get("/breakdown", by="act").json()] == run(sample_room, "count", "--by", "act")
    assert [program.get("/trend", act="arrest", by="year").json()] == run(
        sample_room, "trend", "--act", "arrest", "--by", "year"
    )
    incidents = {one["id"]: one for one in run(sample_room, "incidents")}
    assert {one["id"]: one for one in program.read_all("/incidents", limit=7)} == incidents
    assert len(program.read_all("/links", limit=9)) == len(run(sample_room, "link"))


def test_lists_are_whole_part_by_part_and_each_thing_is_found_by_its_id(program: Program) -> None:
    claims = program.read_all("/claims", limit=13)
    assert [one["id"] for one in claims] == sorted({one["id"] for one in claims})
    reports = program.read_all("/reports", limit=5)
    assert sum(one["claims"] for one in reports) == len(claims)
    for one in claims[:5]:
        found = program.get(f"/claims/{one['id']}").json()
        assert found.pop("review") is None
        assert found == one
        reading = program.get(f"/reports/{one['report_uid']}").json()
        assert one["report"] == reading["report"]["id"]
        assert all(reading["text"][q["start"] : q["end"]] == q["text"] for q in one["quotes"])
        if one["incident"]:
            home = program.get(f"/incidents/{one['incident']}").json()
            assert one["id"] in home["claims"]
            assert program.get(f"/incidents/{one['id']}").json() == home
    for path in ("/claims/c_0", "/incidents/i_0", "/reports/u_0", "/pairs/c_0/c_1"):
        assert program.get(path).status_code == 404


def test_filters_leave_out_and_never_add(program: Program) -> None:
    claims = {one["id"]: one for one in program.read_all("/claims", limit=200)}
    cases: tuple[tuple[dict[str, Any], Callable[[Any], bool]], ...] = (
        ({"act": "killing"}, lambda one: one["act"] == "killing"),
        ({"status": "denied"}, lambda one: one["status"] == "denied"),
        ({"decision": "accepted"}, lambda _: False),
        ({"shape": "aggregate"}, lambda one: one["shape"] == "aggregate"),
        ({"place": "CN"}, lambda one: (one["where"] or {}).get("country") == "CN"),
    )
    for query, fits in cases:
        got = [one["id"] for one in program.read_all("/claims", limit=50, **query)]
        assert got == [ident for ident, one in claims.items() if fits(one)]
    grades = {one["grade"] for one in program.read_all("/incidents", grade="corroborated")}
    assert grades == {"corroborated"}
    link = program.read_all("/links")[0]
    touching = program.read_all("/links", claim=link["left"])
    assert link in touching
    assert all(link["left"] in (one["left"], one["right"]) for one in touching)


def test_a_decision_is_kept_under_the_programs_name_and_only_on_what_was_seen(
    sample_room: OpenRoom, program: Program
) -> None:
    ident = program.get("/claims", limit=1).json()["items"][0]["id"]
    first = program.get(f"/claims/{ident}")
    assert program.send(f"/claims/{ident}/accept", {}).json()["error"]["code"] == "no_state"
    accepted = program.send(f"/claims/{ident}/accept", {"because": "read both"}, first.headers["etag"])
    assert accepted.json()["decision"] == "accepted"
    assert accepted.json()["review"]["by"] == "Harvester"
    stale = program.send(f"/claims/{ident}/reject", {"because": "no"}, first.headers["etag"])
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")
    assert stale.json()["seen"]["decision"] == "proposed"
    assert stale.json()["now"]["decision"] == "accepted"
    assert program.send(f"/claims/{ident}/reject", {"because": ""}, accepted.headers["etag"]).status_code == 422
    assert program.send(f"/claims/{ident}/reject", {"because": " "}, accepted.headers["etag"]).status_code == 422
    assert program.send("/claims/c_0/accept", {}, first.headers["etag"]).status_code == 404
    with open_register(sample_room.settings.register, create=False) as register:
        assert [(one.by, one.decision) for one in load_reviews(register)] == [("Harvester", "accepted")]
    newest = program.get("/log", kind="review", limit=1).json()["items"][0]
    assert (newest["by"], newest["what"], newest["on"]) == ("Harvester", "accepted", [ident])


def test_a_correction_changes_what_is_sent_and_nothing_else(program: Program) -> None:
    one = next(c for c in program.read_all("/claims") if c["count"]["high"] is not None and c["where"])
    state = program.get(f"/claims/{one['id']}").headers["etag"]
    wrong = program.send(f"/claims/{one['id']}/correct", {"fields": {"low": None}}, state)
    assert wrong.json()["error"]["code"] == "not_understood"
    made = program.send(f"/claims/{one['id']}/correct", {"fields": {"high": None, "group": "teachers"}}, state).json()
    assert made["count"] | {"high": one["count"]["high"]} == one["count"]
    assert made["count"]["high"] is None
    assert made["people"] == one["people"] | {"group": "teachers"}
    assert (made["when"], made["where"], made["quotes"]) == (one["when"], one["where"], one["quotes"])
    assert (made["decision"], made["found_by"]) == ("accepted", "person:Harvester")
    for how, body in (("correct", {"fields": {"low": 1}}), ("accept", {})):
        again = program.send(f"/claims/{one['id']}/{how}", body, state)
        assert again.status_code == 409
    assert again.json()["now"] is None
    assert again.json()["seen"]["id"] == one["id"]


def test_a_judgement_is_kept_only_on_what_was_seen(sample_room: OpenRoom, program: Program) -> None:
    doubt = program.get("/pairs").json()["items"][0]
    left, right = doubt["link"]["left"], doubt["link"]["right"]
    path = f"/pairs/{left}/{right}"
    state = program.get(path).headers["etag"]
    because = {"because": "one village, one day"}
    made = program.send(path, {"judgement": "different", **because}, state)
    assert made.json()["judged"]["by"] == "person:Harvester"
    late = program.send(path, {"judgement": "same", **because}, state)
    assert late.status_code == 409
    assert late.json()["seen"] is None
    assert late.json()["now"]["judgement"] == "different"
    assert all({left, right} != {d["link"]["left"], d["link"]["right"]} for d in program.get("/pairs").json()["items"])
    again = program.send(path, {"judgement": "unsure", **because}, made.headers["etag"])
    assert again.status_code == 200
    second = program.send(path, {"judgement": "same", **because}, made.headers["etag"])
    assert second.json()["seen"]["judgement"] == "different"
    with open_register(sample_room.settings.register, create=False) as register:
        assert find_last_judgement(register, left, right) > 0


def test_an_etag_holds_until_the_register_moves(program: Program) -> None:
    questions: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/claims", {}),
        ("/count", {"act": "arrest"}),
        ("/incidents", {"limit": 3}),
        ("/log", {}),
    )
    for path, query in questions:
        first = program.get(path, **query)
        assert first.headers["cache-control"].startswith("private")
        known = {"if-none-match": first.headers["etag"]}
        held = program.get(path, headers=known, **query)
        assert (held.status_code, held.content) == (304, b"")
        ident = next(c["id"] for c in program.read_all("/claims", decision="proposed"))
        program.send(f"/claims/{ident}/accept", {}, program.get(f"/claims/{ident}").headers["etag"])
        assert program.get(path, headers=known, **query).status_code == 200


def test_a_cursor_goes_on_where_it_was_while_the_register_grows(program: Program) -> None:
    before = [one["id"] for one in program.read_all("/claims", limit=200)]
    first = program.get("/claims", limit=10).json()
    corrected = before[3]
    state = program.get(f"/claims/{corrected}").headers["etag"]
    program.send(f"/claims/{corrected}/correct", {"fields": {"group": "nurses"}}, state)
    rest = program.read_all("/claims", limit=10, cursor=first["next"])
    seen = [one["id"] for one in (*first["items"], *rest)]
    assert set(before) <= set(seen)
    assert len(set(seen)) == len(seen)
    log = program.get("/log", limit=4).json()
    program.send(f"/claims/{before[0]}/accept", {}, program.get(f"/claims/{before[0]}").headers["etag"])
    rows = [*log["items"], *program.read_all("/log", limit=4, cursor=log["next"])]
    keys = [(one["kind"], one["at"], tuple(one["on"]), one["what"]) for one in rows]
    assert len(set(keys)) == len(keys)


def test_every_error_has_one_shape_and_says_what_to_do(program: Program) -> None:
    client, headers = program.visitor.client, program.headers
    state = {"if-match": '"1-0.1-0-0"', "content-type": "application/json"}
    much = b'"' + b"x" * 1_100_000 + b'"'
    for status, answer in (
        (404, program.get("/nowhere")),
        (405, client.put("/api/v1/claims", headers=headers)),
        (405, client.post("/api/v1/count", headers=headers, json={})),
        (413, client.post("/api/v1/claims/x/accept", headers=headers | state, content=much)),
        (415, client.post("/api/v1/claims/x/accept", headers=headers, data={"because": "x"})),
        (421, client.get("/api/v1/claims", headers=headers | {"host": "elsewhere.example"})),
        (422, program.get("/claims", cursor="bm8")),
        (422, program.get("/claims", limit=0)),
        (422, program.get("/count", act="arrest", form="2019-05-01")),
        (422, program.get("/count", act="arrest", from_="20190501")),
        (422, program.get("/count", act="arrest", place="Nowhereville")),
        (422, program.get("/breakdown", act="arrest", by="")),
        (422, client.get("/api/v1/count?act=arrest&act=killing", headers=headers)),
        (422, client.post("/api/v1/claims/x/accept", headers=headers | state, content=b"{")),
        (422, program.send("/claims/x/accept", {}, "nothing")),
        (428, program.send("/claims/x/accept", {})),
    ):
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/json"
        error = answer.json()["error"]
        assert set(error) == {"code", "message", "what_to_do"}
        assert all(error.values())
