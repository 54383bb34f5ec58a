"""A figure as a page shows it: its words, its bounds drawn, and what holds them by incident."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bearwitness.apps.beside_output import say_beside
from bearwitness.apps.comma_separated import Value
from bearwitness.apps.count_output import say_bounds, say_footing
from bearwitness.apps.figure_chart import build_figure_chart, build_whole
from bearwitness.apps.interval_chart import Interval
from bearwitness.apps.room.drawing import draw_intervals
from bearwitness.apps.room.phrasing import shorten
from bearwitness.apps.wording import say_when, say_where
from bearwitness.core.incidents import Incident
from bearwitness.core.records import Count
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.traits import PERSONAL
from bearwitness.workflow.figures import Answered, Witness
from bearwitness.workflow.live_view import Snapshot

_DRAWN: Final = 24
_SHOWN: Final = 40
_TITLES: Final = {
    frozenset({"low", "high"}): "These incidents hold both ends",
    frozenset({"low"}): "These hold the low end",
    frozenset({"high"}): "Only the high end rests on these",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An incident, or a claim that is in none, with the claims of it that hold an end of the figure."""

    incident: Incident | None
    witnesses: tuple[Witness, ...]
    holds: frozenset[str]

    @property
    def ident(self) -> str:
        """Its id."""
        return self.witnesses[0].claim.id if self.incident is None else self.incident.id

    @property
    def count(self) -> Count:
        """How many it tells of."""
        return self.witnesses[0].claim.count if self.incident is None else self.incident.count

    @property
    def label(self) -> str:
        """When and where."""
        one = self.incident or self.witnesses[0].claim
        total = ", a total" if one.shape == "aggregate" else ""
        return f"{say_when(one.when, briefly=True)}, {say_where(one.where, briefly=True)}{total}"


def describe_figure(answered: Answered, snapshot: Snapshot) -> dict[str, Any]:
    """What the page shows of an answer."""
    estimate, holders = answered.estimate, gather_holders(answered.witnesses, snapshot)
    groups = [
        (title, found[:_SHOWN], max(0, len(found) - _SHOWN))
        for holds, title in _TITLES.items()
        if (found := [one for one in holders if one.holds == holds])
    ]
    drawn = [build_whole(estimate), *_list_intervals(holders)]
    return {
        "answered": answered,
        "estimate": estimate,
        "traits": estimate.question.traits,
        "is_of_persons": any(trait.kind in PERSONAL for trait in estimate.question.traits),
        "bounds": say_bounds(estimate, shorten),
        "footing": say_footing(answered.footing),
        # The command that its words name for a terminal is a page here.
        "beside": [
            line.replace("; `bearwitness judge`", "") for line in say_beside(answered.beside, lambda ident: ident)
        ],
        "rules": RULES_VERSION,
        "drawing": None if estimate.low is None else draw_intervals(drawn),
        "not_drawn": max(0, len(holders) - _DRAWN),
        "groups": groups,
    }


def build_chart(answered: Answered, snapshot: Snapshot) -> dict[str, Any]:
    """The drawing of the page as a chart to take away."""
    holders = gather_holders(answered.witnesses, snapshot)
    # Rows of one name would be drawn as one.
    named = [
        replace(drawn, row=f"{drawn.row} ({shorten(one.ident)})")
        for one, drawn in zip(holders, _list_intervals(holders), strict=False)
    ]
    return build_figure_chart(answered.estimate, named, "incidents", len(holders) - _DRAWN)


def list_rows(answered: Answered, snapshot: Snapshot) -> Iterator[Sequence[Value]]:
    """The numbers of the drawing, and of what was too much for it."""
    estimate = answered.estimate
    yield ("what", "id", "when", "where", "low", "high", "high_stated", "holds")
    yield ("figure", "", "", "", estimate.low, estimate.high, estimate.high_stated, "")
    for one in gather_holders(answered.witnesses, snapshot):
        told = one.incident or one.witnesses[0].claim
        kind = "total" if told.shape == "aggregate" else "incident"
        stated = one.count.low if one.count.high is None else one.count.high
        held = " and ".join(end for end in ("low", "high") if end in one.holds)
        where = (one.ident, say_when(told.when), say_where(told.where))
        yield (kind, *where, one.count.low, one.count.high, stated, held)


def gather_holders(witnesses: Sequence[Witness], snapshot: Snapshot) -> tuple[Holder, ...]:
    """The witnesses by their incidents, in the order of time."""
    homes: dict[str, list[Witness]] = {}
    for one in witnesses:
        home = snapshot.homes.get(one.claim.id)
        homes.setdefault(home.id if home else one.claim.id, []).append(one)
    holders = [
        Holder(
            incident=snapshot.incidents.get(ident),
            witnesses=tuple(found),
            holds=frozenset(end for one in found for end in one.holds),
        )
        for ident, found in homes.items()
    ]
    return tuple(sorted(holders, key=_by_time))


def _list_intervals(holders: Sequence[Holder]) -> list[Interval]:
    return [
        Interval(row=one.label, low=one.count.low, high=one.count.high, stated=one.count.low)
        for one in holders[:_DRAWN]
    ]


def _by_time(one: Holder) -> tuple[bool, str, str]:
    when = (one.incident or one.witnesses[0].claim).when
    day = None if when is None else when.earliest or when.latest
    return (
        one.incident is not None and one.incident.shape == "aggregate",
        "9999" if day is None else day.isoformat(),
        one.label,
    )
