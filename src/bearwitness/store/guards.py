"""The triggers that make a register append-only, held against those that the program makes: whoever takes one away can change rows."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bearwitness.store import schema
from bearwitness.store.dialect import find_dialect

GuardSort = Literal["missing", "changed", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardFault:
    """A trigger, or the function behind the triggers, by its name, and what was done to it."""

    name: str
    sort: GuardSort


def find_guard_faults(connection: Connection) -> tuple[GuardFault, ...]:
    """Those that are missing, that are not what the program makes, and those of the register's tables that it knows nothing of."""
    dialect = find_dialect(connection)
    expected, found = dialect.list_guards(schema.tables.sorted_tables), dialect.load_guards(connection)
    faults = [GuardFault(name=name, sort="missing") for name in sorted(expected.keys() - found.keys())]
    faults += [
        GuardFault(name=name, sort="changed")
        for name in sorted(expected.keys() & found.keys())
        if expected[name] != found[name]
    ]
    return (*faults, *(GuardFault(name=name, sort="added") for name in sorted(found.keys() - expected.keys())))
