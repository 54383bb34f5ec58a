"""Charts as files: a Vega-Lite specification becomes SVG or PNG, offline. The one home of vl-convert."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bearwitness.core.errors import UsageError

_VERSION: Final = "5.20"
_SCALE: Final = 2.0
"""PNG is drawn at twice its size, so that it prints well."""


def save_chart(spec: Mapping[str, object], path: Path) -> None:
    """Draw `spec` to `path`, as its ending says: .svg or .png. Nothing is fetched: what the chart shows stands in `spec`.

    Raises UsageError for another ending, and where the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in {".svg", ".png"}:
        raise UsageError(f"--plot {path} must end in .svg or .png")
    try:
        path.write_bytes(draw_chart(spec, as_png=kind == ".png"))
    except OSError as error:
        raise UsageError(f"--plot {path} cannot be written ({error.strerror}); name another file") from None


def draw_chart(spec: Mapping[str, object], *, as_png: bool) -> bytes:
    """The chart as SVG or PNG. Nothing is fetched."""
    import vl_convert

    text = json.dumps(spec)
    if as_png:
        return vl_convert.vegalite_to_png(text, vl_version=_VERSION, scale=_SCALE, allowed_base_urls=[])
    return vl_convert.vegalite_to_svg(text, vl_version=_VERSION, allowed_base_urls=[]).encode()


def draw_png(svg: str) -> bytes:
    """A drawing that is SVG already, as PNG."""
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=_SCALE)
