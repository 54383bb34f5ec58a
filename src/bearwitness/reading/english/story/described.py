"""Who the people of an act were, told by the sentence right behind: "Among them were a mother and her eight-year-old son", "The two
men and two women had travelled from Yanji".

Only where that sentence tells no act itself, and only of people whom the one before counts exactly.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bearwitness.core.records import People
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.describing import read_people
from bearwitness.reading.english.people.people import people_words
from bearwitness.reading.english.people.spelt_out import find_counted

_AMONG: Final = re.compile(
    r"^\W*(?:among (?:them|those|the \w+) (?:was|were)\b|they (?:include|included)\b)|\b(?:was|were) among (?:them|those|the \w+)\W*$",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"^\W*the \w+ ", re.IGNORECASE)


def describe_told(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames, each with sex and ages from the sentence behind it where its own gives none."""
    sentences = {s.sentence.index: s.sentence for s in scenes}
    telling = {f.sentence for f in frames}
    return tuple(
        _describe(f, sentences.get(f.sentence + 1), frames) if f.sentence + 1 not in telling else f for f in frames
    )


def _describe(frame: Frame, behind: Sentence | None, frames: Sequence[Frame]) -> Frame:
    if behind is None or behind.paragraph != frame.paragraph or not may_describe(behind.text):
        return frame
    exact = frame.count.low == frame.count.high and frame.count.low > 1 and frame.count.unit == "person"
    others = {f.heads for f in frames if f.sentence == frame.sentence and f.count.unit == "person"}
    if not exact or len(others) > 1 or frame.status not in TOLD or _is_described(frame.people):
        return frame
    told = _read_among(behind, frame.count.low) or _read_all(behind, frame.count.low)
    return frame if told is None else replace(frame, people=_merge(frame.people, told))


def _read_among(sentence: Sentence, number: int) -> People | None:
    """Some of the people, fewer than they are."""
    if not _AMONG.search(sentence.text):
        return None
    told = find_counted(sentence, 0)
    known = [(token, size) for token, size in told if not _is_the_whole(sentence, token)]
    size = sum(size for _, size in known)
    return _read(sentence, [token for token, _ in known]) if 0 < size < number else None


def _is_the_whole(sentence: Sentence, token: Token) -> bool:
    """The "six" or "refugees" of "were among the six refugees"."""
    return token.dep == "pobj" and sentence.head(token).lower == "among"


def _read_all(sentence: Sentence, number: int) -> People | None:
    """ "The two men and two women": all of them by their sex, in the subject's place."""
    subject = next((t for t in sentence.tokens if t.dep in {"nsubj", "nsubjpass"}), None)
    if subject is None or sentence.tokens[0].lower != "the":
        return None
    end = max(t.i for t in sentence.subtree(subject))
    told = find_counted(sentence, 0, end + 1)
    sorts = all(token.lemma in _find_sorts() for token, _ in told)
    return _read(sentence, [token for token, _ in told]) if sorts and sum(size for _, size in told) == number else None


def _read(sentence: Sentence, heads: Sequence[Token]) -> People:
    return read_people(sentence, heads, len(sentence.tokens))


def _merge(people: People, told: People) -> People:
    return replace(people, female=told.female, male=told.male, children=told.children, ages=told.ages)


def _is_described(people: People) -> bool:
    return bool(people.female or people.male or people.children or people.ages)


def may_describe(text: str) -> bool:
    """Whether the words of a sentence may say who the people of the sentence before it were."""
    if _AMONG.search(text):
        return True
    return _BEHIND.match(text) is not None and not _find_forms().isdisjoint(re.findall(r"\w+", text.lower()[:60]))


@cache
def _find_sorts() -> frozenset[str]:
    return people_words("female") | people_words("male") | people_words("children")


@cache
def _find_forms() -> frozenset[str]:
    """The sorts in the plural: "women", "brothers"."""
    return frozenset(f"{word}s" for word in _find_sorts()) | {"women", "men", "children", "policemen", "wives"}
