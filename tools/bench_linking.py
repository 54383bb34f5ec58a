"""How fast linking is, on made-up claims (`bench_claims`): from nothing, one report more, and as a register grows; rows of `make bench`.

Each measurement runs in a process of its own, so that its peak memory is its own. `python tools/bench_linking.py` measures linking alone.
"""

import json
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations
from math import log10
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.bench_claims import build_readings  # noqa: E402

PLOT = ROOT / "docs" / "bench_linking.svg"
SIZES = (10_000, 100_000, 1_000_000)
FULL, SMALL, MORE = 100_000, 10_000, 20
SEED = 1
Figures = dict[str, float]


def main() -> int:
    if len(sys.argv) == 3:
        parts = {"nothing": measure_from_nothing, "one": measure_one_more, "pairwise": measure_pairwise}
        sys.stdout.write(json.dumps(parts[sys.argv[1]](int(sys.argv[2]))))
        return 0
    for what, figure, beside in bench_linking():
        sys.stdout.write(f"{what:60} {figure:>32}   {beside}\n")
        sys.stdout.flush()
    return 0


def bench_linking() -> Iterator[tuple[str, str, str]]:
    """Rows: what, figure, and what it is to be compared with. Draws the plot."""
    # A machine of little memory has no figure for the largest size, and all others nevertheless.
    found = {size: figures for size in SIZES if (figures := _run("nothing", size))}
    full = found[FULL]
    yield (
        f"Linking {FULL:,} claims from nothing",
        f"{full['seconds']:.0f} s, {full['peak'] / 2**20:,.0f} MiB",
        f"target 60 s, 2,048 MiB; processor time {full['processor']:.0f} s, the reports alone {full['before'] / 2**20:,.0f} MiB",
    )
    for size in SIZES:
        if size not in found:
            yield (f"Linking {size:,} claims from nothing: a thousand claims", "not enough memory", "")
            continue
        one = found[size]
        yield (
            f"Linking {size:,} claims from nothing: a thousand claims",
            f"{one['seconds'] * 1e6 / size:.0f} ms",
            f"{one['links']:,.0f} links, {one['peak'] / 2**20:,.0f} MiB, processor time {one['processor']:.0f} s",
        )
    PLOT.write_text(render_plot([(size, one["seconds"]) for size, one in found.items()]), encoding="utf-8")
    one = _run("one", FULL)
    yield (
        f"Linking one report more into {FULL:,} claims",
        f"{one['median']:.2f} s, the slowest of {MORE} {one['most']:.2f} s",
        f"target 0.5 s; all of the register from nothing, kept too, {one['anew']:.0f} s",
    )
    ours, pairwise = found[SMALL], _run("pairwise", SMALL)
    yield (
        f"Linking {SMALL:,} claims: pairs weighed",
        f"{ours['pairs']:,.0f} in {ours['seconds']:.1f} s",
        (
            f"all pairs within one town and 31 days {pairwise['pairs']:,.0f} in {pairwise['seconds']:.1f} s, "
            f"of pairs of one happening {pairwise['share']:.1%} beside our {ours['share']:.1%}"
        ),
    )


def _run(part: str, size: int) -> Figures:
    """What a process of its own measures; nothing where the system ended it, as it does where memory runs out."""
    done = subprocess.run([sys.executable, __file__, part, str(size)], stdout=subprocess.PIPE, check=False)
    if done.returncode == -signal.SIGKILL:
        return {}
    done.check_returncode()
    found: Figures = json.loads(done.stdout)
    return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure_from_nothing(size: int) -> Figures:
    """Link so many claims."""
    from bearwitness.linking.links import link_all
    from bearwitness.workflow.catching_up import pause_collecting
    from tools.bench_claims import build_truth

    readings, before = build_readings(size, SEED), _peak()
    began, worked = time.perf_counter(), time.process_time()
    with pause_collecting():
        linked = link_all(readings)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    found = {
        "seconds": seconds,
        "processor": processor,
        "peak": _peak(),
        "before": before,
        "links": len(linked.links),
        "pairs": len(linked.pairs),
    }
    if size == SMALL:
        truth = build_truth(size, SEED)
        found["share"] = _find_share({(row.left, row.right) for row in linked.pairs}, truth)
    return found


