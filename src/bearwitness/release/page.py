"""The release as a page to read: its figures, drawn and in tables, what stays and why, and how to check it. No script, no outside request."""

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from bearwitness.release.page_tables import (
    list_places,
    load_words,
    render_rows_by_act,
    render_traits_by_act,
    say_act,
    say_step,
)
from bearwitness.release.place_names import NO_NAMES, PlaceNames
from bearwitness.release.planning import Plan
from bearwitness.release.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands beside the numbers: the release's name and day, the versions that made it, and what its places are called."""

    name: str
    day: date
    rules: str
    made_by: str
    names: PlaceNames = NO_NAMES


def render_page(plan: Plan, imprint: Imprint) -> str:
    """The whole page as HTML; nothing in it that the tables and the policy do not hold."""
    name = escape(imprint.name)
    parts = [
        f"<h1>{name}</h1>",
        f'<p class="note">Released {_say_day(imprint.day)}. Tells of what happened, and was told, up to {_say_day(plan.cut)}.</p>',
        f"<p>{_ABOUT}</p>",
        *_render_reading(plan.policy),
        *_render_rows(plan, imprint.names),
        *_render_rules(plan.policy),
        *_render_checking(imprint),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{name}</title><style>{load_words()['style']}</style></head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body></html>\n"
    )


def list_phrases(plan: Plan, names: PlaceNames) -> tuple[str, ...]:
    """The names of places as the page puts them: a report may put them so too, and they are not its words."""
    return tuple(list_places(plan.rows, names))


_ABOUT: Final = (
    "This page tells how many people reports speak of, by place and time. It names no person and no single incident: "
    "each row stands for several, so that nobody can be found by it."
)
_ABOUT_FIGURES: Final = (
    "All people whom reports up to that day prove and describe, each counted once, also those told only by a total "
    "(“forty this year”). If the reports are true, there were no fewer than the lower number. No report that may be told of "
    "speaks of more than the higher one."
)
_ABOUT_CELLS: Final = (
    "Each incident stands in one row only: at the closest place and time at which enough others lie. “The rest” are those of a place "
    "and time that stand in no closer row. The rows do not add up to the figures above: what stands in no row is counted "
    "there, and every number is rounded."
)
_NOTHING: Final = (
    "Nothing can be shown yet. No place and time holds so many incidents that nobody could be found among them. "
    "That is not to say that nothing happened."
)


_KEY: Final = (
    '<span class="key"><svg viewBox="0 0 10 6" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="{}" width="10" height="6"/></svg></span>'
)


def _render_reading(policy: Policy) -> list[str]:
    to = policy.round_to
    known, possible = (_KEY.format(kind) for kind in ("known", "open"))
    return [
        "<h2>How to read the numbers</h2>",
        "<dl>",
        f"<dt>“{2 * to} to {5 * to} people”</dt>",
        (
            f"<dd>{known}At least {2 * to} are certain if the reports are true. {possible}Up to {5 * to} are possible: "
            "reports give ranges, or may tell of the same people twice.</dd>"
        ),
        f"<dt>“{2 * to} or more”</dt>",
        "<dd>Reports say “at least”, or the higher number would tell too much. The second bar then runs to the edge.</dd>",
        f"<dt>“at least {to}” incidents</dt>",
        (
            "<dd>There were always more than that. Some are too recent to be told of, or could be recognised; do not read it as all there "
            "were.</dd>"
        ),
        "<dt>Rounding</dt>",
        (
            f"<dd>Lower numbers are rounded down and higher ones up, to {to}, so what is said stays true. A lower number also leaves out the "
            "largest incident of its row: else whoever knows of all the others could read off the last one.</dd>"
        ),
        "</dl>",
    ]


def _render_rows(plan: Plan, names: PlaceNames) -> list[str]:
    figures = [row for row in plan.rows if row.key.kind == "figure"]
    cells = [row for row in plan.rows if row.key.kind == "cell"]
    if not plan.rows:
        return ["<h2>How many people</h2>", f"<p>{_NOTHING}</p>"]
    found = []
    if figures:
        found += ["<h2>How many people</h2>", f"<p>{_ABOUT_FIGURES}</p>", *render_rows_by_act(figures, names)]
    if cells:
        found += ["<h2>Incidents by place and time</h2>", f"<p>{_ABOUT_CELLS}</p>", *render_rows_by_act(cells, names)]
    if plan.traits:
        about = "<p>Of the rows above, so many incidents at least. A word is told only where enough incidents have it and enough have not.</p>"
        found += ["<h2>What is told of them</h2>", about, *render_traits_by_act(plan.traits, names)]
    return found


def _render_rules(policy: Policy) -> list[str]:
    acts = ", ".join(say_act(act)[0].lower() for act in policy.acts)
    steps = "; then ".join(say_step(step) for step in policy.steps)
    return [
        "<h2>What is left out, and why</h2>",
        "<ul>",
        "<li>Quotes, names, outlets, sources, exact days and points on a map: they lead to people.</li>",
        "<li>How people got away, who helped them, where they hid and how they were found: it would be used against the next.</li>",
        "<li>What somebody asked never to have published, whatever it is.</li>",
        (
            f"<li>What happened, or was told again, within {policy.held_back_days} days before the release: those who told it could be looked "
            "for most easily then.</li>"
        ),
        (
            f"<li>Any place and time where an incident would stand among fewer than {policy.incidents} others, or make up more than "
            f"{policy.largest_share:.0%} of the people. Such incidents are shown by a wider place or a longer time, or not at all.</li>"
        ),
        f"<li>All but {escape(acts)}.</li>",
        (
            "<li>What changed since an earlier release by so few incidents that the difference would tell of them. It comes in once more has "
            "changed.</li>"
        ),
        "</ul>",
        f"<p>From close to wide, incidents are shown by {escape(steps)}.</p>",
    ]


def _render_checking(imprint: Imprint) -> list[str]:
    return [
        "<h2>How to check it</h2>",
        "<ol>",
        (
            "<li>The same numbers are beside this page as <code>cells.csv</code> (by place and time), <code>figures.csv</code> (people) "
            "and <code>traits.csv</code>. <code>manifest.json</code> names each file with its SHA-256, a sum that no other content has.</li>"
        ),
        (
            "<li>Work out the sums, and compare each with its line in <code>manifest.json</code>:"
            '<pre>sha256sum *.csv index.html        <span class="note"># Linux</span>\n'
            'shasum -a 256 *.csv index.html    <span class="note"># macOS</span>\n'
            'Get-FileHash *.csv, index.html    <span class="note"># Windows PowerShell</span></pre></li>'
        ),
        (
            "<li>Where a <code>manifest.sig</code> lies beside it, the manifest is signed. Get the publisher’s public key from the publisher, "
            "not from here, and check all of it in one step:"
            "<pre>bearwitness release check FOLDER --key PUBLISHER.pub</pre></li>"
        ),
        (
            "<li>Without Bearwitness: the second line of <code>manifest.sig</code> is an Ed25519 signature (RFC 8032), in hex, over the words "
            "<code>bearwitness release</code>, one line feed, and then <code>manifest.json</code> byte for byte. The first line is the "
            "public key: it must be the one that the publisher gave you.</li>"
        ),
        "</ol>",
        f'<p class="note">Counted by {escape(imprint.made_by)}, rules {escape(imprint.rules)}. Places by GeoNames (CC BY 4.0).</p>',
    ]


def _say_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
