"""Reports and what was read from them: appended one report at a time, and read back as the current readings."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, Table, exists, func, insert, inspect, select

from bearwitness.core import contract
from bearwitness.core.errors import RegisterError
from bearwitness.core.evidence_record import CopyMark
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.custody.entries import Record, build_record
from bearwitness.store import schema
from bearwitness.store.copy_records import append_copies
from bearwitness.store.log_writing import build_records, log_records
from bearwitness.store.register_file import Register, read_from, stamp, write_to

Bodies = dict[int, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What saving a reading did. `uid` names the report by its given id and its bytes."""

    uid: str
    outcome: Literal["new report", "new reading", "already there"]


def save_reading(
    register: Register, reading: Reading, *, reader: str, at: datetime, copies: Sequence[CopyMark] = ()
) -> Receipt:
    """Append a report with what `reader` (a version, such as "en/1") read from it: all of it or nothing.

    `copies` are exact copies of it that were kept, for the log to tell of; those already told of are the caller's to leave out.

    The same bytes under the same given id, with the same text, metadata and reader, change nothing. Anything else
    appends a reading that supersedes the earlier ones of that id and those bytes. Raises RegisterError when a claim id
    already belongs to another report, for links and reviews name claims by id alone.
    """
    with write_to(register) as connection:
        return append_reading(connection, reading, reader=reader, at=at, copies=copies)


def append_reading(
    connection: Connection, reading: Reading, *, reader: str, at: datetime, copies: Sequence[CopyMark] = ()
) -> Receipt:
    """The same inside a transaction that does more."""
    uid = report_uid(reading.report)
    revision = "v_" + _revision(reading.report, uid)
    read_before = {(row.revision, row.reader) for row in connection.execute(_readers(uid))}
    if (revision, reader) in read_before:
        log_records(connection, append_copies(connection, copies, uid, stamp(at)))
        return Receipt(uid=uid, outcome="already there")
    _refuse_foreign_claims(connection, uid, reading.claims)
    records = []
    if revision not in {known for known, _ in read_before}:
        keys = {"revision": revision, "uid": uid, "captured_at": stamp(at)}
        records.append(build_record("report", _append_report(connection, reading.report, keys)))
    row = {
        "revision": revision,
        "uid": uid,
        "reader": reader,
        "published_on": reading.report.published_on,
        "read_at": stamp(at),
        "error": reading.error,
        "notes": json.dumps(reading.notes),
    }
    number = connection.scalar(insert(schema.readings).returning(schema.readings.c.number), row)
    records += [build_record("reading", row | {"number": number}), *_append_said(connection, reading, number)]
    log_records(connection, [*records, *append_copies(connection, copies, uid, stamp(at))])
    return Receipt(uid=uid, outcome="new reading" if read_before else "new report")


def load_current(register: Register) -> tuple[Reading, ...]:
    """The current reading of every report, in the order the reports first came in."""
    span = select(
        schema.readings.c.uid,
        func.min(schema.readings.c.number).label("first"),
        func.max(schema.readings.c.number).label("last"),
    )
    current = span.group_by(schema.readings.c.uid).subquery("current")
    query = _READINGS.join(current, current.c.last == schema.readings.c.number).order_by(current.c.first)
    with read_from(register) as connection:
        return _load(connection, query, select(current.c.last))


def load_reading(register: Register, report: Report, *, reader: str) -> Reading | None:
    """What `reader` last read from these bytes under this id with this text and metadata; None when it has not."""
    revision = "v_" + _revision(report, report_uid(report))
    numbers = select(func.max(schema.readings.c.number)).where(
        schema.readings.c.revision == revision, schema.readings.c.reader == reader
    )
    with read_from(register) as connection:
        found = _load(connection, _READINGS.where(schema.readings.c.number.in_(numbers)), numbers)
    return found[0] if found else None


def load_reading_of(register: Register, claim: str) -> Reading | None:
    """The latest reading that holds this claim, superseded or not; None where none ever did."""
    numbers = select(func.max(schema.claims.c.reading)).where(schema.claims.c.id == claim)
    with read_from(register) as connection:
        found = _load(connection, _READINGS.where(schema.readings.c.number.in_(numbers)), numbers)
    return found[0] if found else None


