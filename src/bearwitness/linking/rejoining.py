"""The links that hold in the parts of the claims where anything changed; all other links stand as they are.

A part is closed under what can bear on a link: proposals, persons' judgements, and what a report calls the same, a part, or leaves to
a language model. What a report only tells apart joins no parts: such a wall means something where both its ends are in one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bearwitness.core.incidents import Link
from bearwitness.core.link_index import Proposal
from bearwitness.core.records import Reading
from bearwitness.core.vocabulary import BY_MODEL
from bearwitness.linking.joining import Pair
from bearwitness.linking.links import finish_links
from bearwitness.linking.pairs import find_linkable
from bearwitness.linking.persons import list_stripped, settle

Propose = Callable[[Iterable[str]], Sequence[Proposal]]
"""What the rules propose on these claims."""
Read = Callable[[Iterable[str]], Mapping[int, Reading]]
"""The readings that hold these claims, by the numbers of their reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Claims with all that bears on them, and the whole readings they stand in."""

    claims: frozenset[str]
    readings: Mapping[int, Reading]
    proposals: frozenset[Proposal]


def find_part(seeds: Iterable[str], judged: Iterable[Link], read: Read, propose: Propose | None = None) -> Part:
    """The part around some claims; without `propose` only by what reports and persons say."""
    near = _map_neighbours((link.left, link.right) for link in judged)
    claims, waiting = set(seeds), set(seeds)
    readings: dict[int, Reading] = {}
    proposals: set[Proposal] = set()
    while waiting:
        fresh = {number: reading for number, reading in read(waiting).items() if number not in readings}
        readings |= fresh
        for ident, others in _map_neighbours(chain.from_iterable(map(_list_joined, fresh.values()))).items():
            near[ident] |= others
        found = propose(waiting) if propose else ()
        proposals.update(found)
        reached = {ident for one in found for ident in (one.link.left, one.link.right)}
        waiting = reached.union(*(near.get(ident, ()) for ident in waiting)) - claims
        claims |= waiting
    return Part(claims=frozenset(claims), readings=readings, proposals=frozenset(proposals))


def _map_neighbours(pairs: Iterable[Pair]) -> defaultdict[str, set[str]]:
    near: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        near[left].add(right)
        near[right].add(left)
    return near


def _list_joined(reading: Reading) -> Iterable[Pair]:
    """The claims of a report that it does not leave apart: each joins those before it."""
    read_by_model: dict[tuple[str, str], str] = {}
    has_model = any(claim.found_by.startswith(BY_MODEL) for claim in reading.claims)
    for claim in reading.claims:
        for relation in claim.relations:
            if relation.kind in {"same", "part-of"}:
                yield claim.id, relation.to
        if has_model:
            yield read_by_model.setdefault((claim.act, claim.count.unit), claim.id), claim.id


def link_part(part: Part, judged: Sequence[Link]) -> tuple[Link, ...]:
    """The links that hold on the claims of a part."""
    settled = settle([part.readings[number] for number in sorted(part.readings)], judged)
    links = finish_links(settled, find_linkable(settled.readings), [one.link for one in part.proposals])
    return tuple(link for link in links if link.left in part.claims or link.right in part.claims)


def find_stripped(part: Part, judged: Sequence[Link]) -> Mapping[int, frozenset[Pair]]:
    """For each report of a part the pairs of its claims on which its own words count no more, as persons overrule them."""
    numbers = sorted(part.readings)
    settled = settle([part.readings[number] for number in numbers], judged)
    return {
        number: frozenset(pair for pair in list_stripped(part.readings[number], reading) if pair[0] in part.claims)
        for number, reading in zip(numbers, settled.readings, strict=True)
    }
