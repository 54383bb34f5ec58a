"""Killed at any moment, a writer loses nothing that was acknowledged and leaves nothing half done: neither record nor entry of the log.

`BEARWITNESS_CRASHES=300 python -m pytest tests/workflow/test_crashes.py` kills as often on each engine; in every run it is a few.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import IO

import pytest
from sqlalchemy import select

from bearwitness.custody.signing import derive_public
from bearwitness.store import schema
from bearwitness.store.copy_records import load_copy_log
from bearwitness.store.register import Address, load_current, load_judgings, load_reviews, open_register
from bearwitness.store.register_file import read_from
from bearwitness.workflow.verifying import Trust, verify_register
from tests.register_homes import Home, spell
from tests.workflow.tampering import SIGNER

CRASHES = int(os.environ.get("BEARWITNESS_CRASHES", "12"))
A_REGISTER = 20
"""So many crashes befall one register, one after another."""
MOST_DONE = 8
LONGEST = 0.03
"""A writer is killed so many seconds, at most, after the last of up to so many things that it told: at any point of what it does next."""


@contextmanager
def employ(address: Address, said: IO[str] | None = None) -> Iterator["subprocess.Popen[str]"]:
    """What starts writers on a register. What they say beside what they tell goes to `said`."""
    command = [sys.executable, "-m", "tests.workflow.crashing", spell(address)]
    folder = Path(__file__).parents[2]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, cwd=folder, stdin=pipe, stdout=pipe, stderr=said) as office:
        try:
            yield office
        finally:
            office.terminate()


def write_and_kill(office: "subprocess.Popen[str]", seed: int) -> list[tuple[str, str]]:
    """What was acknowledged by a writer that was killed, whatever it did at that moment."""
    assert office.stdin is not None
    assert office.stdout is not None
    office.stdin.write(f"{seed}\n")
    office.stdin.flush()
    while not (line := office.stdout.readline()).startswith("begun "):
        assert line, "no writer began"
    chance = Random(seed)
    told = [office.stdout.readline() for _ in range(chance.randrange(MOST_DONE + 1))]
    time.sleep(chance.random() * LONGEST)
    os.kill(int(line.removeprefix("begun ")), signal.SIGKILL)
    while (line := office.stdout.readline()) and not line.startswith("gone "):
        told.append(line)
    assert line == f"gone {-signal.SIGKILL}\n", "the writer did not live until it was killed"
    return [(what, name) for what, _, name in (said.strip().partition(" ") for said in told)]


def check_all(address: Address, told: list[tuple[str, str]]) -> None:
    """Everything that was told is there, whole, and the log fits."""
    with open_register(address, create=False) as register:
        with read_from(register) as connection:
            uids = set(connection.scalars(select(schema.readings.c.uid)))
            rights = set(connection.scalars(select(schema.links.c.right)))
            copies = [one.report for one in load_copy_log(connection).copies]
        readings = load_current(register)
        there = {
            "read": uids,
            "review": {one.by for one in load_reviews(register)},
            "judge": {one.by for one in load_judgings(register)},
            "link": rights,
        }
    verified = verify_register(address, Trust(keys=(derive_public(SIGNER.seed, SIGNER.name),)))
    assert verified.findings == ()
    there["sign"] = {str(one.size) for one in verified.checkpoints}
    assert [one for one in told if one[1] not in there[one[0]]] == []
    assert {(len(one.statements), len(one.faults)) for one in readings} <= {(2, 2)}
    # A report came in with what is told of its exact copy, or not at all.
    assert sorted(copies) == sorted(uids)


@pytest.mark.parametrize("part", range(-(-CRASHES // A_REGISTER)))
def test_nothing_that_was_acknowledged_is_lost(home: Home, part: int) -> None:
    address = home("register.db")
    told: list[tuple[str, str]] = []
    with employ(address) as office:
        for crash in range(part * A_REGISTER, min(CRASHES, (part + 1) * A_REGISTER)):
            told += write_and_kill(office, crash)
            if told:
                check_all(address, told)
    assert told
