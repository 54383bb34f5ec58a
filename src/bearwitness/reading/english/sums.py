"""Totals that a report draws over its own claims ("bringing the number of recent cases to six"), checked against what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bearwitness.core.records import Claim, Quote, Report, Sum, When
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.numbers import Amount, find_amount
from bearwitness.reading.english.parse import Token
from bearwitness.reading.english.people import is_person_word
from bearwitness.reading.english.row_frames import RowTotal
from bearwitness.reading.english.scene import Scene

RECENT = timedelta(days=31)
"""What "recent" reaches back to: a month before the report (or before its newest incident where its date is unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A total as the words give it, over `of`, of one act ("" the main one), within `when`, only `recent` ones."""

    start: int
    end: int
    of: Literal["incidents", "people"]
    act: str
    amount: Amount
    when: When | None
    recent: bool


def build_sums(report: Report, scenes: Sequence[Scene], claims: Sequence[Claim]) -> tuple[Sum, ...]:
    """Every total of the report over its own claims, with what the reading gives for it."""
    found = [s for scene in scenes for s in _find_stated(scene)]
    return tuple(_check(report, stated, claims) for stated in found)


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


def _find_stated(scene: Scene) -> list[_Stated]:
    out = []
    for token in scene.sentence:
        stated = _read_raising(scene, token) or _read_definite(scene, token) or _read_in_all(scene, token)
        if stated is not None:
            out.append(stated)
    return out


def _read_raising(scene: Scene, token: Token) -> _Stated | None:
    """ "bringing the number of recent cases to six", "raising the death toll to 41"."""
    table = load_table("reading.english", "sums.toml")
    sentence = scene.sentence
    if token.lemma not in table["raising"] or token.pos != "VERB":
        return None
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
    recent = any(t.lower in {"recent", "latest"} for t in between)
    return _Stated(start=token.start, end=last.end, of=of, act=act, amount=amount, when=when, recent=recent)


def _read_number_first(scene: Scene, token: Token, total: Token) -> _Stated | None:
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
    return _Stated(start=token.start, end=end, of=of, act=act, amount=amount, when=when, recent=False)


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


def _read_definite(scene: Scene, token: Token) -> _Stated | None:
    """ "the six arrests that occurred in May": a definite number of occurrences goes back to those told."""
    table = load_table("reading.english", "sums.toml")
    nouns: dict[str, str] = table["incident_nouns"]
    sentence = scene.sentence
    if token.lemma not in nouns or token.tag != "NNS":
        return None
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
    return _Stated(
        start=sentence.tokens[first].start,
        end=end,
        of="incidents",
        act=nouns[token.lemma],
        amount=amount,
        when=when,
        recent=recent,
    )


def _read_in_all(scene: Scene, token: Token) -> _Stated | None:
    """ "…, five in all": a number without a noun that adds up what the sentence has just told."""
    if token.lower != "in" or token.i < 2:
        return None
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
    return _Stated(
        start=start,
        end=scene.sentence.tokens[token.i + 1].end,
        of="people",
        act="",
        amount=amount,
        when=None,
        recent=False,
    )


def find_sum_spans(scenes: Sequence[Scene]) -> tuple[tuple[int, int], ...]:
    """Where the report only adds up: an act told inside is no claim of its own ("the total number of people arrested")."""
    return tuple((s.start, s.end) for scene in scenes for s in _find_stated(scene))


def _check(report: Report, stated: _Stated, claims: Sequence[Claim]) -> Sum:
    act = stated.act or _find_main_act(claims)
    told = [c for c in claims if c.act == act and c.shape == "incident" and c.status in TOLD]
    told = [c for c in told if not any(r.kind == "same" for r in c.relations)]
    if stated.recent:
        told = _find_recent(told, report.published_on, stated.amount)
    if stated.when is not None:
        told = [c for c in told if c.when is None or _is_within(c.when, stated.when)]
    read: int | None = len(told) if stated.of == "incidents" else sum(c.count.low for c in told)
    low, high = stated.amount.low, stated.amount.high
    agrees: bool | None = read is not None and low <= read and (high is None or read <= high)
    if not told:
        read, agrees = None, None
    text = report.text[stated.start : stated.end]
    return Sum(
        text=text,
        of=stated.of,
        low=low,
        high=high,
        read=read,
        agrees=agrees,
        claims=tuple(c.id for c in told),
        quotes=(Quote(start=stated.start, end=stated.end, text=text),),
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
