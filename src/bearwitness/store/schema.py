"""The tables of the register, and the triggers that make every one of them append-only.

A *report* row is one capture of a report: its text and metadata, never changed. `uid` names the report itself (given
id and bytes), `revision` one state of its metadata and text. A *reading* is what one version of the reader made of a
revision; the latest reading of a uid is the current one and supersedes the others, which stay. Bodies are JSON in the
published shapes.
"""

from typing import Final

from sqlalchemy import Column, Connection, Date, Float, ForeignKey, Index, Integer, MetaData, Table, Text, text

SCHEMA_VERSION: Final = 1

tables: Final = MetaData()

about = Table(
    "about",
    tables,
    Column("schema_version", Integer, primary_key=True),
)
reports = Table(
    "reports",
    tables,
    Column("revision", Text, primary_key=True),
    Column("uid", Text, nullable=False, index=True),
    Column("id", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("input", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("published_on", Date),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
)
readings = Table(
    "readings",
    tables,
    Column("number", Integer, primary_key=True),
    Column("revision", Text, ForeignKey("reports.revision"), nullable=False, index=True),
    Column("uid", Text, nullable=False, index=True),
    Column("reader", Text, nullable=False),
    Column("published_on", Date),
    Column("read_at", Text, nullable=False),
    Column("error", Text),
    Column("notes", Text, nullable=False),
)
claims = Table(
    "claims",
    tables,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("act", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("earliest", Date),
    Column("latest", Date),
    Column("country", Text),
    Column("body", Text, nullable=False),
    Index("claims_by_question", "act", "country", "earliest", "latest"),
)


def _said(name: str) -> Table:
    """A table of what else a reading holds, in the order the report gives it."""
    return Table(
        name,
        tables,
        Column("reading", Integer, ForeignKey("readings.number"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("body", Text, nullable=False),
    )


statements = _said("statements")
sums = _said("sums")
faults = _said("faults")
link_runs = Table(
    "link_runs",
    tables,
    Column("number", Integer, primary_key=True),
    Column("run_at", Text, nullable=False),
)
links = Table(
    "links",
    tables,
    Column("number", Integer, primary_key=True),
    # The run of the linking rules that made it; null for a person's judgement, which outlasts every run.
    Column("run", Integer, ForeignKey("link_runs.number"), index=True),
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("judgement", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("by", Text, nullable=False),
    Column("judged_at", Text, nullable=False),
    Column("body", Text, nullable=False),
)
reviews = Table(
    "reviews",
    tables,
    Column("number", Integer, primary_key=True),
    Column("claim", Text, nullable=False, index=True),
    Column("decision", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("because", Text, nullable=False),
)


def create_schema(connection: Connection) -> None:
    """Make every table and trigger, in the transaction of `connection`."""
    tables.create_all(connection)
    for table in tables.sorted_tables:
        for statement in _guards(table):
            connection.execute(text(statement))
    connection.execute(about.insert(), {"schema_version": SCHEMA_VERSION})


def _guards(table: Table) -> list[str]:
    """Triggers that refuse every change to a row. The one on INSERT stops `INSERT OR REPLACE`, which deletes unseen."""
    key = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in table.primary_key)
    refuse = f"SELECT RAISE(ABORT, 'the register is append-only: table {table.name} refuses this');"
    name = table.name
    exists = f'EXISTS (SELECT 1 FROM "{name}" WHERE {key})'  # noqa: S608 - names are this module's own constants
    return [
        f'CREATE TRIGGER "{name}_no_update" BEFORE UPDATE ON "{name}" BEGIN {refuse} END',
        f'CREATE TRIGGER "{name}_no_delete" BEFORE DELETE ON "{name}" BEGIN {refuse} END',
        f'CREATE TRIGGER "{name}_no_replace" BEFORE INSERT ON "{name}" WHEN {exists} BEGIN {refuse} END',
    ]
