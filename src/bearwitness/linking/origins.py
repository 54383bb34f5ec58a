"""Whose word claims rest on: claims that go back to one voice are one origin, however many outlets repeat it.

A first rule. The origin of a claim is its innermost named voice (a ministry, an organisation, another outlet or agency
cited); with no named source it is the outlet that reports. Claims in nearly the same words are copies of one dispatch.
"""

from collections.abc import Mapping, Sequence

from bearwitness.core.records import Claim, Report
from bearwitness.linking.wording import is_copy

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
    groups: list[set[Origin]] = []
    for claim in claims:
        origin = find_origin(claim, reports[claim.id])
        if origin is None:
            continue
        copied = {
            known
            for other in claims
            if other is not claim and is_copy(claim, other)
            if (known := find_origin(other, reports[other.id]))
        }
        one = {origin} | copied
        touching = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one] + [one.union(*touching)]
    return max(1, len(groups))
