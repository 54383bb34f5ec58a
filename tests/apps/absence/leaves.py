"""The tree of commands as the program has it: its leaves and their options, and which of them a line of words runs."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

import typer

from bearwitness.apps.commands import app

Leaves = dict[str, frozenset[str]]
ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    "evidence": ("check", "export"),
    "vault recipients": ("add", "remove"),
}
"""Commands whose first word is what to do: each is a leaf of its own."""


@cache
def list_leaves() -> Leaves:
    """Each command that does something ("vault add", "evidence check"), with the long names of its options."""
    found: Leaves = {}
    for name, command in _walk(typer.main.get_command(app), ()):
        options = frozenset(_find_name(one) for one in command.params if one.opts[0].startswith("-"))
        found |= {leaf: options - {"--help"} for leaf in _split(name)}
    return found


def find_leaf(words: Sequence[str]) -> str:
    """The leaf that a line runs."""
    leaves = list_leaves()
    return next(" ".join(words[:length]) for length in (3, 2, 1, 0) if " ".join(words[:length]) in {*leaves, ""})


def find_options(words: Sequence[str]) -> frozenset[str]:
    """The options that a line gives, by their long names."""
    return frozenset(word.partition("=")[0] for word in words if word.startswith("--"))


def _split(name: str) -> tuple[str, ...]:
    actions = ACTIONS.get(name, ())
    # `vault recipients` alone lists; `evidence` alone does nothing.
    alone = () if name == "evidence" else (name,)
    return (*alone, *(f"{name} {action}" for action in actions))


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
        return
    for name, one in inner.items():
        yield from _walk(one, (*path, name))


def _find_name(option: Any) -> str:
    return next(str(name) for name in option.opts if name.startswith("--"))
