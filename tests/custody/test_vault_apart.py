"""Nothing but the vault's own modules reaches the vault: no other part of the program can put a source anywhere."""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parent.parent.parent / "src" / "bearwitness"
DOORS = {"apps/commands.py": {"bearwitness.apps.vault_commands.app"}}
"""The command line hangs in the commands, and that is all."""


def find_reaches(text: str) -> set[str]:
    """What a module imports of the vault."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {one for one in found if ".vault_" in one or "register_vault" in one or one.split(".")[0] == "pyrage"}


def test_only_the_vaults_own_modules_reach_it() -> None:
    reaches = {}
    for file in sorted(SRC.rglob("*.py")):
        if not file.name.startswith(("vault_", "register_vault")):
            reaches[file.relative_to(SRC).as_posix()] = find_reaches(file.read_text(encoding="utf-8"))
    assert {path: found for path, found in reaches.items() if found} == DOORS


def test_the_rule_bites() -> None:
    assert find_reaches("from bearwitness.workflow.vault_keeping import load_entry")
    assert find_reaches("def f():\n    import pyrage")
    assert not find_reaches("from bearwitness.store.register import open_register")
