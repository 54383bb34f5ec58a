"""Reports of invented outlets and the claims in them, for the tests of linking."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from hypothesis import strategies as st

from bearwitness.core.records import Claim, Count, People, Quote, Reading, Relation, Report, Voice, When, Where

MAY_21 = date(2019, 5, 21)
TOWNS = {"Shenyang": ("Liaoning", 1), "Dalian": ("Liaoning", 2), "Tonghua": ("Jilin", 3)}


def make_when(first: date, last: date | None = None, prec: int = 1) -> When:
    """Some days."""
    return When(earliest=first, latest=last or first, prec=prec, basis="stated", text="")


def make_where(name: str = "Shenyang") -> Where:
    """A town, a province ("Liaoning") or the country ("China")."""
    admin1, ident = TOWNS.get(name, (None if name == "China" else name, 9))
    prec = 1 if name in TOWNS else 6 if name == "China" else 4
    return Where(
        name=name,
        geonameid=ident if name in TOWNS else None,
        country="CN",
        admin1=admin1,
        admin2=None,
        lat=None,
        lon=None,
        prec=prec,
        text=name,
    )


def make_claim(
    ident: str, low: int = 2, high: int | None = -1, *, place: str = "Shenyang", day: date = MAY_21
) -> Claim:
    """An arrest; exactly `low` people unless `high` says otherwise."""
    return Claim(
        id=ident,
        act="arrest",
        shape="incident",
        when=make_when(day),
        where=make_where(place),
        count=Count(low=low, high=low if high == -1 else high, unit="person", text=""),
        people=People(),
        actor=None,
        manner=(),
        voices=(),
        status="reported",
        relations=(),
        quotes=(),
        found_by="en/1",
    )


def quoting(claim: Claim, text: str) -> Claim:
    """The claim resting on these words."""
    return replace(claim, quotes=(Quote(start=0, end=len(text), text=text),))


def saying(claim: Claim, *voices: Voice) -> Claim:
    """The claim said by these voices, outermost first."""
    return replace(claim, voices=voices)


def related(claim: Claim, to: str, kind: str) -> Claim:
    """The claim with what its report says of another one."""
    relation = Relation(to=to, kind="same", because="said so")
    return replace(claim, relations=(*claim.relations, replace(relation, kind=kind)))  # type: ignore[arg-type]


def make_reading(outlet: str | None, *claims: Claim) -> Reading:
    """A report of an outlet with its claims."""
    text = "\n".join([outlet or "", *(claim.id for claim in claims)])
    report = Report(
        id=f"r_{outlet}",
        input="",
        url=None,
        outlet=outlet,
        title=None,
        published_on=date(2019, 6, 3),
        language="en",
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
    )
    return Reading(report=report, claims=claims)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Reading, ...]:
    """A few reports that tell of a few arrests, near one another in time, place and number."""
    readings = []
    for outlet in range(draw(st.integers(min_value=1, max_value=4))):
        claims: list[Claim] = []
        for number in range(draw(st.integers(min_value=0, max_value=3))):
            claim = make_claim(
                f"c_{outlet}_{number}",
                draw(st.integers(min_value=1, max_value=4)),
                draw(st.sampled_from([-1, None])),
                place=draw(st.sampled_from(["Shenyang", "Dalian", "Liaoning", "China"])),
                day=MAY_21.replace(day=draw(st.integers(min_value=20, max_value=22))),
            )
            is_related = draw(st.booleans())
            if is_related and claims:
                kind = draw(st.sampled_from(["same", "different", "part-of", "follows"]))
                claim = related(claim, claims[-1].id, kind)
            claims.append(claim)
        readings.append(make_reading(f"outlet {outlet}", *claims))
    return tuple(readings)
