"""Claims as a person tells them: fields typed beside a report, through the same quote gate as every reader's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from bearwitness.core.errors import UnknownPlaceError, UsageError
from bearwitness.core.places import Gazetteer, Place, find_path
from bearwitness.core.records import Claim, Count, People, Quote, Report, Voice, When, Where
from bearwitness.core.vocabulary import DAY, DAYS, LONGER, MONTH, WEEK, Act, Shape, Status, Unit
from bearwitness.reading.check import check_claims
from bearwitness.reading.english.story.claims import bound_by_publication
from bearwitness.reading.places import build_where
from bearwitness.workflow.question import resolve_place

BY_HAND: Final = "person:"
"""How `Claim.found_by` begins for what a person told."""
_SPANS: Final = ((1, DAY), (6, DAYS), (7, WEEK), (31, MONTH))
"""UCDP date_prec by the number of days that the first and the last lie apart, both counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a person says a claim tells. `high` None is open; `place` a code, path, name or GeoNames id, "" for unknown."""

    act: Act
    shape: Shape
    status: Status
    low: int
    high: int | None
    unit: Unit
    earliest: date | None
    latest: date | None
    place: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who tells it, when, and as which part of one act; all are in the claim's id, so that no two tellings share one."""

    name: str
    at: datetime
    part: int = 0


def read_fields(claim: Claim) -> Fields:
    """The fields of a claim as a form shows them first; what is left as it was stays as it was read."""
    when = claim.when
    return Fields(
        act=claim.act,
        shape=claim.shape,
        status=claim.status,
        low=claim.count.low,
        high=claim.count.high,
        unit=claim.count.unit,
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        place=spell_place(claim.where),
        group=claim.people.group or "",
    )


def spell_place(where: Where | None) -> str:
    """The place as a question could name it."""
    if where is None:
        return ""
    path = find_path(where)
    return "/".join(path) if path and path[-1] in {where.name, where.country} else where.name


def change_claim(claim: Claim, fields: Fields, report: Report, teller: Teller, gazetteer: Gazetteer) -> Claim:
    """The claim with other fields, told by a person: its quotes stay. Raises UsageError for fields that cannot be."""
    former = read_fields(claim)
    changed = replace(
        claim,
        id=_build_id(report, teller, (claim.id, repr(fields))),
        act=fields.act,
        shape=fields.shape,
        status=fields.status,
        count=claim.count if _same_count(fields, former) else _build_count(fields, claim.count.text),
        when=claim.when if _same_days(fields, former) else _build_when(fields, report),
        where=claim.where if fields.place == former.place else _build_where(fields.place, gazetteer),
        people=replace(claim.people, group=fields.group or None),
        found_by=BY_HAND + teller.name,
        also_found_by=(),
    )
    return pass_gate(changed, report)


def tell_claim(quotes: Sequence[Quote], fields: Fields, report: Report, teller: Teller, gazetteer: Gazetteer) -> Claim:
    """A claim that no reader found, on words that a person chose. Raises UsageError where they do not stand in the report."""
    voices = (Voice(kind="outlet", name=report.outlet),) if report.outlet else ()
    told = Claim(
        id=_build_id(report, teller, (repr(quotes), repr(fields))),
        act=fields.act,
        shape=fields.shape,
        when=_build_when(fields, report),
        where=_build_where(fields.place, gazetteer),
        count=_build_count(fields, ""),
        people=People(group=fields.group or None),
        actor=None,
        manner=(),
        voices=voices,
        status=fields.status,
        relations=(),
        quotes=tuple(quotes),
        found_by=BY_HAND + teller.name,
    )
    return pass_gate(told, report)


def find_quote(report: Report, words: str, start: int | None) -> Quote:
    """The quote that a person chose: `words` at `start`, or anywhere once. Raises UsageError where they do not stand there.

    A form sends every end of a line as two characters; the quote has the report's own.
    """
    wanted = words.replace("\r\n", "\n")
    if start is None:
        wanted = wanted.strip()
        found = report.text.count(wanted) if wanted else 0
        if found != 1:
            how = "do not stand in the report" if found == 0 else f"stand in the report {found} times"
            raise UsageError(
                f"these words {how}; select them in the text, or give more of the sentence, exactly as it is"
            )
        start = report.text.index(wanted)
    quoted = report.text[start : start + len(wanted)]
    if not wanted.strip() or quoted != wanted:
        raise UsageError("the words do not stand in the report at that place; select them in the text again")
    kept = quoted.strip()
    start += quoted.index(kept)
    return Quote(start=start, end=start + len(kept), text=kept)


def pass_gate(claim: Claim, report: Report) -> Claim:
    """The claim, if the quote gate lets it pass; raises UsageError that says why not."""
    passed, faults = check_claims([claim], report)
    if not passed:
        raise UsageError(f"the claim was refused: {faults[0].detail}")
    return passed[0]


def _same_count(fields: Fields, former: Fields) -> bool:
    return (fields.low, fields.high, fields.unit) == (former.low, former.high, former.unit)


def _same_days(fields: Fields, former: Fields) -> bool:
    return (fields.earliest, fields.latest) == (former.earliest, former.latest)


def _build_count(fields: Fields, text: str) -> Count:
    return Count(low=fields.low, high=fields.high, unit=fields.unit, text=text)


def _build_when(fields: Fields, report: Report) -> When | None:
    first, last = fields.earliest, fields.latest
    if first is None and last is None:
        return bound_by_publication(report.published_on)
    if first is not None and last is not None and first > last:
        raise UsageError(f"the first day ({first}) is after the last ({last}); swap them")
    prec = LONGER
    if first is not None and last is not None:
        days = (last - first).days + 1
        prec = next((prec for most, prec in _SPANS if days <= most), LONGER)
    return When(earliest=first, latest=last, prec=prec, basis="stated", text="")


def _build_where(text: str, gazetteer: Gazetteer) -> Where | None:
    if not text.strip():
        return None
    path = resolve_place(gazetteer, text)
    if text.strip().isdecimal():
        place = gazetteer.place(int(text))
    elif len(path) == 1:
        place = gazetteer.country(path[0])
    else:
        place = next((one for one in gazetteer.find(path[-1]) if _lies_at(one, path)), None)
    if place is None:
        raise UnknownPlaceError(
            f"no place called {text!r} is known; give a code, a path such as CN/Liaoning or a GeoNames id"
        )
    return build_where(place, text.strip())


def _lies_at(place: Place, path: tuple[str, ...]) -> bool:
    return find_path(build_where(place, "")) == path


def _build_id(report: Report, teller: Teller, parts: Sequence[str]) -> str:
    key = "\0".join((report.sha256, report.id, teller.name, teller.at.isoformat(), str(teller.part), *parts))
    return "c_" + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
