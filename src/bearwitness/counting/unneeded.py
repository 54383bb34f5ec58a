"""What a low surely does not need, where there are too many claims to try which can be left out."""

from collections.abc import Iterable, Iterator, Sequence

from bearwitness.counting.arrange import Judged
from bearwitness.counting.components import Component, Node
from bearwitness.counting.homes import ids_of
from bearwitness.counting.membership import Region, find_overlap
from bearwitness.counting.most import Described
from bearwitness.counting.sure_people import Sure, find_met


def find_unneeded(asked: Region, components: Iterable[Component], judged: Judged) -> set[str]:
    """The claims of incidents that cannot lie in the question, and of totals whose people are all told of by incidents certainly in them: they
    force nobody in.

    Where part-of says where people are there are none: a total may then be needed for that alone.
    """
    return {
        ident
        for component in components
        for node in _list_unneeded(asked, component, judged)
        for ident in ids_of(node.whole)
    }


def is_true_together(ids: frozenset[str] | set[str], low: int, described: Iterable[Described], judged: Judged) -> bool:
    """Whether claims that prove so many people describe as many: people who are part of two totals that are judged different may be
    described once and proven twice.
    """
    if judged.walls.keys().isdisjoint(ids) or judged.wholes.keys().isdisjoint(ids):
        return True
    people = [one.people for one in described if not ids.isdisjoint(ids_of(one.told))]
    return None in people or low <= sum(count or 0 for count in people)


def _list_unneeded(asked: Region, component: Component, judged: Judged) -> list[Node]:
    totals, incidents = component.totals, component.incidents
    if any(ident in judged.wholes for node in (*totals, *incidents) for ident in ids_of(node.whole)):
        return []
    needs = {
        i: node.whole.low
        for i, node in enumerate(totals)
        if len(node.cluster.atoms) == 1 and judged.walls.keys().isdisjoint(ids_of(node.whole))
    }
    met = find_met([node.whole.region for node in totals], needs, _list_sure(incidents))
    outside = [node for node in incidents if find_overlap(node.reach, asked) is None]
    return [*outside, *(totals[i] for i in sorted(met))]


def _list_sure(incidents: Sequence[Node]) -> Iterator[Sure]:
    """The fewest people of each incident and of all that unsure links join, with where they all lie."""
    for node in incidents:
        people = min(told.low for told in node.told)
        if people and all(told.is_sure for told in node.told):
            yield Sure(region=node.reach, people=people)
