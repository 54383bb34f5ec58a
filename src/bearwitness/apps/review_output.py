"""The review: unsure pairs one after another, both quotes side by side, answered by keys."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bearwitness.apps.ids import Shorten, build_shorten, shorten_in
from bearwitness.apps.quoting import highlight
from bearwitness.apps.screen import build_hanging, build_table, show, write_json
from bearwitness.apps.wording import clean, say_count, say_count_briefly, say_number, say_voices, say_when, say_where
from bearwitness.core.contract import render_claim, render_link
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement
from bearwitness.workflow.doubts import Doubt
from bearwitness.workflow.view import View

Answer = Callable[[tuple[str, str], Judgement, str], None]
"""Appends a judgement on two claims with its reason."""

_KEYS: Final[dict[str, tuple[Judgement, bool]]] = {
    "s": ("same", False),
    "d": ("different", False),
    "p": ("part-of", False),
    "P": ("part-of", True),
    "u": ("unsure", False),
}
"""What each key judges, and whether the right claim is the part."""
_HELP: Final = (
    "s same   d different   p left is part of right   P right is part of left   u unsure   skip   q quit; "
    "words after a key say why: s the same officer is named"
)
_NO_REASON: Final = "judged in review, side by side"


def show_queue(view: View, doubts: Sequence[Doubt], *, as_json: bool) -> None:
    """The queue as a table, or one JSON value a line."""
    if as_json:
        for doubt in doubts:
            write_json(render_doubt(doubt))
        return
    if not doubts:
        show("No pair is unsure; nothing to review.")
        return
    shorten = build_shorten(view)
    show(f"{say_number(len(doubts), 'pair')} to review, those that would move totals most first", style="bold")
    rows = [
        (
            shorten(d.left.id),
            shorten(d.right.id),
            say_moves(d),
            say_brief(d),
            shorten_in(_say_why(d), shorten),
        )
        for d in doubts
    ]
    show(build_table(("claim", "claim", "moves low, high", "tell of", "because"), rows))


def say_brief(doubt: Doubt) -> str:
    """Act, numbers and places, so that a line can be chosen without opening it."""
    told = [
        f"{say_count_briefly(one.count)}, {say_where(one.where, briefly=True)}" for one in (doubt.left, doubt.right)
    ]
    return f"{doubt.left.act}: {' / '.join(dict.fromkeys(told))}"


def run_review(
    view: View,
    doubts: Sequence[Doubt],
    lines: Iterable[str],
    answer: Answer,
    say_more: Callable[[Doubt], str | None] = lambda _: None,
) -> None:
    """Ask each doubt in turn until the lines or the doubts end; pairs that an earlier answer settles are not asked.

    `say_more` says what else an answer comes to.
    """
    typed = iter(lines)
    merged: dict[str, str] = {}
    apart: set[frozenset[str]] = set()
    judged = 0
    for number, doubt in enumerate(doubts, start=1):
        ends = frozenset(_find(merged, ident) for ident in doubt.incidents)
        if len(ends) < 2 or ends in {frozenset(_find(merged, i) for i in pair) for pair in apart}:
            continue
        _show_doubt(view, doubt, f"{number} of {len(doubts)}", say_more(doubt))
        said = _ask(typed)
        if said == "quit":
            break
        if said == "skip":
            continue
        judgement, turned, because = said
        left, right = doubt.left.id, doubt.right.id
        answer((right, left) if turned else (left, right), judgement, because)
        judged += 1
        one, other = (_find(merged, ident) for ident in doubt.incidents)
        if judgement == "same":
            merged[other] = one
        elif judgement != "unsure":
            apart.add(ends)
    show(f"{say_number(judged, 'judgement')} kept. Each can be undone: bearwitness judge A B --undo.", style="bold")


def _find(merged: dict[str, str], ident: str) -> str:
    while ident in merged:
        ident = merged[ident]
    return ident


def _ask(typed: Iterable[str]) -> tuple[Judgement, bool, str] | Literal["skip", "quit"]:
    """What the next line says; lines that are no answer are told what would be one. The end of the lines quits."""
    show(_HELP, style="dim")
    for line in typed:
        key, _, words = line.strip().partition(" ")
        if key in {"q", "quit"}:
            return "quit"
        if key in {"skip", "k"}:
            return "skip"
        if key in _KEYS:
            judgement, turned = _KEYS[key]
            return (judgement, turned, words.strip() or _NO_REASON)
        show(f"That is no answer. {_HELP}", style="yellow")
    return "quit"


def _show_doubt(view: View, doubt: Doubt, place: str, more: str | None) -> None:
    shorten = build_shorten(view)
    effect = doubt.effect
    moved = f"the low end by {effect.low:,}, the high end by {effect.high:,}"
    about = "" if doubt.is_counted else "about "
    show(f"\n{place}: one {doubt.left.act}, or two? The answer moves {about}{moved}.", style="bold")
    if more:
        show(build_hanging("  ", more))
    sides = Table.grid(expand=True, padding=(0, 2, 0, 0))
    for _ in range(2):
        sides.add_column(ratio=1, overflow="fold")
    sides.add_row(*(_build_side(view, claim, shorten) for claim in (doubt.left, doubt.right)))
    show(sides)
    show(build_hanging(f"score {doubt.link.score:.2f}: ", shorten_in(_say_why(doubt), shorten)))


def _build_side(view: View, claim: Claim, shorten: Shorten) -> Group:
    report = view.report_of(claim.id)
    what = f"{say_count(claim.count)}, {say_when(claim.when)}, {say_where(claim.where)} ({claim.status})"
    source = f"{say_voices(claim.voices)}; published {report.published_on or 'on an unknown day'}"
    return Group(
        Text(clean(shorten(claim.id)), style="bold"),
        Text(clean(what), style="bold"),
        Text(clean(source), style="dim"),
        highlight(report.text, claim.quotes),
    )


def say_moves(doubt: Doubt) -> str:
    """How far the ends of the figure move with the answer; "~" where that is not counted both ways."""
    about = "" if doubt.is_counted else "~"
    return f"{about}{doubt.effect.low:,}, {about}{doubt.effect.high:,}"


def _say_why(doubt: Doubt) -> str:
    return "; ".join(doubt.link.reasons)


def render_doubt(doubt: Doubt) -> dict[str, Any]:
    """A line of `review --json`."""
    claims = [render_claim(doubt.left), render_claim(doubt.right)]
    moves = {"low": doubt.effect.low, "high": doubt.effect.high, "counted": doubt.is_counted}
    said = {"people": doubt.people, "moves": moves, "incidents": list(doubt.incidents), "claims": claims}
    return render_link(doubt.link) | said
