"""Lists of incidents: a lead that tells an act, and below it lines that give only day, place and number.

"- 2 May: 3 journalists, Minsk" has no verb; what happened stands in the lead. Lines that tell an act of their own are
sentences and are read as such, and a number of things ("3 phones") is no row.
"""

import re
from collections.abc import Sequence

from bearwitness.core.vocabulary import Act
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.numbers import Amount, find_amount
from bearwitness.reading.english.rows.row_frames import Row, is_counted_person, is_total_word

LONGEST_LINE = 140
"""Characters of a line beyond which it is prose and no row."""

_BULLET = re.compile(r"(?:[-•*–—·▪◦‣●]|\(?\d{1,3}[.)])\s+")
_NUMBERING = re.compile(r"\(?\d{1,3}[.)]$")


def is_numbering(scene: Scene) -> bool:
    """Is this only the number of a numbered item ("2.")?"""
    return _NUMBERING.match(scene.sentence.text) is not None


def find_start(scene: Scene) -> int:
    """Where the line's own words begin, behind a bullet or number."""
    mark = _BULLET.match(scene.sentence.text)
    return scene.sentence.start + (mark.end() if mark else 0)


def read_line(scene: Scene, act: Act) -> Row | None:
    """The line as a row of a list whose lead tells `act`; None when it is prose or counts no people."""
    sentence = scene.sentence
    if len(sentence.text) > LONGEST_LINE or _is_prose(sentence):
        return None
    start = find_start(scene)
    named = [*((t.start, t.end) for t in scene.times), *((p.start, p.end) for p in scene.places)]
    free = [t for t in sentence if t.start >= start and not any(a < t.end and t.start < b for a, b in named)]
    parts = _split(free)
    counted = [(part, amount) for part in parts if (amount := _read_part(part)) is not None]
    own = [t for t in scene.times if t.start >= start and t.when is not None]
    people = tuple(t for part, _ in counted for t in part if is_counted_person(t))
    marked = start > sentence.start and bool(people)
    if not counted or not (own or scene.places or marked):
        return None  # "- 2 drivers" says whom; "2 drivers" alone may be anything
    rest = [t for part in parts if part not in [p for p, _ in counted] for t in part]
    if not people and (len(counted) > 1 or any(t.pos in {"NOUN", "PROPN", "VERB", "NUM"} for t in rest)):
        return None  # bare numbers beside other words may be anything: "Ko Min, 23, Mandalay"
    amount = _add([a for _, a in counted])
    first = counted[0][0]
    number = first[min(counted[0][1].first, len(first) - 1)]
    described = [t for t in first[counted[0][1].last + 1 :] if _describes(t)]
    place = min(scene.places, key=lambda p: p.where.prec, default=None)
    return Row(
        scene=scene, start=start, end=sentence.end, act=act, amount=amount, number=number, people=people,
        group=" ".join(t.text for t in described) or None,
        timex=own[0] if own else None, place=place, elsewhere=any(t.text[:1].isupper() for t in rest),
    )  # fmt: skip


def _describes(token: Token) -> bool:
    """A word that may tell what people they are, and is no part of anybody's name."""
    named = token.ent == "PERSON" or (token.pos == "PROPN" and token.ent != "NORP")
    return token.text[:1].isalpha() and not named


def _is_prose(sentence: Sentence) -> bool:
    """Is this a sentence of its own ("Two people were hurt in Lira."), which gives its own claims?

    A participle behind its people ("Lira: two people hurt.") makes none; a full stop without a colon or dash before does.
    """
    if sentence.text.rstrip().endswith(".") and not re.search(r":\s|\s[–—-]\s", sentence.text):
        return True
    for token in sentence:
        verb = sentence.head(token)
        if token.dep in {"nsubj", "nsubjpass", "expl"} and verb.tag in {"VBD", "VBZ", "VBP", "VBN", "VBG", "MD"}:
            kids = sentence.children(verb)
            if verb.tag in {"VBZ", "VBP", "MD"} or any(k.dep in {"aux", "auxpass", "dobj", "ccomp"} for k in kids):
                return True
    return False


def read_total(scene: Scene) -> Amount | None:
    """How many a line such as "Total: 136 people" adds up to; None for any other line."""
    start = find_start(scene)
    tokens = [t for t in scene.sentence if t.start >= start and t.text.strip("|")]
    if not tokens or not is_total_word(tokens[0].text):
        return None
    amounts = [a for part in _split(tokens[1:]) if (a := _read_part(part)) is not None]
    return amounts[0] if len(amounts) == 1 else None


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The line's pieces between commas, colons, dashes, "and" and the mentions of time and place."""
    out: list[list[Token]] = [[]]
    last = -1
    for token in tokens:
        apart = token.text in _MARKS or token.lower == "and"
        if apart or token.i != last + 1:
            out.append([])
        if not apart:
            out[-1].append(token)
        last = token.i
    return [part for part in out if part]


_MARKS = frozenset([",", ":", ";", "-", "–", "—", "(", ")", "/", ".", "|", "→", "="])


def _read_part(part: Sequence[Token]) -> Amount | None:
    """How many people a piece counts: "3 journalists", "40", "a broker"; None for things, ages and plain words."""
    words = [t.lower for t in part]
    people = [at for at, t in enumerate(part) if is_counted_person(t)]
    amount = find_amount(words)
    if amount is None:
        one = words[0] in {"a", "an", "his", "her", "their"} and people and part[people[-1]].tag in {"NN", "NNP"}
        return Amount(low=1, high=1, first=0, last=0) if one else None
    if people and (people[-1] > amount.last or (words[amount.first - 1] == "of" and people[-1] < amount.first)):
        return amount  # "3 journalists", "a family of four"
    rest = [t for t in part[amount.last + 1 :] if t.pos in {"NOUN", "PROPN", "ADJ", "ADV"}]
    return amount if not rest and amount.first == 0 and not _is_year(part[amount.first]) else None


def _is_year(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) == 4 and 1900 <= int(token.text) <= 2100


def _add(amounts: Sequence[Amount]) -> Amount:
    high = None if any(a.high is None for a in amounts) else sum(a.high for a in amounts if a.high is not None)
    return Amount(low=sum(a.low for a in amounts), high=high, first=amounts[0].first, last=amounts[0].last)
