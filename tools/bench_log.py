"""Measure what the log costs: reading reports into a register with it and without, a register verified, and how much the file grows."""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from unittest import mock

from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.read import read_english
from bearwitness.store import register_readings
from bearwitness.store.register import open_register, save_reading
from bearwitness.workflow.tools import load_english
from bearwitness.workflow.verifying import Trust, verify_register
from tools.bench_texts import build_mixed_news

REPORTS: Final = 1000
ROUNDS: Final = 3


def bench_log() -> Iterator[tuple[str, str, str]]:
    """Rows for the page: what, figure, beside. Times are the processor's, the least of the rounds; SQLite, every report its own transaction."""
    for what, every in (("mixed news, 1 report in 10 relevant", 10), ("relevant news only", 1)):
        start = time.process_time()
        readings = _read_all(every)
        reading = time.process_time() - start
        plain, logged, size, verifying, entries = [], [], 0, 0.0, 0
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                with mock.patch.object(register_readings, "log_records"):
                    plain.append(_save(readings, Path(folder) / "plain.db"))
                path = Path(folder) / "logged.db"
                logged.append(_save(readings, path))
                size = path.stat().st_size - (Path(folder) / "plain.db").stat().st_size
                start = time.process_time()
                entries = verify_register(path, Trust(keys=())).entries
                verifying = time.process_time() - start
        cost, all_without = min(logged) - min(plain), reading + min(plain)
        yield (
            f"Reading {REPORTS:,} reports of {what} into a register, with its log",
            f"{all_without + cost:.1f} s",
            f"without the log {all_without:.1f} s: {cost / all_without:.1%} more; the file grows by {size / entries:.0f} bytes an entry",
        )
        yield (f"Verifying that register ({entries:,} entries)", f"{verifying:.2f} s", "")


def _read_all(every: int) -> list[Reading]:
    tools = load_english()
    return [read_english(_report(text), tools) for text in build_mixed_news(REPORTS, every=every)]


def _report(text: str) -> Report:
    name = sha256(text.encode()).hexdigest()
    return Report(
        id=name[:16],
        input="made up",
        url=None,
        outlet=None,
        title=None,
        published_on=None,
        language="en",
        sha256=name,
        text=text,
    )


def _save(readings: list[Reading], path: Path) -> float:
    with open_register(path, create=True) as register:
        start = time.process_time()
        for reading in readings:
            save_reading(register, reading, reader="en", at=datetime.now(UTC))
        return time.process_time() - start


if __name__ == "__main__":
    for row in bench_log():
        sys.stdout.write("   ".join(row) + "\n")
        sys.stdout.flush()
