"""What persons marked never to leave a register, as a history: what stands is what the entries come to, in the order they were made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

HeldOn = Literal["claim", "report", "outlet"]
"""What a mark is put on: a claim (and with it the whole incident it belongs to), a report, everything of an outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """That somebody put a mark (`is_held`), or took it back. `because` may name a danger: it stays in the register."""

    on: HeldOn
    name: str
    is_held: bool
    by: str
    at: datetime
    because: str


def find_standing_holds(history: Iterable[Hold]) -> tuple[Hold, ...]:
    """The marks that stand, in the order in which they were put: on each thing the last word holds."""
    latest: dict[tuple[HeldOn, str], Hold] = {}
    for one in history:
        latest.pop((one.on, one.name), None)
        latest[one.on, one.name] = one
    return tuple(one for one in latest.values() if one.is_held)
