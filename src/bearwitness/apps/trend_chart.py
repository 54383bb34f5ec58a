"""The chart of a trend: intervals drawn as intervals, open ends as arrows, and the reporting beneath on an axis of its own."""

from typing import Any, Final

from bearwitness.counting.series import Cell
from bearwitness.workflow.trend import Trend

_INK: Final = "#1f3a5f"
_PALE: Final = "#8a9bb0"
_ALARM: Final = "#b3261e"
_LEAST_WIDTH, _PER_PERIOD, _MOST_WIDTH = 320, 22, 1_400
_LABELS: Final = 24


def build_trend_chart(trend: Trend) -> dict[str, Any]:
    """A Vega-Lite specification with its data in it."""
    surges = {one.period.name for one in trend.surges if one.reading == "surge"}
    rows = [_build_row(cell, is_surge=cell.period.name in surges) for cell in trend.cells]
    names = [cell.period.name for cell in trend.cells]
    width = min(_MOST_WIDTH, max(_LEAST_WIDTH, _PER_PERIOD * len(rows)))
    # Of a file of claims nothing is known of the reporting, and none is drawn.
    is_file = trend.view is None
    parts = (
        [_draw_people(names, width, labels=True)]
        if is_file
        else [_draw_people(names, width, labels=False), _draw_reports(names, width)]
    )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "data": {"values": rows},
        "title": {"text": _title(trend), "subtitle": _subtitle(trend), "anchor": "start", "offset": 12},
        "vconcat": parts,
        "spacing": 8,
        "resolve": {"scale": {"x": "shared", "color": "independent"}},
        "config": {"font": "sans-serif", "view": {"stroke": None}, "axis": {"grid": False, "domainColor": _PALE}},
    }


def _title(trend: Trend) -> str:
    question = trend.question
    where = "/".join(question.place) or "anywhere"
    group = f" of {question.group}" if question.group else ""
    return f"{question.act}{group}, {where}: people a {trend.kind}, at least and at most"


def _subtitle(trend: Trend) -> str:
    said = "arrow: open above, drawn up to the number said"
    if not all(cell.period.is_whole for cell in trend.cells):
        said += "; pale: not a whole period"
    return f"{said}; red: a surge at both ends" if any(one.reading == "surge" for one in trend.surges) else said


def _build_row(cell: Cell, *, is_surge: bool) -> dict[str, Any]:
    low, stated = cell.estimate.low, cell.estimate.high_stated
    return {
        "period": cell.period.name,
        "low": low,
        "high": stated,
        "open": cell.estimate.low is not None and cell.estimate.high is None,
        "exact": low is not None and low == cell.estimate.high,
        "look": "surge" if is_surge else "whole" if cell.period.is_whole else "cut",
        "reports": cell.volume.reports,
        "others": cell.volume.all_reports - cell.volume.reports,
    }


def _x(names: list[str], *, labels: bool) -> dict[str, Any]:
    every = -(-len(names) // _LABELS)
    shown = names[::every]
    axis: dict[str, Any] | None = (
        {"title": None, "labelAngle": -60, "values": shown, "ticks": False} if labels else None
    )
    scale = {"type": "band", "domain": names, "paddingInner": 0.35, "paddingOuter": 0.2}
    return {"field": "period", "type": "ordinal", "sort": names, "scale": scale, "axis": axis}


def _draw_people(names: list[str], width: int, *, labels: bool) -> dict[str, Any]:
    colour = {
        "field": "look",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["whole", "cut", "surge"], "range": [_INK, _PALE, _ALARM]},
    }
    y = {"field": "low", "type": "quantitative", "title": "people", "scale": {"zero": True, "nice": True}}
    known = {"filter": "isValid(datum.low)"}
    marks = [
        # The interval, the ticks that close it, the dot of an exact number, and the arrow of an open end.
        ({"type": "rule", "strokeWidth": 3}, "true", {"y": y, "y2": {"field": "high"}}),
        ({"type": "tick", "orient": "horizontal", "thickness": 2, "width": 9}, "!datum.exact", {"y": y}),
        ({"type": "tick", "thickness": 2, "width": 9}, "!datum.exact && !datum.open", {"y": y | {"field": "high"}}),
        ({"type": "point", "filled": True, "size": 45, "opacity": 1}, "datum.exact", {"y": y}),
        (
            {"type": "point", "shape": "triangle-up", "filled": True, "size": 90, "opacity": 1, "yOffset": -5},
            "datum.open",
            {"y": y | {"field": "high"}},
        ),
    ]
    return {
        "width": width,
        "height": 220,
        "encoding": {"x": _x(names, labels=labels), "color": colour},
        "layer": [
            {"mark": mark, "transform": [known, {"filter": test}], "encoding": encoding}
            for mark, test, encoding in marks
        ],
    }


def _draw_reports(names: list[str], width: int) -> dict[str, Any]:
    return {
        "width": width,
        "height": 70,
        "transform": [
            {"fold": ["reports", "others"], "as": ["kind", "number"]},
            {"calculate": "datum.kind == 'reports' ? 'tell of it' : 'other reports'", "as": "which"},
            {"calculate": "datum.kind == 'reports' ? 0 : 1", "as": "order"},
        ],
        "mark": {"type": "bar"},
        "encoding": {
            "x": _x(names, labels=True),
            "y": {"field": "number", "type": "quantitative", "title": "reports", "axis": {"tickMinStep": 1}},
            "order": {"field": "order"},
            "color": {
                "field": "which",
                "type": "nominal",
                "title": None,
                "scale": {"domain": ["tell of it", "other reports"], "range": ["#5c7a99", "#d3dae2"]},
                "legend": {"orient": "bottom"},
            },
        },
    }
