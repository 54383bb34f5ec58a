"""Reading dates in English: every expression of time in a text, with its TimeML value and the days it means.

A weekday without more is the most recent one that is not after publication, so a report of Wednesday that says
"Wednesday" means that very day; verbs that look ahead ("will appear on Friday") and "next" turn it round. A month or
day without a year takes the year that the text is telling about, else the nearest past one before publication.
Without a publication date no year is invented: `When.month_day` keeps what was said.
"""

import re
from datetime import date
from functools import cache
from typing import Final

from bearwitness.core.records import When
from bearwitness.core.vocabulary import DAYS, LONGER, MONTH
from bearwitness.reading import calendar
from bearwitness.reading.english.times.times_grammar import Item, Level, Wording, apply_level
from bearwitness.reading.english.times.times_late import read_late
from bearwitness.reading.english.times.times_meaning import Direction, Meaning, Setting
from bearwitness.reading.english.times.times_resolve import resolve, shifted
from bearwitness.reading.english.times.times_resolve_named import is_day_first
from bearwitness.reading.english.times.times_rules_absolute import build_absolute
from bearwitness.reading.english.times.times_rules_quantities import build_quantities, build_ranges
from bearwitness.reading.english.times.times_rules_relative import build_attached, build_relative
from bearwitness.reading.english.times.times_rules_spans import build_spans
from bearwitness.reading.english.times.times_tense import direction_at, ends_sentence, is_of_harm, is_of_telling
from bearwitness.reading.english.times.times_words import NAME, OTHER, Row, load_lexicon, split_row
from bearwitness.reading.mentions import Timex

ISLAND: Final = re.compile(f"[^{OTHER}{NAME}]+")
"""Words that can stand in an expression, side by side; everything else is skipped."""

CORE: Final = (
    "month", "month_or_verb", "month_short", "month_lower", "weekday", "weekday_plural", "day_word", "day_part",
    "day_point", "season", "season_or_verb", "unit", "units", "quarter", "half", "weekend", "frequency", "present",
    "past_word", "recent", "current", "future", "tens", "tens_plural", "year", "old_year", "clock", "decade",
    "iso_day", "numeric_day", "holiday", "meridiem", "year_range",
)  # fmt: skip
"""An island without one of these holds no expression of time."""

YEAR_REACH: Final = 60
"""Tokens within which a year that the text has stated still holds for the dates after it."""

MONTH_REACH: Final = 2
"""Sentences within which "in May 2019" gives its year to "on 3 May"."""

STORY_BACK: Final = 31
STORY_ON: Final = 183
"""Days before and after a full date ("March 3, 2016") within which "March 5" goes on with its year."""


@cache
def _levels() -> tuple[Level, ...]:
    return (
        build_absolute(),
        build_quantities(),
        build_relative(),
        build_attached(),
        build_attached(),
        build_ranges(),
        build_spans(),
    )


@cache
def _core() -> re.Pattern[str]:
    code_of = load_lexicon().code_of
    return re.compile("[" + "".join(code_of[name] for name in CORE) + "]")


def find_times(text: str, published_on: date | None) -> tuple[Timex, ...]:
    """All expressions of time of a text, in order, without overlaps; `text[start:end]` is each one's text."""
    row = split_row(text)
    found = [item for island in _islands(row) for item in _read_island(island, row)]
    proofs = {is_day_first(item.wording.name) for item in found if item.wording and item.wording.unit == "numeric"} - {
        None
    }
    reader = _Reader(row, published_on, proofs.pop() if len(proofs) == 1 else None)
    timexes = [timex for item in found if item.wording is not None for timex in reader.read(item, item.wording)]
    return read_late(text, timexes, published_on)


def resolve_shift(timex: Timex, anchor: When) -> When | None:
    """What an expression that hangs on an earlier date means against `anchor`; None when it does not hang on one, or
    the anchor says too little."""
    if timex.shift is None:
        return None
    try:
        meaning = shifted(anchor, timex.shift)
    except (ValueError, OverflowError):
        return None  # past the end of the calendar
    return None if meaning is None else _when(meaning, timex.text, anchor.text)


def is_hour(timex: Timex) -> bool:
    """ "About 9 p.m.": an hour alone, whose day stands elsewhere or nowhere."""
    return timex.shift is not None and _HOUR.search(timex.value) is not None


_HOUR: Final = re.compile(r"T\d\d(?::\d\d)?$")


def _islands(row: Row) -> list[tuple[int, int]]:
    core = _core()
    spans = (match.span() for match in ISLAND.finditer(row.codes))
    return [(start, end) for start, end in spans if core.search(row.codes, start, end)]


def _read_island(island: tuple[int, int], row: Row) -> list[Item]:
    # One word more on either side: rules look there for a name or for what a number counts.
    start, end = max(0, island[0] - 1), min(len(row.codes), island[1] + 1)
    items = [Item(row.codes[i], i, i) for i in range(start, end)]
    for level in _levels():
        items = apply_level(level, items, row)
    return [item for item in items if item.wording is not None]


