"""What is taken away from a page: a chart as SVG or PNG, or its numbers as CSV; each says what it is of, when it was made and by which rules."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.settings import Room
from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import RULES_VERSION

T = TypeVar("T")
LONGEST: Final = 60
"""So many seconds a file waits for its numbers."""
PLACES: Final = "Places: GeoNames, CC BY 4.0."
_KINDS: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
_MOST: Final = 1_000


class NotYetError(Exception):
    """What is to be taken away is still being worked out; the message says what to do."""


def check_ending(ending: str) -> None:
    """404 for a kind of file that there is not."""
    if ending not in _KINDS:
        raise HTTPException(status_code=404)


def hold_out(found: T | None, command: str) -> T:
    """What was found; 503 with when to ask again where it is still being worked out, at the latest after the longest time a file waits."""
    if found is None:
        words = f"this file needs more time, and goes on being worked out; ask again in a moment, or use `bearwitness {command}`"
        raise NotYetError(words)
    return found


def say_made(day: date, credit: str = PLACES) -> str:
    """The line that goes with every file."""
    return f"Register as of {day}; rules {RULES_VERSION}; made with Bearwitness. {credit}"


def send_file(name: str, ending: str, body: str | bytes) -> Response:
    """A file to keep."""
    headers = {"content-disposition": f'attachment; filename="bearwitness-{name}.{ending}"'}
    return Response(body, media_type=_KINDS[ending], headers=headers)


def send_chart(
    name: str, ending: str, spec: Mapping[str, Any], write_csv: Callable[[Iterable[str]], str], room: Room
) -> Response:
    """A chart of a Vega-Lite specification, or what `write_csv` writes under its title. Raises UsageError where there is too much to draw."""
    title, made = spec["title"], say_made(room.settings.clock().date())
    if ending == "csv":
        return send_file(name, ending, write_csv((title["text"], made)))
    if len(spec["data"]["values"]) > _MOST:
        raise UsageError(f"this is more than {_MOST:,} lines, too many to draw; take the CSV, or ask for less")
    under = title["subtitle"]
    said = [under] if isinstance(under, str) else list(under)
    drawn = {**spec, "title": {**title, "subtitle": [*said, made]}}
    return send_file(name, ending, room.drawer.draw_chart(drawn, as_png=ending == "png"))
