"""The points of a pair of occurrences, by the versioned table `weights.toml`, and the judgement that follows from them.

The weights are log odds in the sense of Fellegi and Sunter (1969): each trait adds what its level is worth, and the sum is how much
more likely one occurrence is than two. They are learned (`tools/train_links.py`), the thresholds chosen on the same data.

Points alone never join what contradicts itself: where day, place, number or age disagree, many telling words must speak for it, and
where one of them is open, a few. Without them the plain rule holds (`judge_plainly`), and points can only lower its judgement: in a
city of forty shootings a week, the same day and number are no sign of one event.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from bearwitness.core.link_index import Window
from bearwitness.core.tables import load_table
from bearwitness.linking.agreement import compare_people
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.particulars import are_other_people, excuse_slip, is_later_figure
from bearwitness.linking.traits import Trait, find_traits

_PARTICULAR: Final = frozenset({"one", "several"})
_STEP: Final = 1.0

Verdict = Literal["same", "unsure", "apart"]

_AGREE: Final = {
    "days": {"same"},
    "places": {"few", "some", "many", "crowd", "district"},
    "numbers": {"same", "several", "same-in-part"},
}
_OPEN: Final = {
    "days": {"overlap", "untold", "next"},
    "places": {
        "coarse",
        "untold",
        "near",
        "inferred-few",
        "inferred-some",
        "inferred-many",
        "inferred-crowd",
        "inferred-apart",
    },
    "numbers": {"coarse", "near", "other-acts", "untold"},
}


_AGAINST: Final = {
    "days": {"near", "apart"},
    "places": {"apart", "elsewhere", "abroad", "inferred-apart"},
    "numbers": {"against"},
    "ages": {"apart"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A pair with its traits, its points (log odds) and what they come to; `left.id < right.id`."""

    left: Occurrence
    right: Occurrence
    traits: tuple[Trait, ...]
    points: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The table: points by trait and level, the points every pair starts from, and the thresholds."""

    version: str
    start: float
    points: dict[str, dict[str, float]]
    same: float
    unsure: float
    some: int
    strong: int


@cache
def load_weights() -> Weights:
    """The weights the package ships with."""
    return _read_weights(load_table("linking", "weights.toml"))


def parse_weights(text: str) -> Weights:
    """Weights from a table of the same shape, as `tools/train_links.py` writes it."""
    return _read_weights(tomllib.loads(text))


def _read_weights(table: Mapping[str, Any]) -> Weights:
    return Weights(
        version=table["version"],
        start=table["start"],
        points=table["points"],
        same=table["thresholds"]["same"],
        unsure=table["thresholds"]["unsure"],
        some=table["thresholds"]["some"],
        strong=table["thresholds"]["strong"],
    )


def weigh(left: Occurrence, right: Occurrence, window: Window) -> Weighed:
    """A pair of occurrences of two reports, weighed."""
    traits = find_traits(left, right, window)
    weights = load_weights()
    points = weights.start + sum(weights.points.get(trait.name, {}).get(trait.level, 0.0) for trait in traits)
    levels = {trait.name: trait.level for trait in traits}
    plain = judge_plainly(left, right, traits)
    if _is_copied(levels, plain):
        points = max(points, weights.same + _STEP)
        verdict: Verdict = "same"
    else:
        verdict = _judge(plain, levels, points)
    if verdict == "unsure" or (verdict == "apart" and levels["numbers"] == "against"):
        excused = _excuse(left, right, levels, window)
        if excused.reason and points >= weights.same:
            traits, verdict = (*traits, excused), "same"
    return Weighed(left=left, right=right, traits=traits, points=round(points, 3), verdict=verdict)


def judge_plainly(left: Occurrence, right: Occurrence, traits: Sequence[Trait]) -> Verdict:
    """Day, town and number alone: all three agree, or two do and the third is open, or anything speaks against it."""
    if are_other_people(left, right):
        return "apart"
    levels = {trait.name: trait.level for trait in traits}
    agreeing = sum(levels[name] in _AGREE[name] for name in _AGREE)
    opened = sum(levels[name] in _OPEN[name] for name in _OPEN)
    if agreeing + opened < len(_AGREE) or agreeing < 2:
        return "apart"
    against = any(
        standing.stand == "against"
        for one in left.claims
        for other in right.claims
        if one.act == other.act
        for standing in compare_people(one, other)
    )
    if agreeing == len(_AGREE):
        return "unsure" if against else "same"
    return "apart" if against else "unsure"


def _judge(plain: Verdict, levels: Mapping[str, str], points: float) -> Verdict:
    weights = load_weights()
    by_points: Verdict = "same" if points >= weights.same else "unsure" if points >= weights.unsure else "apart"
    shared = 0 if levels["details"] == "untold" else int(levels["details"])
    if shared >= weights.strong or (shared >= weights.some and not _is_contradicted(levels)):
        return "unsure" if by_points == "same" and levels["places"] == "abroad" else by_points
    if "apart" in (plain, by_points):
        return "apart"
    if levels["ages"] in _PARTICULAR and _is_in_one_place(levels) and points >= weights.same + _STEP:
        return "same"
    return "same" if plain == by_points == "same" else "unsure"


def _is_contradicted(levels: Mapping[str, str]) -> bool:
    """Whether days, places, numbers or ages speak against one occurrence: a few shared words do not outweigh that."""
    return any(levels[name] in against for name, against in _AGAINST.items())


def _excuse(left: Occurrence, right: Occurrence, levels: Mapping[str, str], window: Window) -> Trait:
    """What outweighs a slip in day, number or place, unless who it was speaks against it."""
    if levels["who"] == "against" or are_other_people(left, right):
        return Trait(name="particulars", level="none", reason="")
    if is_later_figure(left, right, levels):
        return Trait(name="particulars", level="figure", reason="a later figure of the same outlet")
    reason = excuse_slip(left, right, levels, window)
    return Trait(name="particulars", level="shared" if reason else "none", reason=reason)


def _is_in_one_place(levels: Mapping[str, str]) -> bool:
    """Whether both state one town, and days that can be one: with an age in common that is particular enough."""
    return levels["places"] in _AGREE["places"] and levels["days"] != "next"


def _is_copied(levels: Mapping[str, str], plain: Verdict) -> bool:
    """Whether the words decide: a copy of an undated dispatch has nothing but them, and a figure changed in it is another matter."""
    contrary = any(levels[name] not in _AGREE[name] | _OPEN[name] for name in _AGREE)
    if contrary or "near" in (levels["numbers"], levels["days"]) or levels["days"] == "next":
        return False
    return levels["wording"] == "same" or (levels["wording"] == "near" and plain != "apart")


def find_share(points: float) -> float:
    """Log odds as the share of such pairs that are one occurrence, 0..1."""
    return round(1 / (1 + math.exp(-points)), 3)
