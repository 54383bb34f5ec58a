"""What is told of a cell's incidents beside act, place and period: "at least 5 of them corroborated".

A value is told only where enough incidents have it and enough have not: else whoever knows of an incident in the cell learns the value
(homogeneity: Machanavajjhala et al., *l-Diversity*, 2007), or subtracts it from the whole (complementary suppression).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bearwitness.release.candidates import Decided
from bearwitness.release.coarsening import Cell, Scope
from bearwitness.release.never import is_closed_word
from bearwitness.release.policy import Policy, Step, TraitName
from bearwitness.release.rounding import round_down


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitRow:
    """Of the cell at this scope and step, at least so many incidents have this value."""

    scope: Scope
    step: Step
    trait: TraitName
    value: str
    at_least: int


def build_trait_rows(cell: Cell, policy: Policy) -> tuple[tuple[TraitRow, ...], tuple[Decided, ...]]:
    """The rows of one cell, and what is decided of each trait of its incidents."""
    rows: list[TraitRow] = []
    decided: list[Decided] = []
    for trait in policy.traits:
        told = {member.id: dict(member.traits).get(trait, frozenset()) for member in cell.members}
        kept = find_values(told, policy)
        for value, number in sorted(kept.items()):
            at_least = round_down(number - 1, policy.round_to)
            rows.append(TraitRow(scope=cell.scope, step=cell.step, trait=trait, value=value, at_least=at_least))
        decided += [_decide(ident, trait, values, frozenset(kept)) for ident, values in sorted(told.items()) if values]
    return tuple(rows), tuple(decided)


def find_values(told: Mapping[str, frozenset[str]], policy: Policy) -> Mapping[str, int]:
    """The values that may be told, with the number of incidents that have each."""
    numbers: dict[str, int] = {}
    for values in told.values():
        for value in values:
            numbers[value] = numbers.get(value, 0) + 1
    different = len(numbers) + any(not values for values in told.values())
    if different < policy.values:
        return {}
    return {
        value: number
        for value, number in numbers.items()
        if not is_closed_word(value) and policy.incidents < number <= len(told) - policy.incidents
    }


def _decide(ident: str, trait: TraitName, values: frozenset[str], kept: frozenset[str]) -> Decided:
    closed = [value for value in sorted(values) if is_closed_word(value)]
    if closed:
        return Decided(
            incident=ident, field=trait, outcome="withhold", rule="never",
            reason="it tells how people get away, who helps them, where they hide or how they were found",
        )  # fmt: skip
    if values <= kept:
        return Decided(incident=ident, field=trait, outcome="publish", rule="traits", reason="told of its cell")
    return Decided(
        incident=ident, field=trait, outcome="withhold", rule="values",
        reason="too few incidents of its cell have it, or too few have it not",
    )  # fmt: skip
