"""A sentence that opens with a number and then divides it: "Of 12 people detained in May, seven were held in Bago and five in Mandalay"."""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence

_OPENING = frozenset({"of", "among"})


def mark_opening(sentence: Sentence, frames: Sequence[Frame]) -> list[Frame]:
    """The frames with the one that opens the sentence as a figure that adds up the others of its act, where they come to it exactly; what
    they leave out of its day is that of the figure.
    """
    whole, parts = frames[0] if frames else None, []
    if whole is not None and _opens(sentence, whole):
        parts = [f for f in frames[1:] if f.act == whole.act and f.status == whole.status]
    counts = [part.count for part in parts]
    if (
        whole is None
        or len(parts) < 2
        or any(c.high != c.low for c in counts)
        or sum(c.low for c in counts) != whole.count.low
    ):
        return list(frames)
    told = {id(part) for part in parts}
    dated = [
        replace(f, timex=f.timex or whole.timex, when=f.when or whole.when) if id(f) in told else f for f in frames[1:]
    ]
    return [replace(whole, adds_up=True), *dated]


def _opens(sentence: Sentence, whole: Frame) -> bool:
    words = [t.lower for t in sentence.tokens[: whole.heads[0]]]
    return bool(words) and words[0] in _OPENING and whole.count.high == whole.count.low and len(words) <= _REACH


_REACH = 5
"""Words before the people whom the sentence opens with ("Of the 12 young")."""
