""" "At least ten people each in Brest, Orsha and Polotsk", "one each in Bryansk and Tver": as many occurrences as places, all of one number."""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.mentions import PlaceMention

_JOINTS = frozenset({",", "and", "&", "in", "as", "well"})


def spread_each(scene: Scene, frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames of the sentence with "N each in A and B" told once for each place; others as they are."""
    out: list[Frame] = []
    for frame in frames:
        places = _find_places(scene, frame)
        if len(places) < 2 or frame.act in {"sentencing", "raid"}:
            out.append(frame)
        else:
            out += [replace(frame, where=place.where, placed=True, additional=n > 0) for n, place in enumerate(places)]
    return tuple(out)


def _find_places(scene: Scene, frame: Frame) -> list[PlaceMention]:
    """The places listed right behind "each", which stands right behind the frame's people."""
    tokens = scene.sentence.tokens
    last = max(frame.heads)
    each = next((t for t in tokens[last + 1 : last + 2] if t.lower == "each"), None)
    if each is None or tokens[each.i + 1 : each.i + 2] == () or tokens[each.i + 1].lower not in {"in", "at"}:
        return []
    out: list[PlaceMention] = []
    at = tokens[each.i + 1].end
    for place in sorted(scene.places, key=lambda p: p.start):
        if place.start < at:
            continue
        between = [t.lower for t in tokens if at <= t.start and t.end <= place.start]
        if any(w not in _JOINTS for w in between):
            break
        out.append(place)
        at = place.end
    return out
