"""Questions as addresses: what the address of a page asks, and the address of a question or of one part of its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bearwitness.apps.options import parse_kinds
from bearwitness.apps.room.fields import parse_date
from bearwitness.apps.room.settings import Room
from bearwitness.core.errors import UnknownPlaceError, UsageError
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.counting.breakdown import At, Cell
from bearwitness.counting.dimensions import KINDS, Kind
from bearwitness.workflow.breakdowns import Table, Wanted, answer_part, answer_table
from bearwitness.workflow.figures import Answered, Asked, answer_question
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.question import resolve_place
from bearwitness.workflow.tools import load_places

_ONE: Final = ("act", "from", "to", "place", "group", "accepted")
_SEVERAL: Final = ("by", "at")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question, the dimensions of its table (none: no table), and the part of a table that is asked for alone (none: the whole)."""

    wanted: Wanted
    at: At

    @property
    def has_figure(self) -> bool:
        """Whether it has a figure of its own: several acts together have only a table."""
        return not self.wanted.is_every_act or any(kind == "act" for kind, _ in self.at)


def is_asked(query: QueryParams) -> bool:
    """Whether an address asks anything."""
    return any(key in query for key in ("act", *_SEVERAL))


def keep_query(query: QueryParams) -> list[tuple[str, str]]:
    """What of an address is a question, without what is empty."""
    one = [(key, query[key]) for key in _ONE if query.get(key)]
    return one + [(key, value) for key in _SEVERAL for value in query.getlist(key) if value]


def build_asked(query: QueryParams) -> Asked:
    """The question of an address; raises UsageError for one that cannot be understood."""
    return _build_asked(query, _find_act(query))


def read_inquiry(query: QueryParams) -> Inquiry:
    """The question and its table or part; raises UsageError for what cannot be understood."""
    at = _parse_at([text for text in query.getlist("at") if text])
    words = [word for text in query.getlist("by") for word in text.split(",") if word.strip()]
    kinds = read_kinds(words, query.get("place"))
    if at and kinds:
        raise UsageError("a part of a table is not broken down again; leave out one of the two")
    is_every_act = not query.get("act") and "act" in (*kinds, *(kind for kind, _ in at))
    wanted = Wanted(
        asked=_build_asked(query, ACTS[0] if is_every_act else _find_act(query)),
        kinds=kinds,
        is_every_act=is_every_act,
        accepted_only=bool(query.get("accepted")),
    )
    return Inquiry(wanted=wanted, at=at)


def read_kinds(words: Sequence[str], place: str | None) -> tuple[Kind, ...]:
    """What a figure is broken down by; raises UsageError where that cannot be."""
    try:
        return parse_kinds([word.strip() for word in words], (place or "").strip())
    except UsageError as error:
        raise UsageError(str(error).removeprefix("--")) from None


def ask_answer(room: Room, snapshot: Snapshot, inquiry: Inquiry, patience: float | None = None) -> Answered | None:
    """The figure, None while it is being counted."""
    wanted, at = inquiry.wanted, inquiry.at
    if at:
        return room.ask(snapshot, ("part", wanted, at), partial(answer_part, wanted, at), patience)
    compute = partial(answer_question, wanted.asked, accepted_only=wanted.accepted_only)
    return room.ask(snapshot, ("figure", wanted.asked, wanted.accepted_only), compute, patience)


def ask_table(room: Room, snapshot: Snapshot, inquiry: Inquiry, patience: float | None = None) -> Table | None:
    """The table, None while it is being counted."""
    wanted = inquiry.wanted
    return room.ask(snapshot, ("table", wanted), partial(answer_table, wanted), patience)


def find_address(cell: Cell, kept: Sequence[tuple[str, str]]) -> str:
    """What to ask for to get the question of a cell of the table of this address; "" where it is none.

    A cell of days, place or act is asked for as anyone would ask for them; another by its rows, which only its table gives a meaning.
    """
    question = cell.question
    if question is None or any(kind == "outcome" for kind, _ in cell.at):
        return ""
    whole = dict(kept)
    place = whole.get("place", "")
    if any(kind in {"country", "province", "town"} and row is not None for kind, row in cell.at):
        place = "/".join(question.place)
    if question.traits or (place != whole.get("place", "") and not _is_place(question.place)):
        rows = [("at", f"{kind}:{row or ''}") for kind, row in cell.at]
        return urlencode([*((key, value) for key, value in kept if key in _ONE), *rows])
    days = {"from": question.earliest, "to": question.latest}
    own = {key: str(day) for key, day in days.items() if day} | {"act": question.act, "place": place}
    return urlencode([(key, value) for key in _ONE if (value := own.get(key) or _keep(whole, key))])


def has_certificate(cell: Cell) -> bool:
    """Whether the question of a cell is one that a certificate can hold."""
    return cell.question is not None and not cell.question.traits


def _keep(whole: dict[str, str], key: str) -> str:
    return whole.get(key, "") if key in {"group", "accepted"} else ""


@lru_cache(maxsize=4096)
def _is_place(path: tuple[str, ...]) -> bool:
    """Whether asking for this path finds it: a report may name a place in a way that the gazetteer knows several of."""
    try:
        return resolve_place(load_places(), "/".join(path)) == path
    except UnknownPlaceError:
        return False


def _build_asked(query: QueryParams, act: Act) -> Asked:
    return Asked(
        act=act,
        earliest=parse_date(query.get("from", ""), "the first day"),
        latest=parse_date(query.get("to", ""), "the last day"),
        place=query.get("place", "").strip()[:200] or None,
        group=query.get("group", "").strip()[:200] or None,
    )


def _find_act(query: QueryParams) -> Act:
    given = query.get("act")
    act = next((one for one in ACTS if one == given), None)
    if act is None:
        lack = "there is no such act" if given else "no act is named, and several are counted together only by act"
        raise UsageError(f"{lack}; choose one of: {', '.join(ACTS)}")
    return act


def _parse_at(texts: Sequence[str]) -> At:
    """Rows as an address names them: "sex:female"; "month:" is those of no known month."""
    found: dict[Kind, str | None] = {}
    for text in texts:
        name, _, row = text.partition(":")
        kind = next((one for one in KINDS if one == name), None)
        if kind is None or kind in found or len(found) == 2 or len(text) > _LONGEST:
            raise UsageError("there is no such part; take one of a table")
        found[kind] = row or None
    return tuple(found.items())
