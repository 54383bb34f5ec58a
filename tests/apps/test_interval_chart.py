"""Charts of bounds: an interval is drawn from end to end, an open one open, and never as a bar."""

from dataclasses import replace
from typing import Any

import pytest

from bearwitness.apps.interval_chart import Heading, Interval, build_interval_chart

HEADING = Heading(title="arrest", lines=("so many",), of_rows="month")


def rows(chart: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    return [(one["row"], one["kind"], one["low"], one["high"]) for one in chart["data"]["values"]]


def test_ends_are_drawn_as_they_are() -> None:
    chart = build_interval_chart(
        HEADING,
        [
            Interval(row="May", low=4, high=9, stated=9),
            Interval(row="June", low=4, high=None, stated=7),
            Interval(row="July", low=3, high=3, stated=3),
            Interval(row="August", low=0, high=0, stated=0),
        ],
    )
    assert rows(chart) == [
        ("May", "interval", 4, 9),
        ("June", "open", 4, 7),
        ("July", "exact", 3, 3),
        ("August", "nobody", 0, 0),
    ]
    assert {layer["mark"]["type"] for layer in chart["layer"]} == {"rule", "tick", "point"}
    arrows = [layer for layer in chart["layer"] if str(layer["mark"].get("shape", "")).startswith("triangle")]
    assert [layer["transform"][0]["filter"]["oneOf"] for layer in arrows] == [["open"]]


def test_a_second_dimension_is_small_charts_in_one_scale() -> None:
    chart = build_interval_chart(
        HEADING, [Interval(row="May", low=4, high=9, stated=9, panel=panel) for panel in ("sex: female", "sex: male")]
    )
    assert chart["facet"]["sort"] == ["sex: female", "sex: male"]
    assert chart["columns"] == 2
    assert chart["spec"]["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 9]


@pytest.mark.parametrize(("periods", "panels", "columns"), [(2, 3, 3), (6, 3, 2), (24, 3, 1), (6, 4, 2), (1, 7, 7)])
def test_small_charts_over_time_are_wide_and_fill_the_page(periods: int, panels: int, columns: int) -> None:
    months = [
        Interval(row=f"m{m}", low=1, high=2, stated=2, panel=f"act: {p}") for p in range(panels) for m in range(periods)
    ]
    chart = build_interval_chart(replace(HEADING, upright=True), months)
    wide = chart["spec"]["width"]["step"] * periods
    assert chart["columns"] == columns
    assert wide * columns <= 1000
    assert wide >= chart["spec"]["height"] or periods < 3


def test_nothing_is_a_chart_too() -> None:
    assert rows(build_interval_chart(HEADING, [])) == []
