"""Score what single reports say of a shooting: how many were killed and injured, on which day, in which city.

    python tools/score_reading.py READS.jsonl REPORTS.jsonl INCIDENTS.jsonl

READS is the output of `bearwitness read --json`; REPORTS the texts; INCIDENTS the fields of the Gun Violence Archive, which
are known for its own reports and for those of the SemEval-2018 trial (the same archive). A report is asked only for what its
words state, see `stated_facts.py`.

Our answer is the report's main incident: of the told claims of killing and injury that are neither totals nor background, the
group joined by `same`, `part-of` or `follows` that has the most quotes, the first one among equals; with every other such
claim whose day and place do not exclude the main one's. Its people: the groups of different people add, claims told as the
same again do not, and the injured whose death is told (`follows`) are killed and not injured. People are right where low and
high are both the archive's number, for the killed and for the injured. A day is right where the main incident's most exact
one begins and ends on the archive's. A city is right where the name or second division of the most exact place, or of another
one told of the incident in the same second division ("Avondale", "Chicago"), is the city's, and the first division, where there
is one, the state's.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.stated_facts import Gold, bare_name, load_gold, states_city, states_day, states_people  # noqa: E402 - found by the line above

ACTS = ("killing", "injury")
TOLD = {"reported", "confirmed", "alleged"}
JOINS = {"same", "part-of", "follows"}


@dataclass(slots=True)
class Tally:
    """Right ones of those asked."""

    right: int = 0
    asked: int = 0

    def add(self, hit: bool) -> None:
        self.right += hit
        self.asked += 1

    def show(self) -> str:
        return f"{self.right / max(self.asked, 1):.3f} of {self.asked}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("reads", "reports", "incidents"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    result = score_reading(load_lines(given.reads), load_lines(given.reports), load_gold(load_lines(given.incidents)))
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


def score_reading(
    reads: Iterable[dict[str, Any]], reports: Iterable[dict[str, Any]], gold: dict[str, Gold]
) -> dict[str, Any]:
    """Shares of right answers among the reports that state each fact; reports outside `gold` are not asked."""
    texts = {str(r["id"]): r for r in reports}
    out = {name: Tally() for name in ("people", "killed", "injured", "day", "city")}
    for line in reads:
        ident = str(line["report"]["id"])
        if ident not in gold or ident not in texts:
            continue
        want, text = gold[ident], str(texts[ident]["text"])
        main_claims = find_main(line["claims"])
        if states_people(text, want):
            killed = count_people(main_claims, "killing") == (want.killed, want.killed)
            injured = count_people(main_claims, "injury") == (want.injured, want.injured)
            out["killed"].add(killed)
            out["injured"].add(injured)
            out["people"].add(killed and injured)
        if states_day(text, want.day, texts[ident].get("published_on")):
            out["day"].add(find_day(main_claims) == want.day)
        if states_city(text, want):
            out["city"].add(any(is_in_city(w, want) for w in find_places(main_claims)))
    return {k: {"share": t.right / max(t.asked, 1), "figure": t.show()} for k, t in out.items()}


def find_main(claims: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims of the main incident, see above."""
    told = [c for c in claims if c["status"] in TOLD and c["shape"] == "incident" and c["act"] in ACTS]
    groups = _join(told, JOINS)
    if not groups:
        return []
    best = max(groups, key=lambda g: (sum(len(c["quotes"]) for c in g), -min(c["quotes"][0]["start"] for c in g)))
    day, place = find_when(best), find_place(best)
    return [
        c
        for g in groups
        if g is best or not (_is_other_time(find_when(g), day) or _is_other_place(find_place(g), place))
        for c in g
    ]


def count_people(claims: Sequence[dict[str, Any]], act: str) -> tuple[int, int | None]:
    """Least and most people of an act: groups add; inside a group what all claims allow, or the whole span where they clash."""
    dead = {r["to"] for c in claims if c["act"] == "killing" for r in c["relations"] if r["kind"] == "follows"}
    low = 0
    high: int | None = 0
    for group in _join([c for c in claims if c["act"] == act], {"same", "part-of"}):
        if act == "injury" and any(c["id"] in dead for c in group):
            continue
        parts = {c["id"] for c in group if any(r["kind"] == "part-of" for r in c["relations"])}
        counts = [c["count"] for c in group if c["id"] not in parts] or [c["count"] for c in group]
        lows, highs = [c["low"] for c in counts], [c["high"] for c in counts if c["high"] is not None]
        bottom, top = max(lows), min(highs, default=None)
        if top is not None and top < bottom:
            bottom, top = min(lows), max(highs)
        low, high = low + bottom, None if top is None or high is None else high + top
    return low, high


def find_when(claims: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The most exact date told, the first among equals; a publication date is none."""
    whens = [c["when"] for c in claims if c["when"] and c["when"]["earliest"] and c["when"]["latest"]]
    return min(whens, key=lambda w: w["prec"], default=None)


def find_day(claims: Sequence[dict[str, Any]]) -> date | None:
    when = find_when(claims)
    return date.fromisoformat(when["earliest"]) if when and when["earliest"] == when["latest"] else None


def find_place(claims: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    return min((c["where"] for c in claims if c["where"]), key=lambda w: w["prec"], default=None)


def find_places(claims: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The most exact place, and the others told in its second division ("Avondale", "Chicago")."""
    best = find_place(claims)
    area = [c["where"] for c in claims if best and c["where"] and c["where"]["admin2"] == best["admin2"]]
    return area if best and best["admin2"] else [best] if best else []


def is_in_city(where: dict[str, Any], gold: Gold) -> bool:
    if where["admin1"] and bare_name(where["admin1"]) != bare_name(gold.state):
        return False
    return any(n and _bare(n) in {_bare(c) for c in gold.cities} for n in (where["name"], where["admin2"]))


def _is_other_time(when: dict[str, Any] | None, main_when: dict[str, Any] | None) -> bool:
    if when is None or main_when is None:
        return False
    return bool(when["earliest"] > main_when["latest"] or when["latest"] < main_when["earliest"])


def _is_other_place(where: dict[str, Any] | None, main_where: dict[str, Any] | None) -> bool:
    """Two places exclude each other where a level that both tell differs; towns do not, as one may hold the other."""
    if where is None or main_where is None:
        return False
    levels = ((where[k], main_where[k]) for k in ("country", "admin1", "admin2"))
    return any(mine and theirs and mine != theirs for mine, theirs in levels)


def _join(claims: Sequence[dict[str, Any]], kinds: set[str]) -> list[list[dict[str, Any]]]:
    home = {c["id"]: n for n, c in enumerate(claims)}
    for claim in claims:
        for relation in claim["relations"]:
            if relation["kind"] in kinds and relation["to"] in home:
                old, new = home[claim["id"]], home[relation["to"]]
                home = {k: new if v == old else v for k, v in home.items()}
    return [[c for c in claims if home[c["id"]] == n] for n in sorted(set(home.values()))]


def _bare(name: str) -> str:
    return re.sub(r" (city|county|township|parish|d c)$", "", bare_name(name))


def load_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON values of a `.jsonl` or `.jsonl.gz` file."""
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    raise SystemExit(main())
