"""The date of a report's main story where no sentence gives its act one: chosen among the report's own dates by learned weights.

"A teacher has been detained in Minsk. … On 9 August he had joined a march": half of all reports tell their act in one sentence
and the day in another, and rules over sentences chose badly (decision 12). Each date of the text is weighed by its clues
(`story_clues`) against "none of them", and the story gets a day, a month or a year only where the weights give that one
enough of the whole. It is marked as inferred, with the words of the date as its anchor: no claim, quote, status or stated date is
touched, and counting and linking know no more of it than before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import exp

from bearwitness.core.records import Claim, Report, When
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import DAY, LONGER, MONTH
from bearwitness.reading.calendar import month_end
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.story.shapes import LONG_AGO
from bearwitness.reading.english.story.story import find_story
from bearwitness.reading.english.story.story_clues import Calendar, Candidate
from bearwitness.reading.mentions import Timex

_SIZES = ((3, "day", DAY), (2, "month", MONTH), (1, "year", LONGER))
"""How many parts of a date a day, a month and a year have, and their precision."""


def date_story(
    report: Report, claims: Sequence[Claim], frames: Sequence[Frame], candidates: Sequence[Candidate]
) -> tuple[Claim, ...]:
    """The claims (one for each frame), those of the main story with the date chosen for it where one is sure enough."""
    when = choose_date(candidates, report.published_on) if candidates else None
    story = {c.id for c in find_story(claims)}
    told = [f for f, c in zip(frames, claims, strict=True) if c.id in story]
    if when is None or not any(_is_told(f) for f in told):
        return tuple(claims)
    return tuple(replace(c, when=when) if c.id in story and c.shape != "background" else c for c in claims)


def _is_told(frame: Frame) -> bool:
    """Is the act told by a verb of people counted or named, and not only spoken of ("the murder of the priests")?"""
    return frame.trigger.patient in {"object", "subject"} and not frame.attributive and not frame.bare


def choose_date(candidates: Sequence[Candidate], published_on: date | None) -> When | None:
    """The finest date on which the candidates have enough of the whole; None where not even a year has."""
    enough = load_table("reading.english", "story_dates_weights.toml")["enough"]
    shares = weigh(candidates)
    for size, name, prec in _SIZES:
        sums = sum_shares(candidates, shares, size)
        chosen = max(sums, key=lambda key: (sums[key], tuple(part or 0 for part in key)), default=None)
        if chosen is not None and sums[chosen] >= enough[name]:
            best = max(
                zip(shares, candidates, strict=True), key=lambda pair: pair[0] if _has(pair[1], chosen, size) else -1
            )
            timex = best[1].timex
            if published_on is not None and not _is_news(timex.when, published_on):
                return None
            return _build_when(chosen, prec, timex, published_on)
    return None


def _is_news(when: When | None, published_on: date) -> bool:
    """Not after the report, nor so long before it that an incident with this date would be background (`shapes`)."""
    if when is None or when.earliest is None or when.latest is None:
        return False
    return when.earliest <= published_on and published_on - when.latest <= LONG_AGO


def weigh(candidates: Sequence[Candidate]) -> list[float]:
    """The share of each candidate in the whole; what is left of 1 is for "none of these"."""
    weights = load_table("reading.english", "story_dates_weights.toml")["weights"]
    # Sorted: a sum of floats depends on its order, and the order of a set on the process.
    scores = [sum(weights.get(clue, 0.0) for clue in sorted(c.clues)) for c in candidates]
    top = max(0.0, *scores)
    parts = [exp(s - top) for s in scores]
    whole = exp(-top) + sum(parts)
    return [part / whole for part in parts]


def sum_shares(candidates: Sequence[Candidate], shares: Sequence[float], size: int) -> dict[Calendar, float]:
    """What each year (`size` 1), month (2) or day (3) has of the whole."""
    out: dict[Calendar, float] = {}
    for candidate, share in zip(candidates, shares, strict=True):
        year, month, day = candidate.calendar
        if None not in candidate.calendar[:size]:
            key = (year, month if size > 1 else None, day if size > 2 else None)
            out[key] = out.get(key, 0.0) + share
    return out


def _has(candidate: Candidate, chosen: Calendar, size: int) -> bool:
    return candidate.calendar[:size] == chosen[:size]


def _build_when(chosen: Calendar, prec: int, timex: Timex, published_on: date | None) -> When:
    year, month, day = chosen
    first = date(year, month or 1, day or 1)
    last = first if day else month_end(year, month or 12)
    if published_on is not None and first <= published_on < last:
        last = published_on  # nothing told as done lies after its report
    return When(
        earliest=first,
        latest=last,
        prec=prec,
        basis="relative",
        text="",
        anchor=timex.text,
        inferred=True,
        known_until=published_on,
    )
