"""Outlines of countries and their first-order divisions, as the map draws them: coarse on purpose, and shipped with the package.

Data: Natural Earth 1:10m (public domain), simplified; divisions bear the names of the gazetteer. Made by `tools/build_outlines.py`.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from bearwitness.core.errors import InstallError

FILE: Final = Path(str(files("bearwitness.store").joinpath("outlines.bin")))
MAGIC: Final = b"BWOUT\x00\x00\x01"

Point = tuple[float, float]
"""East and north, in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The border of one area: polygons, each of an outer ring and its holes. `box` is west, south, east, north."""

    polygons: tuple[tuple[tuple[Point, ...], ...], ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Areas by country code, and by country code and the gazetteer's name of the division. `unnamed` is land of no country's code."""

    countries: Mapping[str, Outline]
    divisions: Mapping[tuple[str, str], Outline]
    unnamed: tuple[Outline, ...]


@cache
def load_outlines(path: Path = FILE) -> Outlines:
    """The outlines that are shipped, read once. Raises InstallError where the file is missing or of another format."""
    try:
        content = path.read_bytes()
        if not content.startswith(MAGIC):
            raise ValueError("another format")
        body = json.loads(zlib.decompress(content[len(MAGIC) :]))
    except (OSError, ValueError, zlib.error) as error:
        raise InstallError(
            f"no outlines can be read at {path} ({type(error).__name__}); reinstall bearwitness"
        ) from error
    arcs = [_walk(arc, body["scale"], body["translate"]) for arc in body["arcs"]]
    countries = [(code, _trace(rings, arcs)) for code, _, rings in body["countries"]]
    return Outlines(
        countries={code: outline for code, outline in countries if code},
        divisions={(code, name): _trace(rings, arcs) for code, name, rings in body["divisions"] if code and name},
        unnamed=tuple(outline for code, outline in countries if not code),
    )


def _walk(arc: Sequence[Sequence[int]], scale: Sequence[float], start: Sequence[float]) -> list[Point]:
    """An arc of steps as points; to a thousandth of a degree, about 100 m, which is finer than what is shipped."""
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((round(x * scale[0] + start[0], 3), round(y * scale[1] + start[1], 3)))
    return points


def _trace(polygons: Sequence[Sequence[Sequence[int]]], arcs: Sequence[list[Point]]) -> Outline:
    traced = tuple(tuple(_join(ring, arcs) for ring in rings) for rings in polygons)
    outer: list[Any] = [point for rings in traced for point in rings[0]]
    east, north = [point[0] for point in outer], [point[1] for point in outer]
    return Outline(polygons=traced, box=(min(east), min(north), max(east), max(north)))


def _join(ring: Sequence[int], arcs: Sequence[list[Point]]) -> tuple[Point, ...]:
    """A ring of arcs end to end; a negative number is an arc walked backwards (TopoJSON's ~number)."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)
