"""An estimate with its 95 % interval: of how many there are in all, those recorded among them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """`low` ≤ `estimate` ≤ `high`, rounded outwards; `high` None has no upper end. An estimate, never a count."""

    low: int
    estimate: int
    high: int | None
