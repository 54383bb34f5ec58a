"""The period a figure is told over: "since April", "as of 17 March", "so far this year", "across Belarus"."""

import re

from bearwitness.core.records import When
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import DAY, DAYS, LONGER, MONTH, WEEK
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.mentions import PlaceMention, Timex


def find_since(sentence: Sentence, timex: Timex | None, trigger: int) -> str | None:
    """The words that make the act's figure a running total ("so far") or stretch its date ("since"); None when there are none."""
    table = load_table("reading.english", "senses.toml")
    if timex is not None and "since" in [t.lower for t in sentence.tokens if t.end <= timex.start][-5:]:
        return "since"  # "to date … since 1 February": the day it runs from says more than "to date"
    text = " ".join(t.lower for t in _find_clause(sentence, trigger))
    for phrase in table["running_total"]:
        if f" {phrase} " in f" {text} ":
            return str(phrase)
    running = "so far" if is_since_event(sentence, trigger) or _is_over_months(sentence, trigger) else None
    if timex is None:
        return running
    before = [t.lower for t in sentence.tokens if t.end <= timex.start]
    if before[-2:-1] == ["-"]:
        return running  # "a drive-by on Wednesday"
    for phrase in table["stretching"]:
        if " ".join(before[-len(phrase.split()) :]) == phrase:
            return str(phrase)
    return running


def is_since_event(sentence: Sentence, trigger: int) -> bool:
    """ "More than 500 have died since the coup": a running total from an event that has no date here."""
    verb = sentence.tokens[trigger]
    perfect = any(k.lower in {"have", "has", "had"} for k in sentence.children(verb, "aux"))
    return perfect and any(k.lower == "since" and k.i > trigger for k in sentence.children(verb, "prep", "mark"))


def is_lasting(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Has been held since May", "spent six years in jail": the state that a taking left people in, told without the taking."""
    lasting = load_table("reading.english", "senses.toml")["lasting"]
    verb = sentence.tokens[trigger.i]
    if trigger.act != "arrest" or verb.lemma not in lasting:
        return False
    # "Was detained on Monday" is the taking; a noun or an adjective ("detention since May") has no tense
    perfect = any(k.lower in {"have", "has", "had", "'s", "’s"} for k in sentence.children(verb, "aux"))
    return trigger.patient == "subject" or (verb.pos == "VERB" and (perfect or is_still_so(sentence, verb)))


def is_state(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Is in jail", "remains behind bars", "was still being held": the state alone, and not how long it has lasted."""
    verb = sentence.tokens[trigger.i]
    if trigger.patient == "subject":
        return verb.lemma in _BEING
    return is_still_so(sentence, verb)


_BEING = frozenset({"be", "remain", "stay", "sit", "languish"})


def is_still_so(sentence: Sentence, verb: Token) -> bool:
    """ "Was still being held on Thursday": the day tells of the state, and not of the taking."""
    return any(k.lower == "still" for k in sentence.children(verb, "advmod"))


def _is_over_months(sentence: Sentence, trigger: int) -> bool:
    """ "Five judges have been killed in two months": what several weeks or months have seen, not one occurrence."""
    verb = sentence.tokens[trigger]
    perfect = any(k.lower in {"have", "has"} for k in sentence.children(verb, "aux"))
    for prep in sentence.children(verb, "prep") if perfect else []:
        if prep.lower in {"in", "within", "over"}:
            for noun in sentence.children(prep, "pobj"):
                counted = sentence.children(noun, "nummod") or any(
                    c.lower in {"several", "few"} for c in sentence.children(noun)
                )
                if noun.lower in {"weeks", "months", "years"} and counted:
                    return True
    return False


def _find_clause(sentence: Sentence, trigger: int) -> list[Token]:
    """The part of the sentence between semicolons that holds the act."""
    stops = [-1, *(t.i for t in sentence if t.text == ";"), len(sentence.tokens)]
    first = max(s for s in stops if s < trigger)
    last = min(s for s in stops if s > trigger)
    return list(sentence.tokens[first + 1 : last])


def is_same_period(sentence: Sentence, timex: Timex) -> bool:
    """ "In the same two months of 2018": a year that only moves a period told before."""
    before = sentence.text[: timex.start - sentence.start].lower()
    return (
        re.search(r"\bthe same (?:\w+ )?(?:months?|period|quarter|season) (?:of|in) (?:the year )?$", before)
        is not None
    )


def find_year_of(scene: Scene, timex: Timex) -> Timex:
    """ "In the same month of 2020": the year behind it dates the act, and not the month told before."""
    if timex.shift is None or timex.shift.amount:
        return timex
    after = [t for t in scene.times if t.start > timex.end and t.when is not None]
    return after[0] if after and is_same_period(scene.sentence, after[0]) else timex


def find_until(scene: Scene, timex: Timex | None) -> When | None:
    """ "As of 17 March", "by the end of May", or the day of a saying ("the UN said on 15 March"): where a running total ends."""
    table = load_table("reading.english", "senses.toml")
    for other in scene.times:
        if other is timex or other.when is None or other.when.latest is None:
            continue
        if timex is None or timex.when is None or timex.when.latest is None or other.when.latest > timex.when.latest:
            before = " ".join(t.lower for t in scene.sentence.tokens if t.end <= other.start)
            if before.endswith(tuple(table["until"])) or re.search(
                r"\b(?:said|reported|announced) (?:\w+ ){0,2}(?:on|in)$", before
            ):
                return other.when
    return None


def find_prec(days: int) -> int:
    """UCDP date_prec of a stretch of so many days."""
    return DAY if days == 1 else DAYS if days <= 6 else WEEK if days == 7 else MONTH if days <= 31 else LONGER


_PARTS_IN_PLACES = re.compile(r"\bamong (?:them|those|whom)\b[^.;]*\bin [A-Z][^.;]*\band\b[^.;]*\bin [A-Z]")
"""Parts told in several towns ("among them nine in Yanji and four in Longjing"): the whole is a total over them."""


def is_spread(sentence: Sentence, where: PlaceMention | None) -> bool:
    """Do the words spread the act over several places: "in six towns", "nationwide", "across Belarus"?"""
    text = sentence.text.lower()
    table = load_table("reading.english", "senses.toml")
    if (
        re.search(table["several_places"], text)
        or _PARTS_IN_PLACES.search(sentence.text)
        or any(phrase in text for phrase in table["everywhere"])
    ):
        return True
    if where is None or where.where.prec < 4:
        return False
    before = text[: max(0, where.start - sentence.start)].rstrip()
    return before.endswith(("across", "throughout", "all over", "around"))
