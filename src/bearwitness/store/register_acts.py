"""Everything that was done to a register, newest first: reports read, claims decided on, pairs judged, files that left it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from bearwitness.store import export_records, release_records, schema
from bearwitness.store.register_file import Register, read_from

Query = TypeVar("Query", bound=Select[Any])
Kind = Literal["read", "review", "judgement", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One act: when, by whom, what ("accepted", "same", "withdrawn", a reader, "export"), on which report or claims, and why.

    Of a file that left, `title` says what sort it was and `because` its hash, or the release's name.
    """

    kind: Kind
    number: int
    at: datetime
    by: str
    what: str
    on: tuple[str, ...]
    title: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Where a page of the log goes on: of each kind only those with a smaller number. None is from the newest."""

    read: int | None = None
    review: int | None = None
    judgement: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Acts of one who is called so (however the letters are cased), at or after a moment; None is all."""

    name: str | None = None
    since: datetime | None = None


ALL: Final = Whose()
_LARGEST: Final = 2**31 - 1
"""No act has a larger number, and a server refuses to compare with one."""


def list_doings(
    register: Register, before: Before, most: int, kinds: Iterable[Kind], whose: Whose = ALL
) -> tuple[Doing, ...]:
    """Up to `most` acts of these kinds, newest first."""
    wanted = set(kinds)
    with read_from(register) as connection:
        found = [
            *(_list_read(connection, before.read, most, whose) if "read" in wanted else ()),
            *(_list_reviews(connection, before.review, most, whose) if "review" in wanted else ()),
            *(_list_judgements(connection, before.judgement, most, whose) if "judgement" in wanted else ()),
            *(_list_left(connection, before.left, most, whose) if "left" in wanted else ()),
        ]
    return tuple(sorted(found, key=lambda one: (one.at, one.number), reverse=True)[:most])


def find_before(shown: Iterable[Doing], before: Before) -> Before:
    """Where the page after these goes on."""
    last = {"read": before.read, "review": before.review, "judgement": before.judgement, "left": before.left}
    for one in shown:
        last[one.kind] = one.number
    return Before(read=last["read"], review=last["review"], judgement=last["judgement"], left=last["left"])


def _narrow(query: Query, by: ColumnElement[str], at: ColumnElement[str], whose: Whose) -> Query:
    """Only what they did. A reader's version stands behind its name, and a person's name behind what says that it is one."""
    if whose.name is not None:
        name = whose.name.lower()
        theirs = (func.lower(by) == name, func.lower(by) == f"person:{name}")
        query = query.where(or_(*theirs, func.lower(by).startswith(f"{name} ", autoescape=True)))
    if whose.since is not None:
        query = query.where(at >= whose.since.isoformat())
    return query


def _list_read(connection: Connection, before: int | None, most: int, whose: Whose) -> list[Doing]:
    table, reports = schema.readings.c, schema.reports.c
    query = select(
        table.number, table.reader, table.read_at, table.uid, reports.title, reports.input, table.error
    ).join(schema.reports, reports.revision == table.revision)
    query = _narrow(query, table.reader, table.read_at, whose)
    if before is not None:
        query = query.where(table.number < min(before, _LARGEST))
    return [
        Doing(
            kind="read",
            number=row.number,
            at=datetime.fromisoformat(row.read_at),
            by=row.reader,
            what="not read" if row.error else "read",
            on=(row.uid,),
            title=row.title or row.input,
            because=row.error or "",
        )
        for row in connection.execute(query.order_by(table.number.desc()).limit(most))
    ]


def _list_reviews(connection: Connection, before: int | None, most: int, whose: Whose) -> list[Doing]:
    table = schema.reviews.c
    query = _narrow(select(schema.reviews), table.by, table.at, whose).order_by(table.number.desc()).limit(most)
    if before is not None:
        query = query.where(table.number < min(before, _LARGEST))
    return [
        Doing(
            kind="review",
            number=row.number,
            at=datetime.fromisoformat(row.at),
            by=row.by,
            what=row.decision,
            on=(row.claim,),
            title="",
            because=row.because,
        )
        for row in connection.execute(query)
    ]


def _list_judgements(connection: Connection, before: int | None, most: int, whose: Whose) -> list[Doing]:
    table = schema.links.c
    query = select(schema.links).where(table.run.is_(None)).order_by(table.number.desc()).limit(most)
    query = _narrow(query, table.by, table.judged_at, whose)
    if before is not None:
        query = query.where(table.number < min(before, _LARGEST))
    return [
        Doing(
            kind="judgement",
            number=row.number,
            at=datetime.fromisoformat(row.judged_at),
            by=row.by.removeprefix("person:"),
            what=row.judgement,
            on=(row.left, row.right),
            title="",
            because="; ".join(json.loads(row.body)["reasons"]),
        )
        for row in connection.execute(query)
    ]


def _list_left(connection: Connection, before: int | None, most: int, whose: Whose) -> list[Doing]:
    """Exports and releases, as the log's events tell of them."""
    table = schema.events.c
    query = select(schema.events).where(table.kind.in_((export_records.KIND, release_records.KIND)))
    query = _narrow(query, table.by, table.at, whose).order_by(table.number.desc()).limit(most)
    if before is not None:
        query = query.where(table.number < min(before, _LARGEST))
    return [
        Doing(
            kind="left",
            number=row.number,
            at=datetime.fromisoformat(row.at),
            by=row.by,
            what=row.kind,
            on=(),
            title=_say_left(row.kind, body := json.loads(row.body)),
            because=str(body.get("name", ""))
            if row.kind == release_records.KIND
            else f"SHA-256 {body.get('sha256', '')}",
        )
        for row in connection.execute(query)
    ]


def _say_left(kind: str, body: dict[str, Any]) -> str:
    """ "ucdp, 12 rows, with words of reports"."""
    if kind == release_records.KIND:
        return "a public release"
    rows = body.get("rows", 0)
    parts = [
        str(body.get("format", "")),
        f"{rows} row" if rows == 1 else f"{rows} rows",
        *(["with words of reports"] if body.get("quotes") else []),
        *(["with which reports there are"] if body.get("outlets") else []),
    ]
    return ", ".join(parts)
