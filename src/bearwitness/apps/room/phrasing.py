"""The words of counts, days, places and voices in templates, as filters: `{{ claim.count|count }}`."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from markupsafe import Markup, escape

from bearwitness.apps.wording import clean, say_count, say_count_briefly, say_number, say_voices, say_when, say_where
from bearwitness.core.vocabulary import BY_MODEL
from bearwitness.workflow.totals import Total

_PLAIN_ACTS: Final = {"refoulement": "forced return (refoulement)", "release": "release from custody"}
_ID: Final = re.compile(r"\b[ci]_[0-9a-f]{12,16}\b")


def say_moment(at: datetime) -> str:
    """ "29 Nov 2026, 14:05 UTC"."""
    moment = at.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC"


def say_day(day: date | None) -> str:
    """ "3 June 2019", or that it is unknown."""
    return "day unknown" if day is None else f"{day.day} {day:%B %Y}"


def say_published(day: date | None) -> str:
    """ "published 3 June 2019", or that the day is unknown."""
    return "day of publication unknown" if day is None else f"published {say_day(day)}"


def say_judge(by: str) -> str:
    """Who judged a pair: a person's name, "rules 3", "its report"."""
    kind, _, name = by.partition(":")
    return {"person": name, "rule": f"rules {name}", "report": "its report"}.get(kind, by)


def say_act(act: str) -> str:
    """An act as a form offers it: the field's term, with plain words where the term needs them."""
    return _PLAIN_ACTS.get(act, act.replace("_", " "))


def say_kind(kind: str) -> str:
    """A kind of voice or actor in words."""
    return "organisation" if kind == "ngo" else kind


def say_total(total: Total) -> str:
    """ "17 to 24", "at least 41 (58 as stated)": an open end with what the numbers stated add up to."""
    ends = say_ends(total.low, total.high)
    is_open = total.low is not None and total.high is None and total.high_stated is not None
    return f"{ends} ({total.high_stated:,} as stated)" if is_open else ends


def say_ends(low: int | None, high: int | None) -> str:
    """ "17", "17 to 24", "at least 41"; or that the claims clash."""
    if low is None:
        return "the claims clash"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def say_reader(found_by: str) -> str:
    """Who read or told it."""
    if found_by.startswith("person:"):
        return found_by.removeprefix("person:")
    return f"language model {found_by.removeprefix(BY_MODEL)}" if found_by.startswith(BY_MODEL) else f"rules {found_by}"


def link_ids(text: str) -> Markup:
    """The text with every claim's and incident's id in it shortened, and leading to it."""
    shown, out, at = clean(text), Markup(), 0
    for found in _ID.finditer(shown):
        place = "claims" if found[0].startswith("c_") else "incidents"
        out += escape(shown[at : found.start()])
        out += Markup('<a href="/{}/{}">{}</a>').format(place, found[0], shorten(found[0]))
        at = found.end()
    return out + escape(shown[at:])


def shorten(ident: str) -> str:
    """The first letters of an id, enough to know it again."""
    return ident[:8]


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "clean": clean,
    "count": say_count,
    "count_briefly": say_count_briefly,
    "number": say_number,
    "voices": say_voices,
    "when": say_when,
    "when_briefly": lambda when: say_when(when, briefly=True),
    "where": say_where,
    "where_briefly": lambda where: say_where(where, briefly=True),
    "moment": say_moment,
    "second": lambda seconds: say_moment(datetime.fromtimestamp(seconds, UTC)),
    "day": say_day,
    "published": say_published,
    "judge": say_judge,
    "act": say_act,
    "kind": say_kind,
    "reader": say_reader,
    "total": say_total,
    "linked": link_ids,
    "short": shorten,
}
