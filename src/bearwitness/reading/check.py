"""The quote gate: whoever found a claim, it is refused unless each of its quotes stands in the report at its offsets."""

from collections.abc import Iterable

from bearwitness.core.records import Claim, Fault, Quote, Report, Statement, Sum


def find_fault(quotes: Iterable[Quote], text: str) -> Fault | None:
    """Why these quotes cannot carry a claim on this text; None when every one stands where it says it does."""
    seen = False
    for quote in quotes:
        seen = True
        if not 0 <= quote.start < quote.end <= len(text):
            return Fault(
                code="quote-outside",
                detail=f"offsets {quote.start}..{quote.end} do not lie in the report's {len(text)} characters",
            )
        if text[quote.start : quote.end] != quote.text:
            return Fault(code="quote-differs", detail=f"the words at {quote.start}..{quote.end} are not those quoted")
        if not quote.text.strip():
            return Fault(code="quote-empty", detail=f"offsets {quote.start}..{quote.end} hold no words")
    return None if seen else Fault(code="quote-missing", detail="no quote was given")


def check_claims(claims: Iterable[Claim], report: Report) -> tuple[tuple[Claim, ...], tuple[Fault, ...]]:
    """Those that pass the gate, and the faults of those that do not. Counts that cannot be are refused as well."""
    passed, faults = [], []
    for claim in claims:
        fault = find_fault(claim.quotes, report.text)
        if fault is None and (
            claim.count.low < 0 or (claim.count.high is not None and claim.count.high < claim.count.low)
        ):
            fault = Fault(
                code="count-impossible", detail=f"{claim.count.low}..{claim.count.high} is no number of people"
            )
        if fault is None:
            passed.append(claim)
        else:
            faults.append(fault)
    return tuple(passed), tuple(faults)


def check_statements(
    statements: Iterable[Statement], report: Report
) -> tuple[tuple[Statement, ...], tuple[Fault, ...]]:
    """The same gate for statements."""
    passed, faults = [], []
    for statement in statements:
        fault = find_fault(statement.quotes, report.text)
        if fault is None:
            passed.append(statement)
        else:
            faults.append(fault)
    return tuple(passed), tuple(faults)


def check_sums(sums: Iterable[Sum], report: Report) -> tuple[tuple[Sum, ...], tuple[Fault, ...]]:
    """The same gate for the report's own totals."""
    found = [(total, find_fault(total.quotes, report.text)) for total in sums]
    return tuple(t for t, fault in found if fault is None), tuple(fault for _, fault in found if fault is not None)
