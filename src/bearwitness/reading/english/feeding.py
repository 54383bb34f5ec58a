"""Which sentences besides those that tell an act are worth a parse: those that lend them a day, a place, a speaker, or add them up.

An act without a day takes it from the sentences before it, "he said" takes its speaker from further up, and the report's
country is that of the places named where acts are told. All this is asked of the text, before anything more is parsed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.forms import find_forms, load_irregular, read_words
from bearwitness.reading.english.parsing.sentences import Span
from bearwitness.reading.english.places.places import Names
from bearwitness.reading.english.places.places_spoken import is_policed
from bearwitness.reading.english.story.antecedents import REACH as SPOKEN
from bearwitness.reading.english.story.carry import REACH, names_again
from bearwitness.reading.english.story.described import may_describe
from bearwitness.reading.english.story.happenings import may_happen
from bearwitness.reading.english.voices.outlets import may_name_outlet
from bearwitness.reading.english.voices.statements import find_kinds
from bearwitness.reading.mentions import Timex

LEAD: Final = 3
"""Sentences at the head of a report whose places count as its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the raw text of a report gives: its sentences, which of them may tell an act, its dates and names of places."""

    text: str
    spans: tuple[Span, ...]
    telling: frozenset[int]
    times: tuple[Timex, ...]
    names: Names


def find_marked(layout: Layout) -> frozenset[int]:
    """The sentences in which a date or a name of a place begins."""
    starts = [s.start for s in layout.spans]
    marks = (*(t.start for t in layout.times), *(n.start for n in layout.names.uses))
    return frozenset(bisect_right(starts, mark) - 1 for mark in marks)


def read_sentence(layout: Layout, number: int) -> str:
    """The text of a sentence."""
    return layout.text[layout.spans[number].start : layout.spans[number].end]


def find_local(layout: Layout) -> frozenset[int]:
    """The sentences whose places are the report's own: of those that tell acts, the ones before them and its lead, the
    ones with a name or a date."""
    lead = range(min(LEAD, len(layout.spans)))
    return (layout.telling | frozenset(n - 1 for n in layout.telling if n) | frozenset(lead)) & find_marked(layout)


def find_policed(layout: Layout) -> frozenset[int]:
    """The sentences that name the police of a town ("Salem police said")."""
    starts = [s.start for s in layout.spans]
    named = (u.start for u in layout.names.uses if is_policed(layout.text, u.start, u.end))
    return frozenset(bisect_right(starts, at) - 1 for at in named)


def find_feeding(layout: Layout, framed: frozenset[int], *, outlet: bool) -> frozenset[int]:
    """The sentences that feed those in `framed`, which tell acts; with `outlet`, also those that name the report's own."""
    marked, numbers = find_marked(layout), range(len(layout.spans))
    near = {n for number in framed for n in _find_before(layout, number)}
    again = max((n for n in framed if names_again(read_sentence(layout, n))), default=0)
    near |= set(range(again))
    people = {n for number in framed for n in _find_counting(layout, number)}
    near |= {n for n in marked if framed and may_happen(read_sentence(layout, n))}
    stated = find_stated(layout, framed)
    out = find_adding(layout) | (near & marked) | people | stated | find_describing(layout, framed)
    if outlet and (framed or stated):
        out |= {n for n in numbers if may_name_outlet(read_sentence(layout, n))}
    return out


def find_stated(layout: Layout, framed: frozenset[int]) -> frozenset[int]:
    """The sentences with the words of a statement; without an act only those that name one can be about one."""
    numbers = range(len(layout.spans)) if framed else layout.telling
    return frozenset(n for n in numbers if find_kinds(read_sentence(layout, n)))


def _find_before(layout: Layout, number: int) -> Iterator[int]:
    """The sentences a reader still has in mind (`carry`): those before it in its paragraph, and the head of its list."""
    paragraph = layout.spans[number].paragraph
    for n in range(number - 1, max(-1, number - 1 - REACH), -1):
        if layout.spans[n].paragraph == paragraph:
            yield n
    for n in range(number - 1, -1, -1):
        if layout.spans[n].paragraph < paragraph and read_sentence(layout, n).rstrip().endswith(":"):
            yield n
            return


def _find_counting(layout: Layout, number: int) -> Iterator[int]:
    """The sentences that may count the people whom this one calls "they" or "the group" (`antecedents`)."""
    if not _recalled().isdisjoint(read_words(read_sentence(layout, number))):
        paragraph = layout.spans[number].paragraph
        yield from (n for n in range(max(0, number - SPOKEN), number) if layout.spans[n].paragraph == paragraph)


def find_describing(layout: Layout, framed: frozenset[int]) -> frozenset[int]:
    """The sentences, by their number, that may say who the people of the sentence before them were."""
    spans = layout.spans
    return frozenset(
        n + 1
        for n in framed
        if n + 1 < len(spans)
        and spans[n + 1].paragraph == spans[n].paragraph
        and may_describe(read_sentence(layout, n + 1))
    )


def find_adding(layout: Layout) -> frozenset[int]:
    """The sentences that may draw a total over the report's own claims ("bringing the number of cases to six")."""
    lowered = layout.text.lower() if len(layout.text.lower()) == len(layout.text) else layout.text
    starts = [s.start for s in layout.spans]
    return frozenset(bisect_right(starts, m.start()) - 1 for m in _adding().finditer(lowered))


@cache
def _adding() -> re.Pattern[str]:
    table = load_table("reading.english", "sums.toml")
    irregular = load_irregular()
    raising = "|".join(sorted(f for w in table["raising"] for f in find_forms(w, irregular.get(w, ()))))
    nouns = "|".join(sorted(table["incident_nouns"]))
    return re.compile(
        rf"\b(?:(?:{raising})\b.{{0,90}}?\b(?:{'|'.join(table['totals'])})s?\b|(?:{nouns})e?s\b|in (?:all|total)\b)"
    )


@cache
def _recalled() -> frozenset[str]:
    return frozenset(load_table("reading.english", "screen.toml")["recalled"]["words"])
