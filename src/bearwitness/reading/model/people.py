"""The people of a proposal as the rule reader's own normalisers count and describe them: the model's number is never taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import Count, People
from bearwitness.core.vocabulary import Act
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.frames.wording import find_after, is_additional, is_definite
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.describing import read_people
from bearwitness.reading.english.people.hiding import hide_victims
from bearwitness.reading.english.people.people import find_phrase, is_people
from bearwitness.reading.english.people.sizes import read_size
from bearwitness.reading.model.ground import find_tokens, find_tops
from bearwitness.reading.model.locate import Stretch

_INNER = frozenset({"nummod", "amod", "det", "compound", "quantmod", "poss", "nmod", "predet", "advmod"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who suffered an act: how many and who they are, where the words stand, and how these speak of them."""

    head: Token
    count: Count
    people: People
    stretch: Stretch
    additional: bool
    """The words set them apart from those told before ("another four")."""
    definite: bool
    """The words go back to people told before ("the four", "they")."""
    numbered: bool
    """The words give a number, or one person."""


def read_party(stretch: Stretch, sentence: Sentence, act: Act) -> Party | None:
    """The people that these words of a sentence name; None when they name none, or no people at all.

    Victims' names are left out: a model is never asked for them.
    """
    heads = _find_heads(find_tokens(stretch, sentence), sentence, act)
    if not heads:
        return None
    at = heads[0].i
    role = Trigger(i=at, last=at, act=act, patient="place" if act == "raid" else "object", weak=False)
    count = read_size(sentence, role, heads)
    if count is None or count.high == 0:
        return None
    people = read_people(sentence, heads, len(sentence.tokens))
    phrase = [t for head in heads for t in find_phrase(sentence, head)]
    words = [t.lower for t in phrase]
    hidden = hide_victims(count.text, sentence, heads, place=act == "raid")
    return Party(
        head=heads[0],
        count=replace(count, text=hidden),
        people=replace(people, names=()),
        stretch=(min(t.start for t in phrase), max(t.end for t in phrase)),
        additional=is_additional([*words, *find_after(sentence, heads[0])]),
        definite=is_definite(words, heads[0]),
        numbered=count.high is not None or count.low > 2,
    )


def _find_heads(tokens: Sequence[Token], sentence: Sentence, act: Act) -> list[Token]:
    """The nouns that the words name people by; of places for a raid."""
    tops = [_climb(top, sentence) for top in find_tops(tokens)]
    if act == "raid":
        return [t for t in tops if t.pos in {"NOUN", "PROPN"} and not is_people(sentence, t)][:1]
    heads = [t for t in tops if is_people(sentence, t)]
    if not heads:
        # The parse may hang the people under another word ("the bodies of three men").
        heads = [t for t in tokens if t.tag != "CD" and t.pos in {"NOUN", "PROPN", "PRON"} and is_people(sentence, t)]
    if not heads:
        return []
    last = max(t.i for t in tokens)
    first = heads[0]
    return [first, *(t for t in _find_joined(first, sentence) if t.i <= last and is_people(sentence, t))]


def _climb(token: Token, sentence: Sentence) -> Token:
    """ "41" alone stands for the people it counts ("41 refugees")."""
    while token.dep in _INNER and sentence.head(token).pos in {"NOUN", "PROPN"}:
        token = sentence.head(token)
    return token


def _find_joined(token: Token, sentence: Sentence) -> list[Token]:
    """ "two men, a woman and three children": what is joined to the first, down the chain."""
    joined = []
    for other in sentence.children(token, "conj"):
        joined += [other, *_find_joined(other, sentence)]
    return joined
