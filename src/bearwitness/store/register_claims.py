"""One claim as it stands for a person who decides on it, and their decision, kept only if it still stands so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, or_, select

from bearwitness.core.errors import StaleError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Claim, Reading
from bearwitness.store import schema
from bearwitness.store.register_file import Register, read_from, stamp, write_to
from bearwitness.store.register_judgements import append_reviews
from bearwitness.store.register_readings import append_reading, load_whole, report_uid

_STALE = "this claim has changed since you saw it; nothing was changed, look again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a person had before them: the number of the reading, and of the last review of the claim (0: none)."""

    reading: int
    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A claim in a reading, with the decision on it that holds."""

    claim: Claim
    reading: Reading
    uid: str
    seen: Seen
    position: int
    review: Review | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A report's reading as a person changes it: what becomes of it, and the decisions that go with it."""

    change: Callable[[Reading], Reading]
    reviews: tuple[Review, ...]
    by: str
    at: datetime


def load_standing_claim(register: Register, ident: str) -> Standing | None:
    """The claim as the current reading of its report has it; None where no current reading holds it."""
    with read_from(register) as connection:
        return _load_standing(connection, ident)


def load_all_seen(register: Register) -> dict[str, Seen]:
    """What a person who is shown all claims of the current readings has before them, by the claims' ids."""
    claims, reviews = schema.claims.c, schema.reviews.c
    with read_from(register) as connection:
        last = {
            row[0]: row[1]
            for row in connection.execute(select(reviews.claim, func.max(reviews.number)).group_by(reviews.claim))
        }
        query = select(claims.id, claims.reading).join(schema.readings, schema.readings.c.number == claims.reading)
        rows = connection.execute(query.where(_IS_CURRENT).order_by(claims.reading, claims.position))
        return {row.id: Seen(reading=row.reading, review=last.get(row.id, 0)) for row in rows}


def stands_as_seen(register: Register, ident: str, seen: Seen) -> bool:
    """Whether a claim, and the decision on it, still are what somebody saw."""
    with read_from(register) as connection:
        try:
            check_seen(connection, ident, seen)
        except StaleError:
            return False
        return True


def load_seen_claim(register: Register, ident: str, seen: Seen) -> Standing | None:
    """The claim as somebody saw it before. Readings and reviews are never lost, so it can be shown beside what holds now."""
    with read_from(register) as connection:
        row = connection.execute(
            select(schema.claims.c.position).where(schema.claims.c.reading == seen.reading, schema.claims.c.id == ident)
        ).first()
        return None if row is None else _build(connection, ident, seen, row.position)


def load_reviews_of(register: Register, claims: Iterable[str]) -> dict[str, Review]:
    """The last decision on each of these claims, where there is one."""
    wanted = sorted(set(claims))
    found: dict[str, Review] = {}
    with read_from(register) as connection:
        for start in range(0, len(wanted), 500):
            query = select(schema.reviews).where(schema.reviews.c.claim.in_(wanted[start : start + 500]))
            found |= {row.claim: _review(row) for row in connection.execute(query.order_by(schema.reviews.c.number))}
    return found


def load_reviews_between(register: Register, after: int, upto: int) -> tuple[Review, ...]:
    """The decisions that came after one number, up to another, in their order."""
    number = schema.reviews.c.number
    query = select(schema.reviews).where(number > after, number <= upto).order_by(number)
    with read_from(register) as connection:
        return tuple(_review(row) for row in connection.execute(query))


def list_pending(register: Register, after: tuple[int, int] = (0, -1), most: int = 1) -> tuple[str, ...]:
    """The next claims, by reading and position, that no person has decided on; after the last one the first."""
    with read_from(register) as connection:
        found = _list_pending(connection, after, most)
        return found or (_list_pending(connection, (0, -1), most) if after > (0, -1) else ())


def save_review_seen(register: Register, review: Review, seen: Seen) -> None:
    """Append a decision on a claim; raises StaleError where the claim, or the decision on it, is another by now."""
    with write_to(register) as connection:
        check_seen(connection, review.claim, seen)
        append_reviews(connection, (review,))


