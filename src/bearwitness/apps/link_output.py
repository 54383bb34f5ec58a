"""Links on the screen: how many a run found, and each with its judgement, score and reasons."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from bearwitness.apps.ids import build_shorten, shorten_in
from bearwitness.apps.screen import build_hanging, build_table, show, write_json
from bearwitness.apps.wording import say_number
from bearwitness.core.contract import render_link
from bearwitness.core.incidents import Link
from bearwitness.workflow.relinking import Relinked
from bearwitness.workflow.view import View

_KINDS: Final = ("same", "part-of", "different", "unsure")
_FLAGGED: Final = 10
"""Improbable incidents listed after a run."""


def show_relinked(relinked: Relinked, *, as_json: bool) -> None:
    """How many links of each kind there are and what a run changed; as JSON every link, one a line."""
    if as_json:
        for link in relinked.links:
            write_json(render_link(link))
        return
    kinds = Counter(link.judgement for link in relinked.links)
    persons = Counter(link.judgement for link in relinked.links if link.by.startswith("person:"))
    show(say_number(len(relinked.links), "link"), style="bold")
    show(build_table(("judged", "links", "by persons"), [(k, f"{kinds[k]:,}", f"{persons[k]:,}") for k in _KINDS]))
    moved = [f"{n:,} {words}" for n, words in _list_moves(relinked) if n]
    show(f"Since the last run: {', '.join(moved) or 'nothing changed'}.")
    _show_conflicts(relinked.conflicts)
    if relinked.waiting:
        waiting = say_number(len(relinked.waiting), "judgement")
        show(
            f"{waiting} of persons on claims that the reports are no longer read to make; kept, and in force when they are."
        )
    if kinds["unsure"]:
        show("The unsure ones, those that would move totals most first: `bearwitness review`.", style="dim")


def _list_moves(relinked: Relinked) -> tuple[tuple[int, str], ...]:
    return ((relinked.new, "new"), (relinked.gone, "gone"), (relinked.changed, "judged otherwise"))


def _show_conflicts(conflicts: Sequence[Link]) -> None:
    if conflicts:
        number = say_number(len(conflicts), "link")
        show(f"{number} would join what a person keeps apart; settle with `bearwitness judge`:", style="yellow")
    for link in conflicts:
        show(build_hanging("  ", f"{link.left} and {link.right}: {'; '.join(link.reasons)}"))


def show_flagged(view: View) -> None:
    """The incidents that are improbable as one occurrence, each with why; nothing where there are none."""
    flagged = [incident for incident in view.incidents if incident.flags]
    if not flagged:
        return
    shorten = build_shorten(view)
    show(f"{say_number(len(flagged), 'incident')} improbable as one occurrence:", style="yellow")
    for incident in flagged[:_FLAGGED]:
        show(build_hanging(f"  {shorten(incident.id)}  ", f"{incident.act}: {'; '.join(incident.flags)}"))
    if len(flagged) > _FLAGGED:
        show(f"  and {len(flagged) - _FLAGGED:,} more; `bearwitness incidents` marks them with !", style="dim")


def show_links(view: View, links: Sequence[Link], *, as_json: bool) -> None:
    """Each link with its reasons and who judged it."""
    if as_json:
        for link in links:
            write_json(render_link(link))
        return
    shorten = build_shorten(view)
    rows = [
        (
            shorten(k.left),
            shorten(k.right),
            k.judgement,
            f"{k.score:.2f}",
            k.by,
            shorten_in("; ".join(k.reasons), shorten),
        )
        for k in links
    ]
    show(say_number(len(rows), "link"), style="bold")
    show(build_table(("claim", "claim", "judged", "score", "by", "because"), rows))


def choose_links(view: View, claims: Collection[str] | None) -> list[Link]:
    """The links that touch any of these claims; all where none are named."""
    return [k for k in view.links if claims is None or k.left in claims or k.right in claims]


def show_judged(before: View, after: View, link: Link, *, undone: bool) -> None:
    """What a judgement, or taking it back, did to the register."""
    shorten = build_shorten(after)
    words = f"{shorten(link.left)} {link.judgement} {shorten(link.right)}, by {link.by}"
    show(f"Taken back: {words}." if undone else f"Judged: {words}.", style="bold")
    if undone:
        now = next((k for k in after.judged if {k.left, k.right} == {link.left, link.right}), None)
        show(f"What stands again: {now.judgement}, by {now.by}." if now else "The rules decide again.")
    counts = tuple(say_number(len(view.incidents), "incident") for view in (before, after))
    show(f"{counts[0]} before, {counts[1]} now." if counts[0] != counts[1] else f"{counts[1]}, as before.")
    ends = {link.left, link.right}
    for incident in after.incidents:
        if ends & set(incident.claims):
            held = ", ".join(shorten(ident) for ident in incident.claims)
            show(build_hanging(f"  {shorten(incident.id)}  ", f"{incident.act}: {held}"))
            for conflict in incident.conflicts:
                show(build_hanging("    ", shorten_in(f"the claims disagree on {conflict}", shorten), "yellow"))
    if not undone:
        show(f'Undo it: bearwitness judge {shorten(link.left)} {shorten(link.right)} --undo --because "…"', style="dim")
