"""The claims that can have to do with a question at all: those a proof of its answer must show, and no others."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.membership import Region, decide_membership, find_asked, find_region, is_within


def find_concerned(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> frozenset[str]:
    """Ids of the claims of the act that lie in what was asked or may, with all they are tied to, and of those whose people a total among
    them may hold. Drawn wide: whoever counts over these alone must come to the same bounds, and is to look whether they did.
    """
    counted = [one for one in claims if one.act == question.act]
    regions = {one.id: find_region(one.when, one.where) for one in counted}
    totals = {one.id for one in counted if one.shape == "aggregate"}
    groups = _join([one.id for one in counted], _list_ties(counted, links))
    # Of one occurrence told in two towns, either may be true: it lies anywhere between them.
    waiting = [(group, _span([regions[ident] for ident in group])) for group in groups]
    found = set[str]()
    places, asked = [find_asked(question)], list[Region]()
    while places:
        place = places.pop()
        if any(is_within(place, wider) for wider in asked):
            continue
        asked.append(place)
        near = [(group, reach) for group, reach in waiting if decide_membership(reach, place) != "no"]
        waiting = [(group, reach) for group, reach in waiting if decide_membership(reach, place) == "no"]
        found.update(*(group for group, _ in near))
        places += [reach for group, reach in near if group & totals]
    return frozenset(found)


def _list_ties(claims: Sequence[Claim], links: Sequence[Link]) -> list[tuple[str, str]]:
    ties = [(link.left, link.right) for link in links if link.judgement != "different"]
    return [*ties, *((one.id, tie.to) for one in claims for tie in one.relations if tie.kind != "different")]


def _join(idents: Iterable[str], ties: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """The ids in groups that hang together, in the order in which the first of each stands."""
    beside: dict[str, set[str]] = {ident: set() for ident in idents}
    for left, right in ties:
        if left in beside and right in beside:
            beside[left].add(right)
            beside[right].add(left)
    groups, seen = [], set[str]()
    for ident in beside:
        if ident in seen:
            continue
        group, waiting = {ident}, [ident]
        while waiting:
            near = beside[waiting.pop()] - group
            group |= near
            waiting += near
        seen |= group
        groups.append(frozenset(group))
    return groups


def _span(regions: Sequence[Region]) -> Region:
    """The smallest region that holds all of these."""
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*(one.place for one in regions), strict=False))
    return Region(
        first=min(one.first for one in regions),
        last=max(one.last for one in regions),
        place=tuple(parts[0] for parts in shared),
    )
