"""Incidents: claims judged to tell of one occurrence, put together. Recomputed from claims and links, never kept as
truth.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from bearwitness.core.days import find_known
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.core.vocabulary import TOLD
from bearwitness.linking.agreement import compare_places, compare_times
from bearwitness.linking.flags import find_flags
from bearwitness.linking.fusing import fuse_counts, fuse_people, fuse_whens, fuse_wheres, list_manner
from bearwitness.linking.grades import decide_grade
from bearwitness.linking.matching import BY
from bearwitness.linking.origins import find_origins, find_replaced
from bearwitness.linking.pairs import find_linkable


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The claims of one incident with all that decides what it is: the report of each, the pairs of them that are judged different all the
    same, and those that tell of a part of the others' people.
    """

    claims: tuple[Claim, ...]
    reports: tuple[Report, ...]
    walls: tuple[tuple[str, str], ...]
    parts: frozenset[str]


def build_incidents(readings: Sequence[Reading], links: Iterable[Link]) -> tuple[Incident, ...]:
    """The incidents and totals that `links` make of the claims, by date, place and id; the order given changes nothing.

    `same` joins, and so does `part-of` where the part has no day or place of its own: "one of the four" is no incident beside
    the four. A total keeps its shape and is never an incident. Claims that are planned, hypothetical or told as background
    are in none.
    """
    return sort_incidents(build_incident(group) for group in find_groups(readings, links))


def find_groups(readings: Sequence[Reading], links: Iterable[Link]) -> tuple[Group, ...]:
    """The claims that are one incident each. An incident is decided by its group alone: the same group is the same incident."""
    claims = {told.claim.id: told.claim for told in find_linkable(readings)}
    reports = {claim.id: reading.report for reading in readings for claim in reading.claims if claim.id in claims}
    judged = [link for link in links if link.left in claims and link.right in claims]
    parts = [
        (link.left, link.right)
        for link in judged
        if link.judgement == "part-of" and _is_inside(claims[link.left], claims[link.right], is_weighed=link.by == BY)
    ]
    groups = _join(claims, [(link.left, link.right) for link in judged if link.judgement == "same"] + parts)
    group_of = {ident: n for n, group in enumerate(groups) for ident in group}
    walls: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for link in judged:
        if link.judgement == "different" and group_of[link.left] == group_of[link.right]:
            walls[group_of[link.left]].append((link.left, link.right))
    inside = frozenset(left for left, _ in parts)
    return tuple(
        Group(
            claims=tuple(claims[ident] for ident in group),
            reports=tuple(reports[ident] for ident in group),
            walls=tuple(walls.get(n, ())),
            parts=inside.intersection(group),
        )
        for n, group in enumerate(groups)
    )


def sort_incidents(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """By date, place and id."""
    return tuple(sorted(incidents, key=_by_time))


def _is_inside(part: Claim, whole: Claim, *, is_weighed: bool) -> bool:
    """Whether some of the people of a claim are told with nothing that would make theirs another incident.

    Between reports that was weighed when the two were linked (`is_weighed`): their days and places were compared there.
    """
    alike = (part.act, part.shape, part.count.unit) == (whole.act, whole.shape, whole.count.unit)
    when, where = find_known(part.when), part.where
    same_days = when is None or compare_times(when, whole.when).stand == "agree" or when == find_known(whole.when)
    same_place = where is None or compare_places(where, whole.where).stand == "agree" or where == whole.where
    return alike and part.shape == "incident" and (is_weighed or (same_days and same_place))


def build_incident(group: Group) -> Incident:
    """What its claims say together."""
    claims, parts = group.claims, group.parts
    reports = {claim.id: report for claim, report in zip(claims, group.reports, strict=True)}
    told = [claim for claim in claims if claim.status in TOLD] or list(claims)
    # A part says nothing of how many there were in all.
    whole = [claim for claim in told if claim.id not in parts] or told
    origins = find_origins(claims, reports)
    replaced = find_replaced(whole, reports, origins)
    outdated = {one.claim for one in replaced}
    counted = fuse_counts([claim.count for claim in whole if claim.id not in outdated])
    dated = fuse_whens([claim.when for claim in told if claim.when])
    placed = fuse_wheres([claim.where for claim in told if claim.where])
    ids = tuple(claim.id for claim in claims)
    tellers = {claim.id for claim in told if claim.status in TOLD}
    graded = decide_grade(claims, reports, origins)
    crossed = [f"judged both same and different: {one}, {other}" for one, other in group.walls]
    return Incident(
        id="i_" + sha256("\n".join(ids).encode()).hexdigest()[:12],
        act=claims[0].act,
        when=dated.when,
        where=placed.where,
        # Denied by another, or taken back: it may be that nobody suffered it (rule 9).
        count=replace(counted.count, low=0) if graded.grade in {"contested", "discounted"} else counted.count,
        people=fuse_people([claim.people for claim in whole]),
        manner=list_manner(told),
        claims=ids,
        reports=tuple(sorted({reports[ident].id for ident in ids})),
        origins=max(1, sum(1 for origin in origins if tellers & set(origin.claims))),
        grade=graded.grade,
        conflicts=tuple(words for words in (dated.conflict, placed.conflict, counted.conflict, *crossed) if words),
        shape="aggregate" if all(claim.shape == "aggregate" for claim in claims) else "incident",
        origin_list=origins,
        replaced=replaced,
        grade_reason=graded.reason,
        flags=find_flags(whole, reports),
    )


def _join(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The ids in groups, each pair together, by id."""
    group = {ident: [ident] for ident in ids}
    for left, right in pairs:
        if group[left] is not group[right]:
            merged = group[left] + group[right]
            for ident in merged:
                group[ident] = merged
    return [sorted(members) for ident, members in group.items() if ident == min(members)]


def _by_time(incident: Incident) -> tuple[date, date, str, str]:
    when, where = incident.when, incident.where
    first = (when and (when.earliest or when.latest)) or date.max
    last = (when and when.latest) or date.max
    return (first, last, where.name if where else "", incident.id)
