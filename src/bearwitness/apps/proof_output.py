"""What came of writing the proof of a figure, and of checking one."""

from collections.abc import Iterator
from pathlib import Path

from bearwitness.apps.screen import build_hanging, show, write_json
from bearwitness.apps.verify_output import say_moment
from bearwitness.apps.wording import say_number
from bearwitness.workflow.checking_proof import CheckedProof
from bearwitness.workflow.proving import Proved


def show_proved(proved: Proved, path: Path) -> None:
    """Where it is, and what is to be known before it is given away."""
    *lines, warning = say_proved(proved, str(path))
    for line in lines:
        show(line)
    show(warning, style="bold")


def say_proved(proved: Proved, where: str) -> Iterator[str]:
    """What is in it; the last sentence is what is to be known before it is given away."""
    yield f"The proof is in {where}: {proved.entries:,} entries of the log, under the checkpoint over {proved.size:,}."
    if proved.links_logged < proved.links:
        yield (
            f"{proved.links - proved.links_logged:,} of {proved.links:,} links are shown with their reasons and do not stand in "
            "the log as they are: the program made them. `bearwitness link` keeps them there; then sign, and prove again."
        )
    yield (
        f"It holds quotes, days and places of {say_number(proved.claims, 'claim')}: of all that lie in what was asked or may, and of those "
        "that links or totals tie to them, which may lie elsewhere; and the names of those who decided. Give it only to those who may see "
        "all of them."
    )


def show_checked_proof(checked: CheckedProof, path: Path, *, as_json: bool) -> None:
    """Whether it holds, and what it then shows."""
    if as_json:
        write_json(
            {
                "holds": not checked.faults,
                "faults": list(checked.faults),
                "question": dict(checked.question),
                "low": checked.low,
                "high": checked.high,
                "claims": checked.claims,
                "checkpoint": str(checked.evidence.note),
            }
        )
        return
    show(f"{path}: is the figure proven?", "")
    if checked.faults:
        show("No. This does not hold:", style="bold red")
        for fault in checked.faults:
            show(build_hanging("  - ", fault))
        return
    most = "with no upper end" if checked.high is None else f"at most {checked.high:,}"
    show(f"Yes: at least {checked.low:,} people, {most}.", style="bold green")
    show(f"The question: {_say_question(checked)}.")
    show("What was checked:")
    for line in _say_checked(checked):
        show(build_hanging("  - ", line))
    show("What this cannot tell:")
    for line in _LIMITS:
        show(build_hanging("  - ", line))


_LIMITS = (
    "Whether other claims were left out. For that the register itself is verified, by somebody who may see it.",
    "Whether the reports are true, or were read rightly. The quotes are in evidence.json.",
    "Whether what else stands in answer.json, the reasons of links and the README are as they were: only the numbers above were checked.",
    "Whether the key is whose name it bears: have it from them, by a way you trust.",
)


def _say_checked(checked: CheckedProof) -> Iterator[str]:
    head = checked.evidence.note.head
    yield (
        f"{say_number(checked.claims, 'claim')} of {say_number(checked.reports, 'report')} and "
        f"{say_number(checked.decisions, 'decision')} of persons stood in the register's log, word for word, when its checkpoint "
        f"over {head.size:,} entries was signed on {say_moment(head.at)}."
    )
    if checked.stamp is not None and checked.stamp.at is not None:
        whose = "that you trust" if checked.stamp.is_trusted else "(not checked: no --timestamp-root given)"
        yield f"An authority {whose} says the checkpoint was there on {say_moment(checked.stamp.at)}."
    links = say_number(checked.links, "link")
    yield f"The bounds follow from these claims and {links} between them: counted anew, without the program that counted."
    if checked.contested:
        yield f"{say_number(checked.contested, 'claim')} told as true and denied by another origin: nobody of it is counted at the low end."
    if checked.has_texts:
        yield "Every quote stands in the text of its report, and the texts are those that were logged."
    else:
        yield "The quotes are as they were logged. The texts of the reports are not in this file; with them (prove --texts) each is looked up."


def _say_question(checked: CheckedProof) -> str:
    asked = checked.question
    days = f"from {asked['earliest'] or 'the beginning'} to {asked['latest'] or 'the end'}"
    place = "/".join(asked["place"]) or "the whole world"
    group = f", of the group {asked['group']!r}" if asked["group"] else ""
    return f"{asked['act']}, {days}, {place}{group}"
