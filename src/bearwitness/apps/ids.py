"""Ids short enough for a line and long enough to name one thing."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise, takewhile
from typing import Final

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
