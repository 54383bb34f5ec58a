"""What a policy file lets out of a register. Closed by default: what it does not name stays.

The levels are those of statistical disclosure control (Hundepool et al., *Statistical Disclosure Control*, 2012): a smallest number of
incidents in each published cell (k-anonymity), a smallest number of values and of incidents without a value (l-diversity and
complementary suppression), a largest share of one incident (dominance), and rounding outwards.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from bearwitness.core.errors import UsageError
from bearwitness.core.tables import load_text
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.release.never import list_closed_acts

PlaceLevel = Literal["town", "province", "country", "world"]
PeriodLevel = Literal["month", "quarter", "year", "ever"]
TraitName = Literal["grade", "sex", "age", "group", "manner"]
PLACE_LEVELS: Final[tuple[PlaceLevel, ...]] = get_args(PlaceLevel)
PERIOD_LEVELS: Final[tuple[PeriodLevel, ...]] = get_args(PeriodLevel)
TRAIT_NAMES: Final[tuple[TraitName, ...]] = get_args(TraitName)
DEPTHS: Final[Mapping[PlaceLevel, int]] = {"town": 3, "province": 2, "country": 1, "world": 0}
LEAST_INCIDENTS: Final = 3
"""No policy can ask for smaller cells: in a cell of two, each who knows of one knows the other."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Step:
    """How closely a cell says where and when: "province by month"."""

    place: PlaceLevel
    period: PeriodLevel

    def __str__(self) -> str:
        return f"{self.place} by {self.period}"

    @property
    def words(self) -> str:
        """As a sentence says it: "by province and month", "by country for all time", "for the whole world by year"."""
        place = "for the whole world" if self.place == "world" else f"by {self.place}"
        if self.period == "ever":
            return f"{place} for all time" if self.place != "world" else f"{place} and all time"
        return f"{place} by {self.period}" if self.place == "world" else f"{place} and {self.period}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What may leave. `steps` from close to coarse; each incident is shown at the first at which its cell is large enough.

    `incidents` is among how many others each incident stands in a row, `values` the fewest different values of a trait, `largest_share`
    the most that one incident may make up of a cell's people, `round_to` what numbers are rounded to (never less than `incidents`, so
    that no difference of two numbers tells of fewer), `held_back_days` how long what happened or was told stays.
    """

    name: str
    acts: tuple[Act, ...]
    steps: tuple[Step, ...]
    traits: tuple[TraitName, ...] = ()
    figures: tuple[Step, ...] = ()
    incidents: int = 5
    values: int = 2
    largest_share: float = 0.5
    round_to: int = 5
    held_back_days: int = 90


def parse_policy(text: str) -> Policy:
    """A policy from its TOML. Raises UsageError, in words, for whatever it does not know: a misspelt rule must never be no rule."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the policy is not TOML: {error}") from error
    _refuse_unknown(told, frozenset({"name", "publish", "protect"}), "the policy")
    publish, protect = _table(told, "publish"), _table(told, "protect")
    _refuse_unknown(publish, frozenset({"acts", "steps", "traits", "figures"}), "[publish]")
    _refuse_unknown(
        protect, frozenset({"incidents", "values", "largest_share", "round_to", "held_back_days"}), "[protect]"
    )
    name = told.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UsageError('the policy needs a name, such as name = "public"')
    policy = Policy(
        name=name.strip(),
        acts=tuple(_list_acts(publish)),
        steps=tuple(parse_step(one) for one in _words(publish, "steps")),
        traits=tuple(_parse_trait(one) for one in _words(publish, "traits")),
        figures=tuple(parse_step(one) for one in _words(publish, "figures")),
        incidents=_whole(protect, "incidents", 5, LEAST_INCIDENTS),
        values=_whole(protect, "values", 2, 2),
        largest_share=_share(protect),
        round_to=_whole(protect, "round_to", _whole(protect, "incidents", 5, LEAST_INCIDENTS), LEAST_INCIDENTS),
        held_back_days=_whole(protect, "held_back_days", 90, 0),
    )
    _check(policy)
    return policy


def load_standard_policy() -> str:
    """The text of the policy to begin with; docs/release-policy.toml is the same."""
    return load_text("release", "standard_policy.toml")


def parse_step(words: str) -> Step:
    """A step from its words. Days and weeks are no steps: a day finds a person."""
    place, found, period = words.partition(" by ")
    if found and place in PLACE_LEVELS and period in PERIOD_LEVELS:
        return Step(place=place, period=period)
    raise UsageError(
        f"{words!r} is no step of a release; say a place ({', '.join(PLACE_LEVELS)}) by a period ({', '.join(PERIOD_LEVELS)}),"
        ' as in "province by month"; days and weeks never leave'
    )


def _check(policy: Policy) -> None:
    if not policy.steps:
        raise UsageError(
            'the policy publishes nothing: name steps, such as steps = ["province by month", "country by year"]'
        )
    for close, coarse in zip(policy.steps, policy.steps[1:], strict=False):
        wider = (
            DEPTHS[coarse.place] <= DEPTHS[close.place]
            and PERIOD_LEVELS.index(coarse.period) >= PERIOD_LEVELS.index(close.period)
            and coarse != close
        )
        if not wider:
            raise UsageError(f"steps go from close to coarse, and {str(coarse)!r} is not coarser than {str(close)!r}")
    if policy.round_to < policy.incidents:
        raise UsageError(
            f"round_to = {policy.round_to} is less than incidents = {policy.incidents}: two numbers could differ by so few"
            " incidents that they can be told apart"
        )


def _list_acts(publish: Mapping[str, Any]) -> list[Act]:
    acts: list[Act] = []
    for word in _words(publish, "acts"):
        if word not in ACTS:
            raise UsageError(f"{word!r} is no act; acts are {', '.join(ACTS)}")
        if word in list_closed_acts():
            raise UsageError(f"{word!r} never leaves a register: it tells how people get away")
        acts.append(word)
    if not acts:
        raise UsageError('the policy publishes nothing: name acts, such as acts = ["arrest"]')
    return acts


def _parse_trait(word: str) -> TraitName:
    for name in TRAIT_NAMES:
        if word == name:
            return name
    raise UsageError(f"{word!r} is nothing a release can tell of incidents; it can tell {', '.join(TRAIT_NAMES)}")


def _table(told: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = told.get(key, {})
    if not isinstance(found, Mapping):
        raise UsageError(f"{key} of the policy is a table: [{key}]")
    return found


def _words(table: Mapping[str, Any], key: str) -> list[str]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise UsageError(f"{key} of the policy is a list of words")
    if len(set(found)) < len(found):
        raise UsageError(f"{key} of the policy names something twice")
    return found


def _whole(table: Mapping[str, Any], key: str, standard: int, least: int) -> int:
    found = table.get(key, standard)
    if not isinstance(found, int) or isinstance(found, bool) or found < least:
        raise UsageError(f"{key} of the policy is a whole number from {least} on, and not {found!r}")
    return found


def _share(table: Mapping[str, Any]) -> float:
    found = table.get("largest_share", 0.5)
    if not isinstance(found, int | float) or isinstance(found, bool) or not 0 < found <= 1:
        raise UsageError(f"largest_share of the policy is a share from above 0 to 1, and not {found!r}")
    return float(found)


def _refuse_unknown(table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise UsageError(f"{where} has {key!r}, which no release knows; it knows {', '.join(sorted(known))}")
