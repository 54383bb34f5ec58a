"""What is improbable as one occurrence is flagged, and what only looks so is not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bearwitness.core.records import Claim, Reading
from bearwitness.core.tables import load_table
from bearwitness.linking.flags import find_flags
from tests.linking.told import MAY_21, make_claim, make_reading, make_when

TOWNS = ("Shenyang", "Dalian", "Tonghua", "Jilin")


def flag(*claims: Claim, published: tuple[date, ...] = (), text: str = "") -> tuple[str, ...]:
    """The flags of an incident of these claims, each of its own report."""
    readings = [make_reading(f"o{n}", claim) for n, claim in enumerate(claims)]
    days = published or (date(2019, 6, 3),) * len(claims)

    def build(reading: Reading, day: date) -> Reading:
        return replace(reading, report=replace(reading.report, published_on=day, text=text))

    built = [build(reading, day) for reading, day in zip(readings, days, strict=True)]
    return find_flags(claims, {claim.id: one.report for one in built for claim in one.claims})


def make_claims(number: int, low: int = 4) -> tuple[Claim, ...]:
    return tuple(make_claim(f"c_{n}", low) for n in range(number))


def test_what_is_probable_has_no_flag() -> None:
    one, other, third = make_claims(3)
    assert (
        flag(
            one,
            replace(other, when=make_when(date(2019, 5, 23))),
            replace(third, count=replace(third.count, low=7, high=7)),
        )
        == ()
    )


def test_each_limit_bites_just_above_it() -> None:
    limits = {kind: row["most"] for kind, row in load_table("linking", "flags.toml").items()}
    assert flag(*make_claims(limits["reports"])) == ()
    assert "a chain of look-alikes" in flag(*make_claims(limits["reports"] + 1))[0]
    one, other = make_claims(2)
    last = MAY_21 + timedelta(days=limits["days"])
    assert flag(one, replace(other, when=make_when(last))) == ()
    assert flag(one, replace(other, when=make_when(last + timedelta(days=1))))[0].startswith("exact days 8 days apart")
    towns = [make_claim(f"t_{town}", 4, place=town) for town in TOWNS]
    # Jilin here is a province, and no town.
    assert flag(*towns) == ()
    other_town = replace(towns[0], id="t_x", where=replace(towns[0].where, name="Fushun"))  # type: ignore[type-var]
    assert flag(*towns, other_town)[0].startswith("4 towns")
    assert flag(make_claim("a", 4), make_claim("b", 23)) == ()
    assert flag(make_claim("a", 4), make_claim("b", 24))[0].startswith(
        "numbers are told of it of which the largest is 6 times"
    )
    assert flag(make_claim("a", 1), make_claim("b", 9)) == ()


def test_days_that_are_no_exact_ones_spread_nothing() -> None:
    one, other = make_claims(2)
    assert flag(one, replace(other, when=make_when(date(2019, 5, 1), date(2019, 5, 31), 4))) == ()
    assert flag(one, replace(other, when=replace(make_when(date(2019, 6, 30)), basis="publication"))) == ()
    assert flag(one, replace(other, when=replace(make_when(date(2019, 6, 30)), inferred=True))) == ()


@pytest.mark.parametrize(
    ("when", "text", "is_flagged"),
    [
        (make_when(MAY_21), "", False),
        (None, "", True),
        (None, "A year after the arrests nobody is told where they are.", False),
        (None, "The officers were sentenced on Monday.", False),
    ],
)
def test_late_reports_that_tell_it_as_old_are_no_news(when: object, text: str, is_flagged: bool) -> None:
    one, other = make_claims(2)
    late = replace(other, when=when)  # type: ignore[arg-type]
    found = flag(one, late, published=(date(2019, 5, 22), date(2020, 5, 22)), text=text)
    assert bool(found) is is_flagged
    assert flag(one, late, published=(date(2019, 5, 22), date(2019, 8, 22)), text=text) == ()


def test_totals_and_single_claims_are_not_flagged() -> None:
    one, other = (replace(claim, shape="aggregate") for claim in make_claims(2))
    assert flag(one, replace(other, count=replace(other.count, low=400, high=400))) == ()
    assert flag(make_claim("c", 4)) == ()
