"""Totals that come or go, linked with those that share their days, place and number."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.link_index import LiveIndex, TotalCard
from bearwitness.linking.cards import digest
from bearwitness.linking.pairs import Told
from bearwitness.linking.proposing import propose_totals
from bearwitness.linking.wording import FEWEST_WORDS, find_sequence

LoadTold = Callable[[Sequence[TotalCard]], Sequence[Told]]
"""The claims of these totals with the numbers of their reports, by id."""
_SHAPE: Final = "aggregate"


def build_total_card(told: Told) -> TotalCard | None:
    """What a total is found by; None of an incident, and of a total without days or place, which is linked with nothing."""
    claim = told.claim
    when, where = find_known(claim.when), claim.where
    if claim.shape != _SHAPE or when is None or where is None:
        return None
    facts = (where.country, where.prec, when.earliest, when.latest, claim.count.low, claim.count.high)
    words = find_sequence(claim)
    keys = ["facts " + " ".join(map(str, facts))]
    if len(words) >= FEWEST_WORDS:
        keys.append(digest(claim.act, words))
    return TotalCard(id=claim.id, report=told.report, keys=tuple(keys))


def update_totals(
    index: LiveIndex, gone: Sequence[TotalCard], come: Sequence[TotalCard], load: LoadTold
) -> frozenset[str]:
    """Bring the totals of some reports to what these tell now; the claims on which anything else is proposed."""
    lost = {card.id for card in gone}
    index.change_totals(lost, come)
    keys = {key for card in (*gone, *come) for key in card.keys}
    part = {card.id: card for card in come}
    waiting = keys
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        found = index.find_totals(waiting)
        part |= {card.id: card for card in found}
        waiting = {key for card in found for key in card.keys} - seen
    proposals = set(propose_totals(sorted(load(list(part.values())), key=lambda told: told.claim.id)))
    before = set(index.load_proposals(part.keys() | lost))
    if proposals != before:
        index.replace_proposals(part.keys() | lost, proposals)
    return _list_claims(one.link.left for one in proposals ^ before) | _list_claims(
        one.link.right for one in proposals ^ before
    )


def _list_claims(idents: Iterable[str]) -> frozenset[str]:
    return frozenset(idents)
