"""The page `docs/scores.md`: every figure beside what others reached, under when, at which commit and with which versions it was measured."""

import platform
import subprocess
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside what others reached on other texts of the same set."""

    what: str
    figure: str
    beside: str


def render_page(parts: Sequence[tuple[str, Sequence[Row]]], root: Path) -> str:
    """The page of scores; `root` is the checkout whose commit and version it names."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=root, check=False
    ).stdout.strip()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    lines = [
        "# Scores",
        "",
        "Written by `make score`; nothing here is typed by hand. Third-party sets are development halves; others score the halves kept aside.",
        "",
        (
            f"Measured {datetime.now(UTC):%Y-%m-%d}, at or after commit {commit or 'unknown'}, bearwitness {project}, spaCy {version('spacy')}, "
            f"Python {platform.python_version()}."
        ),
    ]
    for title, rows in parts:
        lines += ["", f"## {title}", "", "| figure | ours | published or floor, on other texts |", "|---|---|---|"]
        lines += [f"| {row.what} | {row.figure} | {row.beside} |" for row in rows]
    return "\n".join(lines) + "\n"
