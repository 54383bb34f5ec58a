"""Made-up reports of a valley so small that everything meets: the same towns, names, days and figures, in any number of reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from bearwitness.core.records import Claim, People, Quote, Reading, Relation, Where
from bearwitness.core.vocabulary import RelationKind
from tests.linking.told import TOWNS, make_claim, make_reading

NAMES: Final = (
    "Bao",
    "Chol",
    "Deng",
    "Eun",
    "Fang",
    "Geum",
    "Hyok",
    "Iwao",
    "Jong",
    "Kim",
    "Lim",
    "Myong",
    "Nam",
    "Ok",
)
FIRST: Final = date(2019, 5, 20)
_PLACES: Final = ("Shenyang", "Dalian", "Tonghua", "Liaoning", "China")


def tell_reports(seed: int, size: int) -> list[Reading]:
    """So many reports, the same ones for the same seed; some are copies of others."""
    chance = Random(seed)
    told: list[Reading] = []
    for number in range(size):
        if told and chance.random() < 0.2:
            told.append(_copy(chance.choice(told), number))
        else:
            told.append(_tell(chance, number))
    return told


def change_report(chance: Random, reading: Reading, step: int) -> Reading:
    """What a newer reader makes of a report: claims lost, figures changed, ids changed; now and then it reads nothing."""
    kept = [claim for claim in reading.claims if chance.random() < 0.75]
    names = {claim.id: claim.id if chance.random() < 0.7 else f"{claim.id}_{step}" for claim in kept}
    return replace(reading, claims=tuple(_change(chance, claim, names) for claim in kept))


def _change(chance: Random, claim: Claim, names: dict[str, str]) -> Claim:
    relations = tuple(replace(one, to=names[one.to]) for one in claim.relations if one.to in names)
    low = claim.count.low + chance.choice((0, 0, 1))
    return replace(claim, id=names[claim.id], relations=relations, count=replace(claim.count, low=low, high=low))


def _tell(chance: Random, number: int) -> Reading:
    day = FIRST + timedelta(chance.choice((0, 0, 0, 1, 2, 30, 70, 150)))
    lines, claims = [], []
    for n in range(chance.choice((1, 1, 1, 2, 3))):
        names = chance.sample(NAMES, chance.randrange(2, 7))
        lines.append(
            f"{chance.randrange(1, 4)} people were led away from their homes. {' and '.join(names)} were asked."
        )
        start = sum(map(len, lines[:-1])) + n
        claims.append(_claim(chance, f"c_{number}_{n}", day, Quote(start=start, end=start + 41, text=lines[-1][:41])))
    claims = [_relate(chance, claim, claims) for claim in claims]
    reading = make_reading(f"outlet {number}", *claims)
    published = None if chance.random() < 0.1 else day + timedelta(chance.randrange(3))
    report = replace(reading.report, id=f"r_{number}", published_on=published, text="\n".join(lines))
    return replace(reading, report=report)


def _claim(chance: Random, ident: str, day: date, quote: Quote) -> Claim:
    claim = make_claim(ident, chance.randrange(1, 4), place=chance.choice(_PLACES), day=day)
    if claim.where and claim.where.name in TOWNS:
        claim = replace(claim, where=_name_quarter(claim.where, chance.randrange(5)))
    if chance.random() < 0.2 and claim.where:
        claim = replace(claim, where=_move(claim.where))
    if chance.random() < 0.15:
        claim = replace(claim, where=None)
    if chance.random() < 0.2:
        claim = replace(claim, when=None)
    if chance.random() < 0.15:
        claim = replace(claim, shape="aggregate")
    if chance.random() < 0.1:
        claim = replace(claim, found_by="model:small/1")
    return replace(
        claim, people=People(ages=(chance.choice((30, 31)),) if chance.random() < 0.3 else ()), quotes=(quote,)
    )


def _name_quarter(where: Where, number: int) -> Where:
    """One of some villages of a name, so that not all hangs together."""
    return replace(where, name=f"{where.name} {number}", geonameid=(where.geonameid or 0) * 10 + number)


def _move(where: Where) -> Where:
    """The same names in another country."""
    return replace(where, country="KP")


def _relate(chance: Random, claim: Claim, claims: Sequence[Claim]) -> Claim:
    others = [other.id for other in claims if other.id != claim.id]
    if not others or chance.random() < 0.5:
        return claim
    kind: RelationKind = chance.choice(("same", "different", "part-of", "follows"))
    return replace(claim, relations=(Relation(to=chance.choice(others), kind=kind, because="it says so"),))


def _copy(reading: Reading, number: int) -> Reading:
    """The same words at another outlet."""
    names = {claim.id: f"c_{number}_{n}" for n, claim in enumerate(reading.claims)}
    claims = tuple(
        replace(claim, id=names[claim.id], relations=tuple(replace(r, to=names[r.to]) for r in claim.relations))
        for claim in reading.claims
    )
    report = replace(reading.report, id=f"r_{number}", outlet=f"outlet {number}")
    return replace(reading, report=report, claims=claims)
