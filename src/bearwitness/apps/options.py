"""The options that several commands share, and how their words become values."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS, JUDGEMENTS, Act, Judgement
from bearwitness.store.address import Address, parse_address

if TYPE_CHECKING:
    from bearwitness.counting.dimensions import Kind
    from bearwitness.workflow.model_endpoint import Endpoint

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="Files, folders, patterns in quotes, .jsonl of reports, or - for standard input."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one value a line, in the published shapes.")]
RegisterFile = Annotated[
    str | None,
    typer.Option(
        "--register",
        metavar="FILE",
        help="The register, or postgresql://… (default: BEARWITNESS_REGISTER, DATABASE_URL, else register.db here).",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published-on", metavar="YYYY-MM-DD", help="Publication date of these reports, where they do not say it."
    ),
]
Outlet = Annotated[
    str | None,
    typer.Option("--outlet", metavar="NAME", help="Outlet of these reports, where they do not say it."),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Language of these reports (en), where the guess is wrong."),
]
Names = Annotated[
    bool,
    typer.Option(
        "--names", help="Also take victims' names from the reports. They stay in the register and are never released."
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Also let this language model propose claims; each must stand in the report. Off unless named.",
    ),
]
ModelUrl = Annotated[
    str | None,
    typer.Option(
        "--model-url",
        metavar="URL",
        help="Where you run it, e.g. http://localhost:11434/v1 (default: BEARWITNESS_MODEL_URL).",
    ),
]
ModelWait = Annotated[
    float,
    typer.Option("--model-wait", metavar="SECONDS", help="Longest wait for its answer to one part of a report."),
]
AllowRemoteModel = Annotated[
    bool,
    typer.Option("--allow-remote-model", help="Allow a URL off this machine: the text of the reports is sent there."),
]
KeepCopies = Annotated[
    bool,
    typer.Option(
        "--keep-copies", help="Keep the exact bytes too, in a folder beside the register, for who must prove them."
    ),
]
EvidenceFolderPath = Annotated[
    Path | None,
    typer.Option(
        "--evidence",
        metavar="FOLDER",
        help="Where exact copies are kept (default: beside the register's file, .evidence).",
    ),
]
DryRun = Annotated[bool, typer.Option("--no-register", help="Only show what is read; write to no register.")]
ActAsked = Annotated[
    str,
    typer.Option(
        "--act",
        metavar="ACT",
        help="What was done: arrest, raid, refoulement, deportation, killing, injury, abduction …",
    ),
]
ActTaken = Annotated[
    str, typer.Option("--act", metavar="ACT", help="What was done first: arrest, abduction, disappearance, transfer …")
]
OneAct = Annotated[str | None, typer.Option("--act", metavar="ACT", help="Only incidents of this act.")]
From = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day asked about.")]
To = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day asked about.")]
PlaceAsked = Annotated[
    str | None,
    typer.Option(
        "--place",
        metavar="PLACE",
        help="Country code (CN), path (CN/Liaoning/Shenyang), name ('Shenyang, China'), or GeoNames id.",
    ),
]
Group = Annotated[
    str | None,
    typer.Option("--group", metavar="WORDS", help="Only people described with these words, e.g. journalists."),
]
AcceptedOnly = Annotated[bool, typer.Option("--accepted-only", help="Rest only on claims a person has accepted.")]
CertificateFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="A certificate, or the answer of `count --json` that holds one; - reads it from a pipe."
    ),
]
ActReported = Annotated[
    str | None,
    typer.Option(
        "--act", metavar="ACT", help="What was done: arrest, killing, refoulement … (without --lists: needed)."
    ),
]
ListsFile = Annotated[
    Path | None,
    typer.Option(
        "--lists",
        metavar="FILE",
        help="A CSV with one column a list, 0 and 1, and optionally count; needs no register.",
    ),
]
Together = Annotated[
    list[str] | None,
    typer.Option("--together", metavar="'A + B'", help="Take these lists for one, as copies must be. May be repeated."),
]
ClaimsFile = Annotated[
    Path | None,
    typer.Option("--claims", metavar="FILE", help="Count these claims (JSON lines) instead of a register's."),
]
ActsAsked = Annotated[
    str | None,
    typer.Option(
        "--act",
        metavar="ACT",
        help="What was done: arrest, raid, refoulement, deportation, killing, injury, abduction … (not needed with --by act)",
    ),
]
BrokenDownBy = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="ROWS",
        help="Break the figure down, by one or two of: week, month, quarter, year, place (or country, province, town), act, "
        "group, sex, age, manner, outcome, grade.",
        show_default=False,
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Write the table as comma-separated values.")]
Plot = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE", help="Draw it, as SVG or PNG by the ending of FILE.")
]
WantedId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="An incident (i_…), a claim (c_…) or a report's id; its first letters are enough."
    ),
]
LinkedId = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="Only the links of this incident (i_…) or claim (c_…).", show_default=False),
]
JudgedPair = Annotated[
    tuple[str, str],
    typer.Argument(metavar="A B", help="Two claims (c_…) or incidents (i_…); first letters are enough."),
]
Judged = Annotated[
    str | None,
    typer.Argument(
        metavar="[same|different|part-of|unsure]", help="The judgement; none with --undo.", show_default=False
    ),
]
Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="Why, in words. Needed.", show_default=False)]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who judges (default: USER).")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back the judgement that stands on the two.")]
OnlyList = Annotated[bool, typer.Option("--list", help="Only list the pairs, and ask nothing.")]
Samples = Annotated[Path, typer.Option("--samples", metavar="FOLDER", help="The folder of sample reports.")]


def find_register_path(given: str | None) -> Address:
    """The register meant: the one given, else BEARWITNESS_REGISTER, else DATABASE_URL, else register.db in the current folder."""
    named = (os.environ.get(name) for name in ("BEARWITNESS_REGISTER", "DATABASE_URL"))
    return parse_address(given or next(filter(None, named), "register.db"))


def find_endpoint(model: str | None, url: str | None, wait: float, *, allow_remote: bool) -> "Endpoint | None":
    """The language model to ask, None unless one is named. Its key comes from BEARWITNESS_MODEL_KEY only."""
    if model is None:
        if url is not None or allow_remote:
            raise UsageError("no language model is named; add --model NAME, as your server lists it")
        return None
    from bearwitness.workflow.model_endpoint import build_endpoint

    return build_endpoint(
        url or os.environ.get("BEARWITNESS_MODEL_URL") or None,
        model,
        os.environ.get("BEARWITNESS_MODEL_KEY"),
        wait=wait,
        allow_remote=allow_remote,
    )


def parse_day(text: str | None, option: str) -> date | None:
    """The day; raises UsageError for anything but YYYY-MM-DD, also where ISO 8601 has other ways to write one."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(f"{option} is {text!r}, which is no day; write it as YYYY-MM-DD, e.g. 2019-05-31")
    return day


