"""Whether two tellings can be of one occurrence: dates that share no day and places of which neither holds the other cannot."""

from bearwitness.core.places import find_path
from bearwitness.core.records import When, Where
from bearwitness.core.vocabulary import COUNTRY

_SOVEREIGN = {"HK": "CN", "MO": "CN"}
"""Territories with a country code of their own that lie in another country."""


def is_contradicted(when: When | None, where: Where | None, other_when: When | None, other_where: Where | None) -> bool:
    """Do the two dates or the two places exclude each other?"""
    if when is not None and other_when is not None:
        if (
            when.month_day
            and other_when.month_day
            and not (when.month_day.startswith(other_when.month_day) or other_when.month_day.startswith(when.month_day))
        ):
            return True
        if when.earliest and other_when.latest and when.earliest > other_when.latest:
            return True
        if when.latest and other_when.earliest and when.latest < other_when.earliest:
            return True
    return where is not None and other_where is not None and not is_nested(where, other_where)


def is_nested(where: Where, other: Where) -> bool:
    """Is one of the two places the other, or inside it, by country, first-order division and name?"""
    if where.country is None or other.country is None:
        return True
    if COUNTRY in {where.prec, other.prec} and _SOVEREIGN.get(where.country, where.country) == _SOVEREIGN.get(
        other.country, other.country
    ):
        return True  # what happened in Hong Kong is told of China as well
    mine, theirs = find_path(where), find_path(other)
    size = min(len(mine), len(theirs))
    return mine[:size] == theirs[:size]
