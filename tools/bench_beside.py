"""Measure what stands beside a figure (unsure links read strictly and loosely, open questions) and certificates, beside the count itself."""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Final, TypeVar

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from tests.counting.cases import make_claim, make_link

FIRST: Final = date(2019, 1, 1)
ASKED: Final = Question(act="arrest", earliest=FIRST, latest=date(2019, 9, 30), place=("CN",))
TOWNS: Final = tuple(("CN", f"Province {n // 10}", f"Town {n}") for n in range(300))

SIZES: Final = (1_000, 10_000, 100_000)
MOST_CERTIFIED: Final = 10_000
ROUNDS: Final = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Claims and the judgements between them."""

    claims: tuple[Claim, ...]
    links: tuple[Link, ...]


def build_told(incidents: int, totals: int, unsure: int) -> Told:
    """A year of a country of 300 towns in 30 provinces: one incident in twenty known by its province only, one in ten by its week only; totals
    of a month each in a town, one in ten in a province; unsure links between incidents of one town that lie days apart.
    """
    chance = random.Random(7)
    told = []
    for n in range(incidents):
        town, day = chance.choice(TOWNS), FIRST + timedelta(chance.randrange(365))
        people = chance.randint(1, 9)
        path = town[:2] if n % 20 == 0 else town
        days = (day, day + timedelta(6 if n % 10 == 1 else 0))
        told.append(make_claim(f"c_{n}", (people, people if n % 7 else None), days=days, path=path))
    whole = []
    for n in range(totals):
        town, day = chance.choice(TOWNS), FIRST + timedelta(chance.randrange(335))
        least = chance.randint(3, 12)
        days, path = (day, day + timedelta(30)), town[:2] if n % 10 == 0 else town
        whole.append(make_claim(f"t_{n}", (least, None), shape="aggregate", days=days, path=path))
    return Told(claims=(*told, *whole), links=tuple(_link(told, unsure)))


def _link(claims: list[Claim], unsure: int) -> Iterator[Link]:
    """Those of one town that lie nearest to each other in time, with scores that are not all alike."""
    chance = random.Random(11)
    by_town: dict[tuple[str | None, ...], list[Claim]] = {}
    for claim in claims:
        where = claim.where
        if where is not None and where.prec == 1:
            by_town.setdefault((where.admin1, where.name), []).append(claim)
    pairs = []
    for some in by_town.values():
        some.sort(
            key=lambda claim: (claim.when.earliest, claim.id) if claim.when and claim.when.earliest else (FIRST, "")
        )
        pairs += [(one, two) for one, two in pairwise(some)]
    pairs.sort(key=lambda pair: _find_gap(*pair))
    for one, two in pairs[:unsure]:
        yield replace(make_link(one.id, two.id, "unsure"), score=chance.uniform(0.2, 0.8))


def _find_gap(one: Claim, two: Claim) -> int:
    left, right = (claim.when.earliest if claim.when else None for claim in (one, two))
    return 0 if left is None or right is None else abs((right - left).days)


def bench_beside() -> Iterator[tuple[str, str, str]]:
    """What, the figure and what it is to be compared with: what stands beside a figure, and its certificate, each beside the count itself."""
    from bearwitness.counting.certify import build_certificate
    from bearwitness.counting.estimate import count_people, count_with_bounds
    from bearwitness.counting.leaning import find_leaning
    from bearwitness.counting.open_questions import find_narrowing
    from bearwitness.counting.pieces import split_pieces

    count_people(ASKED, build_told(100, 20, 20).claims, ())  # loads the solver
    for size in SIZES:
        told = build_told(size, size // 10, min(2_000, size // 5))
        name = f"{size:,} incidents, {size // 10:,} totals, {len(told.links):,} unsure links"
        (estimate, bounds), counted = _time(partial(count_with_bounds, ASKED, told.claims, told.links))
        if bounds is None:
            raise ValueError("the claims of the bench clash")
        pieces, split = _time(partial(split_pieces, ASKED, bounds))
        leaned = _time(partial(find_leaning, pieces, told.links))[1]
        narrowed = _time(partial(find_narrowing, pieces, told.links, 3))[1]
        beside = split + leaned + narrowed
        yield (
            f"Counting {name}: strict, loose, what would narrow most",
            f"{beside:.2f} s",
            f"the count itself {counted:.2f} s: {beside / counted:.1f} times (target 1)",
        )
        if size > MOST_CERTIFIED:
            continue
        certificate, built = _time(partial(build_certificate, estimate, told.claims, told.links))
        written = json.dumps(certificate)
        faults, checked = _time(partial(_check, written))
        if faults:
            raise ValueError(f"a certificate does not hold: {faults[0]}")
        yield (
            f"Certificate of {name}",
            f"{built:.2f} s, {len(written) / 2**20:.1f} MiB",
            f"checked in {checked:.2f} s; the count itself {counted:.2f} s",
        )


def _check(written: str) -> tuple[str, ...]:
    from bearwitness.counting.verify import find_faults

    return find_faults(json.loads(written))


def _time(work: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the median of three rounds in seconds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = work()
        taken.append(time.perf_counter() - began)
    return found, statistics.median(taken)
