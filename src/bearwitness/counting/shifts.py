"""Where the level of a series of counts changes for good: change points, by PELT. The one home of ruptures.

R. Killick, P. Fearnhead and I. A. Eckley, "Optimal detection of changepoints with a linear computational cost", Journal of the American
Statistical Association 107 (2012) 1590–1598. The cost of a stretch is twice the negative log-likelihood of one Poisson mean, divided by
the dispersion of the series; each change costs the penalty 2·log(n) of Schwarz's criterion, for its place and its mean. A change
that hangs on one number is dropped.
"""

from array import array
from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import Any, Final

FEWEST: Final = 12
"""Periods needed: with fewer, a change and one odd month look alike."""
SHORTEST: Final = 3
"""Periods that a level must last."""


def find_shifts(numbers: Sequence[int | None]) -> tuple[int, ...] | str:
    """The index of each period with which a new level begins, or in words why none can be looked for."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return "the claims of some periods cannot all be true"
    if len(known) < FEWEST:
        return f"too few periods: {len(known)}, and it takes {FEWEST}"
    edges = (0, *find_cuts(known), len(known))
    return tuple(
        cut
        for start, cut, end in zip(edges, edges[1:], edges[2:], strict=False)
        if is_lasting(known, range(start, cut), range(cut, end))
    )


def find_cuts(numbers: Sequence[int]) -> tuple[int, ...]:
    """The cuts of the series that cost least, whatever they hang on."""
    search = _build_search(numbers, find_dispersion(numbers))
    return tuple(int(end) for end in search.predict(pen=find_penalty(len(numbers)))[:-1])


def is_lasting(numbers: Sequence[int], before: range, after: range) -> bool:
    """Whether the change from one stretch to the next is still worth its penalty without any one of its numbers.

    One month of seventy people makes no new level, even as the last of three.
    """
    dispersion, penalty = find_dispersion(numbers), find_penalty(len(numbers))
    sizes, sums = (len(before), len(after)), tuple(sum(numbers[i] for i in part) for part in (before, after))
    for side, part in enumerate((before, after)):
        for left_out in {numbers[i] for i in part}:
            people, periods = list(sums), list(sizes)
            people[side] -= left_out
            periods[side] -= 1
            apart = sum(find_cost(total, size) for total, size in zip(people, periods, strict=True))
            if (find_cost(sum(people), sum(periods)) - apart) / dispersion <= penalty:
                return False
    return True


def find_penalty(periods: int) -> float:
    """What a change must gain to be one: 2·log(n)."""
    return 2 * log(periods)


def find_dispersion(numbers: Sequence[int]) -> float:
    """How much more neighbours differ than two counts of one Poisson mean would, and 1 at least: people are taken in groups.

    From neighbours and not from the whole, so that a change of level counts only once.
    """
    ratios = [(one - two) ** 2 / (one + two) for one, two in pairwise(numbers) if one + two]
    return max(1.0, sum(ratios) / len(ratios)) if ratios else 1.0


def find_cost(total: int, periods: int) -> float:
    """Twice the negative log-likelihood of `total` people over so many periods of one mean, without what no level changes."""
    return 2 * (total - total * log(total / periods)) if total else 0.0


def _build_search(numbers: Sequence[int], dispersion: float) -> Any:
    from ruptures.base import BaseCost  # type: ignore[import-untyped]
    from ruptures.detection import Pelt  # type: ignore[import-untyped]

    class PoissonCost(BaseCost):  # type: ignore[misc]
        model = "poisson"
        min_size = SHORTEST

        def fit(self, signal: memoryview) -> "PoissonCost":
            self.signal = signal
            self.sums = [0]
            for number in signal:
                self.sums.append(self.sums[-1] + number)
            return self

        def error(self, start: int, end: int) -> float:
            return find_cost(self.sums[end] - self.sums[start], end - start) / dispersion

    search = Pelt(custom_cost=PoissonCost(), min_size=SHORTEST, jump=1)
    # The search asks its signal only for its shape, which a view of whole numbers has.
    return search.fit(memoryview(array("q", numbers)))
