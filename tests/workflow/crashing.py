"""Writers who are killed: `python -m tests.workflow.crashing ADDRESS` starts one for each seed it is given, a process of its own.

A writer reads, reviews, judges, links and signs, and tells what is done. What it tells has been acknowledged: from then on it may not be
lost.
"""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from bearwitness.core.errors import RegisterError
from bearwitness.core.evidence_record import CopyMark
from bearwitness.core.incidents import Link, Review
from bearwitness.core.records import Reading
from bearwitness.store.register import (
    Register,
    open_register,
    parse_address,
    save_judgement,
    save_links,
    save_reading,
    save_review,
)
from bearwitness.workflow.checkpointing import sign_checkpoint
from tests.workflow.one_valley import tell_reports
from tests.workflow.tampering import SIGNER, fill

MANY: Final = 60
REFUSED: Final = 3
"""How a writer ends whose register was gone: what it was at was not acknowledged."""


def tell(what: str, name: str) -> None:
    """It is done."""
    sys.stdout.write(f"{what} {name}\n")
    sys.stdout.flush()


def write_on(register: Register, seed: int, many: int = MANY) -> None:
    """Until it is killed."""
    chance = Random(seed)
    for number, reading in enumerate(tell_reports(7, many)):
        now = datetime.now(UTC)
        name = f"{seed}-{number}"
        mark = CopyMark(note=sha256(name.encode()).hexdigest(), copy=sha256(b"").hexdigest())
        receipt = save_reading(register, rename(fill(reading), name), reader=f"en/{name}", at=now, copies=(mark,))
        tell("read", receipt.uid)
        save_review(register, Review(claim=f"c_{name}", decision="accepted", by=name, at=now, because="seen"))
        tell("review", name)
        link = Link(left=f"c_{name}", right="c_z", judgement="same", score=0.5, reasons=(name,), by=f"person:{name}")
        save_judgement(register, link, at=now)
        tell("judge", f"person:{name}")
        if chance.random() < 0.2:
            links = [
                Link(left=f"a_{n}", right=name, judgement="same", score=1.0, reasons=(), by="rule:1") for n in range(9)
            ]
            save_links(register, links, at=now)
            tell("link", name)
        if chance.random() < 0.2:
            tell("sign", str(sign_checkpoint(register.path, SIGNER, now).note.head.size))


def rename(reading: Reading, name: str) -> Reading:
    """No two writers tell of one report, or name a claim alike."""
    claims = tuple(replace(one, id=f"c_{name}_{n}", relations=()) for n, one in enumerate(reading.claims))
    return replace(reading, report=replace(reading.report, id=name), claims=claims)


def load_all(address: str) -> None:
    """What is loaded at the first use is there for every writer."""
    open_register(parse_address(address), create=True).engine.dispose()
    with TemporaryDirectory() as folder, open_register(Path(folder) / "first.db", create=True) as register:
        write_on(register, -1, many=3)


def start_one(address: str, seed: int) -> None:
    """A process that is there at once, for nothing has to be loaded any more; back when it is gone."""
    child = os.fork()
    if child == 0:
        tell("begun", str(os.getpid()))
        try:
            with open_register(parse_address(address), create=True, patience=60) as register:
                write_on(register, seed)
        except RegisterError:
            os._exit(REFUSED)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    tell("gone", str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    load_all(sys.argv[1])
    for line in sys.stdin:
        start_one(sys.argv[1], int(line))
