"""Learn what each trait of a pair of occurrences is worth, and write the weights that linking ships with.

    python tools/train_links.py [--shared ../shared] [--leave-out 0|1 --out FILE]

Reads the development reports of the Gun Violence Archive and of SemEval-2018 task 5 (trial), reads and compares them as `link` does,
and fits a logistic regression over the levels of `linking/traits.py`: one weight a level, ridge 1, Newton steps from zero, so that the
same data give the same weights. A pair of the main occurrences of two reports is labelled by whether the archive puts the reports under
one incident. Incidents are split in two halves by the hash of their number; `--leave-out` leaves out every pair that touches a half,
which is then scored with those weights (`make score`): no incident is scored with weights that saw it.

Three parts are set by hand and not learned: what stands beside a report's story (its pairs have no labels), the very same words (they
decide by themselves), and details too few to tell.
"""

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bearwitness.core.records import Reading, Report
from bearwitness.linking.card_file import build_windows, find_candidates
from bearwitness.linking.occurrences import Occurrence, find_occurrences
from bearwitness.linking.pairs import find_linkable
from bearwitness.linking.traits import Trait, find_traits
from bearwitness.reading.english.read import read_english
from bearwitness.workflow.tools import load_english

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "bearwitness" / "linking" / "weights.toml"
BY_HAND = {"story": {"main": 0.0, "aside": -4.0, "both-aside": -4.0}}
UNLEARNED = ("story", "wording")
SHIFT = 1.5
"""Joining pays from log odds of -1.5 on (best pairwise F1 on both sets, each half with the other's weights); the table is moved so
that this is 0."""
THRESHOLDS = {"same": 0.0, "unsure": -1.5, "some": 1, "strong": 3}
SETS = ("gva", "semeval_trial")

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A pair by its traits, whether it is one incident, and the halves its two incidents lie in."""

    levels: tuple[tuple[str, str], ...]
    is_same: bool
    halves: frozenset[int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--leave-out", type=int, choices=(0, 1), default=None)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    examples = [
        one for name in SETS for one in find_examples(load_readings(given.shared, name), load_gold(given.shared, name))
    ]
    kept = [one for one in examples if given.leave_out not in one.halves]
    given.out.write_text(render(kept), encoding="utf-8")
    sys.stdout.write(
        f"Wrote {given.out}: from {len(kept)} pairs, {sum(one.is_same for one in kept)} of them the same.\n"
    )
    return 0


def find_half(incident: str) -> int:
    """The half that an incident of the archive lies in."""
    return int(sha256(incident.encode()).hexdigest(), 16) % 2


def load_gold(shared: Path, name: str) -> dict[str, str]:
    """The incident of each report; the first one of a report that has several."""
    clusters = json.loads((shared / "data" / name / "clusters_gold.json").read_text(encoding="utf-8"))
    gold: dict[str, str] = {}
    for incident, reports in clusters.items():
        for report in reports:
            gold.setdefault(report, incident)
    return gold


def load_readings(shared: Path, name: str) -> list[Reading]:
    """The reports of a set as the reader reads them."""
    tools = load_english()
    with gzip.open(shared / "data" / name / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [read_english(build_report(json.loads(line)), tools) for line in lines]


def build_report(row: dict[str, Any]) -> Report:
    day = row.get("published_on")
    return Report(
        id=row["id"], input="", url=row.get("url"), outlet=row.get("outlet"), title=row.get("title"),
        published_on=date.fromisoformat(day) if day else None, language="en",
        sha256=sha256(row["text"].encode()).hexdigest(), text=row["text"],
    )  # fmt: skip


def find_examples(readings: Sequence[Reading], gold: dict[str, str]) -> Iterator[Example]:
    """The labelled pairs among the candidates."""
    occurrences = find_occurrences(readings, find_linkable(readings))
    windows = build_windows(occurrences)
    mains = set(_find_mains(occurrences).values())
    for one, other in find_candidates(occurrences, windows):
        incidents = [gold.get(readings[side.report].report.id) for side in (one, other)]
        if one.id in mains and other.id in mains and incidents[0] and incidents[1]:
            yield Example(
                levels=_name_levels(find_traits(one, other, windows.find(one, other))),
                is_same=incidents[0] == incidents[1],
                halves=frozenset(find_half(incident) for incident in incidents if incident),
            )


def _find_mains(occurrences: Sequence[Occurrence]) -> dict[int, str]:
    """The occurrence of each report with the most quotes, the first one among equals."""
    best: dict[int, tuple[tuple[int, int], str]] = {}
    for one in occurrences:
        rank = (
            -sum(len(claim.quotes) for claim in one.claims),
            min(claim.quotes[0].start for claim in one.claims if claim.quotes),
        )
        if one.report not in best or rank < best[one.report][0]:
            best[one.report] = (rank, one.id)
    return {report: ident for report, (_, ident) in best.items()}


def _name_levels(traits: Sequence[Trait]) -> tuple[tuple[str, str], ...]:
    return tuple((trait.name, trait.level) for trait in traits if trait.name not in UNLEARNED)


def fit(examples: Sequence[Example], names: Sequence[tuple[str, str]], ridge: float = 1.0) -> Vector:
    """The weights of the levels and, last, of every pair."""
    place = {name: n for n, name in enumerate(names)}
    rows = np.zeros((len(examples), len(names) + 1))
    rows[:, -1] = 1
    for n, one in enumerate(examples):
        rows[n, [place[level] for level in one.levels]] = 1
    same = np.array([float(one.is_same) for one in examples])
    weights = np.zeros(len(names) + 1)
    penalty = np.full(len(names) + 1, ridge)
    penalty[-1] = 1e-6
    for _ in range(60):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share - same) + penalty * weights
        bend = (rows * (share * (1 - share))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def render(examples: Sequence[Example]) -> str:
    """The table as TOML."""
    names = sorted({level for one in examples for level in one.levels})
    weights = fit(examples, names)
    points: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (trait, level), weight in zip(names, weights, strict=False):
        points[trait][level] = round(float(weight), 2)
    points["details"]["untold"] = max(0.0, points["details"].get("untold", 0.0))
    points |= BY_HAND
    lines = [
        "# Written by tools/train_links.py. Log odds by trait and level (linking/traits.py says what they mean).",
        'version = "3"',
        f"start = {weights[-1] + SHIFT:.2f}",
        "",
        "[thresholds]",
        *(f"{name} = {value}" for name, value in THRESHOLDS.items()),
    ]
    for trait in sorted(points):
        lines += [
            "",
            f"[points.{trait}]",
            *(f'"{level}" = {value:.2f}' for level, value in sorted(points[trait].items())),
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