def rewrite_reading(register: Register, ident: str, seen: Seen, rewriting: Rewriting) -> Reading:
    """Append the reading of a claim's report as a person changes it, in one transaction with the check of what they saw."""
    with write_to(register) as connection:
        standing = check_seen(connection, ident, seen)
        return _append(connection, standing.reading, rewriting)


def rewrite_report(register: Register, uid: str, rewriting: Rewriting) -> Reading | None:
    """The same for a report, where nothing that stands is changed; None where there is no such report."""
    with write_to(register) as connection:
        number = connection.scalar(select(func.max(schema.readings.c.number)).where(schema.readings.c.uid == uid))
        reading = None if number is None else load_whole(connection, number)
        return None if reading is None else _append(connection, reading, rewriting)


def load_report(register: Register, uid: str) -> tuple[int, Reading] | None:
    """The current reading of a report by its name in the register, and its number."""
    with read_from(register) as connection:
        number = connection.scalar(select(func.max(schema.readings.c.number)).where(schema.readings.c.uid == uid))
        reading = None if number is None else load_whole(connection, number)
        return None if reading is None or number is None else (number, reading)


def check_seen(connection: Connection, ident: str, seen: Seen) -> Standing:
    """The claim as it stands; raises StaleError where it is not what was seen."""
    standing = _load_standing(connection, ident)
    if standing is None or standing.seen.review != seen.review:
        raise StaleError(_STALE)
    if standing.seen.reading != seen.reading:
        before = load_whole(connection, seen.reading)
        former = [claim for claim in before.claims if claim.id == ident] if before else []
        # Another claim of the report was changed meanwhile: that is no change of this one, though it may relate to another now.
        if [_strip(claim) for claim in former] != [_strip(standing.claim)]:
            raise StaleError(_STALE)
    return standing


def _append(connection: Connection, reading: Reading, rewriting: Rewriting) -> Reading:
    changed = rewriting.change(reading)
    # The moment makes each rewriting a reader of its own: else a second one by the same person would count as there already.
    append_reading(connection, changed, reader=f"{rewriting.by} {stamp(rewriting.at)}", at=rewriting.at)
    append_reviews(connection, rewriting.reviews)
    return changed


def _strip(claim: Claim) -> Claim:
    return replace(claim, relations=())


_NEWER = schema.readings.alias("newer")
_IS_CURRENT = ~exists().where(_NEWER.c.uid == schema.readings.c.uid, _NEWER.c.number > schema.readings.c.number)


def _load_standing(connection: Connection, ident: str) -> Standing | None:
    table = schema.claims.c
    query = (
        select(table.reading, table.position)
        .join(schema.readings, schema.readings.c.number == table.reading)
        .where(table.id == ident, _IS_CURRENT)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    last = connection.scalar(select(func.max(schema.reviews.c.number)).where(schema.reviews.c.claim == ident))
    return _build(connection, ident, Seen(reading=row.reading, review=last or 0), row.position)


def _build(connection: Connection, ident: str, seen: Seen, position: int) -> Standing | None:
    reading = load_whole(connection, seen.reading)
    if reading is None:
        return None
    row = connection.execute(select(schema.reviews).where(schema.reviews.c.number == seen.review)).first()
    return Standing(
        claim=next(claim for claim in reading.claims if claim.id == ident),
        reading=reading,
        uid=report_uid(reading.report),
        seen=seen,
        position=position,
        review=None if row is None or row.claim != ident else _review(row),
    )


def _list_pending(connection: Connection, after: tuple[int, int], most: int) -> tuple[str, ...]:
    table, reading, position = schema.claims.c, *after
    query = (
        select(table.id)
        .join(schema.readings, schema.readings.c.number == table.reading)
        .where(or_(table.reading > reading, and_(table.reading == reading, table.position > position)))
        .where(~exists().where(schema.reviews.c.claim == table.id), _IS_CURRENT)
        .order_by(table.reading, table.position)
        .limit(most)
    )
    return tuple(connection.scalars(query))


def _review(row: Row[Any]) -> Review:
    at = datetime.fromisoformat(row.at)
    return Review(claim=row.claim, decision=row.decision, by=row.by, at=at, because=row.because)
