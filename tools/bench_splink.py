"""Speed, memory and start-up of linking beside Splink, on made-up claims (`tools/bench_claims.py`).

    make bench-splink            (installs Splink from requirements-bench.lock first)
    python -m tools.bench_splink [--claims 10000 --claims 100000]

Every row is a process of its own, so that its start and its peak memory are its own; `all` of the first rows is the time from no process
to the links of 23 reports. Building the occurrences is needed by all; ours has it in its time, Splink's rows say it apart. Splink is
measured with its training, and with a model trained before on 10,000 claims. Its pairs are joined from the threshold that scores best
against the truth, which nobody would know: that is in its favour.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bearwitness.core.records import Reading
from bearwitness.linking.joining import Groups
from tools import splink_model

ROOT = Path(__file__).resolve().parent.parent
OURS, TRAINING, TRAINED = WAYS = ("ours", "splink", "trained")
_FEW_CLAIMS, _FEW_REPORTS, _TRAINING_CLAIMS = 60, 23, 10_000
_LIMITS = (-2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0)
"""Natural log odds from which Splink's pairs are joined."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, action="append")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if find_spec("splink") is None:
        sys.stderr.write(splink_model.MISSING + "\n")
        return 2
    if given.one:
        print(json.dumps(measure(given.one, given.claims[0], given.model)))
        return 0
    with TemporaryDirectory() as folder:
        model = Path(folder) / "model.json"
        run(TRAINING, _TRAINING_CLAIMS, model)
        for claims in (_FEW_CLAIMS, *(given.claims or (10_000, 100_000))):
            for way in WAYS:
                began = time.monotonic()
                row = run(way, claims, model if way == TRAINED else Path(folder) / "unused.json")
                print(
                    f"{row['claims']:7.0f} claims  {way:8} all {time.monotonic() - began:7.1f} s  imports {row['imports']:5.2f} s"
                    f"  occurrences {row['occurrences']:6.1f} s  linking {row['linking']:7.1f} s  peak {row['mib']:6.0f} MiB"
                    f"  pairs F1 {row['f1']:.3f} precision {row['precision']:.3f}",
                    flush=True,
                )
    return 0


def run(way: str, claims: int, model: Path) -> dict[str, float]:
    """One way at one size, in a process of its own."""
    command = [sys.executable, "-m", "tools.bench_splink", "--one", way, "--claims", str(claims), "--model", str(model)]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures


def measure(way: str, claims: int, model: Path) -> dict[str, float]:
    """One way at one size, in this process. A model that Splink trains is left in `model`."""
    from tools.bench_claims import build_readings, build_truth

    readings = build_readings(claims, 1)
    if claims == _FEW_CLAIMS:
        readings = readings[:_FEW_REPORTS]
    truth = build_truth(claims, 1)
    began = time.monotonic()
    if way == OURS:
        from bearwitness.linking.links import link_claims

        imported = built = time.monotonic()
        joins = [(link.left, link.right) for link in link_claims(readings) if link.judgement == "same"]
        done = time.monotonic()
        best = score_pairs(joins, truth, readings)
    else:
        from importlib import import_module

        from bearwitness.linking.occurrences import find_occurrences
        from bearwitness.linking.pairs import find_linkable

        import_module("splink")
        imported = time.monotonic()
        occurrences = find_occurrences(readings, find_linkable(readings))
        built = time.monotonic()
        table = splink_model.build_table(occurrences)
        if way == TRAINED:
            linker = splink_model.build_linker(table, model)
        else:
            linker = splink_model.build_linker(table)
            splink_model.train_unsupervised(linker)
            linker.misc.save_model_to_json(str(model), overwrite=True)
        pairs = splink_model.predict(linker)
        within = [(one.id, claim.id) for one in occurrences for claim in one.claims]
        Groups([*((one, other) for one, other, weight in pairs if weight >= 0), *within])
        done = time.monotonic()
        best = max(
            score_pairs([*((one, other) for one, other, weight in pairs if weight >= limit), *within], truth, readings)
            for limit in _LIMITS
        )
    return {
        "claims": sum(len(one.claims) for one in readings),
        "imports": imported - began,
        "occurrences": built - imported,
        "linking": done - built,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "f1": best[0],
        "precision": best[1],
    }


def score_pairs(
    joins: Iterable[tuple[str, str]], truth: dict[str, int], readings: Iterable[Reading]
) -> tuple[float, float]:
    """Pairwise F1 and precision of the reports: each goes by its first claim."""
    groups = Groups(joins)
    told, found = Counter[int](), Counter[str]()
    both: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for reading in readings:
        ident = next((claim.id for claim in reading.claims if claim.id in truth), None)
        if ident is not None:
            told[truth[ident]] += 1
            found[groups.find(ident)] += 1
            both[groups.find(ident)][truth[ident]] += 1

    def count(sizes: Iterable[int]) -> int:
        return sum(size * (size - 1) // 2 for size in sizes)

    right = sum(count(one.values()) for one in both.values())
    ours, theirs = count(found.values()), count(told.values())
    return 2 * right / max(1, ours + theirs), right / max(1, ours)


if __name__ == "__main__":
    raise SystemExit(main())
