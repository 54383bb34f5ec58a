"""Whose word claims rest on: claims that go back to one voice are one origin, however many outlets repeat it.

A first rule. The origin of a claim is its innermost named voice (a ministry, an organisation, another outlet or agency
cited); with no named source it is the outlet that reports. Claims in nearly the same words are copies of one dispatch.
"""

from collections.abc import Mapping, Sequence

from bearwitness.core.records import Claim, Report
from bearwitness.linking.wording import find_sequence, is_copy

Origin = tuple[str, str]


def find_origin(claim: Claim, report: Report) -> Origin | None:
    """What names the origin of a claim, None when nobody is named: an unknown origin corroborates nothing."""
    for voice in reversed(claim.voices):
        if voice.name:
            kind = "outlet" if voice.kind == "outlet" else "source"
            return (kind, voice.name.casefold())
    return ("outlet", report.outlet.casefold()) if report.outlet else None


def count_origins(claims: Sequence[Claim], reports: Mapping[str, Report]) -> int:
    """How many independent origins the claims have, at least one. `reports` names the report of each claim."""
    # Claims of the very same words and origin are one here: a thousand copies are compared as one.
    alike: dict[tuple[Origin | None, tuple[str, ...]], Claim] = {}
    for claim in claims:
        alike.setdefault((find_origin(claim, reports[claim.id]), tuple(find_sequence(claim))), claim)
    told = [(origin, claim) for (origin, _), claim in alike.items()]
    groups: list[set[Origin]] = []
    for origin, claim in told:
        if origin is None:
            continue
        one = {origin} | {known for known, other in told if known and other is not claim and is_copy(claim, other)}
        touching = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one] + [one.union(*touching)]
    return max(1, len(groups))
