"""Readings into the register as they come: each report in one transaction, so an interruption loses at most the one under way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bearwitness.core.records import Reading
from bearwitness.reading.english.story.claims import READER
from bearwitness.store.register import Address, load_current_of, open_register, save_reading
from bearwitness.workflow.catching_up import catch_up
from bearwitness.workflow.evidence import CopyLedger, begin_telling
from bearwitness.workflow.reviewing import keep_hand_work

ALREADY_THERE = "already in the register, nothing changed"


def record_readings(
    readings: Iterable[Reading],
    path: Address,
    clock: Callable[[], datetime],
    name_readers: Callable[[Reading], str] = lambda _: READER,
    ledger: CopyLedger | None = None,
) -> Iterator[Reading]:
    """Save each reading and pass it on; when the batch is done, save what the rules judge of all claims together.

    `name_readers` says which readers a reading is owed to: the rules, where nothing else is given. `ledger` holds the exact copies that are
    kept on the way, for the log to tell of.

    Reports that could not be captured at all have no bytes to register; those whose text could not be read are kept with
    their error.
    """
    with open_register(path, create=True) as register:
        if ledger is not None:
            begin_telling(register, ledger, clock())
        for reading in readings:
            if not reading.report.sha256:
                yield reading
                continue
            kept = keep_hand_work(load_current_of(register, reading.report), reading)
            copies = () if ledger is None else ledger.find(reading.report)
            receipt = save_reading(register, kept, reader=name_readers(reading), at=clock(), copies=copies)
            if ledger is not None:
                ledger.settle(reading.report)
            yield replace(kept, notes=(*kept.notes, ALREADY_THERE)) if receipt.outcome == "already there" else kept
        catch_up(register)
