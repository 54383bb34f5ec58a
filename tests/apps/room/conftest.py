"""Rooms for tests: one over an empty register, one over a copy of the samples' register."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.room.visitor import OpenRoom, open_for_test


@pytest.fixture
def room(tmp_path: Path) -> Iterator[OpenRoom]:
    """A room nobody has set up yet, over an empty register."""
    with open_for_test(tmp_path / "empty.db", tmp_path) as opened:
        yield opened


@pytest.fixture
def sample_room(sample_folder: Path, tmp_path: Path) -> Iterator[OpenRoom]:
    """A room over the samples, of which a test may change what it likes."""
    shutil.copy(sample_folder / "team.db", tmp_path / "team.db")
    with open_for_test(tmp_path / "team.db", tmp_path) as opened:
        yield opened
