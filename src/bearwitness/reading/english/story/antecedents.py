"""Who "they" and "the group" are, where the people were told before but no act on them: "The trial of four activists opened …
They were arrested in Bago."

Looks back over the sentences before in the same paragraph, nearest first: the people in the subject's place, else the only
people counted there.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.describing import build_group
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.english.people.people import find_phrase, is_people, people_words
from bearwitness.reading.english.people.people_counts import read_count

REACH = 2
"""Sentences back in the paragraph that "they" may reach for people told without an act."""

_GROUPS = frozenset({"group", "couple", "pair", "family", "trio", "duo", "party"})


def find_spoken_of(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames whose people are only "they", "them" or "the group", with the people the sentences before count."""
    at = {s.sentence.index: n for n, s in enumerate(scenes)}
    return tuple(_resolve(scenes, at[f.sentence], f) if f.block is None else f for f in frames)


def _resolve(scenes: Sequence[Scene], at: int, frame: Frame) -> Frame:
    sentence = scenes[at].sentence
    head = sentence.tokens[frame.heads[0]]
    they = frame.pronoun and not frame.singular and head.lower in {"they", "them", "their", "all", "both", "who"}
    group = (
        head.lemma in _GROUPS
        and frame.definite
        and frame.count.high is None
        and not any(t.lower == "of" for t in sentence.subtree(head))
    )
    if len(frame.heads) > 1 or not (they or group):
        return frame
    here = [t for t in _find_counted(sentence, head.i) if t.head != frame.trigger.i]
    if here:
        return _tell(frame, sentence, here[0]) if len(here) == 1 and they else frame
    for back in range(1, REACH + 1):
        earlier = scenes[at - back].sentence if at >= back else None
        if earlier is None or earlier.paragraph != sentence.paragraph:
            break
        counted = _find_counted(earlier, len(earlier.tokens))
        chosen = _choose(counted)
        if counted:
            return _tell(frame, earlier, chosen) if chosen is not None else frame
    return frame


def _tell(frame: Frame, sentence: Sentence, head: Token) -> Frame:
    """The frame with the people of this phrase, where the words count them exactly."""
    count = read_count(sentence, head)
    # "loaded more than 4,000 people on trucks and sent them back": an open number, right before the pronoun
    near = sentence.index == frame.sentence and frame.count.text.lower() == "them"
    near = near and any(c.tag == "CD" for c in sentence.children(head, "nummod"))
    if count is None or (count.low != count.high and not near):
        return frame
    people = replace(frame.people, group=frame.people.group or build_group(sentence, head))
    return replace(frame, people=people, spoken_of=(sentence.index, replace(count, text=frame.count.text)))


def _find_counted(sentence: Sentence, before: int) -> list[Token]:
    """Heads of phrases that count two or more people, up to token `before`; parts of others ("two of them") are none."""
    out: list[Token] = []
    for token in sentence.tokens[:before]:
        collective = token.lemma in people_words("collectives") or token.lemma in {"couple", "pair", "trio", "family"}
        if not (token.pos in {"NOUN", "PROPN", "NUM"} and is_people(sentence, token)) or token.ent in {"DATE", "TIME"}:
            continue
        if token.tag == "CD" and token.dep in {"nummod", "quantmod", "compound"}:
            continue
        words = [t.lower for t in find_phrase(sentence, token)]
        count = read_count(sentence, token) if find_amount(words) is not None or collective else None
        if count is not None and count.low > 1 and not _is_inside(sentence, token, out):
            out.append(token)
    return out


def _is_inside(sentence: Sentence, token: Token, heads: Sequence[Token]) -> bool:
    """ "a group of seven refugees" is one phrase."""
    return any(token.i in {t.i for t in find_phrase(sentence, h)} for h in heads)


def _choose(counted: Sequence[Token]) -> Token | None:
    subjects = [t for t in counted if t.dep in {"nsubj", "nsubjpass"}]
    if len(subjects) == 1:
        return subjects[0]
    return counted[0] if len(counted) == 1 else None
