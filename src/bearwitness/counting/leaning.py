"""How a figure leans on links that are unsure: what it is when none of them joins, and when all of them do.

Every published figure says so (rule 14 of the method). The figure itself reads each unsure link either way, at each end as it falls worst.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.estimate import count_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """`strict`: nothing unsure joins; `loose`: all that is unsure joins, the surest first, as far as no wall forbids. `unsure` links."""

    strict: Estimate
    loose: Estimate
    unsure: int


def find_leaning(question: Question, claims: Sequence[Claim], links: Iterable[Link]) -> Leaning | None:
    """None where no link between the claims is unsure."""
    links = list(links)
    ids = {claim.id for claim in claims if claim.act == question.act}
    unsure = [link for link in links if link.judgement == "unsure" and link.left in ids and link.right in ids]
    if not unsure:
        return None
    sure = [link for link in links if link.judgement != "unsure"]
    return Leaning(
        strict=count_people(question, claims, sure),
        loose=count_people(question, claims, [*sure, *_join(claims, sure, unsure)]),
        unsure=len(unsure),
    )


def _join(claims: Sequence[Claim], sure: Sequence[Link], unsure: Sequence[Link]) -> list[Link]:
    """The unsure links read as the same, the surest first; one that would bring together what is judged different joins nothing."""
    said = [(link.left, link.right, str(link.judgement)) for link in sure]
    said += [(claim.id, relation.to, str(relation.kind)) for claim in claims for relation in claim.relations]
    group = {claim.id: frozenset((claim.id,)) for claim in claims}
    walls: defaultdict[str, set[str]] = defaultdict(set)
    for left, right, kind in said:
        if kind == "different":
            walls[left].add(right)
            walls[right].add(left)

    def join(left: str, right: str) -> None:
        together = group[left] | group[right]
        for ident in together:
            group[ident] = together

    for left, right, kind in said:
        if kind == "same" and left in group and right in group:
            join(left, right)
    joined = []
    for link in sorted(unsure, key=lambda one: (-one.score, one.left, one.right)):
        if not any(walls[ident] & group[link.right] for ident in group[link.left]):
            join(link.left, link.right)
            joined.append(replace(link, judgement="same"))
    return joined
