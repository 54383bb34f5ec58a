"""Victims who speak: whoever tells what befell himself, or is named as a victim elsewhere in the report, is a voice without a name."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bearwitness.core.records import Voice
from bearwitness.core.tables import load_table
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.people.hiding import HIDDEN, hide_words
from bearwitness.reading.english.people.names import shares_name
from bearwitness.reading.english.places.places_words import load_words

_NO_PERSONS: Final = frozenset({"outlet", "document"})


def find_told_victims(
    frames: Iterable[Frame], voices_of: Callable[[Frame], Sequence[Voice]]
) -> frozenset[frozenset[str]]:
    """The names of the report's victims, each as its words in small letters: those named as such, and those who tell what
    befell themselves ("They beat me," said Okello; Okello said he was beaten)."""
    out = set()
    for frame in frames:
        if frame.act != "raid" and frame.name:
            out.add(frame.name)
        word = frame.count.text.lower().split()[-1:]
        teller = voices_of(frame)[-1]
        called = _find_called(teller)
        if not frame.pronoun or not word or not called:
            continue
        if (word[0] in _words("first") and teller.kind not in _NO_PERSONS) or (
            word[0] in _words("third") and (teller.kind == "other" or _is_activist(teller))
        ):
            out.add(called)
    return frozenset(out)


def hide_voices(voices: Sequence[Voice], victims: Collection[frozenset[str]]) -> tuple[Voice, ...]:
    """The voices, without its name each that a victim of the same report bears: who suffered may speak, and is not named."""
    return tuple(_hide(voice, victims) for voice in voices)


def _hide(voice: Voice, victims: Collection[frozenset[str]]) -> Voice:
    words = _find_called(voice)
    if voice.kind in _NO_PERSONS or voice.kind == "official" or not any(shares_name(words, v) for v in victims):
        return voice
    hidden = hide_words(voice.text or HIDDEN, {*words, *(voice.name or "").split(), *_find_capitals(voice)})
    return replace(voice, name=None, text=_BETWEEN.sub(HIDDEN, hidden))


_BETWEEN: Final = re.compile(rf"{HIDDEN}(?: [a-z]{{1,4}}){{1,2}} {HIDDEN}")
"""A particle between two hidden parts of a name ("… ibn …")."""


def _find_called(voice: Voice) -> frozenset[str]:
    """The words of the voice's name, in small letters; of a speaker whom the parser knows for no person its capitalised words."""
    if voice.name is not None or voice.kind != "other":
        return _read_words(voice.name or "")
    return _read_words(" ".join(_find_capitals(voice)))


def _find_capitals(voice: Voice) -> list[str]:
    words = [w.strip(",.") for w in (voice.text or "").split() if w[:1].isupper()]
    return [w for w in words if w.lower() not in {"the", "an", "a", "his", "her", "one"}]


def _is_activist(voice: Voice) -> bool:
    return voice.kind == "ngo" and not _words("activists").isdisjoint((voice.text or "").lower().split())


def _read_words(name: str) -> frozenset[str]:
    return frozenset(
        w for w in re.split(r"[\s-]+", name.lower()) if len(w.strip(".")) > 1 and w not in load_words().titles
    )


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "hiding.toml")[part])
