"""Several places told as one: "in Kunming, Jinghong and Mengla" is the smallest area that holds them all (design §4, rule 5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bearwitness.core.places import Gazetteer
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.places import build_where, find_common_area, is_inside

_JOINTS = frozenset({", ", " and ", ", and ", " or "})


def join_listed(places: Sequence[PlaceMention], text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The mentions with each list of places ("A, B and C") as one mention of the area that holds them.

    "Tonghua, Jilin Province" is no list: the one lies in the other. A list ends in "and" or "or"; without it, commas join
    a town to its province or begin another part of the sentence.
    """
    held = _hold_brackets(places, text)
    out: list[PlaceMention] = []
    at = 0
    while at < len(held):
        run = [held[at]]
        while at + len(run) < len(held) and _is_joined(run[-1], held[at + len(run)], text):
            run.append(held[at + len(run)])
        out += _merge(run, text, gazetteer)
        at += len(run)
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A place with the area that a bracket behind it names ("Hunchun (Jilin Province)"); `end` is behind the bracket."""

    mention: PlaceMention
    bracket: tuple[PlaceMention, ...] = ()
    end: int


def _hold_brackets(places: Sequence[PlaceMention], text: str) -> list[_Held]:
    out: list[_Held] = []
    for place in places:
        last = out[-1] if out else None
        framed = last is not None and text[last.end : place.start] == " (" and text[place.end : place.end + 1] == ")"
        if last is not None and framed and is_inside(last.mention.place, place.place):
            out[-1] = replace(last, bracket=(place,), end=place.end + 1)
        else:
            out.append(_Held(mention=place, end=place.end))
    return out


def _is_joined(left: _Held, right: _Held, text: str) -> bool:
    if text[left.end : right.mention.start] not in _JOINTS:
        return False
    return not is_inside(left.mention.place, right.mention.place) and not is_inside(
        right.mention.place, left.mention.place
    )


def _merge(run: Sequence[_Held], text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    apart = [m for h in run for m in (h.mention, *h.bracket)]
    joints = {text[a.end : b.mention.start] for a, b in pairwise(run)}
    # The last of the list may be a name no gazetteer has ("Kunming, Jinghong and Mengla").
    goes_on = re.match(r",? and [A-Z]", text[run[-1].end : run[-1].end + 8])
    start = run[0].mention.start
    if re.search(r"\beach (?:in|at) $", text[max(0, start - 9) : start], re.IGNORECASE) or re.match(
        r"[^.;]{0,40}\brespectively\b", text[run[-1].end : run[-1].end + 60], re.IGNORECASE
    ):
        return apart  # each has its own number
    if len(run) < 2 or not (goes_on or joints & {" and ", ", and ", " or "}):
        return apart
    area = find_common_area([h.mention.place for h in run], gazetteer)
    if area is None:
        return apart
    start, end = run[0].mention.start, run[-1].end
    words = text[start:end]
    return [PlaceMention(start=start, end=end, text=words, place=area, where=build_where(area, words))]
