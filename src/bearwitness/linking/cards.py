"""From an occurrence to its card: the keys by which others find it."""

from collections.abc import Sequence
from hashlib import blake2b

from bearwitness.core.link_index import Card
from bearwitness.core.records import When
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.windows import find_place, find_town
from bearwitness.linking.wording import FEWEST_WORDS


def build_card(one: Occurrence) -> Card:
    """The card of an occurrence."""
    words = [digest(wording.act, wording.sequence) for wording in one.wordings]
    area, span = find_place(one.where), _find_span(one)
    when = one.when and (one.when.earliest, one.when.latest)
    country = find_country(one)
    return Card(
        id=one.id,
        report=one.report,
        month=one.month,
        country=country,
        sign=_sign(one, words),
        area=area if span else None,
        first=span[0] if span else None,
        last=span[1] if span else None,
        town=find_town(one.where),
        figures=tuple(f"{act}/{country}/{when[0]}/{when[1]}/{count.low}" for act, count in one.counts.items())
        if when and one.where
        else (),
        wordings=tuple(
            word for word, told in zip(words, one.wordings, strict=True) if len(told.sequence) >= FEWEST_WORDS
        ),
        details=one.details,
        acts=frozenset(claim.act for claim in one.claims),
    )


def find_country(one: Occurrence) -> str | None:
    """The country an occurrence names."""
    return one.where.country if one.where else None


def _sign(one: Occurrence, words: Sequence[str]) -> str:
    """What an occurrence says, word for word, with its day, place, ages and details."""
    claims = sorted(
        (c.act, c.count.low, c.count.high or -1, c.count.unit, w) for c, w in zip(one.claims, words, strict=True)
    )
    where = one.where and (one.where.country, one.where.admin1, one.where.name, one.where.prec)
    return digest(claims, where, _spell(one.when), sorted(one.ages), sorted(one.details))


def _spell(when: When | None) -> str:
    return f"{when.earliest} {when.latest}" if when else ""


def digest(*parts: object) -> str:
    """A key for words that shall not stand in it."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def _find_span(one: Occurrence) -> tuple[int, int] | None:
    if one.when and one.when.earliest and one.when.latest:
        return one.when.earliest.toordinal(), one.when.latest.toordinal()
    return (one.published_on.toordinal(),) * 2 if one.published_on else None
