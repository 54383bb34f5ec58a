"""People at work on one register at the same moment, each a process of its own: `python -m tests.workflow.writing ADDRESS WORK`."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bearwitness.core.incidents import Link, Review
from bearwitness.store.register import (
    Address,
    Register,
    open_register,
    parse_address,
    save_judgement,
    save_reading,
    save_review,
)
from bearwitness.workflow.catching_up import catch_up
from bearwitness.workflow.relinking import relink
from tests.workflow.one_valley import tell_reports

NOW: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEED, REPORTS, JUDGED = 7, 12, 5


def start_work(address: Address, work: str) -> "subprocess.Popen[str]":
    """Someone starts; a line is written for each thing done."""
    from tests.register_homes import spell  # which the process itself does not need

    command = [sys.executable, "-m", "tests.workflow.writing", spell(address), work]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def list_judgements(name: str) -> list[Link]:
    """What a person judges, pair after pair, whether or not the claims are read by then."""
    claims = sorted(claim.id for reading in tell_reports(SEED, REPORTS) for claim in reading.claims)
    pairs = zip(claims[:JUDGED], claims[JUDGED:], strict=False)
    return [
        Link(left=left, right=right, judgement="different", score=1.0, reasons=(str(number),), by=f"person:{name}")
        for number, (left, right) in enumerate(pairs)
    ]


def work_on(register: Register, work: str) -> None:
    """One person's work."""
    kind, _, name = work.partition(":")
    if kind == "read":
        for reading in tell_reports(SEED, REPORTS)[int(name) :: 2]:
            save_reading(register, reading, reader="en/1", at=NOW)
            catch_up(register)
            sys.stdout.write(f"{reading.report.id}\n")
    elif kind == "judge":
        for link in list_judgements(name):
            save_judgement(register, link, at=NOW)
            catch_up(register, is_run=False)
            review = Review(claim=link.left, decision="accepted", by=link.by, at=NOW, because=link.reasons[0])
            save_review(register, review)
    else:
        for _ in range(int(name)):
            relink(register, at=datetime.now(UTC))
            sys.stdout.write("linked\n")
            sys.stdout.flush()


if __name__ == "__main__":
    with open_register(parse_address(sys.argv[1]), create=True, patience=120) as opened:
        work_on(opened, sys.argv[2])
