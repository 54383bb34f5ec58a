"""What the queue of uploads holds: jobs, and of each its items, one for each report."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

JobState = Literal["waiting", "reading", "linking", "done", "cancelled"]
ItemState = Literal["waiting", "reading", "new", "known", "failed", "cancelled"]
OPEN: Final[tuple[JobState, ...]] = ("waiting", "reading", "linking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person who uploads says of all reports of the batch; it outranks what the bytes say."""

    outlet: str | None = None
    published_on: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One report to be read: a piece of a file in the spool. `line` is its line in a `.jsonl`, else 0.

    One that is refused from the start has no file, and its reason.
    """

    name: str
    spool: str | None = None
    start: int = 0
    length: int = 0
    line: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A batch as one person sent it; `passed` counts files of archives that are clearly no reports."""

    by: str
    at: float
    given: Given
    passed: int
    items: tuple[NewItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A batch. `cancelled_by` names who stopped it."""

    number: int
    by: str
    at: float
    given: Given
    passed: int
    state: JobState
    cancelled_by: str | None
    ended_at: float | None

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be done."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report of a job. `is_fresh` says that the register did not hold it when reading it was begun; `starts` how often that was, and
    `strikes` how often the reader ended in the middle of it.
    """

    number: int
    job: int
    name: str
    line: int
    spool: str
    start: int
    length: int
    state: ItemState
    is_fresh: bool
    starts: int
    strikes: int
    uid: str | None
    claims: int
    faults: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How reading an item ended: in the register under `uid`, or failed with its reason."""

    state: ItemState
    uid: str | None = None
    claims: int = 0
    faults: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far a job has come: items by state, and what the new ones told. `now` names the report being read."""

    waiting: int
    reading: int
    new: int
    known: int
    failed: int
    cancelled: int
    claims: int
    faults: int
    now: str | None

    @property
    def total(self) -> int:
        """All items."""
        return self.waiting + self.reading + self.done

    @property
    def done(self) -> int:
        """Those of which nothing is to be done any more."""
        return self.new + self.known + self.failed + self.cancelled


def parse_job(row: sqlite3.Row) -> Job:
    """A job from its row."""
    published = row["published_on"]
    given = Given(
        outlet=row["outlet"],
        published_on=None if published is None else date.fromisoformat(published),
        url=row["url"],
    )
    return Job(
        number=row["number"],
        by=row["made_by"],
        at=row["made_at"],
        given=given,
        passed=row["passed"],
        state=row["state"],
        cancelled_by=row["cancelled_by"],
        ended_at=row["ended_at"],
    )


def parse_item(row: sqlite3.Row) -> Item:
    """An item from its row."""
    return Item(
        number=row["number"],
        job=row["job"],
        name=row["name"],
        line=row["line"],
        spool=row["spool"] or "",
        start=row["start"],
        length=row["length"],
        state=row["state"],
        is_fresh=bool(row["is_fresh"]),
        starts=row["starts"],
        strikes=row["strikes"],
        uid=row["uid"],
        claims=row["claims"],
        faults=row["faults"],
        reason=row["reason"],
    )
