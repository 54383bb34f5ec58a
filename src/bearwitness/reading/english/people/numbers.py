"""How many, as the words allow: number words, hedges and ranges to `low..high` with an open end where the words leave one.

"at least 41" is 41..open, "more than 500" 501..open, "nearly 50" 45..50, "about 30" 27..33, "up to 12" 1..12, "dozens" 12..open,
"ten-odd" 11..19. The table is `numbers.toml`, published with the method.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.core.tables import load_table

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_SPAN = re.compile(r"(\d+)[-–—](\d+)")
_RANGE_WORDS = {"to", "-", "–", "—", "and", "or"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """`low..high` (None is open), read from words `[first, last]` (indices into the words given, inclusive)."""

    low: int
    high: int | None
    first: int
    last: int


def _table(part: str) -> dict[str, object]:
    return load_table("reading.english", "numbers.toml")[part]  # type: ignore[no-any-return]


def find_amount(words: Sequence[str]) -> Amount | None:
    """The first amount in the words (lower case, as tokenised), with the hedges around it; None when there is none.

    Ages ("a 13-year-old", "aged 18") and ordinals are no amounts.
    """
    position = 0
    while position < len(words):
        found = _read_range(words, position)
        if found is not None:
            return _widen(words, found)
        position += 1
    return None


def parse_number(words: Sequence[str]) -> int | None:
    """The plain number all the words together write ("twenty - one", "1,200", "two hundred and five"), else None."""
    read = _read_plain(words, 0)
    return read[0] if read is not None and read[1] == len(words) else None


def _read_range(words: Sequence[str], at: int) -> Amount | None:
    vague = _read_vague(words, at)
    if vague is not None:
        return vague
    span = _SPAN.fullmatch(words[at])
    if span and int(span[1]) < int(span[2]) and not _is_age(words, at, at + 1):
        return Amount(low=int(span[1]), high=int(span[2]), first=at, last=at)
    first = _read_plain(words, at)
    if first is None or _is_age(words, at, first[1]):
        return None
    value, after = first
    if after < len(words) and words[after] in _RANGE_WORDS:
        second = _read_plain(words, after + 1)
        between = at > 0 and words[at - 1] == "between"
        joins = words[after] != "and" or between
        if second is not None and joins and second[0] > value and not _is_age(words, after + 1, second[1]):
            start = at - 1 if between or (at > 0 and words[at - 1] == "from") else at
            return Amount(low=value, high=second[0], first=start, last=second[1] - 1)
    return Amount(low=value, high=value, first=at, last=after - 1)


def _read_vague(words: Sequence[str], at: int) -> Amount | None:
    """Quantities without a digit: "dozens", "several hundred", "tens of thousands", "a few dozen"."""
    bounds = _table("vague").get(words[at])
    if not isinstance(bounds, list) or list(words[at + 1 : at + 2]) == ["as"]:
        return None  # "as many as 20" is a ceiling
    following = words[at + 1] if at + 1 < len(words) else ""
    if words[at] == "some" and (_read_plain(words, at + 1) or following in _table("scales")):
        return None
    if words[at] in {"number", "series"} and (
        at == 0 or words[at - 1] not in {"a", "large", "small", "growing", "unknown"}
    ):
        return None
    low: int = bounds[0]
    last = at
    scales: dict[str, int] = _table("scales")  # type: ignore[assignment]
    after = at + 1
    if after < len(words) and words[after] == "of":
        after += 1
    if after < len(words) and (words[after] in scales or words[after].rstrip("s") in scales):
        scale = scales.get(words[after], scales.get(words[after].rstrip("s"), 1))
        # "several hundred" proves at least two hundreds; "dozens of thousands" is a rhetorical lowest multiple.
        low, last = (2 if low <= 3 else low) * scale, after
        return Amount(low=low, high=None, first=at, last=last)
    return Amount(low=low, high=bounds[1] if len(bounds) > 1 else None, first=at, last=last)


def _read_plain(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """A number in digits or words from `at`: its value and the index after it."""
    units: dict[str, int] = _table("units")  # type: ignore[assignment]
    scales: dict[str, int] = _table("scales")  # type: ignore[assignment]
    total, current, position, seen = 0.0, 0.0, at, False
    while position < len(words):
        word = words[position]
        if word in units and not (seen and current % 10 and units[word] < 100 and current < 100):
            current, seen = current + units[word], True
        elif _DIGITS.fullmatch(word) and not seen:
            current, seen = float(word.replace(",", "")), True
        elif word in scales and seen:
            current *= scales[word]
            if scales[word] >= 1000:
                total, current = total + current, 0.0
        elif (
            word in scales
            and word != "score"
            and position > 0
            and words[position - 1] in {"a", "an", "half", "than", "the", "one", "another"}
        ):
            current, seen = scales[word] * (0.5 if _is_half(words, position) else 1.0), True
        elif (
            word == "-"
            and seen
            and position + 1 < len(words)
            and words[position + 1] in units
            and 20 <= current % 100 <= 90
        ) or (word == "and" and seen and current >= 100 and position + 1 < len(words) and words[position + 1] in units):
            pass
        else:
            break
        position += 1
    value = total + current
    if not seen or not value < _MOST or value != math.floor(value):
        return None
    return int(value), position


_MOST = 10_000_000_000
"""People: more than live. A longer run of digits is the number of something else."""


def _is_half(words: Sequence[str], at: int) -> bool:
    """ "half a dozen", "half - dozen"."""
    return "half" in words[max(0, at - 2) : at]


def _is_age(words: Sequence[str], start: int, end: int) -> bool:
    if start > 0 and words[start - 1] in {"aged", "age", "ages"}:
        return True
    rest = list(words[end : end + 4])
    if rest[:1] == ["-"]:
        rest = rest[1:]
    if rest[:1] in (["week"], ["day"]):
        return "old" in rest[1:3]  # "a 3-week-old baby"
    return bool(rest) and rest[0] in _NO_AMOUNT


_NO_AMOUNT = frozenset(
    {"year", "years", "month", "months", "yr", "-year", "th", "st", "nd", "rd", "percent", "%", "per"}
)


def _widen(words: Sequence[str], amount: Amount) -> Amount:
    """Apply the hedge before or after the number."""
    hedges: dict[str, str] = _table("hedges")  # type: ignore[assignment]
    after: dict[str, str] = _table("after")  # type: ignore[assignment]
    for length in (2, 1):
        tail = " ".join(words[amount.last + 1 : amount.last + 1 + length])
        if tail in after:
            return _apply(after[tail], amount, amount.first, amount.last + length)
    for length in (3, 2, 1):
        start = amount.first - length
        if start < 0:
            continue
        phrase = " ".join(words[start : amount.first])
        if phrase in hedges and _table("vague").get(words[amount.first]) is None:
            return _apply(hedges[phrase], amount, start, amount.last)
        if phrase.endswith((" a", " the", " an")) and phrase.rsplit(" ", 1)[0] in hedges:
            return _apply(hedges[phrase.rsplit(" ", 1)[0]], amount, start, amount.last)
    return amount


def _apply(hedge: str, amount: Amount, first: int, last: int) -> Amount:
    number = amount.low
    top = amount.high if amount.high is not None else amount.low
    low, high = {
        "floor": (number, None),
        "above": (number + 1, None),
        "below": (number * 9 // 10, top),
        "band": (number * 9 // 10, -(-top * 11 // 10)),
        "ceiling": (1, top),
        "under": (1, max(1, top - 1)),
        "odd": (number + 1, number + _odd_room(number)),
    }[hedge]
    return Amount(low=low, high=high, first=first, last=last)


def _odd_room(number: int) -> int:
    """ "ten-odd" may be up to 19, "forty-odd" up to 49, "two hundred-odd" up to 299."""
    size = 10
    while number % (size * 10) == 0 and number >= size * 10:
        size *= 10
    return size - 1
