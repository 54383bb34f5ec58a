"""What a total of the register holds, and the totals that hold an incident."""

from bearwitness.core.incidents import Incident
from bearwitness.linking.containing import Held, find_words_on, list_held
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.view import View


def find_held(view: View, incident: Incident) -> tuple[Held, ...]:
    """Of a total the incidents it holds, surely or perhaps; of an incident the totals that hold it."""
    words = find_words_on(view.readings, view.links)
    if incident.shape == "aggregate":
        return list_held(view.incidents, [incident], words)
    return list_held([incident], view.incidents, words)


def find_held_at(snapshot: Snapshot, incident: Incident) -> tuple[Held, ...]:
    """The same, found without going through the whole register: only what is said of the incident and of totals of its act counts."""
    is_total = incident.shape == "aggregate"
    totals = (incident,) if is_total else tuple(one for one in snapshot.totals if one.act == incident.act)
    readings = {ident: snapshot.readings[ident] for one in totals for ident in one.claims}
    links = {link for ident in incident.claims for link in snapshot.links.get(ident, ())}
    words = find_words_on({id(one): one for one in readings.values()}.values(), links)
    return list_held(snapshot.view.incidents if is_total else (incident,), totals, words)
