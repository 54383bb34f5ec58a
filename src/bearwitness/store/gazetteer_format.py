"""The layout of the gazetteer file: columns of little-endian numbers, so that loading is a memory map without parsing.

    header   magic, then eight 32-bit counts (COUNTS)
    places   ascending GeoNames id; per place: id, lat and lon in 1/100,000 degree, population, where its name begins,
             its first- and second-order division and its country (1-based numbers into the lists below; 0 = none), kind
    lists    the places that are first-order divisions, second-order divisions, countries; the countries' codes
    keys     ascending 64-bit hashes of folded names, each with one place (HERE bit set) or the start of a counted list
    names    UTF-8, end to end

Every section begins at a multiple of eight bytes. One writer (`tools/build_gazetteer.py`), one reader (`gazetteer.py`).
"""

import struct
from array import array
from dataclasses import dataclass
from typing import Final

from bearwitness.core.places import Place, PlaceKind

MAGIC: Final = b"BWGAZ\x00\x00\x01"
COUNTS: Final = struct.Struct("<8I")
"""places, admin1, admin2, countries, keys, postings, bytes of names, 0"""
KINDS: Final[tuple[PlaceKind, ...]] = ("country", "admin1", "admin2", "town", "region", "waters")
HERE: Final = 1 << 31
"""Set in a key's value when the value is itself the one place that bears the name."""
NO_POINT: Final = -(1 << 31)
DEGREE: Final = 100_000

SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("ids", "I"), ("lat", "i"), ("lon", "i"), ("population", "I"), ("name_at", "I"), ("admin1", "H"), ("admin2", "H"),
    ("country", "B"), ("kind", "B"), ("admin1_list", "I"), ("admin2_list", "I"), ("country_list", "I"),
    ("codes", "H"), ("hashes", "Q"), ("values", "I"), ("postings", "I"), ("names", "B"),
)  # fmt: skip
"""Sections in file order with their `array` type codes."""


def count_items(counts: tuple[int, ...]) -> dict[str, int]:
    """How many items each section holds, given the header's counts."""
    places, admin1, admin2, countries, keys, postings, names, _ = counts
    per_place = ("ids", "lat", "lon", "population", "admin1", "admin2", "country", "kind")
    sizes = dict.fromkeys(per_place, places)
    return sizes | {
        "name_at": places + 1, "admin1_list": admin1, "admin2_list": admin2, "country_list": countries,
        "codes": countries, "hashes": keys, "values": keys, "postings": postings, "names": names,
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place to be written: `admin1_id` and `admin2_id` are the GeoNames ids of the divisions above it."""

    place: Place
    admin1_id: int | None
    admin2_id: int | None


def pack_gazetteer(rows: list[Row], keys: dict[int, list[int]]) -> bytes:
    """The file's bytes. `keys` maps the hash of each folded name to the GeoNames ids that bear it, best first."""
    rows = sorted(rows, key=lambda row: row.place.geonameid)
    index = {row.place.geonameid: i for i, row in enumerate(rows)}
    lists = {kind: [row for row in rows if row.place.kind == kind] for kind in ("country", "admin1", "admin2")}
    number = {row.place.geonameid: n for members in lists.values() for n, row in enumerate(members, 1)}
    country_number = {row.place.country: n for n, row in enumerate(lists["country"], 1)}
    columns: dict[str, array[int]] = {name: array(code) for name, code in SECTIONS}
    names = bytearray()
    for row in rows:
        place = row.place
        columns["ids"].append(place.geonameid)
        columns["lat"].append(NO_POINT if place.lat is None else round(place.lat * DEGREE))
        columns["lon"].append(NO_POINT if place.lon is None else round(place.lon * DEGREE))
        columns["population"].append(place.population)
        columns["name_at"].append(len(names))
        columns["admin1"].append(number[row.admin1_id] if row.admin1_id else 0)
        columns["admin2"].append(number[row.admin2_id] if row.admin2_id else 0)
        columns["country"].append(country_number[place.country] if place.country else 0)
        columns["kind"].append(KINDS.index(place.kind))
        names += place.name.encode()
    columns["name_at"].append(len(names))
    columns["names"].frombytes(bytes(names))
    for kind, members in lists.items():
        columns[f"{kind}_list"].extend(index[row.place.geonameid] for row in members)
    columns["codes"].extend(int.from_bytes((row.place.country or "").encode(), "little") for row in lists["country"])
    for key in sorted(keys):
        ids = keys[key]
        columns["hashes"].append(key)
        columns["values"].append(HERE | index[ids[0]] if len(ids) == 1 else len(columns["postings"]))
        if len(ids) > 1:
            columns["postings"].extend([len(ids), *(index[i] for i in ids)])
    counts = (len(rows), len(lists["admin1"]), len(lists["admin2"]), len(lists["country"]), len(keys),
              len(columns["postings"]), len(names), 0)  # fmt: skip
    out = bytearray(MAGIC + COUNTS.pack(*counts))
    for name, _ in SECTIONS:
        out += columns[name].tobytes()
        out += b"\0" * (-len(out) % 8)
    return bytes(out)
