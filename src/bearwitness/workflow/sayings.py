"""What reports say of reasons, of a rise or of a fall: somebody's statement, never a finding. Nobody is named in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.records import Reading, Statement, Voice
from bearwitness.core.vocabulary import StatementKind
from bearwitness.workflow.view import View

KINDS: Final = frozenset({"explanation", "trend"})
"""Kinds of statements that give reasons, or claim a rise or fall."""
BODIES: Final = frozenset({"outlet", "ngo", "document"})
"""Kinds of voices that are shown by name. An official may be a person, so only the kind is shown."""
_HIDDEN: Final = "[name]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement about these counted claims: who says it, outermost first, in which report, and its words from `start` to `end`.

    Names of voices that are persons, and of victims where they were read, are taken out of the words.
    """

    kind: StatementKind
    report: str
    on: date | None
    voices: tuple[str, ...]
    words: str
    start: int
    end: int
    claims: tuple[str, ...]


def find_sayings(view: View, counted: frozenset[str]) -> tuple[Saying, ...]:
    """The sayings of the register about the counted claims, in its order."""
    return tuple(
        _build_saying(reading, one, about)
        for reading in view.readings
        for one in reading.statements
        if one.kind in KINDS and (about := tuple(ident for ident in one.about if ident in counted))
    )


def _build_saying(reading: Reading, statement: Statement, about: tuple[str, ...]) -> Saying:
    return Saying(
        kind=statement.kind,
        report=reading.report.id,
        on=reading.report.published_on,
        voices=tuple(_name(voice) for voice in statement.voices),
        words=hide(" ".join(" ".join(quote.text for quote in statement.quotes).split()), _list_names(reading)),
        start=min((quote.start for quote in statement.quotes), default=0),
        end=max((quote.end for quote in statement.quotes), default=0),
        claims=about,
    )


def _name(voice: Voice) -> str:
    return voice.name if voice.name and voice.kind in BODIES else f"one {voice.kind} voice"


def _list_names(reading: Reading) -> set[str]:
    """The persons that the reading knows by name."""
    spoken = [*(one.voices for one in reading.claims), *(one.voices for one in reading.statements)]
    names = {voice.name for voices in spoken for voice in voices if voice.name and voice.kind not in BODIES}
    return names | {name for claim in reading.claims for name in claim.people.names}


def hide(words: str, names: Iterable[str]) -> str:
    """The words with each name, and each word of a name, taken out."""
    parts = {part for name in names for part in (name, *re.findall(r"[^\W\d_]{2,}", name)) if part[:1].isupper()}
    if not parts:
        return words
    known = "|".join(re.escape(part) for part in sorted(parts, key=lambda part: (-len(part), part)))
    return re.sub(rf"\b(?:{known})(?:[ -](?:{known}))*\b", _HIDDEN, words)
