"""What the interface says of itself is so: Schemathesis asks it everything that its description allows, and much that it does not."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS
from starlette.types import ASGIApp, Receive, Scope, Send

from bearwitness import __version__
from bearwitness.apps.room.api.application import build_routes
from bearwitness.apps.room.settings import Limits, Settings
from tests.apps.room.program import Program, let_in
from tests.apps.room.visitor import open_for_test


class Stage:
    """Stands for the room in the description, which is read before a room is open."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, but not that every call of the tool opens and shuts it: the room stays open from test to test."""
        assert self.app is not None
        if scope["type"] == "lifespan":
            for word in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{word}.complete"})
            return
        await self.app(scope, receive, send)


STAGE = Stage()
DESCRIPTION = build_routes().openapi()
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = STAGE
of_what_there_is = schemathesis.openapi.from_dict(DESCRIPTION)
of_what_there_is.app = STAGE
of_what_there_is.config.phases.coverage.enabled = False
of_what_there_is.config.phases.examples.enabled = False
LEFT_OUT = CHECKS.get_by_names(["positive_data_acceptance", "missing_required_header"])
"""A cursor or a place of the right letters can still be none, which a description cannot say; and 428 is what a missing If-Match is
answered with (RFC 6585), which the check does not know.
"""
CONFORMING = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def open_program(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder = tmp_path_factory.mktemp("schema")
    shutil.copy(sample_folder / "team.db", folder / "team.db")
    limits = Limits(patience=60, requests_of_token=1_000_000)
    with open_for_test(folder / "team.db", folder, limits=limits, change=_answer_to_testserver) as room:
        STAGE.app = room.app
        yield let_in(room, "read", "review", "judge")


def _answer_to_testserver(opened: Settings) -> Settings:
    return replace(opened, hosts=opened.hosts | {"testserver"})


@schema.parametrize()
@FEW
def test_as_described(case: Any, open_program: Program) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {open_program.token}"}, excluded_checks=LEFT_OUT)


@of_what_there_is.include(path_regex=r"\{").parametrize()
@FEW
def test_as_described_of_what_there_is(case: Any, open_program: Program) -> None:
    program = open_program
    known = {
        "uid": [one["uid"] for one in program.get("/reports").json()["items"]],
        "ident": [one["id"] for one in program.get("/claims", decision="proposed").json()["items"]],
    }
    for number, name in enumerate(case.path_parameters or {}):
        idents = known.get(name, known["ident"])
        case.path_parameters[name] = idents[(crc32(repr(case.body).encode("utf-8", "replace")) + number) % len(idents)]
    headers = {"Authorization": f"Bearer {program.token}"}
    if case.method == "POST":
        path = case.formatted_path.removeprefix("/api/v1")
        seen = program.get(path if path.startswith("/pairs") else path.rpartition("/")[0])
        headers["If-Match"] = seen.headers["etag"]
    case.headers.pop("If-Match", None)
    case.headers.pop("If-None-Match", None)
    case.call_and_validate(headers=headers, checks=CONFORMING)


def find_untold(value: Any, told: Mapping[str, Any]) -> list[str]:
    """Keys of an answer that its description does not name."""
    if "$ref" in told:
        return find_untold(value, DESCRIPTION["components"]["schemas"][told["$ref"].rpartition("/")[2]])
    if "anyOf" in told:
        return min((find_untold(value, one) for one in told["anyOf"] if _may_be(value, one)), key=len, default=[])
    if isinstance(value, list):
        return [key for one in value for key in find_untold(one, told.get("items", {}))]
    if not isinstance(value, dict) or "properties" not in told:
        return []
    known = told["properties"]
    return [key for key, one in value.items() for key in ([key] if key not in known else find_untold(one, known[key]))]


def _may_be(value: Any, told: Mapping[str, Any]) -> bool:
    kinds: dict[str, type | tuple[type, ...]] = {"null": type(None), "string": str, "array": list, "object": dict}
    kind = "object" if "$ref" in told else told.get("type", "")
    return isinstance(value, kinds.get(kind, (int, float)))


def test_every_key_of_every_answer_is_told_of(open_program: Program) -> None:
    program = open_program
    claim = program.get("/claims", shape="incident").json()["items"][0]
    doubt = program.get("/pairs").json()["items"][0]["link"]
    asked: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("/reports", "/reports", {}),
        ("/reports/{uid}", f"/reports/{claim['report_uid']}", {}),
        ("/claims", "/claims", {"limit": 200}),
        ("/claims/{ident}", f"/claims/{claim['id']}", {}),
        ("/incidents", "/incidents", {"limit": 200}),
        ("/incidents/{ident}", f"/incidents/{claim['id']}", {}),
        ("/links", "/links", {"limit": 200}),
        ("/pairs", "/pairs", {}),
        ("/pairs/{left}/{right}", f"/pairs/{doubt['left']}/{doubt['right']}", {}),
        ("/count", "/count", {"act": "arrest"}),
        ("/breakdown", "/breakdown", {"by": "act,year"}),
        ("/trend", "/trend", {"act": "arrest", "by": "year"}),
        ("/log", "/log", {"limit": 200}),
    )
    for route, path, query in asked:
        answer = program.get(path, **query)
        assert answer.status_code == 200, path
        told = DESCRIPTION["paths"][f"/api/v1{route}"]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        assert find_untold(answer.json(), told) == [], path


def test_every_field_and_parameter_is_said_in_words(open_program: Program) -> None:
    assert open_program.get("/openapi.json").json() == DESCRIPTION
    assert DESCRIPTION["info"]["version"] == __version__
    mute = [
        f"{name}.{key}"
        for name, shape in DESCRIPTION["components"]["schemas"].items()
        for key, one in shape["properties"].items()
        if not one.get("description") and "$ref" not in one  # what it leads to is said there
    ]
    mute += [
        f"{path} {one['name']}"
        for path, methods in DESCRIPTION["paths"].items()
        for operation in methods.values()
        for one in operation.get("parameters", ())
        if not one.get("description")
    ]
    assert mute == []
    assert all(one.get("security") for methods in DESCRIPTION["paths"].values() for one in methods.values())
