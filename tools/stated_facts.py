"""Which facts of a shooting a report's own words state, of those that the Gun Violence Archive holds of it.

The archive's fields come from the archive and not from the text, so a report is asked only for what it states. That is
decided here by plain word search, never by our reader, so that what the reader cannot see stays in the denominator.

people  The report states the people where its words hold both numbers of the archive, killed and injured, not both none.
        None is stated by silence. One is stated by any word of death (for the injured: of a wound that was lived through, or
        any word of a shot where nobody died). Two or more: the number, in digits or words and not as an age, an hour or a sum,
        stands in a sentence with such a word. So a report that was written before a victim died, or that tells only of the
        trial, is left out, and so is a number that would have to be added up from persons told one by one.
day     The report states the day where it holds the day and month, or, published on the day itself or in the six days after
        it, the weekday's name, or "today", "tonight", "this morning" on the day itself, or "yesterday", "last night" on the
        day after.
city    The report states the city where the archive's name of the city stands in the text. A city with another in brackets
        ("Chicago (Englewood)") is either.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ALSO = {2: "|double|both|couple|pair", 3: "|triple", 4: "|quadruple", 5: "|quintuple"}
DEATH = re.compile(
    r"\b(dead|die[sd]?|dying|deaths?|deadly|kill\w*|fatal\w*|homicides?|(?<!attempted )murder\w*|slay\w*|slain|manslaughter|"
    r"pronounced|coroner\w*)\b",
    re.IGNORECASE,
)
SURVIVED = re.compile(
    r"\b(injur\w+|wounded|hurt|hospitali[sz]ed|graz\w+|surviv(?:ed|ing|ors?)(?! by)|recover(?:ing|ed)|"
    r"(?:critical|serious|stable|fair|good|grave) condition|in critical|life-threatening)\b",
    re.IGNORECASE,
)
SHOT = re.compile(r"\b(shots?|shooting\w*|gunshots?|bullets?|struck|hit|wound\w*)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])[\"”']*\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What the archive says of the one incident a report belongs to."""

    day: date
    state: str
    cities: tuple[str, ...]
    killed: int
    injured: int


def load_gold(incidents: Iterable[dict[str, Any]]) -> dict[str, Gold]:
    """Report to its incident; reports of several incidents, and incidents without fields, are left out."""
    out: dict[str, Gold] = {}
    several: set[str] = set()
    for row in incidents:
        for ident in row["doc_ids"]:
            if ident in out:
                several.add(ident)
            if "date" not in row:
                several.add(ident)
                continue
            out[ident] = Gold(
                day=datetime.strptime(row["date"], "%B %d, %Y").date(),  # noqa: DTZ007 - a calendar day, no clock
                state=row["state"],
                cities=tuple(bare_name(c) for c in re.split(r"[()]", row["city"]) if c.strip() not in {"", "county"}),
                killed=row["num_killed"],
                injured=row["num_injured"],
            )
    return {ident: gold for ident, gold in out.items() if ident not in several}


def states_people(text: str, gold: Gold) -> bool:
    wounds = (SURVIVED,) if gold.killed else (SURVIVED, SHOT)
    return (
        gold.killed + gold.injured > 0 and _states(text, gold.killed, (DEATH,)) and _states(text, gold.injured, wounds)
    )


def _states(text: str, number: int, words: Sequence[re.Pattern[str]]) -> bool:
    if number == 0:
        return True
    if number == 1:
        return any(w.search(text) for w in words)
    written = f"|{NUMBERS[number]}" if number < len(NUMBERS) else ""
    amount = re.compile(
        rf"(?<![\w$#/:.,-])(?:{number}{written}{ALSO.get(number, '')})\b(?![-–: ]*(?:year|yr|month|week|day|hour|minute|a\.?m|p\.?m|"
        r"percent|block)|[:.,]\d|[-/]\d)",
        re.IGNORECASE,
    )
    return any(amount.search(s) and any(w.search(s) for w in words) for s in SENTENCE.split(text))


def states_day(text: str, day: date, published_on: str | None) -> bool:
    month = f"{day:%B}"
    named = (
        rf"\b(?:{month}|{month[:3]}\.?|sept\.?)\s+{day.day}(?:st|nd|rd|th)?\b|\b{day.day}(?:st|nd|rd|th)?\s+{month}\b"
    )
    if re.search(named if day.month == 9 else named.replace("|sept\\.?", ""), text, re.IGNORECASE):
        return True
    if re.search(rf"\b0?{day.month}/0?{day.day}(?:/|\b)", text):
        return True
    if published_on is None:
        return False
    after = date.fromisoformat(published_on) - day
    words = {0: "today|tonight|this morning|this afternoon|this evening", 1: "yesterday|last night|overnight"}.get(
        after.days
    )
    weekday = f"{day:%A}" if timedelta(0) <= after < timedelta(7) else None
    return any(w is not None and re.search(rf"\b(?:{w})\b", text, re.IGNORECASE) for w in (words, weekday))


def states_city(text: str, gold: Gold) -> bool:
    return any(f" {city} " in f" {bare_name(text)} " for city in gold.cities)


def bare_name(text: str) -> str:
    spaced = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", text.lower())).strip()
    return re.sub(r"\bst(?= )", "saint", spaced)
