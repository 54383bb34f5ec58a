"""Records to JSON values, in the published shapes. Every function is total: a record always has a rendering."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bearwitness.core.incidents import Estimate, Incident, Link, Question
from bearwitness.core.records import (
    Claim,
    Count,
    Fault,
    People,
    Quote,
    Reading,
    Relation,
    Report,
    Statement,
    Sum,
    Voice,
    When,
    Where,
)
from bearwitness.core.vocabulary import RULES_VERSION

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """How many claims behind a figure are proposed by the machine, accepted by a person, or rejected (and so left
    out).
    """

    proposed: int
    accepted: int
    rejected: int


def render_reading(reading: Reading) -> Json:
    """One line of `read --json`: the report without its text, and everything read from it."""
    return {
        "report": render_report(reading.report),
        "claims": [render_claim(claim) for claim in reading.claims],
        "statements": [render_statement(statement) for statement in reading.statements],
        "sums": [render_sum(total) for total in reading.sums],
        "faults": [render_fault(fault) for fault in reading.faults],
        "notes": list(reading.notes),
        "error": reading.error,
    }


def render_report(report: Report) -> Json:
    """The report's metadata; `chars` counts Unicode code points of the text, which itself stays in the register."""
    return {
        "id": report.id,
        "input": report.input,
        "url": report.url,
        "outlet": report.outlet,
        "title": report.title,
        "published_on": _day(report.published_on),
        "language": report.language,
        "sha256": report.sha256,
        "chars": len(report.text),
    }


def render_claim(claim: Claim) -> Json:
    """A claim with every key of the contract; `also_found_by` only where another reader read the same."""
    row: Json = {
        "id": claim.id,
        "act": claim.act,
        "shape": claim.shape,
        "when": _when(claim.when),
        "where": _where(claim.where),
        "count": _count(claim.count),
        "people": _people(claim.people),
        "actor": None if claim.actor is None else {"text": claim.actor.text, "kind": claim.actor.kind},
        "manner": list(claim.manner),
        "voices": _voices(claim.voices),
        "status": claim.status,
        "relations": [_relation(relation) for relation in claim.relations],
        "quotes": _quotes(claim.quotes),
        "found_by": claim.found_by,
    }
    if claim.also_found_by:
        row["also_found_by"] = list(claim.also_found_by)
    return row


def render_statement(statement: Statement) -> Json:
    """A statement: what someone says about claims without adding people."""
    return {
        "id": statement.id,
        "kind": statement.kind,
        "about": list(statement.about),
        "voices": _voices(statement.voices),
        "quotes": _quotes(statement.quotes),
        "status": statement.status,
    }


def render_sum(total: Sum) -> Json:
    """A total the report draws itself, with what was read beside it."""
    return {
        "text": total.text,
        "of": total.of,
        "stated": {"low": total.low, "high": total.high},
        "read": total.read,
        "agrees": total.agrees,
        "claims": list(total.claims),
        "quotes": _quotes(total.quotes),
    }


def render_fault(fault: Fault) -> Json:
    """Why a proposed claim was refused; never the report's words."""
    return {"code": fault.code, "detail": fault.detail}


def render_link(link: Link) -> Json:
    """A judgement on two claims with its reasons."""
    return {
        "left": link.left,
        "right": link.right,
        "judgement": link.judgement,
        "score": link.score,
        "reasons": list(link.reasons),
        "by": link.by,
    }


def render_incident(incident: Incident) -> Json:
    """One line of `incidents --json`."""
    return {
        "id": incident.id,
        "act": incident.act,
        "shape": incident.shape,
        "when": _when(incident.when),
        "where": _where(incident.where),
        "count": _count(incident.count),
        "people": _people(incident.people),
        "manner": list(incident.manner),
        "claims": list(incident.claims),
        "reports": list(incident.reports),
        "origins": incident.origins,
        "grade": incident.grade,
        "conflicts": list(incident.conflicts),
        "origin_list": [
            {"name": origin.name, "kind": origin.kind, "claims": list(origin.claims)} for origin in incident.origin_list
        ],
        "replaced": [{"claim": one.claim, "by": one.by} for one in incident.replaced],
        "grade_reason": incident.grade_reason,
        "flags": list(incident.flags),
    }


def render_question(question: Question) -> Json:
    """The question as asked: `from` and `to` are inclusive days, `place` a path such as "CN/Liaoning/Shenyang".

    `traits` only where it is narrowed to some.
    """
    row: Json = {
        "act": question.act,
        "from": _day(question.earliest),
        "to": _day(question.latest),
        "place": "/".join(question.place) or None,
        "group": question.group,
    }
    if question.traits:
        row["traits"] = [{"kind": trait.kind, "value": trait.value} for trait in question.traits]
    return row


def render_estimate(estimate: Estimate, footing: Footing) -> Json:
    """The answer of `count --json`. `footing` says which states of claims it rests on; the estimate does not know
    them.
    """
    return {
        "question": render_question(estimate.question),
        "low": estimate.low,
        "high": estimate.high,
        "high_stated": estimate.high_stated,
        "incidents": estimate.incidents,
        "rests_on": {"proposed": footing.proposed, "accepted": footing.accepted, "rejected": footing.rejected},
        "holds_low": list(estimate.holds_low),
        "holds_high": list(estimate.holds_high),
        "reasons": list(estimate.reasons),
        "clash": None if estimate.clash is None else list(estimate.clash),
        "certificate": None,
        "rules": RULES_VERSION,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _when(when: When | None) -> Json | None:
    if when is None:
        return None
    row: Json = {
        "earliest": _day(when.earliest),
        "latest": _day(when.latest),
        "prec": when.prec,
        "basis": when.basis,
        "text": when.text,
    }
    if when.month_day is not None:
        row["month_day"] = when.month_day
    if when.anchor is not None:
        row["anchor"] = when.anchor
    if when.inferred:
        row |= {"inferred": True, "known_until": _day(when.known_until)}
    return row


def _where(where: Where | None) -> Json | None:
    if where is None:
        return None
    return {
        "name": where.name,
        "geonameid": where.geonameid,
        "country": where.country,
        "admin1": where.admin1,
        "admin2": where.admin2,
        "lat": where.lat,
        "lon": where.lon,
        "prec": where.prec,
        "text": where.text,
        "basis": where.basis,
    }


def _count(count: Count) -> Json:
    return {"low": count.low, "high": count.high, "unit": count.unit, "text": count.text}


def _people(people: People) -> Json:
    return {
        "group": people.group,
        "female": people.female,
        "male": people.male,
        "children": people.children,
        "ages": list(people.ages),
        "names": list(people.names),
    }


def _voices(voices: Iterable[Voice]) -> list[Json]:
    # `text` stands only where the report has words for the voice: the outlet itself is named by its metadata.
    return [
        {"kind": voice.kind, "name": voice.name} | ({} if voice.text is None else {"text": voice.text})
        for voice in voices
    ]


def _relation(relation: Relation) -> Json:
    row: Json = {"to": relation.to, "kind": relation.kind}
    if relation.because:
        row["because"] = relation.because
    return row


def _quotes(quotes: Iterable[Quote]) -> list[Json]:
    return [{"start": quote.start, "end": quote.end, "text": quote.text} for quote in quotes]
