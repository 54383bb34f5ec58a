"""The claims of one act made ready to be counted in many parts, so that a table costs little more than its whole.

Claims that hang together by links (a *bundle*) are counted together wherever one of them may lie. One that stands alone, of a single claim
and touched by no total, adds to every part by itself; only the others are handed to the program.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.periods import is_period
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, join, join_same, read_judgements
from bearwitness.counting.components import find_reach
from bearwitness.counting.estimate import count_selected
from bearwitness.counting.membership import Region, decide_membership, find_asked, find_overlap, find_region
from bearwitness.counting.narrowing import Touching, find_touching, narrow_question
from bearwitness.counting.selection import Selection, select_claims
from bearwitness.counting.told import Told, tell
from bearwitness.counting.traits import PLACE_DEPTHS

_INEXACT: Final = "the low is sure but may be too small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Claims of one act that links may join. They count nobody in a part that none of `reaches` meets. `alone` is what a single claim tells
    of all its people that no other claim may tell of. `is_free`: no total is near, so it adds to each part by itself.
    """

    claims: tuple[Claim, ...]
    reaches: tuple[Region, ...]
    alone: Told | None
    is_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Countable:
    """The claims of one act that answer a question. `order` is the place of each claim by id, `links` those that start at it."""

    question: Question
    bundles: tuple[Bundle, ...]
    order: Mapping[str, int]
    links: Mapping[str, tuple[Link, ...]]
    touching: Touching


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """The bounds of one part; none where its claims cannot all be true. `is_exact` as in a breakdown."""

    low: int = 0
    high: int | None = 0
    stated: int = 0
    incidents: int = 0
    clash: tuple[str, ...] | None = None
    is_exact: bool = True

    def plus(self, other: "Amount") -> "Amount":
        """Of different people, or of different acts, together."""
        clash = (*(self.clash or ()), *(other.clash or ()))
        return Amount(
            low=self.low + other.low,
            high=None if self.high is None or other.high is None else self.high + other.high,
            stated=self.stated + other.stated,
            incidents=self.incidents + other.incidents,
            clash=None if self.clash is None and other.clash is None else clash,
            is_exact=self.is_exact and other.is_exact,
        )


def prepare(question: Question, ordered: Sequence[Claim], links: Iterable[Link]) -> Countable:
    """The claims, given in their natural order, that answer the question, with what touches what among them."""
    claims = select_claims(question, ordered).claims
    left: dict[str, list[Link]] = {}
    for link in links:
        left.setdefault(link.left, []).append(link)
    judged = read_judgements(claims, [link for found in left.values() for link in found])
    touching = find_touching(claims, judged)
    by_id = {claim.id: claim for claim in claims}
    atoms = {ids[0]: tell(question, [by_id[ident] for ident in ids]) for ids in join_same(claims, judged)}
    bound = _bind(claims, judged, touching)
    return Countable(
        question=question,
        bundles=tuple(
            _build_bundle([by_id[ident] for ident in ids], [atoms[ident] for ident in ids if ident in atoms], touching)
            for ids in bound
        ),
        order={claim.id: i for i, claim in enumerate(claims)},
        links={ident: tuple(found) for ident, found in left.items()},
        touching=touching,
    )


Memory = dict[object, Amount]
"""What bundles add, kept from one part of a table to the next."""


def count_part(countable: Countable, question: Question, bundles: Sequence[Bundle], memory: Memory) -> Amount:
    """The bounds of a question that is the one prepared for, narrowed; `bundles` are all that may lie in it."""
    alone = _count_alone(countable, question, [bundle for bundle in bundles if bundle.alone is not None], memory)
    together = [bundle for bundle in bundles if not bundle.is_free]
    found = _count_together(countable, question, together) if together else Amount()
    for bundle in bundles:
        if bundle.is_free and bundle.alone is None:
            found = found.plus(_recall(countable, question, bundle, memory))
    if found.clash is not None:
        # What clashes in number alone may have room among the others.
        return _count_together(countable, question, bundles)
    return alone.plus(found)


