"""Which incidents lie in which published rows, as anybody can tell who knows the incidents and the policy."""

from collections.abc import Iterable, Mapping

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import Scope, find_scope
from bearwitness.release.policy import DEPTHS, PERIOD_LEVELS, Step
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Row


def place_incidents(candidates: Iterable[Candidate], cells: Iterable[Row]) -> Mapping[Row, tuple[Candidate, ...]]:
    """The incidents that each published cell may hold, as anybody can tell: those certainly in its scope and in no closer cell.

    Place by place from close to coarse, as the release is made. An incident that may not be shown at all is nobody's to hide among.
    """
    left = sorted(candidates, key=lambda one: one.id)
    by_step: dict[Step, dict[Scope, Row]] = {}
    for row in cells:
        by_step.setdefault(row.key.step, {})[row.key.scope] = row
    found: dict[Row, list[Candidate]] = {row: [] for rows in by_step.values() for row in rows.values()}
    for step in sorted(by_step, key=_coarseness):
        over: list[Candidate] = []
        for one in left:
            scope = find_scope(one, step)
            at = None if scope is None else by_step[step].get(scope)
            (over if at is None else found[at]).append(one)
        left = over
    return {row: tuple(members) for row, members in found.items()}


def may_lie_in(candidate: Candidate, scope: Scope) -> bool:
    """Whether an incident, as exactly as it is known, may lie in a scope."""
    if candidate.act != scope.act:
        return False
    shared = min(len(candidate.path), len(scope.place))
    if candidate.path[:shared] != scope.place[:shared]:
        return False
    first = "" if candidate.first is None else candidate.first.isoformat()[:7]
    last = "9999-12" if candidate.last is None else candidate.last.isoformat()[:7]
    start, end = list_ends(scope.period)
    return first <= end and start <= last


def list_ends(period: str) -> tuple[str, str]:
    """The first and last month of a period, as they are written."""
    if len(period) == 7 and period[5] != "Q":
        return period, period
    if period[5:6] == "Q":
        quarter = int(period[6:])
        return f"{period[:4]}-{quarter * 3 - 2:02d}", f"{period[:4]}-{quarter * 3:02d}"
    return (f"{period}-01", f"{period}-12") if period.isdecimal() else ("", "9999-12")


def proves_more(whole: Interval, parts: Iterable[Interval]) -> bool:
    """Whether the whole proves somebody whom the parts do not hold."""
    highs = [part.high for part in parts]
    return None not in highs and whole.low > sum(high for high in highs if high is not None)


def _coarseness(step: Step) -> tuple[int, int]:
    return -DEPTHS[step.place], PERIOD_LEVELS.index(step.period)


def name_row(row: Row) -> str:
    """A row in words."""
    return f"the {row.key.kind} {name_scope(row.key.scope)}"


def name_scope(scope: Scope) -> str:
    """ "arrest, CN/Jilin, 2019-05"."""
    return ", ".join((scope.act, "/".join(scope.place) or "the world", scope.period))
