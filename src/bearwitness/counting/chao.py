"""Chao's lower bound: at least about so many there are in all, from those on just one list and those on just two."""

from itertools import combinations
from math import ceil, exp, floor, log, sqrt
from typing import Final

from bearwitness.counting.capture import Capture, count_alone
from bearwitness.counting.interval import Interval

_NORMAL: Final = 1.959963984540054
"""Of a normal distribution 95 in 100 lie within so many standard deviations."""


def bound_below(capture: Capture) -> Interval:
    """The bound with its 95 % interval.

    Chao's inequality (1987), list by list: who is harder to find is found less often, so that for two lists that do not depend on each
    other the product of those on one only and those on the other only, over those on just both, is at most those on no list. Pooled
    over all pairs and corrected for bias: sum of f_i f_j over f2 + 1. Where all lists hold as many this is the Mh lower bound of
    Rcapture (`closedp.bc`, h = "Chao"), (t-1)/2t f1(f1-1)/(f2+1); where they differ in size, that one is larger and no lower bound.
    Variance by Chao's formula for lists of different sizes; interval log-normal for those on no list (Chao 1987, Burnham), so that it
    never begins below those recorded. Lists that make up for each other, so that who is on one is seldom on the other, push it up.
    """
    alone = count_alone(capture)
    on_two = sum(cell.number for cell in capture.cells if cell.on.bit_count() == 2)
    products = sum(left * right for left, right in combinations(alone, 2))
    missing = products / (on_two + 1)
    if not products:
        return Interval(low=capture.recorded, estimate=capture.recorded, high=capture.recorded)
    single = sum(alone)
    variance = (
        missing + sum(one * (single - one) ** 2 for one in alone) / (on_two + 1) ** 2 + missing * missing / (on_two + 1)
    )
    spread = exp(_NORMAL * sqrt(log(1 + variance / (missing * missing))))
    return Interval(
        low=capture.recorded + floor(missing / spread),
        estimate=capture.recorded + round(missing),
        high=capture.recorded + ceil(missing * spread),
    )
