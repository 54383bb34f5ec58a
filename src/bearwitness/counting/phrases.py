"""Days, places and people in plain words, for the reasons beside a figure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

from bearwitness.core.places import find_path
from bearwitness.core.vocabulary import COUNTRY
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region
from bearwitness.counting.told import Told

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LISTED: Final = 8
_SAYERS: Final = 3
_PUBLIC: Final = frozenset({"outlet", "ngo"})
"""Whose name is said in a reason. Who else speaks in a report may be a person to protect."""


def name_people(low: int, high: int | None) -> str:
    """ "1 person", "2 to 5 people", "at least 41 people"."""
    if high is None:
        return f"at least {low} people"
    if low != high:
        return f"{low} to {high} people"
    return "1 person" if low == 1 else f"{low} people"


def name_days(region: Region) -> str:
    """The days as a person says them: "on 15 May 2019", "in April 2019", "in 2019", "by 3 June 2019"."""
    if region.first == FAR_PAST and region.last == FAR_FUTURE:
        return "at an unknown date"
    if region.first == FAR_PAST:
        return f"by {_day(date.fromordinal(region.last))}"
    if region.last == FAR_FUTURE:
        return f"since {_day(date.fromordinal(region.first))}"
    first, last = date.fromordinal(region.first), date.fromordinal(region.last)
    if first == last:
        return f"on {_day(first)}"
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return f"in {first.year}"
        if first.month == last.month:
            return f"in {_MONTHS[first.month - 1]} {first.year}"
        return f"from {_MONTHS[first.month - 1]} to {_MONTHS[last.month - 1]} {first.year}"
    return f"from {_day(first)} to {_day(last)}"


def name_place(told: Told) -> str:
    """The place in the claims' own spelling where one of them names just it, else the last area of its path."""
    path = told.region.place
    names = sorted(
        {
            claim.where.name
            for claim in told.claims
            if claim.where
            and claim.where.name
            and find_path(claim.where) == path
            and (claim.where.basis == "stated" or claim.where.prec == COUNTRY)
        }
    )
    if names:
        return names[0]
    return path[-1] if path else "an unknown place"


def name_told(told: Told) -> str:
    """ "2 people on 15 May 2019 in Shenyang (c_1)"."""
    people = name_people(told.low, told.high)
    return f"{people} {name_days(told.region)} in {name_place(told)} ({name_claims(told)})"


def name_claims(told: Told) -> str:
    """The ids of the claims, shortened where there are many."""
    return list_some([claim.id for claim in told.claims], ", ")


def name_sayers(told: Told) -> str:
    """Who says it, by name where that is an outlet or an organisation, and the claims: "Lamp Network (c_1) says"."""
    names = sorted(
        {voice.name for claim in told.claims for voice in claim.voices if voice.name and voice.kind in _PUBLIC}
    )
    claims = name_claims(told)
    if not names:
        return f"{claims} {'says' if len(told.claims) == 1 else 'say'}"
    more = len(names) - _SAYERS
    who = [*names[:_SAYERS], f"{more} more"] if more > 0 else names
    said = who[0] if len(who) == 1 else f"{', '.join(who[:-1])} and {who[-1]}"
    return f"{said} ({claims}) {'says' if len(names) == 1 else 'say'}"


def list_some(items: Sequence[str], mark: str) -> str:
    """The first few items, and how many more there are."""
    more = len(items) - _LISTED
    return mark.join(items) if more <= 0 else f"{mark.join(items[:_LISTED])}{mark}and {more} more"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
