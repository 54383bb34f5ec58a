"""Hypothesis strategies for the records of the core, shared by the tests of every room."""

from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from bearwitness.core.incidents import Link
from bearwitness.core.records import (
    Actor,
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
from bearwitness.core.vocabulary import (
    ACTS,
    UNITS,
    ActorKind,
    Basis,
    Judgement,
    PlaceBasis,
    RelationKind,
    Shape,
    StatementKind,
    Status,
    VoiceKind,
)

words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
names = st.text(alphabet="abcdefghij", min_size=1, max_size=6)
maybe_words = st.none() | words
smalls = st.integers(min_value=0, max_value=60)
days = st.dates(min_value=date(2018, 1, 1), max_value=date(2020, 12, 31))


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    """One word of a Literal vocabulary."""
    return st.sampled_from(get_args(literal))


@st.composite
def whens(draw: st.DrawFn) -> When:
    """A date as the words allow, either end possibly open."""
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(min_value=0, max_value=40)))
    month_day = draw(st.none() | st.just("05-24"))
    known = month_day is None
    inferred = known and draw(st.booleans())
    return When(
        earliest=draw(st.sampled_from([first, None])) if known else None,
        latest=draw(st.sampled_from([last, None])) if known else None,
        prec=draw(st.integers(min_value=1, max_value=5)),
        basis=draw(one_of(Basis)),
        text=draw(words),
        month_day=month_day,
        anchor=draw(maybe_words),
        inferred=inferred,
        known_until=draw(st.none() | days) if inferred else None,
    )


wheres = st.builds(
    Where,
    name=words,
    geonameid=st.none() | smalls,
    country=st.none() | st.sampled_from(["CN", "KR"]),
    admin1=maybe_words,
    admin2=maybe_words,
    lat=st.none() | st.floats(min_value=-90, max_value=90),
    lon=st.none() | st.floats(min_value=-180, max_value=180),
    prec=st.integers(min_value=1, max_value=7),
    text=words,
    basis=st.sampled_from(get_args(PlaceBasis)),
)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """A count of any unit, open or closed above."""
    low = draw(smalls)
    high = draw(st.none() | st.integers(min_value=low, max_value=low + 20))
    return Count(low=low, high=high, unit=draw(st.sampled_from(UNITS)), text=draw(words))


people = st.builds(
    People,
    group=maybe_words,
    female=st.none() | smalls,
    male=st.none() | smalls,
    children=st.none() | smalls,
    ages=st.lists(smalls, max_size=3).map(tuple),
    names=st.lists(words, max_size=2).map(tuple),
)
voices = st.lists(st.builds(Voice, kind=one_of(VoiceKind), name=maybe_words, text=maybe_words), max_size=3).map(tuple)
quotes = st.lists(st.builds(Quote, start=smalls, end=smalls, text=words), max_size=2).map(tuple)
relations = st.lists(
    st.builds(Relation, to=names.map("c_{}_other".format), kind=one_of(RelationKind), because=words), max_size=2
).map(tuple)
claims = st.builds(
    Claim,
    id=names.map("c_{}".format),
    act=st.sampled_from(ACTS),
    shape=one_of(Shape),
    when=st.none() | whens(),
    where=st.none() | wheres,
    count=counts(),
    people=people,
    actor=st.none() | st.builds(Actor, text=words, kind=one_of(ActorKind)),
    manner=st.lists(words, max_size=2).map(tuple),
    voices=voices,
    status=one_of(Status),
    relations=relations,
    quotes=quotes,
    found_by=words,
    also_found_by=st.lists(words, max_size=2).map(tuple),
)
statements = st.builds(
    Statement,
    id=names.map("s_{}".format),
    kind=one_of(StatementKind),
    about=st.lists(names, max_size=2).map(tuple),
    voices=voices,
    quotes=quotes,
    status=one_of(Status),
)
sums = counts().flatmap(
    lambda count: st.builds(
        Sum,
        text=words,
        of=st.sampled_from(["incidents", "people"]),
        low=st.just(count.low),
        high=st.just(count.high),
        read=st.none() | smalls,
        agrees=st.none() | st.booleans(),
        claims=st.lists(names, max_size=2).map(tuple),
        quotes=quotes,
    )
)
reports = st.builds(
    Report,
    id=names.map("r_{}".format),
    input=words,
    url=maybe_words,
    outlet=maybe_words,
    title=maybe_words,
    published_on=st.none() | days,
    language=st.none() | st.sampled_from(["en", "ko"]),
    sha256=st.text(alphabet="0123456789abcdef", min_size=64, max_size=64),
    text=words,
)
readings = st.builds(
    Reading,
    report=reports,
    claims=st.lists(claims, max_size=3, unique_by=lambda claim: claim.id).map(tuple),
    statements=st.lists(statements, max_size=2, unique_by=lambda statement: statement.id).map(tuple),
    sums=st.lists(sums, max_size=2).map(tuple),
    faults=st.lists(st.builds(Fault, code=names, detail=words), max_size=2).map(tuple),
    notes=st.lists(words, max_size=2).map(tuple),
    error=maybe_words,
)


@st.composite
def links(draw: st.DrawFn) -> Link:
    """A judgement between two claims, in the order the record asks for."""
    left, right = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    judgement = draw(one_of(Judgement))
    if judgement != "part-of":
        left, right = sorted((left, right))
    return Link(
        left=left,
        right=right,
        judgement=judgement,
        score=draw(st.floats(min_value=0, max_value=1)),
        reasons=draw(st.lists(words, max_size=2).map(tuple)),
        by=draw(words),
    )
