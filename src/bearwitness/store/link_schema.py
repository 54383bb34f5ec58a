"""The derived tables of linking: by what occurrences are found, what was weighed and proposed, and the links that hold now.

Nothing in them is truth. They can be thrown away at any time and built anew from readings, reviews and judgements, so they bear no
guards, and a register without them is whole.
"""

from typing import Final

from sqlalchemy import Connection

TABLES: Final = {
    # What was taken in up to where, and by which rules.
    "linking_state": "key TEXT PRIMARY KEY, value TEXT NOT NULL",
    "linking_reports": "report INTEGER PRIMARY KEY, reading INTEGER NOT NULL, stripped TEXT NOT NULL",
    # Months and countries that are not known are -1 and ''. Figures, wordings and acts are JSON lists.
    "linking_cards": "number INTEGER PRIMARY KEY, id TEXT NOT NULL, report INTEGER NOT NULL, month INTEGER NOT NULL, "
    "country TEXT NOT NULL, sign TEXT NOT NULL, area TEXT, first INTEGER, last INTEGER, town TEXT, "
    "figures TEXT NOT NULL, wordings TEXT NOT NULL, details TEXT NOT NULL, acts TEXT NOT NULL, aside INTEGER NOT NULL",
    "linking_keys": "key TEXT NOT NULL, card INTEGER NOT NULL, PRIMARY KEY (key, card)",
    "linking_details": "word TEXT NOT NULL, month INTEGER NOT NULL, country TEXT NOT NULL, card INTEGER NOT NULL, "
    "report INTEGER NOT NULL, PRIMARY KEY (word, month, country, card)",
    "linking_words": "word TEXT PRIMARY KEY, holders INTEGER NOT NULL",
    "linking_pairs": '"left" TEXT NOT NULL, "right" TEXT NOT NULL, month INTEGER NOT NULL, country TEXT NOT NULL, '
    'telling INTEGER NOT NULL, aside INTEGER NOT NULL, said TEXT NOT NULL, rated TEXT NOT NULL, PRIMARY KEY ("left", "right")',
    "linking_proposals": 'one TEXT NOT NULL, other TEXT NOT NULL, "left" TEXT NOT NULL, "right" TEXT NOT NULL, '
    "body TEXT NOT NULL",
    "linking_totals": "id TEXT NOT NULL, report INTEGER NOT NULL, key TEXT NOT NULL",
    # Since the last run: the claims whose links were worked out anew, and the links they had.
    "linking_touched": "claim TEXT PRIMARY KEY",
    "linking_former": "body TEXT NOT NULL",
    "linking_links": '"left" TEXT NOT NULL, "right" TEXT NOT NULL, judgement TEXT NOT NULL, body TEXT NOT NULL',
}
WITHOUT_ROWID: Final = frozenset(
    {"linking_keys", "linking_details", "linking_words", "linking_pairs", "linking_touched"}
)
INDEXES: Final = {
    "linking_cards_id": "linking_cards (id)",
    "linking_cards_report": "linking_cards (report)",
    "linking_cards_sign": "linking_cards (sign)",
    "linking_cards_area": "linking_cards (area, first, last)",
    "linking_cards_time": "linking_cards (country, month, report)",
    "linking_cards_town": "linking_cards (town, month, report)",
    "linking_reports_reading": "linking_reports (reading)",
    "linking_pairs_right": 'linking_pairs ("right")',
    "linking_pairs_time": "linking_pairs (country, month)",
    "linking_details_card": "linking_details (card)",
    "linking_proposals_one": "linking_proposals (one)",
    "linking_proposals_other": "linking_proposals (other)",
    "linking_proposals_left": 'linking_proposals ("left")',
    "linking_proposals_right": 'linking_proposals ("right")',
    "linking_totals_id": "linking_totals (id)",
    "linking_totals_key": "linking_totals (key)",
    "linking_totals_report": "linking_totals (report)",
    "linking_links_left": 'linking_links ("left")',
    "linking_links_right": 'linking_links ("right")',
}


def is_there(connection: Connection) -> bool:
    """Whether the register has the derived tables."""
    query = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name LIKE 'linking\\_%' ESCAPE '\\'"
    return connection.exec_driver_sql(query).scalar() == len(TABLES)


def create_tables(connection: Connection) -> None:
    """Make the tables anew, empty and without indexes, which are quicker to make when the rows are in (`create_indexes`)."""
    for name, columns in TABLES.items():
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TABLE {name} ({columns.removesuffix(' --')}{'' if ' --' in columns else ')'}"
        )


def create_indexes(connection: Connection) -> None:
    """Make what the look-ups go by."""
    for name, columns in INDEXES.items():
        connection.exec_driver_sql(f"CREATE INDEX {name} ON {columns}")
    connection.exec_driver_sql("ANALYZE")
