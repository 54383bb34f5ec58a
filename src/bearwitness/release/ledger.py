"""What the register keeps of a release beside its files: each row with the incidents behind it, by their claims.

A later release is compared with it. It never leaves: it says which claims stand behind which cell.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bearwitness.core.errors import ContractError
from bearwitness.release.coarsening import Scope
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Backing, Member, Row, RowKey
from bearwitness.release.tables import find_step
from bearwitness.release.trait_rows import TraitRow


def render_ledger(backings: Iterable[Backing]) -> str:
    """The rows and their incidents as JSON."""
    return json.dumps([_render(one) for one in backings], ensure_ascii=False, sort_keys=True)


def parse_ledger(text: str) -> tuple[Backing, ...]:
    """The rows and their incidents back; raises ContractError where the text is something else."""
    try:
        return tuple(_parse(one) for one in json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise ContractError("what the register keeps of a release cannot be read; was it changed by hand?") from error


def _render(backing: Backing) -> Mapping[str, Any]:
    row = backing.row
    return {
        "kind": row.key.kind,
        "act": row.key.scope.act,
        "place": list(row.key.scope.place),
        "period": row.key.scope.period,
        "incidents": row.incidents,
        "low": row.people.low,
        "high": row.people.high,
        "rest": row.is_rest,
        "traits": [[one.trait, one.value, one.at_least] for one in backing.traits],
        "members": [[list(member.claims), member.low, member.high] for member in backing.members],
    }


def _parse(told: Mapping[str, Any]) -> Backing:
    scope = Scope(act=told["act"], place=tuple(told["place"]), period=told["period"])
    row = Row(
        key=RowKey(kind=told["kind"], scope=scope, step=find_step(scope)),
        incidents=told["incidents"],
        people=Interval(low=told["low"], high=told["high"]),
        is_rest=told["rest"],
    )
    members = tuple(Member(claims=tuple(claims), low=low, high=high) for claims, low, high in told["members"])
    traits = tuple(
        TraitRow(scope=scope, step=row.key.step, trait=trait, value=value, at_least=at_least)
        for trait, value, at_least in told["traits"]
    )
    return Backing(row=row, members=members, traits=traits)
