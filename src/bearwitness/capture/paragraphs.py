"""Hard-wrapped lines of a printed page joined into paragraphs, so that a sentence is one run of characters."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

SOFT_END = "\ufffe"
"""What PDFium writes for a hyphen at a line's end, in place of the hyphen and the line break."""

_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-\u2013 ]*#[-\u2013 ]*(?:(?:of|/)\s*#)?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[\u2022\u2023\u25aa\u25cf\u25e6\u2043*\u2013-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S")
_FIELD = re.compile(r"[A-Z][A-Za-z ]{1,24}:\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;。！？\u2026][\"')\]\u2019\u201d]*$")
_BROKEN_WORD = re.compile(rf"(\w{{0,30}}){SOFT_END}(\w{{0,30}})")
_HYPHENED = re.compile(r"\b\w{1,30}-\w{1,30}")
_COMPOUND_HEADS = frozenset({
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "self", "non", "ex", "anti", "pro", "vice",
})  # fmt: skip
_HYPHEN_END = re.compile(rf"{SOFT_END}$|\w-$")  # PDFium marks a broken word but not "15-" before "16"
_IDEOGRAPH = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uff00-\uff65\u3000-\u303f]")
_WIDE_GAP, _BIGGER, _SHORT, _ENDED_SHORT = 1.3, 1.15, 0.65, 0.88
_ENOUGH_GAPS, _USUAL_LEADING = 8, 1.5
_RUNNING_PAGES, _LONGEST_MARK = 3, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line and where it stands, in points from the lower left of its page; `height` is that of its font."""

    text: str
    page: int
    left: float
    right: float
    base: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """The measure most lines of a document are set to."""

    left: float
    width: float
    leading: float


def join_lines(lines: Sequence[PrintedLine]) -> str:
    """Paragraphs parted by an empty line; page numbers and running heads left out; words broken at line ends mended."""
    kept = _drop_running(lines)
    if not kept:
        return ""
    column = _measure(kept)
    paragraphs = [kept[0].text]
    for before, after in pairwise(kept):
        if _is_break(before, after, column):
            paragraphs.append(after.text)
        else:
            glue = "" if _IDEOGRAPH.match(before.text[-1]) and _IDEOGRAPH.match(after.text[0]) else " "
            if _HYPHEN_END.search(before.text):
                glue = ""
            paragraphs[-1] += glue + after.text
    return _mend_words("\n\n".join(paragraphs))


def _drop_running(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """All lines but page numbers, and first and last lines that stand on half of the pages and at least three."""
    pages: dict[int, list[PrintedLine]] = {}
    for line in lines:
        if line.text.strip():
            pages.setdefault(line.page, []).append(line)
    edges = Counter(mark for page in pages.values() for mark in {_mark(page[0]), _mark(page[-1])})
    running = {mark for mark, count in edges.items() if count >= max(_RUNNING_PAGES, len(pages) / 2)}
    kept = []
    for page in pages.values():
        for place, line in enumerate(page):
            is_edge = place in (0, len(page) - 1)
            if not (is_edge and (_PAGE_NUMBER.fullmatch(_mark(line)) or _mark(line) in running)):
                kept.append(line)
    return kept


def _mark(line: PrintedLine) -> str:
    """A line's words without its numbers: "Page 3 of 9" and "Page 4 of 9" bear the same mark."""
    return _DIGITS.sub("#", line.text.strip().lower()[:_LONGEST_MARK])


def _measure(lines: Sequence[PrintedLine]) -> _Column:
    height = median(line.height for line in lines)
    gaps = [a.base - b.base for a, b in pairwise(lines) if a.page == b.page and a.base - b.base > 1]
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    rights = sorted(line.right for line in lines)
    width = rights[int(0.9 * (len(rights) - 1))] - left
    leading = median(gaps) if gaps else 0.0
    if len(gaps) < _ENOUGH_GAPS:  # so few that the gaps between paragraphs may be the most
        leading = min(leading, _USUAL_LEADING * height)
    return _Column(left=left, width=max(width, 1.0), leading=leading)


def _is_break(before: PrintedLine, after: PrintedLine, column: _Column) -> bool:
    """Whether `after` begins a new paragraph. A line that stops mid-sentence at the end of a page or column goes on."""
    gap = before.base - after.base
    if before.text.endswith(SOFT_END):
        return False
    if before.page != after.page or gap < -0.5 * before.height:
        return bool(_SENTENCE_END.search(before.text)) or not after.text[:1].islower()
    if abs(gap) < 0.3 * before.height:  # two pieces of one printed line, as in a table row
        return False
    if gap > _WIDE_GAP * column.leading or not 1 / _BIGGER < after.height / max(before.height, 0.1) < _BIGGER:
        return True
    if _BULLET.match(after.text) or (_FIELD.match(after.text) and _FIELD.match(before.text)):
        return True
    is_indented = after.left - before.left > 0.5 * after.height
    if is_indented and not _BULLET.match(before.text):
        return True
    reach = (before.right - column.left) / column.width
    return reach < (_ENDED_SHORT if _SENTENCE_END.search(before.text) else _SHORT)


def _mend_words(text: str) -> str:
    """A hyphen at a line's end goes, except in "Ninety-three", "15-16", "North-Korean" and words hyphened elsewhere."""
    hyphened = {word.lower() for word in _HYPHENED.findall(text)}

    def mend(match: re.Match[str]) -> str:
        head, tail = match[1], match[2]
        is_compound = head.lower() in _COMPOUND_HEADS or f"{head}-{tail}".lower() in hyphened
        keeps = not head or not tail or is_compound or head[-1].isdigit() or not tail[0].islower()
        return f"{head}-{tail}" if keeps else head + tail

    return _BROKEN_WORD.sub(mend, text)
