"""A trend on the screen: the table of periods, the verdicts in fixed words, surges, and what reports say of it."""

from collections import Counter
from pathlib import Path
from typing import Final

from bearwitness.apps.charts import save_chart
from bearwitness.apps.screen import build_hanging, build_table, show, show_aside, write_json, write_text
from bearwitness.apps.trend_chart import build_trend_chart
from bearwitness.apps.trend_rows import render_trend, render_trend_csv
from bearwitness.apps.wording import say_number
from bearwitness.core.errors import UsageError
from bearwitness.counting.both_ends import SurgeReading
from bearwitness.counting.series import Cell
from bearwitness.counting.surges import Surge
from bearwitness.counting.trend_periods import Period
from bearwitness.counting.verdicts import say_bounds
from bearwitness.workflow.trend import Comparison, Trend

_SAID: Final = 8
"""Statements shown; the rest is counted, and all stand in the JSON."""
_PEOPLE: Final = "people: at least – at most the claims tell of, + open above."
_SHORT: Final = {
    "surge": "both ends",
    "surge of reporting too": "reports too",
    "at the low end only": "low end",
    "at the high end only": "high end",
    "none": "no",
    "not known": "–",
}


def show_trend(trend: Trend, *, as_json: bool, as_csv: bool, plot: Path | None) -> None:
    """The trend as table, JSON or CSV, and drawn to a file where one is named."""
    if as_json and as_csv:
        raise UsageError("--json and --csv are two shapes of one answer; choose one")
    if plot is not None:
        if not trend.cells:
            raise UsageError(
                "there is nothing to draw: no claim and no dated report of the register lies in the question"
            )
        save_chart(build_trend_chart(trend), plot)
    if as_json:
        write_json(render_trend(trend))
    elif as_csv:
        write_text(render_trend_csv(trend))
    else:
        _show_words(trend)
    if plot is not None:
        show_aside(f"The chart is in {plot}.", "dim")


def _show_words(trend: Trend) -> None:
    if not trend.cells:
        what = "No claim of the file" if trend.view is None else "No claim and no dated report of the register"
        show(f"{what} lies in the question.")
        return
    surges = {one.period: one for one in trend.surges}
    if trend.view is None:
        _show_people(trend)
    else:
        _show_table(trend, surges)
    for one in trend.comparisons:
        _show_comparison(one)
    if not trend.comparisons:
        show("", f"No whole {trend.kind} of it is over, so none is compared.")
    show("")
    _show_surges(trend)
    _show_shifts(trend)
    _show_sayings(trend)
    footing = trend.footing
    rests = f"It rests on {say_number(footing.proposed, 'proposed claim')} and {footing.accepted} accepted"
    rejected = f"; {say_number(footing.rejected, 'rejected claim')} left out" if footing.rejected else ""
    show(f"{rests}{rejected}.", style="dim")
    if trend.undated:
        verb = "is" if trend.undated == 1 else "are"
        show(f"{say_number(trend.undated, 'report')} without a day of publication {verb} in no volume.", style="dim")


def _show_table(trend: Trend, surges: dict[Period, SurgeReading]) -> None:
    has_surges = any(one.reading != "not known" for one in trend.surges)
    columns = ["period", "people", "reports", "of", "outlets", "origins", "languages", *["surge"] * has_surges]
    rows = []
    for cell in trend.cells:
        volume, surge = cell.volume, surges.get(cell.period)
        numbers = (volume.reports, volume.all_reports, volume.outlets, volume.origins, volume.languages)
        mark = "" if cell.period.is_whole else "*"
        row = [cell.period.name + mark, _say_briefly(cell), *(f"{number:,}" for number in numbers)]
        rows.append([*row, *[_SHORT[surge.reading] if surge else "–"] * has_surges])
    show(build_table(columns, rows), "")
    show(_PEOPLE, style="dim")
    show("reports: published in the period and telling of any of it, of all reports of the register.", style="dim")
    _show_cut(trend)


def _show_people(trend: Trend) -> None:
    """The table of a file of claims: nothing is known of the reporting."""
    rows = [[cell.period.name + ("" if cell.period.is_whole else "*"), _say_briefly(cell)] for cell in trend.cells]
    show(build_table(["period", "people"], rows), "")
    show(_PEOPLE, style="dim")
    _show_cut(trend)


