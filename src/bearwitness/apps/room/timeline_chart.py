"""The timeline to take away, drawn by Vega-Lite from the rows of its table: an interval for each period, and below what spans periods."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import Any, Final

from bearwitness.apps.room.picture_figures import Figures
from bearwitness.apps.room.timeline_drawing import choose_lanes, choose_scale, list_bars, say_span
from bearwitness.workflow.incident_timeline import Timeline

_INK: Final = "#1f5a6b"
_PALE: Final = "#a5bdc4"
_LETTERS: Final = 130
_WIDTH, _HEIGHT, _LANE, _BEYOND, _LONGER = 860, 220, 14, 0.06, 1.4
_FORMATS: Final = {"week": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}


def build_timeline_chart(timeline: Timeline, figures: Figures, lines: Sequence[str]) -> dict[str, Any]:
    """A Vega-Lite specification with its numbers in it; `lines` are its title and what stands under it."""
    drawn, bars = list_bars(timeline, figures)
    chosen = choose_scale(bars)
    top, has_open = chosen.top, any(bar.is_open for bar in bars)
    rows = [
        {
            "day": _write(bar.stretch.first, (bar.stretch.last - bar.stretch.first).days / 2),
            "low": bar.low,
            "high": bar.high,
            "end": bar.high * _LONGER + 1 if chosen.is_by_tens else bar.high + top * _BEYOND,
            "kind": "open" if bar.is_open else "exact" if bar.low == bar.high else "interval",
            "said": bar.said,
        }
        for bar in bars
    ]
    x = _build_days(timeline)
    beyond = (_LONGER if chosen.is_by_tens else 1 + 2 * _BEYOND) if has_open else 1
    scale: dict[str, Any] = {"domain": [0, top * beyond + chosen.is_by_tens], "nice": False}
    axis: dict[str, Any] = {"tickMinStep": 1}
    if chosen.is_by_tens:
        scale |= {"type": "symlog", "constant": 1}
        axis = {"values": list(chosen.ticks)}

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "title": drawn, "scale": scale, "axis": axis}

    def layer(mark: Mapping[str, Any], ends: Sequence[str], kinds: Sequence[str]) -> dict[str, Any]:
        encoding: dict[str, Any] = {"x": x, "y": y(ends[0]), "description": {"field": "said"}}
        if len(ends) > 1:
            encoding["y2"] = {"field": ends[1]}
        kept = {"filter": {"field": "kind", "oneOf": list(kinds)}}
        return {"mark": {"color": _INK, "opacity": 1, **mark}, "encoding": encoding, "transform": [kept]}

    tick = {"type": "tick", "orient": "horizontal", "thickness": 2, "size": 9}
    arrow = {"type": "point", "shape": "triangle-up", "filled": True, "size": 60}
    people = {
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": rows},
        "layer": [
            layer({"type": "rule", "strokeWidth": 2.5}, ("low", "high"), ("interval", "open")),
            layer({"type": "rule", "strokeWidth": 1.5, "strokeDash": [4, 3]}, ("high", "end"), ("open",)),
            layer(tick, ("low",), ("interval", "open")),
            layer(tick, ("high",), ("interval",)),
            layer(arrow, ("end",), ("open",)),
            layer({"type": "point", "filled": True, "size": 60}, ("low",), ("exact",)),
        ],
    }
    spans = _draw_spans(timeline, x)
    under = [short for line in lines[1:] for short in wrap(line, _LETTERS)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "padding": 12,
        "title": {"text": lines[0], "subtitle": under, "anchor": "start", "offset": 12},
        "vconcat": [people, spans] if spans else [people],
        "spacing": 4,
        "resolve": {"scale": {"x": "shared"}},
        "config": {"font": "DejaVu Sans, sans-serif", "view": {"stroke": None}, "axis": {"gridColor": "#e4e3dd"}},
    }


def _build_days(timeline: Timeline) -> dict[str, Any]:
    domain = [_write(timeline.first, 0), _write(timeline.last, 1)]
    # Days are told without a time zone, and are drawn so wherever they are drawn.
    scale = {"type": "utc", "domain": domain, "nice": False}
    axis = {"grid": False, "labelOverlap": True, "format": _FORMATS[timeline.kind], "tickCount": 9}
    return {"field": "day", "type": "temporal", "title": None, "scale": scale, "axis": axis}


def _draw_spans(timeline: Timeline, x: Mapping[str, Any]) -> dict[str, Any] | None:
    lanes = choose_lanes(timeline.spans)
    if not lanes:
        return None
    rows = [
        {
            "day": _write(max(one.first, timeline.first), 0),
            "end": _write(min(one.last, timeline.last), 1),
            "lane": lane,
            "said": say_span(one),
            "what": "totals" if not one.incidents else "incidents",
        }
        for one, lane in lanes
    ]
    used = max(lane for _, lane in lanes) + 1
    return {
        "width": _WIDTH,
        "height": used * _LANE,
        "data": {"values": rows},
        "mark": {"type": "bar", "stroke": _INK, "height": _LANE - 6, "cornerRadius": 3},
        "encoding": {
            "x": {**x, "axis": None},
            "x2": {"field": "end"},
            "y": {"field": "lane", "type": "ordinal", "axis": None},
            "color": {
                "field": "what",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": ["incidents", "totals"], "range": [_PALE, "white"]},
            },
            "description": {"field": "said"},
        },
    }


def _write(day: date, later: float) -> str:
    """A day, or a time after its beginning, as Vega reads it; the calendar ends where Python's does."""
    days = min(int(later), (date.max - day).days)
    return f"{(day + timedelta(days)).isoformat()}T{'12:00:00' if later % 1 else '00:00:00'}Z"
