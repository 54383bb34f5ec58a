"""`core.link_index.LiveIndex` over the derived tables of a register: what changes as reports come and go."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bearwitness.core import contract
from bearwitness.core.link_index import Card, PairRow, Proposal, TotalCard
from bearwitness.store.link_index import LinkLookups
from bearwitness.store.link_queries import NOT_KNOWN, fetch, fetch_lots, run, write_rows

_PROPOSAL = "SELECT number, one, other, body FROM linking_proposals WHERE "


class LinkChanges(LinkLookups):
    """Look-ups and changes."""

    def change(self, gone: Iterable[str], come: Iterable[Card], aside: Mapping[str, bool]) -> None:
        """Take cards out and put others in; `aside` says of some, new or there, whether they stand aside."""
        come = list(come)
        lost = list(self.load(gone).values())
        counts = Counter(word for card in come for word in card.details)
        counts.subtract(word for card in lost for word in card.details)
        rows = fetch_lots(self._connection, "SELECT number, id FROM linking_cards WHERE id IN ?", [c.id for c in lost])
        numbers = {ident: number for number, ident in rows}
        marks = [(number,) for number in numbers.values()]
        for query in ("DELETE FROM linking_keys WHERE key = ? AND card = ?",):
            self._run(query, [(key, numbers[card.id]) for card in lost for key in list_keys(card)])
        for query in ("DELETE FROM linking_details WHERE card = ?", "DELETE FROM linking_cards WHERE number = ?"):
            self._run(query, marks)
        upsert = "INSERT INTO linking_words VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET holders = linking_words.holders + excluded.holders"
        self._run(upsert, [(word, count) for word, count in counts.items() if count])
        # A name whose claims were all rejected or read otherwise stays in no list of words.
        self._run(
            "DELETE FROM linking_words WHERE word = ? AND holders <= 0",
            [(w,) for w, count in counts.items() if count < 0],
        )
        first = fetch(self._connection, "SELECT COALESCE(MAX(number), 0) + 1 FROM linking_cards")[0][0]
        write_cards(self._connection, come, first, {ident for ident, stands in aside.items() if stands})
        known = {card.id for card in come}
        self._run(
            "UPDATE linking_cards SET aside = ? WHERE id = ?",
            [(int(stands), ident) for ident, stands in aside.items() if ident not in known],
        )
        self._windows.forget((*lost, *come))

    def change_pairs(self, gone: Iterable[PairRow], come: Iterable[PairRow]) -> None:
        """Take pairs out and put others in."""
        lost = [(row.left, row.right) for row in gone]
        self._run('DELETE FROM linking_pairs WHERE "left" = ? AND "right" = ?', lost)
        write_pairs(self._connection, come)

    def load_proposals(self, idents: Iterable[str]) -> Sequence[Proposal]:
        """The proposals that come from a pair of which either end is one of these."""
        return self._proposals(idents, ("one IN ?", "other IN ?"))

    def find_proposals(self, claims: Iterable[str]) -> Sequence[Proposal]:
        """The proposals on these claims."""
        return self._proposals(claims, ('"left" IN ?', '"right" IN ?'))

    def _proposals(self, idents: Iterable[str], ends: Iterable[str]) -> Sequence[Proposal]:
        wanted = frozenset(idents)
        rows = {row[0]: row for end in ends for row in fetch_lots(self._connection, _PROPOSAL + end, wanted)}
        return [
            Proposal(one=one, other=other, link=contract.parse_link(json.loads(body)))
            for _, one, other, body in rows.values()
        ]

    def replace_proposals(self, idents: Iterable[str], rows: Iterable[Proposal]) -> None:
        """Put these in the place of all that `load_proposals` finds."""
        wanted = [(ident,) for ident in idents]
        self._run("DELETE FROM linking_proposals WHERE one = ?", wanted)
        self._run("DELETE FROM linking_proposals WHERE other = ?", wanted)
        write_proposals(self._connection, rows)

    def change_totals(self, gone: Iterable[str], come: Iterable[TotalCard]) -> None:
        """Take totals out and put others in."""
        self._run("DELETE FROM linking_totals WHERE id = ?", [(ident,) for ident in gone])
        write_totals(self._connection, come)

    def find_totals(self, keys: Iterable[str]) -> Sequence[TotalCard]:
        """The totals that have any of these keys."""
        rows = fetch_lots(self._connection, "SELECT DISTINCT id FROM linking_totals WHERE key IN ?", keys)
        return self._load_totals("id", [row[0] for row in rows])

    def find_totals_of(self, reports: Iterable[int]) -> Sequence[TotalCard]:
        """The totals of these reports."""
        return self._load_totals("report", reports)

    def _load_totals(self, column: str, wanted: Iterable[Any]) -> Sequence[TotalCard]:
        keys: dict[tuple[str, int], list[str]] = {}
        query = f"SELECT id, report, key FROM linking_totals WHERE {column} IN ?"
        for ident, report, key in fetch_lots(self._connection, query, wanted):
            keys.setdefault((ident, report), []).append(key)
        return [TotalCard(id=ident, report=report, keys=tuple(found)) for (ident, report), found in keys.items()]

    def _run(self, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
        run(self._connection, query, rows)


def list_keys(card: Card) -> list[str]:
    """The keys of figures and wordings, each once."""
    return list(dict.fromkeys([*(f"f {figure}" for figure in card.figures), *(f"w {word}" for word in card.wordings)]))


def write_cards(connection: Connection, cards: Sequence[Card], first: int, aside: set[str]) -> None:
    """Put cards in, numbered from `first`; who holds a word is counted elsewhere."""
    numbered = list(enumerate(cards, first))
    write_rows(connection, "linking_cards", [_row(number, card, card.id in aside) for number, card in numbered])
    write_rows(connection, "linking_keys", [(key, number) for number, card in numbered for key in list_keys(card)])
    write_rows(
        connection,
        "linking_details",
        [
            (word, NOT_KNOWN if card.month is None else card.month, card.country or "", number, card.report)
            for number, card in numbered
            for word in card.details
        ],
    )


def _row(number: int, card: Card, is_aside: bool) -> tuple[Any, ...]:
    month = NOT_KNOWN if card.month is None else card.month
    where = (card.area, card.first, card.last, card.town)
    lists = (
        json.dumps(card.figures),
        json.dumps(card.wordings),
        " ".join(sorted(card.details)),
        json.dumps(sorted(card.acts)),
    )
    return (number, card.id, card.report, month, card.country or "", card.sign, *where, *lists, int(is_aside))


def write_pairs(connection: Connection, rows: Iterable[PairRow]) -> None:
    """Put pairs in."""
    write_rows(
        connection,
        "linking_pairs",
        [
            (
                row.left,
                row.right,
                NOT_KNOWN if row.month is None else row.month,
                row.country or "",
                int(row.is_telling),
                int(row.is_aside),
                row.said,
                row.rated,
            )
            for row in rows
        ],
    )


def write_proposals(connection: Connection, rows: Iterable[Proposal]) -> None:
    """Put proposals in."""
    write_rows(
        connection,
        "linking_proposals",
        [(r.one, r.other, r.link.left, r.link.right, json.dumps(contract.render_link(r.link))) for r in rows],
    )


def write_totals(connection: Connection, cards: Iterable[TotalCard]) -> None:
    """Put totals in."""
    write_rows(connection, "linking_totals", [(card.id, card.report, key) for card in cards for key in card.keys])
