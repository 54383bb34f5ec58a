"""A list inside one sentence: "Detentions on Thursday, by town: Minsk 96; Grodno 21; Slutsk 3."

What happened stands before the colon; each piece behind it is a town and a number, and one claim.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.english.rows.row_frames import Head, Row, read_head

_PIECE = r"(?:and )?[A-Z][^:;,.\d]{1,40}? (?:– |- )?\d[\d,]*(?: people)?"
_LISTED = re.compile(rf": ({_PIECE}(?:[;,] {_PIECE})+)\.?$")


def read_inline(scene: Scene, frames: Sequence[Frame]) -> tuple[Head, list[Row]] | None:
    """The head and the rows of such a sentence; None for any other."""
    sentence = scene.sentence
    listed = _LISTED.search(sentence.text)
    if listed is None:
        return None
    colon = sentence.start + listed.start()
    head = replace(read_head(scene, [f for f in frames if f.start < colon]), where=None)
    if head.act is None:
        return None
    rows = []
    for piece in re.finditer(_PIECE, listed[1]):
        start, end = (sentence.start + listed.start(1) + at for at in piece.span())
        number = next((t for t in sentence if start <= t.start and t.end <= end and t.text[0].isdigit()), None)
        amount = find_amount([number.lower]) if number is not None else None
        if number is None or amount is None:
            return None
        place = next((p for p in scene.places if start <= p.start and p.end <= end), None)
        rows.append(
            Row(
                scene=scene, start=start, end=end, act=head.act, amount=amount, number=number, people=(), group=None,
                timex=None, place=place, elsewhere=True,
            )
        )  # fmt: skip
    placed = [r for r in rows if r.place is not None]
    return (head, rows) if len(placed) * 2 >= len(rows) and len(rows) > 1 else None