class _Reader:
    """Reads wordings in text order and remembers what the text has said: dates to hang on, the year it tells about."""

    __slots__ = (
        "_anchors",
        "_day_first",
        "_months",
        "_published_on",
        "_row",
        "_seen",
        "_sentence",
        "_tellings",
        "_years",
    )

    def __init__(self, row: Row, published_on: date | None, day_first: bool | None) -> None:
        self._row, self._published_on, self._day_first = row, published_on, day_first
        self._seen, self._sentence = 0, 0
        self._anchors: list[When] = []
        self._tellings: list[When] = []
        self._months: dict[int, tuple[int, int]] = {}
        self._years: list[tuple[int, int, int, date | None]] = []

    def read(self, item: Item, said: Wording) -> tuple[Timex, ...]:
        """The expression with its meaning in this place of the text; two where a word joins two dates."""
        text = self._row.words(item.first, item.last)
        self._advance(item.first)
        meaning = resolve(said, self._setting(item, said))
        anchor = self._anchor(said) if meaning.shift is not None else None
        when = (
            None
            if said.kind == "DURATION" and said.window is None
            else _when(meaning, text, anchor.text if anchor else None)
        )
        self._remember(item, said, when)
        ends, values = [(item.first, item.last)], [meaning.value]
        if item.split is not None and meaning.value.count("/") == 1:
            ends, values = [(item.first, item.split[0]), (item.split[1], item.last)], meaning.value.split("/")
        return tuple(
            Timex(
                start=self._row.starts[first], end=self._row.ends[last], text=self._row.words(first, last), value=value,
                kind=said.kind, when=when, shift=meaning.shift,
            )
            for (first, last), value in zip(ends, values, strict=True)
        )  # fmt: skip

    def _setting(self, item: Item, said: Wording) -> Setting:
        day = next((w.earliest for w in reversed(self._anchors) if w.prec == 1 and w.earliest is not None), None)
        return Setting(
            published_on=self._published_on,
            anchor=self._anchor(said),
            day=day,
            year=self._told_year(item, said) if said.year is None and said.month is not None else None,
            direction=self._find_direction(item) if _asks_tense(said) else "",
            day_first=self._day_first,
        )

    def _find_direction(self, item: Item) -> Direction:
        return "past" if is_of_harm(self._row, item.first, item.last) else direction_at(self._row, item.first)

    def _anchor(self, said: Wording) -> When | None:
        """The nearest date before that is fine enough for what is asked of it; "last year" is no date to count from."""
        finest = {"day": DAYS, "weekday": DAYS, "week": MONTH, "month": MONTH}.get(said.unit, LONGER)
        # "About 9 p.m." is of the day of the event: not of the day on which police said so.
        anchors = [w for w in self._anchors if not (said.clock and any(w is t for t in self._tellings))]
        return next(
            (w for w in reversed(anchors) if w.prec <= finest and (w.prec < LONGER or w.basis == "stated")), None
        )

    def _told_year(self, item: Item, said: Wording) -> int | None:
        """The year of the narrative: of a full date in this or the sentence before, or just said in this sentence."""
        if (said.month or 0) in self._months and said.day:
            year, sentence = self._months[said.month or 0]
            if self._sentence - sentence <= MONTH_REACH:
                return year
        for token, sentence, year, full in reversed(self._years):
            ends = self._sentence - sentence
            if full is None:
                if ends == 0 and item.first - token <= YEAR_REACH // 4:
                    return year
            elif ends <= (1 if said.day else 0):
                for candidate in (year, year + 1):
                    away = (date(candidate, said.month or 1, min(said.day or 28, 28)) - full).days
                    if -STORY_BACK <= away <= STORY_ON:
                        return candidate
        return None

    def _advance(self, token: int) -> None:
        """Counts the sentences up to a token; a long stretch without dates is a new story."""
        gap = token - self._seen
        self._sentence += 2 if gap > YEAR_REACH else sum(ends_sentence(self._row, i) for i in range(self._seen, token))
        self._seen = token

    def _remember(self, item: Item, said: Wording, when: When | None) -> None:
        if when is not None and said.kind in ("DATE", "TIME"):
            self._anchors.append(when)
            if is_of_telling(self._row, item.first):
                self._tellings.append(when)
        if said.anchor == "calendar" and said.year is not None and said.month is not None and said.unit == "month":
            self._months[said.month] = (said.year, self._sentence)
        if said.anchor == "calendar" and said.year is not None and said.unit in ("day", "year") and when is not None:
            full = when.earliest if said.unit == "day" else None
            self._years.append((item.last, self._sentence, said.year, full))
        del self._anchors[:-20], self._tellings[:-20], self._years[:-4]


def _asks_tense(said: Wording) -> bool:
    """Whether the tense can change the meaning: of names that come round, without a year."""
    ends = (said,) if said.to is None else (said, said.to)
    return any(w.year is None and not w.fixed and (w.anchor == "calendar" or w.unit == "weekend") for w in ends)


def _when(meaning: Meaning, text: str, anchor: str | None) -> When | None:
    """The contract's record of a meaning; None when it gives no day, month or year."""
    if meaning.first is not None and meaning.last is not None:
        prec = calendar.prec_of(meaning.first, meaning.last)
        return When(
            earliest=meaning.first, latest=meaning.last, prec=prec, basis=meaning.basis, text=text, anchor=anchor
        )
    if meaning.month_day is not None:
        prec = 1 if len(meaning.month_day) > 2 else MONTH
        return When(
            earliest=None,
            latest=None,
            prec=prec,
            basis=meaning.basis,
            text=text,
            month_day=meaning.month_day,
            anchor=anchor,
        )
    return None
