"""Charts as files: Vega-Lite rendered to SVG or PNG by vl-convert, on this machine and without any request outside."""

from collections.abc import Mapping
from pathlib import Path

from bearwitness.core.errors import UsageError


def save_chart(spec: Mapping[str, object], path: Path) -> None:
    """Write the chart that `spec` (Vega-Lite) describes to `path`, as SVG or PNG by its ending.

    Raises UsageError for another ending, and where the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in {".svg", ".png"}:
        raise UsageError(f"--plot {path} must end in .svg or .png")
    import vl_convert

    drawn = (
        vl_convert.vegalite_to_svg(dict(spec)) if kind == ".svg" else vl_convert.vegalite_to_png(dict(spec), scale=2)
    )
    try:
        path.write_bytes(drawn.encode() if isinstance(drawn, str) else drawn)
    except OSError as error:
        raise UsageError(f"--plot {path} cannot be written ({error.strerror}); give another file") from None
