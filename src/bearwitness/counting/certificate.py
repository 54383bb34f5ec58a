"""The certificate of a count as records, and as the JSON that `verify` checks and docs/certificate.md describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region, find_asked, find_region
from bearwitness.counting.selection import is_of_group
from bearwitness.counting.verify import VERSION, compute_seal

Ids = tuple[str, ...]
Spot = tuple[int, tuple[str, ...]]
Prices = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """So many people on one day at one place. `claims`: of one incident, () where none lists them; `counts_for`: totals they count for."""

    claims: Ids
    people: int
    spot: Spot
    counts_for: Ids
    of_group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One way things can have been: `totals` are claims read as one total each."""

    totals: tuple[Ids, ...]
    incidents: tuple[Lying, ...]
    unlisted: tuple[Lying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Two cases that leave nothing out: a group lies so or not; it, or unlisted people of one kind, are `most` at most, or more."""

    claims: Ids
    asked: bool
    cover: Ids
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Prices that prove a low, or a split with a proof of each case."""

    totals: Prices = ()
    atoms: Prices = ()
    split: Split | None = None
    yes: "Proof | None" = None
    no: "Proof | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What proves the low of some clusters: for each reading of their totals a proof; none where the roughest floor is enough."""

    clusters: Ids
    readings: tuple[tuple[tuple[Ids, ...], Proof], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """How many each member of a family of parts describes, and the prices that prove it."""

    sizes: tuple[tuple[str, int], ...]
    prices: Prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`world` is None where there are too many ways to read the links: the low is then true, and may not be the best."""

    world: World | None
    proof: tuple[Entry, ...]
    high: Most | None
    stated: Most


def render_facts(question: Question, claims: Sequence[Claim], judged: Judged) -> dict[str, Any]:
    """The part of a certificate that says what is counted."""
    links = [{"left": a, "right": b, "judgement": "same"} for a, b in judged.same]
    links += [{"left": a, "right": b, "judgement": "unsure"} for a, b in judged.unsure]
    links += [
        {"left": a, "right": b, "judgement": "different"} for a in judged.walls for b in judged.walls[a] if a <= b
    ]
    links += [
        {"left": a, "right": b, "judgement": "part-of"} for a in judged.wholes for b in judged.wholes[a] if a != b
    ]
    return {
        "version": VERSION,
        "question": {"act": question.act, "group": question.group, **_render_region(find_asked(question))},
        "claims": [
            {
                "id": claim.id,
                "shape": claim.shape,
                "low": claim.count.low,
                "high": claim.count.high,
                **_render_region(find_region(claim.when, claim.where)),
                "of_group": is_of_group(question, claim) is True,
            }
            for claim in claims
        ],
        "links": sorted(links, key=lambda row: (row["left"], row["right"], row["judgement"])),
    }


def render_certificate(
    facts: Mapping[str, Any], bounds: tuple[int, int | None, int], evidence: Evidence
) -> dict[str, Any]:
    """The whole certificate, sealed. `bounds`: low, high, and high with open ends at their stated number."""
    low, high, stated = bounds
    most = {"high": evidence.high and _render_most(evidence.high), "high_stated": _render_most(evidence.stated)}
    whole = {
        **facts,
        "low": low,
        "high": high,
        "high_stated": stated,
        "world": evidence.world and _render_world(evidence.world),
        "proof": [_render_entry(entry) for entry in evidence.proof],
        "most": most,
    }
    return {**whole, "seal": compute_seal(whole)}


def _render_region(region: Region) -> dict[str, Any]:
    return {
        "earliest": None if region.first == FAR_PAST else date.fromordinal(region.first).isoformat(),
        "latest": None if region.last == FAR_FUTURE else date.fromordinal(region.last).isoformat(),
        "place": list(region.place),
    }


def _render_world(world: World) -> dict[str, Any]:
    return {
        "groups": [*({"claims": list(total)} for total in world.totals), *map(_render_lying, world.incidents)],
        "unlisted": [_render_lying(one) for one in world.unlisted],
    }


def _render_lying(one: Lying) -> dict[str, Any]:
    day, place = one.spot
    return {
        **({"claims": list(one.claims)} if one.claims else {}),
        "people": one.people,
        "day": date.fromordinal(day).isoformat(),
        "place": list(place),
        "counts_for": list(one.counts_for),
        "of_group": one.of_group,
    }


def _render_entry(entry: Entry) -> dict[str, Any]:
    if not entry.readings:
        return {"clusters": list(entry.clusters), "floor": True}
    readings = [
        {"groups": [list(group) for group in groups], "proof": _render_proof(p)} for groups, p in entry.readings
    ]
    return {"clusters": list(entry.clusters), "readings": readings}


def _render_proof(proof: Proof) -> dict[str, Any]:
    if proof.split is None or proof.yes is None or proof.no is None:
        return {"totals": _render_prices(proof.totals), "atoms": _render_prices(proof.atoms)}
    split = {"claims": list(proof.split.claims), "asked": proof.split.asked, "cover": list(proof.split.cover)}
    if proof.split.most is not None:
        split["most"] = proof.split.most
    return {"split": split, "yes": _render_proof(proof.yes), "no": _render_proof(proof.no)}


def _render_most(most: Most) -> dict[str, Any]:
    return {"sizes": dict(most.sizes), "prices": _render_prices(most.prices)}


def _render_prices(prices: Prices) -> dict[str, str]:
    return {name: str(price) for name, price in prices}
