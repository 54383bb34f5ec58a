"""The stories of `tests/cases/linking/`: loading them, reading and linking their reports, and saying in words what is not as written."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

from bearwitness.core.contract import render_incident
from bearwitness.core.incidents import Follow, Incident, Link
from bearwitness.core.records import Reading, Report
from bearwitness.linking.containing import find_words_on, list_held
from bearwitness.linking.fates import find_follows
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from bearwitness.reading.english.read import EnglishTools, read_english

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "linking"
OPEN = FOLDER.parent / "linking_open"
"""Stories that are wrong today."""

Row = dict[str, Any]
_TAKINGS = frozenset({"arrest", "abduction", "disappearance"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A few reports and the incidents that a careful recorder holds after them."""

    id: str
    reports: tuple[Row, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    pairs: tuple[Row, ...] = field(repr=False)
    follows: tuple[Row, ...] | None = field(repr=False)
    why: str
    fault: str


def load_stories(folder: Path = FOLDER) -> list[Story]:
    """Every story of every file, in file order."""
    return [
        Story(
            id=row["id"],
            reports=tuple(row["report"]),
            rows=tuple(row["row"]),
            pairs=tuple(row.get("pair", ())),
            follows=tuple(row["follow"]) if "follow" in row else None,
            why=row["why"],
            fault=row.get("fault", ""),
        )
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["story"]
    ]


def read_story(story: Story, tools: EnglishTools) -> tuple[Reading, ...]:
    """What the real reader reads in its reports. Claims of two stories never have one id, though their texts may be the same."""
    return tuple(read_english(_build_report(story, row), tools) for row in story.reports)


def find_differences(story: Story, readings: Sequence[Reading], beside: Sequence[Reading] = ()) -> list[str]:
    """Where the incidents and links are not as written, a line each; empty when all is right.

    `beside` are reports of other things that stand in the register too.
    """
    known = {claim.id for reading in readings for claim in reading.claims}
    links = [link for link in link_claims((*readings, *beside)) if {link.left, link.right} <= known]
    incidents = build_incidents(readings, links)
    follows = _find_follows(story, readings, incidents, links)
    held = [one for one in list_held(incidents, incidents, find_words_on(readings, links)) if one.is_sure]
    first: list[str] | None = None
    for found in _assign(story.rows, incidents):
        lines = [line for n, row in enumerate(story.rows) for line in _compare_row(n + 1, row, found[n])]
        lines += _compare_pairs(story, found, links, {(one.incident, one.total) for one in held})
        lines += _compare_follows(story, found, follows)
        if not lines:
            break
        first = lines if first is None else first
    else:
        lines = first or ["partition differs:", *(f"  wanted {_brief_row(row)}" for row in story.rows)]
        if first is None:
            lines += [f"  found  {brief_incident(one)}" for one in incidents]
    return lines


def brief_incident(incident: Incident) -> str:
    """An incident in one line, to show beside what was wanted."""
    row = render_incident(incident)
    when, where, count = row["when"] or {}, row["where"] or {}, row["count"]
    return (
        f"{row['act']} {incident.shape} {count['low']}..{count['high']} {count['unit']} {where.get('name')} "
        f"{when.get('earliest')}..{when.get('latest')} {row['reports']} origins {row['origins']} {row['grade']} {row['conflicts']}"
    )


def _build_report(story: Story, row: Row) -> Report:
    return Report(
        id=row["id"],
        input=row["id"],
        url=None,
        outlet=row.get("outlet"),
        title=None,
        published_on=row.get("published_on"),
        language="en",
        sha256=sha256(f"{story.id} {row['id']} {row['text']}".encode()).hexdigest(),
        text=row["text"],
    )


def _assign(rows: Sequence[Row], incidents: Sequence[Incident]) -> Iterator[list[Incident]]:
    """The ways to give every row an incident of its act and reports, each incident to one row; none where the partition differs."""
    if len(rows) == len(incidents):
        yield from _assign_rest(rows, list(incidents))


def _assign_rest(rows: Sequence[Row], left: list[Incident]) -> Iterator[list[Incident]]:
    if not rows:
        yield []
        return
    fitting = [one for one in left if _is_told_by(rows[0], one)]
    for one in sorted(fitting, key=lambda found: len(_compare_row(0, rows[0], found))):
        for rest in _assign_rest(rows[1:], [other for other in left if other is not one]):
            yield [one, *rest]


def _is_told_by(row: Row, incident: Incident) -> bool:
    needed, found = set(row["reports"]), set(incident.reports)
    return (
        incident.act == row["act"]
        and incident.shape == row.get("shape", "incident")
        and incident.count.unit == row.get("unit", incident.count.unit)
        and needed <= found <= needed | set(row.get("may", ()))
    )


def _compare_row(number: int, row: Row, incident: Incident) -> list[str]:
    found = render_incident(incident)
    when, where = found["when"] or {}, found["where"] or {}
    told = {
        **found["count"],
        **{key: found["people"][key] for key in ("female", "male", "children", "ages")},
        "earliest": when.get("earliest"),
        "latest": when.get("latest"),
        "origins": found["origins"],
        "grade": found["grade"],
        "conflicts": [words.partition(":")[0] for words in found["conflicts"]],
    }
    out = [
        f"row {number}: {key} is {told[key]}, not {row[key]}"
        for key in told
        if key in row and told[key] != _render(row[key])
    ]
    names = {str(where.get(key)).casefold() for key in ("name", "text", "admin1")} if where else {"none"}
    if "place" in row and row["place"].casefold() not in names:
        out.append(f"row {number}: place is {where.get('name')}, not {row['place']}")
    return out


def _render(value: Any) -> Any:
    return None if value == "open" else value.isoformat() if hasattr(value, "isoformat") else value


def _find_follows(
    story: Story, readings: Sequence[Reading], incidents: Sequence[Incident], links: Sequence[Link]
) -> tuple[Follow, ...]:
    """What follows the takings of a story that says what does."""
    if story.follows is None:
        return ()
    asked = [one.id for one in incidents if one.act in _TAKINGS]
    return find_follows(incidents, [claim for reading in readings for claim in reading.claims], links, asked)


def _compare_follows(story: Story, found: Sequence[Incident], follows: Sequence[Follow]) -> list[str]:
    """What follows what, and how sure that is; of a story that says nothing of it nothing is asked."""
    if story.follows is None:
        return []
    at = {incident.id: number for number, incident in enumerate(found, start=1)}
    wanted = {(row["rows"][0], row["rows"][1], row["sure"]) for row in story.follows}
    told = {(at[one.earlier], at[one.later], one.is_sure) for one in follows}
    say = {True: "surely", False: "perhaps"}
    missing = [
        f"row {later} does not follow row {earlier} {say[sure]}" for earlier, later, sure in sorted(wanted - told)
    ]
    return missing + [
        f"row {later} follows row {earlier} {say[sure]}" for earlier, later, sure in sorted(told - wanted)
    ]


def _compare_pairs(
    story: Story, found: Sequence[Incident], links: Sequence[Link], held: set[tuple[str, str]]
) -> list[str]:
    """The relations between incidents; what the story does not list is `different`. What a total surely holds is a part of it."""
    wanted = {tuple(pair["rows"]): pair["judgement"] for pair in story.pairs}
    out = []
    for one, other in combinations(range(len(found)), 2):
        want = wanted.get((one + 1, other + 1), "different")
        judged = {
            link.judgement
            for link in links
            if (link.left in found[one].claims and link.right in found[other].claims)
            or (link.left in found[other].claims and link.right in found[one].claims)
        }
        if held & {(found[one].id, found[other].id), (found[other].id, found[one].id)}:
            judged.add("part-of")
        told = next((kind for kind in ("same", "part-of", "unsure") if kind in judged), "different")
        if told != want and not (want == "either" and told in {"unsure", "different"}):
            out.append(f"rows {one + 1} and {other + 1} are {told}, not {want}")
    return out


def _brief_row(row: Row) -> str:
    return (
        f"{row['act']} {row.get('shape', 'incident')} {row.get('low')}..{row.get('high')} {row.get('unit', '')} "
        f"{row.get('place')} {row.get('earliest')}..{row.get('latest')} {row['reports']}"
    )
