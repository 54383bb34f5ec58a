"""One reading of the claims: the world with the fewest people, and prices that prove that there is none with fewer.

Both come from one program: which group lies how, how many people it is, and how many are unlisted. In whole numbers it gives the world,
in fractions its prices; where these prove too little, the program is split at something that is no whole number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

from bearwitness.counting.certificate import Ids, Lying, Proof, Split
from bearwitness.counting.program import Bound, Program, Relaxed, Variable, relax, solve
from bearwitness.counting.verify_case import Case, fuse
from bearwitness.counting.verify_floor import find_cost, find_worth, split
from bearwitness.counting.verify_setting import Column, Kind, Setting, holds

_NODES: Final = 400
"""A proof of more cases than this is given up."""
_DENOMINATORS: Final = (60, 5040, 10**6)
_NONE: Final = Fraction(0)


class NoProof(Exception):  # noqa: N818 - no error of anybody's: the count is right, and only its evidence too long
    """A low that could not be proven within the limits; says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Some claims in the world with the fewest people inside the question, `low`."""

    low: int
    totals: tuple[Ids, ...] = ()
    incidents: tuple[Lying, ...] = ()
    unlisted: tuple[Lying, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """The program of a setting. `columns`: for each the number of the variable that says whether it lies so, and of the one that says how
    many more people it is than its fewest (None: no more help); `rows`: the bounds of the needs and of the atoms, by name.
    """

    program: Program
    columns: tuple[tuple[Column, int, int | None], ...]
    kinds: tuple[tuple[Kind, int], ...]
    rows: Mapping[str, int]
    atoms: Mapping[str, int]


def place_all(case: Case, reading: Sequence[Ids], setting: Setting) -> Placed | None:
    """The world of one reading with the fewest people; None where there is none."""
    model = _build_model(setting, spare=0)
    values = solve(model.program)
    if values is None:
        return None
    incidents, low = [], 0
    for column, chosen, more in model.columns:
        if not values[chosen]:
            continue
        needed = max((setting.needs[name] for name in column.cover), default=0)
        free = max(column.least, needed if column.most is None else min(column.most, needed))
        people = free if not column.asked else column.least + (0 if more is None else values[more])
        low += people * column.asked
        of_group = column.asked or not holds(case.asked, column.spot)
        incidents.append(_lie(column.told.ids, people, column, of_group=of_group))
    unlisted = [_lie((), values[number], kind, of_group=True) for kind, number in model.kinds if values[number]]
    low += sum(one.people for one in unlisted)
    totals = {told.ids[0]: told for group in reading if (told := fuse(case, group)).is_total}
    unlisted += [
        _lie((), totals[name].low, kind, of_group=kind.of_group)
        for name, kind in sorted(setting.free.items())
        if totals[name].low
    ]
    return Placed(
        low=low,
        totals=tuple(told.ids for told in totals.values()),
        incidents=tuple(incidents),
        unlisted=tuple(unlisted),
    )


def prove_reading(setting: Setting, low: int) -> Proof:
    """A proof that the reading has no world of fewer than `low` people. Raises NoProof where none is found."""
    left = [_NODES]
    return _prove(setting, low, left)


def _prove(setting: Setting, low: int, left: list[int]) -> Proof:
    left[0] -= 1
    if left[0] < 0:
        raise NoProof(f"its low could not be proven in {_NODES} cases")
    model = _build_model(setting, spare=low + 1)
    relaxed = relax(model.program)
    for most in _DENOMINATORS:
        proof = _price(setting, model, relaxed, most)
        worth = find_worth(setting, dict(proof.totals), dict(proof.atoms))
        if worth is None or worth >= low:
            return proof
    at = _find_split(model, relaxed)
    row = {"claims": list(at.claims), "asked": at.asked, "cover": list(at.cover)}
    row |= {} if at.most is None else {"most": at.most}
    yes, no = split(setting, row, is_yes=True), split(setting, row, is_yes=False)
    return Proof(
        split=at,
        yes=Proof() if yes is None else _prove(yes, low, left),
        no=Proof() if no is None else _prove(no, low, left),
    )


def _price(setting: Setting, model: _Model, relaxed: Relaxed, most: int) -> Proof:
    """The solver's prices as fractions that nobody is worth too much by."""
    totals = {
        name: max(_NONE, Fraction(relaxed.prices[row]).limit_denominator(most)) for name, row in model.rows.items()
    }
    dearest = max(
        (sum((totals[name] for name in kind.cover), _NONE) for kind in setting.kinds if kind.most is None),
        default=_NONE,
    )
    if dearest > 1:
        totals = {name: price / dearest for name, price in totals.items()}
    totals = {name: price for name, price in totals.items() if price}
    atoms: dict[str, Fraction] = {}
    for cluster, columns in setting.clusters:
        if len(cluster) > 1 and columns:
            atoms |= _price_atoms(
                setting, cluster, columns, totals, {a[0]: relaxed.prices[model.atoms[a[0]]] for a in cluster}
            )
    return Proof(totals=tuple(sorted(totals.items())), atoms=tuple(sorted(atoms.items())))


