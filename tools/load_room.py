"""A load on the reading room: a real `bearwitness serve` on loopback, readers who go through every page, programs, and reviewers who decide.

    python -m tools.load_room [--readers 50] [--reviewers 5] [--seconds 60] [--think 5] [--claims 600] [--database]

One reader in five is a program that asks through the JSON interface, as is one reviewer in five. In the end every decision that was
acknowledged must stand in the register once, every other not at all, each that came late must have been refused with both versions, and
the totals that the room shows must be those that another process counts from the register's log alone. `--database` runs it over
PostgreSQL (Debian's packages).
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bearwitness.apps.room.rules import Role
from bearwitness.store.address import Address
from bearwitness.store.register import open_register
from bearwitness.store.register_file import write_to
from bearwitness.store.register_moment import Moment, find_moment
from bearwitness.store.register_readings import append_reading
from bearwitness.workflow.catching_up import catch_up
from tests.register_homes import start_cluster
from tools.bench_claims import FIRST_DAY, build_readings
from tools.load_checks import check_acts, compare_totals, list_acts_told, recount
from tools.load_diary import Diary
from tools.load_people import Pace, Reviewer, read_about, review_pages
from tools.load_programs import review_by_program
from tools.room_addresses import Known, list_visits
from tools.served_room import Browser, Served, add_person, log_in_all, serve

SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many people, for how long, how long each looks at a page, and over how many claims."""

    readers: int = 50
    reviewers: int = 5
    seconds: float = 60.0
    think: float = 5.0
    claims: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Borne:
    """What came of a load: all that was written down, what is wrong, and how long it was until the room's totals stood still again."""

    load: Load
    diary: Diary
    wrong: tuple[str, ...]
    seconds: float
    settled: float


def main() -> int:
    given = argparse.ArgumentParser(description="Load the reading room, and check that nothing was lost.")
    given.add_argument("--readers", type=int, default=50)
    given.add_argument("--reviewers", type=int, default=5)
    given.add_argument("--seconds", type=float, default=60)
    given.add_argument("--think", type=float, default=5)
    given.add_argument("--claims", type=int, default=600)
    given.add_argument("--database", action="store_true", help="over PostgreSQL instead of a file")
    options = vars(given.parse_args())
    with lend_register("postgresql" if options.pop("database") else "sqlite") as (register, folder):
        borne = bear(register, folder, Load(**options))
    for line in describe(borne):
        sys.stdout.write(line + "\n")
    return 1 if borne.wrong or borne.diary.troubles else 0


@contextmanager
def lend_register(engine: str) -> Iterator[tuple[Address, Path]]:
    """An empty register and a folder for the room, gone afterwards."""
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
        if engine == "sqlite":
            yield folder / "r.db", folder
        else:
            yield ending.enter_context(ending.enter_context(start_cluster()).lend("made")), folder


def fill_register(register: Address, claims: int) -> Moment:
    """Made-up reports, linked."""
    with open_register(register, create=True) as opened:
        with write_to(opened) as connection:
            for reading in build_readings(claims, SEED):
                append_reading(connection, reading, reader="en/1", at=datetime(2026, 3, 1, tzinfo=UTC))
        catch_up(opened)
        return find_moment(opened)


def bear(register: Address, folder: Path, load: Load) -> Borne:
    """Fill the register, open the room, let everybody in, and look what became of it."""
    before = fill_register(register, load.claims)
    with serve(register, folder) as served:
        try:
            diary, seconds, settled, page, counts = asyncio.run(_live(served, load))
        finally:
            faults = served.list_faults()
            for line in faults:
                sys.stderr.write(line + "\n")
    recounted = recount(register, folder)
    wrong = check_acts(register, before, diary.acts)
    wrong += compare_totals(recounted, page, counts)
    if set(counts) != set(list_acts_told(recounted)):
        wrong.append(f"the room counts {sorted(counts)}, the log {sorted(list_acts_told(recounted))}")
    return Borne(load=load, diary=diary, wrong=(*wrong, *faults), seconds=seconds, settled=settled)


async def find_known(program: Browser) -> Known:
    """Ids of the register as the interface lists them. A program asks again while something is worked out."""
    reports = await _list(program, "/api/v1/reports?limit=200")
    claims = await _list(program, "/api/v1/claims?limit=200")
    incidents = await _list(program, "/api/v1/incidents?limit=200")
    links = await _list(program, "/api/v1/links?judgement=unsure&limit=200") or await _list(program, "/api/v1/links")
    return Known(
        reports=tuple(one["uid"] for one in reports),
        claims=tuple(one["id"] for one in claims),
        incidents=tuple(one["id"] for one in incidents),
        pairs=tuple((one["left"], one["right"]) for one in links),
        jobs=(),
        checkpoints=(),
        errands=(),
        first=FIRST_DAY.isoformat(),
        last=FIRST_DAY.replace(day=28).isoformat(),
    )


async def _list(program: Browser, address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await ask_patiently(program, address))["items"]
    return items


async def ask_patiently(program: Browser, address: str) -> dict[str, Any]:
    """The answer, asked for until it is there."""
    while True:
        answer = await program.get(address)
        if answer.status_code != 503:
            if answer.status_code != 200:
                raise RuntimeError(f"{address} was answered {answer.status_code}: {answer.text[:300]}")
            body: dict[str, Any] = answer.json()
            return body
        await asyncio.sleep(1)


