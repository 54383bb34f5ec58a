"""`core.link_index.LinkIndex` over the derived tables of a register, inside one transaction (its changes: `link_changes`)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from bearwitness.core.link_index import Card, IndexRules, PairRow, Season, Window
from bearwitness.store.link_queries import NOT_KNOWN, fetch, fetch_lots, spell_season
from bearwitness.store.link_windows import Windows

_CARD: Final = "c.id, c.report, c.month, c.country, c.sign, c.area, c.first, c.last, c.town, c.figures, c.wordings, c.details, c.acts"
_PAIR: Final = 'p."left", p."right", p.month, p.country, p.telling, p.aside, p.said, p.rated'
_BY_KEY: Final = "SELECT c.id FROM linking_keys k JOIN linking_cards c ON c.number = k.card WHERE k.key = ? AND c.aside = 0 ORDER BY c.id"


class LinkLookups:
    """Occurrences by their keys. `rules` are those of linking."""

    def __init__(self, connection: Connection, rules: IndexRules) -> None:
        self._connection = connection
        self._rules = rules
        self._windows = Windows(connection, rules)

    def load(self, idents: Iterable[str]) -> Mapping[str, Card]:
        """The cards of these occurrences, as far as they are there."""
        rows = fetch_lots(self._connection, f"SELECT {_CARD} FROM linking_cards c WHERE c.id IN ?", idents)
        return {row[0]: _card(row) for row in rows}

    def find_by_sign(self, sign: str) -> Sequence[Card]:
        """All that say the very same, copies that stand aside too, by id."""
        query = f"SELECT {_CARD} FROM linking_cards c WHERE c.sign = ? ORDER BY c.id"
        return [_card(row) for row in fetch(self._connection, query, sign)]

    def find_by_report(self, reports: Iterable[int]) -> Sequence[Card]:
        """The occurrences of these reports."""
        query = f"SELECT {_CARD} FROM linking_cards c WHERE c.report IN ?"
        return [_card(row) for row in fetch_lots(self._connection, query, reports)]

    def find_in_area(self, card: Card, days: int) -> Sequence[str]:
        """Occurrences of its area whose days lie so near to its own."""
        if card.area is None or card.first is None or card.last is None:
            return ()
        query = "SELECT id FROM linking_cards WHERE area = ? AND first <= ? AND last >= ? AND aside = 0 ORDER BY id"
        return self._idents(query, card.area, card.last + days, card.first - days)

    def find_by_figure(self, figure: str) -> Sequence[str]:
        """Occurrences of one figure, by id."""
        return self._idents(_BY_KEY, f"f {figure}")

    def find_by_wording(self, wording: str) -> Sequence[str]:
        """Occurrences that rest on these words, by id."""
        return self._idents(_BY_KEY, f"w {wording}")

    def count_shared(self, words: Iterable[str], month: int | None, *, before: bool = True) -> Mapping[str, int]:
        """Occurrences that share some of these details, near the month, and how many; words that too many hold are left out."""
        words = self._windows.expect(words)
        query = f"SELECT word FROM linking_words WHERE holders BETWEEN 2 AND {self._rules.most} AND word IN ?"
        held = [row[0] for row in fetch_lots(self._connection, query, words)]
        near, span = "", list[int]()
        if month is not None:
            near, span = (
                "(d.month BETWEEN ? AND ? OR d.month = ?) AND ",
                [
                    month - self._rules.months * before,
                    month + self._rules.months,
                    NOT_KNOWN,
                ],
            )
        query = (
            "SELECT c.id FROM linking_details d JOIN linking_cards c ON c.number = d.card "
            f"WHERE {near}c.aside = 0 AND d.word IN ?"
        )
        shared = Counter(row[0] for row in fetch_lots(self._connection, query, held, span))
        return {ident: count for ident, count in shared.items() if count >= self._rules.fewest}

    def find_common(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that too many hold."""
        words = self._windows.expect(words)
        query = f"SELECT word FROM linking_words WHERE holders > {self._rules.most} AND word IN ?"
        return frozenset(row[0] for row in fetch_lots(self._connection, query, words))

    def find_all_holders(self, words: Iterable[str]) -> frozenset[str]:
        """All occurrences that hold any of these details."""
        query = "SELECT c.id FROM linking_details d JOIN linking_cards c ON c.number = d.card WHERE d.word IN ?"
        return frozenset(row[0] for row in fetch_lots(self._connection, query, words))

    def find_told(self, season: Season, words: Iterable[str] | None) -> frozenset[str]:
        """Occurrences for which a count of the season matters as the earlier ones of a pair: see `core.link_index`."""
        month, country = spell_season(season)
        if words is not None:
            query = (
                "SELECT c.id, c.country FROM linking_details d JOIN linking_cards c ON c.number = d.card "
                "WHERE d.month = ? AND d.word IN ?"
            )
            rows = fetch_lots(self._connection, query, words, (month,))
            return frozenset(row[0] for row in rows if not row[1] or (country and row[1] >= country))
        if not country or month == NOT_KNOWN:
            query = "SELECT id FROM linking_cards WHERE month = ? AND (country = '' OR (? <> '' AND country >= ?))"
            return frozenset(self._idents(query, month, country, country))
        query = "SELECT id FROM linking_cards WHERE month = ? AND country = ?"
        abroad = (
            "SELECT c.id FROM linking_cards k JOIN linking_details l ON l.card = k.number "
            "JOIN linking_words w ON w.word = l.word JOIN linking_details e ON e.word = l.word "
            "JOIN linking_cards c ON c.number = e.card "
            "WHERE k.country = ? AND k.month BETWEEN ? AND ? AND w.holders BETWEEN 2 AND ? "
            "AND e.month = ? AND (e.country = '' OR e.country > ?) "
            "GROUP BY e.card, l.card, c.id HAVING COUNT(*) >= ?"
        )
        return frozenset(
            (
                *self._idents(query, month, country),
                *self._idents(
                    abroad,
                    country,
                    month,
                    month + self._rules.months,
                    self._rules.most,
                    month,
                    country,
                    self._rules.fewest,
                ),
            )
        )

    def find_weighed(self, season: Season, town: str | None) -> Sequence[PairRow]:
        """All pairs weighed in the window of this season; with a town, those of which either end tells of it."""
        query = f"SELECT {_PAIR} FROM linking_pairs p WHERE p.month = ? AND p.country = ?"
        values: tuple[Any, ...] = spell_season(season)
        if town is not None:
            query += ' AND EXISTS (SELECT 1 FROM linking_cards c WHERE c.id IN (p."left", p."right") AND c.town = ?)'
            values = (*values, town)
        return [_pair(row) for row in fetch(self._connection, query, *values)]

    def find_sharing(self, season: Season, words: Iterable[str]) -> Sequence[PairRow]:
        """The pairs weighed in the window of this season that have any of these details in common."""
        month, country = spell_season(season)
        wanted = frozenset(words)
        rows: dict[tuple[str, str], Any] = {}
        for side, other in (("left", "right"), ("right", "left")):
            # The earlier one of a pair is told in the very month, so that few holders of a word need be looked at.
            query = (
                f"SELECT DISTINCT {_PAIR} FROM linking_details d CROSS JOIN linking_cards c ON c.number = d.card "
                f'CROSS JOIN linking_pairs p ON p."{side}" = c.id CROSS JOIN linking_cards k ON k.id = p."{other}" '
                "CROSS JOIN linking_details e ON e.word = d.word AND e.month = k.month AND e.country = k.country "
                "AND e.card = k.number WHERE d.month = ? AND p.month = ? AND d.word IN ?"
            )
            found = fetch_lots(self._connection, query, wanted, (month, month))
            rows |= {(row[0], row[1]): row for row in found if row[3] == country}
        return [_pair(row) for row in rows.values()]

    def load_pairs(self, idents: Iterable[str]) -> Sequence[PairRow]:
        """The pairs of which either end is one of these."""
        query = f"SELECT {_PAIR} FROM linking_pairs p WHERE "
        wanted = frozenset(idents)
        rows = {
            (row[0], row[1]): row
            for end in ('p."left" IN ?', 'p."right" IN ?')
            for row in fetch_lots(self._connection, query + end, wanted)
        }
        return [_pair(row) for row in rows.values()]

    def find_window(self, season: Season) -> Window:
        """The window of a season."""
        return self._windows.find(season)

    def _idents(self, query: str, *values: Any) -> list[str]:
        return [row[0] for row in fetch(self._connection, query, *values)]


def _card(row: Any) -> Card:
    ident, report, month, country, sign, area, first, last, town, figures, wordings, details, acts = row
    return Card(
        id=ident,
        report=report,
        month=None if month == NOT_KNOWN else month,
        country=country or None,
        sign=sign,
        area=area,
        first=first,
        last=last,
        town=town,
        figures=tuple(json.loads(figures)),
        wordings=tuple(json.loads(wordings)),
        details=frozenset(details.split()),
        acts=frozenset(json.loads(acts)),
    )


def _pair(row: Any) -> PairRow:
    left, right, month, country, telling, aside, said, rated = row
    return PairRow(
        left=left,
        right=right,
        month=None if month == NOT_KNOWN else month,
        country=country or None,
        is_telling=bool(telling),
        is_aside=bool(aside),
        said=said,
        rated=rated,
    )
