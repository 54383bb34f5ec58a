"""What `verify` found, for somebody who has never seen the program: what was checked, what is wrong, and what nobody can tell from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bearwitness.apps.evidence_command import say_logged
from bearwitness.apps.screen import build_hanging, show, write_json
from bearwitness.apps.wording import say_number
from bearwitness.custody.log import Finding
from bearwitness.store.address import Address
from bearwitness.workflow.verifying import Held, Verified

_MOST: Final = 60
"""So many findings are written out; the rest is counted."""
_TITLES: Final = {
    "changed": "Changed",
    "back-dated": "Dated back, or changed",
    "missing": "Missing",
    "added": "Put in past the log",
    "reordered": "In another place",
    "log": "The log itself",
    "checkpoint": "Checkpoints",
    "guard": "What makes it append-only",
}
_PLURALS: Final = {
    "run": ("run of the linking rules", "runs of the linking rules"),
    "link": ("judgement or link", "judgements and links"),
}


def show_verified(verified: Verified, address: Address, *, as_json: bool) -> None:
    """All of it."""
    if as_json:
        write_json(render_verified(verified))
        return
    said = say_verified(verified)
    show(f"{address}: {said.question}", "")
    show(said.answer, style="bold green" if said.holds else "bold red")
    if not said.holds:
        show_findings(verified.findings)
        show("")
        show("What to do now:")
        for line in said.next:
            show(build_hanging("  - ", line))
    show("What was checked:")
    for line in said.checked:
        show(build_hanging("  - ", line))
    show("What this cannot tell:")
    for line in said.limits:
        show(build_hanging("  - ", line))


def show_findings(findings: tuple[Finding, ...]) -> None:
    """Each under what kind of thing it is."""
    for title, lines in say_findings(findings):
        show(f"  {title}:")
        for line in lines:
            show(build_hanging("    - ", line))
    if len(findings) > _MOST:
        show(f"  … of {len(findings):,} in all; --json lists every one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a check came to, in the words of every place that shows it; `found` are the findings by what kind of thing they are, and `more`
    how many are not among them, `next` what to do about them.
    """

    holds: bool
    question: str
    answer: str
    found: tuple[tuple[str, tuple[str, ...]], ...]
    more: int
    next: tuple[str, ...]
    checked: tuple[str, ...]
    limits: tuple[str, ...]


def say_verified(verified: Verified) -> Said:
    """All of it in sentences."""
    number = len(verified.findings)
    return Said(
        holds=not number,
        question="is everything as it was when it was logged?",
        answer=f"No. {say_number(number, 'thing')} found:"
        if number
        else "Yes, as far as can be told: nothing was changed, removed, put in or dated back.",
        found=tuple(say_findings(verified.findings)),
        more=max(0, number - _MOST),
        next=tuple(_say_next(verified)) if number else (),
        checked=tuple(_say_checked(verified)),
        limits=tuple(_say_limits(verified)),
    )


