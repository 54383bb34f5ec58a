"""The queue of uploads worked off: read, recorded, linked, one job after the other, by one process at a time.

Killed at any point it goes on where it was. A report under way is first looked for in the register: what was saved just before is not
read again, and what was not saved is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bearwitness.capture.jsonl import parse_line
from bearwitness.capture.report import build_id, build_report
from bearwitness.core.errors import UnreadableError
from bearwitness.core.records import Reading
from bearwitness.reading.english.read import EnglishTools
from bearwitness.reading.english.story.claims import READER
from bearwitness.store.register import Address, Register, find_current_claims, load_reading, open_register, report_uid
from bearwitness.store.room_acts import NewAct, Thing, note_acts
from bearwitness.store.room_file import RoomFile
from bearwitness.store.spool import read_spool
from bearwitness.store.upload_queue import Queue, begin_job, finish_item, finish_job, mark_fresh, sweep_spool, take_item
from bearwitness.store.upload_records import Item, Job, Outcome
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import Overrides, with_overrides
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.tools import load_english

MOST_STARTS: Final = 20
"""So often is a report begun, whatever ended the reader; after that it has failed."""
GONE: Final = "its upload is no longer there; send it again"
UNLUCKY: Final = f"reading it was begun {MOST_STARTS} times and never came to an end; read it in a terminal to see why"

Reader = Callable[[Captured], Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where the work is done: the queue, the register, the clock, what reads one report, and the room in whose log the end is written down."""

    queue: Queue
    register: Address
    clock: Callable[[], datetime]
    read: Reader
    room: RoomFile | None = None


def read_one(captured: Captured, load: Callable[[], EnglishTools] = load_english) -> Reading | None:
    """The rules' reading of one report; whatever fails is said on the reading."""
    return next(read_batch([captured], load, ReadOptions(overrides=Overrides())), None)


def work_off(bench: Bench) -> bool:
    """Do the oldest job to its end; False where none waits. Raises RegisterError where the register cannot be used: nothing is lost by it,
    and the next call goes on.
    """
    job = begin_job(bench.queue)
    if job is None:
        sweep_spool(bench.queue, now=bench.clock().timestamp())
        return False
    under_way: list[tuple[Item, int]] = []
    with open_register(bench.register, create=True) as register:
        for reading in record_readings(_feed(bench, register, job, under_way), bench.register, bench.clock):
            item, told = under_way.pop()
            finish_item(bench.queue, item, replace(_conclude(reading, "new"), claims=told))
    at = bench.clock().timestamp()
    finish_job(bench.queue, job, at=at)
    if bench.room is not None:
        ended = NewAct(at=at, by=Thing(kind="room"), what="upload.ended", on=Thing(kind="job", number=job.number))
        note_acts(bench.room, [ended])
    return True


def _feed(bench: Bench, register: Register, job: Job, under_way: list[tuple[Item, int]]) -> Iterator[Reading]:
    """Readings to record, one at a time; `under_way` holds the item of the last one, and how many claims are
    new. Whether the job was cancelled is asked before each."""
    while (item := take_item(bench.queue, job, at=bench.clock().timestamp())) is not None:
        captured = _capture(bench.queue, item, job)
        if captured.report is None:
            finish_item(bench.queue, item, Outcome(state="failed", reason=captured.error or GONE))
            continue
        known = load_reading(register, captured.report, reader=READER)
        if known is not None:
            finish_item(bench.queue, item, _conclude(known, "new" if item.is_fresh else "known"))
            continue
        if item.starts > MOST_STARTS:
            finish_item(bench.queue, item, Outcome(state="failed", reason=UNLUCKY))
            continue
        mark_fresh(bench.queue, item)
        reading = bench.read(captured)
        if reading is None:
            finish_item(bench.queue, item, Outcome(state="failed", reason=GONE))
            continue
        # A report that comes again under another date tells its claims again, not new ones.
        idents = {claim.id for claim in reading.claims}
        under_way.append((item, len(idents - find_current_claims(register, idents))))
        yield reading


def _conclude(reading: Reading, state: str) -> Outcome:
    uid = report_uid(reading.report)
    if reading.error is not None:
        return Outcome(state="failed", uid=uid, reason=reading.error)
    if state == "known":
        return Outcome(state="known", uid=uid)
    return Outcome(state="new", uid=uid, claims=len(reading.claims), faults=len(reading.faults))


def _capture(queue: Queue, item: Item, job: Job) -> Captured:
    """The report of an item, with what was given by whoever sent it."""
    data = read_spool(queue.spool, item.spool, item.start, item.length)
    if data is None:
        return Captured(input=item.name, error=GONE)
    captured = _capture_line(data, item) if item.line else _capture_file(data, item.name)
    if captured.report is None:
        return captured
    given = Overrides(published_on=job.given.published_on, outlet=job.given.outlet)
    report = with_overrides(captured.report, given)
    note = f"added in the reading room by {job.by}"
    return replace(captured, report=replace(report, url=job.given.url or report.url), notes=(*captured.notes, note))


def _capture_line(line: bytes, item: Item) -> Captured:
    read = parse_line(line, item.line, item.name)
    # The page says the line beside the name.
    error = None if read.error is None else read.error.removeprefix(f"line {item.line}: ")
    return Captured(input=item.name, id=read.id, report=read.report, error=error)


def _capture_file(data: bytes, name: str) -> Captured:
    try:
        capture = build_report(data, "")  # without its name, which says nothing of what it is
    except UnreadableError as error:
        return Captured(input=name, id=build_id(data), error=str(error))
    report = replace(capture.report, input=name)
    return Captured(input=name, id=report.id, report=report, notes=capture.notes)