def _price_atoms(
    setting: Setting,
    cluster: Sequence[Ids],
    columns: Sequence[Column],
    totals: Mapping[str, Fraction],
    prices: Mapping[str, float],
) -> dict[str, Fraction]:
    """The solver's prices of a cluster's atoms, lowered until no group is worth more than it costs."""
    atoms = {atom[0]: Fraction(prices[atom[0]]).limit_denominator(_DENOMINATORS[-1]) for atom in cluster}
    over = _NONE
    for column in columns:
        worth = sum((price for first, price in atoms.items() if first in column.told.ids), _NONE)
        over = max(over, worth - find_cost(column, setting.needs, totals))
    return {first: price - over for first, price in atoms.items()}


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A program being written. `slack`: how far beyond what a row allows a variable's own end lies."""

    variables: list[Variable]
    bounds: list[Bound]
    needs: dict[str, dict[int, int]]
    slack: int

    def add(self, cost: int, low: int, high: int) -> int:
        """The number of a new variable."""
        self.variables.append(Variable(cost=cost, low=low, high=high))
        return len(self.variables) - 1


def _build_model(setting: Setting, *, spare: int) -> _Model:
    """`spare`: what one person of no kind costs who fills a total, or stands for an atom, by himself, so that every case has
    a solution in fractions; 0: no such.

    In fractions no variable is held by an end of its own that a row holds too: its price would stand at the end, and prove nothing.
    """
    draft = _Draft(variables=[], bounds=[], needs={name: {} for name in setting.needs}, slack=2 if spare else 1)
    columns, kinds, atoms = [], [], {}
    for kind in setting.kinds:
        most = draft.slack * max(setting.needs[name] for name in kind.cover) if kind.most is None else kind.most
        number = draft.add(1, kind.least, max(kind.least, most))
        for name in kind.cover:
            draft.needs[name][number] = 1
        kinds.append((kind, number))
    for cluster, choices in setting.clusters:
        rows: dict[str, dict[int, int]] = {atom[0]: {} for atom in cluster}
        for column in choices:
            chosen, more = _add_column(column, setting, draft)
            columns.append((column, chosen, more))
            for first in rows.keys() & set(column.told.ids):
                rows[first][chosen] = 1
        for first, row in rows.items():
            if spare:
                row[draft.add(1000 * spare, 0, 1)] = 1
            atoms[first] = len(draft.bounds)
            draft.bounds.append(Bound(weights=row, low=1, high=1))
    rows_of = {}
    for name, row in draft.needs.items():
        if spare:
            row[draft.add(1000 * spare, 0, setting.needs[name])] = 1
        rows_of[name] = len(draft.bounds)
        draft.bounds.append(Bound(weights=row, low=setting.needs[name]))
    return _Model(
        program=Program(variables=tuple(draft.variables), bounds=tuple(draft.bounds)),
        columns=tuple(columns),
        kinds=tuple(kinds),
        rows=rows_of,
        atoms=atoms,
    )


def _add_column(column: Column, setting: Setting, draft: _Draft) -> tuple[int, int | None]:
    """The number of the variable that says whether a group lies so, and of the one that says how many more people it then is."""
    chosen, more = draft.add(column.least * column.asked, 0, draft.slack), None
    for name in column.cover:
        need = setting.needs[name]
        most = column.least if column.asked else need if column.most is None else column.most
        draft.needs[name][chosen] = min(need, most)
    needed = max((setting.needs[name] for name in column.cover), default=0)
    room = (needed if column.most is None else min(column.most, needed)) - column.least
    if column.asked and room > 0:
        more = draft.add(1, 0, draft.slack * room)
        draft.bounds.append(Bound(weights={more: 1, chosen: -room}, high=0))
        for name in column.cover:
            draft.needs[name][more] = 1
    return chosen, more


def _find_split(model: _Model, relaxed: Relaxed) -> Split:
    """Something of a solution in fractions that is no whole number. Raises NoProof where there is none."""
    for kind, number in model.kinds:
        if not _is_whole(relaxed.values[number]):
            most = floor(relaxed.values[number])
            return Split(claims=(), asked=True, cover=tuple(sorted(kind.cover)), most=most)
    for column, chosen, more in model.columns:
        cover = tuple(sorted(column.cover))
        if not _is_whole(relaxed.values[chosen]):
            return Split(claims=column.told.ids, asked=column.asked, cover=cover, most=None)
        if more is not None and not _is_whole(relaxed.values[more]):
            most = column.least + floor(relaxed.values[more])
            return Split(claims=column.told.ids, asked=column.asked, cover=cover, most=most)
    raise NoProof("prices prove too little, and nothing is left to split")


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6


def _lie(ids: Ids, people: int, where: Column | Kind, *, of_group: bool) -> Lying:
    cover = where.cover | where.also if isinstance(where, Kind) else where.cover
    return Lying(claims=ids, people=people, spot=where.spot, counts_for=tuple(sorted(cover)), of_group=of_group)
