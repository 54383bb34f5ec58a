"""What a figure rests on, with its entries in the log: the claims, their readings and reports, decisions on them, judgements between them."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, column, func, or_, select, table, tuple_

from bearwitness.core.errors import RegisterError, UsageError
from bearwitness.custody.checkpoints import Note, parse_note
from bearwitness.custody.entries import FORMAT, KINDS, Moment, Record, build_record, name_row
from bearwitness.custody.log import Log, build_finder
from bearwitness.store import schema
from bearwitness.store.log_reading import load_events
from bearwitness.store.log_writing import ROWS

_LOT: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A record with its entry: number, salt, and what the entry says beside the record."""

    record: Record
    number: int
    salt: bytes
    moment: Moment


def load_logged(connection: Connection, log: Log, claims: Sequence[str]) -> tuple[Logged, ...]:
    """Everything that these claims rest on, in the order of the log. Raises RegisterError where an entry is missing."""
    rows = {(record.kind, name_row(record)): record for record in _load_records(connection, claims)}
    find, found = build_finder(log), []
    for leaf in log.leaves:
        record, step = rows.pop((leaf.kind, leaf.row), None), find(leaf.number)
        if record is not None and step is not None and leaf.salt is not None:
            found.append(Logged(record=record, number=leaf.number, salt=leaf.salt, moment=step.moment))
    if rows:
        raise RegisterError("some of what the figure rests on is not in the log; see 'bearwitness verify'")
    return tuple(found)


def load_checkpoints(connection: Connection) -> tuple[tuple[Note, bytes], ...]:
    """Checkpoints in the register, with what an authority said of each; what cannot be read is left for `verify` to name."""
    found = []
    for event in load_events(connection):
        if event.kind == "checkpoint":
            try:
                answer = base64.b64decode(str(event.body.get("timestamp") or ""), validate=True)
                found.append((parse_note(str(event.body.get("note"))), answer))
            except (UsageError, binascii.Error):
                continue
    return tuple(found)


def _load_records(connection: Connection, claims: Sequence[str]) -> Iterator[Record]:
    """The newest telling of each claim, and what belongs to it."""
    keys, readings = schema.claims.c, set[int]()
    for lot in _lots(claims):
        newest = select(keys.id, func.max(keys.reading).label("reading")).where(keys.id.in_(lot)).group_by(keys.id)
        sub = newest.subquery()
        at = select(keys.reading, keys.position).join(sub, and_(sub.c.id == keys.id, sub.c.reading == keys.reading))
        places = connection.execute(at).all()
        readings |= {place.reading for place in places}
        yield from _read(connection, "claim", [(place.reading, place.position) for place in places])
        reviews = schema.reviews.c
        yield from _read(connection, "review", _pick(connection, select(reviews.number).where(reviews.claim.in_(lot))))
    revisions = set[str]()
    for lot in _lots(sorted(readings)):
        for record in _read(connection, "reading", [(number,) for number in lot]):
            revisions.add(str(record.values[KINDS[FORMAT]["reading"].fields.index("revision")]))
            yield record
    for some in _lots(sorted(revisions)):
        yield from _read(connection, "report", [(revision,) for revision in some])
    yield from _load_links(connection, frozenset(claims))


def _load_links(connection: Connection, claims: frozenset[str]) -> Iterator[Record]:
    """Judgements of persons between the claims, and what the last run of the rules said of them, where a run was kept."""
    links = schema.links.c
    last = select(func.max(schema.link_runs.c.number)).scalar_subquery()
    query = select(links.number, links.left, links.right).where(or_(links.run.is_(None), links.run == last))
    numbers = [(row.number,) for row in connection.execute(query) if row.left in claims and row.right in claims]
    for lot in _lots(numbers):
        yield from _read(connection, "link", list(lot))


def _pick(connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(query)]


def _read(connection: Connection, kind: str, keys: Sequence[tuple[Any, ...]]) -> Iterator[Record]:
    """Rows of a kind by their keys."""
    known = KINDS[FORMAT][kind]
    rows = table(ROWS[kind], *(column(name) for name in known.fields))
    wanted = [rows.c[name] for name in known.key]
    for lot in _lots(keys):
        where = wanted[0].in_([key[0] for key in lot]) if len(wanted) == 1 else tuple_(*wanted).in_(lot)
        for row in connection.execute(select(rows).where(where)):
            yield build_record(kind, dict(row._mapping))


def _lots(values: Iterable[Any]) -> Iterator[Any]:
    given = list(values)
    for start in range(0, len(given), _LOT):
        yield given[start : start + _LOT]
