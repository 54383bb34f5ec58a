"""Places that are no scene whatever else the sentence tells: where a body sits, who pays it, where a speaker or a victim is from."""

import re
from collections.abc import Sequence

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.mentions import PlaceMention

_TIED = re.compile(r"[-‐‑]([a-z]{3,})")


def is_seat(sentence: Sentence, place: PlaceMention) -> bool:
    """ "the Oslo-based newspaper", "a Saudi-backed militia": where somebody sits or whose money it is, never where the act was."""
    tied = _TIED.match(sentence.text, place.end - sentence.start)
    return tied is not None and tied[1] not in load_table("reading.english", "attach.toml")["tied_where"]


def is_of_speaker(sentence: Sentence, below: Sequence[Token], trigger: int) -> bool:
    """Does the mention, with `below` the tokens from it up to the act at `trigger`, only tell of who speaks or where people are from?

    "sources based in China said", "according to a group in Manila", "the abducted are from villages in Ohio".
    """
    saying = load_table("reading.english", "attach.toml")["saying"]
    for token in below:
        up = sentence.head(token)
        if token.dep == "nsubj" and up.lemma in saying and up.i != trigger:
            return True
        if token.lower == "according" or (token.lower == "from" and up.lemma == "be"):
            return True
    return False
