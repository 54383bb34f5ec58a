"""Learn which of a report's dates is its main story's, and write the weights the reader ships with.

    python tools/train_story_dates.py [--shared ../shared]

Reads the training half of HRDsAttack (300 news reports on attacks on human rights defenders, each with the year, month and day
of its main incident; MIT licence), asks the reader for the candidate dates of every report whose main story has none
(`story_clues.find_candidates`), and fits a conditional logit: one weight a feature, "none of them" at 0, the probability of
all candidates that agree with the archive made as great as ridge regression lets it. Newton steps from zero: no chance in it,
the same data give the same weights. The ridge and the share that is enough were chosen by ten-fold cross-validation on
the training half (`--folds 10` prints it).
"""

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bearwitness.core.records import Report
from bearwitness.reading.english.parsing.sentences import find_sentences
from bearwitness.reading.english.read import read_english
from bearwitness.reading.english.story.claims import READER
from bearwitness.reading.english.story.story_clues import Calendar, Candidate, find_candidates
from bearwitness.reading.english.story.story_dates import sum_shares
from bearwitness.reading.english.times.times import find_times
from bearwitness.workflow.tools import load_english

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "bearwitness" / "reading" / "english" / "story_dates_weights.toml"
RIDGE = 12.0
ENOUGH = {"year": 0.4, "month": 0.4, "day": 0.5}
"""Share of the whole from which a year, a month, a day is taken: there three of four years and four of five months that
the archive knows are right."""

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One report: its candidate dates, and the date of its main incident in the archive."""

    candidates: tuple[Candidate, ...]
    gold: tuple[int | None, int | None, int | None]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--folds", type=int, default=0, help="print a cross-validation and write nothing")
    given = parser.parse_args()
    examples = load_examples(given.shared / "data" / "hrdsattack")
    if given.folds:
        sys.stdout.write(cross_validate(examples, given.folds))
        return 0
    names = find_names(examples)
    OUT.write_text(render(names, fit(examples, names), len(examples)), encoding="utf-8")
    sys.stdout.write(f"Wrote {OUT.relative_to(ROOT)}: {len(names)} weights from {len(examples)} reports.\n")
    return 0


def load_examples(folder: Path) -> list[Example]:
    """The reports of the training half whose main story the reader gives no date."""
    tools = load_english()
    with gzip.open(folder / "train_reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        reports = [json.loads(line) for line in lines]
    gold = {r["id"]: r for r in map(json.loads, (folder / "train_gold.jsonl").read_text(encoding="utf-8").splitlines())}
    out = []
    for row in reports:
        published = date.fromisoformat(row["published_on"]) if row.get("published_on") else None
        report = Report(
            id=row["id"], input="", url=None, outlet=row.get("outlet"), title=row.get("title"), published_on=published,
            language="en", sha256="", text=row["text"],
        )  # fmt: skip
        claims = read_english(report, tools, dated=False).claims
        found = find_candidates(
            report, claims, find_times(report.text, report.published_on), find_sentences(report.text)
        )
        if found:
            want = gold[row["id"]]
            out.append(Example(candidates=found, gold=(want["year"], want["month"], want["day"])))
    return out


def agrees(calendar: Calendar, gold: tuple[int | None, int | None, int | None]) -> bool:
    """Does a date say nothing against the archive's, which gives a year at least?"""
    return gold[0] is not None and all(
        a == b for a, b in zip(calendar, gold, strict=True) if a is not None and b is not None
    )


def find_names(examples: Sequence[Example]) -> list[str]:
    return sorted({f for e in examples for c in e.candidates for f in c.clues})


def fit(examples: Sequence[Example], names: Sequence[str]) -> Vector:
    """The weights, by Newton steps with halving on the ridge-penalised log probability of the agreeing candidates."""
    rows = [_to_rows(e, names) for e in examples]
    weights = np.zeros(len(names))
    for _ in range(50):
        loss, slope, bend = _measure(rows, weights)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-6 and _measure(rows, weights - size * step)[0] > loss - 1e-4 * size * float(slope @ step):
            size /= 2
        weights = weights - size * step
        if float(np.abs(size * step).max()) < 1e-7:
            break
    return weights


def _to_rows(example: Example, names: Sequence[str]) -> tuple[Vector, Vector]:
    table = np.array([[float(n in c.clues) for n in names] for c in example.candidates])
    return table, np.array([agrees(c.calendar, example.gold) for c in example.candidates], dtype=float)


def _measure(rows: Sequence[tuple[Vector, Vector]], weights: Vector) -> tuple[float, Vector, Vector]:
    """Loss, its slope, and the part of its curvature that is never negative (that of the whole)."""
    loss, slope, bend = RIDGE / 2 * float(weights @ weights), RIDGE * weights, RIDGE * np.eye(len(weights))
    for table, right in rows:
        scores = table @ weights
        top = max(float(scores.max()), 0.0)
        parts = np.exp(scores - top)
        none = float(np.exp(-top))
        share = parts / (parts.sum() + none)
        hit = float(parts @ right) if right.any() else none
        loss -= float(np.log(hit / (parts.sum() + none)))
        own = parts * right / hit if right.any() else np.zeros(len(parts))
        slope = slope + table.T @ (share - own)
        mean = table.T @ share
        bend = bend + (table.T * share) @ table - np.outer(mean, mean)
    return loss, slope, bend


def cross_validate(examples: Sequence[Example], folds: int) -> str:
    """What the weights learned on the other folds give, at several shares: given, right, and those the archive leaves open."""
    found: list[tuple[int, float, bool, bool]] = []
    for fold in range(folds):
        rest = [e for n, e in enumerate(examples) if n % folds != fold]
        names = find_names(rest)
        weights = fit(rest, names)
        for example in examples[fold::folds]:
            table, _ = _to_rows(example, names)
            parts = np.exp(table @ weights)
            shares = parts / (parts.sum() + 1.0)
            for size in (1, 2, 3):
                sums = sum_shares(example.candidates, [float(s) for s in shares], size)
                if sums:
                    best = max(sums, key=lambda k: (sums[k], str(k)))
                    found.append((size, sums[best], best[:size] == example.gold[:size], example.gold[size - 1] is None))
    lines = [f"{len(examples)} reports, {folds} folds, ridge {RIDGE}\n"]
    for size, name in ((1, "year"), (2, "month"), (3, "day")):
        for enough in (0.7, 0.6, 0.5, 0.4, 0.3, 0.0):
            taken = [f for f in found if f[0] == size and f[1] >= enough]
            right, left_open = sum(f[2] and not f[3] for f in taken), sum(f[3] for f in taken)
            lines.append(f"{name:5} {enough:.1f}  given {len(taken):3}  right {right:3}  left open {left_open:3}\n")
    return "".join(lines)


def render(names: Sequence[str], weights: Vector, size: int) -> str:
    enough = "".join(f"{name} = {share}\n" for name, share in ENOUGH.items())
    head = f"""\
# Weights of the choice of a story's date (story_dates.py). Written by tools/train_story_dates.py; change nothing by hand.
# Data: HRDsAttack, training half (github.com/dataminr-ai/HRDsAttack e4c5865, MIT licence): {size} reports whose main story has no date.
# Conditional logit, ridge {RIDGE:g}, Newton steps from zero, no random numbers.
# {datetime.now(UTC):%Y-%m-%d}, reader {READER}, NumPy {version("numpy")}, spaCy {version("spacy")}.

[enough]
{enough}
[weights]
"""
    return head + "".join(f'"{n}" = {w:.3f}\n' for n, w in zip(names, weights, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
