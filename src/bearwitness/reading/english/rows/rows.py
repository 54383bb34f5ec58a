"""Lists and tables of a report: which lines are rows, under which head, and the frames they give."""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.vocabulary import TOLD, Act
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.parsing.sentences import split_cells
from bearwitness.reading.english.rows.inline_lists import read_inline
from bearwitness.reading.english.rows.list_rows import find_start, is_numbering, read_line, read_total
from bearwitness.reading.english.rows.row_frames import Head, Row, RowTotal, build_row, is_total_word, read_head
from bearwitness.reading.english.rows.table_rows import Column, is_rule, read_cells, read_header

FEWEST = 2
"""Rows below which lines under a head are no list."""

TITLE_REACH = 4
"""Lines above a table in which its title may stand, with prose between."""

LONGEST_HEAD = 240
"""Characters of a lead or title; what is longer is prose."""


def read_rows(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[tuple[Frame, ...], tuple[RowTotal, ...]]:
    """The report's frames with those of its lists and tables in text order, and the lines that only add up.

    A row's own frames give way to the row's; a lead that tells its people by a plural alone ("Journalists detained in
    May:") gives way to its rows, a lead with a number is their total.
    """
    told: dict[int, list[Frame]] = {}
    for frame in frames:
        told.setdefault(frame.sentence, []).append(frame)
    lines = [s for s in scenes if not is_numbering(s) and not is_rule(s)]
    totals: list[RowTotal] = []
    at = 0
    while at < len(lines):
        inline = read_inline(lines[at], told.get(lines[at].sentence.index, []))
        if inline is not None:
            index = lines[at].sentence.index
            whole = [_as_total(f) for f in told.get(index, []) if not f.bare]
            told[index] = [*whole, *(build_row(row, inline[0]) for row in inline[1])]
            at += 1
            continue
        head = _find_head(lines, at - 1, told)
        columns = read_header(lines[at])
        if columns and head is None:
            head = next(
                (h for n in range(at - 2, max(-1, at - 2 - TITLE_REACH), -1) if (h := _find_head(lines, n, told))), None
            )
        rows = _read_table(lines, at + 1, columns, head) if columns else _read_list(lines, at, head, told)
        if len({r.scene.sentence.index for r in rows}) < (1 if columns else FEWEST):
            at += 1
            continue
        head = head or read_head(lines[at], [])
        built = [build_row(row, head) for row in rows]
        for frame in built:
            told[frame.sentence] = []
        for frame in built:
            told[frame.sentence].append(frame)
        told[head.sentence] = [
            _as_total(f) for f in told.get(head.sentence, []) if not f.bare and "following" not in f.count.text.lower()
        ]
        end = next(n for n, s in enumerate(lines) if s is rows[-1].scene) + 1
        while columns and end < len(lines) and split_cells(lines[end].sentence.text) and not _begins_total(lines[end]):
            end += 1  # rows that could not be read
        total = _find_total(lines[end], rows, columns) if end < len(lines) else []
        if total:
            told[lines[end].sentence.index] = []
        totals += total
        at = end
    return tuple(f for s in scenes for f in told.get(s.sentence.index, [])), tuple(totals)


def _begins_total(scene: Scene) -> bool:
    return is_total_word(scene.sentence.text[find_start(scene) - scene.sentence.start :].lstrip("| ").split()[0])


def _find_head(lines: Sequence[Scene], at: int, told: dict[int, list[Frame]]) -> Head | None:
    """What the line above tells of the rows; behind "They include:" it is the sentence before in its paragraph."""
    if not _is_head(lines, at):
        return None
    head = read_head(lines[at], told.get(lines[at].sentence.index, []))
    before = lines[at - 1].sentence if at else None
    if head.act is not None or before is None or before.paragraph != lines[at].sentence.paragraph:
        return head
    return read_head(lines[at - 1], told.get(before.index, [])) if lines[at].sentence.text.endswith(":") else head


def _is_head(lines: Sequence[Scene], at: int) -> bool:
    """A lead that ends in a colon, or a heading without a full stop, directly above."""
    if at < 0:
        return False
    text = lines[at].sentence.text.rstrip("\"”’' ")
    return len(text) <= LONGEST_HEAD and not text.endswith((".", "!", "?", "…", ",", ";"))


def _as_total(frame: Frame) -> Frame:
    """What a lead counts is the total of its rows, unless it tells one person or something beside them."""
    return replace(frame, adds_up=True) if frame.status in TOLD and frame.count.high != 1 else frame


def _read_list(lines: Sequence[Scene], at: int, head: Head | None, told: dict[int, list[Frame]]) -> list[Row]:
    if head is None or head.act is None:
        return []
    rows: list[Row] = []
    for scene in lines[at:]:
        own = told.get(scene.sentence.index, [])
        row = read_line(scene, head.act)
        if row is None or is_total_word(scene.sentence.text.split()[0]) or any(f.act != head.act for f in own):
            break
        rows.append(row)
    return rows


def _read_table(lines: Sequence[Scene], at: int, columns: Sequence[Column] | None, head: Head | None) -> list[Row]:
    rows: list[Row] = []
    for scene in lines[at:]:
        cells = split_cells(scene.sentence.text)
        if columns is None or len(cells) < 2 or is_total_word(scene.sentence.text[slice(*cells[0])]):
            break
        rows += read_cells(scene, columns, head.act if head is not None else None)
    return rows


def _find_total(scene: Scene, rows: Sequence[Row], columns: Sequence[Column] | None) -> list[RowTotal]:
    """The line that adds up the rows, one total for each column of people."""
    acts: dict[Act, None] = {r.act: None for r in rows}
    first, start, end = min(r.start for r in rows), scene.sentence.start, scene.sentence.end
    amount = read_total(scene)
    if amount is None or len(acts) > 1 or (columns and sum(c.role == "number" for c in columns) > 1):
        return []
    return [RowTotal(first=first, start=start, end=end, act=next(iter(acts)), amount=amount)]
