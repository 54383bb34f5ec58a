"""What the tests of uploads let run in processes of their own, and kill there."""

import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bearwitness.apps.upload_worker import work
from bearwitness.core.records import Reading
from bearwitness.reading.english.story.claims import READER
from bearwitness.store.register import load_reading, open_register
from bearwitness.store.upload_records import Given
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.upload_work import Bench
from bearwitness.workflow.uploads import Sender, Upload, UploadLimits, accept_uploads, open_uploads

UNREADABLE = "its language could not be told"


def send(register: Path, first: int, many: int) -> int:
    """Upload reports numbered from `first`: every second as a file of its own, the others as lines of one; each fifth cannot be read."""
    words = [f"Report {n} of the harbour. " + ("unread" if n % 5 == 0 else "read") for n in range(first, first + many)]
    lines = "\n".join(f'{{"id": "line {n}", "text": "{text}"}}' for n, text in enumerate(words) if n % 2)
    uploads = [Upload(name=f"{n}.txt", data=text.encode()) for n, text in enumerate(words) if n % 2 == 0]
    sender = Sender(name="Eva", at=0.0, given=Given())
    uploads.append(Upload(name="lines", data=lines.replace("line ", f"line {first} ").encode()))
    return accept_uploads(open_uploads(register), uploads, sender, UploadLimits())


def send_and_tell(register: Path, first: int, many: int) -> None:
    """The same in a process that may be killed; what was accepted for sure is told in a file."""
    number = send(register, first, many)
    (register.parent / f"accepted-{number}").touch()


def read_briefly(captured: Captured, told: Path, register: Path) -> Reading:
    """Stands for the reader: quick, and it tells when it reads what the register holds already."""
    assert captured.report is not None
    with open_register(register, create=False) as opened:
        if load_reading(opened, captured.report, reader=READER) is not None:
            told.touch()
    time.sleep(0.002)
    error = UNREADABLE if captured.report.text.endswith("unread") else None
    return Reading(report=captured.report, notes=captured.notes, error=error)


def work_briefly(register: Path) -> None:
    """What the process beside the room does, until nothing is left."""
    told = register.parent / "read-twice"
    read = partial(read_briefly, told=told, register=register)
    bench = Bench(queue=open_uploads(register), register=register, clock=lambda: datetime.now(UTC), read=read)
    work(bench, patience=0.0)
