"""Made-up reports with their claims, for measuring how fast linking is: towns, people and outlets are invented, chance is seeded.

A register of 10,000 claims covers ten country-years, one of 1,000,000 covers a thousand: more countries and more years, so that news
is as dense at every size. Within it countries and towns follow Zipf's law (the largest town of the largest country is a crowd of ten
claims a week), an incident is told by one to six reports, one report in seven copies another of its incident word for word, figures
and days are now and then off by one, some reports name no day or only a province, some tell a second incident by the way, and some a
month's total. What reports of one incident share beside day, town and number are names, of people, streets and stations, and other
words, of which a report has fifty.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import Final

from bearwitness.core.records import Claim, Count, People, Quote, Reading, Report, Voice, When, Where
from bearwitness.core.vocabulary import Act

FIRST_DAY: Final = date(2000, 1, 1)
_TOWNS, _PROVINCES, _NAMES, _WORDS = 300, 12, 4000, 8000
_SYLLABLES: Final = (
    "ba",
    "den",
    "kor",
    "lu",
    "mi",
    "nar",
    "o",
    "pel",
    "ri",
    "sa",
    "tov",
    "u",
    "ver",
    "yan",
    "zi",
    "gha",
)
_DONE: Final = {
    "arrest": "arrested",
    "killing": "killed",
    "injury": "wounded",
    "abduction": "abducted",
    "raid": "searched",
    "refoulement": "forcibly returned",
}
_ACTS: Final[tuple[Act, ...]] = ("arrest",) * 5 + ("killing",) * 4 + ("abduction", "raid", "refoulement")
_BY: Final = (
    "by men in uniform",
    "by officers",
    "before dawn",
    "near the market",
    "on the way home",
    "in front of relatives",
)
_MORE: Final = (
    "{} {}, who lives nearby, heard shouting from {} Street.",
    "The family asked at {} Station and was sent on to {} {}.",
    "Inspector {} {} gave no comment when our reporter called.",
    "Neighbours on {} Road said that {} {} had been watched for days.",
    "A lawyer, {} {}, said no paper was shown at {} House.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What truly happened, as the made-up world has it."""

    number: int
    act: Act
    day: date
    where: Where
    people: int
    wounded: int
    age: int
    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A reading, and for each of its claims the number of the happening it tells of; totals have none."""

    reading: Reading
    truth: tuple[tuple[str, int], ...]


def build_readings(claims: int, seed: int) -> list[Reading]:
    """Readings with this many claims in all (a few more at most), by day of publication as they would come in."""
    return [made.reading for made in _generate(claims, seed)]


def build_truth(claims: int, seed: int) -> dict[str, int]:
    """The number of the happening that each claim of `build_readings(claims, seed)` tells of; totals are left out."""
    return {ident: number for made in _generate(claims, seed) for ident, number in made.truth}


@cache
def _weights(size: int) -> tuple[float, ...]:
    """Zipf's law, summed up for drawing."""
    return tuple(accumulate(1 / rank for rank in range(1, size + 1)))


def _draw(chance: Random, size: int) -> int:
    sums = _weights(size)
    return min(bisect(sums, chance.random() * sums[-1]), size - 1)


@cache
def _name(number: int) -> str:
    """An invented name; the same number is the same name in every run."""
    chance = Random(number)
    return "".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize() + (chance.choice("nklst"))


@cache
def _word(number: int) -> str:
    """An invented word that is no name."""
    return f"{_name(300_000 + number).lower()}e"


def _say(words: Sequence[str]) -> str:
    return f"It was told of {' and '.join(words)}."


