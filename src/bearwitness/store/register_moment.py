"""How far a register has come: asked often, so that what was computed from it is computed anew only when something came in."""

from dataclasses import dataclass

from sqlalchemy import func, select

from bearwitness.store import schema
from bearwitness.store.register_file import Register, read_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The numbers of the last reading, review and judgement; 0 where there is none. Tables only grow, so two equal moments are one state."""

    reading: int
    review: int
    link: int


def find_moment(register: Register) -> Moment:
    """Where the register stands now."""
    with read_from(register) as connection:
        reading, review, link = (
            connection.scalar(select(func.coalesce(func.max(table.c.number), 0))) or 0
            for table in (schema.readings, schema.reviews, schema.links)
        )
    return Moment(reading=reading, review=review, link=link)


def count_claims(register: Register) -> int:
    """About how many claims the register holds, those of superseded readings too."""
    with read_from(register) as connection:
        return connection.scalar(select(func.count()).select_from(schema.claims)) or 0
