"""The figure of every act over a whole register, and how it moved since the state before."""

from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.workflow.figures import Asked, build_figure_of_view
from bearwitness.workflow.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How many people suffered an act, over all days and places; `low` None where the claims clash, `high` None where it is open."""

    act: Act
    low: int | None
    high: int | None
    high_stated: int | None
    incidents: int
    proposed: int
    accepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A total as it was before and as it is now."""

    before: Total
    now: Total


def list_totals(view: View) -> tuple[Total, ...]:
    """The total of each act that is told of, those with most incidents first. Acts that count no people (raids hit places) stay out."""
    told = {incident.act for incident in view.incidents if incident.count.unit != "place"}
    found = []
    for act in ACTS:
        if act in told:
            asked = Asked(act=act, earliest=None, latest=None, place=None, group=None)
            figure = build_figure_of_view(asked, view, accepted_only=False)
            one, footing = figure.estimate, figure.footing
            found.append(
                Total(
                    act=act,
                    low=one.low,
                    high=one.high,
                    high_stated=one.high_stated,
                    incidents=one.incidents,
                    proposed=footing.proposed,
                    accepted=footing.accepted,
                )
            )
    return tuple(sorted(found, key=lambda total: -total.incidents))


def find_moved(before: Sequence[Total], now: Sequence[Total]) -> tuple[Moved, ...]:
    """The totals whose ends are others than before; of an open high end the number stated counts as the end."""
    former = {total.act: total for total in before}
    return tuple(
        Moved(before=former[total.act], now=total)
        for total in now
        if total.act in former and _ends(former[total.act]) != _ends(total)
    )


def _ends(total: Total) -> tuple[int | None, int | None, int | None]:
    return (total.low, total.high, total.high_stated)
