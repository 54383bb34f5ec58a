"""What is needed for the low of a component that has too many claims to try which can be left out: all but what surely changes nothing."""

from collections.abc import Iterable, Iterator, Sequence

from bearwitness.counting.arrange import Judged
from bearwitness.counting.components import Component, Node
from bearwitness.counting.homes import ids_of
from bearwitness.counting.membership import Region, find_overlap
from bearwitness.counting.most import Described
from bearwitness.counting.sure_people import Sure, find_met


def find_needed(asked: Region, component: Component, judged: Judged) -> set[str]:
    """The claims of a component without those of incidents that cannot lie in the question, and of totals whose people are all
    told of by incidents certainly in them: they force nobody in.

    Where part-of says where people are, all claims are: a total may then be needed for that alone.
    """
    nodes = [*component.totals, *component.incidents]
    every = {ident for node in nodes for ident in ids_of(node.whole)}
    if not judged.wholes.keys().isdisjoint(every):
        return every
    totals = component.totals
    needs = {
        i: node.whole.low
        for i, node in enumerate(totals)
        if len(node.cluster.atoms) == 1 and judged.walls.keys().isdisjoint(ids_of(node.whole))
    }
    met = find_met([node.whole.region for node in totals], needs, _list_sure(component.incidents))
    needed = [node for i, node in enumerate(totals) if i not in met]
    needed += [node for node in component.incidents if find_overlap(node.reach, asked)]
    return {ident for node in needed for ident in ids_of(node.whole)}


def is_true_together(ids: frozenset[str] | set[str], low: int, described: Iterable[Described], judged: Judged) -> bool:
    """Whether claims that prove so many people describe as many: people who are part of two totals that are judged different may be
    described once and proven twice.
    """
    if judged.walls.keys().isdisjoint(ids) or judged.wholes.keys().isdisjoint(ids):
        return True
    people = [one.people for one in described if not ids.isdisjoint(ids_of(one.told))]
    return None in people or low <= sum(count or 0 for count in people)


def _list_sure(incidents: Sequence[Node]) -> Iterator[Sure]:
    """The fewest people of each incident and of all that unsure links join, with where they all lie."""
    for node in incidents:
        people = min(told.low for told in node.told)
        if people and all(told.is_sure for told in node.told):
            yield Sure(region=node.reach, people=people)
