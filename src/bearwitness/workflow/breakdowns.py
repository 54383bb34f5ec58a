"""A figure broken down, over a register or a file of claims; and, by act, how many people suffered any of the acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bearwitness.core.contract import Footing
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Estimate, Follow, Incident, Link, Question
from bearwitness.core.records import Claim, Count
from bearwitness.counting.arrange import join_same, read_judgements
from bearwitness.counting.breakdown import At, Breakdown, Cell, break_down, explain_parts, list_acts, narrow_to
from bearwitness.counting.dimensions import Kind
from bearwitness.counting.estimate import count_people
from bearwitness.counting.fate_cases import Bounds
from bearwitness.counting.outcomes import break_down_outcomes
from bearwitness.counting.persons import Persons, bound_by_acts, break_down_persons, count_persons
from bearwitness.counting.selection import select_claims
from bearwitness.counting.told import natural_order, tell
from bearwitness.linking.fates import find_follows
from bearwitness.linking.fusing import fuse_people, fuse_whens, fuse_wheres, list_manner
from bearwitness.store.address import Address
from bearwitness.workflow.certifying import Certified, certify_figure
from bearwitness.workflow.figures import (
    Answered,
    Asked,
    Figure,
    answer_figure,
    build_asked,
    build_figure_of_question,
    list_counted,
    list_counted_links,
    load_claims,
)
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View, load_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked, by which one or two dimensions. `is_every_act`: of all acts, whatever `asked` says."""

    asked: Asked
    kinds: tuple[Kind, ...]
    is_every_act: bool
    accepted_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table and why its rows need not add up. By act the whole counts person-acts, and `persons` people, each once, in all and in each row
    of the other dimension.
    """

    question: Question
    breakdown: Breakdown
    estimate: Estimate | None
    persons: Persons | None
    note: str
    footing: Footing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """The claims that count and what is known of them: the links, the report and the grade of each."""

    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    reports: Mapping[str, str]
    grades: Mapping[str, str]
    view: View | None


def build_table(wanted: Wanted, path: Address) -> Table:
    """The table over a register."""
    return build_table_of_view(wanted, load_view(path))


def build_table_of_view(wanted: Wanted, view: View) -> Table:
    """The same over a register that is loaded."""
    return _build(wanted, _ask(wanted), _gather(wanted, view))


def answer_table(wanted: Wanted, view: View) -> Table:
    """The same, light enough to be handed on between processes: the questions of its cells no longer name every claim's grade."""
    table = build_table_of_view(wanted, view)
    breakdown = table.breakdown
    cells, totals = (tuple(map(_lighten, found)) for found in (breakdown.cells, breakdown.totals))
    return replace(table, breakdown=replace(breakdown, cells=cells, totals=totals))


def build_part(wanted: Wanted, at: At, view: View) -> Figure:
    """The figure of one part of the table: the count of its own question. Raises UsageError where it has none."""
    if any(kind == "outcome" for kind, _ in at):
        raise UsageError("what became of people is no question of its own; ask for the table by outcome")
    counted = _gather(wanted, view)
    questions = _list_questions(wanted, _ask(wanted), counted)
    question = narrow_to(questions, at, counted.claims, counted.links, counted.grades)
    return build_figure_of_question(question, view, accepted_only=wanted.accepted_only)


def answer_part(wanted: Wanted, at: At, view: View) -> Answered:
    """The same, with only what the answer needs."""
    answered = answer_figure(build_part(wanted, at, view))
    return replace(answered, estimate=replace(answered.estimate, question=_forget(answered.estimate.question)))


def certify_part(wanted: Wanted, at: At, view: View) -> Certified:
    """The certificate of a part, or why there is none."""
    return certify_figure(build_part(wanted, at, view))


def build_table_of_claims(wanted: Wanted, path: Path) -> Table:
    """The table over a file of claims. Raises UsageError for grades: who tells a claim independently of whom stands in a register."""
    if "grade" in wanted.kinds:
        raise UsageError("--by grade needs a register: a file of claims does not say who is independent of whom")
    claims, links = load_claims(path)
    counted = _Counted(claims=claims, links=links, reports={}, grades={}, view=None)
    return _build(wanted, build_asked(wanted.asked, None), counted)


def _ask(wanted: Wanted) -> Question:
    return build_asked(wanted.asked, load_places() if wanted.asked.place else None)


def _gather(wanted: Wanted, view: View) -> _Counted:
    claims = list_counted(view, accepted_only=wanted.accepted_only)
    return _Counted(
        claims=claims,
        links=list_counted_links(view, claims),
        reports={claim.id: reading.report.id for reading in view.readings for claim in reading.claims},
        grades={ident: one.grade for one in view.incidents for ident in one.claims},
        view=view,
    )


