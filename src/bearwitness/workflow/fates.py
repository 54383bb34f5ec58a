"""What became of the people a question asks about: the register's incidents, which follow which, and the bounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bearwitness.core.contract import Footing
from bearwitness.core.incidents import Follow, Incident, Link
from bearwitness.counting.fates import FateEstimate, bound_fates, select_asked
from bearwitness.linking.fates import find_follows
from bearwitness.linking.incidents import build_incidents
from bearwitness.store.address import Address
from bearwitness.workflow.figures import Asked
from bearwitness.workflow.question import build_question
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View, load_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """The answer, the incidents it may rest on, what follows what among them, and the register it came from."""

    estimate: FateEstimate
    incidents: tuple[Incident, ...]
    follows: tuple[Follow, ...]
    footing: Footing
    view: View


def build_fates(asked: Asked, path: Address, *, accepted_only: bool) -> Fates:
    """The fates over a register. Proposed and accepted claims count, rejected ones never; `accepted_only` leaves proposed ones out."""
    view = load_view(path)
    days = (asked.earliest, asked.latest)
    question = build_question(load_places() if asked.place else None, asked.act, days, asked.place, asked.group)
    incidents = build_accepted(view) if accepted_only else view.incidents
    chosen = select_asked(question, incidents)
    ids = _add_doubtful(chosen.certain | chosen.possible, incidents, view.links)
    claims = [claim for claim in view.claims if not accepted_only or claim.id in view.accepted]
    follows = find_follows(incidents, claims, view.links, ids)
    touched = {*chosen.certain, *chosen.possible} | {ident for one in follows for ident in (one.earlier, one.later)}
    held = {ident for one in incidents if one.id in touched for ident in one.claims}
    acts = {one.act for one in incidents if one.id in touched} | {asked.act}
    return Fates(
        estimate=bound_fates(question, incidents, follows, view.links),
        incidents=tuple(one for one in incidents if one.id in touched),
        follows=follows,
        footing=Footing(
            proposed=len(held - view.accepted),
            accepted=len(held & view.accepted),
            rejected=sum(1 for r in view.readings for c in r.claims if c.id in view.rejected and c.act in acts),
        ),
        view=view,
    )


def build_accepted(view: View) -> tuple[Incident, ...]:
    """The incidents of the accepted claims alone."""
    heeded = {claim.id: claim for claim in view.claims if claim.id in view.accepted}
    readings = [replace(r, claims=tuple(heeded[c.id] for c in r.claims if c.id in heeded)) for r in view.readings]
    return build_incidents(readings, view.links)


def _add_doubtful(ids: Iterable[str], incidents: Sequence[Incident], links: Iterable[Link]) -> frozenset[str]:
    """Also those that may be one with them: read as one, their fates are the same people's."""
    home = {claim: one.id for one in incidents for claim in one.claims}
    known = set(ids)
    near = {
        frozenset((home[link.left], home[link.right]))
        for link in links
        if link.judgement == "unsure" and link.left in home and link.right in home
    }
    return frozenset(known.union(*(pair for pair in near if pair & known)))
