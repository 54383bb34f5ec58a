"""The release as a page to read: its figures, drawn and in a table, what stays and why, and how to check it. No script, no outside request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from bearwitness.release.coarsening import EVER
from bearwitness.release.planning import Plan
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Row
from bearwitness.release.trait_rows import TraitRow

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1d1d1b;background:#fff}"
    "h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2.2rem}p,li{max-width:44rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.94rem}"
    "th,td{text-align:left;padding:.3rem .7rem .3rem 0;border-bottom:1px solid #ddd;vertical-align:middle}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}svg{display:block;width:11rem;height:14px}"
    ".known{fill:#23527c}.open{fill:#9db8d2}.note{color:#555}"
    "@media(prefers-color-scheme:dark){body{color:#e8e6e1;background:#191a1c}th,td{border-color:#3a3b3e}.known{fill:#8ab4dc}"
    ".open{fill:#3d5a76}.note{color:#b5b2ab}}"
    "@media print{body{margin:0;max-width:none;color:#000;background:#fff}tr{break-inside:avoid}h2{break-after:avoid}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands beside the numbers: the release's name and day, and the versions that made it."""

    name: str
    day: date
    rules: str
    made_by: str


def render_page(plan: Plan, imprint: Imprint) -> str:
    """The whole page as HTML; nothing in it that the tables and the policy do not hold."""
    figures = [row for row in plan.rows if row.key.kind == "figure"]
    cells = [row for row in plan.rows if row.key.kind == "cell"]
    parts = [
        f"<h1>{escape(imprint.name)}</h1>",
        f'<p class="note">Released {_say_day(imprint.day)}. Tells of what happened, and was told, up to {_say_day(plan.cut)}.</p>',
        *_render_reading(plan.policy),
        *_render_rows("How many people", figures, _ABOUT_FIGURES),
        *_render_rows("Incidents by place and time", cells, _ABOUT_CELLS),
        *_render_traits(plan.traits),
        *_render_rules(plan.policy),
        "<h2>Checking it</h2>",
        (
            "<p>The tables are beside this page as <code>cells.csv</code>, <code>figures.csv</code> and <code>traits.csv</code>. "
            "<code>manifest.json</code> names every file with its SHA-256, and <code>manifest.sig</code> is its signature. "
            f"Counted by {escape(imprint.made_by)}, rules {escape(imprint.rules)}.</p>"
        ),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(imprint.name)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


_ABOUT_FIGURES: Final = (
    "All people whom reports up to that day prove and describe, each counted once, also those told only by totals. Fewer than the "
    "lower number cannot be if the reports are true; more than the higher number nobody has told. An open end means that reports say "
    "“at least”."
)
_ABOUT_CELLS: Final = (
    "Incidents that are told apart, each in one row only: at the closest place and time at which enough others lie. Where closer rows "
    "stand in the same place and time, a row holds only what they do not."
)


def _render_reading(policy: Policy) -> list[str]:
    return [
        "<h2>How to read the numbers</h2>",
        (
            f"<p>Every number is rounded outwards to {policy.round_to}, and every lower number leaves out the largest incident, so that it "
            "stays true and tells of nobody alone. “At least” never means that there were no more: what is too recent, or could be "
            "recognised, is left out.</p>"
        ),
    ]


def _render_rows(title: str, rows: Sequence[Row], about: str) -> list[str]:
    if not rows:
        return [f"<h2>{title}</h2>", "<p>Nothing that could be shown without risk.</p>"]
    widest = max((row.people.high or row.people.low for row in rows), default=1) or 1
    lines = [
        f"<tr><td>{escape(row.key.scope.act)}</td><td>{escape(_say_place(row))}</td><td>{escape(_say_period(row.key.scope.period))}"
        f'</td><td class="n">{_say_incidents(row.incidents)}</td><td class="n">{say_people(row.people)}</td>'
        f"<td>{_draw(row.people, widest)}</td></tr>"
        for row in rows
    ]
    head = (
        '<tr><th>act</th><th>where</th><th>when</th><th class="n">incidents</th><th class="n">people</th><th></th></tr>'
    )
    return [f"<h2>{title}</h2>", f"<p>{about}</p>", f'<div class="wide"><table>{head}{"".join(lines)}</table></div>']


def _render_traits(rows: Iterable[TraitRow]) -> list[str]:
    lines = [
        f"<tr><td>{escape(row.scope.act)}</td><td>{escape('/'.join(row.scope.place) or 'everywhere')}</td>"
        f"<td>{escape(_say_period(row.scope.period))}</td><td>{escape(row.trait)}</td><td>{escape(row.value)}</td>"
        f'<td class="n">{_say_incidents(row.at_least)}</td></tr>'
        for row in rows
    ]
    if not lines:
        return []
    head = '<tr><th>act</th><th>where</th><th>when</th><th>what</th><th></th><th class="n">incidents</th></tr>'
    return ["<h2>What is told of them</h2>", f'<div class="wide"><table>{head}{"".join(lines)}</table></div>']


def _render_rules(policy: Policy) -> list[str]:
    return [
        "<h2>What stays, and why</h2>",
        (
            "<ul>"
            f"<li>Quotes, names, outlets, sources, exact days and points on a map: they lead to people.</li>"
            "<li>How people got away, who helped them, where they hid and how they were found: it would be used against the next.</li>"
            f"<li>What happened or was told within {policy.held_back_days} days before the release.</li>"
            f"<li>Any place and time where an incident would stand among fewer than {policy.incidents} others, or make up more than "
            f"{policy.largest_share:.0%} of the people.</li>"
            f"<li>All acts but {escape(', '.join(policy.acts))}.</li>"
            "</ul>"
        ),
        f"<p>Closer to coarser, incidents are shown by {escape('; '.join(str(step) for step in policy.steps))}.</p>",
    ]


def _draw(people: Interval, widest: int) -> str:
    start = 100 * people.low / widest
    end = 100.0 if people.high is None else 100 * people.high / widest
    words = f"{say_people(people)} people"
    return (
        f'<svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{escape(words)}">'
        f'<rect class="known" x="0" y="2" width="{start:.1f}" height="2"/>'
        f'<rect class="open" x="{start:.1f}" y="0.5" width="{max(0.6, end - start):.1f}" height="5"/></svg>'
    )


def say_people(people: Interval) -> str:
    """ "10 to 25", "10 or more"."""
    if people.high is None:
        return f"{people.low:,} or more"
    return f"{people.low:,}" if people.low == people.high else f"{people.low:,} to {people.high:,}"


def _say_incidents(number: int) -> str:
    return f"at least {number:,}"


def _say_place(row: Row) -> str:
    place = "/".join(row.key.scope.place) or "everywhere"
    return f"{place}, without closer rows" if row.is_rest else place


def _say_period(period: str) -> str:
    return "all years" if period == EVER else period


def _say_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
