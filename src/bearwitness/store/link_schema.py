"""The derived tables of linking: by what occurrences are found, what was weighed and proposed, and the links that hold now.

Nothing in them is truth. They can be thrown away at any time and built anew from readings, reviews and judgements, so they bear no
guards, and a register without them is whole.
"""

from typing import Any, Final

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, inspect
from sqlalchemy.types import TypeEngine

from bearwitness.store.dialect import find_dialect
from bearwitness.store.schema import TEXT

tables: Final = MetaData()


def _is(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _key(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _number() -> Column[Any]:
    """Numbered by the engine, to name a row by."""
    return Column("number", Integer, primary_key=True)


WHOLE: Final = Integer()

# What was taken in up to where, and by which rules.
Table("linking_state", tables, _key("key", TEXT), _is("value", TEXT))
Table(
    "linking_reports",
    tables,
    _key("report", WHOLE),
    _is("reading", WHOLE),
    _is("stripped", TEXT),
    Index("linking_reports_reading", "reading"),
)
# Months and countries that are not known are -1 and ''. Figures, wordings and acts are JSON lists.
Table(
    "linking_cards",
    tables,
    _key("number", WHOLE),
    _is("id", TEXT),
    _is("report", WHOLE),
    _is("month", WHOLE),
    _is("country", TEXT),
    _is("sign", TEXT),
    Column("area", TEXT),
    Column("first", WHOLE),
    Column("last", WHOLE),
    Column("town", TEXT),
    _is("figures", TEXT),
    _is("wordings", TEXT),
    _is("details", TEXT),
    _is("acts", TEXT),
    _is("aside", WHOLE),
    Index("linking_cards_id", "id"),
    Index("linking_cards_report", "report"),
    Index("linking_cards_sign", "sign"),
    Index("linking_cards_area", "area", "first", "last"),
    Index("linking_cards_time", "country", "month", "report"),
    Index("linking_cards_town", "town", "month", "report"),
)
Table("linking_keys", tables, _key("key", TEXT), _key("card", WHOLE))
Table(
    "linking_details",
    tables,
    _key("word", TEXT),
    _key("month", WHOLE),
    _key("country", TEXT),
    _key("card", WHOLE),
    _is("report", WHOLE),
    Index("linking_details_card", "card"),
)
Table("linking_words", tables, _key("word", TEXT), _is("holders", WHOLE))
Table(
    "linking_pairs",
    tables,
    _key("left", TEXT),
    _key("right", TEXT),
    _is("month", WHOLE),
    _is("country", TEXT),
    _is("telling", WHOLE),
    _is("aside", WHOLE),
    _is("said", TEXT),
    _is("rated", TEXT),
    Index("linking_pairs_right", "right"),
    Index("linking_pairs_time", "country", "month"),
)
Table(
    "linking_proposals",
    tables,
    _number(),
    _is("one", TEXT),
    _is("other", TEXT),
    _is("left", TEXT),
    _is("right", TEXT),
    _is("body", TEXT),
    Index("linking_proposals_one", "one"),
    Index("linking_proposals_other", "other"),
    Index("linking_proposals_left", "left"),
    Index("linking_proposals_right", "right"),
)
Table(
    "linking_totals",
    tables,
    _is("id", TEXT),
    _is("report", WHOLE),
    _is("key", TEXT),
    Index("linking_totals_id", "id"),
    Index("linking_totals_key", "key"),
    Index("linking_totals_report", "report"),
)
# Since the last run: the claims whose links were worked out anew, and the links they had.
Table("linking_touched", tables, _key("claim", TEXT))
Table("linking_former", tables, _is("body", TEXT))
Table(
    "linking_links",
    tables,
    _number(),
    _is("left", TEXT),
    _is("right", TEXT),
    _is("judgement", TEXT),
    _is("body", TEXT),
    Index("linking_links_left", "left"),
    Index("linking_links_right", "right"),
)


def is_there(connection: Connection) -> bool:
    """Whether the register has the derived tables, in today's shape."""
    found = inspect(connection)
    if not tables.tables.keys() <= set(found.get_table_names()):
        return False
    # Until linker 4 these two had no numbers of their own.
    return all(found.get_columns(name)[0]["name"] == "number" for name in ("linking_links", "linking_proposals"))


def create_tables(connection: Connection) -> None:
    """Make the tables anew, or empty them."""
    find_dialect(connection).clear_tables(connection, tables.sorted_tables)


def finish_tables(connection: Connection) -> None:
    """After the tables were filled anew: make ready what the look-ups go by."""
    find_dialect(connection).analyse(connection, tables.sorted_tables)