def load_current_of(register: Register, report: Report) -> Reading | None:
    """The current reading of the report of this id and these bytes; None where there is none."""
    numbers = select(func.max(schema.readings.c.number)).where(schema.readings.c.uid == report_uid(report))
    with read_from(register) as connection:
        found = _load(connection, _READINGS.where(schema.readings.c.number.in_(numbers)), numbers)
    return found[0] if found else None


def load_whole(connection: Connection, number: int) -> Reading | None:
    """The reading of this number with all it holds; None where there is none."""
    query = _READINGS.where(schema.readings.c.number == number)
    found = _load(connection, query, select(schema.readings.c.number).where(schema.readings.c.number == number))
    return found[0] if found else None


def load_wholes(connection: Connection, numbers: Iterable[int]) -> dict[int, Reading]:
    """The readings of these numbers with all they hold."""
    wanted, found = sorted(set(numbers)), dict[int, Reading]()
    for start in range(0, len(wanted), 500):
        lot = schema.readings.c.number.in_(wanted[start : start + 500])
        query = _READINGS.where(lot).order_by(schema.readings.c.number)
        whole = _load(connection, query, select(schema.readings.c.number).where(lot))
        found.update(zip(wanted[start : start + 500], whole, strict=True))
    return found


def load_report_hashes(connection: Connection) -> frozenset[str]:
    """The SHA-256 of the bytes of every report that ever came in; none where somebody took the table away."""
    if not inspect(connection).has_table(schema.reports.name):
        return frozenset()
    return frozenset(map(str, connection.scalars(select(schema.reports.c.sha256).distinct())))


def find_current_claims(register: Register, wanted: Iterable[str]) -> frozenset[str]:
    """Those of the claims that the current reading of a report holds."""
    idents, found = sorted(wanted), set[str]()
    newer = schema.readings.alias("newer")
    with read_from(register) as connection:
        for start in range(0, len(idents), 500):
            query = (
                select(schema.claims.c.id)
                .join(schema.readings, schema.readings.c.number == schema.claims.c.reading)
                .where(schema.claims.c.id.in_(idents[start : start + 500]))
                .where(~exists().where(newer.c.uid == schema.readings.c.uid, newer.c.number > schema.readings.c.number))
            )
            found.update(connection.scalars(query))
    return frozenset(found)


_READINGS = select(schema.readings.c.number, schema.readings.c.error, schema.readings.c.notes, schema.reports).join(
    schema.reports, schema.reports.c.revision == schema.readings.c.revision
)


def _load(connection: Connection, query: Select[Any], numbers: Select[tuple[int]]) -> tuple[Reading, ...]:
    """The readings that `query` finds, in its order; `numbers` are theirs."""
    claims, statements, sums, faults = (
        _bodies(connection, table, numbers) for table in (schema.claims, schema.statements, schema.sums, schema.faults)
    )
    return tuple(
        Reading(
            report=_report(row),
            claims=tuple(contract.parse_claim(body) for body in claims.get(row.number, ())),
            statements=tuple(contract.parse_statement(body) for body in statements.get(row.number, ())),
            sums=tuple(contract.parse_sum(body) for body in sums.get(row.number, ())),
            faults=tuple(contract.parse_fault(body) for body in faults.get(row.number, ())),
            notes=tuple(json.loads(row.notes)),
            error=row.error,
        )
        for row in connection.execute(query).all()
    )


def report_uid(report: Report) -> str:
    """A report's name by content. Two reports given one id are two; the same bytes under two ids are two copies."""
    return name_report(report.id, report.sha256)


def name_report(ident: str, sha256: str) -> str:
    """The same, of a report that is only told of."""
    return "u_" + _digest([ident, sha256])


def _digest(parts: Iterable[str | None]) -> str:
    # JSON keeps the parts apart; a plain join would give ("a.b", "c") and ("a", "b.c") one name.
    return sha256(json.dumps(list(parts)).encode()).hexdigest()[:32]


def _revision(report: Report, uid: str) -> str:
    # `input` is left out: where the bytes lay says nothing about what they are.
    published = None if report.published_on is None else report.published_on.isoformat()
    return _digest([uid, report.url, report.outlet, report.title, published, report.language, report.text])


def _readers(uid: str) -> Select[tuple[str, str]]:
    """Which readers have read which revisions of a report."""
    return select(schema.readings.c.revision, schema.readings.c.reader).where(schema.readings.c.uid == uid)