def say_findings(findings: tuple[Finding, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The findings by what kind of thing they are, so many as are written out."""
    left = _MOST
    for sort, title in _TITLES.items():
        chosen = [f"{one.subject}: {one.words}" for one in findings if one.sort == sort][:left]
        left -= len(chosen)
        if chosen:
            yield title, tuple(chosen)


def say_moment(at: datetime) -> str:
    """ "2026-11-29 01:20:05 UTC"."""
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def _say_next(verified: Verified) -> Iterator[str]:
    if all(one.sort == "checkpoint" for one in verified.findings):
        yield (
            "Nothing but checkpoints does not fit. Make sure first that this is the right register, and that you have the public "
            "key of whoever signs it, from them."
        )
    yield "Write nothing into this register. Keep a copy of it as it is: it shows what was done."
    yield (
        "Verify your other copies of it, from the newest to the oldest, with the same key and checkpoint. The first that holds is the "
        "one to go on from; read into it again what came in since."
    )


def _say_checked(verified: Verified) -> Iterator[str]:
    counts = ", ".join(_count(kind, number) for kind, number in verified.counts.items() if number)
    yield f"Every record against its entry in the log ({verified.entries:,} entries): {counts}."
    if verified.upgraded:
        yield (
            f"{verified.upgraded:,} of the entries were written when a register of an older version was brought forward: "
            "they tell that nothing was changed since then, and nothing of the time before."
        )
    is_guarded = all(one.sort != "guard" for one in verified.findings)
    how = "every trigger is there, as the program made it" if is_guarded else "not all of it is as it was, see above"
    yield f"What makes the tables append-only: {how}."
    if verified.copies is not None:
        yield f"{say_number(verified.copies.sound, 'sound capture')} of exact copies in {verified.copies.path}, byte for byte."
        yield from say_logged(verified.copies)
    if verified.removed:
        yield f"{say_number(verified.removed, 'record')} removed on purpose, and the log says so; see its events."
    for one in verified.checkpoints:
        yield _say_held(one)


def _say_held(one: Held) -> str:
    whose = "The checkpoint that you gave" if one.given else "A checkpoint in the register"
    stamped = ""
    if one.stamped_at is not None:
        trusted = (
            "an authority that you trust" if one.is_trusted else "an authority (not checked: no --timestamp-root given)"
        )
        stamped = f" By the word of {trusted} it was there on {say_moment(one.stamped_at)}."
    return f"{whose}, signed {say_moment(one.at)} with the key {one.key} over {one.size:,} entries, holds.{stamped}"


def _say_limits(verified: Verified) -> Iterator[str]:
    if verified.copies is None and verified.copies_logged:
        yield (
            f"Whether the exact copies that the log tells of ({verified.copies_logged:,}) are as they were: their folder is not "
            "beside the register, or not open to you. Say where it is: --evidence FOLDER."
        )
    if not verified.checkpoints:
        yield (
            "There is no checkpoint that holds. Whoever can write the file could have rewritten all of it, log and all, and it "
            "would look like this. Sign one: bearwitness checkpoint."
        )
    elif verified.signed < verified.entries - 1:  # the checkpoint itself is an entry, behind what it was signed over
        yield (
            f"What the last {verified.entries - verified.signed:,} entries tell of came in after the last checkpoint was signed. "
            "Whoever can write the file could rewrite these unseen."
        )
    kept = max((one.size for one in verified.checkpoints if one.given), default=None)
    if kept is None:
        yield (
            "Whether this is the newest state: an older copy of the file looks just as whole. A checkpoint that was kept "
            "elsewhere shows it (--checkpoint)."
        )
    elif kept < verified.entries:
        yield f"Whether more came in behind entry {kept:,}, up to which the checkpoint you gave speaks, and was taken out again."
    yield "Whoever has the key and its passphrase can sign another history; only checkpoints given away before speak against it."
    yield (
        "Whether the reports are true, or were read rightly. Nor are links looked at that the program makes anew each time: "
        "they follow from what was checked."
    )


def _count(kind: str, number: int) -> str:
    if kind in _PLURALS:
        return f"{number:,} {_PLURALS[kind][number != 1]}"
    return say_number(number, kind)


def render_verified(verified: Verified) -> dict[str, Any]:
    """The result as `verify --json` writes it."""
    return {
        "holds": not verified.findings,
        "findings": [
            {"sort": one.sort, "kind": one.kind, "row": one.row, "subject": one.subject, "words": one.words}
            for one in verified.findings
        ],
        "entries": verified.entries,
        "signed": verified.signed,
        "upgraded": verified.upgraded,
        "removed": verified.removed,
        "records": verified.counts,
        "copies_logged": verified.copies_logged,
        "copies": None
        if verified.copies is None
        else {
            "folder": str(verified.copies.path),
            "sound": verified.copies.sound,
            "logged": verified.copies.logged,
            "found": verified.copies.found,
            "not_in_log": list(verified.copies.unlogged),
            "of_other_reports": list(verified.copies.stray),
            "elsewhere": verified.copies.elsewhere,
        },
        "checkpoints": [
            {
                "given": one.given,
                "size": one.size,
                "at": one.at.isoformat(),
                "key": one.key,
                "stamped_at": None if one.stamped_at is None else one.stamped_at.isoformat(),
                "is_trusted": one.is_trusted,
            }
            for one in verified.checkpoints
        ],
    }
