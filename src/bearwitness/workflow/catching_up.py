"""The register's links brought up to date: only what came in since they were last worked out is linked, and what that touches.

What is kept to go on from is derived (`store.link_schema`). Where it is missing, or other rules made it, or a large part of the
register is new, all is linked from nothing; both ways come to the same links.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.link_index import TotalCard
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.linking.links import Linked, link_all
from bearwitness.linking.pairs import Told, find_linkable
from bearwitness.linking.rejoining import Part, find_part, find_stripped, link_part
from bearwitness.linking.updating import update_occurrences
from bearwitness.linking.updating_totals import build_total_card, update_totals
from bearwitness.linking.weighing import load_weights
from bearwitness.store import link_state
from bearwitness.store.link_state import LinkState, ReportRow, Stock
from bearwitness.store.register import Register, load_links
from bearwitness.store.register_file import Transaction, read_from, write_to
from bearwitness.store.register_readings import find_current
from bearwitness.workflow.link_desk import Desk
from bearwitness.workflow.standing import Judged, Standing, find_rejected, load_judged, load_standing

_LINKER: Final = 4
"""Raised whenever linking changes in a way that neither the rules' version nor the weights show."""
_TRIES: Final = 2
"""So often all is linked outside the writer's place, where something comes in each time meanwhile."""
_SHARE, _LEAST = 0.005, 8
"""A batch of more than this share of the register, and more than so many reports, is linked together with all others: look-ups in the
file for one report cost as much as linking a few hundred from nothing in memory.
"""


def name_version() -> str:
    """By which rules links are made."""
    weights = sha256(repr(load_weights()).encode()).hexdigest()[:12]
    return f"{RULES_VERSION} {_LINKER} {weights}"


def load_held_links(register: Register, judged: Judged) -> tuple[Link, ...] | None:
    """The links that hold; None where they are not up to date."""
    with read_from(register) as connection:
        state = link_state.load_state(connection)
        if state is None or state != _find_goal(connection, judged):
            return None
        return sort_links(link_state.load_held(connection))


def load_held_bodies(connection: Transaction, judged: Judged) -> tuple[str, ...] | None:
    """The links that hold as they are kept, in no order; None where they are not up to date with what this transaction sees."""
    state = link_state.load_state(connection)
    is_held = state is not None and state == _find_goal(connection, judged)
    return link_state.load_held_bodies(connection) if is_held else None


def load_former_links(register: Register) -> tuple[Link, ...]:
    """The links as they were when reports were last read, or all linked anew; persons' judgements may have come since."""
    with read_from(register) as connection:
        if link_state.load_state(connection) is not None:
            return link_state.load_former(connection)
    return load_links(register)


def catch_up(register: Register, *, is_run: bool = True) -> None:
    """Bring the links up to date. What changes without a run (`is_run`) is still told of by the next `link`.

    What is linked from nothing is linked before the writer's place is taken, and again inside it where something came in meanwhile: who
    decides at that moment waits for what is written, not for what is worked out.
    """
    made = None
    for _ in range(_TRIES):
        with read_from(register) as connection:
            goal = _find_goal(connection, load_judged(register))
            state = link_state.load_state(connection)
            is_anew = state != goal and _is_anew(connection, state, goal)
        if state == goal and not is_run:
            return
        if not is_anew:
            break
        made = _Anew(goal=goal, standing=load_standing(register))
        made.link()
        with read_from(register) as connection:
            if _find_goal(connection, load_judged(register)) == goal:
                break
    with write_to(register) as connection:
        goal = _find_goal(connection, load_judged(register))
        state = link_state.load_state(connection)
        if is_run and state is not None:
            link_state.end_run(connection)
        if state == goal:
            return
        if state is None or _is_anew(connection, state, goal):
            if made is None or made.goal != goal:
                made = _Anew(goal=goal, standing=load_standing(register))
            made.keep(connection)
            return
        part = _go_on(connection, register, state, goal)
        if not is_run:
            link_state.keep_former(connection, part.claims)
        link_state.replace_links(connection, part.claims, link_part(part, goal.judged))
        link_state.save_state(connection, goal)


def link_anew(register: Register) -> tuple[Link, ...]:
    """Link all from nothing, whatever is kept."""
    with write_to(register) as connection:
        goal = _find_goal(connection, load_judged(register))
        return _Anew(goal=goal, standing=load_standing(register)).keep(connection)


