"""Paragraphs and sentences of an English text, by rules over its characters: the unit that is parsed.

Each sentence is parsed alone, so that what one sentence says cannot change how another is parsed, and a screen that
leaves sentences out leaves the others as they were.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bearwitness.core.tables import load_table

LONGEST_SENTENCE = 1500
"""Characters. A longer "sentence" is a table, a list without stops or junk: it is cut at the last space, so time stays linear."""

_BLANK = re.compile(r"\n[ \t\r\f\v\xa0]*\n\s*")
_STOP = re.compile(r"[.!?…]+[\"”’')\]»]*(?=\s)|[。！？]+|;(?=\s*\n)")
_BULLET = re.compile(r"\s*(?:[-•*–—·▪◦]|\(?\d{1,2}[.)])\s+")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘’'(\[]+$")
_HARD_WRAP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A sentence's place in the report: `[start, end)`, and the number of its paragraph from 0."""

    start: int
    end: int
    paragraph: int


def find_sentences(text: str) -> tuple[Span, ...]:
    """Every sentence of the text in order, without surrounding white space; together they hold every visible character."""
    spans = []
    uncased = _is_uncased(text)
    for number, (start, end) in enumerate(_find_paragraphs(text)):
        body = _find_body(text, start, end)
        if body > start:
            spans += [Span(start=a, end=b, paragraph=number) for a, b in _trim(text, start, body)]
        for first, last in _split_sentences(text, body, end, uncased=uncased):
            for a, b in _cut_long(text, first, last):
                spans.append(Span(start=a, end=b, paragraph=number))
    return tuple(spans)


def _find_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines; inside one, single line breaks end a paragraph unless the lines are hard-wrapped."""
    position = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _find_lines(text, position, end)
        if gap:
            position = gap.end()


def _find_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            lines.append((start, stop))
        start = stop + 1
    if not lines:
        return
    first = lines[0][0]
    for (a, b), after in zip(lines, [*lines[1:], None], strict=True):
        if after is None or not _is_wrapped(text[a:b], text[after[0] : after[1]]):
            yield first, b
            if after is not None:
                first = after[0]


_CELL = re.compile(r"[ \xa0]*(?:\||\t)[ \xa0]*")
_LONGEST_CELL = 60


def split_cells(line: str) -> tuple[tuple[int, int], ...]:
    """Where the cells of a table's row lie in its line; empty for a line that is no row, or whose cells hold prose.

    Cells are parted by tabs or by bars; the bars that frame a row part nothing.
    """
    if "\t" not in line and line.count("|") < 2:
        return ()
    first = len(line) - len(line.lstrip("| \xa0"))
    last = max(first, len(line.rstrip("| \xa0")))
    marks = [m.span() for m in _CELL.finditer(line, first, last)]
    cells = tuple(zip([first, *(b for _, b in marks)], [*(a for a, _ in marks), last], strict=True))
    return cells if len(cells) > 1 and all(b - a <= _LONGEST_CELL for a, b in cells) else ()


def _is_wrapped(line: str, following: str) -> bool:
    """Is the line break only the end of a hard-wrapped line? A bullet, a short line or a finished sentence says no."""
    if split_cells(line) or split_cells(following):
        return False
    if _BULLET.match(following) or len(line.strip()) < _HARD_WRAP or len(line) > 120:
        return False
    return not re.search(r"[.!?:][\"”’')\]]*\s*$", line) or following[:1].islower()


_DATELINE = re.compile(
    r"(?:[A-Z]{2,}[A-Z .,'’-]*(?:\([^)\n]{1,40}\))?[^–—\n]{0,60}?|[A-Z][\w .,'’-]{1,40}\([A-Z][^)\n]{1,40}\)[^–—\n]{0,30}?)"
    r"\s*(?:–|—|--|-)\s+(?:\[TEXT\]\s*)?(?=\S)"
)
_DASH = re.compile(r"[–—-]\s")


_COLON_DATELINE = re.compile(
    r"(?:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})? ?\([A-Z][^)\n]{1,30}\)|"
    r"[A-Z][A-Z.'’-]{2,}(?: [A-Z.'’-]+){0,2}(?:, \w{3,9}\.? \d{1,2})?(?: ?\([A-Z][^)\n]{1,30}\))?)"
    r": +(?=[A-Z“\"‘])"
)
"""\"SEOUL: Ten refugees were …\", as some outlets set the town of filing before a sentence in ordinary case."""

