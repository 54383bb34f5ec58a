"""Bounds as a chart: every interval is a line from its low to its high end, never a bar to one of them.

An open end goes on as a broken line with an arrow; two equal ends are a dot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_INK: Final = "#1f4e79"
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_BEYOND: Final = 0.1
"""How long an arrow is, of the highest number."""
_LEAST_STEP, _MOST_STEP, _WIDTH = 22, 48, 960
"""Pixels from one row to the next, and how wide small charts side by side may be together."""
_MARGIN: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One line of the chart. `stated` stands for an open `high`; `panel` names the small chart it is in, if there are several."""

    row: str
    low: int
    high: int | None
    stated: int
    panel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the chart is of, in a line, and lines under it; `upright` stands the intervals up, for time along the bottom."""

    title: str
    lines: tuple[str, ...]
    of_rows: str
    upright: bool = False


def build_interval_chart(heading: Heading, intervals: Sequence[Interval]) -> dict[str, Any]:
    """The Vega-Lite of the intervals, in the order given."""
    top = max((max(one.stated, one.low) for one in intervals), default=0)
    beyond = max(1, top) * _BEYOND
    end = max(1, top) + (beyond if any(one.high is None for one in intervals) else 0)
    rows = list(dict.fromkeys(one.row for one in intervals))
    panels = list(dict.fromkeys(one.panel for one in intervals))
    values = [
        {
            "row": one.row,
            "panel": one.panel,
            "low": one.low,
            "high": max(one.stated, one.low) if one.high is None else one.high,
            "end": max(one.stated, one.low) + beyond,
            "kind": _find_kind(one),
        }
        for one in intervals
    ]
    across, along = ("x", "y") if heading.upright else ("y", "x")
    place: dict[str, Any] = {
        "field": "row", "type": "nominal", "sort": rows, "title": heading.of_rows,
        "axis": {"labelLimit": 320, "labelAngle": -60 if heading.upright else 0},
    }  # fmt: skip
    scale = {"domain": [0, end], "nice": False}

    def layer(mark: dict[str, Any], ends: Sequence[str], kinds: Sequence[str]) -> dict[str, Any]:
        encoding: dict[str, Any] = {across: place}
        for name, field in zip((along, f"{along}2"), ends, strict=False):
            encoding[name] = {"field": field, "type": "quantitative", "title": "people", "scale": scale}
            if name.endswith("2"):
                encoding[name] = {"field": field}
        return {
            "mark": {"color": _INK, "opacity": 1, **mark},
            "encoding": encoding,
            "transform": [{"filter": {"field": "kind", "oneOf": list(kinds)}}],
        }

    tick = {"type": "tick", "thickness": 2, "size": 12, "orient": "horizontal" if heading.upright else "vertical"}
    arrow = {
        "type": "point",
        "shape": "triangle-up" if heading.upright else "triangle-right",
        "filled": True,
        "size": 60,
    }
    layers = [
        layer({"type": "rule", "strokeWidth": 2.5}, ("low", "high"), ("interval", "open")),
        layer({"type": "rule", "strokeWidth": 1.5, "strokeDash": [4, 3]}, ("high", "end"), ("open",)),
        layer(tick, ("low",), ("interval", "open")),
        layer(tick, ("high",), ("interval",)),
        layer(arrow, ("end",), ("open",)),
        layer({"type": "point", "filled": True, "size": 60}, ("low",), ("exact",)),
        layer({"type": "point", "filled": True, "size": 10}, ("low",), ("nobody",)),
    ]
    chart: dict[str, Any] = {"layer": layers} | _size(len(rows), len(panels), upright=heading.upright)
    if len(panels) > 1:
        header = {"labelOrient": "top", "labelAnchor": "start", "labelFontWeight": "bold", "labelLimit": 400}
        facet = {"field": "panel", "type": "nominal", "sort": panels, "title": None, "header": header}
        abreast = max(1, _WIDTH // (_find_width(chart, len(rows)) + _MARGIN))
        lines = -(-len(panels) // abreast)
        chart = {"facet": facet, "columns": -(-len(panels) // lines), "spec": chart, "spacing": 16}
    return {
        "$schema": _SCHEMA,
        "title": {"text": heading.title, "subtitle": list(heading.lines), "anchor": "start"},
        "background": "white",
        "padding": 12,
        "data": {"values": values},
        **chart,
    }


def _size(rows: int, panels: int, *, upright: bool) -> dict[str, Any]:
    """Time runs along a chart that is wide and low; other rows lie one below the other."""
    if not upright:
        return {"width": 420 if panels == 1 else 180, "height": {"step": _LEAST_STEP}}
    step = _LEAST_STEP if panels == 1 else max(_LEAST_STEP, min(_MOST_STEP, (_WIDTH - _MARGIN) // max(1, rows)))
    return {"width": {"step": step}, "height": 420 if panels == 1 else 120}


def _find_width(chart: Mapping[str, Any], rows: int) -> int:
    width = chart["width"]
    return int(width["step"] * rows if isinstance(width, dict) else width)


def _find_kind(one: Interval) -> str:
    if one.high is None:
        return "open"
    if one.low < one.high:
        return "interval"
    return "exact" if one.high else "nobody"
