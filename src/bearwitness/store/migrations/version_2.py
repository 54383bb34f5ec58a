"""Version 2 of the schema: the log, with an entry for all that is held already, and events. Frozen: what changes comes as a further version."""

import sqlalchemy as sa
from alembic import op

from bearwitness.store.log_writing import log_held

revision = "2"
down_revision = "1"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEYS = {"events": "number", "log_leaves": "number", "log_steps": "size"}
HELD = ("report", "reading", "claim", "statement", "sum", "fault", "run", "link", "review")
FORMAT = 1
"""Of the entries that are written here (`custody/entries.py`)."""


def upgrade() -> None:
    """Make the tables, what makes them append-only, and the entries."""
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_table(
        "log_leaves",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("row", TEXT, nullable=False),
        sa.Column("salt", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
    )
    op.create_table(
        "log_steps",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("format", sa.Integer, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("peaks", TEXT, nullable=False),
    )
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for name, column in KEYS.items():
        guard(name, column)
    log_held(op.get_bind(), HELD, FORMAT)


def _guard_sqlite(name: str, column: str) -> None:
    refuse = f"SELECT RAISE(ABORT, 'the register is append-only: table {name} refuses this');"
    exists = f'EXISTS (SELECT 1 FROM "{name}" WHERE "{column}" = NEW."{column}")'  # noqa: S608 - names are constants
    op.execute(f'CREATE TRIGGER "{name}_no_update" BEFORE UPDATE ON "{name}" BEGIN {refuse} END')
    op.execute(f'CREATE TRIGGER "{name}_no_delete" BEFORE DELETE ON "{name}" BEGIN {refuse} END')
    op.execute(f'CREATE TRIGGER "{name}_no_replace" BEFORE INSERT ON "{name}" WHEN {exists} BEGIN {refuse} END')


def _guard_postgresql(name: str, column: str) -> None:  # noqa: ARG001 - one call for both engines
    op.execute(
        f'CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{name}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION bearwitness_refuse()"
    )
    op.execute(f'ALTER TABLE "{name}" ENABLE ALWAYS TRIGGER {name}_append_only')
