"""Which claim of a newer reading stands for one that an older reading made, so that what a person judged of it goes on to hold.

A claim whose id is still there is itself. Otherwise its heir is the claim of the same report and act whose quotes cover most of the
same words; where two do so alike, the one that tells the same number, day and place. Where none does, there is no heir: nothing is
guessed, and the judgement waits.
"""

from bearwitness.core.records import Claim, Reading


def find_heir(former: Claim, then: Reading, now: Reading) -> Claim | None:
    """The claim of `now` that tells what `former` of `then` told; both are readings of one report."""
    gone = {claim.id for claim in then.claims}
    rivals = [claim for claim in now.claims if claim.id not in gone and claim.act == former.act]
    same_text = then.report.text == now.report.text
    ranked = sorted(
        ((_share(former, claim, same_text=same_text), _agree(former, claim), claim.id) for claim in rivals),
        reverse=True,
    )
    ranked = [row for row in ranked if row[0] > 0]
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    return next(claim for claim in rivals if claim.id == ranked[0][2])


def find_possible_heirs(former: Claim, then: Reading, now: Reading) -> tuple[Claim, ...]:
    """All claims of `now` that may tell what `former` of `then` told, for a mark that must never be lost: those that came since on some of
    the same words, else all on some of the same words, else all of the report. `now` without the claims that persons rejected.
    """
    gone = {claim.id for claim in then.claims}
    same_text = then.report.text == now.report.text
    others = [claim for claim in now.claims if claim.id != former.id]
    sharing = [claim for claim in others if _share(former, claim, same_text=same_text) > 0]
    return tuple([claim for claim in sharing if claim.id not in gone] or sharing or others)


def _share(former: Claim, claim: Claim, *, same_text: bool) -> float:
    """How much of the words of both their quotes have in common, 0..1; in another text of the report, quotes of the same words count."""
    if not same_text:
        words, others = ({quote.text for quote in one.quotes} for one in (former, claim))
        return len(words & others) / max(1, len(words | others))
    places, theirs = _cover(former), _cover(claim)
    return len(places & theirs) / max(1, len(places | theirs))


def _cover(claim: Claim) -> frozenset[int]:
    return frozenset(place for quote in claim.quotes for place in range(quote.start, quote.end))


def _agree(former: Claim, claim: Claim) -> int:
    return sum(
        (
            former.count == claim.count,
            former.when == claim.when,
            former.where == claim.where,
            former.shape == claim.shape,
        )
    )
