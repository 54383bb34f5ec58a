"""A text as a row of words that matter for dates: each is a one-character code with its offsets.

The grammar is then regular expressions over the row of codes, which is short, has no spelling in it and cannot
backtrack over text. Codes of words that matter are private-use characters; every other word is `OTHER`, or `NAME`
when it begins with a capital ("Theresa May", "April Jones"), and a blank line is `OTHER` too, so that no expression
crosses a paragraph.
"""

import re
from array import array
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bearwitness.core.tables import load_table

OTHER: Final = "x"
NAME: Final = "X"

SHAPES: Final = (
    "day_12", "day_31", "two_digits", "year", "old_year", "number_other", "day_ordinal", "decimal", "clock", "decade",
    "fraction", "iso_day", "numeric_day", "holiday", "comma", "dot", "hyphen", "dash", "slash", "possessive",
    "meridiem", "year_short", "year_range", "open", "close",
)  # fmt: skip
"""Classes of tokens that are known by their shape and not by a word list."""

PRODUCTS: Final = (
    "date",
    "weekday_date",
    "bare_date",
    "year_date",
    "quantity",
    "time",
    "other_expression",
    "fiscal_date",
)
"""Classes of what the grammar has put together already."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`code_of` names a class's code; `words` maps a spelling to its code and payload."""

    code_of: dict[str, str]
    words: dict[str, tuple[str, int | str]]
    token: re.Pattern[str]
    holidays: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of a text by index: `codes` their classes, `starts` and `ends` their offsets in `text`.

    Arrays and not tuples: a 50 MB line has ten million tokens.
    """

    codes: str
    starts: "array[int]"
    ends: "array[int]"
    text: str

    def words(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def lower(self, token: int) -> str:
        """One token in lower case."""
        return self.text[self.starts[token] : self.ends[token]].lower()


@cache
def load_lexicon() -> Lexicon:
    """The word lists of `times.toml`, with a code for every class."""
    table = load_table("reading.english", "times.toml")
    spellings = {**table["name"], **table["lower"], **table["word"]}
    code_of = {name: chr(0xE000 + i) for i, name in enumerate((*spellings, *SHAPES, *PRODUCTS))}
    words: dict[str, tuple[str, int | str]] = {}
    for name, entries in spellings.items():
        for word, payload in entries.items():
            entry = (code_of[name], payload)
            if name in table["name"]:
                forms = {word, word.upper()}
            elif name in table["lower"]:
                forms = {word}
            else:
                forms = {word, word.capitalize(), word.upper()}
            for form in forms:
                words.setdefault(form, entry)
    for mark, name in ((",", "comma"), (".", "dot"), ("/", "slash"), ("–", "dash"), ("—", "dash"), ("--", "dash")):
        words[mark] = (code_of[name], 0)
    for mark in ("'s", "’s", "'S", "’S"):
        words[mark] = (code_of["possessive"], 0)
    for mark in ("am", "pm", "AM", "PM", "a.m.", "p.m.", "A.M.", "P.M.", "a.m", "p.m", "A.M", "P.M"):
        words[mark] = (code_of["meridiem"], mark[0].lower())
    words["("], words[")"] = (code_of["open"], 0), (code_of["close"], 0)
    holidays = _holiday_spellings(table)
    return Lexicon(code_of=code_of, words=words, token=_token_pattern(holidays), holidays=holidays)


def _holiday_spellings(table: dict[str, Any]) -> dict[str, str]:
    out = {}
    for name, rule in table["holidays"].items():
        for form in (name, name.replace("'", "’"), name.upper()):
            out[form] = rule
    return out


def _token_pattern(holidays: dict[str, str]) -> re.Pattern[str]:
    # Every alternative either is bounded or takes all it has read, so a long run of anything costs linear time:
    # "1,1,1,…,1a" would be quadratic if a number could fail after reading to its end.
    feasts = "|".join(re.escape(name) for name in sorted(holidays, key=len, reverse=True))
    return re.compile(
        rf"""(?P<break>\n\s*\n)
        | (?P<holiday>(?=[A-Z9])(?:{feasts})(?![^\W_]|/))
        | (?P<iso>[12]\d{{3}}-\d\d-\d\d(?:T\d\d(?::\d\d){{0,2}}Z?)?(?![\w-]))
        | (?P<money>[$£€¥#]\s?\d[\d.,]*)
        | (?P<number>\d+(?:[.,:/]\d+)*[^\W_]*)
        | [ap]\.m\b\.? | [AP]\.M\b\.?
        | (?P<word>[^\W\d_][^\W_]*)
        | (?P<clitic>['’](?:\d0s|\d\d(?![^\W_])|[sS](?![^\W_])))
        | [^\w\s,.\-–—/'’()$£€¥#]+
        | (?P<mark>[^\w\s])(?P=mark)* | _+""",
        re.VERBOSE,
    )


def split_row(text: str) -> Row:
    """The text as a row of coded tokens."""
    lexicon = load_lexicon()
    words, code_of = lexicon.words, lexicon.code_of
    codes: list[str] = []
    starts, ends = array("q"), array("q")
    for match in lexicon.token.finditer(text):
        entry = words.get(surface := match.group())
        if entry is not None:
            code = entry[0]
        elif match.lastgroup in (None, "money", "break", "mark"):
            code = _mark_code(surface, text, match.end(), code_of)
        elif match.lastgroup == "word":
            code = NAME if surface[0].isupper() and surface[1:2].islower() else OTHER
        else:
            code = _shape_code(match.lastgroup or "", surface, code_of)
        codes.append(code)
        starts.append(match.start())
        ends.append(match.end())
    return Row(codes="".join(codes), starts=starts, ends=ends, text=text)


def _mark_code(surface: str, text: str, end: int, code_of: dict[str, str]) -> str:
    if surface != "-":
        return OTHER
    tight = end < len(text) and not text[end].isspace() and end > 1 and not text[end - 2].isspace()
    return code_of["hyphen" if tight else "dash"]


def _shape_code(kind: str, surface: str, code_of: dict[str, str]) -> str:
    """The class of a number, a feast or a shortened year."""
    if kind == "number":
        return code_of.get(number_class(surface), OTHER)
    if kind == "iso":
        return code_of["iso_day"]
    if kind == "holiday":
        return code_of["holiday"]
    return code_of["decade" if surface.endswith("s") else "year_short"]


def number_class(surface: str) -> str:
    """The class of a token that begins with a digit, or "" when it is none of ours (a calibre, a road, a score)."""
    if surface.isdecimal() and surface.isascii():
        return _plain_number_class(surface)
    if len(surface) > 16:
        return ""
    for name, pattern in _NUMBER_SHAPES:
        if pattern.fullmatch(surface):
            return name
    return ""


_NUMBER_SHAPES: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("day_ordinal", r"(?:[12]?1st|[12]?2nd|[12]?3rd|(?:[12]?[04-9]|1[123]|30)th|31st)"),
        ("day_ordinal", r"(?:[12]?1ST|[12]?2ND|[12]?3RD|(?:[12]?[04-9]|1[123]|30)TH|31ST)"),
        ("decade", r"[12]\d\d0[sS]"),
        ("clock", r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?"),
        ("clock", r"(?:1[0-2]|0?\d)(?::[0-5]\d)?(?:[ap]m|[AP]M)"),
        ("numeric_day", r"(?:0?[1-9]|[12]\d|3[01])([/.])(?:0?[1-9]|[12]\d|3[01])\1(?:[12]\d)?\d\d"),
        ("fraction", r"1/2"),
        ("year_range", r"[12]\d{3}/\d\d"),
        ("number_other", r"\d{1,3}(?:,\d{3})+"),
        ("decimal", r"\d+\.\d+"),
    )
)


def _plain_number_class(surface: str) -> str:
    size, value = len(surface), int(surface) if len(surface) < 6 else 0
    if size <= 2:
        return "day_12" if 1 <= value <= 12 else "day_31" if 13 <= value <= 31 else "two_digits"
    if size == 4 and surface[0] in "12":
        return "year" if 1900 <= value < 2100 else "old_year" if value < 1900 else "number_other"
    return "number_other" if size < 6 else ""


def payload_of(surface: str) -> int | str:
    """What a token stands for: its number, month, weekday, unit …; the surface itself when it stands for itself."""
    entry = load_lexicon().words.get(surface)
    if entry is not None:
        return entry[1]
    digits = surface.rstrip("stndrhSTNDRH").replace(",", "")
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 12 else surface
