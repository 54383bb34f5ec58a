"""Which claims are worth comparing: told of the same act, in the same country, at times that can meet.

Claims are sorted by time within act, shape, unit and country, and each is compared only with those still open then, so
that not all are compared with all. A claim without a date or a country is compared with none: too little ties it to
anything.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bearwitness.core.records import Claim, Reading
from bearwitness.core.vocabulary import TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim and the place of its report in the order given."""

    claim: Claim
    report: int


def find_linkable(readings: Sequence[Reading]) -> tuple[Told, ...]:
    """The claims that can tell of one occurrence with others, by id: told or denied, and not background."""
    found = [
        Told(claim=claim, report=number)
        for number, reading in enumerate(readings)
        for claim in reading.claims
        if claim.shape != "background" and claim.status in TOLD | {"denied"}
    ]
    return tuple(sorted(found, key=lambda told: told.claim.id))


def find_pairs(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs of claims of different reports, the smaller id first."""
    blocks: defaultdict[tuple[str, ...], list[tuple[date, date, Told]]] = defaultdict(list)
    for one in told:
        claim = one.claim
        when, where = claim.when, claim.where
        if when is None or when.earliest is None or when.latest is None or where is None or where.country is None:
            continue
        key = (str(claim.act), str(claim.shape), str(claim.count.unit), where.country)
        blocks[key].append((when.earliest, when.latest, one))
    for block in sorted(blocks):
        still_open: list[tuple[date, Told]] = []
        for first, last, one in sorted(blocks[block], key=lambda row: (row[0], row[1], row[2].claim.id)):
            # Two dates of one occurrence may be a day apart, as outlets write in different time zones.
            still_open = [(end, other) for end, other in still_open if end >= first - timedelta(days=1)]
            for _, other in still_open:
                if other.report != one.report:
                    yield (other, one) if other.claim.id < one.claim.id else (one, other)
            still_open.append((last, one))
