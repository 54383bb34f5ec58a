"""Links between claims: a first, small set of rules. Each link says why; none crosses what a report keeps apart.

`same` when time, place and number all agree; `unsure` when all are compatible but one is coarse, a day apart, or
slightly off. Totals link only with totals of the same days, place and number. Joins are made strongest first, and a
join that would bring together claims that a report tells apart becomes `unsure`, with the conflict among its reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim, Reading
from bearwitness.core.vocabulary import RULES_VERSION, Judgement
from bearwitness.linking.agreement import (
    Standing,
    compare_counts,
    compare_people,
    compare_places,
    compare_times,
    is_same_total,
)
from bearwitness.linking.pairs import Told, find_linkable, find_pairs
from bearwitness.linking.readers import link_model_claims
from bearwitness.linking.wording import is_copy, is_word_for_word

BY: Final = f"rule:{RULES_VERSION}"
BY_REPORT: Final = "report"
_SAME, _UNSURE, _STEP, _COPY = 0.9, 0.5, 0.1, 0.05


def link_claims(readings: Sequence[Reading]) -> tuple[Link, ...]:
    """The links between the claims of all readings, by left and right id; the order of the readings changes nothing."""
    told = find_linkable(readings)
    stated = _read_relations(told)
    proposed = [link for left, right in find_pairs(told) if (link := compare_claims(left.claim, right.claim))]
    links = [*stated, *link_model_claims(told, stated), *_keep_walls(told, stated, proposed)]
    return tuple(sorted(links, key=_by_ids))


def compare_claims(left: Claim, right: Claim) -> Link | None:
    """The judgement on two claims of different reports (`left.id < right.id`), None when nothing speaks for one
    occurrence.
    """
    time = compare_times(left.when, right.when)
    place = compare_places(left.where, right.where)
    count = compare_counts(left.count, right.count)
    stands = [time.stand, place.stand, count.stand]
    people = compare_people(left, right)
    judgement: Judgement | None = None
    if left.shape == "aggregate":
        judgement = "same" if is_same_total(left, right) else None
    elif stands == ["agree", "agree", "agree"]:
        judgement = "same"
    elif "against" not in stands and stands.count("agree") == 2:
        judgement = "unsure"
    copied = is_copy(left, right)
    if judgement == "unsure" and copied and "near" not in stands:
        judgement = "same"
    if judgement is None and "against" not in stands and is_word_for_word(left, right):
        judgement = "same"  # an undated wire copy has nothing but its words
    against = [standing for standing in people if standing.stand == "against"]
    if against:
        judgement = "unsure" if judgement == "same" and left.shape == "incident" else None
    if judgement is None:
        return None
    agreeing = [standing for standing in people if standing.stand == "agree"]
    score = (_SAME if judgement == "same" else _UNSURE) + (_COPY if copied else 0.0) - _STEP * len(against)
    return Link(
        left=left.id,
        right=right.id,
        judgement=judgement,
        score=round(score, 3),
        reasons=_reasons([time, place, count, *agreeing, *against], copied=copied),
        by=BY,
    )


def _reasons(standings: Iterable[Standing], *, copied: bool) -> tuple[str, ...]:
    return (*(standing.reason for standing in standings), *(("nearly the same words",) if copied else ()))


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


def _keep_walls(told: Sequence[Told], stated: Sequence[Link], proposed: Sequence[Link]) -> list[Link]:
    """The proposed links, with those that would cross a wall made unsure or dropped.

    Claims of one report that it does not call the same are told apart by standing in it separately.
    """
    group = {one.claim.id: {one.claim.id} for one in told}
    report = {one.claim.id: one.report for one in told}
    joined = {(link.left, link.right) for link in stated if link.judgement == "same"}
    walls = {(link.left, link.right) for link in stated if link.judgement == "different"}

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
