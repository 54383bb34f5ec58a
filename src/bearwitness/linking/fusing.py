"""One count, date, place and description from several claims of one occurrence, and what they disagree on.

Where claims agree, what all of them allow; where they conflict, from the lowest low to the highest high, and the
conflict is named (rule 9 of the method).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bearwitness.core.days import list_known
from bearwitness.core.records import Claim, Count, People, When, Where
from bearwitness.core.vocabulary import ADMIN1, COUNTRY, DAY, DAYS, LONGER, MONTH, WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedCount:
    """The count claims allow together, and the conflict in words, "" when there is none."""

    count: Count
    conflict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedWhen:
    """The days claims allow together, and the conflict in words, "" when there is none."""

    when: When | None
    conflict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedWhere:
    """The place claims allow together, and the conflict in words, "" when there is none."""

    where: Where | None
    conflict: str


def fuse_counts(counts: Sequence[Count]) -> FusedCount:
    """The numbers together; the words of the claim that gives the lower end stand for all."""
    low = max(count.low for count in counts)
    known = [count.high for count in counts if count.high is not None]
    high = min(known, default=None)
    conflict = ""
    if high is not None and low > high:
        spoken = sorted({(count.low, count.high) for count in counts}, key=lambda ends: (ends[0], ends[1] or ends[0]))
        conflict = f"count: {' / '.join(_number(*ends) for ends in spoken)}"
        low = min(count.low for count in counts)
        high = max(known) if len(known) == len(counts) else None
    speaker = min(counts, key=lambda count: (count.low != low, count.text))
    return FusedCount(count=replace(speaker, low=low, high=high), conflict=conflict)


def fuse_whens(whens: Sequence[When]) -> FusedWhen:
    """The days together, as precise as they then are.

    A date that a reader inferred stands against none that a report tells, and where two of them clash neither is taken.
    """
    told = [when for when in whens if not when.inferred]
    if any(when.basis != "publication" for when in told):
        return _fuse_told(told)
    guessed = _fuse_told([when for when in whens if when.inferred])
    return guessed if guessed.when is not None and not guessed.conflict else _fuse_told(list_known(whens))


def _fuse_told(whens: Sequence[When]) -> FusedWhen:
    dated = [when for when in whens if when.earliest is not None or when.latest is not None]
    if not dated:
        unknown = sorted(whens, key=lambda when: (when.month_day or "", when.text))
        return FusedWhen(when=unknown[-1] if unknown else None, conflict="")
    first = max((when.earliest for when in dated if when.earliest), default=None)
    last = min((when.latest for when in dated if when.latest), default=None)
    conflict = ""
    if first and last and first > last:
        spans = sorted({(when.earliest or date.min, when.latest or date.max) for when in dated})
        conflict = f"date: {' / '.join(_days(*span) for span in spans)}"
        open_start, open_end = any(not when.earliest for when in dated), any(not when.latest for when in dated)
        first = None if open_start else min(when.earliest for when in dated if when.earliest)
        last = None if open_end else max(when.latest for when in dated if when.latest)
    speaker = min(dated, key=lambda when: (when.prec, when.basis != "stated", when.earliest or date.min, when.text))
    return FusedWhen(
        when=replace(speaker, earliest=first, latest=last, prec=_precision(first, last)), conflict=conflict
    )


def fuse_wheres(wheres: Sequence[Where]) -> FusedWhere:
    """The most precise place when it lies in all the others, else the smallest known division that holds them all.

    A place that a reader inferred stands against none that a report states.
    """
    stated = [where for where in wheres if where.basis == "stated"]
    placed = sorted(
        (where for where in stated or wheres if where.country),
        key=lambda where: (where.prec, where.name, where.geonameid or 0),
    )
    if not placed:
        return FusedWhere(where=min(wheres, key=lambda where: where.name, default=None), conflict="")
    nearest = placed[0]
    if all(_holds(where, nearest) for where in placed):
        return FusedWhere(where=nearest, conflict="")
    conflict = f"place: {' / '.join(dict.fromkeys(where.name for where in placed))}"
    if len({where.country for where in placed}) > 1:
        return FusedWhere(where=None, conflict=conflict)
    admins = {where.admin1 for where in placed}
    shared = admins.pop() if len(admins) == 1 else None
    area = replace(
        nearest,
        name=shared or nearest.country or "",
        geonameid=None,
        admin1=shared,
        admin2=None,
        lat=None,
        lon=None,
        prec=ADMIN1 if shared else COUNTRY,
    )
    return FusedWhere(where=area, conflict=conflict)


def fuse_people(people: Sequence[People]) -> People:
    """What the claims tell of the people: a number only where all that tell it agree."""
    groups = Counter(one.group for one in people if one.group)
    return People(
        group=min(groups, key=lambda group: (-groups[group], group), default=None),
        female=_agreed([one.female for one in people]),
        male=_agreed([one.male for one in people]),
        children=_agreed([one.children for one in people]),
        ages=max((one.ages for one in people), key=lambda ages: (len(ages), ages), default=()),
        names=tuple(sorted({name for one in people for name in one.names})),
    )


def list_manner(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Every manner any claim tells, by name."""
    return tuple(sorted({manner for claim in claims for manner in claim.manner}))


def _agreed(numbers: Sequence[int | None]) -> int | None:
    known = {number for number in numbers if number is not None}
    return known.pop() if len(known) == 1 else None


def _number(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _days(first: date, last: date) -> str:
    start = "?" if first == date.min else first.isoformat()
    end = "?" if last == date.max else last.isoformat()
    return start if start == end else f"{start}..{end}"


def _precision(first: date | None, last: date | None) -> int:
    if first is None or last is None:
        return LONGER
    days = (last - first).days + 1
    return next((prec for most, prec in ((1, DAY), (6, DAYS), (7, WEEK), (31, MONTH)) if days <= most), LONGER)


def _holds(outer: Where, inner: Where) -> bool:
    """Whether `inner` is `outer` or is known to lie in it."""
    if outer.country != inner.country:
        return False
    if outer.prec >= COUNTRY or outer == inner:
        return True
    if outer.geonameid is not None and outer.geonameid == inner.geonameid:
        return True
    if outer.prec == ADMIN1:
        return outer.admin1 == inner.admin1
    return outer.name.casefold() == inner.name.casefold() and outer.admin1 in (None, inner.admin1)
