"""Worked histories of `tests/cases/histories/`: published figures, the judgements on them, and what the bounds ought to be."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bearwitness.core.contract_read import parse_claim
from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from tests.counting.cases import make_link

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "histories"
FILES = ("china.toml", "morgue.toml")
LEVELS = {0: 6, 1: 6, 2: 4, 3: 1}
"""The precision of a place by how many names its path has."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a history, with all judgements it rests on and what is expected of the answer."""

    question: Question
    links: tuple[Link, ...]
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was published, as claims, and what is asked of it."""

    id: str
    title: str
    claims: tuple[Claim, ...]
    asked: tuple[Asked, ...]
    row: Row


def load_histories() -> tuple[History, ...]:
    """Every history, in the order of their files."""
    rows = [row for name in FILES for row in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["history"]]
    return tuple(_read_history(row) for row in rows)


def _read_history(row: Row) -> History:
    shared = [make_link(one["left"], one["right"], one["judgement"]) for one in row.get("link", ())]
    return History(
        id=row["id"],
        title=row["title"],
        claims=tuple(_read_claim(one, row["act"]) for one in row["claim"]),
        asked=tuple(_read_asked(one, row["act"], shared) for one in row["question"]),
        row=row,
    )


def _read_asked(row: Row, act: Any, shared: Sequence[Link]) -> Asked:
    return Asked(
        question=Question(
            act=act,
            earliest=date.fromisoformat(row["from"]),
            latest=date.fromisoformat(row["to"]),
            place=tuple(row["place"].split("/")),
        ),
        links=(*shared, *(make_link(*one) for one in row.get("judged", ()))),
        row=row,
    )


def _read_claim(row: Row, act: str) -> Claim:
    path = row["place"].split("/") if "place" in row else []
    where = {"name": path[-1], "country": path[0], "prec": LEVELS[len(path)]} if path else None
    if where and len(path) > 1:
        where["admin1"] = path[1]
    return parse_claim(
        {
            "id": row["id"],
            "act": act,
            "shape": row.get("shape", "incident"),
            "when": {"earliest": row.get("from"), "latest": row.get("to")},
            "where": where,
            "count": {"low": row["low"], "high": row.get("high")},
        }
    )
