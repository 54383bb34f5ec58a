"""The reports of a register as somebody looks for one: by words, by what is left to decide, by whether they could be read."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bearwitness.core.records import Reading
from bearwitness.workflow.live_view import Snapshot

REPORTS: Final = 50
"""So many stand on a page."""
_FOLDED: Final = 100_000
"""Of so many texts it is kept how they are looked through: the first search goes through all of them, the next ones are quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """Which reports are looked for; "" and False leave a thing open. `words` stand together somewhere in title, outlet, address or text."""

    words: str = ""
    has_left: bool = False
    is_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """One report with how many of its claims nobody has decided on."""

    uid: str
    reading: Reading
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """One page of what was found; `number` counts pages from 1."""

    reports: tuple[FoundReport, ...]
    found: int
    number: int
    pages: int


def find_reports(snapshot: Snapshot, wanted: ReportFilter) -> tuple[str, ...]:
    """The uid of each report once, however often it was read, the last that came in first. Case makes no difference, nor do line ends."""
    words = _fold(wanted.words)
    uids: Iterable[str] = reversed(tuple(snapshot.reports))
    if wanted.is_unread:
        uids = (uid for uid in uids if snapshot.reports[uid].error is not None)
    if wanted.has_left:
        decided = snapshot.view.accepted | snapshot.view.rejected
        uids = (uid for uid in uids if _count_left(snapshot.reports[uid], decided))
    if words:
        uids = (uid for uid in uids if _holds(snapshot.reports[uid], words))
    return tuple(uids)


def choose_reports(snapshot: Snapshot, found: Sequence[str], number: int) -> ReportPage:
    """One page of them; a number beyond the last is the last."""
    pages = max(1, -(-len(found) // REPORTS))
    number = min(max(1, number), pages)
    decided = snapshot.view.accepted | snapshot.view.rejected
    shown = tuple(
        FoundReport(uid=uid, reading=snapshot.reports[uid], left=_count_left(snapshot.reports[uid], decided))
        for uid in found[(number - 1) * REPORTS : number * REPORTS]
    )
    return ReportPage(reports=shown, found=len(found), number=number, pages=pages)


def _count_left(reading: Reading, decided: Container[str]) -> int:
    return sum(claim.id not in decided for claim in reading.claims)


def _holds(reading: Reading, words: str) -> bool:
    report = reading.report
    texts = (report.title, report.outlet, report.url, report.input, report.text)
    return any(words in _fold(text) for text in texts if text)


@lru_cache(maxsize=_FOLDED)
def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
