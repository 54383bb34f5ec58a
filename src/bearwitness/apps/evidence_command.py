"""`bearwitness evidence`: the exact copies of reports, looked through for any that is changed or gone, and handed on as a WACZ."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.export_telling import ExportedBy, find_exporter, log_export
from bearwitness.apps.options import AsJson, EvidenceFolderPath, RegisterFile, find_register_path, parse_act
from bearwitness.apps.screen import show, show_aside, write_json
from bearwitness.apps.wording import say_number
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

if TYPE_CHECKING:
    from bearwitness.workflow.evidence import CopyLedger, EvidenceState
    from bearwitness.workflow.evidence_export import Exported

Action = Annotated[
    str,
    typer.Argument(
        metavar="check|export", help="check: find copies that are changed or gone. export: write them to a .wacz."
    ),
]
WantedReports = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REPORT...]", help="Reports to export; first letters of their ids are enough.", show_default=False
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The collection (.wacz) to write.")]
ActWanted = Annotated[
    str | None, typer.Option("--act", metavar="ACT", help="Export the reports that tell of this act.")
]


def find_copies_folder(register: Address | None, given: Path | None) -> Path:
    """Where copies go; raises UsageError where nothing says it."""
    from bearwitness.workflow.evidence import find_evidence_path

    if register is None and given is None:
        raise UsageError("--no-register leaves no place for copies beside it; say where: add --evidence FOLDER")
    return find_evidence_path(register or Path("register.db"), given)


def open_ledger(register: Address | None, given: Path | None) -> "CopyLedger":
    """Where copies go, and what the log is to tell of them; raises UsageError as `find_copies_folder`."""
    from bearwitness.workflow.evidence import CopyLedger

    return CopyLedger(folder=find_copies_folder(register, given))


def say_where_copies_are(folder: Path) -> None:
    """Before the first is kept: who finds this folder finds the reports as they came."""
    show_aside(f"The exact bytes of each report are kept in {folder}: whoever gets hold of it has them.", "dim")


def evidence_command(
    action: Action,
    wanted: WantedReports = None,
    out: Out = None,
    act: ActWanted = None,
    by: ExportedBy = None,
    register: RegisterFile = None,
    evidence: EvidenceFolderPath = None,
    as_json: AsJson = False,
) -> None:
    """Check the exact copies of reports, or export them.

    Copies are kept by `read --keep-copies` and by `fetch`. An export is a WACZ, which programs for web archives open, ours too. Exit code:
    0 all is as it was, 1 something is changed or gone, 2 it cannot be understood.
    """
    path = find_register_path(register)
    folder = find_copies_folder(path, evidence)
    if action == "check":
        if wanted or out is not None or act is not None or by is not None:
            raise UsageError("check looks at every copy; give reports, --act, --out and --by only with export")
        from bearwitness.workflow.evidence import check_evidence

        raise typer.Exit(show_state(check_evidence(path, folder), as_json=as_json))
    if action != "export":
        raise UsageError(f"what to do with the copies is {action!r}; it must be check or export")
    if out is None:
        raise UsageError("export needs a file to write; add --out FILE, e.g. --out reports.wacz")
    from bearwitness.workflow.evidence_export import choose_reports, export_collection
    from bearwitness.workflow.export_log import Left

    exporter = find_exporter(by)
    reports = choose_reports(path, wanted or (), None if act is None else parse_act(act))
    done = export_collection(folder, reports, out, datetime.now(UTC))
    left = Left(path=out, format="wacz", rows=done.captures, with_quotes=True, with_outlets=True, by=exporter)
    code = show_exported(done, as_json=as_json)
    log_export(path, left)
    raise typer.Exit(code)


def show_exported(done: "Exported", *, as_json: bool) -> int:
    """Say what was written and what is not in it; returns the exit code."""
    for ident in done.left_out:
        show_aside(f"left out: {ident}: there is no sound copy of it", "red")
    if as_json:
        write_json(
            {"file": str(done.path), "captures": done.captures, "sha256": done.digest, "left_out": list(done.left_out)}
        )
    else:
        show(f"{say_number(done.captures, 'capture')} written to {done.path}.", style="bold")
        show(f"SHA-256 of its list of contents, which stands for the whole: {done.digest}")
        show("It holds the reports as they came, with the addresses asked: hand it only to who may know.", style="dim")
    return 1 if done.left_out else 0


def say_logged(state: "EvidenceState") -> Iterator[str]:
    """How the copies stand to the register's log."""
    if state.logged:
        found = f", {state.found:,} of them as found when it began to tell of copies" if state.found else ""
        yield f"The log tells of {say_number(state.logged, 'sound capture')}{found}."
    if state.unlogged:
        yield (
            f"{say_number(len(state.unlogged), 'capture')} not in the log: kept before it told of copies, so it says nothing for "
            "or against them. The next `read --keep-copies`, `fetch` or `watch` logs them as found."
        )
    if state.stray:
        yield f"{say_number(len(state.stray), 'capture')} of reports that are not in this register, and not in its log."
    if state.elsewhere:
        yield f"{say_number(state.elsewhere, 'capture')} in the log and not in this folder: they may lie on a colleague's machine."


def show_state(state: "EvidenceState", *, as_json: bool) -> int:
    """Write what was found; returns the exit code."""
    if as_json:
        write_json(
            {
                "sound": state.sound,
                "faults": [{"file": name, "fault": fault} for name, fault in state.faults],
                "reports": state.reports,
                "without_copy": list(state.uncopied),
                "logged": state.logged,
                "found": state.found,
                "not_in_log": list(state.unlogged),
                "of_other_reports": list(state.stray),
                "elsewhere": state.elsewhere,
            }
        )
        return 1 if state.faults else 0
    from bearwitness.workflow.evidence import FAULTS

    for name, fault in state.faults:
        show_aside(f"{fault}: {state.path}/{name}: {FAULTS[fault]}", "red")
    bad = f", {say_number(len(state.faults), 'fault')}: see above" if state.faults else ", all as they were"
    show(f"{say_number(state.sound, 'capture')} in {state.path} checked{bad}.", style="bold")
    for line in say_logged(state):
        show(line)
    if state.uncopied:
        show(f"{len(state.uncopied)} of {state.reports} reports in the register have no copy.")
    return 1 if state.faults else 0
