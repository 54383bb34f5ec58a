"""The reading cases of `tests/cases/`: loading them, reading them, and saying in words where a reading differs."""

import tomllib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from bearwitness.core.contract import render_reading
from bearwitness.core.records import Report
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.read import EnglishTools, read_english

CASES = Path(__file__).parent / "cases" / "english"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One short text and what a careful coder would record of it."""

    id: str
    text: str
    row: Row = field(repr=False)


def load_cases() -> list[Case]:
    """Every case of every file, in file order, and behind them those that are to be read in capitals as well."""
    rows = [
        row for path in sorted(CASES.glob("*.toml")) for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]
    cases = [Case(id=row["id"], text=row["text"], row=row) for row in rows]
    return [*cases, *(_shout(case) for case in cases if case.row.get("capitals", False))]


def _shout(case: Case) -> Case:
    """The same text in capitals, which must be read the same; nobody's name has an ordinary spelling there."""
    claims = [{k: v for k, v in claim.items() if k != "voice_name"} for claim in case.row.get("claims", [])]
    return Case(id=f"{case.id}-in-capitals", text=case.text.upper(), row={**case.row, "claims": claims})


def read_case(case: Case, tools: EnglishTools) -> Row:
    """The reading of the case's text, in the published JSON shape."""
    report = Report(
        id=case.id,
        input=case.id,
        url=None,
        outlet=case.row.get("outlet"),
        title=None,
        published_on=case.row.get("published_on"),
        language="en",
        sha256=sha256(case.text.encode()).hexdigest(),
        text=case.text,
    )
    return render_reading(read_english(report, tools))


def find_differences(case: Case, reading: Row) -> list[str]:
    """What the reading says that the case does not, and what it misses, a line each; empty when they agree."""
    told = [c for c in reading["claims"] if c["status"] in TOLD]
    rest = [c for c in reading["claims"] if c["status"] not in TOLD]
    out = match_rows("claim", case.row.get("claims"), told, exact=not case.row.get("partial", False))
    barred = case.row.get("none_of", [])
    out += [f"claim of an act that nobody tells: {_brief(c)}" for c in told if c["act"] in barred]
    if "untold" in case.row:
        out += match_rows("untold claim", case.row["untold"], rest, exact=not case.row.get("partial", False))
    out += match_rows("sum", case.row.get("sums"), reading["sums"], exact=False)
    out += match_rows("statement", case.row.get("statements"), reading["statements"], exact=False)
    return out


def match_rows(kind: str, wanted: list[Row] | None, found: list[Row], *, exact: bool) -> list[str]:
    """How the found rows differ from the wanted ones, in words; extra ones matter only where the list is `exact`."""
    if wanted is None:
        return []
    pairs = _pair(wanted, found)
    if pairs is None:
        return [f"{kind}s differ:", *(f"  wanted {w}" for w in wanted), *(f"  found  {_brief(f)}" for f in found)]
    out = []
    if exact and len(found) != len(wanted):
        # Context is no incident: a background claim that the case does not list is not one too many.
        extra = [f for n, f in enumerate(found) if n not in pairs and f.get("shape") != "background"]
        out += [f"{kind} too many: {_brief(f)}" for f in extra]
    for n, want in enumerate(wanted):
        for relation in ("different", "part_of", "follows", "same"):
            if relation in want:
                target = found[pairs[want[relation] - 1]]["id"]
                kinds = [r["kind"] for r in found[pairs[n]]["relations"] if r["to"] == target]
                back = [
                    r["kind"] for r in found[pairs[want[relation] - 1]]["relations"] if r["to"] == found[pairs[n]]["id"]
                ]
                if relation.replace("_", "-") not in kinds and not (
                    relation in {"different", "same"} and relation in back
                ):
                    out.append(f"{kind} {n + 1} is not {relation} to {want[relation]}: {kinds}")
    return out


def _pair(wanted: list[Row], found: list[Row]) -> list[int] | None:
    """For each wanted row the index of a found row that fits it, all different; None when there is no such pairing."""

    def assign(n: int, used: frozenset[int]) -> list[int] | None:
        if n == len(wanted):
            return []
        for m, row in enumerate(found):
            if m not in used and all(_fits(key, value, row) for key, value in wanted[n].items()):
                rest = assign(n + 1, used | {m})
                if rest is not None:
                    return [m, *rest]
        return None

    return assign(0, frozenset())


def _fits(key: str, value: Any, row: Row) -> bool:
    when, where, people = row.get("when") or {}, row.get("where") or {}, row.get("people") or {}
    innermost = (row.get("voices") or [{}])[-1]
    if key in {"different", "part_of", "follows", "same"}:
        return True
    if key in {"low", "high"}:
        size = row.get("count") or row.get("stated") or {}
        return bool(size.get(key) == (None if value == "open" else value))
    if key == "unit":
        return bool(row["count"]["unit"] == value)
    if key == "when":
        return not when
    if key in {"earliest", "latest"}:
        return bool(when.get(key) == value.isoformat())
    if key in {"prec", "basis", "month_day", "inferred", "anchor"}:
        return bool(when.get(key) == value)
    if key == "place":
        return not where if value == "none" else _name(value) in {_name(where.get("name")), _name(where.get("text"))}
    if key in {"country", "admin1"}:
        return bool(where.get(key) == value)
    if key in {"where_prec", "where_basis"}:
        return bool(where.get(key.removeprefix("where_")) == value)
    if key in {"female", "male", "children", "ages"}:
        return bool(people.get(key) == value)
    if key == "group":
        return value.lower() in (people.get("group") or "").lower()
    if key in {"actor", "actor_kind"}:
        actor = row.get("actor") or {}
        return (
            value.lower() in (actor.get("text") or "").lower() if key == "actor" else actor.get("kind", "none") == value
        )
    if key == "manner":
        return set(value) <= set(row["manner"])
    if key == "voice":
        return bool(innermost.get("kind") == value)
    if key == "voice_name":
        return bool(innermost.get("name") == value)
    return bool(row.get(key) == value)


def _name(text: str | None) -> str:
    return (text or "").lower().removeprefix("the ")


def _brief(row: Row) -> Row:
    """The parts of a found row worth showing in a difference."""
    if "act" not in row:
        return {k: row[k] for k in ("kind", "of", "stated", "read", "agrees", "text") if k in row} | {
            "voice": (row.get("voices") or [{}])[-1].get("kind")
        }
    when, where = row["when"] or {}, row["where"] or {}
    return {
        "act": row["act"],
        "shape": row["shape"],
        "status": row["status"],
        "count": f"{row['count']['low']}..{row['count']['high']} {row['count']['unit']}",
        "when": f"{when.get('earliest')}..{when.get('latest')} p{when.get('prec')} {when.get('month_day') or ''}",
        "where": f"{where.get('name')} ({where.get('text')}) {where.get('country')} p{where.get('prec')}",
        "people": {k: v for k, v in row["people"].items() if v},
        "actor": row["actor"],
        "voices": [f"{v['kind']}:{v.get('name') or v.get('text')}" for v in row["voices"]],
        "relations": [r["kind"] for r in row["relations"]],
    }
