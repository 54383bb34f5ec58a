"""Leaving out claims one by one, as long as the others still hold what is asked of them, and what is then judged of those that are kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Cluster, Judged, Pair, find_clusters, join, join_same
from bearwitness.counting.bounds import Ends, add_up, find_bounds
from bearwitness.counting.most import Clash
from bearwitness.counting.told import Told, natural_order, tell

CLAIMS_LIMIT: Final = 40
"""Of claims that only count together, and are more than this, it is not tried which can be left out."""

WORK_LIMIT: Final = 6_000
"""So much work is spent on the holders of one end: the claims counted again, each once for every way to read it and the totals with it."""

Holds = Callable[[frozenset[str]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """The claims that hold an end. `is_least` False: there were too many to try, and some may not be needed."""

    claims: tuple[str, ...]
    is_least: bool = True


class Work:
    """How much may still be counted again."""

    def __init__(self) -> None:
        self.left = WORK_LIMIT

    def take(self, much: int) -> bool:
        """Whether so much may be counted; it is then."""
        self.left -= much
        return self.left >= 0


class NearBy:
    """The judgements, looked up by claim, to cut those between a few claims out of very many."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self._same = _index(judged.same)
        self._unsure = _index(judged.unsure)

    def restrict(self, ids: Iterable[str]) -> Judged:
        """The judgements between these claims."""
        some, walls, wholes = frozenset(ids), self.judged.walls, self.judged.wholes
        ordered = sort_ids(some)
        return Judged(
            same=tuple(pair for ident in ordered for pair in self._same.get(ident, ()) if pair[1] in some),
            unsure=tuple(pair for ident in ordered for pair in self._unsure.get(ident, ()) if pair[1] in some),
            walls={ident: walls[ident] & some for ident in ordered if ident in walls},
            wholes={ident: wholes[ident] & some for ident in ordered if ident in wholes},
        )


class Pool:
    """Claims that count together, some of which may do: all that unsure links join with them are among them."""

    def __init__(self, question: Question, claims: Sequence[Claim], nearby: NearBy) -> None:
        self.claims = claims
        self.judged = nearby.restrict(claim.id for claim in claims)
        self.atoms = join_same(claims, self.judged)
        self.clusters = find_clusters(self.atoms, self.judged)
        self._question = question
        self._by_id = {claim.id: claim for claim in claims}

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._by_id)

    def count(self, ids: frozenset[str]) -> Ends | None:
        """Both ends of some of the claims by themselves; None where they cannot all be true."""
        kept = [claim for claim in self.claims if claim.id in ids]
        found = find_bounds(self._question, kept, keep_judged(self.judged, self.atoms, ids))
        return None if isinstance(found, Clash) else add_up(found.parts, found.described)

    def is_true(self, ids: frozenset[str]) -> bool:
        """Whether some of the claims describe as many people as they prove: people who are part of two totals that are judged different may
        be described once and proven twice.
        """
        if not (self.judged.wholes and self.judged.walls):
            return True
        ends = self.count(ids)
        return ends is not None and (ends.high is None or ends.low <= ends.high)

    def says_no_more(self, ids: frozenset[str]) -> bool:
        """Whether what is kept of each incident and total says no more of it than all its claims do, and the same of its days and place.

        Of incidents that unsure links join, those left out must not have been what joins those kept: two and three people who may be
        those of a third claim's five are at least three, and not five, by themselves.
        """
        return all(self._keeps(cluster, ids) for cluster in self.clusters)

    def _keeps(self, cluster: Cluster, ids: frozenset[str]) -> bool:
        rest = [tuple(ident for ident in atom if ident in ids) for atom in cluster.atoms]
        whole = [atom for atom, kept in zip(cluster.atoms, rest, strict=True) if kept]
        if not whole or whole == list(cluster.atoms) == rest:
            return True
        if is_bridged(cluster, rest):
            return False
        kept = [atom for atom in rest if atom]
        sets = [*zip(kept, whole, strict=True), (tuple(i for a in kept for i in a), tuple(i for a in whole for i in a))]
        return all(some == every or is_no_more(self._tell(some), self._tell(every)) for some, every in sets)

    def _tell(self, ids: Iterable[str]) -> Told:
        return tell(self._question, [self._by_id[ident] for ident in ids])

    def leave_out(
        self, starts: Iterable[frozenset[str]], holds: Holds, may_try: Callable[[], bool]
    ) -> frozenset[str] | None:
        """No more claims than hold, from the first of `starts` that does; None where that is too much to try, or none does.

        What unsure links join is left out first, then single incidents and totals, then single claims.
        """
        clusters = [frozenset(ident for atom in cluster.atoms for ident in atom) for cluster in self.clusters]
        levels = (clusters, [frozenset(atom) for atom in self.atoms], [frozenset((ident,)) for ident in self._by_id])
        order = {ident: -n for n, ident in enumerate(sort_ids(self._by_id))}

        def rank(unit: frozenset[str]) -> tuple[int, int]:
            return max(self._by_id[ident].count.low for ident in unit), min(order[ident] for ident in unit)

        units = list(dict.fromkeys(unit for level in levels for unit in sorted(level, key=rank)))
        return leave_out(starts, units, holds, may_try)


