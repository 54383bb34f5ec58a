"""Several places told as one: "in Kunming, Jinghong and Mengla" is the smallest area that holds them all (design §4, rule 5)."""

import re
from collections.abc import Sequence
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
    out: list[PlaceMention] = []
    at = 0
    while at < len(places):
        run = [places[at]]
        while at + len(run) < len(places) and _is_joined(run[-1], places[at + len(run)], text):
            run.append(places[at + len(run)])
        out += _merge(run, text, gazetteer)
        at += len(run)
    return tuple(out)


def _is_joined(left: PlaceMention, right: PlaceMention, text: str) -> bool:
    if text[left.end : right.start] not in _JOINTS:
        return False
    return not is_inside(left.place, right.place) and not is_inside(right.place, left.place)


def _merge(run: list[PlaceMention], text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    joints = {text[a.end : b.start] for a, b in pairwise(run)}
    # The last of the list may be a name no gazetteer has ("Kunming, Jinghong and Mengla").
    goes_on = re.match(r",? and [A-Z]", text[run[-1].end : run[-1].end + 8])
    if re.match(r"[^.;]{0,40}\brespectively\b", text[run[-1].end : run[-1].end + 60], re.IGNORECASE):
        return run  # each has its own number
    if len(run) < 2 or not (goes_on or joints & {" and ", ", and ", " or "}):
        return run
    area = find_common_area([m.place for m in run], gazetteer)
    if area is None:
        return run
    start, end = run[0].start, run[-1].end
    words = text[start:end]
    return [PlaceMention(start=start, end=end, text=words, place=area, where=build_where(area, words))]