def _list_questions(wanted: Wanted, question: Question, counted: _Counted) -> list[Question]:
    """One for each act asked about."""
    acts = list_acts(counted.claims) if wanted.is_every_act else (question.act,)
    return [replace(question, act=act) for act in acts] or [question]


def _lighten(cell: Cell) -> Cell:
    return cell if cell.question is None else replace(cell, question=_forget(cell.question))


def _forget(question: Question) -> Question:
    return replace(question, traits=tuple(replace(trait, grades={}) for trait in question.traits))


def _build(wanted: Wanted, question: Question, counted: _Counted) -> Table:
    questions = _list_questions(wanted, question, counted)
    persons: Persons | None = None
    if "outcome" in wanted.kinds:
        breakdown = _build_outcomes(wanted, question, counted)
    else:
        breakdown = break_down(questions, wanted.kinds, counted.claims, counted.links, counted.grades)
    if "act" in wanted.kinds and breakdown.whole.low is not None:
        incidents, follows = _relate(counted, questions)
        found = count_persons(questions, incidents, follows, counted.links)
        estimates = [count_people(one, counted.claims, counted.links) for one in questions]
        bounds = [(one.question.act, Bounds(low=one.low or 0, high=one.high)) for one in estimates]
        persons = break_down_persons(breakdown, bound_by_acts(found, bounds), incidents, follows, counted.links)
    estimate = None if len(questions) > 1 else count_people(questions[0], counted.claims, counted.links)
    touched = {claim.id for one in questions for claim in select_claims(one, counted.claims).claims}
    if estimate is not None:
        touched = {*estimate.holds_low, *estimate.holds_high}
    return Table(
        question=question,
        breakdown=breakdown,
        estimate=estimate,
        persons=persons,
        note=explain_parts(breakdown),
        footing=_find_footing(touched, {one.act for one in questions}, counted.view),
    )


def _build_outcomes(wanted: Wanted, question: Question, counted: _Counted) -> Breakdown:
    if len(wanted.kinds) > 1:
        raise UsageError("--by outcome stands alone; narrow the question with --from, --to and --place instead")
    estimate = count_people(question, counted.claims, counted.links)
    whole = Cell(
        at=(),
        question=question,
        low=estimate.low,
        high=estimate.high,
        high_stated=estimate.high_stated,
        incidents=estimate.incidents,
        clash=estimate.clash,
    )
    if estimate.low is None:
        return Breakdown(kinds=wanted.kinds, rows=((),), cells=(), totals=(), whole=whole, is_exact=True)
    incidents, follows = _relate(counted, [question])
    return break_down_outcomes(question, whole, incidents, follows, counted.links)


def _relate(counted: _Counted, questions: Sequence[Question]) -> tuple[tuple[Incident, ...], tuple[Follow, ...]]:
    """The incidents of the claims that count, and what may follow what among them."""
    incidents = tuple(one for act in list_acts(counted.claims) for one in _build_incidents(Question(act=act), counted))
    acts = {question.act for question in questions}
    asked = [one.id for one in incidents if one.act in acts]
    return incidents, find_follows(incidents, counted.claims, counted.links, asked)


def _build_incidents(question: Question, counted: _Counted) -> list[Incident]:
    """Claims that are surely one, as one; numbers as counting reads them."""
    claims = select_claims(question, sorted(counted.claims, key=lambda claim: natural_order(claim.id))).claims
    by_id = {claim.id: claim for claim in claims}
    found = []
    for ids in join_same(claims, read_judgements(claims, counted.links)):
        members = [by_id[ident] for ident in ids]
        told = tell(question, members)
        found.append(
            Incident(
                id=ids[0],
                act=question.act,
                when=fuse_whens([claim.when for claim in members if claim.when]).when,
                where=fuse_wheres([claim.where for claim in members if claim.where]).where,
                count=Count(low=told.low, high=told.high, unit="person", text=""),
                people=fuse_people([claim.people for claim in members]),
                manner=list_manner(members),
                claims=ids,
                reports=tuple(sorted({counted.reports[ident] for ident in ids if ident in counted.reports})),
                origins=1,
                grade="single-source",
                conflicts=(),
                shape="aggregate" if told.is_total else "incident",
            )
        )
    return found


def _find_footing(touched: set[str], acts: set[str], view: View | None) -> Footing:
    if view is None:
        return Footing(proposed=0, accepted=len(touched), rejected=0)
    return Footing(
        proposed=len(touched - view.accepted),
        accepted=len(touched & view.accepted),
        rejected=sum(1 for r in view.readings for c in r.claims if c.id in view.rejected and c.act in acts),
    )
