"""The scores once more without the dates that learned weights chose (decision 12): what the choice is worth.

An inferred date stands in a claim with `inferred`, and nothing else rests on it, so leaving it out gives the reading as it is
without the weights. No report is read again.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def leave_out_inferred(line: dict[str, Any]) -> dict[str, Any]:
    """A reading with only the dates that the words of its claims give."""
    return {**line, "claims": [{**c, "when": _keep_told(c["when"])} for c in line["claims"]]}


def write_bare(read: Path) -> Path:
    """The readings of a file without inferred dates, in a file beside it."""
    bare = read.with_name(f"{read.name}.bare")
    bare.write_text("".join(_bare_lines(read)), encoding="utf-8")
    return bare


def _bare_lines(read: Path) -> Iterator[str]:
    with read.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.dumps(leave_out_inferred(json.loads(line))) + "\n"


def _keep_told(when: dict[str, Any] | None) -> dict[str, Any] | None:
    if when is None or not when.get("inferred"):
        return when
    if when["known_until"] is None:
        return None
    return {"earliest": None, "latest": when["known_until"], "prec": 5, "basis": "publication", "text": ""}
