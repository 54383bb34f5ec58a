"""A person's decisions on claims, into the register: accepted, rejected, corrected, split, added by hand. All of it is appended.

A correction is a new reading of the report in which the person's claim stands in the place of the machine's; the machine's is rejected
as well, so that it stays out should a later reader find it again. Links are brought up to date by whoever looks next (`catching_up`):
nobody who decides waits for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Claim, Quote, Reading, Relation
from bearwitness.core.vocabulary import Decision
from bearwitness.store.register import Register
from bearwitness.store.register_claims import (
    Rewriting,
    Seen,
    Standing,
    load_report,
    load_reviews_of,
    load_standing_claim,
    rewrite_reading,
    rewrite_report,
    save_review_seen,
)
from bearwitness.workflow.hand_claims import BY_HAND, Fields, Teller, change_claim, read_fields, tell_claim
from bearwitness.workflow.tools import load_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who decides, why, when, and what they saw of the claim."""

    name: str
    because: str
    at: datetime
    seen: Seen

    def sign(self, claim: str, decision: Decision, because: str = "") -> Review:
        """The decision on a claim."""
        return Review(claim=claim, decision=decision, by=self.name, at=self.at, because=because or self.because)


def decide_claim(register: Register, ident: str, decision: Decision, signature: Signature) -> None:
    """Accept or reject a claim. Raises UsageError for a rejection without its reason, StaleError where the claim has changed."""
    if decision == "rejected" and not signature.because.strip():
        raise UsageError("a rejection needs its reason; say in a few words why this is not what the report tells")
    save_review_seen(register, signature.sign(ident, decision), signature.seen)


def correct_claim(register: Register, ident: str, fields: Fields, signature: Signature) -> Claim:
    """Put the claim as the person tells it in the place of what was read; it is accepted with that."""
    return _replace(register, ident, (fields,), signature)[0]


def split_claim(
    register: Register, ident: str, parts: tuple[Fields, Fields], signature: Signature
) -> tuple[Claim, ...]:
    """Put two claims in the place of one that tells of two occurrences: different ones, and both on its words.

    What its report tells again of the whole ("Six held", above "three were held here and three there") is rejected with it: it is the same
    as neither part, and beside both it would count everybody twice.
    """
    return _replace(register, ident, parts, signature)


def add_claim(register: Register, uid: str, quotes: Iterable[Quote], fields: Fields, signature: Signature) -> Claim:
    """A claim that no reader found, accepted by the one who tells it. Raises UsageError where its words do not stand in the report."""
    found = load_report(register, uid)
    if found is None:
        raise UsageError("there is no such report in the register; open it again from the list")
    report, teller = found[1].report, Teller(name=signature.name, at=signature.at)
    claim = tell_claim(tuple(quotes), fields, report, teller, load_places())
    accepted = signature.sign(claim.id, "accepted", signature.because or "told by hand")
    rewriting = Rewriting(
        change=lambda reading: replace(reading, claims=_in_order((*reading.claims, claim))),
        reviews=(accepted,),
        by=BY_HAND + signature.name,
        at=signature.at,
    )
    rewrite_report(register, uid, rewriting)
    return claim


def _replace(register: Register, ident: str, parts: tuple[Fields, ...], signature: Signature) -> tuple[Claim, ...]:
    standing = load_standing_claim(register, ident)
    if standing is None:
        raise UsageError("no report tells this claim any more; open the report again")
    told = _tell_parts(standing, parts, Teller(name=signature.name, at=signature.at))
    because = signature.because.strip() or ("split in two" if len(told) > 1 else "corrected")
    again = find_retellings(standing.reading, ident) if len(told) > 1 else ()
    out = load_reviews_of(register, again)
    rewriting = Rewriting(
        change=lambda reading: put_in_place(reading, ident, told),
        reviews=(
            signature.sign(ident, "rejected", f"{because} (now {' and '.join(claim.id for claim in told)})"),
            *(signature.sign(claim.id, "accepted", f"{because} (was {ident})") for claim in told),
            *(
                signature.sign(one, "rejected", f"{because}: tells again of the whole ({ident})")
                for one in again
                if one not in out or out[one].decision != "rejected"
            ),
        ),
        by=BY_HAND + signature.name,
        at=signature.at,
    )
    rewrite_reading(register, ident, signature.seen, rewriting)
    return told


