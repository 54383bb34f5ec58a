"""A small register at work, and what somebody who can write its file may do to it: every way by itself, on every table.

Each way says what must be named: which record, or the range of entries that it is among.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

from bearwitness.core.incidents import Link, Review
from bearwitness.core.records import Fault, Reading, Statement, Sum
from bearwitness.custody.entries import KINDS, hash_record, name_row
from bearwitness.custody.tree import Peaks, add_leaves
from bearwitness.store.log_reading import load_log, look_at
from bearwitness.store.log_writing import ROWS, read_records, render_peaks
from bearwitness.store.register import (
    Address,
    open_register,
    save_judgement,
    save_links,
    save_reading,
    save_review,
    withdraw_judgement,
)
from bearwitness.workflow.checkpointing import Signer, sign_checkpoint
from tests.workflow.one_valley import tell_reports

SIGNER: Final = Signer(seed=b"s" * 32, name="harbour-watch")
THIEF: Final = Signer(seed=b"t" * 32, name="harbour-watch")
KINDS_NOW: Final = KINDS[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What must be named: records by kind and row, or an entry that the range told must hold."""

    rows: frozenset[tuple[str, str]] = frozenset()
    entry: int | None = None


def make_register(path: Address) -> str:
    """Two parts with a checkpoint behind each; the last checkpoint, as it was given away."""
    with open_register(path, create=True) as register:
        readings = [fill(reading) for reading in tell_reports(5, 6)]
        for reading in readings[:3]:
            save_reading(register, reading, reader="en/1", at=now())
        left, right = [claim.id for reading in readings for claim in reading.claims][:2]
        link = Link(left=left, right=right, judgement="same", score=0.5, reasons=("one day",), by="rule:3")
        save_links(register, [link], at=now())
    sign_checkpoint(path, SIGNER, now())
    with open_register(path, create=False) as register:
        for reading in readings[3:]:
            save_reading(register, reading, reader="en/1", at=now())
        save_links(register, [replace(link, score=0.75), replace(link, left=right, right=left)], at=now())
        for by in ("person:eva", "person:tom"):
            save_judgement(register, replace(link, by=by), at=now())
            save_review(register, Review(claim=left, decision="accepted", by=by, at=now(), because="seen"))
        withdraw_judgement(register, replace(link, by="person:tom"), by="person:eva", because="two towns", at=now())
        save_reading(register, readings[0], reader="en/2", at=now())
    note = sign_checkpoint(path, SIGNER, now()).note
    with open_register(path, create=False) as register:
        save_review(register, Review(claim=right, decision="rejected", by="eva", at=now(), because="an error"))
    return str(note)


def now() -> datetime:
    """As the program stamps what it writes."""
    return datetime.now(UTC)


def fill(reading: Reading) -> Reading:
    """With everything else a reading can hold, twice."""
    quotes = reading.claims[0].quotes if reading.claims else ()
    statement = Statement(id="s_1", kind="appeal", about=(), voices=(), quotes=quotes, status="reported")
    summed = Sum(text="two", of="people", low=2, high=2, read=2, agrees=True, claims=(), quotes=quotes)
    fault = Fault(code="quote", detail="not at its offsets")
    return replace(
        reading,
        statements=(statement, replace(statement, id="s_2")),
        sums=(summed, replace(summed, low=1)),
        faults=(fault, replace(fault, code="count")),
    )


