"""What the rules propose before walls are looked at: links between the claims of occurrences that are weighed, and between totals."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.link_index import LinkIndex, PairRow, Proposal, Window
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement
from bearwitness.linking.agreement import compare_counts, compare_places, compare_times, is_same_total
from bearwitness.linking.cards import find_country
from bearwitness.linking.grouping import group_occurrences, list_across
from bearwitness.linking.matching import BY, match_claims
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.pairs import Told, find_pairs
from bearwitness.linking.particulars import find_most_held
from bearwitness.linking.traits import Trait, compare_details
from bearwitness.linking.weighing import Weighed, load_weights, weigh
from bearwitness.linking.windows import find_season
from bearwitness.linking.wording import is_copy

_SAME: Final = 0.9


def weigh_cards(left: Occurrence, right: Occurrence, index: LinkIndex) -> Weighed:
    """A pair of occurrences weighed in its window, the smaller id first."""
    one, other = (left, right) if left.id < right.id else (right, left)
    return weigh(one, other, index.find_window(_find_season(one, other)))


def _find_season(left: Occurrence, right: Occurrence) -> tuple[int | None, str | None]:
    return find_season((left.month, find_country(left)), (right.month, find_country(right)))


def rate_words(left: frozenset[str], right: frozenset[str], window: Window) -> str:
    """All that a pair owes to how many hold a word, digested: while it stays the same, so does what is found about the pair."""
    return _rate(compare_details(left, right, window), left & right, window)


def _rate(details: Trait, shared: frozenset[str], window: Window) -> str:
    most, held = find_most_held(window), window.words
    return f"{details.level} {_digest(' '.join(sorted(word for word in shared if held[word] <= most)))}"


def build_row(pair: Weighed, index: LinkIndex, *, is_aside: bool = False) -> PairRow:
    """What is kept of a pair. `said` is the same where nothing of what was found about it changed."""
    month, country = _find_season(pair.left, pair.right)
    said = "\n".join((str(pair.points), pair.verdict, *(f"{one.level}\t{one.reason}" for one in pair.traits)))
    return PairRow(
        left=pair.left.id,
        right=pair.right.id,
        month=month,
        country=country,
        is_telling=pair.points >= load_weights().unsure,
        is_aside=is_aside,
        said=_digest(said),
        rated=_rate(
            next(trait for trait in pair.traits if trait.name == "details"),
            pair.left.details & pair.right.details,
            index.find_window((month, country)),
        ),
    )


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def propose_links(weighed: Sequence[Weighed]) -> list[Proposal]:
    """The links inside groups, and between groups that may be one. Parts of the pairs that no telling pair joins mean nothing to one
    another.
    """
    groups = group_occurrences(weighed)
    inside = {ident: n for n, group in enumerate(groups) for ident in group}
    together = [
        pair for pair in weighed if pair.left.id in inside and inside[pair.left.id] == inside.get(pair.right.id, -1)
    ]
    return [
        *(one for pair in together for one in _propose(pair, "same")),
        *(
            one
            for pair, walled in list_across(weighed, groups)
            for one in _propose(pair, "same" if walled else "unsure")
        ),
    ]


def propose_copies(copies: Sequence[Weighed]) -> list[Proposal]:
    """The links of copies with what stands for them. Alike is not enough: "a man was killed", undated and nowhere, stands in any number
    of reports.
    """
    return [one for pair in copies if pair.verdict != "apart" for one in _propose(pair, pair.verdict)]


def propose_totals(told: Sequence[Told]) -> list[Proposal]:
    """The links between totals of the same days, place and number."""
    totals = [one for one in told if one.claim.shape == "aggregate"]
    return [
        Proposal(
            one=left.claim.id,
            other=right.claim.id,
            link=Link(
                left=left.claim.id,
                right=right.claim.id,
                judgement="same",
                score=_SAME,
                reasons=_say_total(left.claim, right.claim),
                by=BY,
            ),
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


def _propose(pair: Weighed, judgement: Judgement) -> list[Proposal]:
    return [Proposal(one=pair.left.id, other=pair.right.id, link=link) for link in match_claims(pair, judgement)]
