"""What stands in a register to be linked: the current readings, without the claims that persons rejected, and persons' judgements,
carried over to the claims of the newest reading.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bearwitness.core.incidents import Judging, Link, Review
from bearwitness.core.judgings import replay
from bearwitness.core.records import Reading
from bearwitness.linking.heirs import find_heir
from bearwitness.store.register import (
    Register,
    find_current_claims,
    load_current,
    load_current_of,
    load_judgings,
    load_reading_of,
    load_reviews,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`kept` are the readings without rejected claims. `judged` are persons' standing judgements by the ids of today's claims;
    `waiting` those of which a claim is read no more, kept until one stands for it again.
    """

    readings: tuple[Reading, ...]
    kept: tuple[Reading, ...]
    accepted: frozenset[str]
    rejected: frozenset[str]
    judged: tuple[Link, ...]
    waiting: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Persons' standing judgements by the ids of today's claims, and those that wait for a claim to stand for one that is read no more."""

    holding: tuple[Link, ...]
    waiting: tuple[Link, ...]


def load_standing(register: Register) -> Standing:
    """All of it, in one place for whatever links."""
    readings = load_current(register)
    latest = _find_latest(load_reviews(register))
    rejected = frozenset(claim for claim, review in latest.items() if review.decision == "rejected")
    judged = load_judged(register)
    return Standing(
        readings=readings,
        kept=tuple(replace(r, claims=tuple(c for c in r.claims if c.id not in rejected)) for r in readings),
        accepted=frozenset(claim for claim, review in latest.items() if review.decision == "accepted"),
        rejected=rejected,
        judged=judged.holding,
        waiting=judged.waiting,
    )


def find_rejected(register: Register) -> frozenset[str]:
    """The claims that persons rejected."""
    latest = _find_latest(load_reviews(register))
    return frozenset(claim for claim, review in latest.items() if review.decision == "rejected")


def load_judged(register: Register) -> Judged:
    """Persons' judgements, found without reading more of the register than they name.

    They are carried over to the claims of the current readings, so that what was judged of a claim and of its heir is one story.
    """
    history = load_judgings(register)
    if not history:
        return Judged(holding=(), waiting=())
    named = {ident for entry in history for ident in (entry.left, entry.right)}
    heirs = _find_heirs(register, named - find_current_claims(register, named))
    judged = replay(_move(entry, heirs) for entry in history)
    known = find_current_claims(register, {ident for link in judged for ident in (link.left, link.right)})
    holding = tuple(link for link in judged if link.left != link.right and {link.left, link.right} <= known)
    return Judged(holding=holding, waiting=tuple(link for link in judged if link not in holding))


def _find_heirs(register: Register, gone: Iterable[str]) -> Mapping[str, str]:
    """The claim of today for each that is read no more. Where one stands for two that stood beside one another, it is neither's: what a
    person said of the one would be said of the other, and a "different" be lost.
    """
    heirs: dict[str, str] = {}
    beside: dict[str, frozenset[str]] = {}
    for ident in sorted(gone):
        then = load_reading_of(register, ident)
        now = None if then is None else load_current_of(register, then.report)
        if then is not None and now is not None:
            former = next(claim for claim in then.claims if claim.id == ident)
            heir = find_heir(former, then, now)
            if heir is not None:
                heirs[ident] = heir.id
                beside[ident] = frozenset(claim.id for claim in then.claims) - {ident}
    return {
        ident: heir for ident, heir in heirs.items() if not any(heirs.get(other) == heir for other in beside[ident])
    }


def _move(entry: Judging, heirs: Mapping[str, str]) -> Judging:
    left, right = (heirs.get(ident, ident) for ident in (entry.left, entry.right))
    link = entry.link
    if link is not None:
        ends = (left, right) if link.judgement == "part-of" else sorted((left, right))
        link = replace(link, left=ends[0], right=ends[1])
    return replace(entry, left=left, right=right, link=link)


def _find_latest(reviews: Sequence[Review]) -> dict[str, Review]:
    """Reviews are appended, and the last one of a claim holds, whatever the clock of the machine it came from."""
    return {review.claim: review for review in reviews}
