"""The rows of a breakdown: which there are, which of them claims may lie in, and the question narrowed to one.

Every row is a question that can be asked by itself. The row None ("not known") holds those of whom the claims settle no one row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, get_args

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Question, Trait, TraitKind
from bearwitness.core.periods import Period, find_days, find_period, is_period, name_period
from bearwitness.core.records import Claim
from bearwitness.counting.membership import Region, find_asked, find_overlap, find_region, is_below
from bearwitness.counting.parts import Bundle
from bearwitness.counting.traits import AGES, PERSONAL, PLACE_DEPTHS, SEXES, find_labels, find_place_row, fold_group

Kind = Literal[
    "week", "month", "quarter", "year", "country", "province", "town", "act", "group", "sex", "age", "manner", "outcome",
    "grade",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Row = str | None

_SHORT: Final = 3
"""Claims of days in more periods than this make no rows: "since 1990" is no reason for 360 empty months."""
_MOST_ROWS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What a table is broken down by, with its rows in order; `regions` of those that are periods or places."""

    kind: Kind
    rows: tuple[str, ...]
    regions: Mapping[str, Region]
    grades: Mapping[str, str]


def build_dimension(kind: Kind, question: Question, bundles: Sequence[Bundle], grades: Mapping[str, str]) -> Dimension:
    """The rows that bundles may lie in; raises UsageError where they would be too many to read."""
    asked = find_asked(question)
    claims = [claim for one in bundles if _find_shared(one, asked) for claim in one.claims]
    # The days and place of a claim by itself: those of its bundle may lie apart, and then all are rows.
    reaches = [shared for one in claims if (shared := find_overlap(find_region(one.when, one.where), asked))]
    regions: dict[str, Region] = {}
    if is_period(kind):
        regions = _list_periods(kind, reaches)
        rows: Iterable[str] = regions
    elif kind in PLACE_DEPTHS:
        regions = {
            row: replace(asked, place=path[: PLACE_DEPTHS[kind]])
            for path in sorted({reach.place for reach in reaches})
            if (row := find_place_row(kind, path))
        }
        rows = regions
    elif kind in PERSONAL:
        rows = SEXES if kind == "sex" else AGES
    elif kind == "group":
        rows = _list_groups(claims)
    else:
        named = Trait(kind=as_trait(kind), value=None, grades=grades)
        rows = sorted(find_labels(named, claims))
    return Dimension(kind=kind, rows=tuple(rows), regions=regions, grades=grades)


def narrow(question: Question, dimension: Dimension, row: Row) -> Question:
    """The question narrowed to one row, None those not known."""
    region = dimension.regions.get(row) if row is not None else None
    if region is None:
        trait = Trait(kind=as_trait(dimension.kind), value=row, rows=dimension.rows, grades=dimension.grades)
        return replace(question, traits=(*question.traits, trait))
    if dimension.kind in PLACE_DEPTHS:
        return question if is_below(question.place, region.place) else replace(question, place=region.place)
    first, last = date.fromordinal(region.first), date.fromordinal(region.last)
    return replace(
        question,
        earliest=first if question.earliest is None else max(first, question.earliest),
        latest=last if question.latest is None else min(last, question.latest),
    )


def find_rows(dimension: Dimension, question: Question, bundle: Bundle) -> frozenset[Row]:
    """The rows in which people of a bundle may be counted; never too few, sometimes too many."""
    everywhere: frozenset[Row] = frozenset((*dimension.rows, None))
    reaches = _find_shared(bundle, find_asked(question))
    if not reaches:
        return frozenset()
    if is_period(dimension.kind) or dimension.kind in PLACE_DEPTHS:
        found: set[Row] = set()
        for reach in reaches:
            rows = _find_regions(dimension, reach)
            if len(rows) != 1 or not _is_inside(dimension, reach, dimension.regions[rows[0]]):
                found.add(None)
            found.update(rows)
        return frozenset(found)
    if dimension.kind in PERSONAL or dimension.kind == "manner":
        return everywhere
    trait = Trait(kind=as_trait(dimension.kind), value=None, grades=dimension.grades)
    if not all(find_labels(trait, [claim]) for claim in bundle.claims):
        return everywhere
    labels = find_labels(trait, bundle.claims)
    named = [row for row in dimension.rows if (fold_group(row) if dimension.kind == "group" else row) in labels]
    return frozenset((*named, None)) if len(labels) > 1 else frozenset(named)


def as_trait(kind: Kind) -> TraitKind:
    """A kind of rows that may be a trait: all but acts, which are questions of their own, and outcomes, which are in `outcomes`."""
    if kind == "act" or kind == "outcome":
        raise ValueError(f"{kind} is no trait")
    return kind


def _find_shared(bundle: Bundle, asked: Region) -> list[Region]:
    return [shared for reach in bundle.reaches if (shared := find_overlap(reach, asked))]


def _find_regions(dimension: Dimension, shared: Region) -> Sequence[str]:
    if not dimension.rows:
        return ()
    if is_period(dimension.kind):
        start = find_period(dimension.kind, dimension.regions[dimension.rows[0]].first)
        first = max(find_period(dimension.kind, shared.first) - start, 0)
        last = min(find_period(dimension.kind, shared.last) - start, len(dimension.rows) - 1)
        return dimension.rows[first : last + 1]
    own = find_place_row(dimension.kind, shared.place)
    if own is not None:
        return (own,) if own in dimension.regions else ()
    return [row for row, region in dimension.regions.items() if is_below(region.place, shared.place)]


def _is_inside(dimension: Dimension, shared: Region, region: Region) -> bool:
    if is_period(dimension.kind):
        return region.first <= shared.first and shared.last <= region.last
    return is_below(shared.place, region.place)


def _list_periods(kind: Period, reaches: Iterable[Region]) -> dict[str, Region]:
    spans = [(find_period(kind, reach.first), find_period(kind, reach.last)) for reach in reaches]
    short = [span for span in spans if span[1] - span[0] < _SHORT]
    if not short:
        return {}
    first, last = min(span[0] for span in short), max(span[1] for span in short)
    if last - first >= _MOST_ROWS:
        raise UsageError(
            f"by {kind} there are {last - first + 1:,} rows; ask for longer periods, or for fewer days with --from and --to"
        )
    found = {}
    for number in range(first, last + 1):
        start, end = find_days(kind, number)
        found[name_period(kind, number)] = Region(first=start, last=end, place=())
    return found


def _list_groups(claims: Sequence[Claim]) -> list[str]:
    """Each group once, in the spelling that most claims use."""
    spelt: dict[str, dict[str, int]] = {}
    for claim in claims:
        if claim.people.group:
            ways = spelt.setdefault(fold_group(claim.people.group), {})
            ways[claim.people.group] = ways.get(claim.people.group, 0) + 1
    return [min(ways, key=lambda way: (-ways[way], way)) for _, ways in sorted(spelt.items())]
