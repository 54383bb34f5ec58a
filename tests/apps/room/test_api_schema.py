"""What the interface says of itself is so: Schemathesis asks it everything that its description allows, and much that it does not."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.schemas import BaseSchema

from bearwitness.apps.room.settings import Limits, Settings
from tests.apps.room.program import Program, let_in
from tests.apps.room.visitor import open_for_test

FEW = settings(
    max_examples=12,
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
        yield let_in(room, "read", "review", "judge")


@pytest.fixture(scope="module")
def description(open_program: Program) -> BaseSchema:
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", open_program.visitor.room.app, headers=open_program.headers
    )


def _answer_to_testserver(opened: Settings) -> Settings:
    return replace(opened, hosts=opened.hosts | {"testserver"})


schema = schemathesis.pytest.from_fixture("description")


@schema.parametrize()
@FEW
def test_as_described(case: Any, open_program: Program) -> None:
    case.call_and_validate(headers=open_program.headers)
