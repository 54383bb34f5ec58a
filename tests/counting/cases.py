"""Small counting cases: a few claims over six days and a handful of places, with judgements between them."""

from dataclasses import replace
from datetime import date
from itertools import combinations

from hypothesis import strategies as st

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim, Count, People, Relation, When, Where
from bearwitness.core.vocabulary import Judgement, Shape

DAYS = tuple(date(2019, 5, day) for day in range(1, 7))
PLACES = ((), ("CN",), ("CN", "Liaoning"), ("CN", "Liaoning", "Shenyang"), ("CN", "Liaoning", "Dalian"), ("KR",))
Case = tuple[tuple[Claim, ...], tuple[Link, ...]]


def make_when(first: date | None, last: date | None) -> When:
    """A stretch of days."""
    return When(earliest=first, latest=last, prec=1, basis="stated", text="")


def make_where(path: tuple[str, ...]) -> Where | None:
    """A place by its path."""
    if not path:
        return None
    return Where(
        name=path[-1],
        geonameid=None,
        country=path[0],
        admin1=path[1] if len(path) > 1 else None,
        admin2=None,
        lat=None,
        lon=None,
        prec={1: 6, 2: 4, 3: 1}[len(path)],
        text="",
    )


def make_claim(
    ident: str,
    ends: tuple[int, int | None],
    *,
    shape: Shape = "incident",
    days: tuple[date | None, date | None] = (DAYS[0], DAYS[0]),
    path: tuple[str, ...] = ("CN", "Liaoning", "Shenyang"),
) -> Claim:
    """An arrest of so many people."""
    return Claim(
        id=ident,
        act="arrest",
        shape=shape,
        when=make_when(*days),
        where=make_where(path),
        count=Count(low=ends[0], high=ends[1], unit="person", text=""),
        people=People(),
        actor=None,
        manner=(),
        voices=(),
        status="reported",
        relations=(),
        quotes=(),
        found_by="",
    )


def make_link(left: str, right: str, judgement: Judgement) -> Link:
    """A judgement, in the order the record asks for."""
    if judgement != "part-of":
        left, right = sorted((left, right))
    return Link(left=left, right=right, judgement=judgement, score=1.0, reasons=(), by="person:1")


@st.composite
def spans(draw: st.DrawFn) -> tuple[date | None, date | None]:
    """Some days, either end possibly unknown."""
    first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
    kind = draw(st.sampled_from(["day", "day", "days", "days", "by", "since", "never told"]))
    return {
        "day": (first, first),
        "days": (first, last),
        "by": (None, last),
        "since": (first, None),
        "never told": (None, None),
    }[kind]


@st.composite
def arrests(draw: st.DrawFn, ident: str, *, shapes: tuple[Shape, ...] = ("incident", "aggregate")) -> Claim:
    """One claim of a case."""
    shape = draw(st.sampled_from(shapes))
    low = draw(st.integers(min_value=0, max_value=3 if shape == "incident" else 5))
    more = draw(st.sampled_from([0, 0, 1, None]))
    path = draw(st.sampled_from(PLACES))
    days = draw(spans())
    return make_claim(ident, (low, None if more is None else low + more), shape=shape, days=days, path=path)


@st.composite
def counting_cases(draw: st.DrawFn, *, most: int = 4, judgements: tuple[Judgement, ...] | None = None) -> Case:
    """A few claims and judgements. Incidents and totals are never judged the same: they cannot be."""
    size = draw(st.integers(min_value=1, max_value=most))
    claims = [draw(arrests(f"c_{i}")) for i in range(size)]
    links = []
    for left, right in combinations(range(size), 2):
        alike = claims[left].shape == claims[right].shape
        if draw(st.booleans()):
            continue
        usual: tuple[Judgement, ...] = ("same", "unsure", "different", "part-of")
        allowed = [j for j in judgements or usual if alike or j in ("different", "part-of")]
        if not allowed:
            continue
        judgement = draw(st.sampled_from(allowed))
        ends = (left, right) if draw(st.booleans()) else (right, left)
        if judgement != "unsure" and draw(st.booleans()):
            relation = Relation(to=f"c_{ends[1]}", kind=judgement)
            claims[ends[0]] = _related(claims[ends[0]], relation)
        else:
            links.append(make_link(f"c_{ends[0]}", f"c_{ends[1]}", judgement))
    return tuple(claims), tuple(links)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question over the same days and places."""
    first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
    return Question(
        act="arrest",
        earliest=draw(st.sampled_from([first, None])),
        latest=draw(st.sampled_from([last, None])),
        place=draw(st.sampled_from(PLACES)),
    )


def _related(claim: Claim, relation: Relation) -> Claim:
    return replace(claim, relations=(*claim.relations, relation))
