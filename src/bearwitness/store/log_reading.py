"""The log read back, as it is: what was changed by hand may hold anything, and is for the check to name."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, column, inspect, select, table

from bearwitness.core.errors import RegisterError
from bearwitness.custody.entries import Moment, Record, find_value
from bearwitness.custody.log import Leaf, Log, Step
from bearwitness.custody.tree import Peaks, compute_root
from bearwitness.store import schema
from bearwitness.store.address import Address
from bearwitness.store.log_writing import ROWS, append_event, load_peaks, parse_peaks, read_records
from bearwitness.store.register_file import Register, reach_register, read_from, refuse_strangers, write_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as it is kept: its number, kind, when, by whom, and what more is said of it ({} where that is not JSON)."""

    number: int
    kind: str
    at: str
    by: str
    body: dict[str, Any]


@contextmanager
def look_at(address: Address) -> Iterator[Connection]:
    """One state of a register that is only looked at: nothing in it is changed, whatever is wrong with it."""
    with reach_register(address, create=False) as register:
        if not refuse_strangers(register):
            raise RegisterError(f"{address} is empty; there is nothing to verify")
        with read_from(register) as connection:
            raw: Any = connection.connection.driver_connection
            if isinstance(raw, sqlite3.Connection):
                # Bytes that are no text, put in by hand, are for the check to name and not to fail on.
                raw.text_factory = _decode
            if not inspect(connection).has_table(schema.log_leaves.name):
                raise RegisterError(
                    f"{address} has no log, for an older program made it; 'bearwitness upgrade --register {address}' begins one"
                )
            yield connection


def load_log(connection: Connection) -> Log:
    """All entries and steps, by their numbers."""
    names = ("number", "kind", "row", "salt", "hash")
    leaves = tuple(
        Leaf(number=number, kind=str(kind), row=str(row), salt=_parse_hex(salt), hash=_parse_hex(made))
        for number, kind, row, salt, made in _read(connection, "log_leaves", names)
    )
    names = ("size", "format", "at", "why", "peaks")
    steps = tuple(
        Step(
            size=size,
            moment=Moment(at=str(at), why=str(why), format=form if isinstance(form, int) else 0),
            peaks=parse_peaks(size, str(peaks)),
        )
        for size, form, at, why, peaks in _read(connection, "log_steps", names)
    )
    return Log(leaves=leaves, steps=steps)


def read_all_records(connection: Connection) -> Iterator[Record]:
    """Every record that is logged, kind by kind."""
    for kind in ROWS:
        yield from read_records(connection, kind)


def load_events(connection: Connection) -> tuple[Event, ...]:
    """What happened, in order."""
    return tuple(_parse_event(record) for record in read_records(connection, "event"))


def find_name(connection: Connection) -> str:
    """The log's own name, from its first event. Raises RegisterError where nothing was logged yet."""
    events = schema.events.c
    body = connection.scalar(select(events.body).where(events.kind == "began").order_by(events.number).limit(1))
    if body is None:
        raise RegisterError("nothing is in the register's log yet; read a report into it first")
    return str(json.loads(body)["log"])


def load_head(register: Register) -> tuple[str, Peaks]:
    """The log's name, and its tree as the last step left it."""
    with read_from(register) as connection:
        return find_name(connection), load_peaks(connection)


def load_known_keys(register: Register) -> frozenset[str]:
    """The public keys that the log tells were used."""
    with read_from(register) as connection:
        return frozenset(str(one.body.get("public")) for one in load_events(connection) if one.kind == "key")


def save_event(register: Register, event: Event) -> None:
    """Append something that happened; its number is given by the register."""
    with write_to(register) as connection:
        append_event(connection, event.kind, event.by, event.body, event.at)


def compute_head(peaks: Peaks) -> tuple[int, bytes]:
    """Size and root."""
    return peaks.size, compute_root(peaks)


_ANY: Final[dict[str, Any]] = {}


def _parse_event(record: Record) -> Event:
    try:
        body = json.loads(str(find_value(record, "body")))
    except ValueError:
        body = _ANY
    number = find_value(record, "number")
    return Event(
        number=number if isinstance(number, int) else 0,
        kind=str(find_value(record, "kind")),
        at=str(find_value(record, "at")),
        by=str(find_value(record, "by")),
        body=body if isinstance(body, dict) else _ANY,
    )


def _read(connection: Connection, name: str, names: tuple[str, ...]) -> Iterator[Any]:
    if not inspect(connection).has_table(name):
        return
    found = table(name, *(column(one) for one in names))
    query = select(found).order_by(found.c[names[0]])
    yield from connection.execute(query, execution_options={"stream_results": True, "yield_per": 1000})


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def _parse_hex(text: object) -> bytes | None:
    try:
        return bytes.fromhex(text) if isinstance(text, str) else None
    except ValueError:
        return None
