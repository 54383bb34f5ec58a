"""Proposals to claims: each through the same quote gate and the same normalisers as the rules' claims, or refused with its fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from bearwitness.core.records import Claim, Fault, Quote, Report, Voice, When
from bearwitness.core.vocabulary import BY_MODEL, Shape
from bearwitness.reading.check import check_claims
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.acts.manner import find_manner
from bearwitness.reading.english.frames.wording import find_act
from bearwitness.reading.english.parsing.sentences import find_sentences
from bearwitness.reading.english.read import EnglishTools
from bearwitness.reading.english.story.claims import bound_by_publication
from bearwitness.reading.english.story.shapes import LONG_AGO
from bearwitness.reading.model.answer import Proposal
from bearwitness.reading.model.ground import Ground, Standing, build_ground, cover, find_sentence, stand_proposal
from bearwitness.reading.model.locate import Stretch
from bearwitness.reading.model.meaning import (
    FAULTS,
    Deed,
    is_running_total,
    read_actor,
    read_deed,
    read_voice,
    read_when,
    read_where,
)
from bearwitness.reading.model.people import Party, read_party

MODEL_READER = "1"
"""Version of what the model is asked and of how its words are read: raised with either, so that reports are read anew."""

_ONE_EVENT = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A claim that a language model proposed and the gates let pass, before it is set beside the rules' claims."""

    claim: Claim
    people: Stretch
    additional: bool
    definite: bool
    numbered: bool


def name_reader(model: str) -> str:
    """The reader's name in `Claim.found_by`: "lm/llama3.1:8b"."""
    return f"{BY_MODEL}{model}"


def build_proposed(
    report: Report, proposals: Sequence[Proposal], tools: EnglishTools, model: str
) -> tuple[tuple[Proposed, ...], tuple[Fault, ...]]:
    """The claims that the proposals make, in text order and each once, and the faults of all that was refused or left out."""
    spans = find_sentences(report.text)
    placed = [stand_proposal(proposal, report.text, spans) for proposal in proposals]
    faults = [fault for _, found in placed for fault in found]
    standings = [standing for standing, _ in placed if standing is not None]
    ground = build_ground(report, standings, tools)
    made: dict[str, Proposed] = {}
    for standing in standings:
        proposed, found = _build(standing, ground, name_reader(model))
        faults += [_say(standing, code) for code in found]
        if proposed is not None:
            made.setdefault(proposed.claim.id, proposed)
    passed, refused = check_claims([one.claim for one in made.values()], report)
    ids = {claim.id for claim in passed}
    kept = sorted((one for ident, one in made.items() if ident in ids), key=_by_place)
    return tuple(kept), (*faults, *refused)


def _build(standing: Standing, ground: Ground, reader: str) -> tuple[Proposed | None, list[str]]:
    proposal, report = standing.proposal, ground.report
    sentence = find_sentence(standing.people[0], ground)
    party = read_party(standing.people, sentence, proposal.act) if sentence is not None else None
    if party is None:
        return None, ["people-not-read"]
    deed = read_deed(standing, ground, party)
    if isinstance(deed, str):
        return None, [deed]
    when, bad_date = read_when(standing, ground, deed)
    where, bad_place = read_where(standing, ground)
    actor = read_actor(standing.actor, ground)
    voice = read_voice(standing.voice, ground)
    start, end = cover((standing.quote, party.stretch))
    words = report.text[start:end]
    act = find_act(_build_trigger(proposal, deed), actor)
    outlet = Voice(kind="outlet", name=report.outlet)
    claim = Claim(
        id=_build_id(report, (reader, act, start, end, *party.stretch)),
        act=act,
        shape=_find_shape(standing, ground, deed, party, when),
        when=when or bound_by_publication(report.published_on),
        where=where,
        count=party.count,
        people=party.people,
        actor=actor,
        manner=find_manner(words),
        voices=(outlet,) if voice is None or voice == outlet else (outlet, voice),
        status=deed.status,
        relations=(),
        quotes=(Quote(start=start, end=end, text=words),),
        found_by=reader,
    )
    proposed = Proposed(
        claim=claim,
        people=party.stretch,
        additional=party.additional,
        definite=party.definite,
        numbered=party.numbered,
    )
    return proposed, [code for code in (bad_date, bad_place) if code is not None]


def _build_trigger(proposal: Proposal, deed: Deed) -> Trigger:
    return Trigger(i=deed.token.i, last=deed.token.i, act=proposal.act, patient="object", weak=False)


def _find_shape(standing: Standing, ground: Ground, deed: Deed, party: Party, when: When | None) -> Shape:
    """As the rules have it: a practice or what lies a year back is background, a figure over a period is a total."""
    published = ground.report.published_on
    if deed.habitual:
        return "background"
    if when is not None and when.latest is not None and published is not None and published - when.latest > LONG_AGO:
        return "background"
    if party.count.high == 1:
        return "incident"
    wide = when is not None and when.earliest and when.latest and when.latest - when.earliest > _ONE_EVENT
    return "aggregate" if wide or is_running_total(standing, ground, deed) else "incident"


def _build_id(report: Report, parts: tuple[object, ...]) -> str:
    """An id from the report's bytes, the reader and the words, so that the same answer gives the same ids."""
    key = "\0".join(str(part) for part in (report.sha256, report.id, *parts))
    return "c_" + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _say(standing: Standing, code: str) -> Fault:
    return Fault(code=code, detail=f"proposal {standing.proposal.number}: {FAULTS[code]}")


def _by_place(proposed: Proposed) -> tuple[int, int]:
    return proposed.people
