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
    load_current,
    load_judgings,
    load_reading_of,
    load_reviews,
    report_uid,
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


def load_standing(register: Register) -> Standing:
    """All of it, in one place for whatever links."""
    readings = load_current(register)
    latest = _find_latest(load_reviews(register))
    rejected = frozenset(claim for claim, review in latest.items() if review.decision == "rejected")
    history = load_judgings(register)
    judged = replay(_carry_over(register, history, readings))
    known = {claim.id for reading in readings for claim in reading.claims}
    holding = tuple(link for link in judged if link.left != link.right and {link.left, link.right} <= known)
    return Standing(
        readings=readings,
        kept=tuple(replace(r, claims=tuple(c for c in r.claims if c.id not in rejected)) for r in readings),
        accepted=frozenset(claim for claim, review in latest.items() if review.decision == "accepted"),
        rejected=rejected,
        judged=holding,
        waiting=tuple(link for link in judged if link not in holding),
    )


def _carry_over(register: Register, history: Iterable[Judging], readings: Sequence[Reading]) -> list[Judging]:
    """The history by the claims of the current readings, so that what was judged of a claim and of its heir is one story."""
    history = list(history)
    known = {claim.id for reading in readings for claim in reading.claims}
    gone = {ident for entry in history for ident in (entry.left, entry.right)} - known
    heirs = _find_heirs(register, gone, readings)
    return [_move(entry, heirs) for entry in history]


def _find_heirs(register: Register, gone: Iterable[str], readings: Sequence[Reading]) -> Mapping[str, str]:
    current = {report_uid(reading.report): reading for reading in readings}
    heirs: dict[str, str] = {}
    for ident in sorted(gone):
        then = load_reading_of(register, ident)
        now = None if then is None else current.get(report_uid(then.report))
        if then is not None and now is not None:
            former = next(claim for claim in then.claims if claim.id == ident)
            heir = find_heir(former, then, now)
            if heir is not None:
                heirs[ident] = heir.id
    return heirs


def _move(entry: Judging, heirs: Mapping[str, str]) -> Judging:
    left, right = (heirs.get(ident, ident) for ident in (entry.left, entry.right))
    link = entry.link
    if link is not None:
        ends = (left, right) if link.judgement == "part-of" else sorted((left, right))
        link = replace(link, left=ends[0], right=ends[1])
    return replace(entry, left=left, right=right, link=link)


def _find_latest(reviews: Sequence[Review]) -> dict[str, Review]:
    """Reviews are appended; the last one of a claim holds."""
    latest: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda r: r.at):
        latest[review.claim] = review
    return latest
