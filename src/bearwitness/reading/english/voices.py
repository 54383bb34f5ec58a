"""Who says it: the chain of voices behind a sentence, outermost first.

A report is its outlet's voice; inside it a ministry, a relative or an unnamed source may speak, in quotation marks, in a
that-clause or after "according to". A quotation that runs on in the next sentence has the same speaker.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bearwitness.core.records import Voice
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import VoiceKind
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import find_phrase, is_person_word

_OPEN, _CLOSE = '“"«„', '”"»'


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What one sentence says of speakers: the voice, the token range it covers (whole sentence when `whole`), and the verb."""

    voice: Voice
    verb: int | None
    covers: frozenset[int]


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "voices.toml")[part])


def find_speeches(sentences: Sequence[Sentence]) -> dict[int, tuple[Speech, ...]]:
    """For each sentence (by its `index`) who speaks in it; carries a speaker over a quotation that runs on and over "he said"."""
    out: dict[int, tuple[Speech, ...]] = {}
    last: Voice | None = None
    unnamed: Voice | None = None
    open_quote = False
    pending: list[int] = []
    for sentence in sentences:
        found = [_recall(speech, unnamed) for speech in find_own(sentence, last)]
        inside = open_quote or _starts_quoted(sentence.text)
        if found:
            out[sentence.index] = tuple(found)
            last = found[-1].voice
            unnamed = next((s.voice for s in reversed(found) if s.voice.kind == "anonymous"), unnamed)
            for earlier in pending:  # “First sentence. Second sentence,” she said.
                out.setdefault(earlier, (Speech(voice=last, verb=None, covers=_everything(sentences, earlier)),))
            pending = []
        elif inside and last is not None and open_quote:
            out[sentence.index] = (Speech(voice=last, verb=None, covers=frozenset(range(len(sentence.tokens)))),)
        elif inside and last is not None and _is_all_quoted(sentence):
            # A whole quoted sentence without a speaker goes on from the one before it.
            out[sentence.index] = (Speech(voice=last, verb=None, covers=frozenset(range(len(sentence.tokens)))),)
        elif inside:
            pending.append(sentence.index)
        if not inside and not found:
            pending = []
        open_quote = _ends_open(sentence.text, open_quote)
    return out


def _recall(speech: Speech, unnamed: Voice | None) -> Speech:
    """ "the source" is the unnamed source last heard; "a separate source in China" is another."""
    return replace(speech, voice=unnamed) if unnamed is not None and is_recalled(speech.voice) else speech


def is_recalled(voice: Voice) -> bool:
    """Do the words only go back to an unnamed source told before?"""
    return voice.kind == "anonymous" and (voice.text or "").lower() in {"the source", "source", "the insider"}


def _everything(sentences: Sequence[Sentence], index: int) -> frozenset[int]:
    for sentence in sentences:
        if sentence.index == index:
            return frozenset(range(len(sentence.tokens)))
    return frozenset()


def find_inside(sentences: Sequence[str]) -> tuple[bool, ...]:
    """Which of a report's sentences stand inside a quotation or begin one."""
    out = []
    open_quote = False
    for text in sentences:
        out.append(open_quote or _starts_quoted(text))
        open_quote = _ends_open(text, open_quote)
    return tuple(out)


def _starts_quoted(text: str) -> bool:
    return text[:1] in _OPEN


def _is_all_quoted(sentence: Sentence) -> bool:
    return sentence.text[:1] in _OPEN and sentence.text.rstrip()[-1:] in _CLOSE


def _ends_open(text: str, open_before: bool) -> bool:
    """Is a quotation still open when the sentence ends? Straight marks are counted, curly ones matched."""
    curly = text.count("“") - text.count("”")
    if curly or "“" in text or "”" in text:
        return (curly + int(open_before)) > 0
    return open_before ^ (text.count('"') % 2 == 1)


def find_own(sentence: Sentence, last: Voice | None) -> list[Speech]:
    """Who speaks in the sentence by its own words; `last` is who "he" and "they" are."""
    out = []
    for token in sentence:
        if token.pos == "VERB" and token.lemma in _words("saying"):
            speaker = _find_speaker(sentence, token)
            if speaker is None:
                continue
            voice = build_voice(sentence, speaker, last)
            covers = _find_covered(sentence, token)
            if voice is not None and covers:
                out.append(Speech(voice=voice, verb=token.i, covers=covers))
        elif token.lemma == "accuse" and token.pos == "VERB":
            accuser = _find_speaker(sentence, token)
            voice = build_voice(sentence, accuser, last) if accuser is not None else None
            said = frozenset(t.i for p in sentence.children(token, "prep") for t in sentence.subtree(p))
            if voice is not None and said:
                out.append(Speech(voice=voice, verb=token.i, covers=said))
        elif token.lower == "according":
            for prep in sentence.children(token, "prep"):
                for inner in sentence.children(prep, "pobj"):
                    voice = build_voice(sentence, inner, last)
                    below = {t.i for t in sentence.subtree(token)}
                    if voice is not None:
                        out.append(
                            Speech(
                                voice=voice, verb=token.i, covers=frozenset(t.i for t in sentence if t.i not in below)
                            )
                        )
    return out


