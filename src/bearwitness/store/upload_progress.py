"""Looks at the queue of uploads: what it holds, how far each job has come, and whether anything is to be done."""

from bearwitness.store.room_file import read_room
from bearwitness.store.upload_queue import Queue
from bearwitness.store.upload_records import Item, Job, Tally, parse_item, parse_job


def find_begun(queue: Queue) -> float | None:
    """Since when the report under way is being read; None where none is."""
    with read_room(queue.file) as connection:
        found = connection.execute("SELECT MIN(begun_at) FROM items WHERE state = 'reading'").fetchone()[0]
    return None if found is None else float(found)


def has_work(queue: Queue) -> bool:
    """Whether anything is to be done."""
    query = "SELECT 1 FROM jobs WHERE state IN ('waiting', 'reading', 'linking') LIMIT 1"
    with read_room(queue.file) as connection:
        return connection.execute(query).fetchone() is not None


def list_jobs(queue: Queue, most: int) -> tuple[Job, ...]:
    """The newest jobs."""
    with read_room(queue.file) as connection:
        rows = connection.execute("SELECT * FROM jobs ORDER BY number DESC LIMIT ?", (most,)).fetchall()
    return tuple(parse_job(row) for row in rows)


def find_job(queue: Queue, number: int) -> Job | None:
    """The job of this number."""
    with read_room(queue.file) as connection:
        row = connection.execute("SELECT * FROM jobs WHERE number = ?", (number,)).fetchone()
    return None if row is None else parse_job(row)


def list_items(queue: Queue, job: int, *, after: int = 0, most: int = 1_000_000) -> tuple[Item, ...]:
    """Items of a job in the order they were sent, from the one after the item numbered `after`."""
    query = "SELECT * FROM items WHERE job = ? AND number > ? ORDER BY number LIMIT ?"
    with read_room(queue.file) as connection:
        return tuple(parse_item(row) for row in connection.execute(query, (job, after, most)))


def tally_job(queue: Queue, job: int) -> Tally:
    """How far it has come."""
    counts: dict[str, int] = {}
    claims = faults = 0
    now = None
    query = (
        "SELECT state, COUNT(*) AS n, SUM(claims) AS claims, SUM(faults) AS faults, MAX(name) AS name FROM items"
        " WHERE job = ? GROUP BY state"
    )
    with read_room(queue.file) as connection:
        for row in connection.execute(query, (job,)):
            counts[row["state"]] = row["n"]
            if row["state"] == "new":
                claims, faults = row["claims"], row["faults"]
            if row["state"] == "reading":
                now = row["name"]
    states = ("waiting", "reading", "new", "known", "failed", "cancelled")
    return Tally(claims=claims, faults=faults, now=now, **{state: counts.get(state, 0) for state in states})
