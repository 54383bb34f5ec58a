"""Links between claims. Each says why; none crosses what a report keeps apart.

Claims are compared as the occurrences their reports tell (`occurrences`), where these may be one (`candidates`), by traits with
learned points (`traits`, `weighing`); occurrences are grouped by how well all go with all (`grouping`), and links drawn between their
claims (`matching`). Totals link only with totals of the same days, place and number. Joins are made strongest first, and a join that
would bring together claims that a report tells apart becomes `unsure`, with the conflict among its reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.link_index import Card, PairRow, Proposal
from bearwitness.core.records import Reading
from bearwitness.linking.card_file import CardFile, pair_cards
from bearwitness.linking.cards import build_card
from bearwitness.linking.joining import Pair, sort_pair
from bearwitness.linking.matching import BY
from bearwitness.linking.occurrences import find_occurrences
from bearwitness.linking.pairs import Told, find_linkable
from bearwitness.linking.persons import Settled, hold_walls, list_stripped, refuse, settle
from bearwitness.linking.proposing import build_row, propose_copies, propose_links, propose_totals, weigh_cards
from bearwitness.linking.readers import link_model_claims
from bearwitness.linking.windows import Windows

BY_REPORT: Final = "report"
_SAME, _UNSURE = 0.9, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """All that linking from nothing finds: the cards by which occurrences are found, the pairs weighed, what the rules propose, and the
    links that hold. Everything but `links` serves to go on from here when reports come in (`updating`). `stripped` are the pairs of
    claims on which persons overrule a report, by its place.
    """

    cards: tuple[Card, ...]
    pairs: tuple[PairRow, ...]
    proposals: tuple[Proposal, ...]
    settled: Settled
    stripped: Mapping[int, frozenset[Pair]]
    links: tuple[Link, ...]


def link_claims(readings: Sequence[Reading], judged: Sequence[Link] = ()) -> tuple[Link, ...]:
    """The links between the claims of all readings, by left and right id; the order of the readings changes nothing.

    `judged` are persons' judgements: they come first, and bind all others (`persons`).
    """
    return link_all(readings, judged).links


def link_all(readings: Sequence[Reading], judged: Sequence[Link] = ()) -> Linked:
    """The same with all that leads to the links. Cards number the reports by their place among the readings."""
    settled = settle(readings, judged)
    told = find_linkable(settled.readings)
    known = {one.id: one for one in find_occurrences(settled.readings, told)}
    cards = tuple(map(build_card, known.values()))
    file = CardFile(cards, Windows(cards))
    weighed = [weigh_cards(known[one.id], known[other.id], file) for one, other in pair_cards(file)]
    copies = [weigh_cards(known[one.id], known[other.id], file) for one, other in file.aside]
    proposals = (*propose_links(weighed), *propose_copies(copies), *propose_totals(told))
    return Linked(
        cards=cards,
        pairs=(
            *(build_row(pair, file) for pair in weighed),
            *(build_row(pair, file, is_aside=True) for pair in copies),
        ),
        proposals=proposals,
        settled=settled,
        stripped=_find_stripped(readings, settled),
        links=finish_links(settled, told, [one.link for one in proposals]),
    )


def _find_stripped(readings: Sequence[Reading], settled: Settled) -> dict[int, frozenset[Pair]]:
    found = {
        n: list_stripped(before, after)
        for n, (before, after) in enumerate(zip(readings, settled.readings, strict=True))
    }
    return {n: pairs for n, pairs in found.items() if pairs}


def finish_links(settled: Settled, told: Sequence[Told], proposed: Sequence[Link]) -> tuple[Link, ...]:
    """What holds of the links that rules propose, beside what reports say of their own claims and persons judged.

    What it comes to in one part of the claims depends on nothing outside: a part is closed under proposed links, persons'
    judgements, and what a report calls the same or a part (`updating`).
    """
    stated = _read_relations(told)
    unsaid = [link for link in proposed if sort_pair(link.left, link.right) not in settled.pairs]
    doubts = [
        link
        for link in link_model_claims(told, (*stated, *settled.links))
        if sort_pair(link.left, link.right) not in settled.pairs
    ]
    links = [*stated, *doubts, *_keep_walls(told, stated, unsaid, settled)]
    return tuple(sorted((*settled.links, *hold_walls(links, settled)), key=_by_ids))


def _read_relations(told: Sequence[Told]) -> list[Link]:
    """What the reports themselves say of their claims. A later fate of the same people is no judgement on one
    occurrence.
    """
    known = {one.claim.id for one in told}
    links: dict[tuple[str, str, str], Link] = {}
    for one in told:
        for relation in one.claim.relations:
            if relation.kind == "follows" or relation.to not in known:
                continue
            left, right = one.claim.id, relation.to
            if relation.kind != "part-of":
                left, right = sorted((left, right))
            reasons = (relation.because,) if relation.because else ("the report says so",)
            link = Link(left=left, right=right, judgement=relation.kind, score=1.0, reasons=reasons, by=BY_REPORT)
            links.setdefault((left, right, relation.kind), link)
    return list(links.values())


def _keep_walls(told: Sequence[Told], stated: Sequence[Link], proposed: Sequence[Link], settled: Settled) -> list[Link]:
    """The proposed links, with those that would cross a wall made unsure or dropped.

    Claims of one report that it does not call the same are told apart by standing in it separately.
    """
    group = {one.claim.id: {one.claim.id} for one in told}
    report = {one.claim.id: one.report for one in told}
    joined = {(link.left, link.right) for link in stated if link.judgement == "same"} | set(settled.joins)
    walls = {(link.left, link.right) for link in stated if link.judgement == "different"} | settled.walls

    def join(left: str, right: str) -> None:
        merged = group[left] | group[right]
        for ident in merged:
            group[ident] = merged

    def walls_between(left: str, right: str) -> list[tuple[str, str]]:
        pairs = sorted((min(one, other), max(one, other)) for one in group[left] for other in group[right])
        return [pair for pair in pairs if pair in walls or report[pair[0]] == report[pair[1]]]

    for left, right in sorted(joined):
        join(left, right)
    kept: list[Link] = []
    for link in sorted(proposed, key=lambda link: (-link.score, link.left, link.right)):
        across = [] if group[link.left] is group[link.right] else walls_between(link.left, link.right)
        if not across:
            kept.append(link)
            if link.judgement == "same":
                join(link.left, link.right)
        elif link.judgement == "same" and (persons := [pair for pair in across if pair in settled.walls]):
            kept.append(refuse(link, persons))
        elif link.judgement == "same":
            refused = "not joined, as that would join claims that a report tells apart"
            kept.append(replace(link, judgement="unsure", score=_UNSURE, reasons=(*link.reasons, refused)))
            kept += [_apart(*pair) for pair in across if pair not in walls]
            walls |= set(across)
    return kept


def _apart(left: str, right: str) -> Link:
    reasons = ("told separately in one report",)
    return Link(left=left, right=right, judgement="different", score=_SAME, reasons=reasons, by=BY)


def _by_ids(link: Link) -> tuple[str, str, str, float, tuple[str, ...], str]:
    return (link.left, link.right, link.judgement, link.score, link.reasons, link.by)
