"""Practices and headlines: what the present tense tells, a habit in a sentence and an event in a line above it."""

from functools import partial
from typing import Final

from bearwitness.core.tables import load_words
from bearwitness.reading.english.parsing.parse import Sentence, Token

_words: Final = partial(load_words, "reading.english", "status.toml")


def is_habitual(sentence: Sentence, verb: Token, auxiliaries: set[str]) -> bool:
    """A practice: a bare present or present progressive ("are arresting people there"), or an adverb such as "routinely"."""
    bearers = [verb, sentence.head(verb)] if verb.dep == "xcomp" else [verb]  # "always end up killing one another"
    if any(k.lower in _words("habitual_adverbs") for v in bearers for k in sentence.children(v)):
        return True
    if (
        verb.tag == "VBG"
        and auxiliaries & {"are", "is", "'re", "’re", "'s", "’s"}
        and "been" not in auxiliaries
        and "being" not in auxiliaries
    ):
        return True
    if verb.dep == "conj" and verb.tag in {"VBZ", "VBP", "VB", "VBG"} and not auxiliaries:
        head = sentence.head(verb)
        return head.pos == "VERB" and is_habitual(
            sentence, head, {k.lower for k in sentence.children(head) if k.dep in {"aux", "auxpass"}}
        )
    if is_headline(sentence):
        return False
    return verb.tag in {"VBP", "VBZ"} and not auxiliaries


def is_headline(sentence: Sentence) -> bool:
    """A line without a full stop: there the present tense tells an event ("Police arrest four in Yanji")."""
    return not sentence.text.rstrip("\"”’' )").endswith((".", "!", "?", "…", ":", ";", ","))
