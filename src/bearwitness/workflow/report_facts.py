"""What a person says of a report as a whole, once it is in the register: its outlet, its day, its address. The report is read anew with that.

"Last Sunday" has no day and "the police said" no outlet until somebody says when and where it was printed. A file seldom does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.core.records import Reading, Report
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.register import Register
from bearwitness.store.register_claims import Rewriting, load_report, rewrite_report
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.hand_claims import BY_HAND
from bearwitness.workflow.inputs import Overrides
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.reviewing import keep_hand_work
from bearwitness.workflow.tools import load_english

MOST_TEXT: Final = 200_000
"""Characters read while somebody waits for the page: a few seconds' worth."""
_LONG: Final = "it is too long to be read while you wait; send it again under Add, with its outlet and day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What is said of a report. What is None is not known."""

    outlet: str | None
    published_on: date | None
    url: str | None


def read_facts(report: Report) -> ReportFacts:
    """What stands now."""
    return ReportFacts(outlet=report.outlet, published_on=report.published_on, url=report.url)


def give_facts(
    register: Register,
    uid: str,
    facts: ReportFacts,
    by: tuple[str, datetime],
    load: Callable[[], EnglishTools] = load_english,
) -> Reading:
    """Read the report anew as of that outlet and day. Its id, bytes and text stay, and so do decisions, and claims that persons told.

    Raises UsageError where there is no such report, nothing is said anew, or it cannot be read so.
    """
    name, at = by
    found = load_report(register, uid)
    if found is None:
        raise UsageError("there is no such report in the register; open it again from the list")
    former = found[1]
    if facts == read_facts(former.report):
        raise UsageError("that is what the register holds already; change the outlet, the day or the address")
    if len(former.report.text) > MOST_TEXT:
        raise UsageError(_LONG)
    report = replace(former.report, outlet=facts.outlet, published_on=facts.published_on, url=facts.url)
    captured = Captured(input=report.input, id=report.id, report=report)
    reading = next(read_batch([captured], load, ReadOptions(overrides=Overrides())))
    if reading.error is not None and former.error is None:
        raise UsageError(f"with that it cannot be read: {reading.error}")
    note = f"outlet, day and address as {name} gave them in the reading room"
    told = replace(reading, notes=(*reading.notes, note))
    # What stands is looked at again inside the transaction: somebody may have told a claim of it meanwhile.
    rewriting = Rewriting(change=lambda now: keep_hand_work(now, told), reviews=(), by=BY_HAND + name, at=at)
    kept = rewrite_report(register, uid, rewriting)
    assert kept is not None  # reports are never removed
    return kept
