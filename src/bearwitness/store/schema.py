"""The tables of the register, and the triggers that make every one of them append-only.

A *report* row is one capture of a report: its text and metadata, never changed. `uid` names the report itself (given
id and bytes), `revision` one state of its metadata and text. A *reading* is what one version of the reader made of a
revision; the latest reading of a uid is the current one and supersedes the others, which stay. Bodies are JSON in the
published shapes.

The log tells of every row of the other tables. A *leaf* is the entry of one row: its number from 0, which row, a salt, the hash. A *step*
is what was appended at once: the size of the log behind it, when, why, and the peaks of its tree, so that neither the next step nor a
checkpoint looks at all the leaves before.
"""

from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    select,
    text,
)

from bearwitness.store.dialect import find_dialect

SCHEMA_VERSION: Final = 2

TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by its characters' numbers on every engine, whatever language a server was set up for."""

tables: Final = MetaData()

about = Table(
    "about",
    tables,
    Column("schema_version", Integer, primary_key=True, autoincrement=False),
)
reports = Table(
    "reports",
    tables,
    Column("revision", TEXT, primary_key=True),
    Column("uid", TEXT, nullable=False, index=True),
    Column("id", TEXT, nullable=False, index=True),
    Column("sha256", TEXT, nullable=False),
    Column("input", TEXT, nullable=False),
    Column("url", TEXT),
    Column("outlet", TEXT),
    Column("title", TEXT),
    Column("published_on", Date),
    Column("language", TEXT),
    Column("text", TEXT, nullable=False),
    Column("captured_at", TEXT, nullable=False),
)
readings = Table(
    "readings",
    tables,
    Column("number", Integer, primary_key=True),
    Column("revision", TEXT, ForeignKey("reports.revision"), nullable=False, index=True),
    Column("uid", TEXT, nullable=False, index=True),
    Column("reader", TEXT, nullable=False),
    Column("published_on", Date),
    Column("read_at", TEXT, nullable=False),
    Column("error", TEXT),
    Column("notes", TEXT, nullable=False),
)
claims = Table(
    "claims",
    tables,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", TEXT, nullable=False, index=True),
    Column("act", TEXT, nullable=False),
    Column("shape", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("earliest", Date),
    Column("latest", Date),
    Column("country", TEXT),
    Column("body", TEXT, nullable=False),
    Index("claims_by_question", "act", "country", "earliest", "latest"),
)


def _said(name: str) -> Table:
    """A table of what else a reading holds, in the order the report gives it."""
    return Table(
        name,
        tables,
        Column("reading", Integer, ForeignKey("readings.number"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("body", TEXT, nullable=False),
    )


statements = _said("statements")
sums = _said("sums")
faults = _said("faults")
link_runs = Table(
    "link_runs",
    tables,
    Column("number", Integer, primary_key=True),
    Column("run_at", TEXT, nullable=False),
)
links = Table(
    "links",
    tables,
    Column("number", Integer, primary_key=True),
    # The run of the linking rules that made it; null for a person's judgement, which outlasts every run.
    Column("run", Integer, ForeignKey("link_runs.number"), index=True),
    Column("left", TEXT, nullable=False),
    Column("right", TEXT, nullable=False),
    Column("judgement", TEXT, nullable=False),
    Column("score", Float, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("judged_at", TEXT, nullable=False),
    Column("body", TEXT, nullable=False),
)
reviews = Table(
    "reviews",
    tables,
    Column("number", Integer, primary_key=True),
    Column("claim", TEXT, nullable=False, index=True),
    Column("decision", TEXT, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("because", TEXT, nullable=False),
)
# What else happened. The kinds: "began" (the log's own name), "key", "checkpoint", "copy", "export", "release", "removal", and of a vault
# "vault …"; the body is JSON.
events = Table(
    "events",
    tables,
    Column("number", Integer, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("body", TEXT, nullable=False),
)
log_leaves = Table(
    "log_leaves",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", TEXT, nullable=False),
    Column("row", TEXT, nullable=False),
    Column("salt", TEXT, nullable=False),
    Column("hash", TEXT, nullable=False),
)
log_steps = Table(
    "log_steps",
    tables,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("format", Integer, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("why", TEXT, nullable=False),
    Column("peaks", TEXT, nullable=False),
)


def create_schema(connection: Connection) -> None:
    """Make every table and trigger, in the transaction of `connection`."""
    tables.create_all(connection)
    for statement in find_dialect(connection).render_guards(tables.sorted_tables):
        connection.execute(text(statement))
    connection.execute(about.insert(), {"schema_version": SCHEMA_VERSION})


def load_version(connection: Connection) -> int:
    """The version of the schema. A register that was brought forward keeps the marks of the earlier ones."""
    return connection.scalar(select(func.max(about.c.schema_version))) or 0
