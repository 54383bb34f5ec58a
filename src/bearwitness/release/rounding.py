"""Numbers as they leave: always outwards, so that what is said stays true and differences of numbers tell of no few."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `low` to `high`; None is open."""

    low: int
    high: int | None

    def holds(self, other: "Interval") -> bool:
        """Whether everything in the other lies in this one."""
        return self.low <= other.low and (self.high is None or (other.high is not None and other.high <= self.high))


def round_outwards(interval: Interval, to: int) -> Interval:
    """The closest interval around this one whose ends are multiples."""
    return Interval(
        low=round_down(interval.low, to),
        high=None if interval.high is None else round_up(interval.high, to),
    )


def soften(now: Interval, before: Interval) -> Interval:
    """The interval now, widened until it meets the one published before: what few have changed must not show.

    It still holds what it held. Two intervals that meet prove no difference.
    """
    low, high = now.low, now.high
    if before.high is not None and low > before.high:
        low = before.high
    if high is not None and high < before.low:
        high = before.low
    return Interval(low=low, high=high)


def enclose(now: Interval, before: Interval) -> Interval:
    """The interval that holds both. Published again as it was, wherever that is still true: a narrower one would show the change to who
    knows the rules.
    """
    high = None if now.high is None or before.high is None else max(now.high, before.high)
    return Interval(low=min(now.low, before.low), high=high)


def round_down(number: int, to: int) -> int:
    """The largest multiple that is not above."""
    return number // to * to


def round_up(number: int, to: int) -> int:
    """The smallest multiple that is not below."""
    return -(-number // to) * to


def leave_largest_out(interval: Interval, lows: Iterable[int]) -> Interval:
    """The interval with a low end that still holds where any one of its incidents is left out.

    Two sets of claims never prove more together than apart, so without one incident no fewer are proven than all less its own low. Else
    whoever knows of all but one incident and their people reads from the low end that the last one is in the register.
    """
    return Interval(low=max(0, interval.low - max(lows, default=0)), high=interval.high)
