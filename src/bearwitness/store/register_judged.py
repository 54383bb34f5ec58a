"""One judgement of a person by its number, so that what somebody saw can be shown beside what holds now."""

import json

from sqlalchemy import select

from bearwitness.core import contract
from bearwitness.core.incidents import Link
from bearwitness.store import schema
from bearwitness.store.register_file import Register, read_from
from bearwitness.store.register_judgements import WITHDRAWN


def find_judged(register: Register, pair: tuple[str, str], number: int) -> Link | None:
    """The judgement with this number on these two claims; None where it is none on them, or takes one back."""
    table = schema.links.c
    query = select(table.body, table.judgement).where(
        table.number == number, table.run.is_(None), table.left.in_(pair), table.right.in_(pair)
    )
    with read_from(register) as connection:
        row = connection.execute(query).first()
    return None if row is None or row.judgement == WITHDRAWN else contract.parse_link(json.loads(row.body))
