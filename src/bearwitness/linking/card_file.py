"""The cards of many occurrences held in memory and found by their keys, for linking from nothing."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from bearwitness.core.link_index import Card, Season, Window
from bearwitness.linking.candidates import FEWEST, LATER, MOST, choose_standing, find_partners
from bearwitness.linking.cards import build_card
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.windows import Windows


class CardFile:
    """`core.link_index.LinkIndex` over cards that never change; `aside` are the copies that are not found."""

    def __init__(self, cards: Sequence[Card], windows: Windows) -> None:
        self._windows = windows
        self._cards = {card.id: card for card in cards}
        signs: defaultdict[str, list[Card]] = defaultdict(list)
        for card in sorted(cards, key=lambda card: card.id):
            signs[card.sign].append(card)
        chosen = [choose_standing(group) for group in signs.values()]
        self.aside = tuple(pair for _, aside in chosen for pair in aside)
        self.standing = tuple(sorted((card for standing, _ in chosen for card in standing), key=lambda card: card.id))
        self._areas: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._longest: dict[str, int] = {}
        self._figures: defaultdict[str, list[str]] = defaultdict(list)
        self._wordings: defaultdict[str, list[str]] = defaultdict(list)
        for card in self.standing:
            self._file(card)
        for rows in self._areas.values():
            rows.sort()
        self._holders = _Holders(cards, self.standing)

    def _file(self, card: Card) -> None:
        if card.area is not None and card.first is not None and card.last is not None:
            self._areas[card.area].append((card.first, card.last, card.id))
            self._longest[card.area] = max(self._longest.get(card.area, 0), card.last - card.first)
        for figure in card.figures:
            self._figures[figure].append(card.id)
        for wording in dict.fromkeys(card.wordings):
            self._wordings[wording].append(card.id)

    def load(self, idents: Iterable[str]) -> Mapping[str, Card]:
        """The cards of these occurrences, as far as they are there."""
        return {ident: self._cards[ident] for ident in idents if ident in self._cards}

    def find_in_area(self, card: Card, days: int) -> Sequence[str]:
        """Occurrences of its area whose days lie so near to its own."""
        if card.area is None or card.first is None or card.last is None:
            return ()
        rows = self._areas.get(card.area, [])
        start = bisect_left(rows, (card.first - days - self._longest.get(card.area, 0),))
        end = bisect_right(rows, (card.last + days + 1,))
        return [ident for _, last, ident in rows[start:end] if last >= card.first - days]

    def find_by_figure(self, figure: str) -> Sequence[str]:
        """Occurrences of one figure, by id."""
        return self._figures.get(figure, ())

    def find_by_wording(self, wording: str) -> Sequence[str]:
        """Occurrences that rest on these words, by id."""
        return self._wordings.get(wording, ())

    def count_shared(self, words: Iterable[str], month: int | None, *, before: bool = True) -> Mapping[str, int]:
        """Occurrences that share some of these details, near the month, and how many; words that too many hold are left out."""
        return self._holders.count(words, month, before=before)

    def find_common(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that too many hold, or no two."""
        return frozenset(words).difference(self._holders.ranks)

    def find_window(self, season: Season) -> Window:
        """The window of a season."""
        return self._windows.find_window(season)


class _Holders:
    """Which occurrences hold a detail that few enough hold, by their ranks in time; those of no known month come before all others."""

    def __init__(self, cards: Iterable[Card], standing: Iterable[Card]) -> None:
        order = sorted(standing, key=lambda card: card.month or 0)
        self._idents = [card.id for card in order]
        self._months = [card.month or 0 for card in order]
        self._undated = bisect_right(self._months, 0)
        sizes = Counter(chain.from_iterable(card.details for card in cards))
        self.ranks: dict[str, list[int]] = {}
        for rank, card in enumerate(order):
            for word in card.details:
                if 2 <= sizes[word] <= MOST:
                    self.ranks.setdefault(word, []).append(rank)

    def count(self, words: Iterable[str], month: int | None, *, before: bool) -> Mapping[str, int]:
        """How many of the words each occurrence near the month holds, of those that hold enough."""
        start, end = self._undated, len(self._months) if before else self._undated
        if month is not None:
            start = max(start, bisect_left(self._months, month - LATER * before))
            end = bisect_right(self._months, month + LATER)
        found: list[int] = []
        for word in words:
            if word in self.ranks:
                ranks = self.ranks[word]
                found += ranks[bisect_left(ranks, start) : bisect_left(ranks, end)]
                if ranks[0] < self._undated:
                    found += ranks[: bisect_left(ranks, self._undated)]
        return {self._idents[rank]: count for rank, count in Counter(found).items() if count >= FEWEST}


def build_windows(occurrences: Iterable[Occurrence]) -> Windows:
    """The windows of all months in which something was told."""
    return Windows(map(build_card, occurrences))


def find_candidates(occurrences: Sequence[Occurrence], windows: Windows) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Pairs of occurrences of different reports worth comparing, the smaller id first, each once; copies stand aside."""
    known = {one.id: one for one in occurrences}
    for left, right in pair_cards(CardFile([build_card(one) for one in occurrences], windows)):
        yield known[left.id], known[right.id]


def pair_cards(file: CardFile) -> Iterator[tuple[Card, Card]]:
    """The pairs worth comparing, the smaller id first, each once."""
    for card in file.standing:
        for other in find_partners(card, file, only_later=True):
            yield (card, other) if card.id < other.id else (other, card)
