"""A model's claims beside the rules' claims of one report: nobody twice, and the rules' claims stay as they are.

The same people and act in the same words are one claim, credited to both readers. Where the readers differ on number or
status, the rules hold and the difference is kept as a fault. Where the model reads another day or place, or one that the
rules left open, its claim stands beside theirs as the same occurrence, so that an incident shows the conflict. What is told
in words of its own is judged in `retold.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bearwitness.core.records import Claim, Fault, Reading
from bearwitness.core.vocabulary import COUNTRY, TOLD
from bearwitness.reading.model.claims import Proposed
from bearwitness.reading.model.locate import Stretch, find_first
from bearwitness.reading.model.retold import has_day, has_same_number, is_apart, make_part, relate_retold, with_relation

Verdict = Literal["agrees", "adds", "conflicts", "part", "otherwise"]


def combine_claims(reading: Reading, proposed: Sequence[Proposed]) -> Reading:
    """The rules' reading with what a model adds; every proposed claim is added, credited to a rules' claim, or a fault."""
    claims = {claim.id: claim for claim in reading.claims}
    faults = list(reading.faults)
    for one in proposed:
        rival = _find_rival(one, reading)
        verdict = _judge(one, rival, reading.report.text) if rival is not None else None
        if rival is None or verdict is None:
            claims[one.claim.id] = relate_retold(_with_outlet(one, reading), claims.values())
        elif verdict == "agrees":
            also = claims[rival.id].also_found_by
            readers = also if one.claim.found_by in also else (*also, one.claim.found_by)
            claims[rival.id] = replace(claims[rival.id], also_found_by=readers)
        elif verdict == "otherwise":
            faults.append(Fault(code="read-otherwise", detail=_say_otherwise(one, rival)))
        elif verdict == "part":
            because = "the rules read more people in the same words"
            claims[one.claim.id] = make_part(one.claim, rival, because)
        else:
            because = "the same people, with another date or place" if verdict == "conflicts" else _ADDS
            # The same words have the same voices; another one would look like a second origin.
            claims[one.claim.id] = replace(
                with_relation(one.claim, rival, "same", because), voices=rival.voices, shape=rival.shape
            )
    return replace(reading, claims=tuple(claims.values()), faults=tuple(faults))


_ADDS = "the same people, with a date or place that the rules left open"


def _with_outlet(one: Proposed, reading: Reading) -> Proposed:
    """The claim in the voice of the outlet that the rules found: by another name it would look like a second origin."""
    if not reading.claims or not reading.claims[0].voices:
        return one
    outlet = reading.claims[0].voices[0]
    inner = tuple(voice for voice in one.claim.voices[1:] if voice != outlet)
    return replace(one, claim=replace(one.claim, voices=(outlet, *inner)))


def _find_rival(one: Proposed, reading: Reading) -> Claim | None:
    """The rules' claim of this act that shares words with it: of the same people, else the one most like it."""
    text, claim = reading.report.text, one.claim
    rivals = [c for c in reading.claims if c.act == claim.act and _overlaps(c, claim)]
    return min(rivals, key=lambda c: _find_distance(one, c, text), default=None)


def _find_distance(one: Proposed, rival: Claim, text: str) -> tuple[bool, bool, bool]:
    return (
        not _shares_people(one, rival, text),
        not has_same_number(one.claim, rival),
        is_apart(one.claim, rival),
    )


def _judge(one: Proposed, rival: Claim, text: str) -> Verdict | None:
    """What a proposed claim is to the rules' claim of the same words; None when it tells of other people."""
    claim = one.claim
    same_people = _shares_people(one, rival, text)
    if not same_people and (one.additional or is_apart(claim, rival)):
        return None
    if not has_same_number(claim, rival):
        is_part = not same_people and claim.count.high is not None and claim.count.high < rival.count.low
        return "part" if is_part and _is_told_alike(claim, rival) else "otherwise"
    if not _is_told_alike(claim, rival):
        return "otherwise"
    if is_apart(claim, rival):
        return "conflicts"
    return "adds" if _adds(claim, rival) else "agrees"


def _shares_people(one: Proposed, rival: Claim, text: str) -> bool:
    """Do the same words name the people of both? Where the rules' words cannot be found again, they are taken to."""
    parts = rival.count.text.split(" + ")
    found = [find_first(words, text, (q.start, q.end)) for q in rival.quotes for words in parts]
    return any(at is None or _meet(at, one.people) for at in found)


def _overlaps(left: Claim, right: Claim) -> bool:
    return any(_meet((a.start, a.end), (b.start, b.end)) for a in left.quotes for b in right.quotes)


def _meet(left: Stretch, right: Stretch) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _is_told_alike(left: Claim, right: Claim) -> bool:
    return left.status == right.status or {left.status, right.status} <= TOLD


def _adds(claim: Claim, rival: Claim) -> bool:
    """Does the model give a day or a place finer than a country where the rules have none?"""
    dates = has_day(claim.when) and not has_day(rival.when)
    places = claim.where is not None and claim.where.prec < COUNTRY
    return dates or (places and (rival.where is None or rival.where.prec >= COUNTRY))


def _say_otherwise(one: Proposed, rival: Claim) -> str:
    what = "number" if not has_same_number(one.claim, rival) else "status"
    return f"{one.claim.found_by} reads another {what} in the words of {rival.id}; the rules' reading is kept"
