"""All that a register knows of a vault: that it was founded, which random ids it keeps and what they are about, and what was removed from it.

Never who a source is, nor anything made from that. Each is an event of the register, appended and never changed.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Row, select

from bearwitness.store import schema
from bearwitness.store.log_writing import append_event
from bearwitness.store.register_file import Register, read_from, stamp, write_to

FactKind = Literal["founded", "recipients", "sealed", "removed", "attached", "detached"]
AboutKind = Literal["report", "claim", "voice"]
KINDS: Final[tuple[FactKind, ...]] = ("founded", "recipients", "sealed", "removed", "attached", "detached")
ABOUTS: Final[tuple[AboutKind, ...]] = ("report", "claim", "voice")
_START: Final = "vault "
NOBODY: Final = "vault"
"""Signs where the name of who did it would say who knows the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened to a vault.

    `hashes` are SHA-256 of sealed files (of the list of recipients for "recipients", with its `length`); `about` names what an entry is attached
    to: a report, a claim, or the voice of a claim. `entry` is "" where it is of the vault as a whole.
    """

    kind: FactKind
    at: datetime
    by: str
    vault: str
    entry: str = ""
    hashes: tuple[str, ...] = ()
    length: int = 0
    about_kind: AboutKind | None = None
    about: str = ""
    because: str = ""


def append_fact(register: Register, fact: Fact) -> int:
    """Append one, and give the number of its event."""
    body = {
        "vault": fact.vault,
        "entry": fact.entry,
        "hashes": list(fact.hashes),
        "length": fact.length,
        "about_kind": fact.about_kind,
        "about": fact.about,
        "because": fact.because,
    }
    with write_to(register) as connection:
        kept = {key: value for key, value in body.items() if value}
        return append_event(connection, _START + fact.kind, fact.by, kept, stamp(fact.at))


def load_facts(register: Register) -> tuple[Fact, ...]:
    """All of them, in the order they came."""
    table = schema.events.c
    query = select(schema.events).where(table.kind.in_([_START + kind for kind in KINDS])).order_by(table.number)
    with read_from(register) as connection:
        return tuple(_fact(row) for row in connection.execute(query))


def _fact(row: Row[Any]) -> Fact:
    body = json.loads(row.body)
    return Fact(
        kind=next(kind for kind in KINDS if _START + kind == row.kind),
        at=datetime.fromisoformat(row.at),
        by=row.by,
        vault=body["vault"],
        entry=body.get("entry", ""),
        hashes=tuple(body.get("hashes", ())),
        length=body.get("length", 0),
        about_kind=next((kind for kind in ABOUTS if kind == body.get("about_kind")), None),
        about=body.get("about", ""),
        because=body.get("because", ""),
    )
