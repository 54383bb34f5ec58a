"""Frames to claims: what each frame means beside the rest of the report.

Decides who "they" and "the four" are, whether an act is told again or is another one, what is only summary or background,
and which figures are totals over a period. The walls it writes (`different`) are never crossed by any later linking.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from bearwitness.core.records import Claim, People, Quote, Report, Voice, When
from bearwitness.core.vocabulary import LONGER
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.story.died_later import widen_deaths
from bearwitness.reading.english.story.members import relate_singly_told
from bearwitness.reading.english.story.outcomes import relate_outcomes
from bearwitness.reading.english.story.parts_told import relate_members
from bearwitness.reading.english.story.relations import relate, share_same
from bearwitness.reading.english.story.shapes import find_shapes
from bearwitness.reading.english.story.told import Told, settle
from bearwitness.reading.english.story.wholes import find_totals, relate_parts

READER = "en/7"
"""Version of this reader: raised with its rules, so that a register reads its reports anew and the new claims supersede."""


def build_claims(
    report: Report, frames: Sequence[Frame], voices_of: Callable[[Frame], tuple[Voice, ...]]
) -> tuple[Claim, ...]:
    """The report's claims in text order, each with its relations to the earlier ones."""
    settled = widen_deaths(settle(frames, report.published_on))
    shaped = find_totals(find_shapes(settled, report.published_on))
    ids = _build_ids(report, shaped)
    voices = [chain[-1] if len(chain) > 1 else None for chain in (voices_of(t.frame) for t in shaped)]
    relations = relate(shaped, ids, voices)
    relate_parts(shaped, ids, relations)
    shaped = relate_singly_told(relate_members(shaped, ids, relations), ids, relations)
    shaped = share_same(relate_outcomes(shaped, ids, relations), relations, ids)
    return tuple(
        Claim(
            id=ids[n],
            act=t.frame.act,
            shape=t.shape,
            when=t.when or bound_by_publication(report.published_on),
            where=t.where,
            count=t.count,
            people=_tell_sex(t),
            actor=t.frame.actor,
            manner=t.frame.manner,
            voices=voices_of(t.frame),
            status=t.frame.status,
            relations=tuple(relations[n]),
            quotes=(Quote(start=t.frame.start, end=t.frame.end, text=report.text[t.frame.start : t.frame.end]),),
            found_by=READER,
        )
        for n, t in enumerate(shaped)
    )


def _tell_sex(told: Told) -> People:
    """ "They detained her a second time": of one person a pronoun tells the sex, where no noun does."""
    people, words = told.frame.people, told.frame.count.text.lower().split()
    if not (told.frame.pronoun and told.frame.singular and words) or people.female or people.male:
        return people
    return replace(
        people, female=1 if words[-1] in {"she", "her"} else None, male=1 if words[-1] in {"he", "him"} else None
    )


def bound_by_publication(published_on: date | None) -> When | None:
    """Where the words give no date, the act lies before the report and no more is known; never on the report's own day."""
    if published_on is None:
        return None
    return When(earliest=None, latest=published_on, prec=LONGER, basis="publication", text="")


def _build_ids(report: Report, told: Sequence[Told]) -> list[str]:
    """Ids from the report's bytes and the claim's words: the same reading gives the same ids, two reports never share one."""
    seen: dict[str, int] = {}
    out = []
    for t in told:
        key = f"{report.sha256}\0{report.id}\0{t.frame.act}\0{t.frame.start}\0{t.frame.end}"
        seen[key] = seen.get(key, 0) + 1
        out.append("c_" + sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:16])
    return out
