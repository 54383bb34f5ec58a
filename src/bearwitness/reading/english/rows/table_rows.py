"""Tables of incidents: header cells say which column is the day, the place and the number of people of which act.

A row is one claim for each column that counts people. Rows that have not as many cells as the header are left out:
which column a number belongs to would be a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act
from bearwitness.reading.english.acts.acts import find_word_act
from bearwitness.reading.english.parsing.parse import Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.parsing.sentences import split_cells
from bearwitness.reading.english.people.numbers import Amount, find_amount
from bearwitness.reading.english.rows.row_frames import Row, is_counted_person

Role = Literal["date", "place", "number", "kind", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column holds; `act` where its header names one ("Killed")."""

    role: Role
    act: Act | None


def is_rule(scene: Scene) -> bool:
    """Is this line only drawn ("|---|---|")?"""
    return re.fullmatch(r"[\s|:+=_–—-]+", scene.sentence.text) is not None


def read_header(scene: Scene) -> tuple[Column, ...] | None:
    """The columns of a header line; None for a line that heads no table of incidents."""
    cells = split_cells(scene.sentence.text)
    if len(cells) < 2 or any(c.isdigit() for a, b in cells for c in scene.sentence.text[a:b]):
        return None
    columns = tuple(_read_column(scene.sentence.text[a:b]) for a, b in cells)
    roles = {c.role for c in columns}
    return columns if roles & {"date", "place"} and "number" in roles else None


def _read_column(text: str) -> Column:
    table = load_table("reading.english", "rows.toml")
    words = re.findall(r"[a-z]+", text.lower())
    for role in ("date", "place"):
        if any(w in table[role] for w in words):
            return Column(role="date" if role == "date" else "place", act=None)
    if any(w in table["no_count"] for w in words):
        return Column(role="none", act=None)
    act = next((a for w in words if (a := table["acts"].get(w) or find_word_act(w)) is not None), None)
    if act is not None or any(w in table["number"] for w in words):
        return Column(role="number", act=act)
    return Column(role="kind" if any(w in table["kind"] for w in words) else "none", act=None)


def read_cells(scene: Scene, columns: Sequence[Column], act: Act | None) -> list[Row]:
    """The rows a line gives: one for each column that counts people of a known act (`act` is the title's)."""
    sentence = scene.sentence
    cells = split_cells(sentence.text)
    if len(cells) < len(columns):
        columns = _fit_short(columns, len(cells))
    if len(cells) != len(columns):
        return []
    spans = [(sentence.start + a, sentence.start + b) for a, b in cells]
    named = zip(columns, spans, strict=True)
    inside = {
        role: [s for c, s in zip(columns, spans, strict=True) if c.role == role] for role in ("date", "place", "kind")
    }
    timex = next((t for t in scene.times if t.when is not None and _lies_in(t.start, inside["date"])), None)
    places = [p for p in scene.places if _lies_in(p.start, inside["place"])]
    words = [
        w.strip(",.;")
        for a, b in inside["kind"]
        for w in sentence.text[a - sentence.start : b - sentence.start].split()
    ]
    told = next((found for w in words if (found := find_word_act(w)) is not None), act)
    rows = []
    for column, (start, end) in named:
        tokens = [t for t in sentence if start <= t.start < end]
        amount = _read_number(tokens) if column.role == "number" else None
        mine = column.act or told
        if amount is None or mine is None or (timex is None and not places):
            continue
        rows.append(
            Row(
                scene=scene, start=spans[0][0], end=max(b for _, b in spans), act=mine, amount=amount,
                number=tokens[min(amount.first, len(tokens) - 1)], people=tuple(t for t in tokens if is_counted_person(t)),
                group=None,
                timex=timex, place=min(places, key=lambda p: p.where.prec, default=None),
            )
        )  # fmt: skip
    return rows


def _fit_short(columns: Sequence[Column], size: int) -> Sequence[Column]:
    """The columns of a row whose last cells are empty and were lost. Only where one column counts people: with two, which of
    them a number belongs to would be a guess; a day or a place in the wrong column is none, so the row then gives nothing."""
    counting = [n for n, c in enumerate(columns) if c.role == "number"]
    named = [n for n, c in enumerate(columns) if c.role in {"date", "place"}]
    return columns[:size] if len(counting) == 1 and max(*counting, *named) < size else columns


def _lies_in(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= position < b for a, b in spans)


def _read_number(tokens: Sequence[Token]) -> Amount | None:
    """The number of a cell that holds a number of people and nothing else; None for an empty cell, a dash, a zero."""
    words = [w for t in tokens for w in t.lower.replace("~", "about ").split() if w not in {"(", ")"}]
    if not words or words[0] in load_table("reading.english", "rows.toml")["nothing"]:
        return None
    amount = find_amount(words)
    if amount is None or amount.high == 0 or amount.first > 0:
        return None
    rest = [t for t in tokens if t.text[:1].isalpha() and t.pos in {"NOUN", "PROPN"} and not is_counted_person(t)]
    return amount if not rest else None