def leave_out(
    starts: Iterable[frozenset[str]], units: Sequence[frozenset[str]], holds: Holds, may_try: Callable[[], bool]
) -> frozenset[str] | None:
    """No more than holds of the first of `starts` that does, without any of `units` that it can do without; None where it is too much
    to try (deletion filter, Chinneck and Dravnieks 1991).
    """
    kept = next((start for start in starts if may_try() and holds(start)), None)
    if kept is None:
        return None
    while True:
        before = kept
        for unit in units:
            tried = kept - unit
            if tried == kept:
                continue
            if not may_try():
                return None
            if holds(tried):
                kept = tried
        if kept == before:
            return kept


def keep_judged(judged: Judged, atoms: Sequence[tuple[str, ...]], ids: frozenset[str]) -> Judged:
    """What is judged of the claims `ids`: a judgement on a claim that is left out counts for those kept of the same incident or total."""
    rest = [tuple(ident for ident in atom if ident in ids) for atom in atoms]
    speaker = {ident: kept[0] for atom, kept in zip(atoms, rest, strict=True) if kept for ident in atom}
    ties = {(speaker[a], speaker[b]) for a, b in judged.unsure if a in speaker and b in speaker}
    return Judged(
        same=tuple(pair for kept in rest for pair in pairwise(kept)),
        unsure=tuple(sorted((a, b) for a, b in ties if a != b)),
        walls=_carry(judged.walls, speaker),
        wholes=_carry(judged.wholes, speaker),
    )


def is_bridged(cluster: Cluster, rest: Sequence[tuple[str, ...]]) -> bool:
    """Whether incidents of a cluster that are left out join some that are kept (`rest`: what is kept of each)."""
    gone = [i for i, kept in enumerate(rest) if not kept]
    ties = {frozenset(pair) for pair in cluster.ties}
    for missing in join(gone, [(a, b) for a, b in cluster.ties if not rest[a] and not rest[b]]):
        near = {k for a, b in cluster.ties for i, k in ((a, b), (b, a)) if i in missing and rest[k]}
        if any(frozenset((a, b)) not in ties for a in near for b in near if a < b):
            return True
    return False


def is_no_more(some: Told, every: Told) -> bool:
    """Whether some claims of one incident or total say no more of it than `every` one together, and the same of its days and place."""
    is_wider = some.high is None or (every.high is not None and some.high >= every.high)
    is_alike = (some.region, some.is_total) == (every.region, every.is_total)
    return is_alike and is_wider and some.low <= every.low and some.is_sure <= every.is_sure


def sort_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids in the order a person counts."""
    return tuple(sorted(ids, key=natural_order))


def list_claims(told: Iterable[Told]) -> list[Claim]:
    """The claims of some incidents and totals, each once, in their order."""
    found = {claim.id: claim for one in told for claim in one.claims}
    return [found[ident] for ident in sort_ids(found)]


def _carry(said: Mapping[str, frozenset[str]], speaker: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for ident in said:
        if ident in speaker:
            found[speaker[ident]] |= {speaker[other] for other in said[ident] if other in speaker}
    return {ident: frozenset(others - {ident}) for ident, others in found.items() if others - {ident}}


def _index(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[pair[0]].append(pair)
    return found
