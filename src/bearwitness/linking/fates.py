"""Which incidents tell what later befell the people of others: an arrest and the return of the same people. Relations, never merges.

Sure is what a report says of its own claims (`follows`), or a person judges (a release `part-of` an arrest: its people are among that
one's). Between others it is possible where days, place and people allow it and something ties the two; a possible one only widens
what can be said. A person's `different` bars both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Follow, Incident, Link
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import ACTS, COUNTRY, TOLD
from bearwitness.linking.agreement import Standing, compare_places
from bearwitness.linking.wording import find_words

Pair = tuple[str, str]
_BY_PERSON: Final = "person:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An incident as far as it matters here: the days between which it lies, and whether the words that its act needs are told.

    It may be a fate of people who were taken at least till `earliest`.
    """

    incident: Incident
    first: date
    last: date
    earliest: date
    has_words: bool
    reports: frozenset[str]
    group: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Said:
    """The claims of a later and an earlier act that are said to be of the same people. `is_whole`: the later claim tells of all the people
    of its incident, and not of some among them.
    """

    later: str
    earlier: str
    because: str
    is_whole: bool


def find_follows(
    incidents: Sequence[Incident], claims: Iterable[Claim], links: Iterable[Link], asked: Collection[str]
) -> tuple[Follow, ...]:
    """What befell the people of the incidents with the ids `asked`, and of those who follow them, by ids.

    The sure sources of each fate found are all given, asked or not: they say whose people it tells of. The order of incidents,
    claims and links changes nothing.
    """
    known = {claim.id: claim for claim in claims}
    home = {ident: one for one in incidents for ident in one.claims if _is_told(one, known)}
    said, barred = _find_said(home, known, list(links))
    sources: defaultdict[str, list[Pair]] = defaultdict(list)
    sequels: defaultdict[str, set[str]] = defaultdict(set)
    for earlier, later in said:
        sources[later].append((earlier, later))
        sequels[earlier].add(later)
    told = {one.id: _build_told(one, known) for one in {one.id: one for one in home.values()}.values()}
    fates = sorted((one for one in told.values() if _is_fate(one.incident)), key=lambda one: one.incident.id)
    settled = {pair[1] for pair, rows in said.items() if not _find_doubt(told[pair[0]].incident, rows)}
    open_fates = [one for one in fates if one.incident.id not in settled]
    after = {act: [one for one in open_fates if act in load_fates()[one.incident.act].after] for act in ACTS}
    found: dict[Pair, Follow] = {}
    waiting = sorted(ident for ident in asked if ident in told)
    seen = set(waiting)
    while waiting:
        ident = waiting.pop()
        here = told[ident]
        possible = {
            one.incident.id: reasons
            for one in after[here.incident.act]
            if one.last >= here.first
            and one.earliest <= here.last
            and frozenset((ident, one.incident.id)) not in barred
            and (reasons := _find_reasons(here, one))
            and (not sequels.get(one.incident.id) or ident not in _reach(sequels, one.incident.id))
        }
        for later in sorted({*sequels.get(ident, ()), *possible}):
            for pair in sources[later]:
                found.setdefault(pair, _build_said(pair, said[pair], told))
            if later in possible:
                found.setdefault((ident, later), _build_possible((ident, later), possible[later]))
            if later not in seen:
                seen.add(later)
                waiting.append(later)
    return tuple(found[pair] for pair in sorted(found))


def _is_told(incident: Incident, known: Mapping[str, Claim]) -> bool:
    return incident.count.unit == "person" and any(
        known[ident].status in TOLD for ident in incident.claims if ident in known
    )


def _is_fate(incident: Incident) -> bool:
    return incident.act in load_fates()


def _find_said(
    home: Mapping[str, Incident], known: Mapping[str, Claim], links: Sequence[Link]
) -> tuple[dict[Pair, list[_Said]], set[frozenset[str]]]:
    """What is said of each pair of incidents (earlier, later), and the pairs that persons keep apart."""
    rows = [
        (claim.id, relation.to, relation.because or "the report says so")
        for claim in known.values()
        for relation in claim.relations
        if relation.kind == "follows" and claim.status in TOLD
    ]
    parts = {link.left for link in links if link.judgement == "part-of" and home.get(link.left) is home.get(link.right)}
    barred: set[frozenset[str]] = set()
    for link in links:
        if not link.by.startswith(_BY_PERSON) or link.left not in home or link.right not in home:
            continue
        ends = (home[link.left], home[link.right])
        if link.judgement == "different":
            barred.add(frozenset(one.id for one in ends))
        elif link.judgement == "part-of" and ends[0].act != ends[1].act and _is_fate(ends[0]):
            rows.append((link.left, link.right, f"{'; '.join(link.reasons)} ({link.by})"))
    said: defaultdict[Pair, list[_Said]] = defaultdict(list)
    for later, earlier, because in sorted(set(rows)):
        one, other = home.get(earlier), home.get(later)
        if one is None or other is None or one.act == other.act or not _is_fate(other):
            continue
        if frozenset((one.id, other.id)) not in barred:
            high = known[later].count.high
            is_whole = later not in parts and (high is None or high >= other.count.low)
            said[one.id, other.id].append(_Said(later=later, earlier=earlier, because=because, is_whole=is_whole))
    return _drop_circles(said), barred