_LONGEST_DATELINE = 160
"""Characters; on a long line of capitals the pattern would try every pair of its ends."""


def is_dateline(words: str) -> bool:
    """Is this the line before a report's first sentence, with the town and the day of its filing ("LIMA, 4 MAR 91 (EFE) --")?"""
    line = words.strip()
    if len(line) > _LONGEST_DATELINE:
        return False
    matches = (_DATELINE.match(f"{line} ."), _COLON_DATELINE.match(f"{line} A"))
    return any(m is not None and m.end() >= len(line) for m in matches)


def _find_body(text: str, start: int, end: int) -> int:
    """Where the sentence begins behind a dateline ("SEOUL (Harbour Wire) – "), which says where the report was filed."""
    colon = _COLON_DATELINE.match(text, start, end)
    prose = text[start:end].rstrip("\"”’') ").endswith((".", "!", "?"))  # a headline says by it where its event was
    if colon is not None and prose and any(c.islower() for c in text[colon.end() : end]):
        return colon.end()
    last = min(end, start + _LONGEST_DATELINE)
    # The dash first: over a line of capitals the pattern goes back and forth.
    match = _DASH.search(text, start, last) and _DATELINE.match(text, start, last)
    if match is None or not re.search(r"\(|\d|^[A-Z .,'’-]+(?:–|—|--|-)", match.group()):
        return start
    return start if _is_aside_in_capitals(match.group()) else match.end()


def _is_aside_in_capitals(words: str) -> bool:
    """In a text of capitals any sentence with a dash looks like a dateline ("THE MAYOR BLAMED THEM FOR THE ATTACK -- IN WHICH …"):
    there the town of a dateline is a few words before its day, its agency or the dash."""
    if any(c.islower() for c in words):
        return False
    town = re.split(r"\(|\d|--|–|—| - ", words, maxsplit=1)[0]
    return len(town.split()) > _TOWN_WORDS


_TOWN_WORDS = 4


_OPENING = re.compile(r"\w{3}[.!?] +(\w)")


def _is_uncased(text: str) -> bool:
    """Do sentences begin with small letters here? Some archives hold news in lower case, with its stops."""
    begins = _OPENING.findall(text)
    return len(begins) > 1 and sum(1 for c in begins if c.islower()) > 0.6 * len(begins)


def _split_sentences(text: str, start: int, end: int, *, uncased: bool) -> Iterator[tuple[int, int]]:
    first = start
    if split_cells(text[start:end]):
        yield from _trim(text, start, end)  # a row of a table is read as one, whatever stops its cells hold
        return
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _is_end(text, stop, first, uncased=uncased):
            yield from _trim(text, first, stop.end())
            first = stop.end()
    yield from _trim(text, first, end)


def _is_end(text: str, stop: re.Match[str], first: int, *, uncased: bool) -> bool:
    table = load_table("reading.english", "sentences.toml")
    after = text[stop.end() : stop.end() + 40].lstrip()
    opener = after.lstrip("\"“‘'([«—–- ")
    if not opener:
        return True
    mark = stop.group()[0]
    closed = len(stop.group()) > 1 and stop.group()[-1] in '"”'
    if mark in "。！？;":
        return True
    if opener[0].islower() and not (uncased and mark in ".!?"):
        # “Stop!” he said. — a quoted sentence whose speaker follows is one with it; so is a name such as "Yahoo! news".
        return False
    if mark != ".":
        return True
    before = _WORD_BEFORE.search(text, max(first, stop.start() - 20), stop.start())
    word = before.group().lower() if before else ""
    following = re.match(r"[\w'’]+", opener)
    next_word = following.group().lower() if following else ""
    if word in table["may_end"] or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return closed or (next_word in table["openers"] and not opener[0].isdigit())
    if len(word) == 1 and word.isalpha() and word != "i":
        return closed
    if word in {"no", "nos"}:
        return not opener[0].isdigit()
    return word not in table["abbreviations"] or closed


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + LONGEST_SENTENCE)
        cut = start + LONGEST_SENTENCE if cut <= start else cut
        yield from _trim(text, start, cut)
        start = cut
    yield from _trim(text, start, end)
