"""What the pages say is so: links lead somewhere, commands exist, indexes are complete, built samples are fresh."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from bearwitness.apps.commands import app
from tools.build_samples import build_samples

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("decisions", "docs", "samples", "tests", "tools")
PAGES = sorted((*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
MAKE = re.compile(r"^(?: {4}|.*`)make ([a-z]+)", re.MULTILINE)
CALL = re.compile(
    r"^(?: {4}|<!-- generated: |.*`)(?:\.venv/bin/)?bearwitness ([a-z]+(?:-[a-z]+)*)([^`\n]*)", re.MULTILINE
)
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
MARK = re.compile(r"^<!-- (generated: .+|end) -->$", re.MULTILINE)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def read_anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and anchor not in read_anchors(aim)):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(MAKE.findall(page.read_text(encoding="utf-8"))) <= targets


def find_command(known: Any, rest: str) -> Any:
    """The command, or of a group of commands (`vault`) the one that the next word names; None where there is none."""
    named = rest.split()[:1]
    return known.commands.get(named[0]) if named and hasattr(known, "commands") else known


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_options_exist(page: Path) -> None:
    group = typer.main.get_group(app)
    unknown = []
    for command, rest in CALL.findall(page.read_text(encoding="utf-8")):
        known = find_command(group.commands.get(command), rest)
        options = {name for parameter in known.params for name in parameter.opts} if known else set()
        unknown += [
            f"{command} {option}" for option in OPTION.findall(rest.removesuffix("-->")) if option not in options
        ]
        if known is None:
            unknown.append(command)
    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_generated_blocks_are_closed(page: Path) -> None:
    marks = [mark.partition(":")[0] for mark in MARK.findall(page.read_text(encoding="utf-8"))]
    assert marks == ["generated", "end"] * (len(marks) // 2)


def test_readme_names_the_two_commands_that_ci_and_newcomers_run() -> None:
    commands = MAKE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert commands[:2] == ["demo", "test"]
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_command_is_named_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in typer.main.get_group(app).commands if f"`{name}`" not in text] == []


@pytest.mark.parametrize("page", sorted((ROOT / "decisions").glob("*.md")), ids=name_of)
def test_decisions_are_short_and_whole(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", page.stem)
    assert text.count("\n") < 40
    assert re.findall(r"^\*\*(Context|Choice|Cost|Revisit)\b", text, re.MULTILINE) == [
        "Context",
        "Choice",
        "Cost",
        "Revisit",
    ]


def test_every_sample_is_indexed_and_coded() -> None:
    samples = {path.name for path in (ROOT / "samples").iterdir()} - {"README.md", "expected.toml"}
    indexed = set(LINK.findall((ROOT / "samples" / "README.md").read_text(encoding="utf-8")))
    coded = {
        row["file"] for row in tomllib.loads((ROOT / "samples" / "expected.toml").read_text(encoding="utf-8"))["sample"]
    }
    assert samples <= indexed
    assert samples == coded


@pytest.mark.parametrize(("path", "content"), build_samples().items(), ids=lambda value: getattr(value, "name", ""))
def test_built_samples_are_fresh(path: Path, content: bytes) -> None:
    assert path.read_bytes() == content


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=name_of)
def test_locks_hold_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+.*\\\n {4}--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0
    assert "://" not in text


def test_runtime_lock_agrees_with_development_lock() -> None:
    pin = re.compile(r"^(\S+==\S+)", re.MULTILINE)
    pins = {
        lock: set(pin.findall((ROOT / lock).read_text(encoding="utf-8")))
        for lock in ("requirements.lock", "requirements-dev.lock")
    }
    assert pins["requirements.lock"] <= pins["requirements-dev.lock"]


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).is_file()] == []
