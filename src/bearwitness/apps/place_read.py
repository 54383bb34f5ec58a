"""Which place a name that was asked for is read as, said beside the answer."""

from bearwitness.apps.screen import show_aside


def tell_place_read(place: str | None) -> None:
    """Say it where a name alone was given and it is no country's.

    A small town may bear the name of what was meant, and "0 people" then reads like an answer: "Atlantis" is a town in South Africa.
    Raises UnknownPlaceError as the question itself would.
    """
    from bearwitness.workflow.question import resolve_place
    from bearwitness.workflow.tools import load_places

    text = (place or "").strip()
    if not text or "/" in text or text.isdecimal() or len(text) == 2:
        return
    path = resolve_place(load_places(), text)
    if len(path) > 1:
        show_aside(f"The place asked for, {text}, is read as {'/'.join(path)}.", "dim")
