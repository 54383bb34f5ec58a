"""The certificate of a count: its facts, and evidence for each end that anyone can check without a solver (`verify`)."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from bearwitness.core.incidents import Estimate, Link
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import read_judgements
from bearwitness.counting.certificate import Evidence, Most, render_certificate, render_facts
from bearwitness.counting.certify_low import certify_low
from bearwitness.counting.certify_reading import NoProof
from bearwitness.counting.program import Bound, Program, Variable, relax, solve
from bearwitness.counting.selection import select_claims
from bearwitness.counting.told import natural_order
from bearwitness.counting.verify_case import parse_case
from bearwitness.counting.verify_most import Described, build_described, is_open

_DENOMINATOR: Final = 5040


def build_certificate(estimate: Estimate, claims: Sequence[Claim], links: Iterable[Link]) -> Mapping[str, Any] | None:
    """The certificate of an estimate over the claims and links it was counted from; None where there are no bounds, for claims clash.

    Raises NoProof where a proof is longer than the limits allow, and ArithmeticError where the evidence does not come to the
    estimate: one of the two is then wrong, and neither may be published.
    """
    if estimate.low is None or estimate.high_stated is None:
        return None
    selection = select_claims(estimate.question, sorted(claims, key=lambda claim: natural_order(claim.id)))
    facts = render_facts(estimate.question, selection.claims, read_judgements(selection.claims, links))
    case = parse_case(facts)
    lowest = certify_low(case)
    if lowest.world is None and lowest.low < estimate.low:
        # Some unsure links can be read in more ways than are listed, and the evidence shows only what holds however they are read.
        raise NoProof(
            f"its unsure links can be read in too many ways to list; however they are read there are {lowest.low} people at least"
        )
    if lowest.low != estimate.low:
        raise ArithmeticError(f"the evidence shows {lowest.low} people at least, and the count says {estimate.low}")
    described = build_described(case)
    evidence = Evidence(
        world=lowest.world,
        proof=lowest.proof,
        high=None if is_open(described) else _certify_most(described, stated=False),
        stated=_certify_most(described, stated=True),
    )
    return render_certificate(facts, (estimate.low, estimate.high, estimate.high_stated), evidence)


def _certify_most(described: Described, *, stated: bool) -> Most:
    """Sizes of the members of families that fit, most inside the question, and prices that prove that no more fit."""
    family = sorted({name for ways in described.ways.values() for name in ways})
    if not family:
        return Most(sizes=(), prices=())
    number = {name: i for i, name in enumerate(family)}
    told = [described.told[name] for name in family]
    ends = [one.stated if stated else one.high for one in told]
    roof = sum(end or 0 for end in ends) + sum(one.low for one in told)
    program = Program(
        variables=tuple(
            Variable(
                cost=-1 if name in described.inside else 0,
                low=0 if one.is_total else one.low,
                high=roof if end is None else end,
            )
            for name, one, end in zip(family, told, ends, strict=True)
        ),
        bounds=tuple(
            Bound(
                weights={number[name]: times for name, times in ways.items()},
                low=described.told[total].low,
                high=ends[number[total]],
            )
            for total, ways in described.ways.items()
        ),
    )
    sizes = solve(program)
    if sizes is None:
        raise ArithmeticError("parts that fit into their whole one way fit in no way")
    prices = relax(program).prices
    return Most(
        sizes=tuple(zip(family, sizes, strict=True)),
        prices=tuple(
            (total, price)
            for total, cost in zip(described.ways, prices, strict=True)
            if (price := Fraction(-cost).limit_denominator(_DENOMINATOR))
        ),
    )
