"""Incidents, claims and reports as the rows of an export: no name in them, and words of reports and outlets only where asked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from bearwitness.core.cells import clean_words
from bearwitness.core.days import find_known
from bearwitness.core.incidents import Incident
from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Claim, Report, When, Where
from bearwitness.core.vocabulary import BY_MODEL, Act
from bearwitness.release.exports.edtf_dates import render_edtf
from bearwitness.release.exports.records import ExportedClaim, ExportedIncident, ExportedReport
from bearwitness.store.register import report_uid
from bearwitness.workflow.exported_places import ExportedPlace, find_exported_place
from bearwitness.workflow.hand_claims import BY_HAND
from bearwitness.workflow.view import View

_READER: Final = re.compile(rf"[a-z]{{2}}/\d{{1,4}}|{BY_MODEL}[A-Za-z0-9._:/-]{{1,80}}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is exported. `act` None is every act; `place` a code, path, name or GeoNames id. Words and outlets only where asked for."""

    act: Act | None = None
    earliest: date | None = None
    latest: date | None = None
    place: str | None = None
    with_quotes: bool = False
    with_outlets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What rows are made of: the view, its claims and their reports by the claims' ids, and places as they were found before."""

    view: View
    wanted: Wanted
    gazetteer: Gazetteer
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]
    places: dict[Where | None, ExportedPlace] = field(default_factory=dict)

    def find_place(self, where: Where | None) -> ExportedPlace:
        """The place as it is told."""
        if where not in self.places:
            self.places[where] = find_exported_place(where, self.gazetteer)
        return self.places[where]


def build_sources(view: View, wanted: Wanted, gazetteer: Gazetteer) -> Sources:
    """The view with what finds things in it."""
    return Sources(
        view=view,
        wanted=wanted,
        gazetteer=gazetteer,
        claims={claim.id: claim for claim in view.claims},
        reports={claim.id: reading.report for reading in view.readings for claim in reading.claims},
    )


def export_incident(one: Incident, stand: Literal["certain", "possible"], sources: Sources) -> ExportedIncident:
    """An incident as a row."""
    first, last, prec = _find_days(one.when)
    place = sources.find_place(one.where)
    east, north = (place.spot.point if place.spot else None) or (None, None)
    members = [sources.claims[ident] for ident in one.claims if ident in sources.claims]
    wanted, people = sources.wanted, one.people
    outlets = [sources.reports[claim.id].outlet for claim in members] if wanted.with_outlets else []
    quoted = members if wanted.with_quotes else []
    return ExportedIncident(
        id=one.id,
        act=one.act,
        shape=one.shape,
        first_day=first,
        last_day=last,
        date_prec=prec,
        edtf=render_edtf(find_known(one.when)),
        place=place.name,
        place_id=place.ident,
        country=place.country,
        country_name=place.country_name,
        admin1=place.admin1,
        admin2=place.admin2,
        where_prec=place.prec,
        lat=north,
        lon=east,
        low=one.count.low,
        high=one.count.high,
        unit=one.count.unit,
        female=people.female,
        male=people.male,
        children=people.children,
        grade=one.grade,
        origins=one.origins,
        reports=len(one.reports),
        voices=tuple(sorted({voice.kind for claim in members for voice in claim.voices})),
        accepted=sum(1 for claim in members if claim.id in sources.view.accepted),
        conflicts=len(one.conflicts),
        in_question=stand,
        claims=tuple(claim.id for claim in members),
        group=clean_words(people.group or "") if wanted.with_quotes else "",
        manner=_clean(one.manner) if wanted.with_quotes else (),
        actors=_clean(claim.actor.text for claim in quoted if claim.actor),
        quotes=_clean(quote.text for claim in quoted for quote in claim.quotes),
        outlets=_clean(outlet for outlet in outlets if outlet),
    )


def export_claim(claim: Claim, incident: str, sources: Sources) -> ExportedClaim:
    """A claim of an incident as a row."""
    first, last, prec = _find_days(claim.when)
    place, with_words = sources.find_place(claim.where), sources.wanted.with_quotes
    return ExportedClaim(
        id=claim.id,
        incident=incident,
        report=report_uid(sources.reports[claim.id]),
        act=claim.act,
        shape=claim.shape,
        status=claim.status,
        first_day=first,
        last_day=last,
        date_prec=prec,
        edtf=render_edtf(find_known(claim.when)),
        place=place.name,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        where_prec=place.prec,
        low=claim.count.low,
        high=claim.count.high,
        unit=claim.count.unit,
        actor_kind=claim.actor.kind if claim.actor else "",
        voices=tuple(voice.kind for voice in claim.voices),
        read_by=_name_reader(claim.found_by),
        decision="accepted" if claim.id in sources.view.accepted else "proposed",
        group=clean_words(claim.people.group or "") if with_words else "",
        manner=_clean(claim.manner) if with_words else (),
        actor=clean_words(claim.actor.text) if claim.actor and with_words else "",
        quotes=_clean(quote.text for quote in claim.quotes) if with_words else (),
    )


def export_reports(claims: Sequence[Claim], sources: Sources) -> tuple[ExportedReport, ...]:
    """The reports that make these claims, each once."""
    found = {report_uid(report): report for report in (sources.reports[claim.id] for claim in claims)}
    return tuple(_export_report(uid, report, sources.wanted) for uid, report in found.items())


def _export_report(uid: str, report: Report, wanted: Wanted) -> ExportedReport:
    language = report.language or ""
    bare = ExportedReport(id=uid, language=language if _LANGUAGE.fullmatch(language) else "")
    if not wanted.with_outlets:
        return bare
    return ExportedReport(
        id=uid,
        language=bare.language,
        outlet=clean_words(report.outlet or ""),
        title=clean_words(report.title or ""),
        url=clean_words(report.url or ""),
        published_on=report.published_on,
    )


def _find_days(when: When | None) -> tuple[date | None, date | None, int | None]:
    """The days that words give, as counting knows them, and how exact they are; nothing of a date a reader inferred."""
    known = find_known(when)
    if known is None or (known.earliest is None and known.latest is None):
        return None, None, None
    return known.earliest, known.latest, known.prec


def _name_reader(found_by: str) -> str:
    """The reader with its version; a person is no more than a person, and what we do not know by its form is not repeated."""
    if found_by.startswith(BY_HAND):
        return "person"
    return found_by if _READER.fullmatch(found_by) else "another reader"


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, without empty ones."""
    return tuple(dict.fromkeys(cleaned for word in words if (cleaned := clean_words(word))))
