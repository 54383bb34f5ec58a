"""Who says it: the chain of voices behind a sentence, outermost first.

A report is its outlet's voice; inside it a ministry, a relative or an unnamed source may speak, in quotation marks, in a
that-clause or after "according to". A quotation that runs on in the next sentence has the same speaker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import Voice
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import find_phrase
from bearwitness.reading.english.voices.quotations import CLOSING, OPENING, ends_open, is_all_quoted, starts_quoted
from bearwitness.reading.english.voices.speakers import build_voice, voice_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What one sentence says of a speaker: the voice, the tokens it covers, and its verb (None where it only goes on speaking)."""

    voice: Voice
    verb: int | None
    covers: frozenset[int]


def find_speeches(sentences: Sequence[Sentence]) -> dict[int, tuple[Speech, ...]]:
    """For each sentence (by its `index`) who speaks in it; carries a speaker over a quotation that runs on and over "he said"."""
    out: dict[int, tuple[Speech, ...]] = {}
    last: Voice | None = None
    unnamed: Voice | None = None
    open_quote = False
    pending: list[Sentence] = []
    for sentence in sentences:
        found = [_recall(speech, unnamed) for speech in find_own(sentence, last)]
        inside = open_quote or starts_quoted(sentence.text)
        if found:
            out[sentence.index] = tuple(found)
            last = found[-1].voice
            unnamed = next((s.voice for s in reversed(found) if s.voice.kind == "anonymous"), unnamed)
            for earlier in pending:  # “First sentence. Second sentence,” she said.
                out.setdefault(earlier.index, (_speak_on(earlier, last),))
            pending = []
        elif last is not None and (open_quote or is_all_quoted(sentence.text)):
            out[sentence.index] = (_speak_on(sentence, last),)
        elif inside:
            pending.append(sentence)
        if not inside and not found:
            pending = []
        open_quote = ends_open(sentence.text, open_quote)
        if pending and not open_quote and not found and last is not None:
            # “Many were caught. None came home.” – closed before anybody is named: whoever spoke before speaks on
            for earlier in pending:
                out.setdefault(earlier.index, (_speak_on(earlier, last),))
            pending = []
    return out


def _recall(speech: Speech, unnamed: Voice | None) -> Speech:
    """ "the source" is the unnamed source last heard; "a separate source in China" is another."""
    return replace(speech, voice=unnamed) if unnamed is not None and is_recalled(speech.voice) else speech


def is_recalled(voice: Voice) -> bool:
    """Do the words only go back to an unnamed source told before?"""
    return voice.kind == "anonymous" and (voice.text or "").lower() in {"the source", "source", "the insider"}


def _speak_on(sentence: Sentence, voice: Voice) -> Speech:
    """All of a sentence without a speaker of its own said by the one who speaks before or behind it."""
    return Speech(voice=voice, verb=None, covers=frozenset(range(len(sentence.tokens))))


def find_own(sentence: Sentence, last: Voice | None) -> list[Speech]:
    """Who speaks in the sentence by its own words; `last` is who "he" and "they" are."""
    out: list[Speech] = []
    behind: list[Speech] = []
    for token in sentence:
        if token.lemma in {"cite", "quote"} and token.tag == "VBG" and token.dep in {"acl", "advcl", "prep"}:
            behind += _find_cited(sentence, token, last)
        elif token.pos == "VERB" and token.lemma in voice_words("saying"):
            speaker = _find_speaker(sentence, token)
            if speaker is None:
                continue
            voice = build_voice(sentence, speaker, last)
            covers = _find_covered(sentence, token)
            if voice is not None and covers:
                out += _find_told(sentence, token, covers | {speaker.i})
                out.append(Speech(voice=voice, verb=token.i, covers=covers))
        elif token.lemma == "accuse" and token.pos == "VERB":
            accuser = _find_speaker(sentence, token)
            voice = build_voice(sentence, accuser, last) if accuser is not None else None
            said = frozenset(t.i for p in sentence.children(token, "prep") for t in sentence.subtree(p))
            if voice is not None and said:
                out.append(Speech(voice=voice, verb=token.i, covers=said))
        elif token.lower == "according":
            below = {t.i for t in sentence.subtree(token)}
            rest = frozenset(t.i for t in sentence if t.i not in below)
            for prep in sentence.children(token, "prep"):
                for inner in sentence.children(prep, "pobj"):
                    voice = build_voice(sentence, inner, last)
                    if voice is not None:
                        out.append(Speech(voice=voice, verb=token.i, covers=rest))
    return [*out, *behind]


