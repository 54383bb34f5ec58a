"""Occurrences as one report tells them: its claims on one happening, put together before reports are compared.

A shooting with one dead and two wounded is one occurrence of two claims, a raid with its arrests another. What two reports have
in common (the day, the town, the ages, the names of a street) belongs to the occurrence, so it is compared there; links are then
drawn between its claims (`matching`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.records import Claim, Count, Reading, Report, When, Where
from bearwitness.core.vocabulary import Act
from bearwitness.linking.agreement import compare_places, compare_times
from bearwitness.linking.details import NOTHING, Telling, find_telling, find_words_of, share_telling
from bearwitness.linking.pairs import Told
from bearwitness.linking.wording import Wording, build_wording

_JOINING: Final = frozenset({"same", "part-of"})
_MOST: Final = 60
"""A report of more groups than this is a table; what it lists apart is apart, and comparing all with all would cost minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The claims of one report on one happening, and what they tell of it together.

    `report` numbers the report in the order given, `month` counts months from year 0 (None: no day is known, not even the
    report's). `details` are words of the report that tell of it, `names` those of them that are names. `is_main` is false for what
    the report tells beside its story, in less than half as many quotes as its largest one.
    """

    id: str
    report: int
    month: int | None
    published_on: date | None
    claims: tuple[Claim, ...]
    when: When | None
    where: Where | None
    counts: Mapping[Act, Count]
    ages: frozenset[int]
    details: frozenset[str]
    names: frozenset[str]
    wordings: tuple[Wording, ...]
    is_main: bool


def find_occurrences(readings: Sequence[Reading], told: Sequence[Told]) -> tuple[Occurrence, ...]:
    """The occurrences that the linkable incidents among the claims tell of, by id. Totals are none."""
    by_report: defaultdict[int, list[Claim]] = defaultdict(list)
    for one in told:
        if one.claim.shape == "incident":
            by_report[one.report].append(one.claim)
    # One after another the copies of a text, so that it is taken apart once.
    found = [
        occurrence
        for number in sorted(by_report, key=lambda one: readings[one].report.text)
        for occurrence in _build_occurrences(number, readings[number].report, by_report[number])
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def count_people(claims: Iterable[Claim]) -> Mapping[Act, Count]:
    """For each act how many people it befell: different people add, the same people told again and parts of them do not."""
    sums: dict[Act, tuple[int, int | None]] = {}
    kept: defaultdict[Act, set[str]] = defaultdict(set)
    for claim in sorted(claims, key=lambda one: (one.quotes[0].start if one.quotes else 0, one.id)):
        again = any(r.kind in _JOINING and r.to in kept[claim.act] for r in claim.relations)
        if claim.count.unit != "person" or again:
            continue
        kept[claim.act].add(claim.id)
        low, high = sums.get(claim.act, (0, 0))
        sums[claim.act] = (
            low + claim.count.low,
            None if high is None or claim.count.high is None else high + claim.count.high,
        )
    return {act: Count(low=low, high=high, unit="person", text="") for act, (low, high) in sorted(sums.items())}


def find_month(when: When | None, report: Report) -> int | None:
    """The month in which others would report it: that of the report, or where it has no day the happening's own."""
    known = find_known(when)
    day = report.published_on or (known and (known.latest or known.earliest))
    return day.year * 12 + day.month if day else None


def _build_occurrences(number: int, report: Report, claims: Sequence[Claim]) -> list[Occurrence]:
    groups = _group_claims(claims)
    starts = sorted((quote.start, n) for n, group in enumerate(groups) for claim in group for quote in claim.quotes)
    telling = find_telling(report.text, report.title or "")
    largest = max(map(_count_quotes, groups))
    mains = {n for n, group in enumerate(groups) if 2 * _count_quotes(group) > largest}
    shared = share_telling(telling, report.text, starts) if starts and len(groups) > 1 else {}
    if len(mains) == 1 and starts:
        # A report of one story lends it every word: what stands beside it tells of its street and its people too.
        shared |= dict.fromkeys(mains, telling)
    return [
        _build_occurrence(number, report, group, shared.get(n, NOTHING), is_main=n in mains)
        for n, group in enumerate(groups)
    ]


def _count_quotes(claims: Sequence[Claim]) -> int:
    return sum(len(claim.quotes) for claim in claims)


def _build_occurrence(
    number: int, report: Report, claims: Sequence[Claim], telling: Telling, *, is_main: bool
) -> Occurrence:
    subjects = _name_subjects(claims)
    when = min((known for claim in claims if (known := _find_dated(claim))), key=_by_precision, default=None)
    wheres = [claim.where for claim in claims if claim.where is not None and claim.where.country is not None]
    where = min(wheres, key=lambda one: (one.basis == "inferred", one.prec, one.name), default=None)
    return Occurrence(
        id=min(claim.id for claim in claims),
        report=number,
        month=find_month(when, report),
        published_on=report.published_on,
        claims=tuple(claims),
        when=when,
        where=where,
        counts=count_people(claims),
        ages=frozenset(age for claim in claims for age in claim.people.ages),
        details=_leave_out(telling.words, subjects),
        names=_leave_out(telling.names, subjects),
        wordings=tuple(map(build_wording, claims)),
        is_main=is_main,
    )


def _leave_out(words: frozenset[str], subjects: frozenset[str]) -> frozenset[str]:
    """Copies hold the very same set where nothing is left out: there are many of them."""
    return words if words.isdisjoint(subjects) else words - subjects


def _name_subjects(claims: Iterable[Claim]) -> frozenset[str]:
    """The words of what is compared by itself or is the subject of the whole register: provinces, groups, doers.

    Among a hundred other reports, "North Korean" and "Liaoning" were rare, and two towns' arrests of one week became one.
    """
    told = [word for claim in claims for word in (claim.people.group, claim.actor and claim.actor.text)]
    told += [claim.where.admin1 for claim in claims if claim.where]
    return frozenset(word for text in told if text for word in find_words_of(text))


def _find_dated(claim: Claim) -> When | None:
    when = find_known(claim.when)
    return when if when and when.earliest and when.latest and when.basis != "publication" else None


def _by_precision(when: When) -> tuple[int, date, date]:
    return (when.prec, when.earliest or date.min, when.latest or date.max)


def _group_claims(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims by happening: what the report joins, then whatever nothing sets apart from all of a larger one."""
    if len(claims) == 1:
        return [list(claims)]
    group = {claim.id: [claim] for claim in sorted(claims, key=lambda one: one.id)}
    for claim in claims:
        for relation in claim.relations:
            if relation.to in group and relation.kind in _JOINING and group[claim.id] is not group[relation.to]:
                merged = sorted((*group[claim.id], *group[relation.to]), key=lambda one: one.id)
                group |= {one.id: merged for one in merged}
    told = [members for ident, members in sorted(group.items()) if ident == members[0].id]
    if len(told) > _MOST:
        return told
    walls = _find_walls(claims)
    happenings: list[list[Claim]] = []
    for members in sorted(told, key=lambda one: (-_count_quotes(one), _find_start(one), one[0].id)):
        home = next((one for one in happenings if not _is_apart(one, members, walls)), None)
        if home is None:
            happenings.append(list(members))
        else:
            home += members
    return [sorted(one, key=lambda claim: claim.id) for one in happenings]


def _find_start(claims: Sequence[Claim]) -> int:
    return min((quote.start for claim in claims for quote in claim.quotes), default=0)


def _find_walls(claims: Iterable[Claim]) -> set[frozenset[str]]:
    return {frozenset((c.id, r.to)) for c in claims for r in c.relations if r.kind == "different"}


def _is_apart(left: Sequence[Claim], right: Sequence[Claim], walls: set[frozenset[str]]) -> bool:
    """Whether the report sets two of its happenings apart: by its words, by day or place, or by telling one act of each.

    Two arrests that a report does not join are two to it: a reader joins what is told again. Compared as one of five people, three
    at a station and two in a flat were not known again where another report told of the two.
    """
    for one in left:
        for other in right:
            if one.act == other.act or frozenset((one.id, other.id)) in walls:
                return True
            if "against" in (compare_times(one.when, other.when).stand, compare_places(one.where, other.where).stand):
                return True
    return False