def _find_speaker(sentence: Sentence, verb: Token) -> Token | None:
    for subject in sentence.children(verb, "nsubj"):
        if subject.lower in {"who", "which", "that"} and verb.dep in {"relcl", "acl"}:
            return sentence.head(verb)
        if subject.lower not in {"it", "this", "that", "what", "there"}:
            return subject
    if verb.dep == "conj":
        return _find_speaker(sentence, sentence.head(verb)) if sentence.head(verb).lemma in _words("saying") else None
    return None


def _find_covered(sentence: Sentence, verb: Token) -> frozenset[int]:
    """Tokens said: the clause below the verb, and what stands between quotation marks beside it."""
    covered: set[int] = set()
    for child in sentence.children(verb):
        if child.dep in {"ccomp", "xcomp"} or (child.dep == "dobj" and verb.lemma in _words("telling_of")):
            covered |= {t.i for t in sentence.subtree(child)}
    inside = False
    for token in sentence:
        if token.text in _OPEN and not (inside and token.text in _CLOSE):
            inside = True
        elif token.text in _CLOSE:
            inside = False
        elif inside:
            covered.add(token.i)
    if verb.dep in {"ccomp", "parataxis"} and not covered:
        # "Two men were held, police said" parsed the other way round.
        below = {t.i for t in sentence.subtree(verb)}
        covered = {t.i for t in sentence if t.i not in below}
    return frozenset(covered)


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
    body = {t.lower for t in words} & _words("intergovernmental")
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
    if near & _words("anonymous") or any(p in lowered for p in _words("anonymity")):
        return "anonymous"
    if near & _words("document"):
        return "document"
    if near & {"group", "groups"}:
        return "ngo"
    if speaker.ent == "GPE":
        return "official"  # "Seoul confirmed": a capital speaks for its government
    named = any(t.ent == "PERSON" for t in words) or speaker.ent == "PERSON"
    if near & _words("family") and not named:
        return "family"
    if near & _words("witness") and not named:
        return "witness"
    if plain & {"agency", "agencies"} and plain & _words("outlets"):
        return "outlet"  # "the Peninsula Press Agency" is no office
    if plain & _words("intergovernmental") or _has_phrase(lowered, plain, "intergovernmental"):
        return "other"
    if _has_phrase(lowered, plain, "official") and not _has_phrase(lowered, plain, "ngo"):
        return "official"
    if named and plain & _words("expert"):
        return "expert"
    if _has_phrase(lowered, plain, "ngo"):
        return "ngo"
    if plain & _words("official"):
        return "official"
    if _has_phrase(lowered, plain, "outlets") and speaker.pos == "PROPN":
        return "outlet"
    if plain & _words("family"):
        return "family"
    if plain & _words("witness"):
        return "witness"
    return "expert" if plain & _words("expert") else "other"


def _has_phrase(lowered: str, plain: set[str], part: str) -> bool:
    return any((" " in w and w in lowered) or w in plain for w in _words(part))


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


_TOLD = re.compile(
    r"\b(?:told|tells?|inform(?:s|ed)?)\s+(?:the\s+)?[A-Z]|\b(?:said|says?|confirm(?:s|ed)?)\b.{0,60}?\bto\s+(?:the\s+)?[A-Z]",
    re.DOTALL,
)


def may_name_outlet(sentence: str) -> bool:
    """May the sentence name the outlet that was told ("told the Border Ledger")?"""
    return _TOLD.search(sentence) is not None


def find_outlet(sentences: Sequence[Sentence]) -> str | None:
    """The outlet a report names as its own: the one that sources and officials "told" in it."""
    told: dict[str, int] = {}
    for sentence in sentences:
        if not may_name_outlet(sentence.text):
            continue
        for token in sentence:
            if token.lemma not in {"tell", "confirm", "say", "inform"} or token.pos != "VERB":
                continue
            for heard in [
                *sentence.children(token, "dobj", "dative"),
                *(
                    o
                    for p in sentence.children(token, "prep", "dative")
                    if p.lower == "to"
                    for o in sentence.children(p, "pobj")
                ),
            ]:
                if heard.ent == "ORG" or (heard.pos == "PROPN" and heard.ent != "PERSON"):
                    name = " ".join(
                        t.text
                        for t in sentence.tokens
                        if t.i in {s.i for s in sentence.subtree(heard)} and t.pos == "PROPN"
                    )
                    if name:
                        told[name] = told.get(name, 0) + 1
    return max(told, key=lambda n: (told[n], n)) if told else None
