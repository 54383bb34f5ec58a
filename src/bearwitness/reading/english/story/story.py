"""The main story of a report: the occurrence, with what befell its people before and after, that the report tells most often."""

from collections.abc import Sequence

from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import TOLD

_AFTER = frozenset({"sentencing", "transfer", "release", "escape"})
"""What befalls people already taken: told alone it is the end of a story that the report does not tell."""
_JOINS = frozenset({"same", "part-of", "follows"})


def find_story(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The told claims joined as the same, a part or a later fate that hold an incident and have the most claims, the first
    ones among equals; empty where the report tells no incident."""
    told = [c for c in claims if c.status in TOLD]
    groups = [g for g in _join(told) if any(c.shape == "incident" for c in g) and any(c.act not in _AFTER for c in g)]
    return max(groups, key=lambda g: (len(g), -g[0].quotes[0].start), default=())


def _join(claims: Sequence[Claim]) -> list[tuple[Claim, ...]]:
    home = {c.id: c.id for c in claims}

    def find(ident: str) -> str:
        while home[ident] != ident:
            ident = home[ident]
        return ident

    for claim in claims:
        for relation in claim.relations:
            if relation.kind in _JOINS and relation.to in home:
                home[find(claim.id)] = find(relation.to)
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: c.quotes[0].start):
        groups.setdefault(find(claim.id), []).append(claim)
    return [tuple(g) for g in groups.values()]
