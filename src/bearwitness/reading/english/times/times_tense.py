"""What stands before an expression of time in its sentence: whether the verbs look ahead or back, where the sentence
begins."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.reading.english.times.times_meaning import Direction
from bearwitness.reading.english.times.times_words import NAME, OTHER, Row, load_lexicon

REACH: Final = 40
"""Tokens that are looked back: sentences longer than this are lists."""

GOVERNED: Final = 8
"""Tokens within which a verb of the past governs the date behind it; further off, another verb may."""


@dataclass(frozen=True, slots=True)
class Clues:
    """The words of `times.toml` that tell tense, and the codes that matter beside them."""

    future: frozenset[str]
    past: frozenset[str]
    telling: frozenset[str]
    tellers: frozenset[str]
    harms: frozenset[str]
    ahead_of_to: frozenset[str]
    carriers: frozenset[str]
    titles: frozenset[str]
    leads: frozenset[str]
    months: frozenset[str]
    stops: frozenset[str]
    short_month: str


@cache
def load_clues() -> Clues:
    """The clues of tense, loaded once."""
    table, code_of = load_table("reading.english", "times.toml")["tense"], load_lexicon().code_of
    future = frozenset(table["future"])
    return Clues(
        future=future,
        past=frozenset(table["past"]),
        telling=frozenset(table["telling"]),
        tellers=frozenset(table["tellers"]),
        harms=frozenset(load_table("reading.english", "happenings.toml")["events"]["harm"]),
        ahead_of_to=frozenset(table["ahead_of_to"]),
        carriers=future | frozenset(table["be"]),
        titles=frozenset(table["titles"]),
        leads=frozenset(code_of[name] for name in ("until", "by", "to", "through")),
        months=frozenset(code_of[name] for name in ("month", "month_or_verb", "month_short")),
        stops=frozenset({code_of["dot"], OTHER}),
        short_month=code_of["month_short"],
    )


def ends_sentence(row: Row, token: int) -> bool:
    """Whether a sentence ends with this token: a stop and white space, and no abbreviation before it."""
    clues = load_clues()
    if row.codes[token] not in clues.stops:
        return False
    mark, text, end = row.words(token, token), row.text, row.ends[token]
    if mark[0].isalnum() or not (mark.isspace() or "." in mark or "?" in mark or "!" in mark):
        return False
    if mark != "." or token == 0:
        return True
    if end < len(text) and not text[end].isspace() and text[end] not in "\"'”’)":
        return False
    before = row.lower(token - 1)
    return row.codes[token - 1] != clues.short_month and len(before) > 1 and before not in clues.titles


def direction_at(row: Row, token: int) -> Direction:
    """Where the nearest verb before the token looks; "" when none says so near enough to govern it.

    A participle after "be" ("will be released") leaves it to the auxiliary, and an infinitive to what it hangs on
    ("expected to join in April"). "Until", "by" and "as early as" look ahead.
    """
    clues = load_clues()
    if token and (_leads(row, token - 1) or _as_early_as(row, token)):
        return "future"
    infinitive = False
    for i in range(token - 1, max(-1, token - 1 - REACH), -1):
        if ends_sentence(row, i):
            return ""
        if row.codes[i] in clues.months:
            continue  # "On May 29" is no modal
        word = row.lower(i)
        if word in clues.future or (infinitive and word in clues.ahead_of_to):
            return "" if infinitive and _follows(row, i, frozenset({"had"})) else "future"
        finite = word in clues.past or (len(word) > 4 and word.endswith("ed") and row.codes[i] != NAME)
        if finite and not _follows(row, i, clues.carriers):
            return "past" if token - i <= GOVERNED and word not in clues.telling and not infinitive else ""
        infinitive = infinitive or (word == "to" and row.codes[i + 1] == OTHER)
    return ""


def is_of_harm(row: Row, first: int, last: int) -> bool:
    """Whether the date stands beside a noun of what was done ("the shooting Saturday night", "Tuesday's midtown stabbing"): whatever
    the verb ("charges may follow the shooting Saturday night"), that is past."""
    harms = load_clues().harms
    before = [row.lower(i) for i in range(max(0, first - 3), first) if not row.lower(i).isspace()]
    before = before[:-1] if before[-1:] == ["on"] else before
    if before[-1:] and before[-1] in harms:
        return True
    behind = [row.lower(i) for i in range(last + 1, min(len(row.codes), last + 8)) if not row.lower(i).isspace()]
    if behind[:1] and behind[0] in {"'s", "’s"}:
        return any(w in harms for w in behind[1:4])
    return False


def _leads(row: Row, token: int) -> bool:
    """ "Until", "by" and the like, but not the end of "a drive-by on Wednesday"."""
    glued = token > 0 and row.codes[token - 1] == load_lexicon().code_of["hyphen"]
    return row.codes[token] in load_clues().leads and not glued


def is_of_telling(row: Row, token: int) -> bool:
    """Whether the date at the token says when something was told or posted ("police said on Monday", "Updated: 3 May")."""
    skipped = {"on", ":", "late", "early", "last", "this"}
    at = token - 1
    while at >= max(0, token - 4) and (row.lower(at) in skipped or row.lower(at).isspace()):
        at -= 1
    return at >= 0 and row.lower(at) in load_clues().tellers


def _as_early_as(row: Row, token: int) -> bool:
    return token >= 3 and row.lower(token - 1) == "as" and row.lower(token - 2) in ("soon", "early")


def _follows(row: Row, token: int, words: frozenset[str]) -> bool:
    """Whether one of the two words before the token is among `words`."""
    return any(row.lower(i) in words for i in range(max(0, token - 2), token))
