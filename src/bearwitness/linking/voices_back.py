"""Whom a claim goes back to: its voices followed inwards to the last one that has a name or an office of its own.

"The Post said, citing Human Rights Watch" goes back to Human Rights Watch, and so does that body's own report in the register.
An unnamed source, a relative or a witness is heard by one outlet only, so the claim goes back to that outlet.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from bearwitness.core.records import Claim, Report, Voice
from bearwitness.core.tables import load_table, load_words
from bearwitness.core.vocabulary import VoiceKind

_UNHEARD: Final = frozenset({"anonymous", "family", "witness"})
"""Voices that one outlet heard: what they say is that outlet's own, and nothing more of them is told."""
_SHOWN: Final = frozenset({"official", "ngo", "outlet", "expert", "document"})
"""Kinds of voices that may be named in a reason; a private person never is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whom a claim goes back to: `key` tells it from others, `name` is what may be shown."""

    key: str
    name: str
    kind: VoiceKind
    is_own: bool


def follow_voices(claim: Claim, report: Report) -> Source | None:
    """The innermost voice that is somebody; the report's own outlet where there is none; None where that is unknown too."""
    for voice in reversed(claim.voices):
        if voice.kind in _UNHEARD:
            continue
        if voice.name and (key := fold_name(voice.name)):
            is_own = bool(report.outlet) and key == fold_name(report.outlet or "")
            return Source(key=key, name=_show(voice), kind=voice.kind, is_own=is_own)
        if voice.kind == "official" and (words := " ".join(find_said(voice))):
            return Source(
                key=f"official:{words}", name="an official voice that is not named", kind="official", is_own=False
            )
    if report.outlet and (key := fold_name(report.outlet)):
        return Source(key=key, name=report.outlet, kind="outlet", is_own=True)
    return None


@cache
def fold_name(name: str) -> str:
    """A name as it is compared: no case, marks, "the", nor endings such as "News Agency"; short forms written out."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"['’]s\b|[.'’](?=\w\b)", "", plain))
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    endings = load_words("linking", "origins.toml", "endings")
    while len(words) > 1 and words[-1] in endings:
        words = words[:-1]
    short: dict[str, str] = load_table("linking", "origins.toml")["short"]
    folded = " ".join(words)
    return short.get(folded, folded)


def find_said(voice: Voice) -> list[str]:
    """The telling words of an unnamed body ("the police in Hunchun"), in order."""
    words = re.findall(r"\w+", (voice.text or "").casefold())
    return [word for word in words if word not in load_words("linking", "origins.toml", "plain")]


def find_innermost(claim: Claim) -> Voice | None:
    """The last voice that is not an outlet's."""
    return next((voice for voice in reversed(claim.voices) if voice.kind != "outlet"), None)


def _show(voice: Voice) -> str:
    return voice.name if voice.name and voice.kind in _SHOWN else "a voice that is not named here"