@cache
def _country(number: int) -> str:
    return chr(65 + number // 26) + chr(65 + number % 26)


@cache
def _town(country: int, town: int) -> Where:
    return Where(
        name=_name(100_000 + country * _TOWNS + town),
        geonameid=country * _TOWNS + town + 1,
        country=_country(country),
        admin1=_name(50_000 + country * _PROVINCES + town % _PROVINCES),
        admin2=None,
        lat=None,
        lon=None,
        prec=1,
        text="",
    )


def _generate(claims: int, seed: int) -> list[Made]:
    chance = Random(seed)
    countries = max(2, min(60, round((claims / 1000) ** 0.5 * 1.25)))
    days = max(60, round(claims / 1000 / countries * 365))
    made: list[Made] = []
    told = number = 0
    while told < claims:
        happening = _invent(number, countries, days, chance)
        for one in _tell(happening, chance):
            made.append(one)
            told += len(one.reading.claims)
        number += 1
    made.sort(key=lambda one: (one.reading.report.published_on or date.max, one.reading.report.id))
    return made


def _invent(number: int, countries: int, days: int, chance: Random) -> Happening:
    act = chance.choice(_ACTS)
    return Happening(
        number=number,
        act=act,
        day=FIRST_DAY + timedelta(chance.randrange(days)),
        where=_town(_draw(chance, countries), _draw(chance, _TOWNS)),
        people=1 + _draw(chance, 40),
        wounded=1 + _draw(chance, 20) if act == "killing" and chance.random() < 0.4 else 0,
        age=chance.randrange(15, 80),
        names=tuple(_name(_draw(chance, _NAMES)) for _ in range(8)),
        words=tuple(_word(_draw(chance, _WORDS)) for _ in range(40)),
    )


def _tell(happening: Happening, chance: Random) -> Iterator[Made]:
    """The reports of one happening: one to six, copies among them."""
    before: list[Made] = []
    for n in range(1 + _draw(chance, 6)):
        copied = chance.choice(before) if before and chance.random() < 0.3 else None
        made = _copy(copied, happening.number, n, chance) if copied else _report(happening, n, chance)
        before.append(made)
        yield made


def _report(happening: Happening, n: int, chance: Random) -> Made:
    """One report in words of its own."""
    day = happening.day + timedelta(chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
    when = When(earliest=day, latest=day, prec=1, basis="stated", text="")
    people = max(1, happening.people + chance.choice((0,) * 9 + (1, -1)[: 1 + (happening.people > 1)]))
    where = happening.where
    if chance.random() < 0.1:
        where = replace(where, name=where.admin1 or "", geonameid=None, prec=4)
    elif chance.random() < 0.05:
        where = replace(where, basis="inferred")
    told: list[tuple[Act, int]] = [(happening.act, people)]
    if happening.wounded:
        told.append(("injury", happening.wounded))
    names = [*happening.names, _name(_draw(chance, _NAMES)), _name(_draw(chance, _NAMES)), _name(_draw(chance, _NAMES))]
    chance.shuffle(names)
    lines = [f"{where.name}, {day:%B} {day.day}."]
    spans: list[tuple[Act, int, int, int]] = []
    for act, number in told:
        line = (
            f"{number} people were {_DONE[act]} in {where.name} {chance.choice(_BY)} on {day:%A}, {chance.choice(_BY)}."
        )
        spans.append((act, number, sum(map(len, lines)) + len(lines), len(line)))
        lines.append(line)
    lines += [chance.choice(_MORE).format(*names[3 * k : 3 * k + 3]) for k in range(3)]
    lines.append(_say(chance.sample(happening.words, 25)))
    lines.append(_say([_word(_draw(chance, _WORDS)) for _ in range(25)]))
    ident = f"r_{happening.number}_{n}"
    text = " ".join(lines)
    undated = chance.random() < 0.1
    ages = (happening.age,) if chance.random() < 0.4 else ()
    claims = [
        Claim(
            id=f"c_{happening.number}_{n}_{k}",
            act=act,
            shape="incident",
            when=None if undated else when,
            where=where,
            count=Count(low=number, high=None if chance.random() < 0.05 else number, unit="person", text=""),
            people=People(ages=ages),
            actor=None,
            manner=(),
            voices=(Voice(kind="official", name="Police"),) if chance.random() < 0.3 else (),
            status="reported",
            relations=(),
            quotes=(Quote(start=start, end=start + size, text=text[start : start + size]),),
            found_by="en/1",
        )
        for k, (act, number, start, size) in enumerate(spans)
    ]
    truth = tuple((claim.id, happening.number) for claim in claims)
    if chance.random() < 0.03:
        claims.append(_total(claims[0], day, chance))
    published = None if chance.random() < 0.02 else happening.day + timedelta(1 + _draw(chance, 20))
    return Made(reading=_reading(ident, text, published, claims, chance), truth=truth)


def _total(claim: Claim, day: date, chance: Random) -> Claim:
    """A month's total of the country."""
    first = day.replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    number = 20 + _draw(chance, 200)
    country = claim.where.country if claim.where else None
    return replace(
        claim,
        id=f"{claim.id}_t",
        shape="aggregate",
        when=When(earliest=first, latest=last, prec=4, basis="stated", text=""),
        where=replace(_town(0, 0), name=country or "", country=country, admin1=None, geonameid=None, prec=6),
        count=Count(low=number, high=number, unit="person", text=""),
        people=People(),
        quotes=(),
    )


def _copy(made: Made, number: int, n: int, chance: Random) -> Made:
    """The same words at another outlet, a few days later at most."""
    given = made.reading.report
    claims = [replace(claim, id=f"c_{number}_{n}_{k}") for k, claim in enumerate(made.reading.claims)]
    published = given.published_on and given.published_on + timedelta(_draw(chance, 4))
    reading = _reading(f"r_{number}_{n}", given.text, published, claims, chance)
    known = dict(made.truth)
    truth = [(new.id, known[old.id]) for new, old in zip(claims, made.reading.claims, strict=True) if old.id in known]
    return Made(reading=reading, truth=tuple(truth))


def _reading(ident: str, text: str, published: date | None, claims: Sequence[Claim], chance: Random) -> Reading:
    report = Report(
        id=ident,
        input="",
        url=None,
        outlet=f"{_name(200_000 + _draw(chance, 80))} News",
        title=None,
        published_on=published,
        language="en",
        sha256=sha256(f"{ident} {text}".encode()).hexdigest(),
        text=text,
    )
    return Reading(report=report, claims=tuple(claims))
