"""Who tells what: the origins behind the incidents, the outlets that carry them, and who repeats whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from bearwitness.core.vocabulary import VoiceKind
from bearwitness.workflow.live_view import Snapshot

NO_OUTLET = "outlet unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """One origin: in how many incidents, in how many of them nobody else tells it, and which outlets carry how many of its claims."""

    name: str
    kind: VoiceKind
    incidents: int
    alone: int
    carried_by: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """One outlet: its reports from the first to the last day, its claims that are in incidents, how many of them are its own word, and
    whose word the others are. Copies of a wire are that wire's.
    """

    name: str
    reports: int
    first: date | None
    last: date | None
    claims: int
    own: int
    repeats: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Both, those with most incidents and reports first."""

    origins: tuple[OriginRow, ...]
    outlets: tuple[OutletRow, ...]


def list_sources(snapshot: Snapshot) -> Sources:
    """All sources of a register. Private persons are origins by what they are, never by name."""
    return Sources(origins=_list_origins(snapshot), outlets=_list_outlets(snapshot))


def _list_origins(snapshot: Snapshot) -> tuple[OriginRow, ...]:
    incidents: Counter[tuple[str, VoiceKind]] = Counter()
    alone: Counter[tuple[str, VoiceKind]] = Counter()
    carried: defaultdict[tuple[str, VoiceKind], Counter[str]] = defaultdict(Counter)
    for incident in snapshot.view.incidents:
        keys = {(origin.name, origin.kind) for origin in incident.origin_list}
        incidents.update(keys)
        if len(keys) == 1:
            alone.update(keys)
        for origin in incident.origin_list:
            carried[origin.name, origin.kind].update(_find_outlet(snapshot, claim) for claim in origin.claims)
    rows = [
        OriginRow(
            name=name,
            kind=kind,
            incidents=number,
            alone=alone[name, kind],
            carried_by=tuple(carried[name, kind].most_common()),
        )
        for (name, kind), number in incidents.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.incidents, row.name, row.kind)))


def _list_outlets(snapshot: Snapshot) -> tuple[OutletRow, ...]:
    whose: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for incident in snapshot.view.incidents:
        for origin in incident.origin_list:
            for claim in origin.claims:
                whose[_find_outlet(snapshot, claim)][origin.name] += 1
    days: defaultdict[str, list[date | None]] = defaultdict(list)
    for reading in snapshot.view.readings:
        days[reading.report.outlet or NO_OUTLET].append(reading.report.published_on)
    rows = []
    for name, all_days in days.items():
        known = [day for day in all_days if day is not None]
        others = [(origin, number) for origin, number in whose[name].most_common() if not _is_same(origin, name)]
        total = whose[name].total()
        rows.append(
            OutletRow(
                name=name,
                reports=len(all_days),
                first=min(known, default=None),
                last=max(known, default=None),
                claims=total,
                own=total - sum(number for _, number in others),
                repeats=tuple(others),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.reports, row.name)))


def _find_outlet(snapshot: Snapshot, claim: str) -> str:
    reading = snapshot.readings.get(claim)
    return (reading.report.outlet if reading else None) or NO_OUTLET


def _is_same(origin: str, outlet: str) -> bool:
    return origin.casefold() == outlet.casefold()
