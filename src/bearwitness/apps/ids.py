"""Ids short enough for a line and long enough to name one thing."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise, takewhile
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.records import Claim, Reading
from bearwitness.workflow.view import View

Shorten = Callable[[str], str]
LEAST: Final = 8
_CLAIM: Final = re.compile(r"\bc_[0-9a-f]{16}\b")


def build_shorten(view: View | None) -> Shorten:
    """What cuts the ids of the register's claims and incidents to the fewest letters that tell them all apart.

    Ids given by the user (reports', or those of a file of claims) stay whole.
    """
    if view is None:
        return lambda ident: ident
    made = {i.id for i in view.incidents} | {c.id for r in view.readings for c in r.claims}
    length = find_length(made)
    return lambda ident: ident[:length] if ident in made else ident


def find_length(ids: Iterable[str]) -> int:
    """The fewest letters, at least eight, that tell these ids apart."""
    return max([LEAST, *(_shared(left, right) + 1 for left, right in pairwise(sorted(ids)))])


def _shared(left: str, right: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def shorten_in(text: str, shorten: Shorten) -> str:
    """The text with every claim's id in it shortened."""
    return _CLAIM.sub(lambda found: shorten(found[0]), text)


def find_thing(view: View, wanted: str) -> Incident | Claim | Reading:
    """The one incident, claim or report whose id is, or begins with, `wanted`; raises UsageError without just one."""
    everything: list[tuple[str, Incident | Claim | Reading]] = [(i.id, i) for i in view.incidents]
    for reading in view.readings:
        everything.append((reading.report.id, reading))
        everything += [(claim.id, claim) for claim in reading.claims]
    found = [thing for ident, thing in everything if ident == wanted]
    if not found and wanted:
        found = [thing for ident, thing in everything if ident.startswith(wanted)]
    if not found:
        raise UsageError(
            f"nothing in {view.path} has an id that begins with {wanted!r}; `bearwitness incidents` lists the ids"
        )
    if len(found) > 1:
        raise UsageError(f"{len(found)} ids in {view.path} begin with {wanted!r}; give more of its letters")
    return found[0]


def find_claim_ids(view: View, wanted: str) -> tuple[str, ...]:
    """The claims of the incident, or the one claim, that `wanted` names; raises UsageError for a report or for nothing."""
    thing = find_thing(view, wanted)
    if isinstance(thing, Reading):
        raise UsageError(
            f"{wanted!r} is a report; give an incident (i_…) or a claim (c_…), `bearwitness show` lists its claims"
        )
    return thing.claims if isinstance(thing, Incident) else (thing.id,)
