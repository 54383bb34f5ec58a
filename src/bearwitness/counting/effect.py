"""How far a figure moves with the answer to one open question: whether two claims tell of one occurrence or of two, or whether people of
whom the day or the place is not known lie inside.

Only the claims that hang together with it are counted again (`pieces`); all others add the same either way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bearwitness.core.records import Claim, When, Where
from bearwitness.core.vocabulary import ADMIN1, COUNTRY
from bearwitness.counting.arrange import restrict_judged
from bearwitness.counting.bounds import Ends
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Path, Region, find_asked, find_overlap, is_below
from bearwitness.counting.pieces import Piece, Pieces, count_piece, judge_pair, replace_pieces

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How many people the low and the high end lie apart between the two answers; open ends are read as stated."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the whole figure comes to with either answer: `yes` the same, or inside; `no` different, or outside."""

    yes: Ends
    no: Ends

    @property
    def effect(self) -> Effect:
        """How far the ends lie apart."""
        return Effect(low=abs(self.yes.low - self.no.low), high=abs(self.yes.stated - self.no.stated))


def find_answers(pieces: Pieces, pair: Pair, most: int) -> Answers | None:
    """What the figure comes to when two claims are judged the same, and when they are judged different.

    None where a claim does not count, where more than `most` claims hang together, or where one of the answers leaves the claims no way
    to be all true.
    """
    number = pieces.number.get(pair[0], -1)
    if number != pieces.number.get(pair[1], -2) or len(pieces.pieces[number].claims) > most:
        return None
    piece = pieces.pieces[number]
    yes = count_piece(pieces, piece.claims, judge_pair(piece.judged, pair, "same"))
    no = count_piece(pieces, piece.claims, judge_pair(piece.judged, pair, "different"))
    return _compare(pieces, number, yes, no)


def find_answers_on_lying(pieces: Pieces, ident: str, most: int) -> Answers | None:
    """What the figure comes to when it is known that the people a claim tells of lie inside the question, and when that they do not.

    What is told as the same moves with it. None as for a pair.
    """
    number = pieces.number[ident]
    piece = pieces.pieces[number]
    if len(piece.claims) > most:
        return None
    told = pieces.described[ident].told
    ids = frozenset(claim.id for claim in told.claims)
    asked, group = find_asked(pieces.question), pieces.question.group
    inside = find_overlap(told.region, asked)
    if inside is None:
        return None
    yes = _count_moved(pieces, piece, ids, inside, group if group and not told.is_sure else None)
    ways = [_count_moved(pieces, piece, ids, region, None) for region in _list_outside(told.region, asked)]
    if not told.is_sure:
        others = [claim for claim in piece.claims if claim.id not in ids]
        judged = restrict_judged(piece.judged, frozenset(claim.id for claim in others))
        ways.append(count_piece(pieces, others, judged))
    known = [way for way in ways if way is not None]
    if not known:
        return None
    highs = [way.high for way in known]
    no = Ends(
        low=min(way.low for way in known),
        high=None if None in highs else max(high for high in highs if high is not None),
        stated=max(way.stated for way in known),
    )
    found = _compare(pieces, number, yes, no)
    if found is None:
        return None
    # To know more never widens a figure, though claims that may be one can then exclude each other's days: read as one, they would be
    # read from the first day to the last, and people known to be inside might lie outside.
    return Answers(yes=_keep_inside(found.yes, pieces.whole), no=_keep_inside(found.no, pieces.whole))


def _keep_inside(ends: Ends, whole: Ends) -> Ends:
    high = whole.high if ends.high is None or (whole.high is not None and whole.high < ends.high) else ends.high
    return Ends(low=max(ends.low, whole.low), high=high, stated=min(ends.stated, whole.stated))


def _compare(pieces: Pieces, number: int, yes: Ends | None, no: Ends | None) -> Answers | None:
    if yes is None or no is None:
        return None
    whole_yes, whole_no = replace_pieces(pieces, (number,), yes), replace_pieces(pieces, (number,), no)
    return None if whole_yes is None or whole_no is None else Answers(yes=whole_yes, no=whole_no)


def _count_moved(pieces: Pieces, piece: Piece, ids: frozenset[str], region: Region, group: str | None) -> Ends | None:
    """The piece with some claims told to lie in `region`, and of the group asked for where one is given."""
    moved = [_move(claim, region, group) if claim.id in ids else claim for claim in piece.claims]
    return count_piece(pieces, moved, piece.judged)


def _move(claim: Claim, region: Region, group: str | None) -> Claim:
    first = None if region.first == FAR_PAST else date.fromordinal(region.first)
    last = None if region.last == FAR_FUTURE else date.fromordinal(region.last)
    when = When(earliest=first, latest=last, prec=1, basis="stated", text="")
    people = claim.people if group is None else replace(claim.people, group=group)
    return replace(claim, when=when, where=_place(region.place), people=people)


def _place(path: Path) -> Where | None:
    if not path:
        return None
    return Where(
        name=path[-1],
        geonameid=None,
        country=path[0],
        admin1=path[1] if len(path) > 1 else None,
        admin2=None,
        lat=None,
        lon=None,
        prec={1: COUNTRY, 2: ADMIN1}.get(len(path), 1),
        text="",
    )


def _list_outside(region: Region, asked: Region) -> Iterator[Region]:
    """Where people of a region can lie outside the question: before it, after it, or in the same days at another place."""
    if region.first < asked.first:
        yield replace(region, last=min(region.last, asked.first - 1))
    if region.last > asked.last:
        yield replace(region, first=max(region.first, asked.last + 1))
    if is_below(asked.place, region.place):
        for depth in range(len(region.place), len(asked.place)):
            # A place that no claim names: people there count for the totals of the areas above it.
            yield replace(region, place=(*asked.place[:depth], "elsewhere"))
