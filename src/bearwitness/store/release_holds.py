"""Marks that something is never to leave, in the register: events with their entries in the log, appended and never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, get_args

from bearwitness.core.errors import RegisterError
from bearwitness.core.holds import HeldOn, Hold
from bearwitness.store.log_reading import Event, load_events, save_event
from bearwitness.store.register_file import Register, read_from, stamp

KIND: Final = "hold"
_ON: Final[Mapping[str, HeldOn]] = {one: one for one in get_args(HeldOn)}


def save_hold(register: Register, hold: Hold) -> None:
    """Append a mark, or that it is taken back."""
    body = {"on": hold.on, "name": hold.name, "is_held": hold.is_held, "because": hold.because}
    save_event(register, Event(number=0, kind=KIND, at=stamp(hold.at), by=hold.by, body=body))


def load_holds(register: Register) -> tuple[Hold, ...]:
    """Every mark and every taking back, the oldest first. Raises RegisterError where one cannot be read: it could be the one that
    keeps somebody safe.
    """
    with read_from(register) as connection:
        return tuple(_parse(event) for event in load_events(connection) if event.kind == KIND)


def _parse(event: Event) -> Hold:
    body: Mapping[str, Any] = event.body
    on, name, is_held = _ON.get(str(body.get("on"))), body.get("name"), body.get("is_held")
    if on is None or not isinstance(name, str) or not isinstance(is_held, bool):
        raise RegisterError(
            f"event {event.number} of the register says what is never to leave, and cannot be read; nothing is released"
            " until it is mended: see 'bearwitness verify'"
        )
    at = datetime.fromisoformat(event.at)
    return Hold(on=on, name=name, is_held=is_held, by=event.by, at=at, because=str(body.get("because", "")))
