"""Statements beside a trend: whose they are, and that nobody is named."""

from dataclasses import replace
from datetime import date

import pytest

from bearwitness.core.records import People, Quote, Statement, Voice
from bearwitness.workflow.sayings import find_sayings, hide
from bearwitness.workflow.view import load_view
from tests.register_homes import Home
from tests.workflow.test_trend import take, tell
from tests.workflow.wave import record

WORDS = "Arrests rose because of an informer, Mr Okoro of Hill Watch said; Ada Bello was among the first, said Okoro."


def test_voices_are_named_only_where_they_are_bodies(home: Home) -> None:
    claim = replace(take("c_1", 3, date(2019, 3, 18)), people=People(names=("Ada Bello",)))
    reading = tell("Lamp", date(2019, 3, 20), claim)
    report = replace(reading.report, text=WORDS)
    voices = (
        Voice(kind="outlet", name="Lamp"),
        Voice(kind="ngo", name="Hill Watch"),
        Voice(kind="expert", name="Samuel Okoro"),
    )
    said = Statement(
        id="s_1",
        kind="explanation",
        about=("c_1",),
        voices=voices,
        quotes=(Quote(start=0, end=len(WORDS), text=WORDS),),
        status="reported",
    )
    record([replace(reading, report=report, statements=(said,))], home("r.db"))

    (saying,) = find_sayings(load_view(home("r.db")), frozenset({"c_1"}))

    assert saying.voices == ("Lamp", "Hill Watch", "one expert voice")
    assert saying.words == (
        "Arrests rose because of an informer, Mr [name] of Hill Watch said; [name] was among the first, said [name]."
    )
    assert (saying.start, saying.end, saying.on) == (0, len(WORDS), date(2019, 3, 20))


@pytest.mark.parametrize(
    ("words", "names", "shown"),
    [
        ("Li Na said Nanning is near.", ["Li Na"], "[name] said Nanning is near."),
        ("Na Li and Li-Na", ["Li Na"], "[name] and [name]"),
        ("the spokesman said so", ["the spokesman"], "the spokesman said so"),
        ("nobody is named", [], "nobody is named"),
    ],
)
def test_names_are_taken_out(words: str, names: list[str], shown: str) -> None:
    assert hide(words, names) == shown
