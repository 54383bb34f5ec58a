"""How many people suffered any of several acts, each person counted once: arrested and then sent back is one person and two person-acts.

Two incidents of different acts are of the same people only as far as one may follow the other (`Follow`); two of one act are of different
people, as everywhere in counting. People whom only totals count may be any.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Follow, Incident, Link, Question
from bearwitness.core.vocabulary import Act
from bearwitness.counting.arrange import join
from bearwitness.counting.breakdown import Breakdown
from bearwitness.counting.dimensions import Row
from bearwitness.counting.fate_cases import COURSES_LIMIT, Bounds, bound_persons
from bearwitness.counting.fate_parts import find_pair, group_by
from bearwitness.counting.fate_readings import Node, Tied, list_readings
from bearwitness.counting.fates import Asked, build_node, find_ties, select_asked
from bearwitness.counting.membership import find_asked

_NOBODY: Final = Bounds(low=0, high=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """How many people suffered any of the acts, `whole` and in each row of the dimension beside the acts; each person once in each."""

    whole: Bounds
    rows: tuple[tuple[Row, Bounds], ...] = ()


def break_down_persons(
    breakdown: Breakdown, whole: Bounds, incidents: Sequence[Incident], follows: Sequence[Follow], links: Iterable[Link]
) -> Persons:
    """The people of each row of a table by act and another dimension; `whole` are those of all of it.

    Of a period or a place they are counted like those of the whole: arrested in May and sent back in June is one in each month and one
    in all. Of other rows, which may hold some of an incident's people only, they are no fewer than one act befell there and no more than
    all acts together.
    """
    other = next((i for i, kind in enumerate(breakdown.kinds) if kind != "act"), None)
    if other is None:
        return Persons(whole=whole)
    kind, held = breakdown.kinds[other], tuple(links)
    rows: list[tuple[Row, Bounds]] = []
    for row in breakdown.rows[other]:
        cells = [cell for cell in breakdown.cells if dict(cell.at)[kind] == row]
        asked = [cell.question for cell in cells if cell.question is not None]
        acts = [(one.act, Bounds(low=cell.low or 0, high=cell.high)) for one, cell in zip(asked, cells, strict=True)]
        is_plain = bool(asked) and not any(one.traits for one in asked)
        found = count_persons(asked, incidents, follows, held) if is_plain else Bounds(low=0, high=whole.high)
        rows.append((row, _keep_below(bound_by_acts(found, acts), whole)))
    return Persons(whole=Bounds(low=max([whole.low, *(one.low for _, one in rows)]), high=whole.high), rows=tuple(rows))


def _keep_below(part: Bounds, whole: Bounds) -> Bounds:
    """The bounds of people who are all among those of the whole."""
    ends = [end for end in (part.high, whole.high) if end is not None]
    return Bounds(low=part.low, high=min(ends, default=None))


def count_persons(
    questions: Sequence[Question], incidents: Sequence[Incident], follows: Sequence[Follow], links: Iterable[Link]
) -> Bounds:
    """The fewest and the most people of incidents that the questions, one for each act, ask about.

    What totals tell is added at the high end: they may count people whom no incident lists. The bounds are true, and wide where more
    hangs together than can be worked out.
    """
    asked = _join_asked([select_asked(question, incidents) for question in questions])
    by_id = {one.id: one for one in incidents}
    ids = {*asked.certain, *asked.possible} | {ident for one in follows for ident in (one.earlier, one.later)}
    nodes = {ident: build_node(by_id[ident], questions[0], asked) for ident in sorted(ids)}
    ties, walls = find_ties(nodes, by_id, links)
    after = group_by(sorted(follows, key=find_pair), lambda one: one.earlier)
    tied_to = group_by(sorted(ties), lambda pair: pair[0])
    total = _NOBODY
    for members in join(sorted(nodes), [*map(find_pair, follows), *sorted(ties)]):
        if not any(nodes[ident].is_asked for ident in members):
            continue
        tied = Tied(
            nodes=tuple(nodes[ident] for ident in members),
            follows=tuple(one for ident in members for one in after.get(ident, ())),
            ties=tuple(pair for ident in members for pair in tied_to.get(ident, ())),
            walls=walls,
            asked=find_asked(questions[0]),
            is_every_act=True,
        )
        total = total.plus(_bound_exactly(tied) or _bound_roughly(tied))
    highs = [by_id[ident].count.high for ident in sorted(asked.totals)]
    more = None if None in highs else sum(high for high in highs if high is not None)
    return Bounds(low=total.low, high=None if total.high is None or more is None else total.high + more)


def bound_by_acts(found: Bounds, acts: Sequence[tuple[Act, Bounds]]) -> Bounds:
    """The same bounds, with what the acts by themselves prove: no fewer people than one act befell, no more than suffered all of them
    apart.
    """
    # Nobody suffers an act twice by two incidents, but a transfer, which may be followed by another.
    once = [bounds.low for act, bounds in acts if act not in load_fates() or load_fates()[act].is_once]
    highs = [bounds.high for _, bounds in acts]
    most = None if None in highs else sum(high for high in highs if high is not None)
    known = [end for end in (found.high, most) if end is not None]
    return Bounds(low=max([found.low, *once]), high=min(known, default=None))


def _join_asked(found: Sequence[Asked]) -> Asked:
    return Asked(
        certain=frozenset().union(*(one.certain for one in found)),
        possible=frozenset().union(*(one.possible for one in found)),
        totals=frozenset().union(*(one.totals for one in found)),
    )


def _bound_exactly(tied: Tied) -> Bounds | None:
    """The widest bounds that any reading of the unsure links gives; None where there are too many, or too much may follow."""
    if len(tied.nodes) + len(tied.follows) > COURSES_LIMIT:
        return None
    widest: Bounds | None = None
    for case in list_readings(tied) or ():
        found = bound_persons(case)
        if found is None:
            return None
        widest = found if widest is None else widest.widen(found)
    return widest


def _bound_roughly(tied: Tied) -> Bounds:
    """No fewer than the people of one incident that is read with no other, no more than all together."""
    doubtful = {ident for pair in tied.ties for ident in pair}
    low = max((node.low for node in tied.nodes if node.is_certain and not doubtful.intersection(node.ids)), default=0)
    return Bounds(low=low, high=_add(tied.nodes))


def _add(nodes: Sequence[Node]) -> int | None:
    highs = [node.high for node in nodes if node.is_asked]
    return None if None in highs else sum(high for high in highs if high is not None)
