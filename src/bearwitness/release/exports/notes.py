"""What goes with every export in words: what it is, that it is no public release, what was left out, and what its columns mean."""

from typing import Final, Literal

from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.release.exports.columns import WORDS, Column, load_columns
from bearwitness.release.exports.conflict_tables import list_conflict_columns
from bearwitness.release.exports.records import Export, ExportedFigure

Fields = Literal["ours", "ucdp", "acled", "other"]
"""Whose columns a format has."""
CREDIT: Final = "Places: GeoNames, CC BY 4.0. Outlines: Natural Earth, public domain."
WARNING: Final = (
    "This is a part of a register, for those who may see the register. It is NOT a public release: what may leave is decided by "
    "`bearwitness release`, which checks that nobody can be found by it."
)
_NO_TOTAL: Final = (
    "Incidents do not add up to a total: two may tell of the same people, and an aggregate holds incidents. A total is what "
    "`bearwitness count` answers."
)
LEFT_OUT: Final = "Never in an export: names of victims, names of sources, what a vault holds, who reviewed. Rejected claims are left out."


def say_about(export: Export) -> str:
    """All that stands over an export, in one paragraph."""
    return " ".join(list_about(export))


def list_about(export: Export) -> list[str]:
    """The same, a sentence or two a line."""
    scope = export.scope
    quotes = (
        "are in it, and tags of how it happened" if scope.with_quotes else "are left out (--with-quotes lets them in)"
    )
    outlets = "are in it" if scope.with_outlets else "are left out (--with-outlets lets them in)"
    lines = [
        WARNING,
        f"Asked: {scope.about}. Incidents: {len(export.incidents)}, of which {_count_possible(export)} only possibly lie in what was asked.",
        LEFT_OUT,
        f"Words of reports {quotes}; outlets, titles and addresses of reports {outlets}.",
        _NO_TOTAL,
    ]
    if export.figure is not None:
        lines.append(f"To the same question `bearwitness count` answers: {say_figure(export.figure)}.")
    lines.append(f"Register as of {scope.day}; rules {scope.rules or RULES_VERSION}; made with Bearwitness. {CREDIT}")
    return lines


def list_shown(export: Export, of: Literal["incident", "claim"]) -> tuple[Column, ...]:
    """The columns that an export's tables have: those that were not let in are not there at all, not even empty."""
    scope = export.scope
    return tuple(
        column
        for column in load_columns(of)
        if (scope.with_quotes or column.name not in WORDS) and (scope.with_outlets or column.name != "outlets")
    )


def render_notes(export: Export, remarks: str, fields: Fields = "ours") -> str:
    """The text file beside an export: `remarks` on its format, and its columns: ours, those of another's table, or, where its fields are
    of another kind, what of ours they are made of.
    """
    columns = list_conflict_columns(fields) or [(one.name, one.means) for one in list_shown(export, "incident")]
    title = (
        "The register's columns, of which its fields are made:" if fields == "other" else "The columns of incidents:"
    )
    lines = [*list_about(export), "", remarks, "", title]
    lines += [f"  {name}: {means}" for name, means in columns]
    return "\n".join(lines) + "\n"


def _count_possible(export: Export) -> int:
    return sum(1 for one in export.incidents if one.in_question == "possible")


def say_figure(figure: ExportedFigure) -> str:
    """ "between 3 and 5", "at least 3"."""
    if figure.low is None:
        return "no bounds, for its claims cannot all be true"
    return f"at least {figure.low}" if figure.high is None else f"between {figure.low} and {figure.high}"
