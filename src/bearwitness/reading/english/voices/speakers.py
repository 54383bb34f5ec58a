"""Whom the phrase in front of a verb of saying names: the kind of voice, its proper name, and the words it is told by."""

from collections.abc import Collection, Sequence
from functools import cache

from bearwitness.core.records import Voice
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import VoiceKind
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.hiding import HIDDEN, find_source_names
from bearwitness.reading.english.people.people import find_phrase, is_person_word


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
    start = _find_start(sentence, find_phrase(sentence, speaker)[0].i)
    words = [t for t in sentence.tokens[start : _find_end(sentence, end) + 1] if t.text not in _MARKS]
    if not words or words[0].lower in {"among", "including"}:
        return None  # "among them Okello, police said": those picked out do not speak
    kind = "anonymous" if _is_unnamed(sentence, speaker) else _find_kind(words, speaker)
    hidden = find_source_names(sentence, speaker, words, protected=kind in _PROTECTED)
    name = _find_name([t for t in words if t.i not in hidden], kind)
    text = _join(words, hidden)
    body = {t.lower for t in words} & voice_words("intergovernmental")
    if kind == "other" and speaker.pos == "NOUN" and not is_person_word(speaker) and not body:
        return None  # "the situation suggests": a thing does not speak
    return Voice(kind=kind, name=name, text=text)


_MARKS = frozenset('“”"«»„,')


def _find_start(sentence: Sentence, first: int) -> int:
    """ "His widow Mary Okello said", where the parser sets the widow apart: she and the owner before her belong to the name."""
    before = sentence.tokens[first - 1 : first]
    if not before or not _tells_source(before[0]):
        return first
    return first - 2 if first > 1 and sentence.tokens[first - 2].tag in {"DT", "PRP$"} else first - 1


def _find_end(sentence: Sentence, last: int) -> int:
    """ "According to Okello, a survivor, two men died": what the speaker is, between commas, wherever the parser hangs it."""
    behind = sentence.tokens[last + 1 : last + 6]
    if [t.text for t in behind[:1]] != [","] or behind[1:2] == () or behind[1].tag not in {"DT", "PRP$"}:
        return last
    noun = next((t for t in behind[2:] if t.tag == "NN" and _tells_source(t)), None)
    stop = sentence.tokens[noun.i + 1 : noun.i + 2] if noun is not None else ()
    closed = any(t.text in {",", "-", "–", "—"} or t.lower in {"who", "whose"} for t in stop)
    return noun.i if noun is not None and closed else last


def _tells_source(token: Token) -> bool:
    return token.tag == "NN" and any(token.lower in voice_words(part) for part in ("family", "witness", "anonymous"))


_PROTECTED = frozenset({"family", "witness", "anonymous"})
"""Voices whose names go nowhere but into the quote: a relative's name gives the victim's away, and both can be found."""


def _is_unnamed(sentence: Sentence, speaker: Token) -> bool:
    """ "a friend, who asked not to be named, said": a wish told of the speaker behind the phrase that names him."""
    told = " ".join(t.lower for t in sentence.subtree(speaker))
    return any(p in told for p in voice_words("anonymity"))


def _join(words: Sequence[Token], hidden: Collection[int]) -> str:
    """The words with "…" for the hidden ones: "his widow Mary Okello" as "his widow …"."""
    shown = [HIDDEN if t.i in hidden else t.text for t in words]
    kept = [w for at, w in enumerate(shown) if w != HIDDEN or shown[at - 1 : at] != [HIDDEN]]
    joined = " ".join(kept)
    return joined.replace(" ’s", "’s").replace(" 's", "'s").replace(" ,", ",").replace(" - ", "-")


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
    if speaker.pos == "PROPN" and speaker.lower in voice_words("outlets"):
        return "outlet"  # "the Hanbit Ilbo", whatever the parser takes it for
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
    body = any(t.pos == "PROPN" and t.lower in voice_words("ngo") for t in words)
    if (kind == "outlet" or (kind == "ngo" and body)) and not any(t.ent for t in words):
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
