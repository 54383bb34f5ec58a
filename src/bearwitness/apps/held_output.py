"""The incidents a total holds, and the totals that hold an incident, on the screen and as JSON."""

from collections.abc import Sequence
from typing import Any, Final

from bearwitness.apps.ids import Shorten, build_shorten
from bearwitness.apps.screen import build_hanging, show
from bearwitness.apps.wording import say_count_briefly, say_number, say_when, say_where
from bearwitness.core.incidents import Incident
from bearwitness.linking.containing import Held
from bearwitness.workflow.view import View

_SHOWN: Final = 12
"""Incidents listed of those that a total holds; the rest is counted, and all stand in the JSON."""


def show_held(view: View, incident: Incident, held: Sequence[Held]) -> None:
    """Of a total the incidents, with how many people they are in all; of an incident the totals."""
    if not held:
        return
    shorten, by_id = build_shorten(view), {one.id: one for one in view.incidents}
    if incident.shape == "incident":
        show("Totals that hold its people", style="bold")
        for one in held[:_SHOWN]:
            _show_one(by_id[one.total], one, shorten)
        _show_more(len(held))
        show("")
        return
    for is_sure, title in ((True, "Surely held in this total"), (False, "Perhaps held in this total")):
        chosen = [one for one in held if one.is_sure is is_sure]
        if not chosen:
            continue
        show(
            f"{title}: {say_number(len(chosen), 'incident')}, {_say_people([by_id[one.incident] for one in chosen])}",
            style="bold",
        )
        for one in chosen[:_SHOWN]:
            _show_one(by_id[one.incident], one, shorten)
        _show_more(len(chosen))
    sure = sum(by_id[one.incident].count.low for one in held if one.is_sure)
    if incident.count.high is not None and sure > incident.count.high:
        show(f"those surely held are at least {sure:,}, more than the total tells", style="yellow")
    show("")


def render_held(incident: Incident, held: Sequence[Held]) -> dict[str, Any]:
    """The key `holds` of a total, `held_by` of an incident."""
    if incident.shape == "incident":
        return {"held_by": [{"total": k.total, "sure": k.is_sure, "reasons": list(k.reasons)} for k in held]}
    return {"holds": [{"incident": k.incident, "sure": k.is_sure, "reasons": list(k.reasons)} for k in held]}


def _show_one(incident: Incident, held: Held, shorten: Shorten) -> None:
    how = "surely" if held.is_sure else "perhaps"
    what = f"{say_count_briefly(incident.count)}, {say_when(incident.when, briefly=True)}, {say_where(incident.where, briefly=True)}"
    lead = f"  {shorten(incident.id)}  {how:<7}  "
    show(build_hanging(lead, f"{what}: {'; '.join(held.reasons)}"))


def _show_more(number: int) -> None:
    if number > _SHOWN:
        show(f"  and {number - _SHOWN:,} more", style="dim")


def _say_people(incidents: Sequence[Incident]) -> str:
    low = sum(one.count.low for one in incidents)
    highs = [one.count.high for one in incidents]
    if None in highs:
        return f"at least {low:,} told"
    high = sum(high for high in highs if high is not None)
    return f"{low:,} told" if low == high else f"{low:,} to {high:,} told"