def _tell_parts(standing: Standing, parts: tuple[Fields, ...], teller: Teller) -> tuple[Claim, ...]:
    claim, report = standing.claim, standing.reading.report
    places = load_places()
    tellers = [replace(teller, part=number) for number in range(len(parts))]
    told = [change_claim(claim, fields, report, one, places) for fields, one in zip(parts, tellers, strict=True)]
    if len(told) == 2:
        if all(fields == read_fields(claim) for fields in parts):
            raise UsageError("both parts tell what the whole does; say of each how many, when or where")
        # Neither part is what the whole was the same as: else both would be one occurrence, and no number could be true.
        told = [replace(one, relations=tuple(r for r in one.relations if r.kind != "same")) for one in told]
        wall = Relation(to=told[1].id, kind="different", because="split by a person")
        told[0] = replace(told[0], relations=(*told[0].relations, wall))
    return tuple(told)


def find_retellings(reading: Reading, ident: str) -> tuple[str, ...]:
    """The other claims of a reading that tell the same as this one, by the reader's own word, also through one another."""
    pairs = [(claim.id, r.to) for claim in reading.claims for r in claim.relations if r.kind == "same"]
    found, before = {ident}, 0
    while len(found) > before:
        before = len(found)
        found |= {end for pair in pairs if found & set(pair) for end in pair}
    return tuple(claim.id for claim in reading.claims if claim.id in found - {ident})


def put_in_place(reading: Reading, ident: str, told: tuple[Claim, ...]) -> Reading:
    """The reading with other claims in the place of one; what else names it names the first of them, or all."""
    ids = tuple(claim.id for claim in told)
    claims: list[Claim] = []
    for claim in reading.claims:
        claims += told if claim.id == ident else [_point(claim, ident, ids)]
    return replace(
        reading,
        claims=tuple(claims),
        statements=tuple(replace(one, about=_spread(one.about, ident, ids)) for one in reading.statements),
        sums=tuple(replace(one, claims=_spread(one.claims, ident, ids)) for one in reading.sums),
    )


def keep_hand_work(former: Reading | None, reading: Reading) -> Reading:
    """A newer reading of a report with the claims that persons told on the same text. A person outranks a reader, also a later one: what
    they rejected or corrected is out by its review, and what they told is put back here.
    """
    if former is None or former.report.text != reading.report.text:
        return reading
    known = {claim.id for claim in reading.claims}
    told = [one for one in former.claims if one.found_by.startswith(BY_HAND) and one.id not in known]
    if not told:
        return reading
    ids = known | {claim.id for claim in told}
    kept = [replace(one, relations=tuple(r for r in one.relations if r.to in ids)) for one in told]
    return replace(reading, claims=_in_order((*reading.claims, *kept)))


def _point(claim: Claim, ident: str, ids: tuple[str, ...]) -> Claim:
    """The claim with its relations to one that was replaced: of two parts, different from both, and the same as neither."""
    if not any(relation.to == ident for relation in claim.relations):
        return claim
    relations: list[Relation] = []
    for relation in claim.relations:
        if relation.to != ident:
            relations.append(relation)
        elif len(ids) == 1 or relation.kind != "same":
            relations += [replace(relation, to=one) for one in (ids if relation.kind == "different" else ids[:1])]
    return replace(claim, relations=tuple(relations))


def _spread(claims: tuple[str, ...], ident: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for claim in claims for one in (ids if claim == ident else (claim,)))


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """As the report tells them."""
    return tuple(sorted(claims, key=lambda claim: min(quote.start for quote in claim.quotes)))
