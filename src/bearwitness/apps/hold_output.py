"""Marks that something is never to leave, on the screen: for those who may see the register, and for nobody else."""

from collections.abc import Sequence

from bearwitness.apps.screen import show, write_json
from bearwitness.apps.wording import say_number
from bearwitness.core.holds import Hold
from bearwitness.workflow.release_holds import Marked


def show_held(marked: Marked) -> None:
    """What the new mark holds, and what is out already."""
    show(f"Marked: {_say_on(marked.hold)} is never to leave. {_say_reach(marked)}")
    _show_out(marked)


def show_freed(marked: Marked) -> None:
    """What the mark held, and whether another holds it still."""
    show(f"The mark on {_say_on(marked.hold)} is taken back. Both are kept in the register.")
    for other in marked.others:
        show(f"Held still, by the mark on {_say_on(other)} ({other.by}).")


def show_holds(marks: Sequence[Marked], *, as_json: bool) -> None:
    """Every mark that stands."""
    if as_json:
        for one in marks:
            write_json({
                "on": one.hold.on, "name": one.hold.name, "by": one.hold.by, "at": one.hold.at.isoformat(),
                "because": one.hold.because, "is_followed": one.is_followed, "incidents": list(one.incidents),
                "out": [{"release": told.release, "day": told.day} for told in one.out],
            })  # fmt: skip
        return
    if not marks:
        show("Nothing is marked. 'bearwitness release hold CLAIM' marks an incident.")
    for one in marks:
        show(
            f"- {_say_on(one.hold)}, by {one.hold.by} on {one.hold.at:%Y-%m-%d}: {one.hold.because}. {_say_reach(one)}"
        )
        _show_out(one)


def _say_on(hold: Hold) -> str:
    return f"{hold.on} {hold.name}"


def _say_reach(marked: Marked) -> str:
    held = f"It holds {say_number(len(marked.incidents), 'incident')} today"
    if marked.is_followed:
        return f"Its claim is read no more, so all that may stand for it is held until the mark is taken back. {held}."
    return f"{held}."


def _show_out(marked: Marked) -> None:
    for one in marked.out:
        show(
            f"  Already out in the release {one.release!r} of {one.day}; it stays out there. Later releases tell nothing"
            " new of it, and no difference between them tells of this mark."
        )
    if marked.has_releases and not marked.out:
        show("  No row of a release stands on it. A figure may have counted it; what was said there stays out there.")
