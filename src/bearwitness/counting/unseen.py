"""How many no list holds: an estimate from the overlaps of lists, or the reasons why there is none.

What nobody reported is never counted and never added to a total. The estimate rests on assumptions that no list can prove; they are
part of the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bearwitness.counting.capture import Capture, Gathered, count_on, count_shared, gather_lists, leave_out
from bearwitness.counting.chao import bound_below
from bearwitness.counting.interval import Interval
from bearwitness.counting.list_faults import LEAST_COPIED, LEAST_LISTS, find_copies, find_refusals
from bearwitness.counting.model_average import Average, Model, average_models

Unit = Literal["incident", "record"]

_FEW_SHARED: Final = 10
_LIKELY: Final = 0.05
_UNKNOWABLE: Final = 0.5
_FAR: Final = 20
"""An estimate of more than so many times those recorded rests on nothing."""
_APART: Final = 1.5
"""Models of which one says half as many again as the other do not agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The estimate of all when one list is left out: how much hangs on that list. None where it cannot be made without."""

    left_out: str
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """The answer over `whole` (every list) and `taken` (as they were put together for the models).

    `refused` says why there is no estimate; then `least`, `average` and `without` are empty. `copies` are the pairs of lists that are no
    two, and would be no fault put together. `least` is Chao's lower bound.
    """

    unit: Unit
    whole: Capture
    taken: Gathered
    refused: tuple[str, ...]
    least: Interval | None
    average: Average | None
    without: tuple[Without, ...]
    doubts: tuple[str, ...]
    assumptions: tuple[str, ...]
    copies: tuple[tuple[str, str], ...] = ()


def estimate_unseen(capture: Capture, unit: Unit = "record", faults: Sequence[str] = ()) -> Unseen:
    """The estimate of how many there are in all, those on no list among them. The order of lists and records changes nothing.

    `faults` are reasons to refuse that the patterns cannot show, such as incidents that cannot be told apart.
    """
    taken = gather_lists(capture)
    # Small lists that are alike may be so by chance, and are put together anyway.
    copies = {one.lists: one for one in (*find_copies(taken.capture), *find_copies(capture, LEAST_COPIED))}
    refused = (*faults, *(find_refusals(taken.capture) or (one.reason for one in copies.values())))
    if refused:
        return replace(_refuse(capture, taken, refused, unit), copies=tuple(copies))
    least, average = bound_below(capture), average_models(taken.capture)
    refused = _find_no_hold(taken.capture, average)
    if refused:
        return _refuse(capture, taken, refused, unit)
    without = _leave_out_each(taken.capture)
    return Unseen(
        unit=unit,
        whole=capture,
        taken=taken,
        refused=(),
        least=least,
        average=average,
        without=without,
        doubts=_find_doubts(taken.capture, least, average, without),
        assumptions=list_assumptions(unit),
    )


def _refuse(capture: Capture, taken: Gathered, refused: tuple[str, ...], unit: Unit) -> Unseen:
    return Unseen(
        unit=unit,
        whole=capture,
        taken=taken,
        refused=refused,
        least=None,
        average=None,
        without=(),
        doubts=(),
        assumptions=list_assumptions(unit),
    )


def list_assumptions(unit: Unit) -> tuple[str, ...]:
    """What is taken for true without any proof, in plain words."""
    one, many = ("incident", "incidents") if unit == "incident" else ("person or incident", "persons or incidents")
    return (
        f"the {many} asked about are the same for all lists: none came or went while lists were made, and none is on a list wrongly",
        f"the matching is right: two lists that hold the same {one} are seen to, and different ones are never taken for one",
        f"every {one} could have come onto some list; those that no list could ever learn of are not in the estimate",
        "no list is made from another; that two go to the same places, or leave out the same, is allowed between some of them only",
        (
            f"no {many} are harder to learn of than others for all lists alike, as small ones are: where some are, the truth is higher than "
            "both figures and may be above both intervals (Chao's is then a lower bound); where lists make up for each other, Chao's may "
            "be too high"
        ),
    )


def _leave_out_each(capture: Capture) -> tuple[Without, ...]:
    if len(capture.lists) <= LEAST_LISTS:
        return ()
    found = []
    for index, name in enumerate(capture.lists):
        rest = leave_out(capture, index)
        average = None if find_refusals(rest) else average_models(rest)
        is_held = average is not None and not _find_no_hold(rest, average)
        found.append(Without(left_out=name, interval=average.interval if average and is_held else None))
    return tuple(found)


def _find_doubts(taken: Capture, least: Interval, average: Average, without: Sequence[Without]) -> tuple[str, ...]:
    """What weakens the estimate though it can be made, in plain words."""
    doubts = []
    shared = count_shared(taken)
    if shared < _FEW_SHARED:
        doubts.append(f"only {shared} stand on two lists or more: the estimate hangs on them")
    for index, name in enumerate(taken.lists):
        if not any(count_on(taken, index, other) for other in range(len(taken.lists)) if other != index):
            doubts.append(f"{name} shares nobody with any other list: it may tell of others altogether")
    if average.complete >= _LIKELY:
        doubts.append(
            f"with probability {average.complete:.0%} every list depends on every other, and then nothing says how many stand on none"
        )
    if average.interval.high is None:
        doubts.append("there is no upper end: the lists overlap too little to say how many at most")
    if average.interval.high is not None and least.low > average.interval.high:
        doubts.append(
            "Chao's lower bound lies above the model average: some lists do not depend on each other as the models allow"
        )
    doubts += _say_disagreement(average.top)
    moved = [one.left_out for one in without if one.interval is None or _is_outside(one.interval, average.interval)]
    if moved:
        doubts.append(
            f"much hangs on single lists: without {', or without '.join(moved)}, the estimate leaves the interval or cannot be made"
        )
    return tuple(doubts)


def _say_disagreement(models: Sequence[Model]) -> list[str]:
    likely = sorted((one for one in models if one.weight >= _LIKELY), key=lambda one: one.interval.estimate)
    if len(likely) < 2 or likely[-1].interval.estimate <= _APART * likely[0].interval.estimate:
        return []
    low, high = likely[0], likely[-1]
    return [
        (
            f"the models disagree: one of weight {low.weight:.0%} says {low.interval.estimate:,}, one of weight {high.weight:.0%} "
            f"{high.interval.estimate:,}; the overlaps cannot tell which is true"
        )
    ]


def _is_outside(one: Interval, whole: Interval) -> bool:
    return one.estimate < whole.low or (whole.high is not None and one.estimate > whole.high)


def _find_no_hold(capture: Capture, average: Average) -> tuple[str, ...]:
    """Why the overlaps say nothing of those on no list, though there are some."""
    if average.interval.estimate > _FAR * capture.recorded:
        shared = f"only {count_shared(capture):,} of {capture.recorded:,} stand on two lists or more"
        return (f"{shared}: too few to say anything of those on none",)
    if average.complete > _UNKNOWABLE:
        return (
            (
                f"the overlaps fit only lists that all depend on each other in every way (probability {average.complete:.0%}), and then "
                "nothing says how many stand on none"
            ),
        )
    return ()
