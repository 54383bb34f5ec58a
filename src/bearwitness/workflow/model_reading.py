"""A report's reading by the rules, with what the user's language model adds; a model that fails leaves the rules' reading."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from bearwitness.core.records import Fault, Reading, Report
from bearwitness.reading.english.read import EnglishTools
from bearwitness.reading.english.story.claims import READER
from bearwitness.reading.model.answer import Answer, Proposal, parse_answer
from bearwitness.reading.model.claims import MODEL_READER, build_proposed, name_reader
from bearwitness.reading.model.combine import combine_claims
from bearwitness.reading.model.request import render_request
from bearwitness.reading.model.windows import MOST_WINDOWS, Window, split_windows
from bearwitness.store.register import Address, has_register, load_reading, open_register
from bearwitness.workflow.model_client import Sent, send_request
from bearwitness.workflow.model_endpoint import Endpoint

_ENDS_ASKING: Final = frozenset({"model-not-reached", "model-too-slow"})
"""After these the rest of a report is not asked for: its other parts would wait as long for nothing."""
_NO_SCHEMA: Final = frozenset({400, 422, 501})
"""What servers answer that know no response format."""
_FAILED: Final = ("model-", "answer-")
"""How the codes of faults begin for which a part of the report has no whole answer."""


def build_second_reader(
    endpoint: Endpoint, load: Callable[[], EnglishTools], register: Address | None
) -> Callable[[Reading], Reading]:
    """What makes of the rules' reading of a report one by both readers.

    A model takes minutes over a report. What the register already holds of it by both readers is taken from there.
    """

    def read_again(reading: Reading) -> Reading:
        kept = _find_kept(reading, endpoint, register)
        return add_model_claims(reading, load(), endpoint) if kept is None else kept

    return read_again


def _find_kept(reading: Reading, endpoint: Endpoint, path: Address | None) -> Reading | None:
    if path is None or not has_register(path):
        return None
    with open_register(path, create=False) as register:
        kept = load_reading(register, reading.report, reader=name_readers(reading, endpoint))
    return None if kept is None else replace(kept, report=reading.report)


def add_model_claims(reading: Reading, tools: EnglishTools, endpoint: Endpoint) -> Reading:
    """The rules' reading with the claims that the model proposes and the gates let pass; the refused ones as faults.

    Parts of the report are asked for one after another. When the server cannot be reached the rest is not asked for; a note
    says so, and the report is read by the rules alone.
    """
    report = reading.report
    windows = split_windows(report.text)
    proposals: list[Proposal] = []
    faults: list[Fault] = []
    for number, answer in enumerate(_ask_all(report, windows[:MOST_WINDOWS], endpoint), start=1):
        # Proposals are counted through the report, so that a fault points at one of them.
        numbered = [replace(one, number=len(proposals) + at) for at, one in enumerate(answer.proposals, start=1)]
        proposals += numbered
        faults += [_place(fault, number, len(windows)) for fault in answer.faults]
    if len(windows) > MOST_WINDOWS:
        faults.append(
            Fault(
                code="model-not-asked", detail=f"only the first {MOST_WINDOWS} of {len(windows)} parts were given to it"
            )
        )
    proposed, refused = build_proposed(report, proposals, tools, endpoint.model)
    combined = combine_claims(reading, proposed)
    reader = name_reader(endpoint.model)
    said = tuple(replace(fault, detail=f"{reader}: {fault.detail}") for fault in (*faults, *refused))
    return replace(combined, faults=(*combined.faults, *said), notes=(*reading.notes, *_build_notes(reader, faults)))


def name_readers(reading: Reading, endpoint: Endpoint | None) -> str:
    """Which readers a reading is owed to, for the register: the model among them only where it answered in full.

    A report on which the model failed is kept as read by the rules, so that the same command asks for it again.
    """
    if endpoint is None or reading.error is not None:
        return READER
    reader = name_reader(endpoint.model)
    failed = any(fault.detail.startswith(f"{reader}: ") and _is_failure(fault) for fault in reading.faults)
    return READER if failed else f"{READER} {reader}/{MODEL_READER}"


def _ask_all(report: Report, windows: tuple[Window, ...], endpoint: Endpoint) -> Iterator[Answer]:
    for window in windows:
        answer = _ask(report, window, endpoint)
        yield answer
        if any(fault.code in _ENDS_ASKING for fault in answer.faults):
            return


def _ask(report: Report, window: Window, endpoint: Endpoint) -> Answer:
    """The model's answer over one part; asked once more where the first try failed in a way that may pass."""
    sent = _send(report, window, endpoint, with_schema=True)
    if sent.status in _NO_SCHEMA:
        sent = _send(report, window, endpoint, with_schema=False)
    elif sent.status >= 500 or (sent.fault is not None and sent.fault.code == "model-not-reached"):
        sent = _send(report, window, endpoint, with_schema=True)
    return parse_answer(sent.body) if sent.fault is None else Answer(faults=(sent.fault,))


def _send(report: Report, window: Window, endpoint: Endpoint, *, with_schema: bool) -> Sent:
    passage = report.text[window.start : window.end].encode("utf-8", "replace").decode()
    return send_request(endpoint, render_request(passage, report.published_on, endpoint.model, with_schema=with_schema))


def _place(fault: Fault, number: int, of: int) -> Fault:
    return replace(fault, detail=f"part {number} of {of}: {fault.detail}") if of > 1 else fault


def _is_failure(fault: Fault) -> bool:
    return fault.code.startswith(_FAILED) and fault.code != "model-not-asked"


def _build_notes(reader: str, faults: list[Fault]) -> tuple[str, ...]:
    failed = [fault for fault in faults if _is_failure(fault)]
    if not failed:
        return ()
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return (
        f"{reader} did not answer in full: {failed[0].detail}{more}; what it did not read is read by the rules alone",
    )
