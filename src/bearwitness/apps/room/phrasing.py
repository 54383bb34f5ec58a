"""The words of counts, days, places and voices in templates, as filters: `{{ claim.count|count }}`."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from bearwitness.apps.wording import clean, say_count, say_count_briefly, say_number, say_voices, say_when, say_where


def say_moment(at: datetime) -> str:
    """ "29 Nov 2026, 14:05 UTC"."""
    moment = at.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC"


def say_day(day: date | None) -> str:
    """ "3 June 2019", or that it is unknown."""
    return "day unknown" if day is None else f"{day.day} {day:%B %Y}"


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
    "day": say_day,
}
