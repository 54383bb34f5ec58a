"""One item of a batch, on its way from what the user named to the reader."""

from dataclasses import dataclass

from bearwitness.core.evidence_record import Copy
from bearwitness.core.records import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """One item of a batch: a report, or an error (one plain sentence that says what to do), or only notes on a folder.

    `input` is what to show the user. `id` is the report's; errors have one too where bytes could be read. `copy` holds the exact bytes
    of a report, for who wants them kept.
    """

    input: str
    id: str | None = None
    report: Report | None = None
    error: str | None = None
    notes: tuple[str, ...] = ()
    copy: Copy | None = None
