"""Whether a number rose or fell from one period to another, in fixed words, and where it cannot be told, why.

"rose" and "fell" are said only where the bounds do not meet, so that it holds at both ends, and where reporting did not change as much.
"did not change" is said only where both numbers are exact and equal. All else is "cannot be told".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bearwitness.counting.reporting import Weighed, weigh_reporting
from bearwitness.counting.series import Cell

Word = Literal["rose", "fell", "did not change", "cannot be told"]
UNREPORTED: Final = "nothing is known of how much was reported: these claims stand in no register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a register can speak: its last day of publication, and within how many days nine in ten incidents were first told."""

    last: date | None
    delay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The word, and the reasons where it cannot be told.

    Where the bounds do not meet, `apart` says which way ("rose", "fell"), and `weighed` what came of weighing it against the reporting.
    """

    word: Word
    because: tuple[str, ...] = ()
    apart: Word | None = None
    weighed: Weighed | None = None


def decide_change(earlier: Cell, later: Cell, reach: Reach | None) -> Verdict:
    """What the bounds of two periods, and their volumes of reporting, let say of the change from the earlier to the later.

    Without a `reach` nothing is known of the reporting: bounds that do not meet are then told to be apart, and no more.
    """
    unfit = _find_unfit(earlier, later, reach)
    was, now = earlier.estimate, later.estimate
    if unfit or was.low is None or now.low is None:
        return Verdict(word="cannot be told", because=unfit)
    if was.high is not None and now.low > was.high:
        return _weigh("rose", earlier, later) if reach else _leave_open("rose")
    if now.high is not None and now.high < was.low:
        return _weigh("fell", later, earlier, because=_find_late(later, reach)) if reach else _leave_open("fell")
    if was.low == was.high == now.low == now.high:
        if was.low:
            return Verdict(word="did not change")
        return Verdict(word="cannot be told", because=("no report tells of anybody in either period",))
    return Verdict(word="cannot be told", because=_tell_meeting(earlier, later))


def _leave_open(word: Word) -> Verdict:
    """Bounds that do not meet, and reporting that nobody can weigh."""
    return Verdict(word="cannot be told", because=(UNREPORTED,), apart=word)


def _find_unfit(earlier: Cell, later: Cell, reach: Reach | None) -> tuple[str, ...]:
    """What keeps two periods from being compared at all."""
    reasons = []
    for cell in (earlier, later):
        if cell.estimate.low is None:
            reasons.append(f"the claims of {cell.period.words} cannot all be true")
        if not cell.period.is_whole:
            reasons.append(
                f"{cell.period.words} is not whole: it is known from {cell.period.first} to {cell.period.last}"
            )
        elif reach and reach.last is not None and cell.period.last > reach.last:
            reasons.append(f"the last report of the register is of {reach.last}, before the end of {cell.period.words}")
    return tuple(reasons)


def _find_late(later: Cell, reach: Reach) -> tuple[str, ...]:
    """A fall may be only that the last period is not told out yet."""
    if reach.last is None:
        return ()
    since = (reach.last - later.period.last).days
    if since >= reach.delay:
        return ()
    told = f"one incident in ten is first told {reach.delay} days after its day or later"
    return (f"people of {later.period.words} may still be told of: {told}, and the reports end {since} days after it",)


def _weigh(word: Word, fewer: Cell, more: Cell, because: tuple[str, ...] = ()) -> Verdict:
    """The word where neither reporting nor anything else (`because`) explains the difference."""
    weighed = weigh_reporting(fewer, more)
    reasons = (*because, *weighed.reasons)
    return Verdict(word="cannot be told" if reasons else word, because=reasons, apart=word, weighed=weighed)


def _tell_meeting(earlier: Cell, later: Cell) -> tuple[str, ...]:
    """Why the bounds of two periods meet, in words a person can act on."""
    cells = (earlier, later)
    said = " and ".join(f"{say_bounds(cell)} in {cell.period.words}" for cell in cells)
    was, now = earlier.estimate, later.estimate
    lows = (was.low or 0, now.low or 0)
    is_apart_as_said = (was.high_stated or 0) < lows[1] or (now.high_stated or 0) < lows[0]
    reasons = [] if is_apart_as_said else [f"the bounds overlap: {said}"]
    # With the higher low in the later period only a rise could be told, and only an open end of the earlier one hinders it.
    matters = [earlier] if lows[1] > lows[0] else [later] if lows[1] < lows[0] else []
    reasons += [
        f"{cell.period.words} is open above: {say_bounds(cell)}, and nothing says how many at most"
        for cell in matters
        if cell.estimate.high is None
    ]
    undated = len({*earlier.undated, *later.undated})
    if undated:
        claims = "1 claim is" if undated == 1 else f"{undated} claims are"
        reasons.append(f"{claims} of a date not known to the {earlier.period.kind}, and may lie in another one")
    unplaced = len({*earlier.unplaced, *later.unplaced})
    if unplaced:
        claims = "1 claim is" if unplaced == 1 else f"{unplaced} claims are"
        reasons.append(f"{claims} of a place that may lie outside the one asked about")
    unsure = max(cell.unsure for cell in cells)
    if unsure:
        links = "1 link is" if unsure == 1 else f"{unsure} links are"
        reasons.append(f"{links} unsure, and may join or part what is counted (bearwitness review)")
    return tuple(reasons)


def say_bounds(cell: Cell) -> str:
    """ "4", "3 to 10", "at least 41"; "no bounds" where claims clash."""
    one = cell.estimate
    if one.low is None:
        return "no bounds"
    if one.high is None:
        return f"at least {one.low}"
    return str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
