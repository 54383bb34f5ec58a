"""Both ends of a figure before any word is said of them: what hangs together with its fewest people, and what adds to the most.

Counted once, it also serves what stands beside the figure: only what an answer touches is then counted again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, find_contradiction, join_same
from bearwitness.counting.components import Components, find_components
from bearwitness.counting.least import Part, find_least
from bearwitness.counting.membership import find_asked
from bearwitness.counting.most import Clash, Described, find_most
from bearwitness.counting.told import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """`parts`: the fewest people of each of the components; `described`: what everything told adds to the high end."""

    claims: tuple[Claim, ...]
    judged: Judged
    components: Components
    parts: tuple[Part, ...]
    described: tuple[Described, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """How many people at least and at most; `high` None is open, and `stated` then what the numbers said add up to."""

    low: int
    high: int | None
    stated: int


def find_bounds(question: Question, claims: Sequence[Claim], judged: Judged) -> Bounds | Clash:
    """The bounds of claims that were selected, in their order."""
    atoms = join_same(claims, judged)
    contradiction = find_contradiction(atoms, judged)
    if contradiction:
        reason = "some are judged to tell of one incident and of different ones"
        return Clash(claims=contradiction, reason=reason, is_least=True)
    asked = find_asked(question)
    by_id = {claim.id: claim for claim in claims}
    told = [tell(question, [by_id[ident] for ident in atom]) for atom in atoms]
    described = find_most(asked, told, judged)
    if isinstance(described, Clash):
        return described
    components = find_components(question, claims, atoms, judged, told)
    parts = find_least(asked, components, judged)
    if parts is None:
        # Cannot be: every way to read the links was just shown to have one that fits, the one with all unsure links
        # apart.
        raise ArithmeticError("claims that fit together one way fit together no way")
    return Bounds(claims=tuple(claims), judged=judged, components=components, parts=parts, described=described)


def add_up(parts: Iterable[Part], described: Iterable[Described]) -> Ends:
    """What some components and some of what is told come to."""
    low = sum(part.low for part in parts)
    stated, high, is_open = 0, 0, False
    for one in described:
        stated += one.stated
        is_open = is_open or one.people is None
        high += one.people or 0
    return Ends(low=low, high=None if is_open else high, stated=stated)
