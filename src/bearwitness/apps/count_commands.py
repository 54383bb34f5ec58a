"""The commands that answer questions: counts with bounds, what became of people, trends, what nobody reported."""

from typing import TYPE_CHECKING

import typer

from bearwitness.apps.options import (
    AcceptedOnly,
    ActAsked,
    ActReported,
    ActsAsked,
    ActTaken,
    AsCsv,
    AsJson,
    BrokenDownBy,
    CertificateFile,
    ClaimsFile,
    From,
    Group,
    ListsFile,
    PlaceAsked,
    Plot,
    RegisterFile,
    To,
    Together,
    find_register_path,
    parse_act,
    parse_day,
    parse_kinds,
)
from bearwitness.apps.place_read import tell_place_read
from bearwitness.apps.trend_options import Against, At, EachPeriod
from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS

if TYPE_CHECKING:
    from bearwitness.workflow.figures import Asked


def count_command(
    act: ActsAsked = None,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    by: BrokenDownBy = None,
    accepted_only: AcceptedOnly = False,
    claims: ClaimsFile = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    plot: Plot = None,
) -> None:
    """How many, at least and at most, and what holds each end.

    With --by a table: each cell holds the bounds of its own part. What may lie in several rows is possible in each, so rows
    need not add up.
    """
    from bearwitness.apps.count_output import show_figure
    from bearwitness.apps.figure_files import save_figure_chart, write_breakdown
    from bearwitness.apps.screen import show_work
    from bearwitness.workflow.breakdowns import Wanted, build_table, build_table_of_claims
    from bearwitness.workflow.figures import build_figure, build_figure_of_claims

    kinds = parse_kinds(by or [], place)
    if act is None and "act" not in kinds:
        raise typer.BadParameter(f"it is not given; one of: {', '.join(ACTS)}", param_hint="--act")
    asked = _ask(act or ACTS[0], earliest, latest, place, group)
    if claims is None and not (as_json or as_csv):
        tell_place_read(place)
    if kinds:
        wanted = Wanted(asked=asked, kinds=kinds, is_every_act=act is None, accepted_only=accepted_only)
        path = find_register_path(register)
        table = build_table(wanted, path) if claims is None else build_table_of_claims(wanted, claims)
        write_breakdown(table, as_json=as_json, as_csv=as_csv, plot=plot)
        return
    if as_csv:
        raise UsageError("--csv writes a table; say by what with --by, e.g. --by month")
    with show_work("Counting"):
        if claims is not None:
            figure = build_figure_of_claims(asked, claims)
        else:
            figure = build_figure(asked, find_register_path(register), accepted_only=accepted_only)
    if plot is not None:
        save_figure_chart(figure, plot)
    show_figure(figure, as_json=as_json)


def verify_count_command(
    file: CertificateFile,
    as_json: AsJson = False,
) -> None:
    """Check the certificate of a count, with no register.

    Nor with a solver. It holds where a world with so few people is shown, and a proof that none has fewer. Exit code 1
    where it does not.
    """
    from bearwitness.apps.count_output import show_checked
    from bearwitness.apps.screen import show_work
    from bearwitness.workflow.certifying import check_certificate

    with show_work("Checking the certificate"):
        checked = check_certificate(file)
    show_checked(checked, as_json=as_json)
    if checked.faults:
        raise typer.Exit(1)


def why_command(
    act: ActAsked,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Walk a figure back to the words it rests on.

    Each claim that holds an end of it is shown by its quote in its report, with the words around it.
    """
    from bearwitness.apps.count_output import show_why
    from bearwitness.workflow.figures import build_figure

    asked = _ask(act, earliest, latest, place, group)
    if not as_json:
        tell_place_read(place)
    show_why(build_figure(asked, find_register_path(register), accepted_only=accepted_only), as_json=as_json)


def fates_command(
    act: ActTaken = "arrest",
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Tell what became of people: returned, released, unknown.

    Each fate has bounds. Sure is what a report or a person says of the same people; what only may be of them widens the
    bounds. A person says so with: judge RELEASE ARREST part-of (or different).
    """
    from bearwitness.apps.fates_output import show_fates
    from bearwitness.workflow.fates import build_fates

    asked = _ask(act, earliest, latest, place, group)
    if not as_json:
        tell_place_read(place)
    show_fates(build_fates(asked, find_register_path(register), accepted_only=accepted_only), as_json=as_json)


def unseen_command(
    act: ActReported = None,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    lists: ListsFile = None,
    together: Together = None,
    accepted_only: AcceptedOnly = False,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Estimate how many incidents nobody reported. Never a count.

    From which independent origins tell of which incidents: Chao's lower bound and an average over log-linear models, with
    95 % intervals and what they assume; or why there is no estimate. It is never part of a total.
    """
    from bearwitness.apps.unseen_output import show_unseen
    from bearwitness.workflow.unseen import estimate_of_lists, estimate_of_register

    if (act is None) == (lists is None):
        raise UsageError("give either --act, for a register's incidents, or --lists FILE")
    if act is not None:
        asked = _ask(act, earliest, latest, place, None)
        found = estimate_of_register(asked, find_register_path(register), together or (), accepted_only=accepted_only)
    elif lists is not None:
        if earliest or latest or place or accepted_only:
            raise UsageError("--lists takes the whole file; leave out --from, --to, --place and --accepted-only")
        found = estimate_of_lists(lists, together or ())
    show_unseen(found, as_json=as_json)


def trend_command(
    act: ActAsked,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    by: EachPeriod = "month",
    at: At = None,
    against: Against = None,
    accepted_only: AcceptedOnly = False,
    claims: ClaimsFile = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    plot: Plot = None,
) -> None:
    """Tell rise and fall, with bounds, beside what was reported.

    Each period has its bounds and its volume of reporting. The last whole period is compared with the one before and with
    the same one a year before: "rose" or "fell" only where it holds at both ends and reporting does not explain it.
    """
    from bearwitness.apps.trend_options import parse_kind
    from bearwitness.apps.trend_output import show_trend
    from bearwitness.workflow.trend import Stepping, build_trend, build_trend_of_claims

    asked = _ask(act, earliest, latest, place, group)
    if claims is None and not (as_json or as_csv):
        tell_place_read(place)
    stepping = Stepping(kind=parse_kind(by), at=at, against=against)
    if claims is not None:
        trend = build_trend_of_claims(asked, stepping, claims)
    else:
        trend = build_trend(asked, stepping, find_register_path(register), accepted_only=accepted_only)
    show_trend(trend, as_json=as_json, as_csv=as_csv, plot=plot)


def _ask(act: str, earliest: str | None, latest: str | None, place: str | None, group: str | None) -> "Asked":
    """The question as its options put it, checked."""
    from bearwitness.workflow.figures import Asked

    days = (parse_day(earliest, "--from"), parse_day(latest, "--to"))
    return Asked(act=parse_act(act), earliest=days[0], latest=days[1], place=place, group=group)
