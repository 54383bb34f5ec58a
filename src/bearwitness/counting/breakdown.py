"""A figure broken down by one or two dimensions: each cell the bounds of the question narrowed to it, and why parts need not add up.

A cell is what `count_people` gives for its question over all claims; only those that may lie in it are handed to the program, so that
a table costs little more than its whole. Of rows that exclude each other the lows add up to no more than the low of the whole, and the
highs to no less than its high (design, section 5). A row that is surely empty stands where it is a period between two that are not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Link, Question
from bearwitness.core.periods import is_period
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.counting.dimensions import Dimension, Kind, Row, build_dimension, find_rows, narrow
from bearwitness.counting.parts import Amount, Countable, Memory, count_part, prepare
from bearwitness.counting.told import natural_order
from bearwitness.counting.traits import PLACE_DEPTHS

At = tuple[tuple[Kind, Row], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The bounds of one part, `at` its rows; no bounds where its claims cannot all be true (`clash`).

    `question` is the one they answer, None for several acts together.
    """

    at: At
    question: Question | None
    low: int | None
    high: int | None
    high_stated: int | None
    incidents: int
    clash: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The table: `rows` of each dimension in order, the cells, the totals of each row, and the `whole`.

    `is_exact` False: some low is sure but may be too small, as unsure links can be read in too many ways. `has_totals`: totals among the
    claims may hold people of others, and so prove nobody in a row that is no period, place or act.
    """

    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Row, ...], ...]
    cells: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    whole: Cell
    is_exact: bool
    has_totals: bool = False


def list_acts(claims: Iterable[Claim]) -> tuple[Act, ...]:
    """The acts that claims tell of, in the order of the vocabulary."""
    told = {claim.act for claim in claims}
    return tuple(act for act in ACTS if act in told)


def break_down(
    questions: Sequence[Question], kinds: Sequence[Kind], claims: Sequence[Claim], links: Iterable[Link],
    grades: Mapping[str, str] | None = None,
) -> Breakdown:  # fmt: skip
    """The table of questions that differ in their act only: one, or with the kind "act" one for every act. `grades` are those of the
    incidents of the claims, by claim.

    The order of claims and links changes nothing. Raises UsageError where a period has too many rows to read, ContractError when one
    claim id stands for two different claims.
    """
    table = _Table(questions, kinds, claims, list(links), grades or {})
    whole = table.count(())
    if whole.low is None:
        rows: tuple[tuple[Row, ...], ...] = tuple(() for _ in kinds)
        return Breakdown(kinds=tuple(kinds), rows=rows, cells=(), totals=(), whole=whole, is_exact=True)
    single = [[table.count(((kind, row),)) for row in table.list_rows(kind)] for kind in kinds]
    shown = [_trim(kind, cells) for kind, cells in zip(kinds, single, strict=True)]
    rows = tuple(tuple(cell.at[0][1] for cell in cells) for cells in shown)
    cells = shown[0]
    totals: tuple[Cell, ...] = ()
    if len(kinds) == 2:
        pairs = [((kinds[0], left), (kinds[1], right)) for left in rows[0] for right in rows[1]]
        cells, totals = tuple(table.count(pair) for pair in pairs), (*shown[0], *shown[1])
    return Breakdown(
        kinds=tuple(kinds),
        rows=rows,
        cells=cells,
        totals=totals,
        whole=whole,
        is_exact=table.is_exact,
        has_totals=table.has_totals,
    )


def narrow_to(
    questions: Sequence[Question], at: At, claims: Sequence[Claim], links: Iterable[Link],
    grades: Mapping[str, str] | None = None,
) -> Question:  # fmt: skip
    """The question that one part of a table of these questions answers. Raises UsageError where the table has no such row, and where several
    acts would be counted together.
    """
    kinds = [kind for kind, _ in at]
    table = _Table(questions, kinds, claims, list(links), grades or {})
    for kind, row in at:
        if row not in table.list_rows(kind):
            raise UsageError(f"by {kind} there is no row {row or 'not known'!r}; take one of the table")
    found = table.narrow(at)
    if len(found) != 1:
        raise UsageError("several acts are no one question; name one of them")
    return found[0]


def explain_parts(breakdown: Breakdown) -> str:
    """One sentence on why the rows of a table need not add up to its whole; empty where they do."""
    reasons: list[str] = []
    alone = breakdown.cells if len(breakdown.kinds) == 1 else breakdown.totals
    for kind in breakdown.kinds:
        cells = [cell for cell in alone if cell.at[0][0] == kind]
        unknown = next((cell for cell in cells if cell.at[0][1] is None), None)
        known = len(reasons)
        if unknown is not None:
            reasons.append(_say_unknown(kind, unknown))
        if kind == "manner":
            reasons.append("one act may have several manners, and one that is not told may be there")
        if _add_up(cells, breakdown.whole):
            continue
        if breakdown.has_totals and not (is_period(kind) or kind in PLACE_DEPTHS):
            reasons.append(
                f"totals that may hold people of incidents prove people of the whole and of no one row by {kind}"
            )
        if len(reasons) == known:
            reasons.append(
                f"claims that may tell of the same people prove them in the whole and not in each row by {kind}"
            )
    if not reasons:
        return ""
    return f"The rows need not add up: {'; '.join(reasons)}."


class _Table:
    """The claims of a table by act, and the count of any of its parts."""

    def __init__(
        self, questions: Sequence[Question], kinds: Sequence[Kind], claims: Sequence[Claim], links: Sequence[Link],
        grades: Mapping[str, str],
    ) -> None:  # fmt: skip
        ordered = sorted(claims, key=lambda claim: natural_order(claim.id))
        self._asked = [prepare(question, ordered, links) for question in questions]
        bundles = [bundle for asked in self._asked for bundle in asked.bundles]
        self._dimensions: dict[Kind, Dimension] = {
            kind: build_dimension(kind, questions[0], bundles, grades) for kind in kinds if kind != "act"
        }
        self._found = [
            {kind: _index(dimension, asked) for kind, dimension in self._dimensions.items()} for asked in self._asked
        ]
        self._memory: Memory = {}
        self.is_exact = True
        self.has_totals = any(asked.touching.totals for asked in self._asked)

    def list_rows(self, kind: Kind) -> tuple[Row, ...]:
        """All rows of a kind, those not known last."""
        if kind == "act":
            return tuple(asked.question.act for asked in self._asked)
        return (*self._dimensions[kind].rows, None)

    def narrow(self, at: At) -> list[Question]:
        """The question of each act that counts at these rows, narrowed to them."""
        found = []
        for asked in self._asked:
            question = asked.question
            if dict(at).get("act", question.act) == question.act:
                for kind, row in at:
                    question = question if kind == "act" else narrow(question, self._dimensions[kind], row)
                found.append(question)
        return found

    def count(self, at: At) -> Cell:
        """The bounds of the part at these rows; of several acts together, the sum: one person may suffer several."""
        parts = [(kind, row) for kind, row in at if kind != "act"]
        total, questions = Amount(), self.narrow(at)
        by_act = {question.act: question for question in questions}
        for asked, rows in zip(self._asked, self._found, strict=True):
            question = by_act.get(asked.question.act)
            if question is None:
                continue
            places = [rows[kind].get(row, frozenset()) for kind, row in parts]
            numbers = sorted(frozenset.intersection(*places)) if places else range(len(asked.bundles))
            chosen = [asked.bundles[i] for i in numbers]
            total = total.plus(count_part(asked, question, chosen, self._memory))
        self.is_exact = self.is_exact and total.is_exact
        is_clash = total.clash is not None
        return Cell(
            at=at,
            question=questions[0] if len(questions) == 1 else None,
            low=None if is_clash else total.low,
            high=None if is_clash else total.high,
            high_stated=None if is_clash else total.stated,
            incidents=0 if is_clash else total.incidents,
            clash=total.clash,
        )


def _index(dimension: Dimension, asked: Countable) -> Mapping[Row, frozenset[int]]:
    """The numbers of the bundles by the rows they may lie in."""
    found: dict[Row, set[int]] = {}
    for i, bundle in enumerate(asked.bundles):
        for row in find_rows(dimension, asked.question, bundle):
            found.setdefault(row, set()).add(i)
    return {row: frozenset(numbers) for row, numbers in found.items()}


def _trim(kind: Kind, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The rows that are not surely empty, and the periods between them."""
    full = [i for i, cell in enumerate(cells) if cell.high != 0]
    if not is_period(kind):
        return tuple(cells[i] for i in full)
    known = [i for i in full if cells[i].at[0][1] is not None]
    between = range(known[0], known[-1] + 1) if known else range(0)
    return tuple(cell for i, cell in enumerate(cells) if i in between or i in full)


def _add_up(cells: Sequence[Cell], whole: Cell) -> bool:
    highs = [cell.high for cell in cells]
    high = None if None in highs else sum(high for high in highs if high is not None)
    return (sum(cell.low or 0 for cell in cells), high) == (whole.low, whole.high)


def _say_unknown(kind: Kind, cell: Cell) -> str:
    if cell.high is None:
        people = f"at least {cell.low} people" if cell.low else "an open number of people"
    elif cell.low == cell.high:
        people = "1 person" if cell.low == 1 else f"{cell.low} people"
    else:
        people = f"{cell.low} to {cell.high} people"
    if kind == "outcome":
        return f"{people} are told of by totals only, and no fate of theirs is"
    if kind in {"sex", "age", "group", "grade"}:
        return f"of {people} no claim settles the {kind}, and they may be in any row by {kind}"
    if kind == "manner":
        return f"of {people} no manner is told"
    return f"{people} may lie in more than one {kind} or in none that is told"
