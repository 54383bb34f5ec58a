"""A planned release as a page shows it: what becomes of the incidents, what each protection costs, the rows, and ways in."""

from collections.abc import Sequence
from typing import Any, Final

from bearwitness.apps.room.phrasing import say_ends
from bearwitness.apps.room.strip_drawing import Part, PartKind, draw_strip
from bearwitness.release.rows import Row
from bearwitness.workflow.release_preview import Preview

_OUTCOMES: Final[tuple[tuple[str, str, PartKind], ...]] = (
    ("publish", "shown", "full"),
    ("coarsen", "shown coarser", "part"),
    ("withhold", "withheld", "hollow"),
)
_SAYS: Final = {outcome: words for outcome, words, _ in _OUTCOMES}
_MOST_ROWS: Final = 100
_MOST_IDS: Final = 12


def describe_preview(preview: Preview) -> dict[str, Any]:
    """What the page shows of a plan."""
    sums = dict.fromkeys(_SAYS, 0)
    for one in preview.ruled:
        sums[one.outcome] += one.incidents
    top = max((cost.shown_more + cost.shown_closer for cost in preview.costs), default=0)
    return {
        "name": preview.name,
        "day": preview.day,
        "cut": preview.cut,
        "strip": draw_strip([Part(words=words, number=sums[key], kind=kind) for key, words, kind in _OUTCOMES]),
        "incidents": sum(sums.values()),
        "ruled": [(_SAYS[one.outcome], one.rule, one.incidents, one.reason) for one in preview.ruled],
        "costs": [
            (
                cost,
                draw_strip(
                    [
                        Part(words="more shown", number=cost.shown_more, kind="full"),
                        Part(words="shown closer", number=cost.shown_closer, kind="part"),
                    ],
                    of=top,
                ),
            )
            for cost in preview.costs
        ],
        "parts": [
            ("How many people", *_list_rows(preview.rows, "figure")),
            ("Incidents by place and time", *_list_rows(preview.rows, "cell")),
        ],
        "dropped": preview.dropped[:_MOST_ROWS],
        "more_dropped": max(0, len(preview.dropped) - _MOST_ROWS),
        "findings": [
            (one, one.incidents[:_MOST_IDS], max(0, len(one.incidents) - _MOST_IDS)) for one in preview.findings
        ],
    }


def list_lines(rows: Sequence[Row]) -> list[tuple[str, str, str, int, str]]:
    """Rows as words: act, where, when, incidents at least, people."""
    return [
        (
            row.key.scope.act,
            "/".join(row.key.scope.place) or "everywhere",
            row.key.scope.period,
            row.incidents,
            say_ends(row.people.low, row.people.high),
        )
        for row in rows
    ]


def _list_rows(rows: Sequence[Row], kind: str) -> tuple[list[tuple[str, str, str, int, str]], int]:
    """The first lines of a kind, and how many more there are."""
    chosen = [row for row in rows if row.key.kind == kind]
    return list_lines(chosen[:_MOST_ROWS]), max(0, len(chosen) - _MOST_ROWS)
