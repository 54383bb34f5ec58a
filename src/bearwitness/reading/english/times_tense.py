"""What stands before an expression of time in its sentence: whether the verbs look ahead or back, where the sentence begins."""

from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.reading.english.times_resolve import Direction
from bearwitness.reading.english.times_words import Row, load_lexicon

REACH: Final = 40
"""Tokens that are looked back: sentences longer than this are lists."""


def sentence_start(row: Row, token: int) -> int:
    """The first token of the sentence that holds `token`, at most `REACH` tokens back."""
    floor = max(0, token - REACH)
    for i in range(token - 1, floor - 1, -1):
        if ends_sentence(row, i):
            return i + 1
    return floor


def ends_sentence(row: Row, token: int) -> bool:
    """Whether a sentence ends with this token: a stop and white space, and no abbreviation before it."""
    start, end = row.spans[token]
    mark = row.text[start:end]
    if mark.isspace():
        return True
    if not any(stop in mark for stop in ".?!") or mark[0].isalnum():
        return False
    if end < len(row.text) and not row.text[end].isspace() and row.text[end] not in "\"'”’)":
        return False
    if mark != "." or token == 0:
        return True
    before = row.spans[token - 1]
    short = load_lexicon().code_of["month_short"]
    return row.codes[token - 1] != short and before[1] - before[0] > 1 and row.text[before[0] : before[1]] not in _TITLES


_TITLES: Final = frozenset({"Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Lt", "Sgt", "Capt", "Rep", "Sen", "Gov", "Inc", "Co"})


def direction_at(row: Row, token: int) -> Direction:
    """Where the nearest verb before the token looks. A participle after "be" ("will be released") leaves it to the auxiliary."""
    table = load_table("reading.english", "times.toml")["tense"]
    future, past, be = table["future"], table["past"], table["be"]
    months = {load_lexicon().code_of[name] for name in ("month", "month_or_verb", "month_short")}
    for i in range(token - 1, sentence_start(row, token) - 1, -1):
        start, end = row.spans[i]
        if row.codes[i] in months:
            continue  # "On May 29" is no modal
        word = row.text[start:end].lower()
        if word in future:
            return "future"
        if word in past:
            return "past"
        if len(word) > 4 and word.endswith("ed") and not _follows(row, i, be, future):
            return "past"
    return ""


def _follows(row: Row, token: int, be: list[str], future: list[str]) -> bool:
    """Whether one of the two words before the token is a form of "be" or a future auxiliary."""
    words = (row.text[slice(*row.spans[i])].lower() for i in range(max(0, token - 2), token))
    return any(word in be or word in future for word in words)