def measure_one_more(size: int) -> Figures:
    """Link the last few reports into a register of all others, one by one, as `bearwitness read` does."""
    from bearwitness.store import sqlite
    from bearwitness.store.register import open_register, save_reading
    from bearwitness.workflow.catching_up import catch_up, link_anew

    readings, now = build_readings(size, SEED), datetime(2026, 3, 1, tzinfo=UTC)
    Random(SEED).shuffle(readings)
    with TemporaryDirectory() as folder, open_register(Path(folder) / "r.db", create=True) as register:
        connect = sqlite.connect

        def connect_quickly(path: Path, patience: float) -> object:
            """Filling the register would wait minutes for the disk."""
            connection = connect(path, patience)
            connection.execute("PRAGMA synchronous = OFF")
            return connection

        setattr(sqlite, "connect", connect_quickly)  # noqa: B010 - the type of the function is no concern here
        for reading in readings[:-MORE]:
            save_reading(register, reading, reader="en/1", at=now)
        setattr(sqlite, "connect", connect)  # noqa: B010
        register.engine.dispose()
        began = time.perf_counter()
        link_anew(register)
        anew, taken = time.perf_counter() - began, []
        for reading in readings[-MORE:]:
            save_reading(register, reading, reader="en/1", at=now)
            began = time.perf_counter()
            catch_up(register)
            taken.append(time.perf_counter() - began)
    return {"median": statistics.median(taken), "most": max(taken), "anew": anew, "peak": _peak()}


def measure_pairwise(size: int) -> Figures:
    """Weigh all occurrences of one town against one another that are told within 31 days."""
    from bearwitness.linking.card_file import build_windows
    from bearwitness.linking.occurrences import Occurrence, find_occurrences
    from bearwitness.linking.pairs import find_linkable
    from bearwitness.linking.weighing import weigh
    from tools.bench_claims import build_truth

    readings = build_readings(size, SEED)
    began = time.perf_counter()
    occurrences = find_occurrences(readings, find_linkable(readings))
    windows = build_windows(occurrences)
    towns: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if one.where and one.published_on:
            towns[f"{one.where.country} {one.where.name}"].append(one)
    pairs = set()
    for told in towns.values():
        for one, other in combinations(told, 2):
            if one.published_on and other.published_on and abs((one.published_on - other.published_on).days) <= 31:
                weigh(one, other, windows.find(one, other))
                pairs.add((one.id, other.id))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "pairs": len(pairs), "share": _find_share(pairs, build_truth(size, SEED))}


def _find_share(pairs: set[tuple[str, str]], truth: dict[str, int]) -> float:
    """Of the pairs of first claims of two reports on one happening, the share that is among these."""
    told: defaultdict[int, list[str]] = defaultdict(list)
    for ident, number in sorted(truth.items()):
        if ident.endswith("_0"):
            told[number].append(ident)
    true = [pair for idents in told.values() for pair in combinations(idents, 2)]
    return sum(pair in pairs for pair in true) / max(1, len(true))


def render_plot(points: Sequence[tuple[int, float]]) -> str:
    """Seconds over claims, both on scales of powers of ten, with the line that growth in proportion would follow."""
    left, right, top, bottom = 70.0, 520.0, 20.0, 300.0
    low, high = log10(points[0][0]), log10(points[-1][0])
    floor = int(log10(min(seconds for _, seconds in points)) // 1)
    roof = floor + 1
    while 10**roof < max(seconds for _, seconds in points):
        roof += 1

    def place(size: float, seconds: float) -> tuple[float, float]:
        x = left + (log10(size) - low) / (high - low) * (right - left)
        return x, bottom - (log10(seconds) - floor) / (roof - floor) * (bottom - top)

    def draw(ends: Sequence[tuple[float, float]], style: str) -> str:
        return f'<polyline fill="none" {style} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in ends)}"/>'

    first, rate = points[0][0], points[0][1] / points[0][0]
    straight = [place(size, rate * size) for size in (first, min(points[-1][0], 10**roof / rate))]
    marks = [
        f'<text x="{left - 8}" y="{place(first, 10**n)[1] + 4:.1f}" text-anchor="end">{10.0**n:g} s</text>'
        for n in range(floor, roof + 1)
    ]
    for size, seconds in points:
        x, y = place(size, seconds)
        marks += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f5fa8"/>',
            f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{seconds:.3g} s</text>',
            f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{size:,} claims</text>',
        ]
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="340" font-family="sans-serif" font-size="12">',
        '<rect width="600" height="340" fill="white"/>',
        draw([(left, top), (left, bottom), (right, bottom)], 'stroke="#444"'),
        draw(straight, 'stroke="#999" stroke-dasharray="5 4"'),
        draw([place(*point) for point in points], 'stroke="#1f5fa8" stroke-width="2"'),
        *marks,
        f'<text x="{left + 12}" y="{top + 4}">Linking from nothing; dashed: in proportion to the first point</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
