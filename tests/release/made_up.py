"""Made-up incidents for the laws of releases, and a count over them that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import Scope
from bearwitness.release.placing import may_lie_in
from bearwitness.release.policy import Policy, TraitName, parse_step
from bearwitness.release.rounding import Interval

TODAY = date(2026, 6, 30)
PLACES = (
    ("CN", "Jilin", "Yanji"), ("CN", "Jilin", "Helong"), ("CN", "Jilin"), ("CN", "Liaoning", "Shenyang"), ("CN",),
    ("LA", "Vientiane", "Vientiane"), ("LA",), (),
)  # fmt: skip
GRADES = ("single-source", "corroborated", "contested")


def policy(**other: object) -> Policy:
    """The policy of the tests, with what a case wants otherwise."""
    told: dict[str, object] = {
        "name": "test",
        "acts": ("arrest", "killing"),
        "steps": tuple(map(parse_step, ("town by month", "province by quarter", "country by year", "world by ever"))),
        "traits": ("grade", "sex", "manner", "group"),
        "figures": tuple(map(parse_step, ("country by year", "country by ever", "world by ever"))),
        "incidents": 3,
        "round_to": 3,
        "held_back_days": 90,
    }
    return Policy(**{**told, **other})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Adding:
    """People of incidents simply add up; `unlisted` are people of totals, told for every scope. `closed` are ids of incidents that prove
    nobody, though they are described, and `marked` people of totals that are so.
    """

    candidates: tuple[Candidate, ...]
    unlisted: int = 0
    closed: frozenset[str] = frozenset()
    marked: int = 0

    def of_incidents(self, incidents: Sequence[str]) -> Interval | None:
        return add(one for one in self.candidates if one.id in incidents)

    def of_scope(self, scope: Scope, without: Sequence[str] = ()) -> Interval | None:
        low = certain_low([one for one in self.candidates if one.id not in {*without, *self.closed}], scope)
        return Interval(low=low + self.unlisted, high=self._find_high(self.candidates, scope, self.marked))

    def of_everything(self, scope: Scope) -> Interval | None:
        low = certain_low(self.candidates, scope) + self.unlisted + self.marked
        return Interval(low=low, high=self._find_high(self.candidates, scope, self.marked))

    def of_sayable(self, scope: Scope, without: Sequence[str] = ()) -> Interval | None:
        kept = [one for one in self.candidates if one.id not in {*without, *self.closed}]
        return Interval(low=certain_low(kept, scope) + self.unlisted, high=self._find_high(kept, scope))

    def _find_high(self, candidates: Sequence[Candidate], scope: Scope, marked: int = 0) -> int | None:
        high = add(one for one in candidates if may_lie_in(one, scope)).high
        return None if high is None else high + self.unlisted + marked


def add(candidates: object) -> Interval:
    """From all lows to all highs."""
    members: list[Candidate] = list(candidates)  # type: ignore[call-overload]
    highs = [one.high for one in members]
    return Interval(
        low=sum(one.low for one in members), high=None if None in highs else sum(high or 0 for high in highs)
    )


def certain_low(candidates: Sequence[Candidate], scope: Scope) -> int:
    """The lows of those certainly in a scope."""
    return sum(one.low for one in candidates if lies_in(one, scope))


def lies_in(candidate: Candidate, scope: Scope) -> bool:
    """Whether an incident certainly lies in a scope, told anew and plainly: by each of its days."""
    if candidate.act != scope.act or candidate.path[: len(scope.place)] != scope.place:
        return False
    if scope.period == "ever":
        return True
    if candidate.first is None or candidate.last is None:
        return False
    days = (candidate.last - candidate.first).days + 1
    return all(name_of(candidate.first + timedelta(days=i), scope.period) == scope.period for i in range(days))


def name_of(day: date, like: str) -> str:
    """The period of a day, of the same kind as a period's name."""
    if len(like) == 4:
        return f"{day.year}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if "Q" in like else f"{day.year}-{day.month:02d}"


def make_candidate(number: int, chance: Random) -> Candidate:
    """One made-up incident; by the same chance always the same."""
    first = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
    length = chance.choice((0, 0, 0, 0, 6, 40))
    low = chance.choice((1, 1, 2, 3, 4, 9, 30))
    is_known = chance.random() > 0.1
    values: tuple[tuple[TraitName, frozenset[str]], ...] = (
        ("grade", frozenset({chance.choice(GRADES)})),
        ("sex", frozenset(chance.sample(("female", "male"), chance.randrange(3)))),
        ("manner", frozenset(chance.sample(("raid", "hiding place", "hotel"), chance.randrange(2)))),
        ("group", frozenset(chance.sample(("defectors", "brokers", "converts"), chance.randrange(2)))),
    )
    return Candidate(
        id=f"i_{number:016x}",
        claims=(f"c_{number:016x}",),
        act=chance.choice(("arrest", "arrest", "arrest", "killing", "escape")),
        first=first if is_known else None,
        last=first + timedelta(days=length) if is_known else None,
        path=chance.choice(PLACES),
        low=low,
        high=chance.choice((low, low, low + 2, None)),
        stated=low,
        told_on=None if chance.random() < 0.03 else first + timedelta(days=length + chance.choice((1, 5, 300))),
        topics=("hiding places",) if chance.random() < 0.1 else (),
        traits=values,
    )


def make_register(seed: int, size: int) -> tuple[Candidate, ...]:
    """A register of made-up incidents."""
    chance = Random(seed)
    return tuple(make_candidate(seed * 10_000 + i, chance) for i in range(size))


class Register(tuple[Candidate, ...]):
    """Incidents that are shown in a failing case by what makes them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"make_register({int(self[0].id.removeprefix('i_'), base=16) // 10_000}, {len(self)})" if self else "()"


registers = st.builds(lambda seed, size: Register(make_register(seed, size)), st.integers(0, 10**6), st.integers(0, 90))
