"""Which language a report is in, from its script and its commonest words; enough to choose a reader."""

import re
from functools import cache

from bearwitness.core.tables import load_table

UNDETERMINED = "und"
"""ISO 639-2 code for a language that is none of those we can tell."""

_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][a-z]+)?")
_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_;,\s]|$)")
_SAMPLE = 20_000  # characters looked at: a report's language does not change after the first pages
_ENOUGH_LETTERS, _ENOUGH_WORDS = 10, 40
_ENGLISH_SHARE, _FOREIGN_SHARE = 0.12, 0.05
# Over 6,500 English reports half have .27 or more of these words and the lowest of 100 words, a list of names, has .06.


@cache
def _english() -> frozenset[str]:
    return frozenset(load_table("capture", "language.toml")["english"])


def parse_language_tag(tag: str) -> str | None:
    """The primary language of a declared tag: "en-US", "en_US" and "EN" give "en"; None when it is not a tag."""
    match = _TAG.match(tag)
    return match[1].lower() if match else None


def guess_language(text: str) -> str | None:
    """ "en", "ko", "zh", "ja", "und" for another language, or None when there is too little text to tell."""
    sample = text[:_SAMPLE]
    counts = {name: len(p.findall(sample)) for name, p in (("ko", _HANGUL), ("ja", _KANA), ("zh", _HAN), ("", _LATIN))}
    letters = sum(1 for character in sample if character.isalpha())
    if letters < _ENOUGH_LETTERS:
        return None
    if counts["ko"] + counts["ja"] + counts["zh"] >= 0.3 * letters:
        if counts["ko"] >= max(counts["ja"], 0.25 * counts["zh"]):
            return "ko"
        return "ja" if counts["ja"] >= 0.1 * counts["zh"] else "zh"
    if counts[""] < 0.5 * letters:
        return UNDETERMINED
    words = _WORD.findall(sample.lower())
    share = sum(1 for word in words if word in _english()) / max(len(words), 1)
    if share >= _ENGLISH_SHARE:
        return "en"
    return UNDETERMINED if len(words) >= _ENOUGH_WORDS and share < _FOREIGN_SHARE else None


def decide_language(declared: str | None, text: str) -> str | None:
    """What the words are, where they say it; else what was declared.

    A page template says "en" on every page, also on those in Korean, so the script of the text outranks it.
    """
    guessed = guess_language(text)
    tag = parse_language_tag(declared) if declared else None
    return tag or guessed if guessed in (None, UNDETERMINED) else guessed
