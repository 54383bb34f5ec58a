"""Part of the people of one act told again: "six nuns and two cooks were killed … the murder of the six nuns".

The six are among the eight: they are no second occurrence, and what the words leave out, day and place, is that of the eight.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.records import Relation, When
from bearwitness.core.vocabulary import COUNTRY, TOLD
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.english.story.told import Told


def relate_members(told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]]) -> list[Told]:
    """Writes the `part-of` of such claims in place of the wall to their whole; the claims with the whole's day and place."""
    out = list(told)
    for number, item in enumerate(told):
        whole = _find_whole(number, told) if not any(r.kind == "same" for r in relations[number]) else None
        if whole is None:
            continue
        roots = {ids[whole], *(r.to for r in relations[whole] if r.kind == "same")}
        kept = [r for r in relations[number] if r.to not in roots]
        relations[whole] = [r for r in relations[whole] if r.to != ids[number]]
        relations[number] = [*kept, Relation(to=ids[whole], kind="part-of", because="tells some of the people again")]
        out[number] = fill_from_whole(item, told[whole])
    return out


def _find_whole(number: int, told: Sequence[Told]) -> int | None:
    """The one party of which this one is a listed part; None where the words set it apart or two would fit.

    A part without a day or place of its own may also be spoken of before the whole is told ("… the murder of the six nuns").
    """
    item = told[number]
    frame = item.frame
    if (
        item.shape != "incident"
        or frame.status not in TOLD
        or frame.additional
        or frame.pronoun
        or item.count.high is None
    ):
        return None
    own = frame.dated or frame.placed
    definite = frame.definite or " of " in item.count.text.lower()
    fitting = [
        n
        for n, whole in enumerate(told[:number] if own else told)
        if whole.frame.act == frame.act
        and whole.shape == "incident"
        and whole.frame.status in TOLD
        and whole.frame.sentence != frame.sentence
        and whole.count.low > item.count.low
        and (any(_names_part(item, part) for part in _split(whole)) or _is_share(item, whole))
        and (not own or definite or _is_lead(whole))
        and not is_contradicted(item.when, item.where, whole.when, whole.where)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_lead(whole: Told) -> bool:
    """ "Police have arrested ten refugees and their guide": the news of the lead, which the body tells with its day."""
    return whole.frame.perfect and not whole.frame.dated and whole.frame.sentence <= _LEAD


_LEAD = 5


def _split(whole: Told) -> list[list[str]]:
    """The listed parts of a party, in words; none for a party told as one."""
    parts = [part.lower().split() for part in whole.count.text.split(" + ")]
    return parts if len(parts) > 1 else []


def _names_part(item: Told, part: Sequence[str]) -> bool:
    """The same number of people under the same word ("six nuns", "the two Italians" of "two Italian engineers")?"""
    words = item.count.text.lower().split()
    mine, theirs = find_amount(words), find_amount(part)
    if mine is None or theirs is None or (mine.low, mine.high) != (theirs.low, theirs.high):
        return False
    return words[-1].rstrip("s") in {w.rstrip("s") for w in part}


def _is_share(item: Told, whole: Told) -> bool:
    """ "seven of the nine soldiers": among the nine soldiers told."""
    words = item.count.text.lower().split()
    if "of" not in words[1:-1]:
        return False
    of = find_amount(words[words.index("of") + 1 :])
    noun = whole.count.text.lower().split()[-1:]
    same = [w.rstrip("s") for w in words[-1:]] == [w.rstrip("s") for w in noun]
    return of is not None and (of.low, of.high) == (whole.count.low, whole.count.high) and same


def fill_from_whole(item: Told, whole: Told) -> Told:
    """What the words leave out, day and place, is that of the whole."""
    when, where = item.when, item.where
    if (when is None or when.earliest is None) and whole.when is not None:
        when = _carry(whole.when)
    if where is None or (where.prec >= COUNTRY and not item.frame.placed):
        where = whole.where or where
    return replace(item, when=when, where=where)


def _carry(when: When) -> When:
    return replace(when, basis="relative")
