"""The review of one question: what its answer comes to by each judgement, and what to look up."""

from collections.abc import Iterable
from typing import Any

from bearwitness.apps.beside_output import render_ends, render_narrowing, say_ends, say_lacking
from bearwitness.apps.ids import build_shorten, shorten_in
from bearwitness.apps.review_output import Answer, render_doubt, run_review, say_brief, say_moves
from bearwitness.apps.screen import build_table, is_wide, show, write_json
from bearwitness.apps.wording import say_count_briefly, say_number, say_when, say_where
from bearwitness.core.contract import render_claim
from bearwitness.counting.bounds import Ends
from bearwitness.counting.effect import Answers
from bearwitness.counting.open_questions import Narrowing
from bearwitness.workflow.doubts import Doubt
from bearwitness.workflow.question_queue import Queue, measure_narrower
from bearwitness.workflow.view import View


def show_question_queue(view: View, queue: Queue, *, as_json: bool) -> None:
    """Pairs and unknowns as two tables, or as one JSON value a line, those that narrow most first."""
    if as_json:
        rows = [(_order(d), _render_doubt(queue.now, d)) for d in queue.doubts]
        rows += [(_order(one), _render_unknown(view, queue.now, one)) for one in queue.unknown]
        for _, row in sorted(rows, key=lambda row: row[0]):
            write_json(row)
        return
    _show_now(queue)
    if queue.doubts:
        show(f"{say_number(len(queue.doubts), 'pair')} to review, those that narrow it most first", style="bold")
        _show_pairs(view, queue)
    _show_unknown(view, queue)


def run_question_review(view: View, queue: Queue, lines: Iterable[str], answer: Answer) -> None:
    """Ask the pairs in turn, each with what the figure comes to by its answers; last, what nobody can judge from the reports."""
    _show_now(queue)
    run_review(view, queue.doubts, lines, answer, lambda doubt: _say_answers(queue.now, doubt.answers))
    _show_unknown(view, queue)


def _show_now(queue: Queue) -> None:
    show(f"The answer now: {_say_whole(queue.now)}.", style="bold")
    if not queue.doubts:
        show("No unsure pair narrows it; there is nothing to judge.")
    elif queue.idle:
        pairs = "1 pair more is" if queue.idle == 1 else f"{queue.idle:,} pairs more are"
        show(f"{pairs} unsure, and no answer to one alone moves it.", style="dim")


def _show_pairs(view: View, queue: Queue) -> None:
    shorten = build_shorten(view)
    wide = is_wide()
    rows = []
    for doubt in queue.doubts:
        because = (shorten_in("; ".join(doubt.link.reasons), shorten),) if wide else ()
        ids = (shorten(doubt.left.id), shorten(doubt.right.id))
        rows.append((*ids, *_say_row(queue.now, doubt.answers, say_moves(doubt)), say_brief(doubt), *because))
    columns = ("claim", "claim", "the same", "different", "narrower by", "tell of", *(("because",) if wide else ()))
    show(build_table(columns, rows))


def _show_unknown(view: View, queue: Queue) -> None:
    if not queue.unknown:
        return
    shorten = build_shorten(view)
    claims = {claim.id: claim for claim in view.claims}
    show(f"{say_number(len(queue.unknown), 'thing')} to look up, those that narrow it most first", style="bold")
    rows = []
    for one in queue.unknown:
        first = claims[one.claims[0]]
        told = f"{say_count_briefly(first.count)}, {say_when(first.when, briefly=True)}, {say_where(first.where, briefly=True)}"
        rows.append((shorten(first.id), say_lacking(one), *_say_row(queue.now, one.answers, ""), told))
    show(build_table(("claim", "look up", "inside", "outside", "narrower by", "tell of"), rows))


def _say_row(now: Ends, answers: Answers | None, moves: str) -> tuple[str, str, str]:
    if answers is None:
        return ("?", "?", moves)
    narrower = measure_narrower(now, answers)
    return (_say_briefly(answers.yes), _say_briefly(answers.no), f"{narrower.yes:,} or {narrower.no:,}")


def _say_answers(now: Ends, answers: Answers | None) -> str | None:
    """ "The same: 12 to 15, narrower by 2; different: 14 to 17, narrower by 2; now 12 to 17"."""
    if answers is None:
        return None
    narrower = measure_narrower(now, answers)
    same = f"the same: {_say_whole(answers.yes)}, narrower by {narrower.yes:,}"
    return f"{same}; different: {_say_whole(answers.no)}, narrower by {narrower.no:,}; at the start {_say_whole(now)}"


def _say_whole(ends: Ends) -> str:
    return f"{say_ends(ends)} ({ends.stated:,} stated)" if ends.high is None else say_ends(ends)


def _say_briefly(ends: Ends) -> str:
    """ "12–17", "12–17+" where it is open above the numbers stated, "17"."""
    if ends.high is None:
        return f"{ends.low:,}–{ends.stated:,}+"
    return f"{ends.low:,}" if ends.low == ends.high else f"{ends.low:,}–{ends.high:,}"


def _order(one: Doubt | Narrowing) -> tuple[bool, int]:
    is_counted = isinstance(one, Narrowing) or one.is_counted
    return (not is_counted, -(one.effect.low + one.effect.high))


def _render_doubt(now: Ends, doubt: Doubt) -> dict[str, Any]:
    said = {"lacking": ["link"], "now": render_ends(now)}
    if doubt.answers is None:
        return render_doubt(doubt) | said | {"answers": None, "narrower": None}
    narrower = measure_narrower(now, doubt.answers)
    answers = {"same": render_ends(doubt.answers.yes), "different": render_ends(doubt.answers.no)}
    return (
        render_doubt(doubt) | said | {"answers": answers, "narrower": {"same": narrower.yes, "different": narrower.no}}
    )


def _render_unknown(view: View, now: Ends, one: Narrowing) -> dict[str, Any]:
    row = render_narrowing(one)
    narrower = measure_narrower(now, one.answers)
    claims = {claim.id: render_claim(claim) for claim in view.claims if claim.id in one.claims}
    return {
        "lacking": row["lacking"],
        "people": one.people,
        "moves": {"low": one.effect.low, "high": one.effect.high, "counted": True},
        "now": render_ends(now),
        "answers": row["answers"],
        "narrower": {"inside": narrower.yes, "outside": narrower.no},
        "claims": [claims[ident] for ident in one.claims],
    }
