"""Whom the phrase in front of a verb of saying names: the kind of voice, its proper name, and the words it is told by."""

from collections.abc import Sequence
from functools import cache

from bearwitness.core.records import Voice
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import VoiceKind
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import find_phrase, is_person_word


@cache
def voice_words(part: str) -> frozenset[str]:
    """One list of `voices.toml`."""
    return frozenset(load_table("reading.english", "voices.toml")[part])


def build_voice(sentence: Sentence, speaker: Token, last: Voice | None) -> Voice | None:
    """The voice that the phrase headed by `speaker` names; `last` where it is a pronoun; None where nobody can speak by it."""
    if speaker.lower in {"he", "she", "they", "who", "it"}:
        return last
    if speaker.pos in {"PRON", "DET"} and speaker.lower not in {"some", "others", "many"}:
        return None
    end = max(
        (
            t.i
            for t in sentence.subtree(speaker)
            if t.dep not in {"relcl", "acl", "punct"} and not _in_clause(sentence, t, speaker)
        ),
        default=speaker.i,
    )
    start = find_phrase(sentence, speaker)[0].i
    words = list(sentence.tokens[start : end + 1])
    kind = _find_kind(words, speaker)
    name = _find_name(words, kind)
    text = _join(_hide_names(words) if kind in _PROTECTED else [t.text for t in words])
    body = {t.lower for t in words} & voice_words("intergovernmental")
    if kind == "other" and speaker.pos == "NOUN" and not is_person_word(speaker) and not body:
        return None  # "the situation suggests": a thing does not speak
    return Voice(kind=kind, name=name, text=text)


_PROTECTED = frozenset({"family", "witness", "anonymous"})
"""Voices whose names go nowhere but into the quote: a relative's name gives the victim's away, and both can be found."""


def _hide_names(words: Sequence[Token]) -> list[str]:
    """ "his widow Mary Okello" as "his widow …"."""
    hidden = ["…" if t.ent == "PERSON" else t.text for t in words]
    return [w for at, w in enumerate(hidden) if w != "…" or hidden[at - 1 : at] != ["…"]]


def _join(words: Sequence[str]) -> str:
    return " ".join(words).replace(" ’s", "’s").replace(" 's", "'s").replace(" ,", ",").replace(" - ", "-")


def _in_clause(sentence: Sentence, token: Token, top: Token) -> bool:
    at = token
    while at.i not in (top.i, at.head):
        if at.dep in {"relcl", "acl"}:
            return True
        at = sentence.head(at)
    return False


def _find_kind(words: Sequence[Token], speaker: Token) -> VoiceKind:
    lowered = " ".join(t.lower for t in words)
    plain = {t.lower for t in words} | {speaker.lemma}
    near = {speaker.lower, speaker.lemma}
    if near & voice_words("anonymous") or any(p in lowered for p in voice_words("anonymity")):
        return "anonymous"
    if near & voice_words("document"):
        return "document"
    if near & {"group", "groups"}:
        return "ngo"
    if speaker.ent == "GPE":
        return "official"  # "Seoul confirmed": a capital speaks for its government
    named = any(t.ent == "PERSON" for t in words) or speaker.ent == "PERSON"
    if near & voice_words("family") and not named:
        return "family"
    if near & voice_words("witness") and not named:
        return "witness"
    if plain & {"agency", "agencies"} and plain & voice_words("outlets"):
        return "outlet"  # "the Peninsula Press Agency" is no office
    if plain & voice_words("intergovernmental") or _has_phrase(lowered, plain, "intergovernmental"):
        return "other"
    if _has_phrase(lowered, plain, "official") and not _has_phrase(lowered, plain, "ngo"):
        return "official"
    if named and plain & voice_words("expert"):
        return "expert"
    if _has_phrase(lowered, plain, "ngo"):
        return "ngo"
    if plain & voice_words("official"):
        return "official"
    if _has_phrase(lowered, plain, "outlets") and speaker.pos == "PROPN":
        return "outlet"
    if plain & voice_words("family"):
        return "family"
    if plain & voice_words("witness"):
        return "witness"
    return "expert" if plain & voice_words("expert") else "other"


def _has_phrase(lowered: str, plain: set[str], part: str) -> bool:
    return any((" " in w and w in lowered) or w in plain for w in voice_words(part))


def _find_name(words: Sequence[Token], kind: VoiceKind) -> str | None:
    """The proper name: a person's for a named speaker, else the body's. An anonymous voice has none."""
    if kind in {"anonymous", "family", "witness"}:
        return None
    if kind == "outlet" and not any(t.ent for t in words):
        return " ".join(t.text for t in words if t.pos == "PROPN") or None
    for entity in ("PERSON", "ORG"):
        parts = [t for t in words if t.ent == entity]
        if parts:
            first = parts[0].i
            run = [t for t in parts if t.i - first == parts.index(t)]
            while run and run[0].lower == "the":
                run = run[1:]
            text = " ".join(t.text for t in run).replace(" - ", "-").replace(" ’s", "").replace(" 's", "")
            return text or None
    return None
