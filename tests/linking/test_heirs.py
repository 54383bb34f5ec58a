"""Which claim of a newer reading stands for one of an older."""

from dataclasses import replace

from hypothesis import given

from bearwitness.core.records import Claim, Quote, Reading
from bearwitness.linking.heirs import find_heir, find_possible_heirs
from tests.linking.told import crowds, make_claim, make_reading


def quoted(ident: str, start: int, end: int, low: int = 2) -> Claim:
    return replace(make_claim(ident, low), quotes=(Quote(start=start, end=end, text="x" * (end - start)),))


def read(*claims: Claim, text: str = "x" * 200) -> Reading:
    reading = make_reading("A", *claims)
    return replace(reading, report=replace(reading.report, text=text))


def heir(former: Claim, then: Reading, now: Reading) -> str | None:
    found = find_heir(former, then, now)
    return None if found is None else found.id


def test_the_claim_on_most_of_the_same_words() -> None:
    old = quoted("c_old", 10, 40)
    now = read(quoted("c_a", 0, 12), quoted("c_b", 12, 44), quoted("c_c", 60, 90))
    assert heir(old, read(old), now) == "c_b"


def test_another_act_is_no_heir() -> None:
    old = quoted("c_old", 10, 40)
    assert heir(old, read(old), read(replace(quoted("c_a", 10, 40), act="killing"))) is None


def test_words_elsewhere_are_no_heir() -> None:
    old = quoted("c_old", 10, 40)
    assert heir(old, read(old), read(quoted("c_a", 50, 80))) is None


def test_a_claim_that_stood_beside_it_is_no_heir() -> None:
    old, beside = quoted("c_old", 10, 40), quoted("c_beside", 10, 44)
    assert heir(old, read(old, beside), read(beside)) is None


def test_of_two_on_the_same_words_the_one_that_tells_the_same() -> None:
    old = quoted("c_old", 10, 40, 4)
    now = read(quoted("c_a", 10, 40, 2), quoted("c_b", 10, 40, 4))
    assert heir(old, read(old), now) == "c_b"


def test_nothing_is_guessed_between_two_alike() -> None:
    old = quoted("c_old", 10, 40)
    assert heir(old, read(old), read(quoted("c_a", 10, 40), quoted("c_b", 10, 40))) is None


def test_in_another_text_of_the_report_the_same_words_count() -> None:
    old = quoted("c_old", 10, 40)
    now = read(quoted("c_a", 110, 140), quoted("c_b", 10, 42), text="y" + "x" * 199)
    assert heir(old, read(old), now) == "c_a"


@given(crowds())
def test_the_same_claims_under_new_ids_are_each_its_heir_or_nobodys(readings: tuple[Reading, ...]) -> None:
    for number, reading in enumerate(readings):
        claims = [
            replace(c, quotes=(Quote(start=9 * i, end=9 * i + 5, text="x" * 5),), relations=())
            for i, c in enumerate(reading.claims)
        ]
        now = replace(reading, claims=tuple(replace(c, id=f"d_{number}_{i}") for i, c in enumerate(claims)))
        then = replace(reading, claims=tuple(claims))
        assert [heir(c, then, now) for c in claims] == [c.id for c in now.claims]


def heirs(former: Claim, then: Reading, now: Reading) -> list[str]:
    return [claim.id for claim in find_possible_heirs(former, then, now)]


def test_a_mark_goes_to_all_that_came_on_the_same_words_of_any_act() -> None:
    old, beside = quoted("c_old", 10, 40), quoted("c_beside", 10, 44)
    now = read(quoted("c_a", 0, 12), replace(quoted("c_b", 12, 44), act="killing"), quoted("c_c", 60, 90), beside)
    assert heirs(old, read(old, beside), now) == ["c_a", "c_b"]


def test_where_nothing_new_is_on_the_same_words_a_mark_goes_to_what_stood_beside_and_else_to_the_whole_report() -> None:
    old, beside, far = quoted("c_old", 10, 40), quoted("c_beside", 10, 44), quoted("c_far", 60, 90)
    assert heirs(old, read(old, beside, far), read(beside, far)) == ["c_beside"]
    assert heirs(old, read(old, far), read(far, quoted("c_new", 95, 99))) == ["c_far", "c_new"]
    assert heirs(old, read(old, far), read(far, text="y" * 200)) == ["c_far"]


@given(crowds())
def test_a_mark_is_never_lost_where_the_report_tells_anything(crowd: tuple[Reading, ...]) -> None:
    old = quoted("c_old", 10, 40)
    told = [claim for reading in crowd for claim in reading.claims]
    assert bool(heirs(old, read(old), read(*told))) == bool(told)
