"""How far an incident is established: one grade by rule, with the rule and its members in plain words.

In this order: discounted (every origin that told it took it back, or a person rejected all its claims), contested (denied by another
origin than tells it), acknowledged (told or confirmed by the actor's side), corroborated (two or more independent origins),
single-source.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.incidents import Origin
from bearwitness.core.records import Claim, Report, Voice
from bearwitness.core.tables import load_words
from bearwitness.core.vocabulary import TOLD, Grade
from bearwitness.linking.origins import find_last_day, say_origins
from bearwitness.linking.voices_back import find_innermost

_STEM: Final = 4
"""Letters by which "China" and "Chinese" are known for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade and the rule that gives it, in words that name outlets and bodies, never private persons."""

    grade: Grade
    reason: str


def decide_grade(
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    origins: Sequence[Origin],
    rejected: frozenset[str] = frozenset(),
) -> Graded:
    """The grade of an incident of these claims; `origins` are those of all its claims, told and denied."""
    if claims and all(claim.id in rejected for claim in claims):
        return Graded(grade="discounted", reason="a person rejected all its claims")
    told = {claim.id for claim in claims if claim.status in TOLD}
    denied = {claim.id for claim in claims if claim.status == "denied"}
    tellers = [one for one in origins if told & set(one.claims)]
    withdrawn = [one for one in tellers if _withdrew(one, told, denied, reports)]
    known = {ident for one in tellers for ident in one.claims}
    if tellers and len(withdrawn) == len(tellers) and told <= known:
        return Graded(grade="discounted", reason=f"taken back by all that told it: {say_origins(tellers)}")
    taken_back = {ident for one in withdrawn for ident in one.claims}
    if denied - taken_back:
        return _contest(denied, origins, tellers)
    for claim in claims:
        if claim.id in told and (reason := _say_acknowledged(claim, claims)):
            return Graded(grade="acknowledged", reason=reason)
    standing = [one for one in tellers if one not in withdrawn]
    if len(standing) > 1:
        return Graded(
            grade="corroborated", reason=f"told by {len(standing)} independent origins: {say_origins(standing)}"
        )
    words = f"told by one origin: {say_origins(standing)}" if standing else "nobody known tells it"
    return Graded(grade="single-source", reason=words)


def _contest(denied: set[str], origins: Sequence[Origin], tellers: Sequence[Origin]) -> Graded:
    deniers = [one for one in origins if denied & set(one.claims)]
    who = say_origins(deniers) or "an origin that is not known"
    against = f"; told by {say_origins(tellers)}" if tellers else ""
    return Graded(grade="contested", reason=f"denied by {who}{against}")


def _withdrew(origin: Origin, told: set[str], denied: set[str], reports: Mapping[str, Report]) -> bool:
    """Whether the origin denies, in a report of a later day than all in which it told it, what it told."""
    last = find_last_day(told & set(origin.claims), reports)
    then = find_last_day(denied & set(origin.claims), reports)
    return last is not None and then is not None and then > last


def _say_acknowledged(claim: Claim, claims: Sequence[Claim]) -> str:
    """In what words the claim is the actor's own; empty where it is not."""
    voice = find_innermost(claim)
    if voice is None:
        return ""
    actors = sorted({one.actor.text for one in claims if one.actor})
    is_official = voice.kind == "official"
    told = any(_share_words(voice, actor) if is_official else _is_own_name(voice, actor) for actor in actors)
    confirmed = is_official and claim.status == "confirmed"
    if not (told or confirmed) or _is_foreign(voice, actors):
        return ""
    verb = "confirmed" if claim.status == "confirmed" else "told"
    if not is_official:  # it may be a person who names himself
        return f"{verb} by the actor itself"
    return f"{verb} by the actor's side: {voice.name or 'an official voice that is not named'}"


def _share_words(voice: Voice, actor: str) -> bool:
    said, done = _split(f"{voice.name or ''} {voice.text or ''}"), _split(actor)
    return bool((said & done) - _load_plain())


def _is_own_name(voice: Voice, actor: str) -> bool:
    """ "The ELN said it had taken the three" of "ELN rebels": a body that is no office speaks by its name."""
    said, done = (set(re.findall(r"\b[A-Z][\w-]+", text)) for text in (f"{voice.name or ''} {voice.text or ''}", actor))
    return voice.kind == "other" and bool({word for word in said & done if word.casefold() not in _load_plain()})


def _load_plain() -> frozenset[str]:
    return load_words("linking", "origins.toml", "plain")


def _split(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _is_foreign(voice: Voice, actors: Sequence[str]) -> bool:
    """ "South Korea's Foreign Ministry" of what "Chinese police" did: an owner named on both sides, and not the same."""
    owners = _find_stems(" ".join(re.findall(r"((?:[A-Z]\w+ )*[A-Z]\w+)\s?['’]s", voice.text or voice.name or "")))
    doers = _find_stems(" ".join(actors))
    return bool(owners and doers and not owners & doers)


def _find_stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in re.findall(r"\b[A-Z]\w+", text)}
