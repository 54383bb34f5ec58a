"""`bearwitness evidence`: the exact copies of reports, looked through for any that is changed or gone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.options import AsJson, EvidenceFolderPath, RegisterFile, find_register_path
from bearwitness.apps.screen import show, show_aside, write_json
from bearwitness.apps.wording import say_number
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

if TYPE_CHECKING:
    from bearwitness.workflow.evidence import EvidenceState

Action = Annotated[str, typer.Argument(metavar="check", help="check: find copies that are changed or gone.")]
_FAULTS = {
    "changed": "its bytes are not those it is named for",
    "missing": "the copy is gone; only the note on it is left",
    "note changed": "the note on how it was taken is not the one that was written",
    "without a note": "there is no note on how it was taken",
    "open to others": "others on this machine may read it; take that right away",
    "not ours": "it was not put there by this program; move it away",
    "report not in it": "the page in it is not the one its note says a report was read from",
}


def find_copies_folder(register: Address | None, given: Path | None) -> Path:
    """Where copies go; raises UsageError where nothing says it."""
    from bearwitness.workflow.evidence import find_evidence_path

    if register is None and given is None:
        raise UsageError("--no-register leaves no place for copies beside it; say where: add --evidence FOLDER")
    return find_evidence_path(register or Path("register.db"), given)


def say_where_copies_are(folder: Path) -> None:
    """Before the first is kept: who finds this folder finds the reports as they came."""
    show_aside(f"The exact bytes of each report are kept in {folder}: whoever gets hold of it has them.", "dim")


def evidence_command(
    action: Action,
    register: RegisterFile = None,
    evidence: EvidenceFolderPath = None,
    as_json: AsJson = False,
) -> None:
    """Check the exact copies of reports.

    Copies are kept by `read --keep-copies` and by `fetch`. Exit code: 0 all is as it was, 1 something is changed or gone, 2 it cannot be
    understood.
    """
    from bearwitness.workflow.evidence import check_evidence

    path = find_register_path(register)
    if action != "check":
        raise UsageError(f"what to do with the copies is {action!r}; it must be: check")
    state = check_evidence(path, find_copies_folder(path, evidence))
    raise typer.Exit(show_state(state, as_json=as_json))


def show_state(state: "EvidenceState", *, as_json: bool) -> int:
    """Write what was found; returns the exit code."""
    if as_json:
        write_json(
            {
                "sound": state.sound,
                "faults": [{"file": name, "fault": fault} for name, fault in state.faults],
                "reports": state.reports,
                "without_copy": list(state.uncopied),
            }
        )
        return 1 if state.faults else 0
    for name, fault in state.faults:
        show_aside(f"{fault}: {state.path}/{name}: {_FAULTS[fault]}", "red")
    bad = f", {say_number(len(state.faults), 'fault')}: see above" if state.faults else ", all as they were"
    show(f"{say_number(state.sound, 'capture')} in {state.path} checked{bad}.", style="bold")
    if state.uncopied:
        show(f"{len(state.uncopied)} of {state.reports} reports in the register have no copy.")
    return 1 if state.faults else 0
