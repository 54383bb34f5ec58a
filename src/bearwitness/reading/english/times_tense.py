"""What stands before an expression of time in its sentence: whether the verbs look ahead or back, where the sentence begins."""

from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.reading.english.times_resolve import Direction
from bearwitness.reading.english.times_words import NAME, OTHER, Row, load_lexicon

REACH: Final = 40
"""Tokens that are looked back: sentences longer than this are lists."""


GOVERNED: Final = 8
"""Tokens within which a verb of the past governs the date behind it; further off, another verb may."""


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
    """Where the nearest verb before the token looks; "" when none says so near enough to govern it.

    A participle after "be" ("will be released") leaves it to the auxiliary, and an infinitive to what it hangs on ("expected
    to join in April"). "Until", "by" and "as early as" look ahead.
    """
    table = load_table("reading.english", "times.toml")["tense"]
    code_of = load_lexicon().code_of
    if token and (row.codes[token - 1] in {code_of[name] for name in ("until", "by", "to", "through")} or _as_early_as(row, token)):
        return "future"
    months = {code_of[name] for name in ("month", "month_or_verb", "month_short")}
    infinitive = False
    for i in range(token - 1, sentence_start(row, token) - 1, -1):
        if row.codes[i] in months:
            continue  # "On May 29" is no modal
        word = _word(row, i)
        if word in table["future"] or (infinitive and word in table["ahead_of_to"]):
            return "" if infinitive and _follows(row, i, ["had"]) else "future"
        if (word in table["past"] or (len(word) > 4 and word.endswith("ed") and row.codes[i] != NAME)) and not _follows(
            row, i, table["be"] + table["future"]
        ):
            governed = token - i <= GOVERNED and word not in table["telling"] and not infinitive
            return "past" if governed else ""
        infinitive = infinitive or (word == "to" and row.codes[i + 1] == OTHER)
    return ""


def _word(row: Row, token: int) -> str:
    return row.text[slice(*row.spans[token])].lower()


def _as_early_as(row: Row, token: int) -> bool:
    return token >= 3 and _word(row, token - 1) == "as" and _word(row, token - 2) in ("soon", "early")


def _follows(row: Row, token: int, words: list[str]) -> bool:
    """Whether one of the two words before the token is among `words`."""
    return any(_word(row, i) in words for i in range(max(0, token - 2), token))
