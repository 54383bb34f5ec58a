"""What speaks for and against each date of a report being the day of its main story: its age, its rank, its place, its words.

Nothing here is parsed: sentences, words and dates are read from the text, so the screen changes nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from bearwitness.core.records import Claim, Report, When
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.parsing.sentences import Span, is_dateline
from bearwitness.reading.english.story.story import find_story
from bearwitness.reading.english.times.dates_named import is_stamp
from bearwitness.reading.mentions import Timex

Calendar = tuple[int, int | None, int | None]
"""Year, month and day, as far as a date gives them."""

_AGES = (0, 1, 4, 11, 32, 93, 366, 731, 1827)
"""Days before publication at which a new class of age begins; the first class is after it."""
_SHARES = (0.2, 0.4, 0.7, 1.0)
"""Shares of the report's dates in one year, month or day at which a new class begins."""
_PLACES = (1, 2, 3, 6, 12)
"""Sentences from the head of the report at which a new class of place begins."""
_STEPS = (2, 4, 9)
"""Sentences from the nearest claim of the story at which a new class of distance begins."""
_WINDOW = 60
"""Characters beside a date whose nearest four words are looked at."""
_FURNITURE = 4
"""Words beside the date of a line that tells nothing."""
_HEAD = 3
"""Sentences at the head of a report that say whether it is told from a court."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A date of the text, what it gives, and its clues: names of weights."""

    timex: Timex
    calendar: Calendar
    clues: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where the story and the report's other claims stand: numbers of sentences and paragraphs."""

    text: str
    spans: tuple[Span, ...]
    starts: tuple[int, ...]
    story: tuple[Claim, ...]
    others: tuple[Claim, ...]
    told_at: frozenset[int]
    others_at: frozenset[int]


def find_candidates(
    report: Report, claims: Sequence[Claim], times: Sequence[Timex], spans: Sequence[Span]
) -> tuple[Candidate, ...]:
    """The dates that the report's main story may have; empty where there is no story, or one of its claims has a date."""
    story = find_story(claims)
    if not story or any(c.when is not None and c.when.basis != "publication" for c in story):
        return ()
    layout = _lay_out(report.text, story, claims, spans)
    known = [(t, c) for t in times if t.kind in {"DATE", "TIME"} and (c := read_calendar(t.when)) is not None]
    dates = [(t, c) for t, c in known if not _is_barred(layout, t)]
    in_court = bool(_read_words(report.text[: spans[min(_HEAD, len(spans)) - 1].end]) & _words("court"))
    out = []
    for timex, calendar in dates:
        clues = {
            *_find_age(timex, calendar, report.published_on),
            *_find_rank(timex, calendar, dates, report.published_on),
        }
        clues |= {*_find_place(layout, timex), *_find_telling(layout, timex), *_find_wording(layout, timex)}
        out.append(
            Candidate(timex=timex, calendar=calendar, clues=frozenset(clues | {"in court"} if in_court else clues))
        )
    return tuple(out)


def read_calendar(when: When | None) -> Calendar | None:
    """The year, month and day that both ends of a date agree on; None where they are of two years or one is open."""
    if when is None or when.earliest is None or when.latest is None or when.earliest.year != when.latest.year:
        return None
    first, last = when.earliest, when.latest
    if first.month != last.month:
        return first.year, None, None
    return first.year, first.month, first.day if first == last else None


def _lay_out(text: str, story: Sequence[Claim], claims: Sequence[Claim], spans: Sequence[Span]) -> _Layout:
    starts = tuple(s.start for s in spans)
    own = {c.id for c in story}
    others = tuple(c for c in claims if c.id not in own)
    return _Layout(
        text=text,
        spans=tuple(spans),
        starts=starts,
        story=tuple(story),
        others=others,
        told_at=frozenset(_find_sentence(starts, q.start) for c in story for q in c.quotes),
        others_at=frozenset(_find_sentence(starts, q.start) for c in others for q in c.quotes),
    )


