"""Is the reading the same when every sentence is parsed? Reads reports anew without the screen and compares line by line."""

import io
import json
from pathlib import Path

from bearwitness.core.contract import render_reading
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.workflow.inputs import find_inputs

KEYS = ("claims", "statements", "sums", "faults")


def find_changed(reports: Path, read: Path, tools: EnglishTools) -> list[str]:
    """The ids of the reports whose reading in `read` (lines of `read --json`) differs from one without the screen."""
    with read.open(encoding="utf-8") as lines:
        told = {line["report"]["id"]: line for line in map(json.loads, lines)}
    changed = []
    for item in find_inputs([str(reports)], io.BytesIO()):
        if item.report is None or told[item.report.id].get("error"):
            continue
        whole = json.loads(json.dumps(render_reading(read_english(item.report, tools, screened=False))))
        if any(whole[key] != told[item.report.id][key] for key in KEYS):
            changed.append(item.report.id)
    return changed
