"""The shot who die days later: "shot by police on Sunday, died in hospital on Wednesday".

The killing was done on Sunday and was one on Wednesday, and reports give either day for it. So its date runs from the day of the
wound to the day of the death, and no report that gives one of the two is walled off from one that gives the other.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bearwitness.core.records import When
from bearwitness.core.vocabulary import DAYS, TOLD
from bearwitness.reading.english.frames.periods import find_prec
from bearwitness.reading.english.story.told import Told, find_people

_WOUNDING = frozenset({"injury", "torture"})
_LATER = timedelta(days=60)
"""So long after the wound a death is still told as its outcome without another word."""


def widen_deaths(told: Sequence[Told]) -> list[Told]:
    """The killings of people who were wounded some days before, dated from the wound to the death."""
    people = find_people(told)
    wounds = {(people[n], t.when) for n, t in enumerate(told) if t.frame.act in _WOUNDING and _is_exact(t)}
    return [
        replace(t, when=_widen(t.when, [w for p, w in wounds if p == people[n]]))
        if t.frame.act == "killing" and _is_exact(t)
        else t
        for n, t in enumerate(told)
    ]


def _is_exact(told: Told) -> bool:
    when = told.when
    exact = when is not None and when.prec <= DAYS and when.earliest is not None and when.latest is not None
    return exact and told.frame.status in TOLD and not told.frame.habitual


def _widen(death: When | None, wounds: Sequence[When | None]) -> When | None:
    """From the last day before the death on which they were wounded; the death's own day where there is none."""
    if death is None or death.earliest is None or death.latest is None:
        return death
    before = [
        (w.earliest, w.text or w.anchor)
        for w in wounds
        if w is not None and w.earliest is not None and w.latest is not None
        if w.latest < death.earliest and death.earliest - w.earliest <= _LATER
    ]
    if not before:
        return death
    first, words = max(before, key=lambda pair: pair[0])
    days = (death.latest - first).days + 1
    return replace(death, earliest=first, prec=find_prec(days), basis="relative", anchor=words)
