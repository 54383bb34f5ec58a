"""A report as its sentences, of which only those asked for are parsed; the others keep their place and have no tokens."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.parser import Parser, parse_cased, parse_likely
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.parsing.sentences import Span
from bearwitness.reading.english.screen import may_tell
from bearwitness.reading.mentions import PlaceMention, Timex

_MARKS: Final = dict.fromkeys([0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")
"""Marks of width and direction, which pages of Arabic and Hebrew outlets set around words and numbers: blank to the parser."""


def lay_out(text: str, spans: Sequence[Span]) -> tuple[Sentence, ...]:
    """All sentences of the text, none of them parsed yet."""
    return tuple(
        Sentence(index=n, paragraph=s.paragraph, start=s.start, end=s.end, text=text[s.start : s.end], tokens=())
        for n, s in enumerate(spans)
    )


def parse_page(page: Sequence[Sentence], wanted: Iterable[int], mended: str, parser: Parser) -> tuple[Sentence, ...]:
    """The page with the `wanted` sentences parsed as well; `mended` is the report with capitals in ordinary case."""
    missing, cased = _find_missing(page, wanted, mended)
    return _fill(page, missing, parse_cased(parser, missing, cased)) if missing else tuple(page)


def parse_worded(page: Sequence[Sentence], wanted: Iterable[int], mended: str, parser: Parser) -> tuple[Sentence, ...]:
    """The page with those of the `wanted` sentences parsed as well whose words, once tagged, may still tell an act."""
    missing, cased = _find_missing(page, wanted, mended)
    return _fill(page, missing, parse_likely(parser, missing, cased, may_tell)) if missing else tuple(page)


def _find_missing(page: Sequence[Sentence], wanted: Iterable[int], mended: str) -> tuple[list[Sentence], list[str]]:
    missing = [page[n] for n in sorted(wanted) if not page[n].tokens]
    return missing, [mended[s.start : s.end].translate(_MARKS) for s in missing]


def _fill(
    page: Sequence[Sentence], missing: Sequence[Sentence], parsed: Sequence[tuple[Token, ...]]
) -> tuple[Sentence, ...]:
    out = list(page)
    for sentence, tokens in zip(missing, parsed, strict=True):
        out[sentence.index] = replace(sentence, tokens=tokens)
    return tuple(out)


def build_scenes(
    sentences: Sequence[Sentence], times: Sequence[Timex], places: Sequence[PlaceMention]
) -> tuple[Scene, ...]:
    """Each sentence with the mentions that begin in it."""
    starts = [s.start for s in sentences]
    in_time: dict[int, list[Timex]] = {}
    in_place: dict[int, list[PlaceMention]] = {}
    for timex in times:
        in_time.setdefault(bisect_right(starts, timex.start) - 1, []).append(timex)
    for place in places:
        in_place.setdefault(bisect_right(starts, place.start) - 1, []).append(place)
    return tuple(
        Scene(sentence=s, times=tuple(in_time.get(n, ())), places=tuple(in_place.get(n, ())))
        for n, s in enumerate(sentences)
    )
