"""How many reports of some months tell of a word or a town, looked up in the derived tables as linking asks.

For one report more a thousand such counts are asked, of a few months of a few countries. So the cards of such a month are read once and
counted here; only where a country has very many reports, or of all months together, the register counts itself, many words at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from bearwitness.core.link_index import Card, IndexRules, Season, Window
from bearwitness.store.dialect import find_dialect
from bearwitness.store.link_queries import NOT_KNOWN, fetch, fetch_lots

DENSE: Final = 5000
"""Reports of a window beyond which they are not read to be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """A month of one country."""

    reports: int
    words: Counter[str]
    towns: Counter[str]


class Windows:
    """Windows by season, counted when they are asked for. `rules` are those of linking."""

    def __init__(self, connection: Connection, rules: IndexRules) -> None:
        self._connection = connection
        self._rules = rules
        self._found: dict[Season, Window] = {}
        self._months: dict[tuple[int, str], _Month] = {}
        self._is_far = find_dialect(connection).IS_FAR
        self._beside: dict[str, frozenset[str]] = {}

    def find(self, season: Season) -> Window:
        """The window of a season."""
        if season not in self._found:
            month, country = season[0], season[1] or ""
            self._found[season] = (
                self._ask(country, None) if month is None else self._add_up(country, month) or self._ask(country, month)
            )
        return self._found[season]

    def expect(self, words: Iterable[str]) -> frozenset[str]:
        """Note what is looked at together, and will be counted together."""
        wanted = frozenset(words)
        for word in wanted if self._is_far else ():
            # What was first looked at with the most others stays: `wanted` may be the few words that two have in common.
            self._beside.setdefault(word, wanted)
        return wanted

    def forget(self, cards: Iterable[Card]) -> None:
        """These came or went."""
        self._found.clear()
        for card in cards:
            self._months.pop((NOT_KNOWN if card.month is None else card.month, card.country or ""), None)

    def _add_up(self, country: str, month: int) -> Window | None:
        """The months together; None where they hold too many reports to read."""
        around = self._rules.around
        near = [(one, country) for one in range(month - around, month + around + 1)]
        missing = [one for one, _ in near if (one, country) not in self._months]
        if missing:
            span = (country, missing[0], missing[-1])
            if self._count("linking_cards WHERE country = ? AND month BETWEEN ? AND ?", span, DENSE) > DENSE:
                return None
            self._read(*span)
        parts = [self._months[key] for key in near]
        return Window(
            reports=self._rules.find_report_step(sum(part.reports for part in parts)),
            words=_Sums([part.words for part in parts if part.words], self._rules.find_step),
            towns=_Sums([part.towns for part in parts if part.towns], self._rules.find_step),
        )

    def _read(self, country: str, first: int, last: int) -> None:
        words: dict[tuple[int, int], set[str]] = {}
        towns: dict[tuple[int, int], set[str]] = {}
        query = "SELECT month, report, town, details FROM linking_cards WHERE country = ? AND month BETWEEN ? AND ?"
        for month, report, town, details in fetch(self._connection, query, country, first, last):
            words.setdefault((month, report), set()).update(details.split())
            towns.setdefault((month, report), set()).update((town,) if town else ())
        for month in range(first, last + 1):
            told = [key for key in words if key[0] == month]
            self._months[month, country] = _Month(
                reports=len(told),
                words=Counter(word for key in told for word in words[key]),
                towns=Counter(town for key in told for town in towns[key]),
            )

    def _ask(self, country: str, month: int | None) -> Window:
        """The counts of all months, or of too many reports: each asked of the register."""
        values: list[Any] = [country]
        where, around = "country = ?", self._rules.around
        if month is not None:
            where += " AND month BETWEEN ? AND ?"
            values += [month - around, month + around]
        step, cap = self._rules.find_step, self._rules.cap
        by_town = f"linking_cards WHERE {where} AND town = ?"
        return Window(
            reports=self._rules.find_report_step(self._count(f"linking_cards WHERE {where}", values, cap)),
            words=_Counts(lambda word: self._count_words(where, values, self._beside.get(word, frozenset({word})))),
            towns=_Counts(lambda town: {town: step(self._count(by_town, (*values, town), cap))}),
        )

    def _count_words(self, where: str, values: Sequence[Any], words: frozenset[str]) -> dict[str, int]:
        query = (
            "SELECT w.word, (SELECT COUNT(*) FROM (SELECT DISTINCT report, month FROM linking_details "
            f"WHERE word = w.word AND {where} LIMIT {self._rules.cap + 1}) AS told) FROM linking_words w WHERE w.word IN ?"
        )
        found = dict(fetch_lots(self._connection, query, words, values))
        return {word: self._rules.find_step(found.get(word, 0)) for word in words}

    def _count(self, where: str, values: Sequence[Any], cap: int) -> int:
        query = f"SELECT COUNT(*) FROM (SELECT DISTINCT report, month FROM {where} LIMIT {cap + 1}) AS told"
        return int(fetch(self._connection, query, *values)[0][0])


class _Sums(dict[str, int]):
    """Counts of some months together, in steps, added up where they are asked for."""

    def __init__(self, parts: Sequence[Mapping[str, int]], find_step: Callable[[int], int]) -> None:
        super().__init__()
        self._parts = parts
        self._find_step = find_step

    def __missing__(self, key: str) -> int:
        return self.setdefault(key, self._find_step(sum(part.get(key, 0) for part in self._parts)))


class _Counts(dict[str, int]):
    """Counts looked up once, with those of other keys where that costs no more."""

    def __init__(self, find: Callable[[str], Mapping[str, int]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: str) -> int:
        self.update(self._find(key))
        return self[key]
