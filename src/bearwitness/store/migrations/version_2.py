"""Version 2 of the schema: releases. Frozen: what changes comes as a further version."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REFUSE = "SELECT RAISE(ABORT, 'the register is append-only: table releases refuses this');"
EXISTS = 'EXISTS (SELECT 1 FROM "releases" WHERE "number" = NEW."number")'


def upgrade() -> None:
    """Make the table, and what makes it append-only."""
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("built_at", TEXT, nullable=False),
        sa.Column("policy", TEXT, nullable=False),
        sa.Column("manifest", TEXT, nullable=False),
        sa.Column("ledger", TEXT, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            'CREATE TRIGGER releases_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "releases" '
            "FOR EACH STATEMENT EXECUTE FUNCTION bearwitness_refuse()"
        )
        op.execute('ALTER TABLE "releases" ENABLE ALWAYS TRIGGER releases_append_only')
        return
    op.execute(f'CREATE TRIGGER "releases_no_update" BEFORE UPDATE ON "releases" BEGIN {REFUSE} END')
    op.execute(f'CREATE TRIGGER "releases_no_delete" BEFORE DELETE ON "releases" BEGIN {REFUSE} END')
    op.execute(f'CREATE TRIGGER "releases_no_replace" BEFORE INSERT ON "releases" WHEN {EXISTS} BEGIN {REFUSE} END')