def _show_cut(trend: Trend) -> None:
    cut = [cell.period for cell in trend.cells if not cell.period.is_whole]
    if cut:
        show(
            f"* not a whole {trend.kind}: known only from {cut[0].first} to {cut[-1].last}"
            if len(cut) == 1
            else f"* not a whole {trend.kind}",
            style="dim",
        )


def _say_briefly(cell: Cell) -> str:
    one = cell.estimate
    if one.low is None or one.high_stated is None:
        return "clash"
    closed = f"{one.low:,}" if one.low == one.high_stated else f"{one.low:,}–{one.high_stated:,}"
    return closed if one.high is not None else f"{closed}+"


def _show_comparison(one: Comparison) -> None:
    later, earlier, verdict = one.later, one.earlier, one.verdict
    show("", f"{later.period.words} against {earlier.period.words}, {one.basis}", style="bold")
    show(f"  {say_bounds(later)} against {say_bounds(earlier)}")
    if verdict.word == "cannot be told":
        show("  cannot be told, because", style="yellow")
        for reason in verdict.because:
            show(build_hanging("    - ", reason))
    else:
        show(f"  {verdict.word}", style="bold green")
    weighed = verdict.weighed
    if weighed is not None and not verdict.because:
        times = "" if weighed.factor is None else f", by a factor of {weighed.factor:.2f} at the least"
        show(build_hanging("    ", f"the bounds do not meet{times}, and no measure of reporting differs by as much"))
    if not one.is_same_season:
        show(
            build_hanging("    ", "two different seasons: what comes every year is not told from what is new"),
            style="dim",
        )


def _show_surges(trend: Trend) -> None:
    if not trend.surges:
        return
    found = [one for one in trend.surges if one.reading not in {"none", "not known"}]
    reasons = Counter(one.low for one in trend.surges if isinstance(one.low, str))
    ran = sum(one.reading != "not known" for one in trend.surges)
    if not ran:
        why = sorted(reasons, key=lambda reason: (not reason.startswith("too short"), -reasons[reason]))
        show(build_hanging("Surges: not looked for; ", why[0] if why else "the high end is not known"))
        return
    show(
        f"Surges over the years before (Farrington flexible), looked for in {say_number(ran, trend.kind)}", style="bold"
    )
    if not found:
        show("  none at either end")
    for one in found:
        show(
            build_hanging(
                "  ", f"{one.period.words}: {one.reading}; {_say_end(one.low, 'low')}; {_say_end(one.high, 'high')}"
            )
        )
    skipped = sum(reasons.values())
    if skipped:
        show(f"  not looked for in {say_number(skipped, trend.kind)}: {reasons.most_common(1)[0][0]}", style="dim")


def _say_end(end: Surge | str, name: str) -> str:
    if isinstance(end, str):
        return end
    return f"{name} end {end.observed:,}, expected {end.expected:.1f}, a surge above {end.threshold:,}"


def _show_shifts(trend: Trend) -> None:
    shifts = trend.shifts
    if isinstance(shifts.low, str):
        show(build_hanging("Lasting changes: not looked for; ", shifts.low), "")
        return
    if shifts.both:
        said = ", ".join(period.words for period in shifts.both)
        show(build_hanging("Lasting changes of level, at both ends and not in the reporting: ", said), "")
        return
    only = {*shifts.low, *(() if isinstance(shifts.high, str) else shifts.high)}
    said = ", ".join(period.name for period in sorted(only, key=lambda one: one.first))
    more = f"; only at one end, or in the reporting too: {said}" if said else ""
    show(build_hanging("Lasting changes: ", f"none at both ends{more}"), "")


def _show_sayings(trend: Trend) -> None:
    if not trend.sayings:
        return
    show("What reports say of reasons, of a rise or of a fall (their statements, not findings)", style="bold")
    for one in trend.sayings[:_SAID]:
        day = f", {one.on}" if one.on else ""
        show(build_hanging("  ", f"{' ← '.join(one.voices) or 'no voice'}{day} ({one.report})", "dim"))
        show(build_hanging("    ", f"“{one.words}”"))
    if len(trend.sayings) > _SAID:
        show(f"  and {len(trend.sayings) - _SAID} more, all with --json", style="dim")
    show("")
