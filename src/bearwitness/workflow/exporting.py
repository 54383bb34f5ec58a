"""An export of the register: what lies in a question, or may, and the file it is written to."""

import os
from datetime import date
from pathlib import Path
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Question
from bearwitness.core.vocabulary import ACTS, RULES_VERSION
from bearwitness.counting.membership import decide_membership, find_asked, find_region
from bearwitness.release.exports.formats import FORMATS, render_export
from bearwitness.release.exports.notes import render_notes
from bearwitness.release.exports.records import Export, ExportedClaim, ExportedFigure, Scope
from bearwitness.store.outlines import load_outlines
from bearwitness.workflow.exported_places import find_area
from bearwitness.workflow.exported_rows import (
    Wanted,
    build_sources,
    export_claim,
    export_incident,
    export_reports,
)
from bearwitness.workflow.figures import Asked, build_figure_of_view
from bearwitness.workflow.question import build_question
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View

_NOTES: Final = ".notes.txt"


def build_export(view: View, wanted: Wanted, day: date) -> Export:
    """The export of a register as it stands on a day. Raises UsageError for days or a place that cannot be asked for."""
    gazetteer, outlines = load_places(), load_outlines()
    question = build_question(gazetteer, wanted.act or ACTS[0], (wanted.earliest, wanted.latest), wanted.place, None)
    sources, asked = build_sources(view, wanted, gazetteer), find_asked(question)
    incidents, claims, areas = [], [], {}
    for one in view.incidents:
        stand = decide_membership(find_region(one.when, one.where), asked)
        if stand == "no" or wanted.act not in {None, one.act}:
            continue
        row = export_incident(one, stand, sources)
        incidents.append(row)
        claims += [(sources.claims[ident], one.id) for ident in row.claims]
        if area := find_area(sources.find_place(one.where), outlines):
            areas[one.id] = area
    return Export(
        scope=Scope(
            about=say_asked(wanted, question),
            day=day,
            rules=RULES_VERSION,
            with_quotes=wanted.with_quotes,
            with_outlets=wanted.with_outlets,
        ),
        incidents=tuple(incidents),
        claims=tuple(export_claim(claim, incident, sources) for claim, incident in claims),
        reports=export_reports([claim for claim, _ in claims], sources),
        areas=areas,
        figure=_find_figure(view, wanted),
    )


def build_review_claims(view: View, wanted: Wanted) -> tuple[ExportedClaim, ...]:
    """All claims to decide on that lie in a question, or may: those too that make no incident, and none that is rejected."""
    gazetteer = load_places()
    question = build_question(gazetteer, wanted.act or ACTS[0], (wanted.earliest, wanted.latest), wanted.place, None)
    sources, asked = build_sources(view, wanted, gazetteer), find_asked(question)
    homes = {claim: one.id for one in view.incidents for claim in one.claims}
    return tuple(
        export_claim(claim, homes.get(claim.id, ""), sources)
        for claim in view.claims
        if wanted.act in {None, claim.act} and decide_membership(find_region(claim.when, claim.where), asked) != "no"
    )


def say_asked(wanted: Wanted, question: Question) -> str:
    """What was asked, in words: "arrest, in CN/Liaoning, from 2019-05-01"."""
    parts = [
        wanted.act or "all acts",
        f"in {'/'.join(question.place)}" if question.place else "",
        f"from {wanted.earliest}" if wanted.earliest else "",
        f"to {wanted.latest}" if wanted.latest else "",
    ]
    return ", ".join(part for part in parts if part)


def save_export(export: Export, name: str, path: Path) -> Path:
    """Write the export in a format, and its notes beside it; both are their owner's alone. The path of the notes.

    Raises UsageError where a file is there already: an export never writes over a register, nor over an earlier export.
    """
    return save_with_notes(path, render_export(export, name), render_notes_of(export, name))


def render_notes_of(export: Export, name: str) -> str:
    """The notes that go with an export in one of the formats."""
    return render_notes(export, FORMATS[name].remarks, FORMATS[name].fields)


def save_with_notes(path: Path, content: bytes, told: str) -> Path:
    """Write a file and the notes beside it, neither over another; the path of the notes."""
    notes = path.with_name(path.name + _NOTES)
    for file in (path, notes):
        if file.exists():
            raise UsageError(f"--out {file} is there already; give another name, or move that file away first")
    write_new(path, content)
    write_new(notes, told.encode())
    return notes


def write_new(path: Path, content: bytes) -> None:
    """A new file that its owner alone can read; raises UsageError where it cannot be written or is there already."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except FileExistsError:
        raise UsageError(f"--out {path} is there already; give another name, or move that file away first") from None
    except OSError as error:
        raise UsageError(
            f"--out {path} cannot be written ({error.strerror}); give a file in a folder of yours"
        ) from None


def _find_figure(view: View, wanted: Wanted) -> ExportedFigure | None:
    """What `count` answers to the same question; None where no act is asked about, for there is then no figure."""
    if wanted.act is None:
        return None
    asked = Asked(
        act=wanted.act, earliest=wanted.earliest, latest=wanted.latest, place=wanted.place, group=None
    )  # fmt: skip
    estimate = build_figure_of_view(asked, view, accepted_only=False).estimate
    holds = tuple(dict.fromkeys((*estimate.holds_low, *estimate.holds_high)))
    return ExportedFigure(low=estimate.low, high=estimate.high, holds=holds)