async def _live(served: Served, load: Load) -> tuple[Diary, float, float, str, dict[str, dict[str, Any]]]:
    """Everybody comes in, lives for a while, and one stays until the totals stand still."""
    programs = [n for n in range(load.readers) if n % 5 == 4]
    people = [add_person(served.file, f"Reader {n}", "reader") for n in range(load.readers - len(programs))]
    deciding = [
        add_person(served.file, f"Reviewer {n}", "reviewer")
        for n in range(max(2, load.reviewers - load.reviewers // 5))
    ]
    browsers = await log_in_all(served, [*people, *deciding])
    asking = [Browser(served, token=served.add_program(f"Program {n}", "read")) for n in programs]
    scopes = ("read", "review")
    helping = [Browser(served, token=served.add_program(f"Assistant {n}", *scopes)) for n in range(load.reviewers // 5)]
    guide = Browser(served, token=served.add_program("Guide", "read"))
    known = await find_known(guide)
    visits = list(list_visits(known, Role.READER))
    pages, api = [one for one in visits if not one.is_api], [one for one in visits if one.is_api]
    diary, began = Diary(), time.monotonic()
    pace = Pace(think=load.think, begun=began, seconds=load.seconds, least=load.reviewers, diary=diary)
    reviewers = browsers[len(people) :]
    await asyncio.gather(
        *(read_about(one, pages, diary, pace, Random(n)) for n, one in enumerate(browsers[: len(people)])),
        *(read_about(one, api, diary, pace, Random(1000 + n)) for n, one in enumerate(asking)),
        *(
            review_pages(Reviewer(browser=one, rival=reviewers[n - 1], chance=Random(2000 + n)), diary, pace)
            for n, one in enumerate(reviewers)
        ),
        *(review_by_program(one, known.claims, diary, pace, Random(3000 + n)) for n, one in enumerate(helping)),
    )
    seconds = time.monotonic() - began
    page = await _wait_for_totals(browsers[0])
    settled = time.monotonic() - began - seconds
    counts = {
        act: await ask_patiently(asking[0] if asking else helping[0], f"/api/v1/count?act={act}")
        for act in sorted(set(_find_acts(page)))
    }
    for browser in (guide, *browsers, *asking, *helping):
        await browser.close()
    return diary, seconds, settled, page, counts


async def _wait_for_totals(browser: Browser) -> str:
    """The part of the Desk that holds the totals, once they are those of the newest state."""
    while True:
        desk = (await browser.get("/")).text
        page = (await browser.get("/totals")).text
        if 'class="note" role="status"' not in desk and "hx-get" not in page:
            return page
        await asyncio.sleep(0.5)


def _find_acts(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('href="/count?act=')[1:]]


def describe(borne: Borne) -> list[str]:
    """What came of it, as lines of a terminal."""
    diary = borne.diary
    lines = [f"{name:24} {told}" for name, told in summarise(borne).items()]
    for route, (times, median, late, slowest) in sort_times(diary).items():
        lines.append(
            f"{route:24} {times:6,} times, median {median:7.0f} ms, p95 {late:7.0f} ms, slowest {slowest:7.0f} ms"
        )
    return [*lines, *(f"TROUBLE {words}" for words in diary.troubles), *(f"WRONG {words}" for words in borne.wrong)]


def summarise(borne: Borne) -> dict[str, str]:
    """The figures of a whole load by name."""
    diary, load = borne.diary, borne.load
    kept, late = [a for a in diary.acts if a.outcome == "kept"], [a for a in diary.acts if a.is_late]
    deeds = {deed: sum(a.deed == deed for a in kept) for deed in ("accept", "correct", "reject", "judge")}
    rivals = sum(bool(a.rival) for a in diary.acts) // 2
    median, slow = _cut([a.seconds for a in diary.answers])
    return {
        "people": f"{load.readers} readers, {load.reviewers} reviewers, {borne.seconds:.0f} s, {load.claims:,} claims",
        "answers": f"{len(diary.answers):,}, {len(diary.answers) / borne.seconds:.0f} a second, median {median:.0f} ms, p95 {slow:.0f} ms",
        "errors": f"{len(diary.troubles)}",
        "told to ask again": f"{diary.waiting}",
        "gone meanwhile": f"{diary.gone}",
        "decisions kept": f"{len(kept)} (" + ", ".join(f"{deed} {number}" for deed, number in deeds.items()) + ")",
        "sent late on purpose": f"{len(late)}, refused with both versions {sum(a.status == 409 and a.shows_both for a in late)}",
        "sent by two at once": f"{rivals}, one of the two kept in each",
        "lost, doubled or wrong": f"{len(borne.wrong)}",
        "totals still after": f"{borne.settled:.1f} s",
    }


def sort_times(diary: Diary) -> dict[str, tuple[int, float, float, float]]:
    """Of each route how often it was answered, and the median, the 95th percentile and the longest time in milliseconds."""
    times: dict[str, list[float]] = defaultdict(list)
    for answer in diary.answers:
        times[answer.route].append(answer.seconds)
    return {route: (len(found), *_cut(found), max(found) * 1000) for route, found in sorted(times.items())}


def _cut(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile in milliseconds."""
    if len(seconds) < 2:
        return (seconds[0] * 1000, seconds[0] * 1000) if seconds else (0.0, 0.0)
    return statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1000


if __name__ == "__main__":
    raise SystemExit(main())
