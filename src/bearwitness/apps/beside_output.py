"""What stands beside a figure: how it leans on unsure links, and what one answer would narrow it most."""

from collections.abc import Iterator
from typing import Any, Final

from bearwitness.apps.ids import Shorten
from bearwitness.counting.bounds import Ends
from bearwitness.counting.open_questions import Narrowing
from bearwitness.workflow.figures import Beside

_LACKING: Final = {"day": "the day", "place": "the place", "group": "the group"}


def say_beside(beside: Beside, shorten: Shorten) -> Iterator[str]:
    """Sentences below a figure."""
    leaning = beside.leaning
    if leaning is not None and leaning.strict != leaning.loose:
        links = "the unsure link" if leaning.unsure == 1 else f"the {leaning.unsure:,} unsure links"
        joins = "joins" if leaning.unsure == 1 else "join"
        yield f"if {links} {joins} nothing: {say_ends(leaning.strict)}; if {links} {joins} all they can: {say_ends(leaning.loose)}"
    if beside.narrowing:
        yield f"it would narrow most to know {'; '.join(_say_narrowing(one, shorten) for one in beside.narrowing)}"


def render_beside(beside: Beside) -> dict[str, Any]:
    """The keys `linking` and `narrow` of `count --json`."""
    leaning = beside.leaning
    return {
        "linking": None
        if leaning is None
        else {"unsure": leaning.unsure, "strict": render_ends(leaning.strict), "loose": render_ends(leaning.loose)},
        "narrow": [render_narrowing(one) for one in beside.narrowing],
    }


def render_narrowing(one: Narrowing) -> dict[str, Any]:
    """An open question with what the figure comes to by its answer."""
    moves = {"low": one.effect.low, "high": one.effect.high}
    return {"claims": list(one.claims), "lacking": list(one.lacking), **moves, "answers": render_answers(one)}


def render_answers(one: Narrowing) -> dict[str, Any]:
    """Both answers by their names."""
    yes, no = ("same", "different") if one.lacking == ("link",) else ("inside", "outside")
    return {yes: render_ends(one.answers.yes), no: render_ends(one.answers.no)}


def _say_narrowing(one: Narrowing, shorten: Shorten) -> str:
    ids = " and ".join(shorten(ident) for ident in one.claims)
    moves = f"the low can move by {one.effect.low:,}, the high by {one.effect.high:,}"
    if one.lacking == ("link",):
        return f"whether {ids} tell of one occurrence ({moves}; `bearwitness judge`)"
    return f"{say_lacking(one)} of {_say_people(one.people)} in {ids} ({moves})"


def say_lacking(one: Narrowing) -> str:
    """ "the day and the place"."""
    return " and ".join(_LACKING[part] for part in one.lacking)


def say_ends(ends: Ends | None) -> str:
    """ "12 to 17", "17", "at least 12"; or that the claims clash."""
    if ends is None:
        return "the claims clash"
    if ends.high is None:
        return f"at least {ends.low:,}"
    return f"{ends.low:,}" if ends.low == ends.high else f"{ends.low:,} to {ends.high:,}"


def render_ends(ends: Ends | None) -> dict[str, int | None]:
    """Ends as the answer of `count` names them; all null where claims clash."""
    if ends is None:
        return {"low": None, "high": None, "high_stated": None}
    return {"low": ends.low, "high": ends.high, "high_stated": ends.stated}


def _say_people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
