"""The cards of many occurrences held in memory and found by their keys, for linking from nothing."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bearwitness.core.link_index import Card, Season, Window
from bearwitness.linking.candidates import LATER, MOST, choose_standing, find_partners
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
        self._holders = _file_details(cards, self.standing)

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

    def find_holders(
        self, words: Iterable[str], month: int | None, *, before: bool = True
    ) -> Mapping[str, Sequence[str]]:
        """Occurrences that hold each of these details, near the month; words that too many hold are left out."""
        found: dict[str, Sequence[str]] = {}
        for word in words:
            if word in self._holders:
                months, idents, always = self._holders[word]
                near = (0, len(months) * before)
                if month is not None:
                    near = bisect_left(months, month - LATER * before), bisect_right(months, month + LATER)
                found[word] = [*idents[near[0] : near[1]], *always]
        return found

    def find_common(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that too many hold, or no two."""
        return frozenset(word for word in words if word not in self._holders)

    def find_window(self, season: Season) -> Window:
        """The window of a season."""
        return self._windows.find_window(season)


_Holders = tuple[list[int], list[str], list[str]]


def _file_details(cards: Iterable[Card], standing: Iterable[Card]) -> dict[str, _Holders]:
    """For each detail that few enough hold: the months and the occurrences in their order, and those of no known month."""
    sizes: defaultdict[str, int] = defaultdict(int)
    for card in cards:
        for word in card.details:
            sizes[word] += 1
    holders: dict[str, _Holders] = {}
    for card in sorted(standing, key=lambda card: card.month or 0):
        for word in card.details:
            if 2 <= sizes[word] <= MOST:
                months, idents, always = holders.setdefault(word, ([], [], []))
                if card.month is None:
                    always.append(card.id)
                else:
                    months.append(card.month)
                    idents.append(card.id)
    return holders


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
