"""The screen: which sentences can hold or feed a claim, told from the text alone, so that only those are parsed.

Parsing is most of the work of reading, and most sentences of the news tell no act on people. The screen may keep too much
and never too little: a test reads reports with and without it and demands the same reading. It keeps the sentences with a
word of `acts.toml`; those that lend them a date, a place or a speaker are asked for once such a sentence tells an act.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.forms import WORD, find_forms, load_irregular, read_words
from bearwitness.reading.english.parsing.sentences import Span, split_cells
from bearwitness.reading.english.rows.list_rows import LONGEST_LINE
from bearwitness.reading.english.rows.rows import LONGEST_HEAD, TITLE_REACH


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """`verbs` and `nouns`: words that tell an act by themselves (`alone`: either). `with_others`: a verb's forms, each with
    the words of its set phrases, of which one phrase must be complete."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    alone: frozenset[str]
    with_others: dict[str, tuple[frozenset[str], ...]]


def find_telling(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """The sentences, by their number, whose words may tell an act, and the rows of lists and tables below them."""
    worded = find_worded(text, spans)
    return worded | find_laid_out(text, spans, worded)


def find_worded(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """The sentences whose words may tell an act."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return frozenset(n for n, s in enumerate(spans) if _tells(lowered[s.start : s.end]))
    # A letter that grows when lowered moves all that follows: each sentence is lowered for itself.
    return frozenset(n for n, s in enumerate(spans) if tells_act(text[s.start : s.end]))


def find_laid_out(text: str, spans: Sequence[Span], worded: frozenset[int]) -> frozenset[int]:
    """The rows of tables and of the lists below sentences whose words tell an act, with the heads of both."""
    rows = {n for n, s in enumerate(spans) if split_cells(text[s.start : s.end])}
    # A table's title stands above its first line, a note or two between them.
    rows |= {above for n in rows if n - 1 not in rows for above in range(max(0, n - 2 - TITLE_REACH), n)}
    for head in worded:
        lines = set(_find_lines(text, spans, head))
        rows |= lines | ({head} if lines else set())
        # "Nineteen were detained. They include:" - the head of the list only points back at what was told.
        if head + 1 < len(spans) and text[spans[head + 1].start : spans[head + 1].end].endswith(":"):
            rows |= {head, head + 1, *_find_lines(text, spans, head + 1)}
    return frozenset(rows)


def _find_lines(text: str, spans: Sequence[Span], head: int) -> Iterator[int]:
    """The lines below a lead or title that may be the rows of a list ("- 2 May: 3 journalists, Minsk")."""
    lead = text[spans[head].start : spans[head].end]
    if len(lead) > LONGEST_HEAD or lead.rstrip("\"”’' ").endswith((".", "!", "?", "…", ",", ";")):
        return
    for n in range(head + 1, len(spans)):
        if spans[n].end - spans[n].start > LONGEST_LINE:
            return
        yield n


def tells_act(sentence: str) -> bool:
    """May the sentence tell an act? False only where no word of it, in any form, is one of `acts.toml`."""
    return _tells(sentence.lower())


def _tells(lowered: str) -> bool:
    signs = _load_signs()
    words = frozenset(WORD.findall(lowered))
    if not words.isdisjoint(signs.alone):
        return True
    return any(phrase <= words for word in words if word in signs.with_others for phrase in signs.with_others[word])


_AUXILIARIES: Final = frozenset(
    {"do", "does", "did", "'d", "have", "has", "had", "is", "are", "was", "were", "'s", "'re"}
)
"""Words that the parser may call verbs whatever their tag."""


_TOLL_WORDS: Final = ("number", "figure")
_TOLLS: Final = (frozenset({"dead"}), frozenset({"fatalities"}))
"""A toll in other words than "toll": "the number of dead"."""


def may_tell(sentence: str, words: Sequence[tuple[str, str]]) -> bool:
    """May a sentence tell an act, by its words (in small letters) and their tags? "A search for the free seats" does not:
    only as verbs "search" and "free" are acts, and no noun is a verb whatever its place in the tree."""
    signs = _load_signs()
    whole = read_words(sentence)
    for lower, tag in words:
        if lower in _TOLL_WORDS and any(tolls <= whole for tolls in _TOLLS):
            return True  # "put the number of dead at nine"
        named = tag.startswith(("NN", "VB"))
        verbal = tag.startswith(("VB", "MD", "BES", "HVS")) or lower in _AUXILIARIES
        if not (named or verbal or (tag == "JJ" and lower.endswith("ed"))):
            continue
        for word in (lower,) if lower.isalpha() else WORD.findall(lower):
            if named and word in signs.nouns:
                return True
            if (verbal or not named) and (
                word in signs.verbs or any(phrase <= whole for phrase in signs.with_others.get(word, ()))
            ):
                return True
    return False


@cache
def _load_signs() -> _Signs:
    acts = load_table("reading.english", "acts.toml")
    irregular = load_irregular()
    verbs: set[str] = set()
    nouns = {"toll", "tolls"}
    others: dict[str, list[frozenset[str]]] = {word: list(_TOLLS) for word in _TOLL_WORDS}
    for row in acts["verb"]:
        for lemma in row["lemmas"]:
            forms = find_forms(lemma, irregular.get(lemma, ()))
            needed = [frozenset(WORD.findall(p)) for p in (*row.get("with", ()), *row.get("seen_with", ()))]
            needed += [frozenset({form}) for word in row.get("by", ()) for form in find_forms(word, ())]
            if not needed:
                verbs |= forms
                continue
            for form in forms:
                others.setdefault(form, []).extend(needed)
    for noun in acts["nouns"]:
        nouns |= find_forms(noun, ())
    with_others = {word: tuple(phrases) for word, phrases in others.items() if word not in verbs}
    return _Signs(
        verbs=frozenset(verbs), nouns=frozenset(nouns), alone=frozenset(verbs | nouns), with_others=with_others
    )
