"""How long the room takes for every page it has and every answer to a program, over a large register, beside an empty page.

    python -m tools.bench_room [--claims 100000] [--again 15] [--register FILE]

A real `bearwitness serve` is asked by one browser, one page after another; what counts is the time the room itself wrote down. A figure
is asked for until it is there, and then measured; so is the first time any page is asked for. `--register` takes a register that is
there already (it is copied).
"""

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import httpx

from bearwitness.apps.room.rules import Role
from tools.load_room import fill_register, find_known
from tools.room_addresses import Known, Visit, list_visits
from tools.served_room import Browser, Served, add_person, log_in_all, serve

LIMIT: Final = 150
"""Milliseconds at the median (issue 6)."""
EMPTY: Final = Visit(route="account", address="/account")
"""A page with nothing of the register in it."""
_ALL: Final = frozenset({"desk", "desk.totals", "pair", "pairs", "api.pairs"})
FAULTS: Final = frozenset({404, 500})
"""What no address should be answered with; it is said beside the figure."""
_WAITING: Final = ("is being counted", "are being counted", "being found", 'hx-trigger="load delay')


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An address: the milliseconds of each time, the first one apart; those that the room was worked on each time, whoever else the machine
    worked for; and the seconds until there was all to show, which `is_there` says came.
    """

    visit: Visit
    first: float
    times: tuple[float, ...]
    work: float
    waited: float
    is_there: bool
    bytes: int
    status: int

    @property
    def median(self) -> float:
        """The median without the first time."""
        return statistics.median(self.times)


def main() -> int:
    given = argparse.ArgumentParser(description="Measure every page of the reading room over a large register.")
    given.add_argument("--claims", type=int, default=100_000)
    given.add_argument("--again", type=int, default=15)
    given.add_argument("--patience", type=float, default=900, help="seconds that a figure may take")
    given.add_argument("--register", type=Path, default=None)
    options = given.parse_args()
    slow = 0
    for one in bench_pages(options.claims, options.again, options.patience, options.register):
        slow += one.median > LIMIT
        sys.stdout.write(say(one) + "\n")
        sys.stdout.flush()
    return 1 if slow else 0


def say(one: Measured) -> str:
    """One line of a terminal."""
    mark = "  OVER" if one.median > LIMIT else ""
    waited = f", waited {one.waited:.0f} s" if one.waited > 1 else ""
    waited += "" if one.is_there else ", not there yet"
    waited += f", ANSWERED {one.status}" if one.status in FAULTS else ""
    return (
        f"{one.visit.route:18} {one.visit.address[:64]:64} first {one.first:6.0f}, median {one.median:6.1f}, "
        f"slowest {max(one.times):6.0f}, work {one.work:5.1f} ms, {one.bytes:9,} bytes{waited}{mark}"
    )


def bench_pages(claims: int, again: int, patience: float, register: Path | None = None) -> Iterator[Measured]:
    """Every address that an admin may read, and every one of the interface; the empty page first and last."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if register is None:
            fill_register(folder / "r.db", claims)
        else:
            shutil.copy(register, folder / "r.db")
        with serve(folder / "r.db", folder) as served, asyncio.Runner() as runner:
            browser, program, known = runner.run(_come(served))
            # What asks for figures over everything comes last: whatever is asked afterwards waits behind them.
            listed = sorted(list_visits(known, Role.ADMIN, most=2), key=lambda visit: visit.route in _ALL)
            visits = [EMPTY, *listed, EMPTY]
            for visit in visits:
                measuring = _measure(served, program if visit.is_api else browser, visit, again, patience)
                yield runner.run(measuring)


async def _come(served: Served) -> tuple[Browser, Browser, Known]:
    """An admin, a program, and what there is; a file that is no report was sent, so that the pages of uploads have
    something to show and nothing is read."""
    (browser,) = await log_in_all(served, [add_person(served.file, "Ada", "admin")])
    program = Browser(served, token=served.add_program("Bench", "read"))
    known = await find_known(program)
    await browser.get("/add")
    sent = await browser.send("/add/files", {}, files={"files": ("nothing.bin", bytes(64))})
    return browser, program, replace(known, jobs=(sent.headers["location"].rpartition("/")[2],))


async def _measure(served: Served, browser: Browser, visit: Visit, again: int, patience: float) -> Measured:
    """Where the answer is not there within `patience`, the page that says so is measured."""
    began = time.monotonic()
    answer, times = await _ask(served, browser, visit, 1)
    first = times[0]
    while is_waiting(answer) and time.monotonic() - began < patience:
        await asyncio.sleep(2)
        answer = await browser.get(visit.address)
    waited = time.monotonic() - began
    before = served.find_work()
    answer, times = await _ask(served, browser, visit, again)
    work = (served.find_work() - before) * 1000 / again
    return Measured(
        visit=visit,
        first=first,
        times=times,
        work=work,
        waited=waited,
        is_there=not is_waiting(answer),
        bytes=len(answer.content),
        status=answer.status_code,
    )


async def _ask(served: Served, browser: Browser, visit: Visit, times: int) -> tuple[httpx.Response, tuple[float, ...]]:
    """The answer, and the milliseconds that the room took each time."""
    before = len(served.read_log())
    for _ in range(times):
        answer = await browser.get(visit.address)
        if answer.status_code not in {200, 303, 404, 500, 503}:
            raise RuntimeError(f"{visit.address} was answered {answer.status_code}")
    while len(lines := served.read_log()[before:]) < times:  # a line is written after the answer has gone out
        await asyncio.sleep(0.01)
    return answer, tuple(float(one.milliseconds) for one in lines)


def is_waiting(answer: httpx.Response) -> bool:
    """Whether the answer says that something of it is still being worked out."""
    is_page = "html" in answer.headers.get("content-type", "")
    return answer.status_code == 503 or (is_page and any(words in answer.text for words in _WAITING))


if __name__ == "__main__":
    raise SystemExit(main())
