"""The Log as a table of comma-separated values, line by line: a large one is never held whole."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from bearwitness.apps.comma_separated import render_csv
from bearwitness.apps.wording import clean
from bearwitness.store.register_acts import Before, Kind, Whose, find_before, list_doings
from bearwitness.store.register_file import Register
from bearwitness.store.room_acts import RoomAct, Thing, WantedActs, list_acts
from bearwitness.store.room_file import RoomFile

_PART: Final = 500


def write_doings(register: Register, kinds: Sequence[Kind], whose: Whose) -> Iterator[str]:
    """The acts on the register, newest first."""
    yield render_csv([("at", "by", "kind", "what", "on", "because")])
    start = Before()
    while rows := list_doings(register, start, _PART, kinds, whose):
        for one in rows:
            at, by = one.at.astimezone(UTC).isoformat(timespec="seconds"), clean(one.by)
            # Of a file that left, what stands in the place of the claims is what sort it was.
            on = one.title if one.kind == "left" else " ".join(one.on)
            yield render_csv([(at, by, one.kind, one.what, on, clean(one.because))])
        start = find_before(rows, start)


def write_acts(room: RoomFile, wanted: WantedActs) -> Iterator[str]:
    """The acts of the room, newest first."""
    yield render_csv([("at", "by", "name", "what", "words", "on", "on_name", "detail", "times")])
    start: int | None = None
    while rows := list_acts(room, wanted, start, _PART):
        for one in rows:
            yield render_csv([_list_cells(one)])
        start = rows[-1].number


def _list_cells(one: RoomAct) -> tuple[str | int, ...]:
    at = datetime.fromtimestamp(one.at, UTC).isoformat(timespec="seconds")
    on = "" if one.on is None else _say(one.on)
    return (at, _say(one.by), one.name, one.what, one.words, on, one.on_name, one.detail, one.times)


def _say(thing: Thing) -> str:
    return f"{thing.kind} {thing.number}" if thing.number else thing.kind
