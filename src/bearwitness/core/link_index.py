"""What an occurrence is found by, and what any index of occurrences must answer, so that a new report is linked by look-ups alone.

An index is derived: it can always be built anew from the readings, and nothing in it is truth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bearwitness.core.incidents import Link

Season = tuple[int | None, str | None]
"""A month, counted from year 0, and a country; None stands for all months, and for reports that name no country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What an occurrence is found by; `report` numbers its report. Keys are digests or plain words that mean nothing by themselves.

    `sign` is all it says, word for word; `area` the town or division with `first` and `last`, the days (ordinals) it may have been;
    `town` the town by which it is counted; `figures` act, country, days and number; `wordings` the words of its quotes; `details`
    rare words of its report; `acts` its acts.
    """

    id: str
    report: int
    month: int | None
    country: str | None
    sign: str
    area: str | None
    first: int | None
    last: int | None
    town: str | None
    figures: tuple[str, ...]
    wordings: tuple[str, ...]
    details: frozenset[str]
    acts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A pair of occurrences that was weighed, and its window. `is_telling`: enough speaks for it to look at both together;
    `is_aside`: the right one is a copy for which the left one stands; `said` digests what was found.
    """

    left: str
    right: str
    month: int | None
    country: str | None
    is_telling: bool
    is_aside: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A link that the rules propose, and the pair of occurrences (or totals) from which it comes."""

    one: str
    other: str
    link: Link


class Counts(Protocol):
    """How many reports of a season hold a word, or tell of a town; 0 where none does."""

    def __getitem__(self, key: str, /) -> int:
        """The count, in steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Reports of three months: how many there are, how many hold each word, and how many tell of each town. All in steps."""

    reports: int
    words: Counts
    towns: Counts


class LinkIndex(Protocol):
    """Occurrences by what they are found by. Copies beyond the first few of the very same words stand aside and are not found."""

    def load(self, idents: Iterable[str]) -> Mapping[str, Card]:
        """The cards of these occurrences, as far as they are there."""

    def find_in_area(self, card: Card, days: int) -> Sequence[str]:
        """Occurrences of its area whose days lie so near to its own."""

    def find_by_figure(self, figure: str) -> Sequence[str]:
        """Occurrences of one figure, by id."""

    def find_by_wording(self, wording: str) -> Sequence[str]:
        """Occurrences that rest on these words, by id."""

    def find_holders(self, words: Iterable[str], month: int | None) -> Mapping[str, Sequence[str]]:
        """Occurrences that hold each of these details, told within two years of the month or in no known month; words that too
        many hold are left out.
        """

    def find_window(self, season: Season) -> Window:
        """The window of a season."""