def _find_told(sentence: Sentence, verb: Token, covers: frozenset[int]) -> list[Speech]:
    """The agency that "a relative told the Peninsula Press Agency": what it was told, it tells, and whoever else prints it has it
    from there."""
    told = [o for o in sentence.children(verb, "dobj", "dative") if o.pos == "PROPN"] if verb.lemma == "tell" else []
    voices = [build_voice(sentence, o, None) for o in told]
    return [
        Speech(voice=voice, verb=verb.i, covers=covers)
        for voice in voices
        if voice is not None and voice.kind == "outlet" and voice.name and _is_all_name(voice)
    ]


def _is_all_name(voice: Voice) -> bool:
    """ "The Peninsula Press Agency", and no "CNN affiliate WPLG"."""
    told = (voice.text or "").lower().removeprefix("the ")
    return told == (voice.name or "").lower()


def _find_cited(sentence: Sentence, citing: Token, last: Voice | None) -> list[Speech]:
    """ "the paper said, citing an activist", "Border Radio (quoting a monitor) reported": who is heard behind the one who speaks."""
    cited = sentence.children(citing, "dobj", "pobj")
    voice = build_voice(sentence, cited[0], last) if cited else None
    if voice is None:
        return []
    above = sentence.head(citing)
    verb = sentence.head(above) if citing.dep == "acl" and above.dep == "nsubj" else above
    below = {t.i for t in sentence.subtree(citing)}
    said = _find_covered(sentence, verb) - below
    covers = said or frozenset(t.i for t in sentence if t.i not in below)
    return [Speech(voice=voice, verb=citing.i, covers=covers)]


def _find_speaker(sentence: Sentence, verb: Token) -> Token | None:
    for subject in sorted(sentence.children(verb, "nsubj"), key=lambda s: abs(s.i - verb.i)):
        if subject.lower in {"who", "which", "that"} and verb.dep in {"relcl", "acl"}:
            return sentence.head(verb)
        if subject.lower not in {"it", "this", "that", "what", "there"}:
            return subject
    if verb.dep == "acl" and verb.tag in {"VBD", "VBN", "VBZ"} and _ends_quotation(sentence, sentence.head(verb)):
        return sentence.head(verb)
    if verb.dep == "conj":
        head = sentence.head(verb)
        return _find_speaker(sentence, head) if head.lemma in voice_words("saying") else None
    return None


def _is_tag(sentence: Sentence, verb: Token) -> bool:
    """ "Two were caught, a source in the city told the Ledger": a speaker behind a comma, joined to the act by no word."""
    speakers = sentence.children(verb, "nsubj")
    if verb.dep != "conj" or not speakers or sentence.children(sentence.head(verb), "cc"):
        return False
    first = find_phrase(sentence, speakers[-1])[0].i
    return first > 0 and sentence.tokens[first - 1].text == ","


def _ends_quotation(sentence: Sentence, speaker: Token) -> bool:
    """ "“… were caught in Hunchun,” a source in the city reported": who stands right behind the closing mark has said it, whatever
    the parser hangs him on."""
    first = find_phrase(sentence, speaker)[0].i
    return (
        first > 1 and sentence.tokens[first - 1].text in CLOSING and sentence.tokens[first - 2].text in {",", "?", "!"}
    )


def _find_covered(sentence: Sentence, verb: Token) -> frozenset[int]:
    """Tokens said: the clause below the verb, and what stands between quotation marks beside it."""
    covered: set[int] = set()
    for child in sentence.children(verb):
        if child.dep in {"ccomp", "xcomp"} or (child.dep == "dobj" and verb.lemma in voice_words("telling_of")):
            covered |= {t.i for t in sentence.subtree(child)}
    inside, quoted = False, set[int]()
    for token in sentence:
        if token.text in OPENING and not (inside and token.text in CLOSING):
            inside = True
        elif token.text in CLOSING:
            inside = False
        elif inside:
            quoted.add(token.i)
    if verb.i not in quoted:
        covered |= quoted  # who is heard inside the quotation ("“My cousin told me that …,” she said") does not speak all of it
    if not covered and (verb.dep in {"ccomp", "parataxis"} or _is_tag(sentence, verb)):
        # "Two men were held, police said" parsed the other way round.
        below = {t.i for t in sentence.subtree(verb)}
        covered = {t.i for t in sentence if t.i not in below}
    return frozenset(covered)
