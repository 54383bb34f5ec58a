"""Version 2 of the schema: events, which are what happened beside reports and judgements. Frozen: what changes comes as a further version."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and what makes it append-only."""
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
    )
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    guard()


def _guard_sqlite() -> None:
    refuse = "SELECT RAISE(ABORT, 'the register is append-only: table events refuses this');"
    exists = 'EXISTS (SELECT 1 FROM "events" WHERE "number" = NEW."number")'
    op.execute(f'CREATE TRIGGER "events_no_update" BEFORE UPDATE ON "events" BEGIN {refuse} END')
    op.execute(f'CREATE TRIGGER "events_no_delete" BEFORE DELETE ON "events" BEGIN {refuse} END')
    op.execute(f'CREATE TRIGGER "events_no_replace" BEFORE INSERT ON "events" WHEN {exists} BEGIN {refuse} END')


def _guard_postgresql() -> None:
    op.execute(
        'CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "events" '
        "FOR EACH STATEMENT EXECUTE FUNCTION bearwitness_refuse()"
    )
    op.execute('ALTER TABLE "events" ENABLE ALWAYS TRIGGER events_append_only')