def _drop_circles(said: Mapping[Pair, list[_Said]]) -> dict[Pair, list[_Said]]:
    """Without what would make a fate come before itself: two reports that tell two acts the other way round."""
    ahead: defaultdict[str, set[str]] = defaultdict(set)
    kept = {}
    for earlier, later in sorted(said):
        if earlier not in _reach(ahead, later):
            ahead[earlier].add(later)
            kept[earlier, later] = said[earlier, later]
    return kept


def _reach(ahead: Mapping[str, Collection[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for ident in ahead.get(waiting.pop(), ()):
            if ident not in found:
                found.add(ident)
                waiting.append(ident)
    return found


def _build_told(incident: Incident, known: Mapping[str, Claim]) -> _Told:
    when, kind = find_known(incident.when), load_fates().get(incident.act)
    first = (when and when.earliest) or date.min
    needed = kind.words if kind else frozenset()
    return _Told(
        incident=incident,
        first=first,
        last=(when and when.latest) or date.max,
        reports=frozenset(incident.reports),
        group=frozenset((incident.people.group or "").casefold().split()),
        earliest=first if first == date.min or kind is None else first - timedelta(days=kind.within),
        has_words=not needed or any(needed & find_words(known[ident]) for ident in incident.claims if ident in known),
    )


def _find_reasons(earlier: _Told, later: _Told) -> tuple[str, ...]:
    """Why the later incident may be of the earlier one's people; empty where it cannot, or nothing ties the two."""
    one, other = earlier.incident, later.incident
    if one.id == other.id or one.shape != "incident" or not later.has_words:
        return ()
    standing = compare_places(one.where, other.where)
    if standing.stand == "against" and not load_fates()[other.act].moves:
        return ()
    ties = [reason for reason in _list_ties(earlier, later, standing) if reason]
    if not ties:
        return ()
    same = (one.count.low, one.count.high) == (other.count.low, other.count.high) and one.count.low > 1
    numbers = (f"both {one.count.low} people",) if same else ()
    return (*ties, *numbers, "no report says whether they are the same people")


def _list_ties(earlier: _Told, later: _Told, standing: Standing) -> tuple[str, ...]:
    return (
        "" if earlier.reports.isdisjoint(later.reports) else "told in one report",
        _tie_places(earlier.incident, later.incident, standing),
        "" if earlier.group.isdisjoint(later.group) else "the same group",
    )


def _tie_places(one: Incident, other: Incident, standing: Standing) -> str:
    if one.where is None or other.where is None or one.where.country is None:
        return ""
    if standing.stand == "agree":
        return f"both in {one.where.name}"
    shown = next((place.name for place in (one.where, other.where) if place.prec >= COUNTRY), one.where.country)
    return f"both in {shown}" if one.where.country == other.where.country else ""


def _build_said(pair: Pair, rows: Sequence[_Said], told: Mapping[str, _Told]) -> Follow:
    doubt = _find_doubt(told[pair[0]].incident, rows)
    reasons = dict.fromkeys(one.because for one in rows)
    return Follow(
        earlier=pair[0],
        later=pair[1],
        is_sure=not doubt,
        reasons=(*reasons, *((doubt,) if doubt else ())),
        claims=tuple((one.later, one.earlier) for one in rows),
    )


def _find_doubt(earlier: Incident, rows: Sequence[_Said]) -> str:
    """Why it is not sure of the whole incident, though it is said: empty where it is."""
    if earlier.shape != "incident":
        return "a total names none of the incidents that it may hold"
    return "" if any(one.is_whole for one in rows) else "it is said of some of the later act's people only"


def _build_possible(pair: Pair, reasons: tuple[str, ...]) -> Follow:
    return Follow(earlier=pair[0], later=pair[1], is_sure=False, reasons=reasons)
