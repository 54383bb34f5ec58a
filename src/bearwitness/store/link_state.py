"""The derived tables of linking as a whole: filled anew, brought up to date, and read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bearwitness.core import contract
from bearwitness.core.incidents import Link
from bearwitness.core.link_index import Card, PairRow, Proposal, TotalCard
from bearwitness.store.link_changes import write_cards, write_pairs, write_proposals, write_totals
from bearwitness.store.link_queries import fetch, fetch_lots, run, write_rows
from bearwitness.store.link_schema import create_tables, finish_tables, is_there

Stripped = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """Up to where the derived tables go: the last reading and review taken in, persons' judgements as they stood, and the rules."""

    version: str
    reading: int
    review: int
    judged: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report as it is linked: its current reading, and the pairs of its claims on which persons overrule it."""

    report: int
    reading: int
    stripped: Stripped


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """All that linking from nothing finds, to fill the tables with. `aside` are occurrences that are copies."""

    reports: Sequence[ReportRow]
    cards: Sequence[Card]
    aside: frozenset[str]
    pairs: Sequence[PairRow]
    totals: Sequence[TotalCard]
    proposals: Sequence[Proposal]
    links: Sequence[Link]


def fill_tables(connection: Connection, stock: Stock, state: LinkState) -> None:
    """The derived tables, made anew."""
    create_tables(connection)
    save_reports(connection, stock.reports)
    write_cards(connection, stock.cards, 1, set(stock.aside))
    connection.exec_driver_sql("INSERT INTO linking_words SELECT word, COUNT(*) FROM linking_details GROUP BY word")
    write_pairs(connection, stock.pairs)
    write_totals(connection, stock.totals)
    write_proposals(connection, stock.proposals)
    _write_links(connection, stock.links)
    finish_tables(connection)
    save_state(connection, state)


def load_state(connection: Connection) -> LinkState | None:
    """Up to where the tables go; None where there are none."""
    if not is_there(connection):
        return None
    found = {key: json.loads(value) for key, value in fetch(connection, "SELECT key, value FROM linking_state")}
    if not found:
        return None
    return LinkState(
        version=found["version"],
        reading=found["reading"],
        review=found["review"],
        judged=tuple(map(contract.parse_link, found["judged"])),
    )


def save_state(connection: Connection, state: LinkState) -> None:
    """Keep up to where the tables go."""
    connection.exec_driver_sql("DELETE FROM linking_state")
    values = {
        "version": state.version,
        "reading": state.reading,
        "review": state.review,
        "judged": [contract.render_link(link) for link in state.judged],
    }
    write_rows(connection, "linking_state", [(key, json.dumps(value)) for key, value in values.items()])


def find_last(connection: Connection) -> tuple[int, int]:
    """The numbers of the last reading and the last review; 0 where there is none."""
    queries = (f"SELECT COALESCE(MAX(number), 0) FROM {table}" for table in ("readings", "reviews"))
    reading, review = (int(fetch(connection, query)[0][0]) for query in queries)
    return reading, review


def find_read_since(connection: Connection, reading: int) -> Mapping[int, int]:
    """The reports that were read after this reading: the number of each, which is that of its first reading, and its current one."""
    query = (
        "SELECT MIN(number), MAX(number) FROM readings WHERE uid IN "
        "(SELECT uid FROM readings WHERE number > ?) GROUP BY uid"
    )
    return {row[0]: row[1] for row in fetch(connection, query, reading)}


def find_reviewed_since(connection: Connection, review: int) -> frozenset[str]:
    """The claims that were reviewed after this review."""
    return frozenset(row[0] for row in fetch(connection, "SELECT claim FROM reviews WHERE number > ?", review))


def find_homes(connection: Connection, claims: Iterable[str]) -> Mapping[str, int]:
    """The report that holds each of these claims in its current reading, as far as one does."""
    query = "SELECT c.id, l.report FROM claims c JOIN linking_reports l ON l.reading = c.reading WHERE c.id IN ?"
    return {row[0]: row[1] for row in fetch_lots(connection, query, claims)}


def find_claims_of(connection: Connection, reports: Iterable[int]) -> frozenset[str]:
    """The claims of these reports as they were last linked."""
    query = "SELECT c.id FROM linking_reports l JOIN claims c ON c.reading = l.reading WHERE l.report IN ?"
    return frozenset(row[0] for row in fetch_lots(connection, query, reports))


def count_reports(connection: Connection) -> int:
    """How many reports are linked."""
    return int(fetch(connection, "SELECT COUNT(*) FROM linking_reports")[0][0])


def load_reports(connection: Connection, reports: Iterable[int]) -> Mapping[int, ReportRow]:
    """Reports as they are linked, as far as they are."""
    query = "SELECT report, reading, stripped FROM linking_reports WHERE report IN ?"
    return {
        row[0]: ReportRow(report=row[0], reading=row[1], stripped=frozenset((a, b) for a, b in json.loads(row[2])))
        for row in fetch_lots(connection, query, reports)
    }


def save_reports(connection: Connection, rows: Iterable[ReportRow]) -> None:
    """Keep reports as they are linked now."""
    values = [(row.report, row.reading, json.dumps(sorted(row.stripped))) for row in rows]
    if values:
        query = (
            "INSERT INTO linking_reports (report, reading, stripped) VALUES (?, ?, ?) ON CONFLICT (report) DO UPDATE "
        )
        run(connection, query + "SET reading = excluded.reading, stripped = excluded.stripped", values)


def load_held(connection: Connection) -> tuple[Link, ...]:
    """All links that hold, persons' and rules', by left and right id."""
    query = 'SELECT body FROM linking_links ORDER BY "left", "right", judgement, number'
    return tuple(contract.parse_link(json.loads(row[0])) for row in fetch(connection, query))


def load_held_bodies(connection: Connection) -> tuple[str, ...]:
    """The same as they are kept, in no order: most of them are those of the moment before, and need not be taken apart again."""
    return tuple(row[0] for row in fetch(connection, "SELECT body FROM linking_links"))


def load_links_on(connection: Connection, claims: Iterable[str]) -> tuple[Link, ...]:
    """The links that hold on these claims."""
    wanted = frozenset(claims)
    bodies = {
        row[0]: row[1]
        for end in ('"left" IN ?', '"right" IN ?')
        for row in fetch_lots(connection, f"SELECT number, body FROM linking_links WHERE {end}", wanted)
    }
    return tuple(contract.parse_link(json.loads(body)) for body in bodies.values())


def replace_links(connection: Connection, claims: Iterable[str], links: Sequence[Link]) -> None:
    """Put these in the place of all links that hold on the claims."""
    wanted = [(ident,) for ident in claims]
    if wanted:
        run(connection, 'DELETE FROM linking_links WHERE "left" = ?', wanted)
        run(connection, 'DELETE FROM linking_links WHERE "right" = ?', wanted)
    _write_links(connection, links)


def _write_links(connection: Connection, links: Sequence[Link]) -> None:
    rows = [(link.left, link.right, link.judgement, json.dumps(contract.render_link(link))) for link in links]
    write_rows(connection, "linking_links", rows)


def keep_former(connection: Connection, claims: Iterable[str]) -> None:
    """Before the links on these claims are worked out anew: keep what they were at the last run, to say what changed since."""
    wanted = frozenset(claims)
    touched = _find_touched(connection, wanted)
    links = load_links_on(connection, wanted - touched)
    known = _find_touched(connection, {ident for link in links for ident in (link.left, link.right)})
    former = [link for link in links if not {link.left, link.right} & known]
    write_rows(connection, "linking_former", [(json.dumps(contract.render_link(link)),) for link in former])
    write_rows(connection, "linking_touched", [(ident,) for ident in wanted - touched])


def end_run(connection: Connection) -> None:
    """From here on count what changes."""
    connection.exec_driver_sql("DELETE FROM linking_former")
    connection.exec_driver_sql("DELETE FROM linking_touched")


def load_former(connection: Connection) -> tuple[Link, ...]:
    """The links as they were at the last run."""
    touched = {row[0] for row in fetch(connection, "SELECT claim FROM linking_touched")}
    former = (contract.parse_link(json.loads(row[0])) for row in fetch(connection, "SELECT body FROM linking_former"))
    return (*(link for link in load_held(connection) if not {link.left, link.right} & touched), *former)


def _find_touched(connection: Connection, claims: Iterable[str]) -> frozenset[str]:
    return frozenset(
        row[0] for row in fetch_lots(connection, "SELECT claim FROM linking_touched WHERE claim IN ?", claims)
    )
