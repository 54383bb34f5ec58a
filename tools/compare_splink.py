"""Linking beside Splink on labelled reports: the same occurrences, the same halves, the same scorer.

    make bench-splink            (installs Splink from requirements-bench.lock first)
    python -m tools.compare_splink [--shared ../shared] [--reads FOLDER]

Reads the Gun Violence Archive and SemEval-2018 task 5 (trial) as `make score` does, or takes FOLDER/gva.jsonl and
FOLDER/semeval_trial.jsonl as `read --json` wrote them. Every way of linking gives groups of occurrences; reports are put together
from them by the shared scorer. A half of the incidents is scored with weights and a threshold that only saw the other half.
"""

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from bearwitness.core.contract import render_reading
from bearwitness.core.contract_read import parse_claim
from bearwitness.core.records import Reading
from bearwitness.linking.card_file import build_windows, find_candidates
from bearwitness.linking.occurrences import Occurrence, find_occurrences
from bearwitness.linking.pairs import find_linkable
from bearwitness.linking.traits import find_traits
from tools import splink_model
from tools.score_links import NAMES, learn_without
from tools.splink_scores import Case, average, chain, score, score_shipped
from tools.train_links import SETS, build_report, find_examples, find_half, load_gold, load_readings

ROOT = Path(__file__).resolve().parent.parent
_CHANCE = 30_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--reads", type=Path, default=None)
    given = parser.parse_args()
    if find_spec("splink") is None:
        sys.stderr.write(splink_model.MISSING + "\n")
        return 2
    sys.path.insert(0, str(given.shared / "score"))
    scorer = import_module("semeval")
    scorer.c.main_cluster = remember(scorer.c.main_cluster)
    cases = [load_case(given.shared, given.reads, name) for name in reversed(SETS)]
    examples = [one for case in cases for one in find_examples(case.readings, case.gold)]
    learned = [learn_without(examples, half) for half in (0, 1)]
    for case in cases:
        print(f"\n{NAMES[case.name]}: {len(case.readings)} reports, {len(case.occurrences)} occurrences", flush=True)
        show("ours, as shipped", score_shipped(scorer, case, learned))
        tables = [(one.points, one.start) for one in learned]
        ours = [weigh_traits(case, points, start) for points, start in tables]
        show("ours, points alone, average linkage", score(scorer, case, ours, average))
        main = [levels for _, _, levels in case.traits if levels["story"] == "main"]
        for what, chance in (("m and u", []), ("m, u by chance", draw_chance(case))):
            by_em = splink_model.learn_by_em(main, chance)
            em = weigh_traits(case, {**by_em, "story": tables[0][0]["story"]}, 0.0)
            show(f"our traits, Splink's EM ({what})", score(scorer, case, [em, em], average))
        linker = splink_model.build_linker(splink_model.build_table(list(case.occurrences.values())))
        splink_model.train_unsupervised(linker)
        alone = splink_model.predict(linker)
        show("Splink, EM, its clusters", score(scorer, case, [alone, alone], chain))
        show("Splink, EM, average linkage", score(scorer, case, [alone, alone], average))
        labelled = []
        for half in (0, 1):
            linker = splink_model.build_linker(splink_model.build_table(list(case.occurrences.values())))
            splink_model.train_supervised(linker, find_same(case, half))
            labelled.append(splink_model.predict(linker))
        show("Splink, m from labels, its clusters", score(scorer, case, labelled, chain))
        show("Splink, m from labels, average linkage", score(scorer, case, labelled, average))
    return 0


def remember(find: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    """The scorer's main cluster of a report, found once: hundreds of partitions of the same reports are scored."""
    known: dict[str, Any] = {}

    def find_once(claims: list[Any]) -> Any:
        if not claims:
            return find(claims)
        key = claims[0]["id"]
        if key not in known:
            known[key] = find(claims)
        return known[key]

    return find_once


def show(what: str, figures: Sequence[float]) -> None:
    """A row: B-cubed F1, pairwise F1, pairwise precision and recall, and the two thresholds where there are any."""
    print(f"{what:42}" + "".join(f"{figure:8.3f}" for figure in figures), flush=True)


def load_case(shared: Path, reads: Path | None, name: str) -> Case:
    """A set with all that every way of linking needs."""
    readings = load_reads(shared, reads / f"{name}.jsonl", name) if reads else load_readings(shared, name)
    occurrences = find_occurrences(readings, find_linkable(readings))
    windows = build_windows(occurrences)
    traits = [
        (one.id, other.id, {t.name: t.level for t in find_traits(one, other, windows.find(one, other))})
        for one, other in find_candidates(occurrences, windows)
    ]
    return Case(
        name=name,
        readings=readings,
        occurrences={one.id: one for one in occurrences},
        traits=traits,
        gold=load_gold(shared, name),
        incidents=json.loads((shared / "data" / name / "clusters_gold.json").read_text(encoding="utf-8")),
        reads={one.report.id: render_reading(one) for one in readings},
    )


def load_reads(shared: Path, path: Path, name: str) -> list[Reading]:
    """Readings from what `read --json` wrote: its claims, and the words of the reports from the set."""
    with gzip.open(shared / "data" / name / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        reports = {report.id: report for report in map(build_report, map(json.loads, lines))}
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Reading(report=reports[row["report"]["id"]], claims=tuple(map(parse_claim, row["claims"]))) for row in rows]


def weigh_traits(case: Case, points: dict[str, dict[str, float]], start: float) -> list[tuple[str, str, float]]:
    """The candidate pairs with the sum of their points; what the table does not know says nothing."""
    return [
        (one, other, start + sum(points.get(name, {}).get(level, 0.0) for name, level in levels.items()))
        for one, other, levels in case.traits
    ]


def draw_chance(case: Case) -> list[dict[str, str]]:
    """The traits of random pairs, nearly none of which are one event."""
    random, known = Random(splink_model.SEED), list(case.occurrences.values())
    windows = build_windows(known)
    drawn = (random.sample(known, 2) for _ in range(_CHANCE))
    return [{t.name: t.level for t in find_traits(one, other, windows.find(one, other))} for one, other in drawn]


def find_same(case: Case, half: int) -> list[tuple[str, str]]:
    """Pairs of the main occurrences of reports on one incident, of the incidents outside the half."""
    best: dict[int, Occurrence] = {}
    for one in case.occurrences.values():
        known = best.get(one.report)
        if known is None or _count_quotes(one) > _count_quotes(known):
            best[one.report] = one
    by_incident: defaultdict[str, list[str]] = defaultdict(list)
    for number, one in sorted(best.items()):
        incident = case.gold.get(case.readings[number].report.id)
        if incident and find_half(incident) != half:
            by_incident[incident].append(one.id)
    return [pair for mains in by_incident.values() for pair in combinations(sorted(mains), 2)]


def _count_quotes(one: Occurrence) -> int:
    return sum(len(claim.quotes) for claim in one.claims)


if __name__ == "__main__":
    raise SystemExit(main())
