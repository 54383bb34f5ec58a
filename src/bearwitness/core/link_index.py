"""What an occurrence is found by, and what any index of occurrences must answer, so that a new report is linked by look-ups alone.

An index is derived: it can always be built anew from the readings, and nothing in it is truth.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
class TotalCard:
    """What a total is found by: one key for days, place and number, another for its words."""

    id: str
    report: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A pair of occurrences that was weighed, and its window. `is_telling`: enough speaks for it to look at both together;
    `is_aside`: the right one is a copy for which the left one stands; `said` digests what was found, `rated` all of it that hangs on how
    many hold a word.
    """

    left: str
    right: str
    month: int | None
    country: str | None
    is_telling: bool
    is_aside: bool
    said: str
    rated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A link that the rules propose, and the pair of occurrences (or totals) from which it comes."""

    one: str
    other: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRules:
    """What an index must know of the rules: how many may hold a detail that still brings together, within how many months, how many
    shared details that takes at least, how many months on either side a window takes in, and the steps in which reports that hold a
    word, and reports, are counted, up to `cap`.
    """

    most: int
    months: int
    fewest: int
    around: int
    cap: int
    find_step: Callable[[int], int]
    find_report_step: Callable[[int], int]


class Counts(Protocol):
    """How many reports of a season hold a word, or tell of a town; 0 where none does."""

    def __getitem__(self, key: str, /) -> int:
        """The count, in steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Reports of some months: how many there are, how many hold each word, and how many tell of each town. All in steps."""

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

    def count_shared(self, words: Iterable[str], month: int | None, *, before: bool = True) -> Mapping[str, int]:
        """Occurrences told within two years of the month (`before`: also before it) or in no known month that share at least as many of
        these details as the rules ask (`IndexRules`), and how many they share; words that too many hold are left out.
        """

    def find_common(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that too many hold."""

    def find_window(self, season: Season) -> Window:
        """The window of a season."""


class LiveIndex(LinkIndex, Protocol):
    """An index that changes as reports come in and go, with the pairs that were weighed and what the rules propose."""

    def find_by_sign(self, sign: str) -> Sequence[Card]:
        """All that say the very same, copies that stand aside too, by id."""

    def find_by_report(self, reports: Iterable[int]) -> Sequence[Card]:
        """The occurrences of these reports."""

    def find_all_holders(self, words: Iterable[str]) -> frozenset[str]:
        """All occurrences that hold any of these details."""

    def find_told(self, season: Season, words: Iterable[str] | None) -> frozenset[str]:
        """Occurrences told in the very month (None: in no known month) that hold one of the words, of the country, of none, or of one
        after it in the alphabet; without words all of the country, and those others that share two details with one of the country.
        """

    def find_weighed(self, season: Season, town: str | None) -> Sequence[PairRow]:
        """All pairs weighed in the window of this season; with a town, those of which either end tells of it."""

    def find_sharing(self, season: Season, words: Iterable[str]) -> Sequence[PairRow]:
        """The pairs weighed in the window of this season that have any of these details in common."""

    def change(self, gone: Iterable[str], come: Iterable[Card], aside: Mapping[str, bool]) -> None:
        """Take cards out and put others in; `aside` says of some, new or there, whether they stand aside."""

    def load_pairs(self, idents: Iterable[str]) -> Sequence[PairRow]:
        """The pairs of which either end is one of these."""

    def change_pairs(self, gone: Iterable[PairRow], come: Iterable[PairRow]) -> None:
        """Take pairs out and put others in."""

    def load_proposals(self, idents: Iterable[str]) -> Sequence[Proposal]:
        """The proposals that come from a pair of which either end is one of these."""

    def replace_proposals(self, idents: Iterable[str], rows: Iterable[Proposal]) -> None:
        """Put these in the place of all that `load_proposals` finds."""

    def find_proposals(self, claims: Iterable[str]) -> Sequence[Proposal]:
        """The proposals on these claims."""

    def change_totals(self, gone: Iterable[str], come: Iterable[TotalCard]) -> None:
        """Take totals out and put others in."""

    def find_totals(self, keys: Iterable[str]) -> Sequence[TotalCard]:
        """The totals that have any of these keys."""
