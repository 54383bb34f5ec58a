"""What makes a town the one that a report is written in: a dateline before its first words, and the police that it quotes."""

import re
from functools import cache
from typing import Final

from bearwitness.core.tables import load_table

_POLICE_BEFORE: Final = re.compile(
    r"\bpolice (?:department )?(?:in|of)(?: the (?:city|town|village) of)? $", re.IGNORECASE
)
_STATION: Final = r"\([A-Z][\w .]{1,16}\)"
_STATE: Final = r"(?:, ?(?:(?:[A-Z]\.){2}|[^\W\d][^\W\d ]{1,19}\.?))?"
_DATELINE_BEHIND: Final = re.compile(
    _STATE + r"(?:(?: ?\([^)\d\n]{1,40}\)| ?" + _STATION + r")? ?(?:–|—|--|-)\s?"
    r"| " + _STATION + r" (?=[A-Z]))"
)
_LOCAL_BEHIND: Final = re.compile(_STATE + r" ?\((?:[KW][A-Z]{2,3}|CBS|FOX|NBC|ABC|CW|LEX|KOIN)\b[\w /.-]{0,20}\)")
_FILED: Final = re.compile(r"[^(\n–—]{0,14}?\b\d{1,2} [A-Z][A-Za-z]{2}")


def is_policed(text: str, start: int, end: int) -> bool:
    """ "Salem police", "the police department in Salem": words of those who speak of what happened in their own town."""
    return bool(_police_behind().match(text, end) or _POLICE_BEFORE.search(text, max(0, start - 40), start))


@cache
def _police_behind() -> re.Pattern[str]:
    words = "|".join(load_table("reading.english", "attach.toml")["town_police"])
    offices = "city|town|metro|metropolitan|county|municipal|parish"
    return re.compile(rf"(?:['’]s)?,? (?:- ?[A-Z]\w+ )?(?:(?:{offices}) )?(?:{words})\b", re.IGNORECASE)


def opens_report(text: str, start: int, end: int) -> bool:
    """ "SALEM, Ore. (KXYZ) -- Officers found …": a dateline, but for "LIMA, 4 MAR 91 (EFE) --": agencies file from the capital about
    the whole country."""
    if _FILED.match(text, end):
        return False
    begins = start == 0 or text[start - 1] == "\n" or text[start:end].isupper()
    return begins and bool(_DATELINE_BEHIND.match(text, end))


def opens_local_report(text: str, start: int, end: int) -> bool:
    """A dateline of a local station, whose town is its own and not the seat of an agency."""
    return opens_report(text, start, end) and bool(_LOCAL_BEHIND.match(text, end))
