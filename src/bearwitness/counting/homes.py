"""Where something can lie, given the totals that its people are among."""

from collections.abc import Mapping

from bearwitness.counting.arrange import Judged
from bearwitness.counting.membership import Region, find_overlap
from bearwitness.counting.told import Told


def find_home(told: Told, judged: Judged, owners: Mapping[str, Told]) -> Region | None:
    """Where something can lie: in its own region and in those of the totals that it is part of. None when nowhere."""
    home: Region | None = told.region
    if judged.wholes:
        for whole in find_wholes(told, judged, owners):
            home = None if home is None else find_overlap(home, whole.region)
    return home


def find_wholes(told: Told, judged: Judged, owners: Mapping[str, Told]) -> list[Told]:
    """The totals, each once, that some claim of `told` is judged part of. `owners` names each claim's total."""
    found: list[Told] = []
    for claim in told.claims:
        for ident in sorted(judged.wholes.get(claim.id, ())):
            whole = owners.get(ident)
            if whole is not None and whole is not told and not any(whole is other for other in found):
                found.append(whole)
    return found


def ids_of(told: Told) -> list[str]:
    """The ids of the claims that tell it."""
    return [claim.id for claim in told.claims]
