"""Which claims are worth comparing: told of the same act, in the same country, at times that can meet.

Claims are sorted by time within act, shape, unit and country, and each is compared only with those still open then, so
that not all are compared with all. A claim without a date or a country is compared only with copies of its words: too
little else ties it to anything.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.records import Claim, Reading
from bearwitness.core.vocabulary import TOLD
from bearwitness.linking.wording import FEWEST_WORDS, find_sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim and the place of its report in the order given."""

    claim: Claim
    report: int


def find_linkable(readings: Sequence[Reading]) -> tuple[Told, ...]:
    """The claims that can tell of one occurrence with others, by id: told or denied, and not background."""
    found: dict[str, Told] = {}
    for number, reading in enumerate(readings):
        for claim in reading.claims:
            if claim.shape != "background" and claim.status in TOLD | {"denied"}:
                # The same reading given twice says nothing twice.
                found.setdefault(claim.id, Told(claim=claim, report=number))
    return tuple(found[ident] for ident in sorted(found))


def find_pairs(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs of claims of different reports, the smaller id first, each once.

    Claims that say the very same (act, date, place, number, people) need not all be compared with all: each is compared
    with a few of them, and those stand for all against the others. A thousand copies make a few thousand pairs.
    """
    seen: set[tuple[str, str]] = set()
    for left, right in _pair_alike(told):
        if left.report != right.report:
            pair = (left, right) if left.claim.id < right.claim.id else (right, left)
            key = (pair[0].claim.id, pair[1].claim.id)
            if key not in seen:
                seen.add(key)
                yield pair


def _pair_alike(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    standing: list[Told] = []
    for alike in _group(told, _sign):
        stand = _choose_standing(alike)
        standing += stand
        yield from ((one, other) for one in stand for other in alike if one is not other)
    yield from _pair_by_time(standing)
    for copies in _group(told, _spell):
        yield from ((copies[0], one) for one in copies[1:])


STANDING: Final = 3
"""Claims, each of another report, that stand for all that say the very same."""


def _choose_standing(alike: Sequence[Told]) -> list[Told]:
    """A few claims of different reports, and all of the first one's report: that report tells them apart."""
    chosen: list[Told] = []
    for one in alike:
        fresh = all(one.report != other.report for other in chosen)
        if (fresh and len(chosen) < STANDING) or (chosen and one.report == chosen[0].report and not fresh):
            chosen.append(one)
    return chosen


def _group(told: Sequence[Told], key: Callable[[Claim], Hashable | None]) -> list[list[Told]]:
    groups: dict[Hashable, list[Told]] = {}
    for one in told:
        sign = key(one.claim)
        if sign is not None:
            groups.setdefault(sign, []).append(one)
    return list(groups.values())


def _sign(claim: Claim) -> Hashable | None:
    """What the claim says, without its words; None where it has too little to tie it to anything."""
    when, where = find_known(claim.when), claim.where
    if when is None or when.earliest is None or when.latest is None or where is None or where.country is None:
        return None
    place = (where.country, where.admin1, where.name, where.prec)
    count = (claim.count.low, claim.count.high, claim.count.unit)
    return (claim.act, claim.shape, when.earliest, when.latest, place, count, claim.people)


def _spell(claim: Claim) -> Hashable | None:
    """The quote's words where they are enough to be a copy's; undated copies have nothing else in common."""
    words = " ".join(find_sequence(claim))
    return (claim.act, claim.shape, words) if len(words.split()) >= FEWEST_WORDS else None


def _pair_by_time(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    blocks: defaultdict[tuple[str, ...], list[tuple[date, date, Told]]] = defaultdict(list)
    for one in told:
        claim = one.claim
        when, where = find_known(claim.when), claim.where
        if when is None or when.earliest is None or when.latest is None or where is None or where.country is None:
            continue
        key = (str(claim.act), str(claim.shape), str(claim.count.unit), where.country)
        blocks[key].append((when.earliest, when.latest, one))
    for block in sorted(blocks):
        still_open: list[tuple[date, Told]] = []
        for first, last, one in sorted(blocks[block], key=lambda row: (row[0], row[1], row[2].claim.id)):
            # Two dates of one occurrence may be a day apart, as outlets write in different time zones.
            still_open = [(end, other) for end, other in still_open if first - end <= timedelta(days=1)]
            yield from ((other, one) for _, other in still_open)
            still_open.append((last, one))