class Hand(sqlite3.Connection):
    """The file in the hands of one who can write it, and who puts back in the end what made it append-only."""

    guards: tuple[str, ...] = ()

    def close(self) -> None:
        tables = {str(name) for (name,) in self.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for guard in self.guards:
            # Of a table that was taken away nothing can be guarded any more.
            if guard.partition(" ON ")[2].split()[0].strip('"') in tables:
                self.execute(guard)
        super().close()


def unlock(path: Path) -> sqlite3.Connection:
    """What makes the file append-only is gone until it is closed."""
    raw = sqlite3.connect(path, isolation_level=None, factory=Hand)
    rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in rows:
        raw.execute(f'DROP TRIGGER "{name}"')
    raw.guards = tuple(sql for _, sql in rows)
    return raw


def pick(raw: sqlite3.Connection, kind: str, chance: Random, many: int = 1) -> list[dict[str, Any]]:
    """Different rows of a kind."""
    raw.row_factory = sqlite3.Row
    rows = [dict(row) for row in raw.execute(f'SELECT * FROM "{ROWS[kind]}"')]  # noqa: S608
    return chance.sample(rows, many)


def find_row(kind: str, row: dict[str, Any]) -> tuple[str, str]:
    """Its name in the log."""
    return kind, "/".join(str(row[name]) for name in KINDS_NOW[kind].key)


def put(raw: sqlite3.Connection, kind: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """One row in the place of another."""
    take(raw, kind, old)
    names = ", ".join(f'"{name}"' for name in new)
    marks = ", ".join("?" * len(new))
    raw.execute(f'INSERT INTO "{ROWS[kind]}" ({names}) VALUES ({marks})', list(new.values()))  # noqa: S608


def take(raw: sqlite3.Connection, kind: str, row: dict[str, Any]) -> None:
    """A row taken out."""
    keys = KINDS_NOW[kind].key
    where = " AND ".join(f'"{name}" = ?' for name in keys)
    raw.execute(f'DELETE FROM "{ROWS[kind]}" WHERE {where}', [row[name] for name in keys])  # noqa: S608


def other_than(value: Any, chance: Random) -> Any:
    """Another value of its sort, close by."""
    if value is None:
        return "2019-05-01"
    if isinstance(value, int | float):
        return value + chance.choice((-1, 1, 7))
    place = chance.randrange(len(value) + 1)
    return value[:place] + chance.choice("0a ") + value[place:]


def change_row(path: Path, kind: str, chance: Random) -> Named:
    """One column of one row, any but its key."""
    with closing(unlock(path)) as raw:
        (row,) = pick(raw, kind, chance)
        name = chance.choice([name for name in row if name not in KINDS_NOW[kind].key])
        put(raw, kind, row, row | {name: other_than(row[name], chance)})
    return Named(rows=frozenset({find_row(kind, row)}))


def date_back(path: Path, kind: str, chance: Random) -> Named:
    """Its moment, by a year, where it has one."""
    name = KINDS_NOW[kind].at
    if name is None:
        return change_row(path, kind, chance)
    with closing(unlock(path)) as raw:
        (row,) = pick(raw, kind, chance)
        put(raw, kind, row, row | {name: str(int(row[name][:4]) - 1) + row[name][4:]})
    return Named(rows=frozenset({find_row(kind, row)}))


def remove_row(path: Path, kind: str, chance: Random) -> Named:
    """One row taken out."""
    with closing(unlock(path)) as raw:
        (row,) = pick(raw, kind, chance)
        take(raw, kind, row)
    return Named(rows=frozenset({find_row(kind, row)}))


def add_row(path: Path, kind: str, chance: Random) -> Named:
    """One row put in, like another."""
    with closing(unlock(path)) as raw:
        (row,) = pick(raw, kind, chance)
        key = KINDS_NOW[kind].key[-1]
        new = row | {key: f"{row[key]}0" if kind == "report" else row[key] + 1000}
        put(raw, kind, new, new)
    return Named(rows=frozenset({find_row(kind, new)}))


def exchange_rows(path: Path, kind: str, chance: Random) -> Named:
    """Two rows in each other's places."""
    with closing(unlock(path)) as raw:
        one, other = pick(raw, kind, chance, 2)
        keys = KINDS_NOW[kind].key
        put(raw, kind, one, other | {name: one[name] for name in keys})
        put(raw, kind, other, one | {name: other[name] for name in keys})
        same = all(one[name] == other[name] for name in one if name not in keys)
    if same:  # two that say the same are the same wherever they stand
        return change_row(path, kind, chance)
    return Named(rows=frozenset({find_row(kind, one), find_row(kind, other)}))


def renumber_row(path: Path, kind: str, chance: Random) -> Named:
    """A row under another number."""
    with closing(unlock(path)) as raw:
        (row,) = pick(raw, kind, chance)
        key = KINDS_NOW[kind].key[-1]
        new = row | {key: f"{row[key]}0" if kind == "report" else row[key] + 1000}
        put(raw, kind, row, new)
    return Named(rows=frozenset({find_row(kind, row), find_row(kind, new)}))


def find_leaf(raw: sqlite3.Connection, kind: str, chance: Random) -> tuple[int, str]:
    """An entry of a kind that a checkpoint stands for or a step was closed over."""
    found = raw.execute("SELECT number, row FROM log_leaves WHERE kind = ?", [kind]).fetchall()
    number, row = chance.choice(found)
    return int(number), str(row)


def change_leaf(path: Path, kind: str, chance: Random) -> Named:
    """The hash or the salt of an entry."""
    with closing(unlock(path)) as raw:
        number, row = find_leaf(raw, kind, chance)
        name = chance.choice(("hash", "salt"))
        raw.execute(f"UPDATE log_leaves SET {name} = ? || substr({name}, 3) WHERE number = ?", ["zz", number])  # noqa: S608
    return Named(rows=frozenset({(kind, row)}))


def remove_leaf(path: Path, kind: str, chance: Random) -> Named:
    """An entry taken out: its record was then never logged."""
    with closing(unlock(path)) as raw:
        number, row = find_leaf(raw, kind, chance)
        raw.execute("DELETE FROM log_leaves WHERE number = ?", [number])
    return Named(rows=frozenset({(kind, row)}))


def exchange_leaves(path: Path, kind: str, chance: Random) -> Named:
    """An entry and the next one of its kind, each whole, in each other's places."""
    with closing(unlock(path)) as raw:
        found = raw.execute("SELECT number FROM log_leaves WHERE kind = ? ORDER BY number", [kind]).fetchall()
        at = chance.randrange(len(found) - 1)
        (one,), (other,) = found[at], found[at + 1]
        for before, after in ((one, -1), (other, one), (-1, other)):
            raw.execute("UPDATE log_leaves SET number = ? WHERE number = ?", [after, before])
    return Named(entry=one)


def change_both(path: Path, kind: str, chance: Random) -> Named:
    """A row and its entry, which fits it again; only the tree tells."""
    change_row(path, kind, chance)
    return Named(entry=reseal(path, deep=False))


def rewrite_all(path: Path, kind: str, chance: Random) -> Named:
    """A row that a checkpoint stands for, its entry, and every step behind it: all fits again but what was signed."""
    before, signed = path.read_bytes(), find_signed(path)
    while True:
        change_row(path, kind, chance)
        first = reseal(path, deep=True)
        if first < signed:
            return Named(entry=first)
        path.write_bytes(before)


def find_signed(path: Path) -> int:
    """How many entries the last checkpoint in the file stands for."""
    with closing(sqlite3.connect(path)) as raw:
        bodies = raw.execute("SELECT body FROM events WHERE kind = 'checkpoint'").fetchall()
    return max(int(json.loads(body)["note"].splitlines()[1]) for (body,) in bodies)


def rewrite_unsigned(path: Path) -> None:
    """The one review behind the last checkpoint, and the log with it: what nothing outside the file speaks against."""
    with closing(unlock(path)) as raw:
        raw.execute("UPDATE reviews SET because = 'no error' WHERE number = (SELECT max(number) FROM reviews)")
    reseal(path, deep=True)


def cut_back(path: Path) -> None:
    """All that came since the first checkpoint taken out, log and all: the file as it was then."""
    with closing(unlock(path)) as raw:
        (body,) = raw.execute("SELECT body FROM events WHERE kind = 'checkpoint' ORDER BY number LIMIT 1").fetchone()
        size = int(json.loads(body)["note"].splitlines()[1])
        for kind, row in raw.execute("SELECT kind, row FROM log_leaves WHERE number >= ?", [size]).fetchall():
            keys = dict(zip(KINDS_NOW[kind].key, row.split("/"), strict=True))
            where = " AND ".join(f'"{name}" = ?' for name in keys)
            raw.execute(f'DELETE FROM "{ROWS[kind]}" WHERE {where}', list(keys.values()))  # noqa: S608
        raw.execute("DELETE FROM log_leaves WHERE number >= ?", [size])
        raw.execute("DELETE FROM log_steps WHERE size > ?", [size])


def reseal(path: Path, *, deep: bool) -> int:
    """Make the log fit the rows again, as one can who has the program and no key. The first entry that was changed."""
    with look_at(path) as connection:
        log = load_log(connection)
        records = {(kind, name_row(one)): one for kind in ROWS for one in read_records(connection, kind)}
    made, first = [], log.size
    steps = iter(log.steps)
    step = next(steps)
    for leaf in log.leaves:
        while leaf.number >= step.size:
            step = next(steps)
        assert leaf.salt is not None
        made.append(hash_record(records[leaf.kind, leaf.row], step.moment, leaf.salt))
        if made[-1] != leaf.hash:
            first = min(first, leaf.number)
    with closing(unlock(path)) as raw:
        raw.executemany("UPDATE log_leaves SET hash = ? WHERE number = ?", [(h.hex(), n) for n, h in enumerate(made)])
        peaks = Peaks()
        for step in log.steps if deep else ():
            peaks = add_leaves(peaks, made[peaks.size : step.size])
            raw.execute("UPDATE log_steps SET peaks = ? WHERE size = ?", [render_peaks(peaks), step.size])
    return first


def change_step(path: Path, kind: str, chance: Random) -> Named:
    """When, why, or with which peaks the entries of a step came in."""
    name, value = chance.choice((("at", "2019-05-01T10:00:00+00:00"), ("why", "upgrade"), ("peaks", "00")))
    with closing(unlock(path)) as raw:
        number, row = find_leaf(raw, kind, chance)
        (size,) = raw.execute("SELECT min(size) FROM log_steps WHERE size > ?", [number]).fetchone()
        raw.execute(f"UPDATE log_steps SET {name} = ? WHERE size = ?", [value, size])  # noqa: S608
    return Named(entry=size - 1) if name == "peaks" else Named(rows=frozenset({(kind, row)}))


def forge_checkpoint(path: Path, kind: str, chance: Random) -> Named:
    """All rewritten, and signed anew with a key of the same name."""
    change_row(path, kind if kind != "event" else "review", chance)
    reseal(path, deep=True)
    sign_checkpoint(path, THIEF, now())
    with closing(sqlite3.connect(path)) as raw:
        (number,) = raw.execute("SELECT max(number) FROM events").fetchone()
        body = raw.execute("SELECT body FROM events WHERE number = ?", [number]).fetchone()[0]
        assert "note" in json.loads(body)
    return Named(rows=frozenset({("event", str(number))}))


Tamper = Callable[[Path, str, Random], Named]
WAYS: Final[tuple[Tamper, ...]] = (
    change_row,
    date_back,
    remove_row,
    add_row,
    exchange_rows,
    renumber_row,
    change_leaf,
    remove_leaf,
    exchange_leaves,
    change_both,
    rewrite_all,
    change_step,
    forge_checkpoint,
)