def parse_act(text: str) -> Act:
    """The act; raises UsageError with the list of acts for any other word."""
    for act in ACTS:
        if act == text:
            return act
    raise UsageError(f"--act is {text!r}; it must be one of: {', '.join(ACTS)}")


def parse_kinds(given: list[str], place: str | None) -> "tuple[Kind, ...]":
    """What a figure is broken down by; "place" is the level under the one asked for. Raises UsageError for any other word, the same twice,
    and more than two.
    """
    from bearwitness.counting.dimensions import KINDS

    below = "country" if not place else "province" if len(place.strip("/")) == 2 else "town"
    words = [below if word == "place" else word for word in given]
    kinds = tuple(kind for word in words for kind in KINDS if kind == word)
    if len(kinds) < len(words):
        unknown = next(word for word in words if word not in KINDS)
        raise UsageError(f"--by is {unknown!r}; it must be place or one of: {', '.join(KINDS)}")
    if len(set(kinds)) < len(kinds) or len(kinds) > 2:
        raise UsageError(f"--by is given as {', '.join(words)}; give one or two different ones")
    return kinds


def find_judgement(text: str | None, *, undo: bool) -> Judgement | None:
    """The judgement, None for an undo; raises UsageError with the list of judgements for any other word."""
    if undo:
        if text is not None:
            raise UsageError("--undo takes back the judgement that stands; give no other beside it")
        return None
    for judgement in JUDGEMENTS:
        if judgement == text:
            return judgement
    said = "no judgement is given" if text is None else f"the judgement is {text!r}"
    raise UsageError(f"{said}; it must be one of: {', '.join(JUDGEMENTS)}")


def find_name(given: str | None, does: str = "judges") -> str:
    """Who does it: the name given, else USER of the environment."""
    name = (given if given is not None else os.environ.get("USER", "")).strip()
    if not name:
        raise UsageError(f"nobody is named as the one who {does}; give --by NAME, or set USER")
    return name
