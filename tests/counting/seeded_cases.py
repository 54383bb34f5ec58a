"""Small counting cases from a seed, one the same on every machine: beside Hypothesis, to compare many thousands at a price that is known.

Each case has a leaning (nested totals, unsure links, walls ...), so that what is rare by plain chance is not rare here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise, permutations
from random import Random

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim, Relation
from bearwitness.core.vocabulary import Judgement
from tests.counting.cases import DAYS, PLACES, make_claim, make_link
from tests.counting.enumerate_totals import read_path

LEANINGS = ("any", "any", "any", "chain", "overlap", "unsure", "wall", "copies")
TOWN = 3  # the length of a path that leads down to a town
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededCase:
    """A question, claims and judgements between them."""

    question: Question
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]


def draw_case(seed: int, *, sizes: Sequence[int] = (1, 2, 2, 3, 3, 3, 3, 4)) -> SeededCase:
    """The case of a seed."""
    chance = Random(seed)
    leaning = chance.choice(LEANINGS)
    size = max(chance.choice(sizes), 1 if leaning == "any" else min(3, max(sizes)))
    claims = [_draw_claim(chance, f"c_{i}", leaning) for i in range(size)]
    links: list[Link] = []
    for left, right in _draw_pairs(chance, leaning, size):
        judgement = _draw_judgement(chance, leaning, claims[left].shape == claims[right].shape)
        if judgement is None:
            continue
        if judgement != "unsure" and chance.random() < 0.3:
            relation = Relation(to=claims[right].id, kind=judgement)
            claims[left] = replace(claims[left], relations=(*claims[left].relations, relation))
        else:
            links.append(make_link(claims[left].id, claims[right].id, judgement))
    return SeededCase(question=_draw_question(chance), claims=tuple(claims), links=tuple(links))


def _draw_claim(chance: Random, ident: str, leaning: str) -> Claim:
    totals = {"chain": 0.9, "overlap": 0.8, "unsure": 0.2, "copies": 0.2}.get(leaning, 0.45)
    is_total = chance.random() < totals
    low = chance.randint(0, 5 if is_total else 3)
    more = chance.choice((0, 0, 1, None))
    path = chance.choice(PLACES[:4] if leaning in ("chain", "overlap") else PLACES)
    return make_claim(
        ident,
        (low, None if more is None else low + more),
        shape="aggregate" if is_total else "incident",
        days=_draw_days(chance, "days" if leaning == "overlap" and chance.random() < 0.7 else None),
        path=path,
    )


def _draw_days(chance: Random, kind: str | None) -> Days:
    first, last = sorted((chance.choice(DAYS), chance.choice(DAYS)))
    kinds: dict[str, Days] = {
        "day": (first, first),
        "days": (first, last),
        "by": (None, last),
        "since": (first, None),
        "never told": (None, None),
    }
    return kinds[kind or chance.choice(("day", "day", "days", "days", "by", "since", "never told"))]


def _draw_pairs(chance: Random, leaning: str, size: int) -> Iterator[tuple[int, int]]:
    """The pairs that are judged, in the order left, right. In a chain each is judged with the next, all in one sense."""
    if leaning == "chain":
        order = chance.sample(range(size), size)
        yield from pairwise(order)
        return
    often = 0.8 if leaning in ("unsure", "wall", "copies") else 0.45
    for pair in combinations(range(size), 2):
        if chance.random() < often:
            yield pair if chance.random() < 0.5 else (pair[1], pair[0])


def _draw_judgement(chance: Random, leaning: str, alike: bool) -> Judgement | None:
    """A judgement that the record allows: incidents and totals are never judged the same."""
    usual: dict[str, tuple[Judgement, ...]] = {
        "chain": ("part-of", "part-of", "part-of", "part-of", "different"),
        "unsure": ("unsure", "unsure", "unsure", "same", "different", "part-of"),
        "wall": ("different", "different", "unsure", "part-of", "same"),
        "copies": ("same", "same", "unsure", "different"),
    }
    judgements = usual.get(leaning, ("same", "unsure", "different", "part-of"))
    allowed = [one for one in judgements if alike or one in ("different", "part-of")]
    return chance.choice(allowed) if allowed else None


def _draw_question(chance: Random) -> Question:
    first, last = sorted((chance.choice(DAYS), chance.choice(DAYS)))
    return Question(
        act="arrest",
        earliest=first if chance.random() < 0.75 else None,
        latest=last if chance.random() < 0.75 else None,
        place=chance.choice(PLACES),
    )


def find_kinds(case: SeededCase) -> frozenset[str]:
    """What is in the case, in the words of the list that a comparison has to cover."""
    told = [(link.left, link.right, str(link.judgement)) for link in case.links]
    told += [(claim.id, one.to, str(one.kind)) for claim in case.claims for one in claim.relations]
    total = {claim.id for claim in case.claims if claim.shape == "aggregate"}
    parts = {(left, right) for left, right, kind in told if kind == "part-of" and right in total}
    spans = {claim.id: _read_span(claim) for claim in case.claims}
    paths = {claim.id: read_path(claim) for claim in case.claims}
    found = {kind for _, _, kind in told}
    found |= {"incident" if claim.shape == "incident" else "total" for claim in case.claims}
    for claim in case.claims:
        found |= {"coarse place"} if len(paths[claim.id]) < TOWN else set()
        found |= {"coarse date"} if spans[claim.id][0] != spans[claim.id][1] else set()
        found |= {"open high"} if claim.count.high is None else set()
    for one, two in permutations(sorted(total), 2):
        within = _is_within(spans[one], spans[two]) and paths[one][: len(paths[two])] == paths[two]
        meet = spans[one][0] <= spans[two][1] and spans[two][0] <= spans[one][1]
        along = paths[one][: len(paths[two])] == paths[two] or paths[two][: len(paths[one])] == paths[one]
        found |= {"nested totals"} if within else set()
        within_two = _is_within(spans[two], spans[one]) and paths[two][: len(paths[one])] == paths[one]
        found |= {"crossing totals"} if meet and along and not within and not within_two else set()
    if any(middle == outer for _, outer in parts for middle, _ in parts):
        found.add("part of a part")
    if sum(kind == "unsure" for _, _, kind in told) > 1:
        found.add("several unsure")
    glue = {frozenset((left, right)) for left, right, kind in told if kind in ("same", "unsure")}
    walls = {frozenset((left, right)) for left, right, kind in told if kind == "different"}
    if any(
        {frozenset((one, two)), frozenset((two, three))} <= glue and frozenset((one, three)) in walls
        for one, two, three in permutations(spans, 3)
    ):
        found.add("wall across a chain")
    return frozenset(found)


def _read_span(claim: Claim) -> tuple[int, int]:
    assert claim.when is not None
    first, last = claim.when.earliest, claim.when.latest
    return (0 if first is None else first.day, 99 if last is None else last.day)


def _is_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