def _refuse_foreign_claims(connection: Connection, uid: str, claims: tuple[Claim, ...]) -> None:
    ids = [claim.id for claim in claims]
    if len(set(ids)) < len(ids):
        raise RegisterError("two claims of one reading have the same id; give each its own")
    for start in range(0, len(ids), 1000):
        query = (
            select(schema.claims.c.id)
            .join(schema.readings, schema.readings.c.number == schema.claims.c.reading)
            .where(schema.claims.c.id.in_(ids[start : start + 1000]), schema.readings.c.uid != uid)
        )
        taken = connection.scalar(query)
        if taken is not None:
            raise RegisterError(
                f"claim id {taken} already belongs to another report; make claim ids from the report's id and its bytes"
            )


def _append_report(connection: Connection, report: Report, keys: dict[str, str]) -> dict[str, Any]:
    row = {column.name: getattr(report, column.name) for column in schema.reports.c if column.name not in keys} | keys
    try:
        connection.execute(insert(schema.reports), row)
    except UnicodeEncodeError:
        raise RegisterError(
            "the report's text or metadata holds half a character (a lone surrogate); capture it anew as UTF-8"
        ) from None
    return row


def _append_said(connection: Connection, reading: Reading, number: int | None) -> list[Record]:
    """The claims, statements, sums and faults of one reading, in order."""
    claims = [_claim_row(claim) for claim in reading.claims]
    said: tuple[tuple[str, Table, list[dict[str, Any]]], ...] = (
        ("claim", schema.claims, claims),
        ("statement", schema.statements, [_body(contract.render_statement(one)) for one in reading.statements]),
        ("sum", schema.sums, [_body(contract.render_sum(one)) for one in reading.sums]),
        ("fault", schema.faults, [_body(contract.render_fault(one)) for one in reading.faults]),
    )
    records: list[Record] = []
    for kind, table, given in said:
        rows = [row | {"reading": number, "position": i} for i, row in enumerate(given)]
        if rows:
            connection.execute(insert(table), rows)
            records += build_records(kind, rows)
    return records


def _body(value: dict[str, Any]) -> dict[str, str]:
    return {"body": json.dumps(value)}


def _claim_row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "act": claim.act,
        "shape": claim.shape,
        "status": claim.status,
        "earliest": None if claim.when is None else claim.when.earliest,
        "latest": None if claim.when is None else claim.when.latest,
        "country": None if claim.where is None else claim.where.country,
        "body": json.dumps(contract.render_claim(claim)),
    }


def _bodies(connection: Connection, table: Table, numbers: Select[tuple[int]]) -> Bodies:
    """The bodies of the given readings, in the order each report gives them."""
    query = select(table.c.reading, table.c.body).where(table.c.reading.in_(numbers))
    bodies: Bodies = {}
    for row in connection.execute(query.order_by(table.c.reading, table.c.position)):
        bodies.setdefault(row.reading, []).append(json.loads(row.body))
    return bodies


def _report(row: Row[Any]) -> Report:
    return Report(**{name: getattr(row, name) for name in Report.__dataclass_fields__})


def load_numbered(connection: Connection, numbers: Iterable[int]) -> dict[int, Reading]:
    """Readings by their numbers, with their claims only: what linking looks at."""
    wanted, found = sorted(set(numbers)), {}
    for start in range(0, len(wanted), 500):
        lot = wanted[start : start + 500]
        query = select(schema.claims.c.reading, schema.claims.c.body).where(schema.claims.c.reading.in_(lot))
        claims: dict[int, list[Claim]] = {number: [] for number in lot}
        for row in connection.execute(query.order_by(schema.claims.c.reading, schema.claims.c.position)):
            claims[row.reading].append(contract.parse_claim(json.loads(row.body)))
        for number, report in _load_reports(connection, _READINGS.where(schema.readings.c.number.in_(lot))):
            found[number] = Reading(report=report, claims=tuple(claims[number]))
    return found


def _load_reports(connection: Connection, query: Select[Any]) -> list[tuple[int, Report]]:
    return [(row.number, _report(row)) for row in connection.execute(query).all()]


def find_current(connection: Connection) -> dict[int, int]:
    """For each report the number of its first reading, which names it, and of its current one, in the order they came in."""
    number = schema.readings.c.number
    query = select(func.min(number), func.max(number)).group_by(schema.readings.c.uid).order_by(func.min(number))
    return {row[0]: row[1] for row in connection.execute(query)}
