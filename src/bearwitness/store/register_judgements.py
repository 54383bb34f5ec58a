"""What is judged about claims: the links of the rules and of persons, and reviews. Appended; the latest one holds."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from bearwitness.core import contract
from bearwitness.core.errors import StaleError
from bearwitness.core.incidents import Judging, Link, Review
from bearwitness.core.judgings import replay
from bearwitness.custody.entries import build_record
from bearwitness.store import schema
from bearwitness.store.log_writing import build_records, log_records
from bearwitness.store.register_file import Register, read_from, stamp, write_to

WITHDRAWN: Final = "withdrawn"
"""Stands in the register only, in place of a judgement: the row takes back what persons judged of the two claims last."""


def save_links(register: Register, links: Iterable[Link], *, at: datetime) -> bool:
    """Append a run of the linking rules, which supersedes the run before; False when it says just the same.

    The order of `links` means nothing. Persons' judgements are kept apart (`save_judgement`) and outlast every run.
    """
    wanted = sorted(set(links), key=_order)
    with write_to(register) as connection:
        latest = connection.scalar(select(func.max(schema.link_runs.c.number)))
        if latest is not None and sorted(_links_of(connection, latest), key=_order) == wanted:
            return False
        run = connection.scalar(insert(schema.link_runs).returning(schema.link_runs.c.number), {"run_at": stamp(at)})
        rows = [_row(link, at) | {"run": run} for link in wanted]
        if rows:
            connection.execute(insert(schema.links), rows)
        numbers = connection.scalars(
            select(schema.links.c.number).where(schema.links.c.run == run).order_by(schema.links.c.number)
        )
        kept = [row | {"number": number} for row, number in zip(rows, numbers, strict=True)]
        log_records(
            connection, [build_record("run", {"number": run, "run_at": stamp(at)}), *build_records("link", kept)]
        )
    return True


def save_judgement(register: Register, link: Link, *, at: datetime, seen: int | None = None) -> None:
    """Append a person's judgement on two claims; it outranks every rule's and replaces that person's or another's
    earlier. `seen` is the number of the last one they saw (`find_last_judgement`); raises StaleError where another came since.
    """
    with write_to(register) as connection:
        if seen is not None and _last(connection, link.left, link.right) != seen:
            raise StaleError("somebody else has judged these two since you saw them; nothing was changed, look again")
        _append_judged(connection, _row(link, at))


def find_last_judgement(register: Register, left: str, right: str) -> int:
    """The number of the last judgement or withdrawal on two claims, 0 where there is none."""
    with read_from(register) as connection:
        return _last(connection, left, right)


def _last(connection: Connection, left: str, right: str) -> int:
    ends = (left, right)
    table = schema.links.c
    query = select(func.max(table.number)).where(table.run.is_(None), table.left.in_(ends), table.right.in_(ends))
    return connection.scalar(query) or 0


def withdraw_judgement(register: Register, link: Link, *, by: str, because: str, at: datetime) -> None:
    """Append that the judgement `link`, which stands, is taken back; the one before it on the same two claims stands again."""
    with write_to(register) as connection:
        append_withdrawal(connection, link, by=by, because=because, at=at)


def append_withdrawal(connection: Connection, link: Link, *, by: str, because: str, at: datetime) -> None:
    """The same, in a transaction in which it was made sure that the judgement stands."""
    body = {"left": link.left, "right": link.right, "judgement": WITHDRAWN, "reasons": [because], "by": by}
    row = _row(link, at) | {"judgement": WITHDRAWN, "by": by, "body": json.dumps(body)}
    _append_judged(connection, row)


def load_judgings(register: Register) -> tuple[Judging, ...]:
    """Every judgement of persons and every withdrawal, in the order they came."""
    with read_from(register) as connection:
        return _judgings(connection)


def load_links(register: Register) -> tuple[Link, ...]:
    """The links that hold: persons' standing judgement on each pair, and the rules' latest run on all other pairs."""
    with read_from(register) as connection:
        latest = connection.scalar(select(func.max(schema.link_runs.c.number)))
        ruled = [] if latest is None else _links_of(connection, latest)
        judged = {frozenset((link.left, link.right)): link for link in replay(_judgings(connection))}
    kept = [link for link in ruled if frozenset((link.left, link.right)) not in judged]
    return tuple(sorted([*kept, *judged.values()], key=_order))


def save_review(register: Register, review: Review) -> None:
    """Append a person's decision on a claim."""
    with write_to(register) as connection:
        append_reviews(connection, (review,))


def append_reviews(connection: Connection, reviews: Iterable[Review]) -> None:
    """The same for several, inside a transaction that does more."""
    records = []
    for review in reviews:
        row = {
            "claim": review.claim,
            "decision": review.decision,
            "by": review.by,
            "at": stamp(review.at),
            "because": review.because,
        }
        number = connection.scalar(insert(schema.reviews).returning(schema.reviews.c.number), row)
        records.append(build_record("review", row | {"number": number}))
    log_records(connection, records)


def load_reviews(register: Register) -> tuple[Review, ...]:
    """Every decision, in the order it came; the last one on a claim holds."""
    with read_from(register) as connection:
        rows = connection.execute(select(schema.reviews).order_by(schema.reviews.c.number)).all()
    return tuple(
        Review(
            claim=row.claim,
            decision=row.decision,
            by=row.by,
            at=datetime.fromisoformat(row.at),
            because=row.because,
        )
        for row in rows
    )


def _order(link: Link) -> tuple[str, str, str, float, tuple[str, ...], str]:
    return (link.left, link.right, link.judgement, link.score, link.reasons, link.by)


def _row(link: Link, at: datetime) -> dict[str, Any]:
    return {
        "left": link.left,
        "right": link.right,
        "judgement": link.judgement,
        "score": link.score,
        "by": link.by,
        "judged_at": stamp(at),
        "body": json.dumps(contract.render_link(link)),
    }


def _append_judged(connection: Connection, row: dict[str, Any]) -> None:
    number = connection.scalar(insert(schema.links).returning(schema.links.c.number), row)
    log_records(connection, [build_record("link", row | {"number": number})])


def _judgings(connection: Connection) -> tuple[Judging, ...]:
    query = select(schema.links).where(schema.links.c.run.is_(None)).order_by(schema.links.c.number)
    found = []
    for row in connection.execute(query):
        body = json.loads(row.body)
        found.append(
            Judging(
                left=row.left,
                right=row.right,
                link=None if row.judgement == WITHDRAWN else contract.parse_link(body),
                by=row.by,
                at=datetime.fromisoformat(row.judged_at),
                because="; ".join(body["reasons"]),
            )
        )
    return tuple(found)


def _links_of(connection: Connection, run: int) -> list[Link]:
    query = select(schema.links.c.body).where(schema.links.c.run == run).order_by(schema.links.c.number)
    return [contract.parse_link(json.loads(body)) for body in connection.scalars(query)]
