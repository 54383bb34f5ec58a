"""Links between claims. Each says why; none crosses what a report keeps apart.

Claims are compared as the occurrences their reports tell (`occurrences`), where these may be one (`candidates`), by traits with
learned points (`traits`, `weighing`); occurrences are grouped by how well all go with all (`grouping`), and links drawn between their
claims (`matching`). Totals link only with totals of the same days, place and number. Joins are made strongest first, and a join that
would bring together claims that a report tells apart becomes `unsure`, with the conflict among its reasons.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim, Reading
from bearwitness.linking.agreement import compare_counts, compare_places, compare_times, is_same_total
from bearwitness.linking.card_file import CardFile, pair_cards
from bearwitness.linking.cards import build_card
from bearwitness.linking.grouping import group_occurrences, list_across
from bearwitness.linking.joining import sort_pair
from bearwitness.linking.matching import BY, match_claims
from bearwitness.linking.occurrences import Occurrence, find_occurrences
from bearwitness.linking.pairs import Told, find_linkable, find_pairs
from bearwitness.linking.persons import Settled, hold_walls, refuse, settle
from bearwitness.linking.readers import link_model_claims
from bearwitness.linking.weighing import weigh
from bearwitness.linking.windows import Windows
from bearwitness.linking.wording import is_copy

BY_REPORT: Final = "report"
_SAME, _UNSURE = 0.9, 0.5


def link_claims(readings: Sequence[Reading], judged: Sequence[Link] = ()) -> tuple[Link, ...]:
    """The links between the claims of all readings, by left and right id; the order of the readings changes nothing.

    `judged` are persons' judgements: they come first, and bind all others (`persons`).
    """
    settled = settle(readings, judged)
    readings = settled.readings
    told = find_linkable(readings)
    stated = _read_relations(told)
    proposed = [*_link_occurrences(find_occurrences(readings, told)), *_link_totals(told)]
    unsaid = [link for link in proposed if sort_pair(link.left, link.right) not in settled.pairs]
    doubts = [
        link
        for link in link_model_claims(told, (*stated, *settled.links))
        if sort_pair(link.left, link.right) not in settled.pairs
    ]
    links = [*stated, *doubts, *_keep_walls(told, stated, unsaid, settled)]
    return tuple(sorted((*settled.links, *hold_walls(links, settled)), key=_by_ids))


def _link_occurrences(occurrences: Sequence[Occurrence]) -> list[Link]:
    known = {one.id: one for one in occurrences}
    cards = [build_card(one) for one in occurrences]
    windows = Windows(cards)
    file = CardFile(cards, windows)
    weighed = [
        weigh(known[one], known[other], windows.find(known[one], known[other])) for one, other in pair_cards(file)
    ]
    groups = group_occurrences(weighed)
    inside = {ident: n for n, group in enumerate(groups) for ident in group}
    together = [
        pair for pair in weighed if pair.left.id in inside and inside[pair.left.id] == inside.get(pair.right.id, -1)
    ]
    copies = [
        weigh(known[one.id], known[other.id], windows.find(known[one.id], known[other.id])) for one, other in file.aside
    ]
    return [
        *(link for pair in together for link in match_claims(pair, "same")),
        # Alike is not enough: "a man was killed", undated and nowhere, stands in any number of reports.
        *(link for pair in copies if pair.verdict != "apart" for link in match_claims(pair, pair.verdict)),
        *(
            link
            for pair, walled in list_across(weighed, groups)
            for link in match_claims(pair, "same" if walled else "unsure")
        ),
    ]


def _link_totals(told: Sequence[Told]) -> list[Link]:
    totals = [one for one in told if one.claim.shape == "aggregate"]
    return [
        Link(
            left=left.claim.id,
            right=right.claim.id,
            judgement="same",
            score=_SAME,
            reasons=_say_total(left.claim, right.claim),
            by=BY,
        )
        for left, right in find_pairs(totals)
        if is_same_total(left.claim, right.claim)
    ]


def _say_total(left: Claim, right: Claim) -> tuple[str, ...]:
    standings = (
        compare_times(left.when, right.when),
        compare_places(left.where, right.where),
        compare_counts(left.count, right.count),
    )
    return (*(one.reason for one in standings), *(("nearly the same words",) if is_copy(left, right) else ()))


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


def _by_ids(link: Link) -> tuple[str, str, str]:
    return (link.left, link.right, link.judgement)
