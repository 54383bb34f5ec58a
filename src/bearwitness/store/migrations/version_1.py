"""Version 1 of the schema: reports, what was read from them, links and reviews. Frozen: what changes comes as a further version."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REFUSAL = """\
CREATE OR REPLACE FUNCTION bearwitness_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION 'the register is append-only: table % refuses this', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$"""
KEYS = {
    "about": ("schema_version",),
    "reports": ("revision",),
    "readings": ("number",),
    "claims": ("reading", "position"),
    "statements": ("reading", "position"),
    "sums": ("reading", "position"),
    "faults": ("reading", "position"),
    "link_runs": ("number",),
    "links": ("number",),
    "reviews": ("number",),
}


def upgrade() -> None:
    """Make the tables, and what makes them append-only."""
    op.create_table("about", sa.Column("schema_version", sa.Integer, primary_key=True, autoincrement=False))
    op.create_table(
        "reports",
        sa.Column("revision", TEXT, primary_key=True),
        sa.Column("uid", TEXT, nullable=False, index=True),
        sa.Column("id", TEXT, nullable=False, index=True),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("input", TEXT, nullable=False),
        sa.Column("url", TEXT),
        sa.Column("outlet", TEXT),
        sa.Column("title", TEXT),
        sa.Column("published_on", sa.Date),
        sa.Column("language", TEXT),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("captured_at", TEXT, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("revision", TEXT, sa.ForeignKey("reports.revision"), nullable=False, index=True),
        sa.Column("uid", TEXT, nullable=False, index=True),
        sa.Column("reader", TEXT, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("read_at", TEXT, nullable=False),
        sa.Column("error", TEXT),
        sa.Column("notes", TEXT, nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", TEXT, nullable=False, index=True),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("shape", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("country", TEXT),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_index("claims_by_question", "claims", ["act", "country", "earliest", "latest"])
    for name in ("statements", "sums", "faults"):
        op.create_table(
            name,
            sa.Column("reading", sa.Integer, sa.ForeignKey("readings.number"), primary_key=True),
            sa.Column("position", sa.Integer, primary_key=True),
            sa.Column("body", TEXT, nullable=False),
        )
    op.create_table(
        "link_runs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("run_at", TEXT, nullable=False),
    )
    op.create_table(
        "links",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("link_runs.number"), index=True),
        sa.Column("left", TEXT, nullable=False),
        sa.Column("right", TEXT, nullable=False),
        sa.Column("judgement", TEXT, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("judged_at", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("claim", TEXT, nullable=False, index=True),
        sa.Column("decision", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("because", TEXT, nullable=False),
    )
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    guard()


def _guard_sqlite() -> None:
    for name, columns in KEYS.items():
        key = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
        refuse = f"SELECT RAISE(ABORT, 'the register is append-only: table {name} refuses this');"
        exists = f'EXISTS (SELECT 1 FROM "{name}" WHERE {key})'  # noqa: S608 - names are constants
        op.execute(f'CREATE TRIGGER "{name}_no_update" BEFORE UPDATE ON "{name}" BEGIN {refuse} END')
        op.execute(f'CREATE TRIGGER "{name}_no_delete" BEFORE DELETE ON "{name}" BEGIN {refuse} END')
        op.execute(f'CREATE TRIGGER "{name}_no_replace" BEFORE INSERT ON "{name}" WHEN {exists} BEGIN {refuse} END')


def _guard_postgresql() -> None:
    op.execute(REFUSAL)
    for name in KEYS:
        op.execute(
            f'CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{name}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION bearwitness_refuse()"
        )
        op.execute(f'ALTER TABLE "{name}" ENABLE ALWAYS TRIGGER {name}_append_only')
