"""What is said about the acts without adding people: responses, explanations, confirmations, denials, fates, trends, appeals."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final

from bearwitness.core.records import Claim, Quote, Report, Statement, Voice
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import StatementKind
from bearwitness.reading.english.acts.acts import find_triggers
from bearwitness.reading.english.parsing.parse import Sentence

KINDS: Final[tuple[StatementKind, ...]] = (
    "response",
    "explanation",
    "confirmation",
    "denial",
    "fate",
    "trend",
    "appeal",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of statement: the words that tell it, the letters without which they do not stand, and whether it needs a voice."""

    name: StatementKind
    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    voiced: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = load_table("reading.english", "statements.toml")
    return tuple(
        _Kind(
            name=kind,
            signs=tuple(table[kind]["signs"]),
            pattern=re.compile("|".join(f"(?:{p})" for p in table[kind]["patterns"])),
            voiced=bool(table[kind].get("voiced", False)),
        )
        for kind in KINDS
    )


@lru_cache(maxsize=1024)
def find_kinds(sentence: str) -> tuple[tuple[StatementKind, bool], ...]:
    """The kinds of statement whose words the sentence holds; True where the kind needs a voice besides the outlet."""
    lowered = " ".join(sentence.lower().split())
    return tuple(
        (kind.name, kind.voiced)
        for kind in _kinds()
        if any(sign in lowered for sign in kind.signs) and kind.pattern.search(lowered)
    )


def build_statements(
    report: Report,
    sentences: Sequence[Sentence],
    claims: Sequence[Claim],
    voices_of: Callable[[Sentence], tuple[Voice, ...]],
) -> tuple[Statement, ...]:
    """The report's statements in text order. In a report without claims only sentences that name an act can be about one."""
    out = []
    for sentence in sentences:
        if not claims and not find_triggers(sentence):
            continue
        voices = voices_of(sentence)
        for kind, voiced in find_kinds(sentence.text):
            if voiced and len(voices) < 2:
                continue
            about = find_subjects(sentence, claims)
            key = f"{report.sha256}\0{report.id}\0{kind}\0{sentence.start}"
            out.append(
                Statement(
                    id="s_" + sha256(key.encode()).hexdigest()[:16],
                    kind=kind,
                    about=about,
                    voices=voices,
                    quotes=(
                        Quote(start=sentence.start, end=sentence.end, text=report.text[sentence.start : sentence.end]),
                    ),
                    status="denied"
                    if kind == "denial"
                    else "hypothetical"
                    if kind == "fate"
                    else "confirmed"
                    if kind == "confirmation"
                    else "reported",
                )
            )
    return tuple(out)


def find_subjects(sentence: Sentence, claims: Sequence[Claim]) -> tuple[str, ...]:
    """The claims it is about: those it tells itself, else the incidents and totals the report tells."""
    own = tuple(
        c.id
        for c in claims
        if any(sentence.start <= q.start < sentence.end for q in c.quotes) and c.shape != "background"
    )
    return own or tuple(c.id for c in claims if c.shape != "background")