@contextmanager
def pause_collecting() -> Iterator[None]:
    """Without looks for circles of dead objects: linking makes millions of objects and no circle, and the looks took a quarter of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find_goal(connection: Transaction, judged: Judged) -> LinkState:
    reading, review = link_state.find_last(connection)
    return LinkState(version=name_version(), reading=reading, review=review, judged=judged.holding)


def sort_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """By their claims."""
    return tuple(sorted(links, key=lambda k: (k.left, k.right, k.judgement, k.score, k.reasons, k.by)))


def _is_anew(connection: Transaction, state: LinkState | None, goal: LinkState) -> bool:
    """Whether all is linked from nothing: nothing is kept to go on from, other rules made it, or a large part is new."""
    if state is None or state.version != goal.version:
        return True
    changed = dict(link_state.find_read_since(connection, state.reading))
    return len(changed) > max(_LEAST, _SHARE * link_state.count_reports(connection))


@dataclass(slots=True, kw_only=True)
class _Anew:
    """All that stands in a register at a moment (`goal`), linked from nothing once it is asked for."""

    goal: LinkState
    standing: Standing
    _linked: Linked | None = None

    def link(self) -> Linked:
        """The links, worked out the first time."""
        if self._linked is None:
            with pause_collecting():
                self._linked = link_all(self.standing.kept, self.standing.judged)
        return self._linked

    def keep(self, connection: Transaction) -> tuple[Link, ...]:
        """Write them, and what is gone on from; the register must stand as it did."""
        linked, numbers = self.link(), list(find_current(connection).items())
        told = [replace(one, report=numbers[one.report][0]) for one in find_linkable(linked.settled.readings)]
        rows = [
            ReportRow(report=number, reading=reading, stripped=linked.stripped.get(n, frozenset()))
            for n, (number, reading) in enumerate(numbers)
        ]
        stock = Stock(
            reports=rows,
            cards=[replace(card, report=numbers[card.report][0]) for card in linked.cards],
            aside=frozenset(row.right for row in linked.pairs if row.is_aside),
            pairs=linked.pairs,
            totals=_list_totals(told),
            proposals=linked.proposals,
            links=linked.links,
        )
        link_state.fill_tables(connection, stock, self.goal)
        return linked.links


def _list_totals(told: Iterable[Told]) -> list[TotalCard]:
    return [card for one in told if (card := build_total_card(one))]


def _go_on(connection: Transaction, register: Register, state: LinkState, goal: LinkState) -> Part:
    """Take in what came since `state`; the part of the claims whose links may be others now."""
    desk = Desk(connection, find_rejected(register))
    changed = _find_changed(connection, state)
    turned = {*state.judged} ^ {*goal.judged}
    before = link_state.find_claims_of(connection, changed)
    link_state.save_reports(connection, changed.values())
    desk.lay(changed.values())
    after = link_state.find_claims_of(connection, changed)
    seeds = before | after | {ident for link in turned for ident in (link.left, link.right)}
    changed = _strip(desk, changed, seeds, (*state.judged, *goal.judged), goal.judged)
    link_state.save_reports(connection, changed.values())
    desk.lay(changed.values())
    seeds |= link_state.find_claims_of(connection, changed)
    seeds |= _update(desk, changed)
    return find_part(seeds, goal.judged, desk.read_claims, desk.index.find_proposals)


def _find_changed(connection: Transaction, state: LinkState) -> dict[int, ReportRow]:
    """The reports read anew, and those of which a claim was reviewed, as they are to be linked."""
    read = link_state.find_read_since(connection, state.reading)
    reviewed = link_state.find_homes(connection, link_state.find_reviewed_since(connection, state.review))
    known = link_state.load_reports(connection, {*read, *reviewed.values()})
    return {number: known[number] for number in reviewed.values()} | {
        number: ReportRow(report=number, reading=reading, stripped=frozenset()) for number, reading in read.items()
    }


def _strip(
    desk: Desk, changed: Mapping[int, ReportRow], seeds: Iterable[str], near: Sequence[Link], judged: Sequence[Link]
) -> dict[int, ReportRow]:
    """The same, and the reports that persons overrule in other ways than before."""
    rows = dict(changed)
    if not near:
        return rows
    part = find_part(seeds, near, desk.read_claims)
    for number, found in find_stripped(part, judged).items():
        row = desk.get_row(number)
        if row is None:
            continue
        stripped = found | {pair for pair in row.stripped if not part.claims & set(pair)}
        if stripped != row.stripped or number in changed:
            rows[number] = replace(row, stripped=stripped)
    return rows


def _update(desk: Desk, changed: Mapping[int, ReportRow]) -> frozenset[str]:
    """Bring the index to what the changed reports tell; the claims on which anything else is proposed."""
    come = [one for number in changed for one in desk.find_occurrences(number).values()]
    touched = update_occurrences(desk.index, desk.index.find_by_report(changed), come, desk.load_occurrences)
    totals = _list_totals(desk.tell(changed))
    return touched | update_totals(desk.index, desk.index.find_totals_of(changed), totals, desk.load_totals)
