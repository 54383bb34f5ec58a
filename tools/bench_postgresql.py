"""How fast a register is on a PostgreSQL server beside a SQLite file, on made-up claims: `python tools/bench_postgresql.py [CLAIMS]`.

Both lie in memory where the system lets them, and neither waits for a disk, so that only the engines are compared.
"""

import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bearwitness.store.register import Address, load_current, open_register, save_reading  # noqa: E402
from bearwitness.workflow.catching_up import catch_up, link_anew, load_held_links  # noqa: E402
from bearwitness.workflow.standing import load_judged  # noqa: E402
from tests.register_homes import BINARIES, start_cluster  # noqa: E402
from tools.bench_claims import build_readings  # noqa: E402

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MORE, SEED = 20, 1


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    if BINARIES is None:
        sys.stderr.write("PostgreSQL is not installed here (Debian: postgresql); there is nothing to compare\n")
        return 1
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        beside = measure(Path(folder) / "r.db", size)
    with start_cluster() as cluster, cluster.lend("made") as address:
        found = measure(address, size)
    for what, seconds in found.items():
        ratio = seconds / beside[what]
        sys.stdout.write(f"{what:46} SQLite {beside[what]:8.3f} s   PostgreSQL {seconds:8.3f} s   {ratio:.2f}\n")
    return 0


def measure(address: Address, size: int) -> dict[str, float]:
    """Seconds for each thing done."""
    readings = build_readings(size, SEED)
    Random(SEED).shuffle(readings)
    found: dict[str, float] = {}
    with open_register(address, create=True) as register:
        began = time.perf_counter()
        for reading in readings[:-MORE]:
            save_reading(register, reading, reader="en/1", at=NOW)
        found[f"saving {len(readings) - MORE:,} reports"] = time.perf_counter() - began
        for what in (f"linking {size:,} claims from nothing", "linking them anew"):
            began = time.perf_counter()
            link_anew(register)
            found[what] = time.perf_counter() - began
        taken = []
        for reading in readings[-MORE:]:
            save_reading(register, reading, reader="en/1", at=NOW)
            began = time.perf_counter()
            catch_up(register)
            taken.append(time.perf_counter() - began)
        found["linking one report more, median"] = statistics.median(taken)
        found["linking one report more, the slowest"] = max(taken)
        began = time.perf_counter()
        load_current(register)
        found["loading all readings"] = time.perf_counter() - began
        began = time.perf_counter()
        load_held_links(register, load_judged(register))
        found["loading all links"] = time.perf_counter() - began
    return found


if __name__ == "__main__":
    raise SystemExit(main())
