"""Days, places and people in plain words, for the reasons beside a figure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region, find_path
from bearwitness.counting.told import Told

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LISTED: Final = 6


def name_people(low: int, high: int | None) -> str:
    """ "1 person", "2 to 5 people", "at least 41 people"."""
    if high is None:
        return f"at least {low} people"
    if low != high:
        return f"{low} to {high} people"
    return "1 person" if low == 1 else f"{low} people"


def name_days(region: Region) -> str:
    """The days as a person says them: "15 May 2019", "April 2019", "2019", "before 4 June 2019"."""
    if region.first == FAR_PAST and region.last == FAR_FUTURE:
        return "an unknown date"
    if region.first == FAR_PAST:
        return f"by {_day(date.fromordinal(region.last))}"
    if region.last == FAR_FUTURE:
        return f"{_day(date.fromordinal(region.first))} or later"
    first, last = date.fromordinal(region.first), date.fromordinal(region.last)
    if first == last:
        return _day(first)
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return str(first.year)
    ends_month = last.day == monthrange(last.year, last.month)[1]
    if first.day == 1 and ends_month and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{_day(first)} to {_day(last)}"


def name_place(told: Told) -> str:
    """The place in the claims' own spelling where one of them names just it, else the last area of its path."""
    path = told.region.place
    names = sorted(
        {
            claim.where.name
            for claim in told.claims
            if claim.where and claim.where.name and find_path(claim.where) == path
        }
    )
    if path:
        return names[0] if names else path[-1]
    return names[0] if names else "an unknown place"


def name_told(told: Told) -> str:
    """ "2 people, 15 May 2019, Shenyang (c_1)"."""
    return f"{name_people(told.low, told.high)}, {name_days(told.region)}, {name_place(told)} ({name_claims(told)})"


def name_claims(told: Told) -> str:
    """The ids of the claims, shortened where there are many."""
    return list_some([claim.id for claim in told.claims], ", ")


def list_some(items: Sequence[str], mark: str) -> str:
    """The first few items, and how many more there are."""
    more = len(items) - _LISTED
    return mark.join(items) if more <= 0 else f"{mark.join(items[:_LISTED])}{mark}and {more} more"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
