"""What persons decided on all claims, in short: the last word on each."""

from sqlalchemy import Connection, select

from bearwitness.core.vocabulary import Decision
from bearwitness.store import schema


def load_decisions(connection: Connection) -> dict[str, Decision]:
    """The decision that holds on each claim that was ever decided on: reviews are appended, and the last one holds, whatever the clock of
    the machine it came from.
    """
    query = select(schema.reviews.c.claim, schema.reviews.c.decision).order_by(schema.reviews.c.number)
    return {row.claim: row.decision for row in connection.execute(query)}
