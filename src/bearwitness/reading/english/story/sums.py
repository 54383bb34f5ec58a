"""Totals that a report draws over its own claims ("bringing the number of recent cases to six"), checked against what was read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bearwitness.core.records import Claim, Quote, Report, Sum, When
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.parsing.parse import Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.numbers import Amount, find_amount
from bearwitness.reading.english.people.people import is_person_word
from bearwitness.reading.english.rows.row_frames import RowTotal

RECENT = timedelta(days=31)
"""What "recent" reaches back to: a month before the report (or before its newest incident where its date is unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total as the words give it, over `of`, of one act ("" the main one), within `when`, only `recent` ones."""

    start: int
    end: int
    of: Literal["incidents", "people"]
    act: str
    amount: Amount
    when: When | None
    recent: bool


def find_totals(scenes: Sequence[Scene]) -> tuple[Total, ...]:
    """Every total that the words draw, in text order."""
    return tuple(total for scene in scenes for total in _find_totals(scene))


def build_sums(report: Report, totals: Sequence[Total], claims: Sequence[Claim]) -> tuple[Sum, ...]:
    """Every total of the report over its own claims, with what the reading gives for it."""
    return tuple(_check(report, total, claims) for total in totals)


def build_row_sums(report: Report, totals: Sequence[RowTotal], claims: Sequence[Claim]) -> tuple[Sum, ...]:
    """The last lines of lists and tables ("Total: 136"), each checked against the rows above it."""
    out = []
    for total in totals:
        rows = [c for c in claims if c.act == total.act and total.first <= c.quotes[0].start < total.start]
        read = sum(c.count.low for c in rows)
        low, high = total.amount.low, total.amount.high
        text = report.text[total.start : total.end]
        out.append(
            Sum(
                text=text, of="people", low=low, high=high, read=read, agrees=low <= read and (high is None or read <= high),
                claims=tuple(c.id for c in rows), quotes=(Quote(start=total.start, end=total.end, text=text),),
            )
        )  # fmt: skip
    return tuple(out)


def _find_totals(scene: Scene) -> Iterator[Total]:
    table = load_table("reading.english", "sums.toml")
    raising, nouns = table["raising"], table["incident_nouns"]
    for token in scene.sentence:
        total = None
        if token.pos == "VERB" and token.lemma in raising:
            total = _read_raising(scene, token)
        elif token.dep == "conj" and token.lemma in table["totals"]:
            total = _read_next(scene, token)
        elif token.tag == "NNS" and token.lemma in nouns:
            total = _read_definite(scene, token)
        elif token.lower == "in" and token.i > 1:
            total = _read_in_all(scene, token)
        if total is not None:
            yield total


def _read_raising(scene: Scene, token: Token) -> Total | None:
    """ "bringing the number of recent cases to six", "raising the death toll to 41"."""
    table = load_table("reading.english", "sums.toml")
    sentence = scene.sentence
    words = [t.lower for t in sentence.tokens]
    total = next((t for t in sentence.tokens[token.i : token.i + 12] if t.lemma in table["totals"]), None)
    if total is None:
        return None
    if words[token.i + 1 : token.i + 2] == ["to"]:
        return _read_number_first(scene, token, total)
    to = next((n for n in range(total.i, min(total.i + 16, len(words))) if words[n] in {"to", "at"}), None)
    amount = find_amount(words[to + 1 : to + 8]) if to is not None else None
    if to is None or amount is None or amount.first > 4:
        return None
    between = sentence.tokens[total.i : to + 1 + amount.last + 6]
    of, act = _read_counted(sentence.tokens[total.i : to], toll=total.lower in {"toll", "tally"})
    last = sentence.tokens[min(to + 1 + amount.last, len(words) - 1)]
    when = next((t.when for t in scene.times if t.when is not None and t.start > sentence.tokens[total.i].start), None)
    if any(t.lower == "since" for t in between):
        when = None  # "the number of cases since May": the period ends with the report
    recent = any(t.lower in {"recent", "latest"} for t in between)
    return Total(start=token.start, end=last.end, of=of, act=act, amount=amount, when=when, recent=recent)


def _read_next(scene: Scene, token: Token) -> Total | None:
    """ "bring the number of cases to five, and the number of those arrested to 23": the second total under one verb."""
    table = load_table("reading.english", "sums.toml")
    sentence = scene.sentence
    if token.lemma not in table["totals"] or token.dep != "conj" or token.pos != "NOUN":
        return None
    up = sentence.head(token)
    raised = [t for t in (up, sentence.head(up)) if t.lemma in table["raising"] and t.pos == "VERB"]
    words = [t.lower for t in sentence.tokens]
    to = next((n for n in range(token.i, min(token.i + 12, len(words))) if words[n] in {"to", "at"}), None)
    amount = find_amount(words[to + 1 : to + 6]) if to is not None and raised else None
    if to is None or amount is None or amount.first > 3:
        return None
    of, act = _read_counted(sentence.tokens[token.i : to], toll=token.lower in {"toll", "tally"})
    inside = [t.when for t in scene.times if t.when is not None and raised[0].start < t.start < token.start]
    end = sentence.tokens[min(to + 1 + amount.last, len(words) - 1)].end
    when = inside[0] if inside else None
    return Total(start=token.start, end=end, of=of, act=act, amount=amount, when=when, recent=False)


def _read_number_first(scene: Scene, token: Token, total: Token) -> Total | None:
    """ "brings to 40 the number of journalists detained this year"."""
    sentence = scene.sentence
    amount = find_amount([t.lower for t in sentence.tokens[token.i + 2 : total.i]])
    if amount is None or total.i - token.i > 9:
        return None
    below = sentence.subtree(total)
    of, act = _read_counted(below, toll=total.lower in {"toll", "tally"})
    inside = [t.when for t in scene.times if t.when is not None and t.start > total.start]
    end = max(t.end for t in below)
    since = any(t.lower == "since" for t in below)
    when = None if since or not inside else inside[0]
    return Total(start=token.start, end=end, of=of, act=act, amount=amount, when=when, recent=False)


def _read_counted(tokens: Sequence[Token], *, toll: bool) -> tuple[Literal["incidents", "people"], str]:
    nouns: dict[str, str] = load_table("reading.english", "sums.toml")["incident_nouns"]
    if toll:
        return "people", "killing" if any(t.lemma in {"death", "kill", "toll"} for t in tokens) else ""
    for token in tokens:
        if is_person_word(token):
            return "people", ""
        if token.lemma in nouns and token.pos == "NOUN":
            return "incidents", nouns[token.lemma]
    return "people", ""


def _read_definite(scene: Scene, token: Token) -> Total | None:
    """ "the six arrests that occurred in May": a definite number of occurrences goes back to those told."""
    nouns: dict[str, str] = load_table("reading.english", "sums.toml")["incident_nouns"]
    sentence = scene.sentence
    left = [c for c in sentence.children(token) if c.i < token.i]
    definite = any(c.lower in {"the", "these", "those", "all"} for c in left)
    listed = any(t.text == ":" for t in sentence.tokens[token.i :])
    if not (definite or listed) or not any(c.tag == "CD" for c in left):
        return None
    first = min(c.i for c in left)
    amount = find_amount([t.lower for t in sentence.tokens[first : token.i]])
    if amount is None:
        return None
    below = sentence.subtree(token)
    end = max((t.end for t in below if t.i >= token.i and t.i - token.i < 12), default=token.end)
    when = next((t.when for t in scene.times if t.when is not None and token.end <= t.start < end), None)
    recent = any(c.lower in {"recent", "latest"} for c in left)
    return Total(
        start=sentence.tokens[first].start,
        end=end,
        of="incidents",
        act=nouns[token.lemma],
        amount=amount,
        when=when,
        recent=recent,
    )


def _read_in_all(scene: Scene, token: Token) -> Total | None:
    """ "…, five in all": a number without a noun that adds up what the sentence has just told."""
    words = [t.lower for t in scene.sentence.tokens]
    if words[token.i + 1 : token.i + 2] not in (["all"], ["total"]):
        return None
    first = token.i - 1
    while first > 0 and scene.sentence.tokens[first].text not in {",", "–", "—", "(", "-"}:
        first -= 1
    amount = find_amount(words[first + 1 : token.i])
    if amount is None or first == 0 or amount.last != token.i - first - 2:
        return None
    start = scene.sentence.tokens[first + 1].start
    return Total(
        start=start,
        end=scene.sentence.tokens[token.i + 1].end,
        of="people",
        act="",
        amount=amount,
        when=None,
        recent=False,
    )


def _check(report: Report, total: Total, claims: Sequence[Claim]) -> Sum:
    act = total.act or _find_main_act(claims)
    told = [c for c in claims if c.act == act and c.shape == "incident" and c.status in TOLD]
    told = [c for c in told if not any(r.kind == "same" for r in c.relations)]
    if total.recent:
        told = _find_recent(told, report.published_on, total.amount)
    if total.when is not None:
        told = [c for c in told if c.when is None or _is_within(c.when, total.when)]
    read: int | None = len(told) if total.of == "incidents" else sum(c.count.low for c in told)
    low, high = total.amount.low, total.amount.high
    agrees: bool | None = read is not None and low <= read and (high is None or read <= high)
    if not told:
        read, agrees = None, None
    text = report.text[total.start : total.end]
    return Sum(
        text=text,
        of=total.of,
        low=low,
        high=high,
        read=read,
        agrees=agrees,
        claims=tuple(c.id for c in told),
        quotes=(Quote(start=total.start, end=total.end, text=text),),
    )


def _find_recent(told: list[Claim], published_on: date | None, amount: Amount) -> list[Claim]:
    """The "recent" ones of those told. The word sets no day, so any usual sense of it may agree: the month before the report,
    the calendar month of the newest, or all that the report tells; where none does, the month before the report."""
    newest = max((c.when.latest for c in told if c.when and c.when.latest), default=None)
    end = published_on or newest or date.max
    senses = [
        [c for c in told if _is_since(c, since)] for since in (end - RECENT, newest.replace(day=1) if newest else end)
    ]
    months = [c.when.month_day[:2] for c in told if c.when is not None and c.when.month_day]
    if months:  # without a year, the last month told
        senses.append([c for c in told if c.when is not None and (c.when.month_day or "")[:2] == max(months)])
    senses.append(told)
    return next(
        (s for s in senses if amount.low <= len(s) and (amount.high is None or len(s) <= amount.high)), senses[0]
    )


def _is_since(claim: Claim, day: date) -> bool:
    return claim.when is None or claim.when.latest is None or claim.when.latest >= day


def _is_within(when: When, period: When) -> bool:
    """Does the date fall into the period, as far as both are known? Without years, months are compared."""
    if when.earliest and when.latest and period.earliest and period.latest:
        return when.earliest <= period.latest and when.latest >= period.earliest
    if when.month_day and period.month_day:
        return when.month_day.startswith(period.month_day) or period.month_day.startswith(when.month_day)
    return True


def _find_main_act(claims: Sequence[Claim]) -> str:
    acts = [c.act for c in claims if c.shape == "incident" and c.status in TOLD]
    return max(sorted(set(acts)), key=acts.count, default="")
