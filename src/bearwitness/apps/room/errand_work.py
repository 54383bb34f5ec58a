"""What errands do, each in a process of its own: by the functions that the commands call, and said in the words of the commands."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from bearwitness.apps.count_output import render_figure
from bearwitness.apps.export_telling import say_told
from bearwitness.apps.proof_output import say_proved
from bearwitness.apps.room.errands import Made, Outcome
from bearwitness.apps.verify_output import render_verified, say_verified
from bearwitness.apps.wording import say_number
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address
from bearwitness.store.export_records import ExportRecord
from bearwitness.workflow.apart import Progress, Tell
from bearwitness.workflow.export_files import REVIEWS, make_export_files
from bearwitness.workflow.export_log import tell_record
from bearwitness.workflow.exported_rows import Wanted
from bearwitness.workflow.figures import Asked, build_figure, find_beside, narrow_figure
from bearwitness.workflow.proving import build_proof
from bearwitness.workflow.release_preview import preview_release
from bearwitness.workflow.verifying import Trust, verify_register

NO_RELEASE: Final = (
    "This is for those who may see the register, and no public release: what may leave is what a release holds."
)
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
}
_OTHER: Final = "application/octet-stream"
"""What no browser opens by itself."""
PROOF: Final = "bearwitness-proof.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who sent the errand, by the name of the account, and on which day."""

    name: str
    day: date


def verify(address: Address, trust: Trust, tell: Tell) -> Outcome:
    """As `bearwitness verify`."""
    verified = verify_register(address, trust, tell=tell)
    body = json.dumps(render_verified(verified), ensure_ascii=False, indent=1).encode()
    made = Made(name="bearwitness-verify.json", media=_MEDIA["json"], content=body)
    return Outcome(files=(made,), shown=say_verified(verified))


def export(address: Address, wanted: Wanted, name: str, who: Who, tell: Tell) -> Outcome:
    """As `bearwitness export`."""
    found = make_export_files(address, wanted, name, who.day, tell)
    words = [
        f"{say_number(found.rows, found.of)} in the file; its notes say what was asked, and what each column means."
    ]
    if found.possible:
        words.append(
            f"{say_number(found.possible, 'incident')} of these may lie in what was asked; their days or place are too wide to say."
        )
    file = f"bearwitness-{name}.{found.ending}"
    record = ExportRecord(
        format=name,
        rows=found.rows,
        sha256=hashlib.sha256(found.content).hexdigest(),
        with_quotes=wanted.with_quotes,
        with_outlets=wanted.with_outlets and name != REVIEWS,
        by=who.name,
    )
    words.append(_tell_log(address, record))
    return Outcome(
        words=(*words, NO_RELEASE),
        files=(
            Made(name=file, media=_MEDIA.get(found.ending, _OTHER), content=found.content),
            Made(name=f"{file}.notes.txt", media=_MEDIA["txt"], content=found.notes.encode()),
        ),
    )


def prove(address: Address, asked: Asked, accepted_only: bool, who: Who, tell: Tell) -> Outcome:
    """As `bearwitness prove`, without the texts of reports."""
    tell(Progress(words="Counting", of=2))
    figure = narrow_figure(build_figure(asked, address, accepted_only=accepted_only))
    if figure.estimate.low is None:
        raise UsageError("this figure cannot be proven: its claims clash; settle them first")
    answer = render_figure(figure, find_beside(figure))
    tell(Progress(words="Finding it in the log", done=1, of=2))
    content, proved = build_proof(figure, answer, with_texts=False)
    *words, warning = say_proved(proved, PROOF)
    record = ExportRecord(
        format="proof",
        rows=proved.entries,
        sha256=hashlib.sha256(content).hexdigest(),
        with_quotes=True,
        with_outlets=True,
        by=who.name,
    )
    words.append(_tell_log(address, record))
    return Outcome(words=(*words, warning), files=(Made(name=PROOF, media=_MEDIA["zip"], content=content),))


def plan(address: Address, policy: str, day: date, tell: Tell) -> Outcome:
    """As `bearwitness release plan`."""
    return Outcome(shown=preview_release(address, policy, day, tell))


def _tell_log(address: Address, record: ExportRecord) -> str:
    return say_told(tell_record(address, record, datetime.now(UTC)))
