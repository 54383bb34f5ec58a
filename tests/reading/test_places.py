"""Where records from gazetteer entries, and which of several places a report means: laws, then cases."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.places import Place, PlaceKind
from bearwitness.reading.place_bearers import NameUse
from bearwitness.reading.place_ranking import limit_candidates, rank_names
from bearwitness.reading.places import (
    OWN_IDS,
    build_near,
    build_part,
    build_where,
    find_common_area,
    is_inside,
)

KINDS: dict[PlaceKind, int] = {"town": 1, "admin2": 3, "admin1": 4, "region": 5, "country": 6, "waters": 7}


def make(named: tuple[int, str], kind: PlaceKind, path: str, point: tuple[float, float], population: int = 0) -> Place:
    """A place; `path` is "country/admin1/admin2" as far as it goes."""
    geonameid, name = named
    country, admin1, admin2 = (*path.split("/"), None, None)[:3]
    return Place(
        geonameid=geonameid, name=name, kind=kind, country=country or None, admin1=admin1, admin2=admin2,
        lat=point[0], lon=point[1], population=population,
    )  # fmt: skip


CHINA = make((1, "China"), "country", "CN", (35.0, 105.0), 1_400_000_000)
RUSSIA = make((2, "Russia"), "country", "RU", (60.0, 100.0), 140_000_000)
JILIN = make((3, "Jilin"), "admin1", "CN", (43.5, 126.4), 12_000_000)
JILIN_CITY = make((4, "Jilin"), "town", "CN/Jilin", (43.8, 126.6), 1_900_000)
GANSU = make((5, "Gansu"), "admin1", "CN", (38.0, 101.0), 13_000_000)
TUMEN = make((6, "Tumen"), "town", "CN/Jilin", (42.97, 129.84), 79_000)
TUMEN_GANSU = make((7, "Tumen"), "town", "CN/Gansu", (34.8, 105.9), 78_000)
TYUMEN = make((8, "Tumen"), "town", "RU/Tyumen", (57.2, 65.5), 770_000)
YANJI = make((9, "Yanji"), "town", "CN/Jilin", (42.9, 129.5), 327_000)
HUNCHUN = make((10, "Hunchun"), "town", "CN/Jilin", (42.9, 130.4), 77_000)
TIANSHUI = make((11, "Tianshui"), "town", "CN/Gansu", (34.6, 105.7), 544_000)
MEXICO = make((12, "Mexico"), "country", "MX", (23.0, -102.0), 126_000_000)
MEXICO_CITY = make((13, "Mexico"), "town", "MX/Mexico City", (19.4, -99.1), 12_000_000)
EVERY = (
    CHINA,
    RUSSIA,
    JILIN,
    JILIN_CITY,
    GANSU,
    TUMEN,
    TUMEN_GANSU,
    TYUMEN,
    YANJI,
    HUNCHUN,
    TIANSHUI,
    MEXICO,
    MEXICO_CITY,
)


class Few:
    """A gazetteer of the places above."""

    def find(self, name: str) -> tuple[Place, ...]:
        return tuple(sorted((p for p in EVERY if p.name == name), key=lambda p: -p.population))

    def place(self, geonameid: int) -> Place | None:
        return next((p for p in EVERY if p.geonameid == geonameid), None)

    def country(self, code: str) -> Place | None:
        return next((p for p in EVERY if p.kind == "country" and p.country == code), None)


def use(name: str, *, strength: float = 1.0) -> NameUse:
    """A use of a bare name with all its candidates."""
    return NameUse(start=0, end=len(name), text=name, candidates=Few().find(name), strength=strength)


def means(*uses: NameUse) -> list[Place | None]:
    """The place each use is ranked to mean."""
    return [ranked.place if ranked else None for ranked in rank_names(uses, Few())]


@pytest.mark.parametrize(("kind", "prec"), KINDS.items())
def test_precision_follows_the_kind(kind: PlaceKind, prec: int) -> None:
    place = replace(TUMEN, kind=kind)
    assert build_where(place, "Tumen").prec == prec
    assert build_near(place, "near Tumen").prec == (2 if kind == "town" else prec)
    assert build_part(place, "east Tumen").prec == (5 if kind in {"admin1", "country"} else prec)


def test_a_where_has_its_parents_and_its_words() -> None:
    where = build_where(TUMEN, "Tumen city")
    assert (where.name, where.country, where.admin1, where.admin2) == ("Tumen", "CN", "Jilin", None)
    assert (where.geonameid, where.text) == (6, "Tumen city")


def test_a_division_stands_in_its_own_column() -> None:
    assert build_where(JILIN, "Jilin Province").admin1 == "Jilin"
    county = make((20, "Musan"), "admin2", "KP/North Hamgyong", (42.2, 129.2))
    assert (build_where(county, "Musan County").admin1, build_where(county, "").admin2) == ("North Hamgyong", "Musan")


def test_own_ids_are_not_shown_as_geonames_ids() -> None:
    assert build_where(replace(TUMEN, geonameid=OWN_IDS + 5), "x").geonameid is None


def test_is_inside_goes_by_parents() -> None:
    assert is_inside(TUMEN, JILIN)
    assert is_inside(TUMEN, CHINA)
    assert not is_inside(TUMEN_GANSU, JILIN)
    assert not is_inside(TYUMEN, CHINA)
    assert not is_inside(CHINA, CHINA)
    assert limit_candidates([TYUMEN, TUMEN, TUMEN_GANSU], [GANSU]) == (TUMEN_GANSU,)


def test_the_common_area_is_the_smallest() -> None:
    assert find_common_area([TUMEN], Few()) == TUMEN
    assert find_common_area([TUMEN, YANJI], Few()) == JILIN
    assert find_common_area([TUMEN, TUMEN_GANSU], Few()) == CHINA
    assert find_common_area([TUMEN, TYUMEN], Few()) is None


@given(st.permutations([use("Tumen"), use("Yanji"), use("China"), use("Jilin"), use("Hunchun", strength=0.3)]))
def test_the_order_of_names_changes_nothing(uses: list[NameUse]) -> None:
    found = {one.text: place for one, place in zip(uses, means(*uses), strict=True)}
    assert found == {"Tumen": TUMEN, "Yanji": YANJI, "China": CHINA, "Jilin": JILIN, "Hunchun": HUNCHUN}


@given(st.integers(1, 4))
def test_one_name_means_one_place_throughout(times: int) -> None:
    assert len({p.geonameid if p else None for p in means(*[use("Tumen")] * times, use("Yanji"))[:times]}) == 1


def test_alone_the_largest_is_meant() -> None:
    assert means(use("Tumen")) == [TYUMEN]


def test_the_other_names_decide() -> None:
    assert means(use("Tumen"), use("Yanji"), use("Hunchun"))[0] == TUMEN
    assert means(use("Tumen"), use("Tianshui"), use("Gansu"))[0] == TUMEN_GANSU
    assert means(use("Tumen"), use("Russia"))[0] == TYUMEN


def test_a_stated_area_decides_here_and_for_bare_uses() -> None:
    stated = replace(use("Tumen"), candidates=(TUMEN_GANSU,), stated=True)
    assert means(use("Tumen"), stated, use("Yanji"), use("Hunchun"))[:2] == [TUMEN_GANSU, TUMEN_GANSU]


def test_two_statements_that_differ_stay_with_their_own_use() -> None:
    jilin = replace(use("Tumen"), candidates=(TUMEN,), stated=True)
    gansu = replace(use("Tumen"), candidates=(TUMEN_GANSU,), stated=True)
    assert means(jilin, gansu) == [TUMEN, TUMEN_GANSU]


def test_a_bare_province_name_is_not_its_smaller_town_and_a_country_never_its_capital() -> None:
    assert means(use("Jilin")) == [JILIN]
    assert means(use("Mexico")) == [MEXICO]
    assert means(use("Mexico"), use("Mexico")) == [MEXICO, MEXICO]


def test_names_that_nothing_tells_apart_give_the_area_that_holds_them_all() -> None:
    twins = replace(use("Tumen"), candidates=(TUMEN, replace(TUMEN_GANSU, population=TUMEN.population)))
    assert means(twins) == [CHINA]
    abroad = replace(use("Tumen"), candidates=(TUMEN, replace(TYUMEN, population=TUMEN.population)))
    assert means(abroad) == [None]
