"""Which claims may bear on a period: those that may lie in it, and all that hang together with them.

Counting a period over all claims of many years is slow, and what cannot touch it adds nothing. Claims hang together where a link or
their report says something of the two, or where a total may hold people of the other.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import join
from bearwitness.counting.membership import Region, find_overlap, find_region
from bearwitness.counting.nearby import find_near, index_regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Claims and links that hang together, and the regions of which one at least must meet a question for any to bear on it."""

    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    reaches: tuple[Region, ...]


def find_neighbours(claims: Sequence[Claim], links: Sequence[Link]) -> tuple[Neighbours, ...]:
    """The claims cut into the smallest sets that cannot touch one another, whatever is asked."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        at[claim.id].append(i)
    said = [(link.left, link.right) for link in links]
    said += [(claim.id, relation.to) for claim in claims for relation in claim.relations]
    pairs = [(twins[0], twin) for twins in at.values() for twin in twins[1:]]
    pairs += [(at[left][0], at[right][0]) for left, right in said if left in at and right in at]
    clusters = join(range(len(claims)), pairs)
    # Claims of one occurrence that disagree are read as lying anywhere between them: the reach holds all of that.
    reaches = [_reach([find_region(claims[i].when, claims[i].where) for i in cluster]) for cluster in clusters]
    nearby = index_regions(reaches)
    totals = [k for k, cluster in enumerate(clusters) if any(claims[i].shape == "aggregate" for i in cluster)]
    groups = join(range(len(clusters)), [(k, other) for k in totals for other in find_near(nearby, reaches[k])])
    home = {claims[i].id: number for number, group in enumerate(groups) for k in group for i in clusters[k]}
    links_of: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        if link.left in home and link.right in home:
            links_of[home[link.left]].append(link)
    return tuple(
        Neighbours(
            claims=tuple(claims[i] for k in group for i in clusters[k]),
            links=tuple(links_of[number]),
            reaches=tuple(reaches[k] for k in group),
        )
        for number, group in enumerate(groups)
    )


def choose_bearing(neighbours: Sequence[Neighbours], asked: Region) -> tuple[tuple[Claim, ...], tuple[Link, ...]]:
    """The claims and links that may bear on what is asked."""
    chosen = [one for one in neighbours if any(find_overlap(reach, asked) is not None for reach in one.reaches)]
    return tuple(c for one in chosen for c in one.claims), tuple(k for one in chosen for k in one.links)


def _reach(regions: Sequence[Region]) -> Region:
    """The smallest region that holds all the others."""
    levels = zip(*(region.place for region in regions), strict=False)
    return Region(
        first=min(region.first for region in regions),
        last=max(region.last for region in regions),
        place=tuple(level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels)),
    )
