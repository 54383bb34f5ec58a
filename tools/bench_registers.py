"""Made-up registers for measuring how fast counting is: places and numbers are invented, chance is seeded.

Three years of one country of twelve provinces with 25 towns each. Incidents are told with their day and town; a share of them by their
week or month only, and a share by their province or country only. Totals are of a town, a province or the country over a month to a
year; what they say lies between two thirds and one and a half times the people of the incidents they cover, so that many need people
whom no incident lists. Unsure links join incidents of one town within a few days and now and then two totals; some totals are judged
different.
"""

from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from tests.counting.cases import make_claim, make_link

FIRST_DAY: Final = date(2019, 1, 1)
_DAYS, _PROVINCES, _TOWNS = 1095, 12, 25
_ZIPF: Final = tuple(accumulate(1 / rank for rank in range(1, _TOWNS + 1)))
QUESTION: Final = Question(act="arrest", earliest=date(2019, 3, 10), latest=date(2021, 9, 30), place=("CN",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many incidents, totals and unsure links; `coarse` is the share of incidents known by week or month only, and of those known by
    province or country only.
    """

    incidents: int
    totals: int
    unsure: int
    coarse: float = 0.0


def build_register(size: Size, seed: int) -> tuple[list[Claim], list[Link]]:
    """Claims and the links between them."""
    chance = Random(seed)
    claims: list[Claim] = []
    truth: list[tuple[int, tuple[str, ...], int]] = []
    links: list[Link] = []
    twice = min(size.unsure * 19 // 20, size.incidents // 2)
    for i in range(size.incidents):
        if i < size.incidents - twice:
            day, path, people = chance.randrange(_DAYS), _draw_town(chance), 1 + int(chance.paretovariate(1.2)) % 40
            truth.append((day, path, people))
        else:
            told = chance.randrange(len(truth)) if i >= 2 * twice else i - (size.incidents - twice)
            day, path, people = truth[told]
            links.append(make_link(f"c_{told}", f"c_{i}", "unsure"))
            people = max(1, people + chance.choice((0, 0, 0, 1, -1)))
        claims.append(_tell(f"c_{i}", (day, path, people), size.coarse, chance))
    sums: dict[tuple[str, ...], list[int]] = {}
    for day, path, people in truth:
        for depth in (1, 2, 3):
            sums.setdefault(path[:depth], [0] * _DAYS)[day] += people
    until = {path: list(accumulate(days, initial=0)) for path, days in sums.items()}
    claims += [_total(f"t_{i}", until, chance) for i in range(size.totals)]
    totals = claims[size.incidents :]
    for _ in range(min(size.unsure - len(links), size.totals // 5)):
        twin, told = chance.sample(range(size.totals), 2)
        totals[twin] = replace(totals[twin], when=totals[told].when, where=totals[told].where)
        links.append(make_link(f"t_{told}", f"t_{twin}", "unsure"))
    for _ in range(size.totals // 10):
        left, right = chance.sample(range(size.totals), 2)
        links.append(make_link(f"t_{left}", f"t_{right}", "different"))
    return [*claims[: size.incidents], *totals], _without_contradiction(links)


def _draw_town(chance: Random) -> tuple[str, ...]:
    province = chance.randrange(_PROVINCES)
    return ("CN", f"Province {province}", f"Town {bisect(_ZIPF, chance.random() * _ZIPF[-1])}")


def _tell(ident: str, told: tuple[int, tuple[str, ...], int], coarse: float, chance: Random) -> Claim:
    day, path, people = told
    first = FIRST_DAY + timedelta(day)
    days = (first, first)
    if chance.random() < coarse:
        first -= timedelta(chance.randrange(7))
        days = (first, first + timedelta(chance.choice((6, 30))))
    depth = 3 if chance.random() >= coarse else chance.choice((1, 2, 2))
    high = None if chance.random() < 0.1 else people + chance.choice((0, 0, 0, 2))
    return make_claim(ident, (people, high), days=days, path=path[:depth])


def _total(ident: str, until: dict[tuple[str, ...], list[int]], chance: Random) -> Claim:
    path = _draw_town(chance)[: chance.choice((1, 2, 2, 3, 3))]
    start, length = chance.randrange(_DAYS - 28), chance.choice((28, 30, 61, 91, 182, 365))
    end = min(start + length, _DAYS) - 1
    counted = until.get(path, [0] * (_DAYS + 1))
    low = max(2, round((counted[end + 1] - counted[start]) * chance.uniform(0.66, 1.5)))
    days = (FIRST_DAY + timedelta(start), FIRST_DAY + timedelta(end))
    return make_claim(ident, (low, None if chance.random() < 0.3 else low), shape="aggregate", days=days, path=path)


def _without_contradiction(links: list[Link]) -> list[Link]:
    """One judgement a pair, the first."""
    kept: dict[tuple[str, str], Link] = {}
    for link in links:
        kept.setdefault((link.left, link.right), link)
    return list(kept.values())
