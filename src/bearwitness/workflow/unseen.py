"""How many incidents no list reports, as a user asks it: over a register's independent origins, or over a file of lists."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bearwitness.core.contract import Footing
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident, Link, Question
from bearwitness.core.vocabulary import TOLD
from bearwitness.counting.arrange import join
from bearwitness.counting.capture import Capture, build_capture, join_lists
from bearwitness.counting.interval import Interval
from bearwitness.counting.sightings import Sighted, select_sighted
from bearwitness.counting.unseen import Unseen, estimate_unseen
from bearwitness.linking.keepers import find_keepers
from bearwitness.store.address import Address
from bearwitness.workflow.fates import build_accepted
from bearwitness.workflow.figures import Asked
from bearwitness.workflow.list_files import load_lists
from bearwitness.workflow.question import build_question
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View, load_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """The estimate where every unsure link joins its incidents: `recorded` are then fewer. None where there is none."""

    recorded: int
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """The answer; of a register also its question, what it rests on, and what it becomes under loose linking where links are unsure."""

    unseen: Unseen
    question: Question | None = None
    footing: Footing | None = None
    left_out: tuple[str, ...] = ()
    loose: Loose | None = None


def estimate_of_lists(path: Path, together: Sequence[str]) -> Estimated:
    """The estimate from a file of lists (`list_files`). `together` puts lists together that are one: "police + news"."""
    return Estimated(unseen=estimate_unseen(_put_together(load_lists(path), together)))


def estimate_of_register(asked: Asked, path: Address, together: Sequence[str], *, accepted_only: bool) -> Estimated:
    """The estimate for the incidents of a question over a register: its lists are the independent origins that tell of them."""
    view = load_view(path)
    question = build_question(
        load_places() if asked.place else None, asked.act, (asked.earliest, asked.latest), asked.place, None
    )
    sighted = select_sighted(question, build_accepted(view) if accepted_only else view.incidents)
    told = {
        claim.id for claim in view.claims if claim.status in TOLD and (not accepted_only or claim.id in view.accepted)
    }
    keepers = find_keepers(sighted.incidents, told)
    capture = _put_together(build_capture((lists, 1) for lists in keepers.values()), together)
    unseen = estimate_unseen(capture, "incident", sighted.refused)
    unknown = sum(not lists for lists in keepers.values())
    return Estimated(
        unseen=unseen,
        question=question,
        footing=_find_footing(view, sighted),
        left_out=(*sighted.left_out, *([f"{unknown} left out: no known origin tells of it"] if unknown else [])),
        loose=_loosen(sighted.incidents, view.links, keepers, together) if unseen.average else None,
    )


def _put_together(capture: Capture, together: Sequence[str]) -> Capture:
    groups = [[name.strip() for name in words.split("+")] for words in together]
    known = set(capture.lists)
    for name in (name for group in groups for name in group):
        if name not in known:
            listed = ", ".join(capture.lists) or "none"
            raise UsageError(f"--together names {name!r}, which is no list here; the lists are: {listed}")
    return join_lists(capture, groups)


def _find_footing(view: View, sighted: Sighted) -> Footing:
    held = {claim for one in sighted.incidents for claim in one.claims}
    acts = {one.act for one in sighted.incidents}
    return Footing(
        proposed=len(held - view.accepted),
        accepted=len(held & view.accepted),
        rejected=sum(1 for r in view.readings for c in r.claims if c.id in view.rejected and c.act in acts),
    )


def _loosen(
    incidents: Sequence[Incident],
    links: Iterable[Link],
    keepers: Mapping[str, Collection[str]],
    together: Sequence[str],
) -> Loose | None:
    """The estimate with all incidents joined that unsure links connect and no judgement keeps apart; None where there are none."""
    home = {claim: one.id for one in incidents for claim in one.claims}
    pairs: dict[str, set[tuple[str, str]]] = {"unsure": set(), "different": set()}
    for link in links:
        left, right = sorted((home.get(link.left, ""), home.get(link.right, "")))
        if left and left != right and link.judgement in pairs:
            pairs[link.judgement].add((left, right))
    ties = sorted(pairs["unsure"] - pairs["different"])
    if not ties:
        return None
    groups = join(sorted(keepers), ties)
    rows = ((frozenset().union(*(keepers[one] for one in group)), 1) for group in groups)
    unseen = estimate_unseen(_put_together(build_capture(rows), together), "incident")
    return Loose(recorded=unseen.whole.recorded, interval=unseen.average.interval if unseen.average else None)
