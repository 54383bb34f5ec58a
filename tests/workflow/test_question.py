"""A question's place is found, or refused with the choices there are."""

from dataclasses import dataclass
from datetime import date

import pytest

from bearwitness.core.errors import UnknownPlaceError, UsageError
from bearwitness.core.places import Place, PlaceKind
from bearwitness.workflow.question import build_question, resolve_place


def place(ident: int, name: str, kind: PlaceKind, path: tuple[str, ...], people: int = 0) -> Place:
    """A place of the gazetteer; `path` is (country, division) above it."""
    return Place(
        geonameid=ident,
        name=name,
        kind=kind,
        country=path[0] if path else None,
        admin1=path[1] if len(path) > 1 else None,
        admin2=None,
        lat=None,
        lon=None,
        population=people,
    )


PLACES = (
    place(1, "China", "country", ("CN",), 1_400_000_000),
    place(2, "China", "town", ("MX", "Nuevo León"), 9_000),
    place(3, "Jilin", "admin1", ("CN",), 12_000_000),
    place(4, "Jilin", "town", ("CN", "Jilin"), 1_900_000),
    place(5, "Tonghua", "admin2", ("CN", "Jilin"), 880_000),
    place(6, "Tonghua", "town", ("CN", "Jilin"), 510_000),
    place(7, "Springfield", "town", ("US", "Missouri"), 170_000),
    place(8, "Springfield", "town", ("US", "Illinois"), 114_000),
    place(12, "Illinois", "admin1", ("US",), 12_800_000),
    place(13, "Missouri", "admin1", ("US",), 6_100_000),
    place(14, "United States", "country", ("US",), 327_000_000),
    place(9, "Yellow Sea", "waters", ()),
    place(10, "Democratic Republic of the Congo", "country", ("CD",), 90_000_000),
    place(11, "Congo", "town", ("BR", "Paraíba"), 4_600),
)
ALSO = {"congo": 10}


@dataclass(frozen=True)
class SmallGazetteer:
    """A few places, found by name or by one other name."""

    def find(self, name: str) -> tuple[Place, ...]:
        found = [one for one in PLACES if name.casefold() in one.name.casefold().split("/")]
        found += [one for one in PLACES if ALSO.get(name.casefold()) == one.geonameid]
        return tuple(sorted(found, key=lambda one: -one.population))

    def place(self, geonameid: int) -> Place | None:
        return next((one for one in PLACES if one.geonameid == geonameid), None)

    def country(self, code: str) -> Place | None:
        return next((one for one in PLACES if one.kind == "country" and one.country == code), None)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("CN", ("CN",)),
        ("cn", ("CN",)),
        ("China", ("CN",)),
        ("CN/Jilin", ("CN", "Jilin")),
        ("cn/jilin/tonghua/", ("CN", "Jilin", "Tonghua")),
        ("6", ("CN", "Jilin", "Tonghua")),
        (" Tonghua ", ("CN", "Jilin", "Tonghua")),
        ("Jilin", ("CN", "Jilin")),
        ("Congo", ("CD",)),
        ("Tonghua, China", ("CN", "Jilin", "Tonghua")),
        ("Tonghua, Jilin, cn", ("CN", "Jilin", "Tonghua")),
        ("CN, Tonghua", ("CN", "Jilin", "Tonghua")),
        ("China, Jilin,", ("CN", "Jilin")),
        ("Springfield, Illinois", ("US", "Illinois", "Springfield")),
    ],
)
def test_a_place_is_found_by_code_path_id_or_name(asked: str, path: tuple[str, ...]) -> None:
    assert resolve_place(SmallGazetteer(), asked) == path


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Springfield", "2 places are called 'Springfield'; give one of these paths: US/Missouri/Springfield, US/Ill"),
        ("Springfield, US", "2 places are called 'Springfield'; give one of these paths"),
        ("Tonghua, Missouri", "no place like 'Tonghua, Missouri' is known; write it as 'Shenyang, China'"),
        (" , ", "no place like ',' is known"),
        ("Erewhon", "no place called 'Erewhon' is known"),
        ("UK", "'UK' is not an ISO country code"),
        ("99", "no place has the GeoNames id 99"),
        ("XX/Jilin", "'XX' is not an ISO country code"),
        ("CN/Erewhon", "no place called 'Erewhon' is known in CN"),
        ("CN/Jilin/Tonghua/Hotel", "is not a path"),
        ("9", "is not known; ask for a country instead"),
    ],
)
def test_a_place_that_cannot_be_meant_is_refused_with_what_to_do(asked: str, words: str) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        resolve_place(SmallGazetteer(), asked)

    assert words in str(caught.value)


def test_a_question_holds_its_days_place_and_group() -> None:
    days = (date(2019, 5, 1), date(2019, 5, 31))

    question = build_question(SmallGazetteer(), "arrest", days, "Tonghua", " refugees ")

    assert (question.earliest, question.latest) == days
    assert (question.place, question.group) == (("CN", "Jilin", "Tonghua"), "refugees")


def test_without_a_place_the_question_is_about_the_whole_world() -> None:
    question = build_question(SmallGazetteer(), "arrest", (None, None), None, None)

    assert (question.place, question.group, question.earliest) == ((), None, None)


def test_without_a_gazetteer_a_path_is_taken_as_the_claims_write_it() -> None:
    question = build_question(None, "arrest", (None, None), "CN/North/Old Town", None)

    assert question.place == ("CN", "North", "Old Town")


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(UsageError, match="swap them"):
        build_question(None, "arrest", (date(2019, 6, 1), date(2019, 5, 1)), None, None)
