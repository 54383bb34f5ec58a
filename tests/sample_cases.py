"""The sample reports against `samples/expected.toml`: each occurrence once, however often its report tells it."""

import io
import tomllib
from pathlib import Path
from typing import Any

from bearwitness.core.contract import render_reading
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.workflow.inputs import find_inputs
from tests.reading_cases import match_rows

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
ACTS = {"arrest", "killing", "refoulement"}

Row = dict[str, Any]


def compare_samples(tools: EnglishTools) -> dict[str, list[str]]:
    """For each sample report what its reading has differently from the gold, a line each."""
    expected = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))["sample"]
    reports = [c.report for c in find_inputs([str(SAMPLES)], io.BytesIO()) if c.report is not None]
    out = {}
    for row in expected:
        mine = [r for r in reports if row["file"] in r.input and ("report" not in row or r.id == row["report"])]
        assert len(mine) == 1, row["file"]
        name = row["file"] + (f" {row['report']}" if "report" in row else "")
        reading = render_reading(read_english(mine[0], tools))
        out[name] = _compare(row, fold_same(reading["claims"]), reading)
        if mine[0].outlet != row["outlet"] or mine[0].published_on != row.get("published_on"):
            out[name].append("outlet or publication date differ")
    return out


def _compare(row: Row, claims: list[Row], reading: Row) -> list[str]:
    claims = [c for c in claims if c["act"] in ACTS]
    told = [c for c in claims if c["status"] in TOLD]
    rest = [c for c in claims if c["status"] not in TOLD]
    return [
        *match_rows("claim", _without(row["incidents"], "event"), told, exact=True),
        *match_rows("untold claim", _without(row.get("untold", []), "event"), rest, exact=False),
        *match_rows("sum", _without(row.get("sums", []), "read"), reading["sums"], exact=False),
        *match_rows("statement", row.get("statements", []), reading["statements"], exact=False),
    ]


def _without(rows: list[Row], key: str) -> list[Row]:
    return [{k: v for k, v in row.items() if k != key} for row in rows]


def fold_same(claims: list[Row]) -> list[Row]:
    """One row an occurrence: claims marked `same` give their most exact date, place and people to the first of them. What is denied
    stays beside what is told of it."""
    home = {c["id"]: c["id"] for c in claims}
    denied = {c["id"] for c in claims if c["status"] == "denied"}
    for claim in claims:
        for relation in claim["relations"]:
            if relation["kind"] == "same" and (claim["id"] in denied) == (relation["to"] in denied):
                home[claim["id"]] = home[relation["to"]]
    out = []
    for claim in claims:
        if home[claim["id"]] != claim["id"]:
            continue
        members = [c for c in claims if home[c["id"]] == claim["id"]]
        when = min((c["when"] for c in members if c["when"]), key=lambda w: w["prec"], default=None)
        where = min((c["where"] for c in members if c["where"]), key=lambda w: w["prec"], default=None)
        people = {
            k: next((c["people"][k] for c in members if c["people"][k]), claim["people"][k]) for k in claim["people"]
        }
        said = next((c["voices"] for c in members if len(c["voices"]) > 1), claim["voices"])
        # "told as having happened" by any telling outranks a headline's or a fear's.
        out.append(
            {
                **claim,
                "when": when,
                "where": where,
                "people": people,
                "voices": said,
                "members": [c["id"] for c in members],
            }
        )
    return out
