"""The town of a report's main story where no sentence puts its acts into one: the town that police, scenes and datelines speak for.

Killings of a local report take its home town (`home_town`) wherever they are told. Arrests, abductions and raids do not: a
report on one arrest goes on to "89 reporters held since the coup", who were held all over the country. So only the
main story takes a town, only where its own words give none, and only as inferred: counting and linking know no more than its country.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.records import Claim, Report, Where
from bearwitness.core.vocabulary import ADMIN1, ADMIN2, NEAR, TOLD
from bearwitness.reading.english.frames.abroad import is_foreign
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.places.places_spoken import is_policed, opens_report
from bearwitness.reading.english.story.carry import is_told
from bearwitness.reading.english.story.home_town import choose_town, may_play_at_home, weigh
from bearwitness.reading.english.story.story import find_story
from bearwitness.reading.mentions import PlaceMention

_TAKEN = frozenset(
    {"arrest", "abduction", "disappearance", "raid", "torture", "sexual_violence", "release", "threat", "other"}
)
"""Acts that are done where people are; a sentence is passed, and people are moved, elsewhere."""
_CROWD = 12
"""An open number from here on ("dozens", "hundreds") is of no one town."""
_ALONE = 1.0
"""A dateline alone: agencies file from the capital about the whole country, so some other mention must speak for the town;
"SALEM, Ore. --" is a local paper's."""
_ASIDE = 0.25
_SPEAKER = re.compile(
    r"\b(?:told|correspondents?|embass(?:y|ies)|consulates?|ambassadors?|briefing|conference|interview|based|headquarters|headquartered)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
""" "told our correspondent in Jos", "the Chinese embassy in Kigali": where somebody spoke or sits."""
_CREDIT = re.compile(
    r"\b(?:Getty|Reuters|REUTERS|AFP|EPA|AP) (?:Images|Photo|photo|PHOTO)|/(?:AFP|AP|Reuters|REUTERS)\b|\(Photo\b|\bFile [Pp]hoto\b"
)
"""The caption of a picture, often of another day and town."""


def place_story(
    report: Report, claims: Sequence[Claim], frames: Sequence[Frame], scenes: Sequence[Scene]
) -> tuple[Claim, ...]:
    """The claims (one for each frame), those of the main story with the town that the report's `scenes` speak for, if they do."""
    story = {c.id for c in find_story(claims)}
    own = [(c, f) for c, f in zip(claims, frames, strict=True) if c.id in story]
    if not own or any(c.where is not None and c.where.prec <= ADMIN2 for c, _ in own):
        return tuple(claims)
    home = _find_town(
        report.text, own, [(c, f) for c, f in zip(claims, frames, strict=True) if c.id not in story], scenes
    )
    if home is None:
        return tuple(claims)
    named = {s.sentence.index: [p for p in s.places if not _speaks_for_town(report.text, p)] for s in scenes}
    open_ = {c.id for c, f in own if _is_open(c, f, named.get(f.sentence, ())) and not is_foreign(f, home)}
    return tuple(replace(c, where=home) if c.id in open_ else c for c in claims)


def _find_town(
    text: str, own: Sequence[tuple[Claim, Frame]], others: Sequence[tuple[Claim, Frame]], scenes: Sequence[Scene]
) -> Where | None:
    """None also where other acts are told of other towns, or where the story plays in another country than the town."""
    told_at = {f.sentence for _, f in own}
    elsewhere = {f.sentence for _, f in others} - told_at
    weighed = [(p, _weigh(text, s, p, s.sentence.index in elsewhere)) for s in scenes for p in s.places]
    towns = [
        c.where
        for c, _ in others
        if c.status in TOLD and is_told(c.where) and c.where is not None and c.where.prec <= NEAR
    ]
    home = choose_town(weighed, towns)
    countries = {c.where.country for c, _ in own if c.where is not None}
    return home if home is not None and countries <= {home.country} else None


def _weigh(text: str, scene: Scene, place: PlaceMention, told_of_others: bool) -> float:
    if is_policed(text, place.start, place.end):
        return weigh(place, text)
    if opens_report(text, place.start, place.end):
        local = any(
            p.where.prec == ADMIN1 and p.start - place.end <= len(", ") for p in scene.places if p.start > place.start
        )
        return weigh(place, text) if local else min(_ALONE, weigh(place, text))
    if told_of_others or _CREDIT.search(scene.sentence.text):
        return 0.0
    if _SPEAKER.search(text, max(scene.sentence.start, place.start - 60), place.start):
        return _ASIDE
    return weigh(place, text)


def _speaks_for_town(text: str, place: PlaceMention) -> bool:
    return opens_report(text, place.start, place.end) or is_policed(text, place.start, place.end)


def _is_open(claim: Claim, frame: Frame, named: Sequence[PlaceMention]) -> bool:
    """Is nothing finer than an inferred country known, and no other town named in its sentence ("102 people, among them 34 in
    Yangon"), of which the words say what it is to the act? A row of a list places itself."""
    crowd = claim.count.high is None and claim.count.low >= _CROWD
    unplaced = claim.where is None or claim.where.basis == "inferred"
    elsewhere = any(p.where.prec <= NEAR for p in named)
    told = claim.act in _TAKEN and claim.shape != "background" and frame.block is None and may_play_at_home(frame)
    return told and unplaced and not crowd and not elsewhere
