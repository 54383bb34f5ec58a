"""A question put to the register: the bounds, what they rest on, and the words behind every claim that holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bearwitness.core.contract import Footing, parse_lines
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Claim, Report
from bearwitness.core.vocabulary import Act
from bearwitness.counting.bounds import Bounds
from bearwitness.counting.concerned import find_concerned
from bearwitness.counting.estimate import count_people, count_with_bounds
from bearwitness.counting.leaning import Leaning, find_leaning
from bearwitness.counting.open_questions import Narrowing, find_narrowing
from bearwitness.counting.pieces import split_pieces
from bearwitness.store.address import Address
from bearwitness.workflow.catching_up import pause_collecting
from bearwitness.workflow.question import build_question
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View, load_view

NARROWINGS = 3
"""So many open questions are shown beside a figure."""
_CONTESTED = "what another origin denies counts nobody at the low end, and all it tells at the high end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a user puts it; `place` is a code, a path, a name or a GeoNames id."""

    act: Act
    earliest: date | None
    latest: date | None
    place: str | None
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The answer, the claims and links it was counted from, and their register (None for a file of claims).

    `held` are the claims that hold its ends; `bounds` what was found on the way to it, None where claims clash and of a part by traits.
    """

    estimate: Estimate
    footing: Footing
    view: View | None
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    held: tuple[Claim, ...]
    bounds: Bounds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside a figure: how it leans on unsure links (None: no link is unsure), and what would narrow it most."""

    leaning: Leaning | None
    narrowing: tuple[Narrowing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One claim behind a figure and the report it stands in; `holds` says which ends it holds: "low", "high"."""

    claim: Claim
    report: Report
    holds: tuple[str, ...]


def build_figure(asked: Asked, path: Address, *, accepted_only: bool) -> Figure:
    """Count over a register. Proposed and accepted claims count, rejected ones never; `accepted_only` leaves proposed ones out."""
    return build_figure_of_view(asked, load_view(path), accepted_only=accepted_only)


def build_figure_of_view(asked: Asked, view: View, *, accepted_only: bool) -> Figure:
    """The same over a register that is loaded."""
    question = build_asked(asked, load_places() if asked.place else None)
    return build_figure_of_question(question, view, accepted_only=accepted_only)


def build_figure_of_question(question: Question, view: View, *, accepted_only: bool) -> Figure:
    """The same for a question as counting has it, which may be narrowed to traits: of one that is, `bounds` are not kept."""
    contested = _find_contested(view)
    claims = list_counted(view, accepted_only=accepted_only)
    links = list_counted_links(view, claims)
    bounds: Bounds | None = None
    with pause_collecting():
        if question.traits:
            estimate = count_people(question, claims, links)
        else:
            estimate, bounds = count_with_bounds(question, claims, links)
    if any(c.id in contested and c.id in estimate.holds_high for c in claims):
        estimate = replace(estimate, reasons=(*estimate.reasons, _CONTESTED))
    touched = set(estimate.holds_low) | set(estimate.holds_high)
    footing = Footing(
        proposed=len(touched - view.accepted),
        accepted=len(touched & view.accepted),
        rejected=sum(1 for r in view.readings for c in r.claims if c.id in view.rejected and c.act == question.act),
    )
    held = tuple(claim for claim in claims if claim.id in touched)
    return Figure(estimate=estimate, footing=footing, view=view, claims=claims, links=links, held=held, bounds=bounds)


def narrow_figure(figure: Figure) -> Figure:
    """The same figure counted over the claims that can have to do with its question, so that what is handed on for it shows no others.

    As it was, where these alone come to other bounds, or no certificate could be made of either.
    """
    before = figure.estimate
    if figure.bounds is None:
        return figure
    concerned = find_concerned(before.question, figure.claims, figure.links)
    claims = tuple(one for one in figure.claims if one.id in concerned)
    links = tuple(one for one in figure.links if one.left in concerned and one.right in concerned)
    with pause_collecting():
        after, bounds = count_with_bounds(before.question, claims, links)
    if replace(after, reasons=before.reasons) != before:
        return figure
    return replace(figure, estimate=before, claims=claims, links=links, bounds=bounds)


def find_beside(figure: Figure) -> Beside:
    """How a figure would move: with the links read strictly and loosely, and with the answer to one open question."""
    if figure.bounds is None:
        return Beside(leaning=None, narrowing=())
    with pause_collecting():
        pieces = split_pieces(figure.estimate.question, figure.bounds)
        return Beside(
            leaning=find_leaning(pieces, figure.links), narrowing=find_narrowing(pieces, figure.links, NARROWINGS)
        )


def list_counted(view: View, *, accepted_only: bool) -> tuple[Claim, ...]:
    """The claims a figure rests on, as they count."""
    # Rule 8: a later figure of one origin stands for its earlier one.
    replaced = {one.claim for i in view.incidents for one in i.replaced}
    kept = [
        c for c in view.claims if (c.id in view.accepted or not accepted_only) and c.id not in replaced - view.accepted
    ]
    contested = _find_contested(view)
    # Rule 9: what another origin denies, or its own takes back, proves nobody; it still bounds from above.
    return tuple(replace(c, count=replace(c.count, low=0)) if c.id in contested else c for c in kept)


def list_counted_links(view: View, counted: Iterable[Claim]) -> tuple[Link, ...]:
    """The links between these claims. What links a claim whose figure is replaced links the one that replaces it: they are one
    incident, and without it that one would be counted beside those it was linked to.
    """
    kept = {c.id for c in counted}
    heirs = {one.claim: one.by for i in view.incidents for one in i.replaced if one.claim not in kept}
    found: dict[tuple[str, str, str], Link] = {}
    for link in view.links:
        left, right = (_find_standing(ident, heirs) for ident in (link.left, link.right))
        if left in kept and right in kept and left != right:
            ends = (left, right) if link.judgement == "part-of" else (min(left, right), max(left, right))
            found.setdefault((*ends, link.judgement), replace(link, left=ends[0], right=ends[1]))
    return tuple(found.values())


def _find_standing(ident: str, heirs: Mapping[str, str]) -> str:
    seen = {ident}
    while (heir := heirs.get(ident, ident)) not in seen:
        seen.add(heir)
        ident = heir
    return ident


def _find_contested(view: View) -> set[str]:
    return {c for i in view.incidents if i.grade in {"contested", "discounted"} for c in i.claims}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer by itself, without the register it was counted from: what holds it, and what stands beside it."""

    estimate: Estimate
    footing: Footing
    beside: Beside
    witnesses: tuple[Witness, ...]


def answer_question(asked: Asked, view: View, *, accepted_only: bool) -> Answered:
    """Count over a register that is loaded, and keep of it only what the answer needs: so it can be handed on between processes."""
    return answer_figure(build_figure_of_view(asked, view, accepted_only=accepted_only))


def answer_figure(figure: Figure) -> Answered:
    """What the answer needs of a figure."""
    return Answered(
        estimate=figure.estimate,
        footing=figure.footing,
        beside=find_beside(figure),
        witnesses=find_witnesses(figure),
    )


def build_figure_of_claims(asked: Asked, path: Path) -> Figure:
    """Count over a file of claims (contract §3): all count as accepted, none is linked beyond what the lines say."""
    claims, links = load_claims(path)
    question = build_asked(asked, None)
    with pause_collecting():
        estimate, bounds = count_with_bounds(question, claims, links)
    touched = set(estimate.holds_low) | set(estimate.holds_high)
    footing = Footing(proposed=0, accepted=len(touched), rejected=0)
    held = tuple(claim for claim in claims if claim.id in touched)
    return Figure(estimate=estimate, footing=footing, view=None, claims=claims, links=links, held=held, bounds=bounds)


def load_claims(path: Path) -> tuple[tuple[Claim, ...], tuple[Link, ...]]:
    """The claims and links of a file; raises UsageError where it cannot be read, ContractError where it is none."""
    try:
        with path.open(encoding="utf-8") as lines:
            return parse_lines(lines)
    except OSError as error:
        raise UsageError(f"--claims {path} cannot be read ({error.strerror}); give a file of JSON lines") from None
    except UnicodeDecodeError:
        raise UsageError(f"--claims {path} is not UTF-8 text; give a file of JSON lines") from None


def build_asked(asked: Asked, gazetteer: Gazetteer | None) -> Question:
    """The question, its place found where there is a gazetteer."""
    return build_question(gazetteer, asked.act, (asked.earliest, asked.latest), asked.place, asked.group)


def find_witnesses(figure: Figure) -> tuple[Witness, ...]:
    """The claims that hold the figure's ends, with their reports, in the order of the register."""
    if figure.view is None:
        return ()
    low, high = set(figure.estimate.holds_low), set(figure.estimate.holds_high)
    out = []
    for reading in figure.view.readings:
        for claim in reading.claims:
            holds = tuple(end for end, ids in (("low", low), ("high", high)) if claim.id in ids)
            if holds:
                out.append(Witness(claim=claim, report=reading.report, holds=holds))
    return tuple(out)
