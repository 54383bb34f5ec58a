"""Incidents whose claims improbably tell of one occurrence: too many reports, too long, too many towns or too different numbers.

The limits are data (`flags.toml`), each with its reason. A flag changes no link and no figure.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bearwitness.core.days import find_known
from bearwitness.core.records import Claim, Report
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import DAY, NEAR, TOLD

_TABLE: Final = "flags.toml"


def find_flags(claims: Sequence[Claim], reports: Mapping[str, Report]) -> tuple[str, ...]:
    """Why it is improbable that these claims of one incident are one, in words; nothing for a total. `reports` names each claim's report."""
    told = [claim for claim in claims if claim.status in TOLD]
    if len(told) < 2 or any(claim.shape != "incident" for claim in claims):
        return ()
    counted = {
        "reports": len({reports[claim.id].id for claim in told}),
        "days": _count_days(told),
        "published": _count_days_of_news(told, reports),
        "towns": _count_towns(told),
        "numbers": _find_ratio(told),
    }
    table = load_table("linking", _TABLE)
    return tuple(_say(table[kind], number) for kind, number in counted.items() if number > table[kind]["most"])


def _say(row: Mapping[str, Any], number: int) -> str:
    return str(row["say"]).format(number=number, most=row["most"])


def _count_days(claims: Sequence[Claim]) -> int:
    """Between the first and the last exact day that words give."""
    days = [
        when.earliest.toordinal()
        for claim in claims
        if (when := find_known(claim.when)) and when.prec == DAY and when.basis != "publication"
        if when.earliest is not None and when.earliest == when.latest
    ]
    return max(days) - min(days) if days else 0


def _count_days_of_news(claims: Sequence[Claim], reports: Mapping[str, Report]) -> int:
    """Between the first and the last report that does not tell it as old."""
    row = load_table("linking", _TABLE)["published"]
    dated = sorted({(day, claim.id) for claim in claims if (day := reports[claim.id].published_on)})
    if not dated:
        return 0
    first = dated[0][0]
    by_id = {claim.id: claim for claim in claims}
    for day, ident in reversed(dated):
        number = (day - first).days
        if number <= row["most"]:
            return 0
        if not _is_old(by_id[ident], reports[ident], row):
            return number
    return 0


def _is_old(claim: Claim, report: Report, row: Mapping[str, Any]) -> bool:
    when = find_known(claim.when)
    known = when and when.basis != "publication" and when.latest
    if known and report.published_on and (report.published_on - known).days > row["old"]:
        return True
    text = report.text.casefold()
    return any(words in text for words in row["words"])


def _count_towns(claims: Sequence[Claim]) -> int:
    return len(
        {
            (where.country, where.admin1, where.name)
            for claim in claims
            if (where := claim.where) and where.prec <= NEAR and where.basis == "stated"
        }
    )


def _find_ratio(claims: Sequence[Claim]) -> int:
    """How many times the smallest number the largest is, parts left out; 1 where they are but a few people apart."""
    inside = {claim.id for claim in claims if any(r.kind == "part-of" for r in claim.relations)}
    counts = [claim.count for claim in claims if claim.id not in inside]
    highs = [count.high for count in counts if count.high is not None]
    least, most = min(highs, default=0), max((count.low for count in counts), default=0)
    if least < 1 or most - least < load_table("linking", _TABLE)["numbers"]["apart"]:
        return 1
    return most // least
