"""Made-up rows of an export, with text that spreadsheets, CSV and XML trip over."""

from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from bearwitness.core.cells import clean_words
from bearwitness.core.vocabulary import ACTS, UNITS, Grade, VoiceKind
from bearwitness.release.exports.edtf_dates import render_days
from bearwitness.release.exports.records import Export, ExportedIncident, Scope

SCOPE = Scope(about="arrest, in CN", day=date(2019, 9, 1), rules="3", with_quotes=True, with_outlets=True)
_NASTY = st.sampled_from(
    ["=1+1", "@SUM(A1)", "+49 30", "-3", "'=x", "''", '"a", "b"', "a;b", "#event", "한국", "[1]", "<b>", "_x0041_"]
)
words = (_NASTY | st.text(max_size=12)).map(clean_words)
texts = st.lists(words.filter(bool), max_size=3, unique=True).map(tuple)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31))
smalls = st.integers(min_value=0, max_value=5000)
idents = st.integers(min_value=0, max_value=2**48).map("i_{:012x}".format)
_MILLIONTH = 1_000_000
points = st.tuples(
    st.integers(min_value=-90 * _MILLIONTH, max_value=90 * _MILLIONTH).map(lambda n: n / _MILLIONTH),
    st.integers(min_value=-180 * _MILLIONTH, max_value=180 * _MILLIONTH).map(lambda n: n / _MILLIONTH),
)
"""To a millionth of a degree, finer than the gazetteer; Excel keeps 15 digits of a number."""


@st.composite
def ends(draw: st.DrawFn) -> tuple[date | None, date | None]:
    """A first and a last day, either possibly unknown; whole months and years among them."""
    first = draw(days)
    last = draw(
        st.sampled_from([first, first + timedelta(days=3), date(first.year, 12, 31)])
        | days.filter(lambda day: day >= first)
    )
    first = draw(st.sampled_from([first, first.replace(day=1), first.replace(month=1, day=1)]))
    return draw(st.sampled_from([(first, last), (first, None), (None, last), (None, None)]))


@st.composite
def incidents(draw: st.DrawFn) -> ExportedIncident:
    """One row."""
    first, last = draw(ends())
    low = draw(smalls)
    lat, lon = draw(st.just((None, None)) | points)
    drawn: dict[str, Any] = {name: draw(words) for name in ("place", "country_name", "admin1", "admin2", "group")}
    drawn |= {name: draw(st.none() | smalls) for name in ("female", "male", "children", "place_id")}
    drawn |= {name: draw(texts) for name in ("claims", "manner", "actors", "quotes", "outlets")}
    return ExportedIncident(
        id=draw(idents),
        act=draw(st.sampled_from(["killing", *ACTS]) | st.just("killing")),
        shape=draw(st.sampled_from(["incident", "aggregate"])),
        first_day=first,
        last_day=last,
        date_prec=draw(st.none() | st.integers(min_value=1, max_value=5)),
        edtf=render_days(first, last),
        country=draw(st.sampled_from(["", "CN", "KR"])),
        where_prec=draw(st.none() | st.integers(min_value=1, max_value=7)),
        lat=lat,
        lon=lon,
        low=low,
        high=draw(st.none() | st.just(low) | st.integers(min_value=low, max_value=low + 20)),
        unit=draw(st.sampled_from(UNITS) | st.just("person")),
        grade=draw(st.sampled_from(get_args(Grade))),
        origins=draw(smalls),
        reports=draw(smalls),
        voices=tuple(draw(st.lists(st.sampled_from(get_args(VoiceKind)), max_size=2, unique=True))),
        accepted=draw(smalls),
        conflicts=draw(smalls),
        in_question=draw(st.sampled_from(["certain", "possible"])),
        **drawn,
    )


exports = st.lists(incidents(), max_size=4, unique_by=lambda one: one.id).map(
    lambda rows: Export(scope=SCOPE, incidents=tuple(rows))
)
