"""Publication dates as pages and headers write them. A date that can be read in two ways is not read at all."""

import re
from datetime import date
from functools import cache

from bearwitness.core.tables import load_table

_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?=T|\d{6}(?!\d)|(?!\d))")
_HAN = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_PATH = re.compile(r"/((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})(?=[/_-]|$)|-(\d\d)-(\d\d)(?!\d)|(\d\d)(\d\d)(?=[/_-]|$))")
_CHANGED = re.compile(r"\b(?:last\s+)?(?:updated|modified|edited|corrected|revised)\b", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    table = load_table("capture", "metadata.toml")["months"]
    return {name: int(number) for number, names in table.items() for name in names}


@cache
def _worded() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    day_first = re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+({month})\.?,?[\s-]+((?:19|20)\d\d)(?!\d)", re.IGNORECASE
    )
    month_first = re.compile(rf"\b({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
    return day_first, month_first


def _build_date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:  # 2019-02-30 is a misprint, and guessing its neighbour would invent a date
        return None


def parse_published(text: str) -> date | None:
    """The one full date in a short metadata value or byline, as written there (its own time zone), or None.

    "2019-06-03T08:00:00+09:00", "Mon, 03 Jun 2019 08:00:00 GMT", "June 3, 2019", "3 June 2019", "2019.06.03",
    "20190603", "2019년 6월 3일". Two different dates, a day and month without a year, and 03/06/2019 (March or June)
    give None. Words after "updated" tell a date of change, so they are not looked at.
    """
    text = text[:300]
    changed = _CHANGED.search(text)
    if changed:
        return _find_only(text[: changed.start()])
    return _find_only(text)


def _find_only(text: str) -> date | None:
    day_first, month_first = _worded()
    found: set[date | None] = set()
    for pattern in (_NUMERIC, _COMPACT, _HAN):
        found |= {_build_date(m[1], int(m[2]), m[3]) for m in pattern.finditer(text)}
    found |= {_build_date(m[3], _months()[m[2].lower()], m[1]) for m in day_first.finditer(text)}
    found |= {_build_date(m[3], _months()[m[1].lower()], m[2]) for m in month_first.finditer(text)}
    return found.pop() if len(found) == 1 else None


def find_date_in_url(url: str) -> date | None:
    """The day in an address such as `/2019/06/03/four-held`, `/2019-06-03-…` or `/20190603/…`; None without one."""
    match = _PATH.search(url[:1000].split("?", 1)[0])
    if match is None:
        return None
    year, *rest = match.groups()
    month, day = (part for part in rest if part is not None)
    return _build_date(year, int(month), day)
