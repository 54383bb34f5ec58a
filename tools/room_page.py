"""The part of the bench page on the reading room: a load on both engines, and every page over a large register beside an empty one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tests.register_homes import ENGINES
from tools.bench_room import EMPTY, FAULTS, LIMIT, Measured, bench_pages
from tools.load_room import Borne, Load, bear, describe, lend_register, sort_times, summarise

HEADING: Final = "## The reading room"
CLAIMS: Final = 100_000
_NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def bench_room() -> Iterator[str]:
    """The lines of the part, after its heading and the machine. Raises ArithmeticError where a decision was lost or a total differs."""
    borne: dict[str, Borne] = {}
    for engine in ENGINES:
        with lend_register(engine) as (register, folder):
            borne[engine] = bear(register, folder, Load())
        for line in describe(borne[engine]):
            print(f"{engine:10} {line}", flush=True)
        if borne[engine].wrong:
            raise ArithmeticError("; ".join(borne[engine].wrong))
    yield from render_load(borne)
    measured = []
    for one in bench_pages(CLAIMS, 15, 300):
        print(f"{one.visit.address[:80]:80} {one.median:6.1f} ms", flush=True)
        measured.append(one)
    yield from render_pages(measured)


def render_load(borne: dict[str, Borne]) -> Iterator[str]:
    """The load as two tables: what came of it, and how long each route took."""
    engines = list(borne)
    yield "### Under load"
    yield ""
    yield (
        "A real `bearwitness serve` on loopback (`tools/load_room.py`); the people run on the same machine and take their share of it. "
        "One reader in five, and one reviewer in five, is a program that uses the JSON interface; the others go through every page and "
        "look at each for some seconds. Of the decisions some are sent late on purpose, some by two people at the same moment. In the "
        "end each that was acknowledged stands in the register once, none that was refused stands there, and the totals that the room shows "
        "are those that another process counts from the log alone; else the bench stops."
    )
    yield ""
    yield f"| what | {' | '.join(_NAMES[one] for one in engines)} |"
    yield f"|---|{'---|' * len(engines)}"
    told = [summarise(borne[one]) for one in engines]
    for name in told[0]:
        yield f"| {name} | {' | '.join(one[name] for one in told)} |"
    yield ""
    yield f"| route | {' | '.join(f'{_NAMES[one]}: times, median, p95' for one in engines)} |"
    yield f"|---|{'---|' * len(engines)}"
    times = [sort_times(borne[one].diary) for one in engines]
    for route in sorted(set().union(*times)):
        yield f"| {route} | {' | '.join(_say_times(one.get(route)) for one in times)} |"
    yield ""


def _say_times(found: tuple[int, float, float, float] | None) -> str:
    if found is None:
        return ""
    number, median, late, _ = found
    return f"{number:,}, {median:.0f} ms, {late:.0f} ms"


def render_pages(measured: Sequence[Measured]) -> Iterator[str]:
    """Every address over the large register, the slowest first, after the empty page."""
    empty = [one for one in measured if one.visit == EMPTY]
    others = sorted((one for one in measured if one.visit != EMPTY), key=lambda one: -one.median)
    over = sum(one.median > LIMIT for one in others)
    yield f"### Every page over {CLAIMS:,} claims"
    yield ""
    yield (
        f"The time the room itself wrote down (`tools/bench_room.py`), median of {len(measured[0].times)}; the empty page "
        f"({EMPTY.address}) was asked for first and last. *Work* is what the room's process was worked on for each answer, whoever else the "
        "machine worked for. What takes long to find is waited for first, once for each state of the register. "
        f"Target {LIMIT} ms; {'all are under it' if not over else f'{over} are over it'}."
    )
    yield ""
    yield "| route | address | median | slowest | work | waited for once |"
    yield "|---|---|---|---|---|---|"
    yield from _draw_rows([*empty, *others])


def _draw_rows(measured: Iterable[Measured]) -> Iterator[str]:
    for one in measured:
        waited = f"{one.waited:,.0f} s" if one.waited >= 1 else ""
        waited = waited if one.is_there else f"not there after {waited}"
        waited += f" answered {one.status}" if one.status in FAULTS else ""
        name = "an empty page" if one.visit == EMPTY else one.visit.route
        yield (
            f"| {name} | `{one.visit.address}` | {one.median:.0f} ms | {max(one.times):.0f} ms | {one.work:.0f} ms | {waited} |"
        )