def _count_alone(countable: Countable, question: Question, bundles: Iterable[Bundle], memory: Memory) -> Amount:
    """What claims that nothing ties to others add: what the program finds for one incident or total, without it."""
    asked = find_asked(question)
    narrowed = narrow_question(question, countable.touching)
    keeps = not _has_region(question)
    traits = _name_traits(question)
    low = stated = incidents = 0
    highs: list[int | None] = []
    for bundle in bundles:
        told = bundle.alone
        member = "no" if told is None else decide_membership(told.region, asked)
        if told is None or member == "no":
            continue
        key = (bundle.claims[0].id, traits)
        share = memory.get(key) if keeps else None
        if share is None:
            told = tell(narrowed, bundle.claims) if question.traits else told
            is_there = not told.is_total and not (question.traits and told.high == 0)
            proven = told.low if told.is_sure else 0
            share = Amount(low=proven, high=told.high, stated=told.stated, incidents=int(is_there))
            memory[key] = share
        low += share.low if member == "certain" else 0
        stated += share.stated
        highs.append(share.high)
        incidents += share.incidents
    high = None if None in highs else sum(high for high in highs if high is not None)
    return Amount(low=low, high=high, stated=stated, incidents=incidents)


def _has_region(question: Question) -> bool:
    """Whether a period or place is not settled in a row: then what is told depends on the days and place asked for."""
    return any(is_period(trait.kind) or trait.kind in PLACE_DEPTHS for trait in question.traits)


def _name_traits(question: Question) -> tuple[tuple[str, str | None], ...]:
    return tuple((trait.kind, trait.value) for trait in question.traits)


def _recall(countable: Countable, question: Question, bundle: Bundle, memory: Memory) -> Amount:
    """What a free bundle adds. Of the question's days and place only what they have in common with the bundle matters."""
    if _has_region(question):
        return _count_together(countable, question, [bundle])
    asked = find_asked(question)
    shared = tuple(find_overlap(reach, asked) for reach in bundle.reaches)
    key = (bundle.claims[0].id, shared, _name_traits(question))
    if key not in memory:
        memory[key] = _count_together(countable, question, [bundle])
    return memory[key]


def _count_together(countable: Countable, question: Question, bundles: Sequence[Bundle]) -> Amount:
    claims = [claim for bundle in bundles for claim in bundle.claims]
    claims.sort(key=lambda claim: countable.order[claim.id])
    links = [link for claim in claims for link in countable.links.get(claim.id, ())]
    judged = read_judgements(claims, links)
    estimate = count_selected(question, Selection(claims=tuple(claims), reasons=()), judged, countable.touching)
    return _read_estimate(estimate)


def _read_estimate(estimate: Estimate) -> Amount:
    return Amount(
        low=estimate.low or 0,
        high=estimate.high,
        stated=estimate.high_stated or 0,
        incidents=estimate.incidents,
        clash=estimate.clash,
        is_exact=not any(reason.startswith(_INEXACT) for reason in estimate.reasons),
    )


def _bind(claims: Sequence[Claim], judged: Judged, touching: Touching) -> tuple[tuple[str, ...], ...]:
    """Claims that must be counted together wherever one of them may lie."""
    ids = [claim.id for claim in claims]
    pairs = [*judged.same, *judged.unsure]
    pairs += [(part, whole) for part, wholes in judged.wholes.items() for whole in wholes]
    if any(not touching.family.isdisjoint(judged.wholes.get(ident, ())) for ident in touching.family):
        # The people of a total inside a total may be found among any that touch either: nothing can be left out.
        pairs += [(ids[0], ident) for ident in ids[1:]]
    return join(ids, pairs)


def _build_bundle(claims: Sequence[Claim], atoms: Sequence[Told], touching: Touching) -> Bundle:
    """`atoms` are what claims that are surely one tell together.

    Where no total is near, people are counted only where such an atom may lie: read as one with others it is certain nowhere else, and
    read apart, which is always possible, it is not there at all.
    """
    ids = {claim.id for claim in claims}
    is_free = touching.totals.isdisjoint(ids) and touching.incidents.isdisjoint(ids)
    reach = find_reach([find_region(claim.when, claim.where) for claim in claims])
    return Bundle(
        claims=tuple(claims),
        reaches=tuple(dict.fromkeys(one.region for one in atoms)) if is_free else (reach,),
        alone=atoms[0] if is_free and len(claims) == 1 else None,
        is_free=is_free,
    )
