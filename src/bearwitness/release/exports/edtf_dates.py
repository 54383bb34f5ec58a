"""Days as EDTF, the Extended Date/Time Format of ISO 8601-2 (Library of Congress, level 1): uncertain dates without stand-ins.

An interval says between which days it was, as the claims allow; not that it went on all that time. An end that nothing bounds is
`..`. `~` stands only where the report's own words say "about".
"""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from bearwitness.core.records import When

_ABOUT: Final = re.compile(r"\b(?:about|around|approximately|circa|roughly|or so)\b|\bca?\.|~", re.IGNORECASE)
_YEAR: Final = re.compile(r"(\d{4})~?")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})~?")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})~?")


def render_edtf(when: When | None) -> str:
    """The date of a claim or incident; "" where nothing is known of it."""
    if when is None:
        return ""
    if when.month_day:
        return f"XXXX-{when.month_day}"
    return render_days(when.earliest, when.latest, is_about=bool(_ABOUT.search(when.text)))


def render_days(first: date | None, last: date | None, *, is_about: bool = False) -> str:
    """Two days, either of which may be unknown, as one date or interval."""
    about = "~" if is_about else ""
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"{_say(first, about)}/{_say(last, about)}"
    if first == last:
        return f"{first.isoformat()}{about}"
    if (first.day, last) == (1, _end_month(first)):
        return f"{first.isoformat()[:7]}{about}"
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"{first.isoformat()[:4]}{about}"
    return f"{_say(first, about)}/{_say(last, about)}"


def parse_days(text: str) -> tuple[date | None, date | None]:
    """The days of what `render_days` writes. Law: `parse_days(render_days(first, last)) == (first, last)`."""
    if "/" in text:
        first, last = text.split("/")
        return parse_days(first)[0], parse_days(last)[1]
    if found := _DAY.fullmatch(text):
        day = date.fromisoformat(found[1])
        return day, day
    if found := _MONTH.fullmatch(text):
        first_day = date(int(found[1]), int(found[2]), 1)
        return first_day, _end_month(first_day)
    if found := _YEAR.fullmatch(text):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    return None, None


def _say(day: date | None, about: str) -> str:
    return ".." if day is None else f"{day.isoformat()}{about}"


def _end_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
