"""JSON values to records. A value of the wrong shape raises ContractError that names the line and the key.

Keys a counting case may leave out (`--claims FILE`): shape is then incident, status reported, unit person, the rest
empty. `id`, `act` and `count` with `low` and `high` are always needed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

from bearwitness.core.contract_fields import (
    Row,
    read_day_or_none,
    read_flag_or_none,
    read_number_or_none,
    read_object,
    read_row,
    read_rows,
    read_text,
    read_text_or_none,
    read_texts,
    read_whole,
    read_whole_or_none,
    read_whole_or_open,
    read_wholes,
    read_word,
    refuse,
)
from bearwitness.core.errors import ContractError
from bearwitness.core.records import (
    Actor,
    Claim,
    Count,
    Fault,
    People,
    Quote,
    Relation,
    Statement,
    Sum,
    Voice,
    When,
    Where,
)
from bearwitness.core.vocabulary import (
    ACTS,
    COUNTRY,
    LONGER,
    MONTH,
    UNITS,
    WATERS,
    WEEK,
    ActorKind,
    Basis,
    PlaceBasis,
    RelationKind,
    Shape,
    StatementKind,
    Status,
    VoiceKind,
)

_SPANS: Final = ((1, 1), (6, 2), (7, WEEK), (31, MONTH))
"""Longest stretch in days for each UCDP date_prec, to name the precision of dates given without one."""


def parse_claim(row: Mapping[str, Any], at: str = "claim") -> Claim:
    """The claim in `row`; `at` says where it stands, for errors."""
    source = read_row(row, at)
    ident = read_text(source, "id")
    people = read_object(source, "people")
    actor = read_object(source, "actor")
    return Claim(
        id=ident,
        act=read_word(source, "act", ACTS),
        shape=read_word(source, "shape", get_args(Shape), "incident"),
        when=_when(read_object(source, "when")),
        where=_where(read_object(source, "where")),
        count=_count(read_object(source, "count"), at),
        people=People() if people is None else _people(people),
        actor=None if actor is None else _actor(actor),
        manner=read_texts(source, "manner"),
        voices=_voices(source),
        status=read_word(source, "status", get_args(Status), "reported"),
        relations=tuple(_relation(part, ident) for part in read_rows(source, "relations")),
        quotes=_quotes(source),
        found_by=read_text(source, "found_by", ""),
        also_found_by=read_texts(source, "also_found_by"),
    )


def parse_statement(row: Mapping[str, Any], at: str = "statement") -> Statement:
    """The statement in `row`."""
    source = read_row(row, at)
    return Statement(
        id=read_text(source, "id"),
        kind=read_word(source, "kind", get_args(StatementKind)),
        about=read_texts(source, "about"),
        voices=_voices(source),
        quotes=_quotes(source),
        status=read_word(source, "status", get_args(Status), "reported"),
    )


def parse_sum(row: Mapping[str, Any], at: str = "sum") -> Sum:
    """The report's own total in `row`."""
    source = read_row(row, at)
    stated = read_object(source, "stated")
    if stated is None:
        raise refuse(f"{at}, key 'stated'", "an object", None)
    low, high = _ends(stated)
    return Sum(
        text=read_text(source, "text"),
        of=read_word(source, "of", ("incidents", "people")),
        low=low,
        high=high,
        read=read_whole_or_none(source, "read"),
        agrees=read_flag_or_none(source, "agrees"),
        claims=read_texts(source, "claims"),
        quotes=_quotes(source),
    )


def parse_fault(row: Mapping[str, Any], at: str = "fault") -> Fault:
    """The refusal in `row`."""
    source = read_row(row, at)
    return Fault(code=read_text(source, "code"), detail=read_text(source, "detail"))


def _when(row: Row | None) -> When | None:
    if row is None:
        return None
    earliest, latest = read_day_or_none(row, "earliest"), read_day_or_none(row, "latest")
    if earliest is not None and latest is not None and earliest > latest:
        raise ContractError(f"{row.at}: expected 'earliest' not after 'latest', found {earliest} after {latest}")
    return When(
        earliest=earliest,
        latest=latest,
        prec=read_whole(row, "prec", _precision(earliest, latest), most=LONGER),
        basis=read_word(row, "basis", get_args(Basis), "stated"),
        text=read_text(row, "text", ""),
        month_day=read_text_or_none(row, "month_day"),
        anchor=read_text_or_none(row, "anchor"),
        inferred=read_flag_or_none(row, "inferred") or False,
        known_until=read_day_or_none(row, "known_until"),
    )


def _precision(earliest: date | None, latest: date | None) -> int:
    if earliest is None or latest is None:
        return LONGER
    days = (latest - earliest).days + 1
    return next((prec for longest, prec in _SPANS if days <= longest), LONGER)


def _where(row: Row | None) -> Where | None:
    if row is None:
        return None
    country = read_text_or_none(row, "country")
    return Where(
        name=read_text(row, "name", country or ""),
        geonameid=read_whole_or_none(row, "geonameid"),
        country=country,
        admin1=read_text_or_none(row, "admin1"),
        admin2=read_text_or_none(row, "admin2"),
        lat=read_number_or_none(row, "lat"),
        lon=read_number_or_none(row, "lon"),
        prec=read_whole(row, "prec", COUNTRY, most=WATERS),
        text=read_text(row, "text", ""),
        basis=read_word(row, "basis", get_args(PlaceBasis), "stated"),
    )


def _count(row: Row | None, at: str) -> Count:
    if row is None:
        raise refuse(f"{at}, key 'count'", "an object", None)
    low, high = _ends(row)
    return Count(low=low, high=high, unit=read_word(row, "unit", UNITS, "person"), text=read_text(row, "text", ""))


def _ends(row: Row) -> tuple[int, int | None]:
    low, high = read_whole(row, "low"), read_whole_or_open(row, "high")
    if high is not None and low > high:
        raise ContractError(f"{row.at}: expected 'low' not above 'high', found {low} above {high}")
    return low, high


def _people(row: Row) -> People:
    return People(
        group=read_text_or_none(row, "group"),
        female=read_whole_or_none(row, "female"),
        male=read_whole_or_none(row, "male"),
        children=read_whole_or_none(row, "children"),
        ages=read_wholes(row, "ages"),
        names=read_texts(row, "names"),
    )


def _actor(row: Row) -> Actor:
    return Actor(text=read_text(row, "text", ""), kind=read_word(row, "kind", get_args(ActorKind), "unknown"))


def _voices(row: Row) -> tuple[Voice, ...]:
    return tuple(
        Voice(
            kind=read_word(part, "kind", get_args(VoiceKind)),
            name=read_text_or_none(part, "name"),
            text=read_text_or_none(part, "text"),
        )
        for part in read_rows(row, "voices")
    )


def _relation(row: Row, ident: str) -> Relation:
    to = read_text(row, "to")
    if to == ident:
        raise ContractError(f"{row.at}: expected another claim, found a claim related to itself")
    return Relation(to=to, kind=read_word(row, "kind", get_args(RelationKind)), because=read_text(row, "because", ""))


def _quotes(row: Row) -> tuple[Quote, ...]:
    return tuple(
        Quote(start=read_whole(part, "start"), end=read_whole(part, "end"), text=read_text(part, "text"))
        for part in read_rows(row, "quotes")
    )
