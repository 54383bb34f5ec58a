"""What the claims of one incident, or of one total, allow together.

Where claims agree, what all of them allow; where they conflict, from the lowest low to the highest high, and the
conflict is named (rule 9 of the method). Count, dates and place are each judged on their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Path, Region, find_region, is_below
from bearwitness.counting.selection import is_of_group
from bearwitness.counting.traits import Ends, Narrowed, narrow_ends

_RUNS: Final = re.compile(r"\d+|\D+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One incident or one total (`is_total`) as its claims tell it.

    `high` None is open, and `stated` then the number said. `is_sure` says that some claim names the group asked for,
    or that no group was asked for. `all` are the ends of all its people, where the others are of one row of a breakdown.
    """

    claims: tuple[Claim, ...]
    is_total: bool
    low: int
    high: int | None
    stated: int
    region: Region
    is_sure: bool
    conflicts: tuple[str, ...]
    all: Ends


def natural_order(ident: str) -> tuple[tuple[bool, int, str], ...]:
    """Ids in the order a person counts: c_2 before c_10."""
    return tuple([(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _RUNS.findall(ident)])


def tell(question: Question, claims: Sequence[Claim]) -> Told:
    """What `claims`, judged to tell of one occurrence, say together.

    Claims of both shapes under one judgement are read as what the first claim by id is: they cannot be both. For a question narrowed to a
    row of a breakdown it is what they say of the people in that row.
    """
    if len(claims) == 1 and not isinstance(question, Narrowed):
        return _tell_one(question, claims[0])
    if len(claims) > 1:
        claims = sorted(claims, key=lambda claim: natural_order(claim.id))
    low, high, count_conflict = fuse_ends([(claim.count.low, claim.count.high) for claim in claims])
    region, region_conflicts = fuse_regions([find_region(claim.when, claim.where) for claim in claims])
    everybody = Ends(low=low, high=high, stated=max(claim.count.low for claim in claims) if high is None else high)
    ends = everybody
    if isinstance(question, Narrowed):
        ends = narrow_ends(question, claims, ends, region)
    return Told(
        claims=tuple(claims),
        is_total=claims[0].shape == "aggregate",
        low=ends.low,
        high=ends.high,
        stated=ends.stated,
        region=region,
        is_sure=any(is_of_group(question, claim) for claim in claims),
        conflicts=count_conflict + region_conflicts,
        all=everybody,
    )


def _tell_one(question: Question, claim: Claim) -> Told:
    """The same for the commonest case, in a third of the time."""
    count = claim.count
    ends = Ends(low=count.low, high=count.high, stated=count.low if count.high is None else count.high)
    return Told(
        claims=(claim,),
        is_total=claim.shape == "aggregate",
        low=ends.low,
        high=ends.high,
        stated=ends.stated,
        region=find_region(claim.when, claim.where),
        is_sure=bool(is_of_group(question, claim)),
        conflicts=(),
        all=ends,
    )


def fuse_ends(ends: Sequence[tuple[int, int | None]]) -> tuple[int, int | None, tuple[str, ...]]:
    """The number of people that all these ends allow, else from the lowest to the highest with the conflict in words."""
    lows = [low for low, _ in ends]
    known = [high for _, high in ends if high is not None]
    low, high = max(lows), min(known, default=None)
    if high is None or low <= high:
        return low, high, ()
    spoken = sorted(set(ends), key=lambda ends: (ends[0], ends[1] or 0))
    words = f"count: {' / '.join(_ends(*ends) for ends in spoken)}"
    return min(lows), max(known) if len(known) == len(lows) else None, (words,)


def _ends(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def fuse_regions(regions: Sequence[Region]) -> tuple[Region, tuple[str, ...]]:
    """The days and the place that all these regions allow, else the smallest that holds them all with the conflicts in words."""
    if len(regions) == 1:
        return regions[0], ()
    conflicts: list[str] = []
    first, last = max(region.first for region in regions), min(region.last for region in regions)
    if first > last:
        first, last = min(region.first for region in regions), max(region.last for region in regions)
        spans = sorted({(region.first, region.last) for region in regions})
        conflicts.append(f"date: {' / '.join(_days(*span) for span in spans)}")
    paths = sorted({region.place for region in regions}, key=lambda path: (len(path), path))
    place = paths[-1]
    if not all(is_below(place, path) for path in paths):
        place = _shared(paths)
        conflicts.append(f"place: {' / '.join('/'.join(path) or 'unknown' for path in paths)}")
    return Region(first=first, last=last, place=place), tuple(conflicts)


def _shared(paths: Sequence[Path]) -> Path:
    """The smallest area that holds all the places."""
    return tuple(level[0] for level in takewhile(lambda level: len(set(level)) == 1, zip(*paths, strict=False)))


def _days(first: int, last: int) -> str:
    start = "?" if first == FAR_PAST else date.fromordinal(first).isoformat()
    end = "?" if last == FAR_FUTURE else date.fromordinal(last).isoformat()
    return start if start == end else f"{start}..{end}"
