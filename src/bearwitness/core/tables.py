"""Vocabulary shipped inside the package as TOML; the one place where package data is read.

Reading the package's own data is not I/O in the sense of the floors: the files are part of the code, locked with it.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_table(room: str, name: str) -> dict[str, Any]:
    """The TOML table `name` of `room`, e.g. `load_table("reading.english", "acts.toml")`, parsed once per process."""
    return tomllib.loads(load_text(room, name))


@cache
def load_text(room: str, name: str) -> str:
    """The text of `name` of `room` as it stands."""
    return files(f"bearwitness.{room}").joinpath(name).read_text(encoding="utf-8")


@cache
def load_words(room: str, name: str, part: str) -> frozenset[str]:
    """The list of words `part` of a table, e.g. `load_words("reading.english", "status.toml", "denying")`."""
    return frozenset(load_table(room, name)[part])
