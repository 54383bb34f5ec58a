"""What stands beside a figure: how it leans on unsure links, and what one answer would narrow it most."""

from collections.abc import Iterator
from typing import Any, Final

from bearwitness.apps.ids import Shorten
from bearwitness.core.incidents import Estimate
from bearwitness.counting.open_questions import Narrowing
from bearwitness.workflow.figures import Beside

_LACKING: Final = {"day": "the day", "place": "the place", "group": "the group"}


def say_beside(beside: Beside, shorten: Shorten) -> Iterator[str]:
    """Sentences below a figure."""
    leaning = beside.leaning
    if leaning is not None and _ends(leaning.strict) != _ends(leaning.loose):
        links = "the unsure link" if leaning.unsure == 1 else f"the {leaning.unsure:,} unsure links"
        joins = "joins" if leaning.unsure == 1 else "join"
        yield f"if {links} {joins} nothing: {_say_ends(leaning.strict)}; if {links} {joins} all they can: {_say_ends(leaning.loose)}"
    if beside.narrowing:
        yield f"it would narrow most to know {'; '.join(_say_narrowing(one, shorten) for one in beside.narrowing)}"


def render_beside(beside: Beside) -> dict[str, Any]:
    """The keys `linking` and `narrow` of `count --json`."""
    leaning = beside.leaning
    return {
        "linking": None
        if leaning is None
        else {"unsure": leaning.unsure, "strict": _render_ends(leaning.strict), "loose": _render_ends(leaning.loose)},
        "narrow": [
            {"claims": list(one.claims), "lacking": list(one.lacking), "low": one.low, "high": one.high}
            for one in beside.narrowing
        ],
    }


def _say_narrowing(one: Narrowing, shorten: Shorten) -> str:
    ids = " and ".join(shorten(ident) for ident in one.claims)
    moves = f"the low can move by {one.low:,}, the high by {one.high:,}"
    if one.lacking == ("link",):
        return f"whether {ids} tell of one occurrence ({moves}; `bearwitness judge`)"
    return f"{' and '.join(_LACKING[part] for part in one.lacking)} of {_say_people(one.high)} in {ids} ({moves})"


def _ends(estimate: Estimate) -> tuple[int | None, int | None, int | None]:
    return (estimate.low, estimate.high, estimate.high_stated)


def _say_ends(estimate: Estimate) -> str:
    if estimate.low is None:
        return "the claims clash"
    if estimate.high is None:
        return f"at least {estimate.low:,}"
    return f"{estimate.low:,}" if estimate.low == estimate.high else f"{estimate.low:,} to {estimate.high:,}"


def _render_ends(estimate: Estimate) -> dict[str, int | None]:
    return {"low": estimate.low, "high": estimate.high, "high_stated": estimate.high_stated}


def _say_people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
