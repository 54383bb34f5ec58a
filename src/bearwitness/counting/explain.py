"""Why a figure is what it is, in plain words."""

from collections.abc import Sequence
from typing import Final

from bearwitness.core.incidents import Question
from bearwitness.core.tables import load_table
from bearwitness.counting.least import Part
from bearwitness.counting.leaving_out import CLAIMS_LIMIT, Holders
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region, find_asked, is_below
from bearwitness.counting.most import Described
from bearwitness.counting.phrases import (
    list_some,
    name_claims,
    name_days,
    name_people,
    name_place,
    name_sayers,
    name_told,
)
from bearwitness.counting.told import Told

_IN_DAYS: Final = "within the days asked for"


def explain_low(low: int, parts: Sequence[Part]) -> tuple[str, ...]:
    """Why it cannot be fewer."""
    counted = sorted((told for part in parts for told in part.counted), key=_by_time)
    unlisted = sum(part.unlisted for part in parts)
    totals = [total for part in parts for total in part.totals]
    reasons = []
    if counted:
        lies = "1 incident certainly lies" if len(counted) == 1 else f"{len(counted)} incidents certainly lie"
        reasons.append(f"{low}, because {lies} inside: {list_some([name_told(told) for told in counted], '; ')}")
    if unlisted:
        start = f"{unlisted} of them" if counted else f"{low}, because {unlisted}"
        reasons.append(f"{start} are people that no incident lists, because of {list_some(_totals(totals), '; ')}")
    if not low:
        reasons.append("0, because nothing that is told certainly lies inside")
    unknown = sum(not part.is_exact for part in parts)
    if unknown:
        reasons.append(
            "the low is sure but may be too small: unsure links can be read in too many ways to work out "
            f"({unknown} {'time' if unknown == 1 else 'times'}); judge some of them same or different"
        )
    return tuple(reasons)


def explain_holders(low: int, parts: Sequence[Part], holders: Holders) -> tuple[str, ...]:
    """Which claims already prove the low, where more than those are told of."""
    told = [one for part in parts if part.totals for one in (*part.counted, *part.totals)]
    named = {ident for one in told for ident in _ids(one)}
    enough = [ident for ident in holders.claims if ident in named]
    if not holders.is_least or len(enough) == len(named):
        return ()
    proven = sum(part.low for part in parts if part.totals)
    which = str(low) if proven == low else f"{proven} of the {low}"
    return (f"{which} would be proven by {list_some(enough, ', ')} alone",)


def explain_untried(*ends: Holders) -> tuple[str, ...]:
    """That more claims may be named as holding an end than are needed, where it was not tried."""
    if all(end.is_least for end in ends):
        return ()
    reason = (
        "the claims named as holding the figure may be more than needed: some count only together, and are too many "
        f"to try which can be left out (more than {CLAIMS_LIMIT}, or with too many ways to read their links)"
    )
    return (reason,)


def explain_high(
    question: Question, low: int, high: int, parts: Sequence[Part], described: Sequence[Described]
) -> tuple[str, ...]:
    """What would have to hold for it to be as many; `high` reads open ends at their stated number."""
    if high <= low:
        return ()
    counted = {_ids(told): told.low for part in parts for told in part.counted}
    alone = {_ids(one.told) for one in described}
    merged = {ident for ids in counted if ids not in alone for ident in ids}
    unlisted = sum(part.unlisted for part in parts)
    more: list[str] = []
    rest = high - low
    for one in sorted(described, key=lambda one: _by_time(one.told)):
        adds = one.stated - counted.get(_ids(one.told), 0)
        if one.told.is_total:
            known = min(unlisted, adds)
            unlisted, adds = unlisted - known, adds - known
        if adds > 0 and merged.isdisjoint(_ids(one.told)):
            rest -= adds
            more.append(f"{adds} more if {_condition(question, one)}")
    if rest > 0 and merged:
        unsure = list_some(sorted(merged), ", ")
        more.append(f"{rest} more if claims that may tell of one incident tell of different ones ({unsure})")
    if len(more) == 1:
        return (f"up to {high} {more[0].partition(' more ')[2]}",)
    return (f"up to {high}: {list_some(more, '; ')}",) if more else ()


def explain_open(described: Sequence[Described]) -> tuple[str, ...]:
    """Which claims leave the high open: each does by itself."""
    said = [
        f"{name_sayers(one.told)} {name_people(one.told.stated, None)} "
        f"{name_days(one.told.region)} in {name_place(one.told)}{', as a total' if one.told.is_total else ''}"
        for one in described
        if one.people is None
    ]
    if not said:
        return ()
    why = "because" if len(said) == 1 else "each of these being enough by itself:"
    return (f"open above, {why} {list_some(said, '; ')}",)


def explain_conflicts(described: Sequence[Described]) -> tuple[str, ...]:
    """Where claims of one incident disagree and are read from the lowest to the highest."""
    return tuple(
        f"claims {name_claims(one.told)} disagree and are read from the lowest to the highest: {conflict}"
        for one in described
        if one.membership != "no"
        for conflict in one.told.conflicts
    )


def _totals(totals: Sequence[Told]) -> list[str]:
    return [f"the total of {name_told(total)}" for total in totals]


def _ids(told: Told) -> tuple[str, ...]:
    return tuple(claim.id for claim in told.claims)


def _by_time(told: Told) -> tuple[int, int, tuple[str, ...]]:
    return (told.region.first, told.region.last, told.region.place)


def _condition(question: Question, one: Described) -> str:
    """What is not known of an incident or total, and what would have to be true."""
    told, asked = one.told, find_asked(question)
    if told.is_total:
        return f"the total of {name_told(told)} tells of people no incident lists"
    done = load_table("counting", "words.toml")["done"][question.act]
    count = name_people(told.stated, told.stated)
    claims = name_claims(told)
    known, must = _unknowns(question, told, asked)
    if not must:
        return f"there were {count}, not {told.low}, {done} {name_days(told.region)} in {name_place(told)} ({claims})"
    days = "" if _IN_DAYS in must else f" {name_days(told.region)}"
    return f"the {count} {done}{days} ({claims}: {known}) were {' and '.join(must)}"


def _unknowns(question: Question, told: Told, asked: Region) -> tuple[str, list[str]]:
    known, must = [], []
    if not is_below(told.region.place, asked.place):
        known.append(f"place known only as {name_place(told)}")
        must.append(f"in {asked.place[-1]}")
    if not (asked.first <= told.region.first and told.region.last <= asked.last):
        days = name_days(told.region)
        known.append(
            "date unknown" if (told.region.first, told.region.last) == (FAR_PAST, FAR_FUTURE) else f"dated only {days}"
        )
        must.append(_IN_DAYS)
    if not told.is_sure:
        known.append("group not told")
        must.append(f"{question.group}")
    return ", ".join(known), must
