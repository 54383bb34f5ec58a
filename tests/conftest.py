"""What many tests share and is slow to make: the parser with the gazetteer, and a register of the samples."""

import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from bearwitness.reading.english.read import EnglishTools
from bearwitness.workflow.tools import load_english
from tests.apps.front_door import call
from tests.chromium import say_browser
from tests.register_homes import BINARIES, engine, home, homes, say_engines

collect_ignore = [] if BINARIES else ["store/test_postgresql.py", "workflow/test_server_crashes.py"]
__all__ = ["engine", "english", "home", "homes", "sample_folder", "samples"]
ROOT = Path(__file__).resolve().parent.parent


def pytest_report_header() -> list[str]:
    """What this run can test."""
    return [say_engines(), say_browser()]


@pytest.fixture(scope="session")
def english() -> EnglishTools:
    """The real parser and gazetteer, loaded once."""
    return load_english()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the samples, their register `team.db`, and what reading them wrote, `read.jsonl`."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "samples", folder / "samples")
    with chdir(folder):
        made = call("read", "samples/", "--register", "team.db", "--json")
    assert made.code == 0, made.err
    (folder / "read.jsonl").write_text(made.out, encoding="utf-8")
    return folder


@pytest.fixture
def samples(sample_folder: Path) -> str:
    """The path of the register of the samples; tests only read it."""
    return str(sample_folder / "team.db")
