"""The queue of uploads, in a file of its own within the spool: what waits to be read, what became of what was read, and who sent it.

Every step is one transaction, so that a process killed at any point leaves each report waiting, under way, or ended.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from bearwitness.core.errors import RegisterError, UsageError
from bearwitness.store.room_file import RoomFile, read_room, write_room
from bearwitness.store.spool import Spool, list_spooled, remove_spooled
from bearwitness.store.upload_records import Item, Job, NewJob, Outcome, parse_item, parse_job

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY,
    made_by TEXT NOT NULL,
    made_at REAL NOT NULL,
    outlet TEXT,
    published_on TEXT,
    url TEXT,
    passed INTEGER NOT NULL,
    state TEXT NOT NULL,
    cancelled_by TEXT,
    ended_at REAL
);
CREATE TABLE IF NOT EXISTS items (
    number INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs (number),
    name TEXT NOT NULL,
    line INTEGER NOT NULL,
    spool TEXT,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    state TEXT NOT NULL,
    is_fresh INTEGER NOT NULL DEFAULT 0,
    starts INTEGER NOT NULL DEFAULT 0,
    strikes INTEGER NOT NULL DEFAULT 0,
    begun_at REAL,
    uid TEXT,
    claims INTEGER NOT NULL DEFAULT 0,
    faults INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS items_job ON items (job, state);
CREATE INDEX IF NOT EXISTS items_open ON items (spool) WHERE state IN ('waiting', 'reading')
"""
_SCHEMA: Final = 1
_UNDER_WAY: Final = 900.0
"""Seconds after which a file that no job names is no upload under way but one that was cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """An opened queue and the spool it lies in."""

    spool: Spool
    file: RoomFile


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLimits:
    """How much may wait in all: reports, and their bytes."""

    reports: int = 10_000
    size: int = 1_000_000_000


def open_queue(spool: Spool) -> Queue:
    """The queue of the spool, made where there is none. Raises RegisterError where it cannot be used."""
    file = RoomFile(path=spool.path / "queue.db")
    try:
        os.close(os.open(file.path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise RegisterError(f"the queue of uploads {file.path} cannot be opened ({error.strerror})") from None
    with write_room(file) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] > _SCHEMA:
            raise RegisterError(f"{file.path} is of a newer version of bearwitness; use that version")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    return Queue(spool=spool, file=file)


def add_job(queue: Queue, job: NewJob, limits: WaitingLimits) -> int:
    """Put a batch at the end of the queue; its number. Raises UsageError where too much waits already."""
    with write_room(queue.file) as connection:
        waiting, size = connection.execute(
            "SELECT COUNT(*), COALESCE(SUM(length), 0) FROM items WHERE state IN ('waiting', 'reading')"
        ).fetchone()
        coming = [item for item in job.items if item.spool is not None]
        if waiting + len(coming) > limits.reports or size + sum(item.length for item in coming) > limits.size:
            raise UsageError("too much waits to be read already; wait until some of it is done and send this again")
        number: int = connection.execute(
            "INSERT INTO jobs (made_by, made_at, outlet, published_on, url, passed, state)"
            " VALUES (?, ?, ?, ?, ?, ?, 'waiting') RETURNING number",
            (
                job.by,
                job.at,
                job.given.outlet,
                None if job.given.published_on is None else job.given.published_on.isoformat(),
                job.given.url,
                job.passed,
            ),
        ).fetchone()[0]
        connection.executemany(
            "INSERT INTO items (job, name, line, spool, start, length, state, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    item.name,
                    item.line,
                    item.spool,
                    item.start,
                    item.length,
                    "failed" if item.spool is None else "waiting",
                    item.reason,
                )
                for item in job.items
            ],
        )
    return number


def begin_job(queue: Queue) -> Job | None:
    """The oldest job of which something is to be done, now under way; None where there is none."""
    with write_room(queue.file) as connection:
        row = connection.execute(
            "UPDATE jobs SET state = 'reading' WHERE number ="
            " (SELECT MIN(number) FROM jobs WHERE state IN ('waiting', 'reading', 'linking')) RETURNING *"
        ).fetchone()
    return None if row is None else parse_job(row)


def take_item(queue: Queue, job: Job, *, at: float) -> Item | None:
    """The next report of the job, now under way; one that a killed process left so comes first. None where all are done, and the job is
    then being linked: no one cancels it any more.
    """
    with write_room(queue.file) as connection:
        row = connection.execute(
            "UPDATE items SET state = 'reading', starts = starts + 1, begun_at = ? WHERE number = (SELECT number FROM items"
            " WHERE job = ? AND state IN ('reading', 'waiting') ORDER BY state = 'waiting', number LIMIT 1) RETURNING *",
            (at, job.number),
        ).fetchone()
        if row is None:
            connection.execute("UPDATE jobs SET state = 'linking' WHERE number = ?", (job.number,))
    return None if row is None else parse_item(row)


def mark_fresh(queue: Queue, item: Item) -> None:
    """Note that the register does not hold the report: if it is found there after a restart, this job put it there."""
    with write_room(queue.file) as connection:
        connection.execute("UPDATE items SET is_fresh = 1 WHERE number = ?", (item.number,))


def finish_item(queue: Queue, item: Item, outcome: Outcome) -> None:
    """Note how it ended, then remove its file where nothing else in it is still to be read."""
    with write_room(queue.file) as connection:
        connection.execute(
            "UPDATE items SET state = ?, uid = ?, claims = ?, faults = ?, reason = ? WHERE number = ?",
            (outcome.state, outcome.uid, outcome.claims, outcome.faults, outcome.reason, item.number),
        )
    clear_spool(queue, [item.spool])


def finish_job(queue: Queue, job: Job, *, at: float) -> None:
    """The job is done, or ended by whoever cancelled it."""
    with write_room(queue.file) as connection:
        connection.execute(
            "UPDATE jobs SET state = CASE WHEN cancelled_by IS NULL THEN 'done' ELSE 'cancelled' END, ended_at = ?"
            " WHERE number = ?",
            (at, job.number),
        )


def cancel_job(queue: Queue, number: int, *, by: str, at: float) -> bool:
    """Let nothing more of the job be read; the report under way is finished. False where all of it was read already."""
    with write_room(queue.file) as connection:
        row = connection.execute("SELECT state FROM jobs WHERE number = ?", (number,)).fetchone()
        if row is None or row["state"] not in {"waiting", "reading"}:
            return False
        spools = connection.execute("SELECT DISTINCT spool FROM items WHERE job = ? AND state = 'waiting'", (number,))
        names = [one["spool"] for one in spools]
        connection.execute("UPDATE items SET state = 'cancelled' WHERE job = ? AND state = 'waiting'", (number,))
        ended = row["state"] == "waiting"
        connection.execute(
            "UPDATE jobs SET cancelled_by = ?, state = ?, ended_at = ? WHERE number = ?",
            (by, "cancelled" if ended else row["state"], at if ended else None, number),
        )
    clear_spool(queue, names)
    return True


def strike_items(queue: Queue, *, most: int, reason: str) -> int:
    """Note that the reader ended in the middle of a report, which has failed once it did so `most` times; how many have."""
    with write_room(queue.file) as connection:
        connection.execute("UPDATE items SET strikes = strikes + 1 WHERE state = 'reading'")
        failed = connection.execute(
            "UPDATE items SET state = 'failed', reason = ? WHERE state = 'reading' AND strikes >= ?", (reason, most)
        ).rowcount
    if failed:
        sweep_spool(queue, now=0.0)
    return failed


def clear_spool(queue: Queue, names: Iterable[str]) -> None:
    """Remove those of the files of which nothing is still to be read."""
    with read_room(queue.file) as connection:
        query = "SELECT 1 FROM items WHERE spool = ? AND state IN ('waiting', 'reading') LIMIT 1"
        idle = [name for name in names if name and connection.execute(query, (name,)).fetchone() is None]
    remove_spooled(queue.spool, idle)


def sweep_spool(queue: Queue, *, now: float) -> None:
    """Remove what a killed process left: files all of whose reports are done, and files no job names and that no upload still writes."""
    with read_room(queue.file) as connection:
        named = {row[0] for row in connection.execute("SELECT DISTINCT spool FROM items WHERE spool IS NOT NULL")}
    loose = list_spooled(queue.spool, before=now - _UNDER_WAY) - named
    clear_spool(queue, list_spooled(queue.spool, before=float("inf")) & named)
    with suppress(FileNotFoundError):
        remove_spooled(queue.spool, loose)
