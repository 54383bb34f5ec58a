"""The reports of a register as somebody looks for one: by words, by what is left to decide, by whether they could be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.records import Reading
from bearwitness.workflow.live_view import Snapshot

REPORTS: Final = 50
"""So many stand on a page."""


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


def find_reports(snapshot: Snapshot, wanted: ReportFilter) -> tuple[FoundReport, ...]:
    """Each report once, however often it was read, the last that came in first. Case makes no difference, nor do line ends."""
    words = " ".join(wanted.words.split()).casefold()
    decided = snapshot.view.accepted | snapshot.view.rejected
    found = []
    for uid, reading in reversed(tuple(snapshot.reports.items())):
        left = sum(claim.id not in decided for claim in reading.claims)
        if (wanted.has_left and not left) or (wanted.is_unread and reading.error is None):
            continue
        if words and not _holds(reading, words):
            continue
        found.append(FoundReport(uid=uid, reading=reading, left=left))
    return tuple(found)


def choose_reports(found: Sequence[FoundReport], number: int) -> ReportPage:
    """One page of them; a number beyond the last is the last."""
    pages = max(1, -(-len(found) // REPORTS))
    number = min(max(1, number), pages)
    shown = tuple(found[(number - 1) * REPORTS : number * REPORTS])
    return ReportPage(reports=shown, found=len(found), number=number, pages=pages)


def _holds(reading: Reading, words: str) -> bool:
    report = reading.report
    texts = (report.title, report.outlet, report.url, report.input, report.text)
    return any(words in " ".join(text.split()).casefold() for text in texts if text)
