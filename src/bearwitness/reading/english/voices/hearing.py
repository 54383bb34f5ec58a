"""Whose voice "he said", "the source" and a quotation that runs on go back to: the sentences to parse until it is found.

Walks back from each such sentence over those that may name a speaker, nearest first, so that a page is parsed no further
up than the voice that is asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bearwitness.core.records import Voice
from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.forms import find_forms, load_irregular, read_words
from bearwitness.reading.english.parsing.parse import Sentence
from bearwitness.reading.english.voices.quotations import find_inside
from bearwitness.reading.english.voices.voices import Speech, find_own, is_recalled

AT_ONCE: Final = 3
"""Sentences parsed at once on the way back: most voices stand in the nearest. Doubled each time none of them is the voice."""

_EARLIER: Final = Voice(kind="other", name=None, text="the one who spoke before")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The sentences, which of them may name a speaker, who speaks in each by its own words, and how many to ask for at once."""

    sentences: Sequence[Sentence]
    hints: Sequence[bool]
    own: Callable[[int], Sequence[Speech]]
    at_once: int


def find_unheard(page: Sequence[Sentence], heard: Iterable[int], at_once: int = AT_ONCE) -> frozenset[int]:
    """The sentences still to be parsed before it is known who speaks in those of `heard`, which are; empty when it is known."""

    @cache
    def own(number: int) -> Sequence[Speech]:
        return find_own(page[number], _EARLIER)

    hints = tuple(may_speak(s.text) for s in page)
    inside = find_inside([s.text for s in page])
    asked = _Page(sentences=page, hints=hints, own=own, at_once=at_once)
    out: set[int] = set()
    for number in heard:
        if any(is_recalled(s.voice) for s in own(number)):
            out.update(_walk_back(asked, number, recalled=True))
        if any(s.voice is _EARLIER for s in own(number)) or (not own(number) and inside[number]):
            out.update(_walk_back(asked, number, recalled=False))
        if not own(number) and inside[number]:
            out.update(_walk_on(asked, inside, number))
    return frozenset(out)


def _walk_back(page: _Page, number: int, *, recalled: bool) -> Iterator[int]:
    """The nearest unparsed sentences above, unless the voice stands in a parsed one before them."""
    asked = 0
    for n in range(number - 1, -1, -1):
        if not page.hints[n]:
            continue
        if not page.sentences[n].tokens:
            yield n
            asked += 1
            if asked == page.at_once:
                return
        elif not asked:
            own = page.own(n)
            if _is_answer(own, recalled=recalled):
                if is_recalled(own[-1].voice) and not recalled:
                    yield from _walk_back(page, n, recalled=True)
                return


def _is_answer(own: Sequence[Speech], *, recalled: bool) -> bool:
    """Does the sentence name the voice: any of its own, or an unnamed source that is not itself "the source"?"""
    if recalled:
        return any(s.voice.kind == "anonymous" and not is_recalled(s.voice) for s in own)
    return bool(own) and own[-1].voice is not _EARLIER


def _walk_on(page: _Page, inside: Sequence[bool], number: int) -> Iterator[int]:
    """“First sentence. Second sentence,” she said: the unparsed sentences that may end the quotation with its speaker."""
    for n in range(number + 1, len(page.sentences)):
        if not (inside[n] or page.hints[n]):
            return
        if page.hints[n] and not page.sentences[n].tokens:
            yield n
        elif page.hints[n] and _is_answer(page.own(n), recalled=False):
            return


def may_speak(sentence: str) -> bool:
    """May the sentence name a speaker: has it a verb of saying, in any form, or "according"?"""
    return not _saying().isdisjoint(read_words(sentence))


@cache
def _saying() -> frozenset[str]:
    irregular = load_irregular()
    verbs = load_table("reading.english", "voices.toml")["saying"]
    return frozenset(f for v in (*verbs, "accuse") for f in find_forms(v, irregular.get(v, ()))) | {"according"}
