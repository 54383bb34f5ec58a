"""The raw text as words, and a name of a place where it stands among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bearwitness.core.places import Place
from bearwitness.reading.english.places.places_words import load_words
from bearwitness.reading.folding import fold_text

NOTABLE: Final = 100_000
"""A town of so many people may be taken for meant without further signs."""
_FIRST: Final = 3
_GAPS: Final = frozenset({" ", "\n", ". ", "-", " the ", "'s ", "’s "})


def is_large(place: Place) -> bool:
    """Whether a bare name may be taken for this place: a country, province, region, or town of some size."""
    return place.kind in {"country", "admin1", "region", "waters"} or place.population >= NOTABLE


def is_division_name(site_name: str) -> bool:
    """Whether the name carries its own generic word: "Walker County"."""
    return site_name.rpartition(" ")[2].lower() in load_words().generic


class RawWord(NamedTuple):
    """A word of the raw text; `first` when it begins a sentence or line.

    A tuple, since there is one for every word of every report and a frozen dataclass takes eight times as long to make.
    """

    start: int
    end: int
    text: str
    capital: bool
    first: bool

    @property
    def lower(self) -> str:
        """The word in small letters; few words are asked for it."""
        return self.text.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """The text and its words; `shouting` when it is written in capitals.

    `persons` holds folded names that stand behind a title or a first name somewhere, `aged` surnames told with an age, `quarters`
    the names that are called a neighborhood.
    """

    text: str
    words: Sequence[RawWord]
    shouting: bool
    persons: frozenset[str]
    aged: frozenset[str] = frozenset()
    quarters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """A found name where it stands: words `first` to `last` of the raw text, with its candidates."""

    raw: RawText
    first: int
    last: int
    candidates: tuple[Place, ...]

    @property
    def name(self) -> str:
        return self.raw.text[self.raw.words[self.first].start : self.raw.words[self.last].end]

    @property
    def is_large(self) -> bool:
        """Whether a bare name may mean one of its candidates; who bears the name of an American county is no county ("Collier was hit")."""
        named = self.is_division or "-" in self.name or fold_text(self.name) not in self.raw.persons
        return any(is_large(p) for p in self.candidates[:_FIRST] if named or p.kind != "admin2" or p.country != "US")

    @property
    def is_division(self) -> bool:
        """Whether the name carries its own generic word."""
        return is_division_name(self.name)

    def before(self) -> RawWord | None:
        """The word before the name in the same sentence, when only a space stands between."""
        words, at = self.raw.words, self.first - 1
        if at < 0 or words[self.first].first:
            return None
        return words[at] if self.raw.text[words[at].end : words[self.first].start] in _GAPS else None

    def after(self) -> RawWord | None:
        """The word after the name, when only a space, a hyphen or a possessive stands between."""
        words, at = self.raw.words, self.last + 1
        if at >= len(words):
            return None
        return words[at] if self.raw.text[words[self.last].end : words[at].start] in _GAPS else None
