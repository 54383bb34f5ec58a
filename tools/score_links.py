"""Score linking: reports put together by incident, beside the floors, and questions on how many incidents, from `read` then `link`.

Each half of the incidents is scored with weights that never saw it (`tools/train_links.py`); the figure is the mean of the halves.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import Any
from unittest.mock import patch

from bearwitness.core.contract import render_incident, render_reading
from bearwitness.core.records import Reading
from bearwitness.linking import grouping, weighing
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from tools.score_page import Row
from tools.train_links import SETS, Example, find_examples, find_half, load_gold, load_readings, render

NAMES = {"gva": "Gun Violence Archive", "semeval_trial": "SemEval-2018 task 5, trial"}
FLOORS = {
    "every report alone": "every report alone",
    "TF-IDF 0.2 single link": "TF-IDF",
    "TF-IDF 0.2 single link, 14 days": "TF-IDF, 14 days",
}


def score_links(shared: Path) -> Iterator[tuple[str, list[Row]]]:
    """The rows of the scores page on linking."""
    sys.path.insert(0, str(shared / "score"))
    scorer = import_module("semeval")
    readings = {name: load_readings(shared, name) for name in SETS}
    examples = [one for name in SETS for one in find_examples(readings[name], load_gold(shared, name))]
    weights = [learn_without(examples, half) for half in (0, 1)]
    for name in SETS:
        linked = [link_with(readings[name], one) for one in weights]
        clusters = json.loads((shared / "data" / name / "clusters_gold.json").read_text(encoding="utf-8"))
        yield f"Linking, {NAMES[name]}: {len(readings[name])} reports", _score(scorer, readings[name], linked, clusters)
        if name == "semeval_trial":
            yield f"{NAMES[name]}: how many incidents, every question", _ask(scorer, shared, readings[name], linked)


def learn_without(examples: Sequence[Example], half: int) -> weighing.Weights:
    """The weights of all pairs that do not touch the half."""
    return weighing.parse_weights(render([one for one in examples if half not in one.halves]))


def link_with(readings: Sequence[Reading], weights: weighing.Weights) -> list[dict[str, Any]]:
    with (
        patch.object(weighing, "load_weights", lambda: weights),
        patch.object(grouping, "load_weights", lambda: weights),
    ):
        return [render_incident(one) for one in build_incidents(readings, link_claims(readings))]


def _score(
    scorer: Any, readings: Sequence[Reading], linked: Sequence[list[dict[str, Any]]], clusters: dict[str, list[str]]
) -> list[Row]:
    reads = {one.report.id: render_reading(one) for one in readings}
    halves = [
        scorer.linking(
            scorer.report_clusters(reads, incidents),
            {incident: reports for incident, reports in clusters.items() if find_half(incident) == half},
        )
        for half, incidents in enumerate(linked)
    ]
    reports = [
        {
            "id": one.report.id,
            "text": one.report.text,
            "published_on": one.report.published_on.isoformat() if one.report.published_on else None,
        }
        for one in readings
    ]
    floors = scorer.floors(reports, clusters, thresholds=(0.2,))
    rows = []
    for what, at in (
        ("B-cubed F1", ("b3", "f1")),
        ("pairwise F1", ("pairs", "f1")),
        ("pairwise precision", ("pairs", "p")),
    ):
        figure = fmean(half[at[0]][at[1]] for half in halves)
        beside = "; ".join(f"{said} {floors[name][at[0]][at[1]]:.3f}" for name, said in FLOORS.items())
        rows.append(Row(what=what, figure=f"{figure:.3f}", beside=beside))
    return rows


def _ask(scorer: Any, shared: Path, readings: Sequence[Reading], linked: Sequence[list[dict[str, Any]]]) -> list[Row]:
    data = shared / "data" / "semeval_trial"
    questions, gold = (json.loads((data / f"s2_{part}.json").read_text("utf-8")) for part in ("questions", "gold"))
    asked = [name for name in questions if name in gold and scorer.usable(questions[name], False)]
    claims = {claim["id"]: claim for one in readings for claim in render_reading(one)["claims"]}
    halves = [scorer.official(scorer.answer(one, claims, questions), gold, asked) for one in linked]
    constant = scorer.official(scorer.constant(2, asked), gold, asked)
    return [
        Row(what=what, figure=f"{fmean(half[key] for half in halves):.3f}", beside=f"always 2: {constant[key]:.3f}")
        for what, key in (
            ("document F1", "doc_f1"),
            ("RMSE", "rmse"),
            ("accuracy", "accuracy"),
            ("accuracy on answers other than 2", "accuracy_not_2"),
        )
    ]
