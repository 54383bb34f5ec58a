"""Dates that stand before the noun they date ("the March 3 shooting"), and dates of a page or a post, which date nothing.

What such a noun names has that day wherever the sentence goes on; an act told "after" or "over" it has not.
"""

import re
from collections.abc import Sequence
from typing import Literal

from bearwitness.core.records import When
from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.mentions import Timex


def find_role(sentence: Sentence, timex: Timex, trigger: int) -> Literal["names", "apart", ""]:
    """Does the date name the act ("the March 3 killing"), stand apart from it (of a name, a page, an event before it), or neither?"""
    if _is_until(sentence, timex) or _is_ranking(sentence, timex):
        return "apart"
    if _is_in_name(sentence, timex) or is_stamp(sentence.text[: timex.start - sentence.start]):
        return "apart"
    named = find_named(sentence, timex)
    if named and (trigger in {t.i for t in named} or _is_told_of(sentence, named, trigger)):
        return "names"
    return "apart" if named and _is_beside(sentence, timex, named, trigger) else ""


def find_named(sentence: Sentence, timex: Timex) -> tuple[Token, ...]:
    """The noun right behind the date with what stands between ("fatal shooting death"); empty where the date names nothing."""
    inside = [t.i for t in sentence if t.start < timex.end and t.end > timex.start]
    if not inside or timex.when is None:
        return ()
    first, behind = sentence.tokens[inside[0]], sentence.tokens[inside[-1] + 1 :]
    before = sentence.tokens[inside[0] - 1] if inside[0] else None
    if behind and behind[0].tag == "POS":
        behind = behind[1:]  # "Tuesday's shooting"
    elif first.lower not in _DETERMINERS and (
        before is None or (before.lower not in _DETERMINERS and before.tag != "PRP$")
    ):
        return ()
    out: list[Token] = []
    for token in behind:
        if token.text == "," and not out:
            continue  # "the March 2, 2013, shooting"
        if token.pos not in {"NOUN", "PROPN", "ADJ"} and token.tag not in {"VBG", "VBN"}:
            break
        out.append(token)
    return tuple(out) if out and any(t.pos in {"NOUN", "PROPN"} or t.tag == "VBG" for t in out) else ()


def is_right_behind(sentence: Sentence, timex: Timex, noun: Token) -> bool:
    """Does the date follow the noun with nothing but a place between ("the shooting in Gary on Sunday night")?"""
    if timex.start < noun.end or sentence.tokens[noun.i].pos not in {"NOUN", "PROPN"}:
        return False
    between = sentence.text[noun.end - sentence.start : timex.start - sentence.start]
    return _BETWEEN.fullmatch(between) is not None


def _is_told_of(sentence: Sentence, named: Sequence[Token], trigger: int) -> bool:
    """Does the clause of the act tell what the named event did ("the March 3 shooting that killed two")?"""
    token = sentence.tokens[trigger]
    return token.dep in {"relcl", "acl"} and token.head in {t.i for t in named}


def is_of_aftermath(sentence: Sentence, date: Token, trigger: int) -> bool:
    """Is this the day of what was done once the act was over ("were charged on Friday with killing two"), which only speaks of
    it, and does not tell it beside ("on Friday they marched and were beaten", "police charged the crowd, killing two")?"""
    owner = next((t for t in sentence.ancestors(date) if t.pos in {"VERB", "AUX"}), None)
    if owner is None or owner.lemma not in load_table("reading.english", "attach.toml")["afterwards"]:
        return False
    at = sentence.tokens[trigger]
    between = sentence.tokens[owner.i + 1 : date.i]
    if owner.i < trigger and any(t.pos in {"NOUN", "PROPN"} and t.ent != "DATE" for t in between):
        return False  # "charged over a shooting on Friday that left two dead", "for the killing of two on 9 May"
    if owner.i not in {a.i for a in sentence.ancestors(at)}:
        return False
    while at.dep == "conj" and at.i != owner.i:
        at = sentence.head(at)
    return at.i != owner.i and not (at.dep == "advcl" and at.tag == "VBG")


def _is_beside(sentence: Sentence, timex: Timex, named: Sequence[Token], trigger: int) -> bool:
    """Does the word before the named event set it apart from what is told ("detained after the 1 May coup", "in the aftermath
    of the 1 May coup", "arrested in the 3 March shooting")? What befell people "in the 1 May attack" befell them then."""
    inside = [t.i for t in sentence if t.start < timex.end and t.end > timex.start]
    table = load_table("reading.english", "attach.toml")
    first = inside[0] if sentence.tokens[inside[0]].lower in _DETERMINERS else inside[0] - 1
    taken = sentence.tokens[trigger].lemma in table["taking"] and any(t.lemma in _find_harms() for t in named)
    return first > 0 and (taken or sentence.tokens[first - 1].lower in table["beside"])


def _find_harms() -> frozenset[str]:
    events = load_table("reading.english", "happenings.toml")["events"]
    return frozenset((*events["harm"], "death"))


def _is_in_name(sentence: Sentence, timex: Timex) -> bool:
    """ "the 19 April Movement", "the 26 July Brigade": a date that is part of a name dates nothing."""
    behind = next((t for t in sentence if t.start >= timex.end), None)
    bodies = load_table("reading.english", "attach.toml")["named_after_dates"]
    return behind is not None and behind.lower in bodies and sentence.words([behind])[:1].isupper()


def is_within(day: When, period: When | None) -> bool:
    """Does the day lie inside a wider date that has both its ends ("last month … on May 31")?"""
    if period is None or period.earliest is None or period.latest is None or day.earliest is None or day.latest is None:
        return False
    return day.prec < period.prec and period.earliest <= day.earliest and day.latest <= period.latest


def is_stamp(text: str) -> bool:
    """Does the text before a date end in the mark of a page or a post ("Updated: ", "— Press Union (@pressunion) ")?"""
    return _STAMP.search(text) is not None


_STAMP = re.compile(
    r"(?:\(@\w+\)|\b(?:updated|posted|published|created|modified|copyright)(?: on| at)?\s?:?)\s*(?:\w+day,?\s*)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s(?:(?:in|at|near|outside)\s(?:the\s)?[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,2},?\s)?(?:on\s)?")
_DETERMINERS = frozenset({"the", "a", "an", "this", "that"})


def _is_until(sentence: Sentence, timex: Timex) -> bool:
    """ "was arrested and is in jail until 2 June": the end of a term."""
    before = [t.lower for t in sentence.tokens if t.end <= timex.start]
    return len(before) > 1 and before[-1] in {"until", "till"}


def _is_ranking(sentence: Sentence, timex: Timex) -> bool:
    """ "in what was the fifth attack on a school since December": how it ranks among others, and not its own time."""
    before = [t.lower for t in sentence.tokens if t.end <= timex.start]
    return before[-1:] == ["since"] and bool(set(before[-12:]) & _RANKS)


_RANKS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "latest", "deadliest", "worst"})
