"""The gazetteer file: look-ups, the towns and provinces that the founding reports name, and files that are not one."""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.errors import InstallError
from bearwitness.core.places import Place
from bearwitness.store.gazetteer import FileGazetteer, load_gazetteer
from bearwitness.store.gazetteer_format import MAGIC, Row, pack_gazetteer
from bearwitness.store.gazetteer_names import fold_name, hash_key, strip_generic

NORTHEAST_ASIA = {
    "Shenyang": ("CN", "Liaoning"),
    "Dandong": ("CN", "Liaoning"),
    "Tonghua": ("CN", "Jilin"),
    "Yanji": ("CN", "Jilin"),
    "Hunchun": ("CN", "Jilin"),
    "Nanning": ("CN", "Guangxi"),
    "Kunming": ("CN", "Yunnan"),
    "Musan": ("KP", "North Hamgyong"),
    "Hoeryong": ("KP", "North Hamgyong"),
    "Onsong": ("KP", "North Hamgyong"),
    "Hyesan": ("KP", "Ryanggang"),
    "Sinuiju": ("KP", "North Pyongan"),
    "Vientiane": ("LA", "Vientiane"),
    "Hanoi": ("VN", "Hanoi"),
    "Bangkok": ("TH", "Bangkok"),
    "Chiang Rai": ("TH", "Chiang Rai"),
}
NAMES = [
    *NORTHEAST_ASIA,
    "Jilin",
    "Liaoning",
    "Guangxi",
    "Yunnan",
    "São Paulo",
    "Port-au-Prince",
    "Sana'a",
    "Kyiv",
    "Georgia",
]


@cache
def shipped() -> FileGazetteer:
    """The file of the package, mapped once for all tests."""
    return load_gazetteer()


def town(geonameid: int, name: str, population: int = 0) -> Place:
    """A town of one small country."""
    return Place(
        geonameid=geonameid, name=name, kind="town", country="AA", admin1=None, admin2=None, lat=1.5, lon=-2.25,
        population=population,
    )  # fmt: skip


def pack(towns: list[Place], keys: dict[str, list[int]]) -> FileGazetteer:
    """A gazetteer of one country with these towns, and its names."""
    country = replace(town(1, "Aland"), kind="country")
    rows = [Row(place=place, admin1_id=None, admin2_id=None) for place in [country, *towns]]
    return FileGazetteer(memoryview(pack_gazetteer(rows, {hash_key(fold_name(k)): ids for k, ids in keys.items()})))


@pytest.mark.parametrize(("name", "parents"), NORTHEAST_ASIA.items())
def test_towns_of_northeast_asia_lie_in_their_province(name: str, parents: tuple[str, str]) -> None:
    towns = [place for place in shipped().find(name) if place.kind == "town"]
    assert parents in {(place.country, place.admin1) for place in towns}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("U.S.", "US"), ("Britain", "GB"), ("North Korea", "KP"), ("DPRK", "KP"), ("South Korea", "KR"),
        ("Burma", "MM"), ("Ivory Coast", "CI"), ("DR Congo", "CD"), ("Syria", "SY"), ("Iran", "IR"), ("Russia", "RU"),
        ("中国", "CN"), ("People’s Republic of China", "CN"), ("Palestine", "PS"),
    ],
)  # fmt: skip
def test_countries_are_found_by_the_names_of_the_news(name: str, country: str) -> None:
    assert country in {place.country for place in shipped().find(name) if place.kind == "country"}


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("North Pyongan Province", "admin1", "North Pyongan"), ("Ryanggang", "admin1", "Ryanggang"),
        ("Jilin Province", "admin1", "Jilin"), ("Province of Jilin", "admin1", "Jilin"), ("Tibet", "admin1", "Tibet"),
        ("Inner Mongolia", "admin1", "Inner Mongolia"), ("Musan County", "admin2", "Musan"),
        ("Rakhine State", "admin1", "Rakhine"), ("Crimea", "admin1", "Crimea"), ("Donbas", "region", "Donbas"),
        ("Darfur", "region", "Darfur"), ("Kashmir", "region", "Kashmir"), ("Tumen River", "waters", "Tumen River"),
        ("Amnok River", "waters", "Yalu River"), ("양강도", "admin1", "Ryanggang"), ("혜산", "town", "Hyesan"),
        ("延吉", "town", "Yanji"),
    ],
)  # fmt: skip
def test_divisions_regions_and_waters_are_found(name: str, kind: str, shown: str) -> None:
    assert (kind, shown) in {(place.kind, place.name) for place in shipped().find(name)}