def _find_sentence(starts: Sequence[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _is_barred(layout: _Layout, timex: Timex) -> bool:
    """Can this date not be the story's? In the story's own sentence grammar has judged it already ("three who had left on 3 May
    were arrested"); "another shooting" and what somebody "learned of on 14 June" are not the story itself; and the day of a
    dateline, or of a line that holds little else ("Published 12 May 2020", "By the desk, 3 June"), is the page's."""
    number = _find_sentence(layout.starts, timex.start)
    if number in layout.told_at:
        return True
    span = layout.spans[number]
    line = layout.text[span.start : span.end]
    if _read_words(line) & _words("barring"):
        return True
    if _SAYING_DAY.search(line[: max(0, timex.start - span.start)]):
        return True
    before = line[: max(0, timex.start - span.start)]
    rest = before + " " + line[timex.end - span.start :]
    return is_stamp(before) or is_dateline(line) or len(_LETTERS.findall(rest.lower())) <= _FURNITURE


_SAYING_DAY = re.compile(
    r"\b(?:told|said|says|reported|informed|announced|wrote|confirmed|denied|stated|added|admitted|acknowledged|condemned|urged) "
    r"(?:[^\s.,;“”\"]+ ){0,5}(?:late |early )?(?:on )?\Z"
)
""" "a source told the Tumen Ledger on 20 November": the day of the telling."""


def _find_age(timex: Timex, calendar: Calendar, published_on: date | None) -> list[str]:
    when = timex.when
    if when is None or when.earliest is None or when.latest is None:
        return []
    out = ["any", f"precision:{when.prec}", f"basis:{when.basis}", *(["shifted"] if timex.shift else [])]
    if published_on is None:
        return [*out, "unpublished"]
    holds = when.earliest <= published_on < when.latest
    age = 0 if holds else (published_on - when.latest).days
    out += ["holds publication"] if holds else []
    out.append(f"age:{bisect_right(_AGES, age)}")
    back = published_on.year - calendar[0]
    return [*out, f"years ago:{back}"] if back in {0, 1} else out


def _find_rank(
    timex: Timex, calendar: Calendar, dates: Sequence[tuple[Timex, Calendar]], published_on: date | None
) -> list[str]:
    """How the date stands among the report's dates: the first, the only one, the newest, told again."""
    out = []
    for size, name in ((1, "year"), (2, "month"), (3, "day")):
        if None not in calendar[:size]:
            share = sum(c[:size] == calendar[:size] for _, c in dates) / len(dates)
            out.append(f"{name} share:{bisect_right(_SHARES, share)}")
    out += [name for name, holds in (("only", len(dates) == 1), ("first", timex == dates[0][0])) if holds]
    ends = [t.when.latest for t, _ in dates if t.when is not None and t.when.latest is not None]
    told = [d for d in ends if published_on is None or d <= published_on]
    if timex.when is not None and told:
        out += [name for name, end in (("newest", max(told)), ("oldest", min(told))) if timex.when.latest == end]
    return out


def _find_place(layout: _Layout, timex: Timex) -> list[str]:
    """How far the date stands from the head of the report and from the sentences that tell the story."""
    number = _find_sentence(layout.starts, timex.start)
    steps = min(abs(number - n) for n in layout.told_at)
    out = [f"sentence:{bisect_right(_PLACES, number)}", f"steps:{bisect_right(_STEPS, steps)}"]
    out += [name for name, at in (("behind", number - 1), ("before", number + 1)) if at in layout.told_at]
    if layout.spans[number].paragraph in {layout.spans[n].paragraph for n in layout.told_at}:
        out.append("paragraph")
    return [*out, "other claim"] if number in layout.others_at else out


def _find_telling(layout: _Layout, timex: Timex) -> list[str]:
    """What else the report tells on this date."""
    when = timex.when
    on_it = [
        c
        for c in layout.others
        if when is not None
        and c.when is not None
        and c.when.basis != "publication"
        and (c.when.earliest, c.when.latest) == (when.earliest, when.latest)
    ]
    out = [f"dates {'incident' if c.shape == 'incident' and c.status in TOLD else 'background'}" for c in on_it]
    acts = {c.act for c in layout.story}
    return [*out, "dates its act"] if any(c.act in acts for c in on_it) else out


def _find_wording(layout: _Layout, timex: Timex) -> list[str]:
    """The words around the date: those that tell of sayings, courts, old times or acts, and what stands before it."""
    span = layout.spans[_find_sentence(layout.starts, timex.start)]
    left = _LETTERS.findall(layout.text[max(span.start, timex.start - _WINDOW) : timex.start].lower())[-4:]
    right = _LETTERS.findall(layout.text[timex.end : min(span.end, timex.end + _WINDOW)].lower())[:4]
    words, near = _read_words(layout.text[span.start : span.end]), {*left, *right}
    out = [] if left else ["opens"]
    last = next((w for w in reversed(left) if w not in _words("between")), "")
    if last in _words("before"):
        out.append(f"after {last}")
    for kind in ("saying", "court", "past", "acts"):
        if near & _words(kind):
            out.append(f"near {kind}")
        elif words & _words(kind):
            out.append(f"with {kind}")
    return out


_LETTERS = re.compile(r"[a-z']+")


def _read_words(text: str) -> set[str]:
    return set(_LETTERS.findall(text.lower()))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "story_dates.toml")[kind])
