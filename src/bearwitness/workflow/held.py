"""What a total of the register holds, and the totals that hold an incident."""

from bearwitness.core.incidents import Incident
from bearwitness.linking.containing import Held, find_words_on, list_held
from bearwitness.workflow.view import View


def find_held(view: View, incident: Incident) -> tuple[Held, ...]:
    """Of a total the incidents it holds, surely or perhaps; of an incident the totals that hold it."""
    words = find_words_on(view.readings, view.links)
    if incident.shape == "aggregate":
        return list_held(view.incidents, [incident], words)
    return list_held([incident], view.incidents, words)
