"""Whether something may lie in days and places that are looked for, whatever is known of where and when it was."""

from datetime import date

from bearwitness.core.records import When, Where

Days = tuple[date | None, date | None]


def may_lie_in_days(when: When | None, days: Days) -> bool:
    """Whether it may have been in these days, of which either end can be open; what has no day may lie anywhere."""
    first, last = days
    if when is None:
        return True
    ends_before = first is not None and when.latest is not None and when.latest < first
    begins_after = last is not None and when.earliest is not None and when.earliest > last
    return not ends_before and not begins_after


def lies_at(where: Where | None, letters: str) -> bool:
    """Whether a name of its place has these letters in it, however cased; two letters are a country's code, and none any place."""
    text = letters.strip().casefold()
    if not text or where is None:
        return not text
    if len(text) == 2:
        return (where.country or "").casefold() == text
    return any(text in name.casefold() for name in (where.name, where.country, where.admin1, where.admin2) if name)
