"""The command `review`: unsure pairs, judged one after another."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.options import (
    AsJson,
    By,
    From,
    Group,
    OnlyList,
    PlaceAsked,
    RegisterFile,
    To,
    find_name,
    find_register_path,
    parse_act,
    parse_day,
)
from bearwitness.core.errors import UsageError

if TYPE_CHECKING:
    from bearwitness.core.vocabulary import Judgement
    from bearwitness.workflow.figures import Asked

NarrowedAct = Annotated[
    str | None,
    typer.Option(
        "--act",
        metavar="ACT",
        help="Ask what narrows one answer most: how many of this act, by --from, --to, --place, --group.",
        show_default=False,
    ),
]


def review_command(
    by: By = None,
    only_list: OnlyList = False,
    act: NarrowedAct = None,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Judge unsure pairs side by side, by keys.

    Those whose answer would move totals most come first: by how far the low and the high end of the figure lie apart when
    the two are one and when they are two. With a question (--act …) it is what narrows the answer to that one, and beside the
    pairs what to look up: days and places. Each answer is a line: s, d, p, P, u, skip or q, and words after it say why.
    """
    from bearwitness.apps.question_review_output import run_question_review, show_question_queue
    from bearwitness.apps.review_output import run_review, show_queue
    from bearwitness.apps.screen import show_work
    from bearwitness.workflow import judging
    from bearwitness.workflow.doubts import list_doubts
    from bearwitness.workflow.question_queue import build_queue
    from bearwitness.workflow.view import load_view

    asked = _ask(act, earliest, latest, place, group)
    view = load_view(find_register_path(register))
    with show_work("Counting each answer both ways"):
        queue = None if asked is None else build_queue(asked, view)
        doubts = list_doubts(view) if queue is None else queue.doubts
    if only_list or as_json or not doubts:
        if queue is None:
            show_queue(view, doubts, as_json=as_json)
        else:
            show_question_queue(view, queue, as_json=as_json)
        return
    name = find_name(by)

    def answer(pair: tuple[str, str], judgement: "Judgement", because: str) -> None:
        judging.judge(view, pair, judgement, judging.Signed(name=name, because=because), datetime.now(UTC))

    if queue is None:
        run_review(view, doubts, sys.stdin, answer)
    else:
        run_question_review(view, queue, sys.stdin, answer)


def _ask(
    act: str | None, earliest: str | None, latest: str | None, place: str | None, group: str | None
) -> "Asked | None":
    from bearwitness.workflow.figures import Asked

    if act is None:
        if earliest or latest or place or group:
            raise UsageError(
                "a question needs the act it asks about; add --act, or leave out --from, --to, --place, --group"
            )
        return None
    days = (parse_day(earliest, "--from"), parse_day(latest, "--to"))
    return Asked(act=parse_act(act), earliest=days[0], latest=days[1], place=place, group=group)
