"""The commands that mark something never to leave the register, take a mark back, and list the marks."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.options import AsJson, Because, By, RegisterFile, find_name, find_register_path
from bearwitness.core.errors import UsageError

if TYPE_CHECKING:
    from bearwitness.workflow.release_holds import On, Signed

HeldClaim = Annotated[
    str | None, typer.Argument(metavar="CLAIM", help="A claim's id; the mark is on its whole incident.")
]
HeldReport = Annotated[
    str | None,
    typer.Option("--report", metavar="UID", help="A report in place of a claim, by its uid or its id: all it tells."),
]
HeldOutlet = Annotated[
    str | None,
    typer.Option(
        "--outlet", metavar="NAME", help="An outlet in place of a claim: all it tells, also what comes later."
    ),
]


def hold_command(
    claim: HeldClaim = None,
    report: HeldReport = None,
    outlet: HeldOutlet = None,
    because: Because = "",
    by: By = None,
    register: RegisterFile = None,
) -> None:
    """Mark an incident, a report or an outlet never to leave in a release.

    The whole incident is held, also as its reports are read anew, and proves nobody in a figure. The reason stays in the register.
    """
    from bearwitness.apps.hold_output import show_held
    from bearwitness.workflow.release_holds import hold

    on = _find_on(claim, report, outlet)
    show_held(hold(find_register_path(register), on, _sign(by, because)))


def free_command(
    claim: HeldClaim = None,
    report: HeldReport = None,
    outlet: HeldOutlet = None,
    because: Because = "",
    by: By = None,
    register: RegisterFile = None,
) -> None:
    """Take back a mark that something is never to leave. Both are kept."""
    from bearwitness.apps.hold_output import show_freed
    from bearwitness.workflow.release_holds import free

    on = _find_on(claim, report, outlet)
    show_freed(free(find_register_path(register), on, _sign(by, because)))


def holds_command(register: RegisterFile = None, as_json: AsJson = False) -> None:
    """List what is marked never to leave, by whom and why. For those who may see the register."""
    from bearwitness.apps.hold_output import show_holds
    from bearwitness.workflow.release_holds import list_marked

    show_holds(list_marked(find_register_path(register)), as_json=as_json)


def _find_on(claim: str | None, report: str | None, outlet: str | None) -> "On":
    from bearwitness.workflow.release_holds import On

    given = [
        one
        for one in (
            claim and On(on="claim", name=claim),
            report and On(on="report", name=report),
            outlet and On(on="outlet", name=outlet),
        )
        if one
    ]
    if len(given) != 1:
        raise UsageError("name one thing: a claim's id, --report UID or --outlet NAME")
    return given[0]


def _sign(by: str | None, because: str) -> "Signed":
    from bearwitness.workflow.release_holds import Signed

    return Signed(by=find_name(by, "marks"), because=because, at=datetime.now(UTC))