def test_a_county_without_towns_of_its_own_has_the_point_of_the_town_named_like_it() -> None:
    county = next(place for place in shipped().find("Musan County") if place.kind == "admin2")
    musan = next(place for place in shipped().find("Musan") if place.kind == "town")
    assert (county.lat, county.lon) == pytest.approx((musan.lat, musan.lon), abs=0.01)
    assert musan.admin2 == county.name


def test_a_generic_word_without_an_entry_of_its_own_limits_the_kind() -> None:
    assert all(place.kind == "town" for place in shipped().find("Helong County"))
    assert all(place.kind in {"admin1", "admin2"} for place in shipped().find("Jefferson County"))


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_and_marks_do_not_matter(name: str, recase: Callable[[str], str]) -> None:
    plain = recase(name).replace("'", "’").replace("-", " ")
    assert shipped().find(plain) == shipped().find(name) != ()


@given(st.sampled_from(NAMES))
def test_the_most_populous_comes_first_and_each_is_found_by_its_id(name: str) -> None:
    found = shipped().find(name)
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)
    assert [shipped().place(p.geonameid) for p in found] == list(found)


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for(text: str) -> None:
    assert all(isinstance(place, Place) for place in shipped().find(text))


@pytest.mark.parametrize(
    ("name", "key"),
    [("Sinŭi-ju", "sinuiju"), ("St. Petersburg", "saintpetersburg"), ("Sana'a", "sanaa"), ("Łódź", "lodz"),
     ("선양 시", "선양시"), ("U.S.", "us"), ("Xi·an", "xian"), ("…", "")],
)  # fmt: skip
def test_folding(name: str, key: str) -> None:
    assert fold_name(name) == key


def test_what_is_not_there_is_not_found() -> None:
    assert shipped().find("Qwxyzville") == ()
    assert shipped().find("") == ()
    assert shipped().place(0) is None
    assert shipped().country("ZZ") is None
    china = shipped().country("cn")
    assert china is not None
    assert china.name == "China"


def test_generic_words_come_off() -> None:
    assert strip_generic("Jilin Province") == ("Jilin", frozenset({"admin1", "admin2"}))
    assert strip_generic("Province of Jilin") == ("Jilin", frozenset({"admin1", "admin2"}))
    assert strip_generic("Province") is None
    assert strip_generic("Hometown") is None


def test_the_file_is_the_one_on_record() -> None:
    room = files("bearwitness.store")
    record = tomllib.loads(room.joinpath("gazetteer.toml").read_text(encoding="utf-8"))
    content = room.joinpath("gazetteer.bin").read_bytes()
    assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert len(content) == record["bytes"] < 22_000_000
    assert "CC BY 4.0" in record["credit"]


@given(
    st.dictionaries(
        st.integers(2, 10**7), st.tuples(st.text("abcåß 한中", min_size=1, max_size=8), st.integers(0, 10**8))
    )
)
def test_what_is_packed_is_read(entries: dict[int, tuple[str, int]]) -> None:
    towns = [town(i, name, people) for i, (name, people) in entries.items()]
    keys: dict[str, list[int]] = {}
    for place in towns:
        keys.setdefault(fold_name(place.name), []).append(place.geonameid)
    keys.pop("", None)
    gazetteer = pack(towns, keys)
    for place in towns:
        assert gazetteer.place(place.geonameid) == place
        assert fold_name(place.name) == "" or place in gazetteer.find(place.name)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="reinstall"):
        load_gazetteer(tmp_path / "none.bin")


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 100, MAGIC + b"\xff" * 32], ids=len)
def test_another_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(InstallError, match="build_gazetteer"):
        load_gazetteer(path)
