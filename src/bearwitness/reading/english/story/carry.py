"""Dates and places carried from one sentence to the next.

"Police set up checkpoints in Yanji on June 4. Three refugees were arrested." The second sentence has neither a day nor a
town of its own, and every reader takes both from the first. They are carried inside a paragraph, and from a paragraph that
ends in a colon into the list below it; never from a sentence about another time, and never a country over a town.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.records import When, Where
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ADMIN2, COUNTRY, MONTH, Act
from bearwitness.reading.english.frames.abroad import is_foreign
from bearwitness.reading.english.frames.belonging import is_before_saying
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.parsing.sentences import is_dateline
from bearwitness.reading.english.places.seats import is_care, is_seat
from bearwitness.reading.mentions import PlaceMention, Timex

REACH = 3
"""Sentences back that a date or a place is carried."""


def carry_context(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with the dates and places their sentences leave out, where the sentences before give one."""
    by_sentence = {s.sentence.index: n for n, s in enumerate(scenes)}
    told: dict[int, list[Frame]] = {}
    for frame in frames:
        told.setdefault(frame.sentence, []).append(frame)
    out = []
    for frame in frames:
        at = by_sentence[frame.sentence]
        when, where = frame.when, frame.where
        # A total ("in all, 20 people", "across the country") is of no one sentence's day or town.
        if (
            not frame.habitual
            and frame.status != "hypothetical"
            and frame.since is None
            and not frame.spread
            and not frame.adds_up
        ):
            state = frame.lasting and frame.trigger.patient == "subject"  # "she is in jail" tells no day of her arrest
            within = _WITHIN.search(scenes[at].sentence.text) is not None
            if when is None and frame.status != "planned" and frame.timex is None and not state and not within:
                when = _find_when(scenes, told, at, frame.act) or _find_lead(frames, frame)
            named = any(is_told(f.where) for f in told[frame.sentence])
            if not is_told(where) and frame.block is None and not (frame.there and named):
                found = _find_named_again(scenes, at) or _find_where(scenes, told, at, frame.act)
                found = found or (_find_scene(frames, frame, when) if where is None else None)
                where = found if found is not None and not is_foreign(frame, found) else where
        out.append(replace(frame, when=when, where=where))
    return tuple(out)


def is_told(where: Where | None) -> bool:
    """Do words tie the act to the place, more than as a hospital's town or a victim's home?"""
    return where is not None and where.basis == "stated"


def _find_lead(frames: Sequence[Frame], frame: Frame) -> When | None:
    """The day of the report's one story: what its lead tells in the past tense, its body goes on telling without the day."""
    if frame.bare or frame.attributive or frame.aside or frame.additional or not frame.past:
        return None
    family = _FAMILIES.get(frame.act, frozenset({frame.act}))
    days = {
        f.when.earliest
        for f in frames
        if f.act in family
        and f.when is not None
        and f.when.earliest
        and not f.aside
        and not f.habitual
        and f.sentence <= frame.sentence
    }
    lead = [f for f in frames if f.act in family and f.sentence < min(frame.sentence, _LEAD) and not f.aside]
    dated = [f.when for f in lead if f.when is not None and f.when.prec < MONTH and f.since is None]
    return replace(dated[0], basis="relative") if dated and len(days) == 1 else None


def _find_scene(frames: Sequence[Frame], frame: Frame, when: When | None) -> Where | None:
    """The town of the report's one story: where its lead puts what was done, its body goes on about the same day without it."""
    if frame.bare or frame.attributive or frame.aside or frame.additional or not frame.past:
        return None
    family = _FAMILIES.get(frame.act, frozenset({frame.act}))
    told = [f for f in frames if f.act in family and is_told(f.where) and not f.aside and not f.habitual]
    towns = {(f.where.country, f.where.name) for f in told if f.where is not None}
    lead = [
        f for f in told if f.sentence < min(frame.sentence, _LEAD) and f.where is not None and f.where.prec < COUNTRY
    ]
    same_day = bool(lead) and when is not None and lead[0].when is not None and when.earliest == lead[0].when.earliest
    return lead[0].where if len(towns) == 1 and same_day else None


_FAMILIES = {act: frozenset({"killing", "injury", "abduction"}) for act in ("killing", "injury", "abduction")}
_LEAD = 6
"""Sentences in which a report gives the day of its story."""


def _earlier(scenes: Sequence[Scene], at: int) -> list[Scene]:
    """The sentences a reader still has in mind, nearest first."""
    paragraph = scenes[at].sentence.paragraph
    out = []
    for number in range(at - 1, max(-1, at - 1 - REACH), -1):
        scene = scenes[number]
        if scene.sentence.paragraph == paragraph:
            out.append(scene)
    heads = [s for s in scenes[:at] if s.sentence.paragraph < paragraph]
    for scene in reversed(heads):
        # The head of a list ("Detentions on August 10 by town:") serves every item below it.
        if scene.sentence.text.rstrip().endswith(":"):
            return [*out, scene]
        if len(scene.sentence.text) > _ITEM:
            break
    return out


_ITEM = 160


def _find_when(scenes: Sequence[Scene], told: dict[int, list[Frame]], at: int, act: Act) -> When | None:
    for scene in _earlier(scenes, at):
        if is_dateline(scene.sentence.text):
            continue  # the day the report was filed
        frames = [f for f in told.get(scene.sentence.index, []) if not f.habitual and f.status != "hypothetical"]
        if act not in _COURT_ACTS:
            frames = [f for f in frames if f.act not in _COURT_ACTS]
            if not frames and _is_of_court(scene):
                return None
        elif act == "sentencing" and frames:
            frames = [f for f in frames if f.act not in _DEEDS]
            if not frames:
                return None  # the day of the killing is none of the sentence for it
        dated = [f.when for f in frames if f.when is not None and f.when.prec < MONTH and f.since is None]
        if dated:
            return replace(dated[-1], basis="relative")
        if frames and any(f.when is not None for f in frames):
            return None
        if act not in _COURT_ACTS and _is_of_plea(scene):
            return None  # "pleaded guilty on Thursday to a part in the deaths of four": the day of the plea
        loose = [t for t in scene.times if _dates_events(scene, t)]
        if loose and loose[-1].when is not None:
            return replace(loose[-1].when, basis="relative")
    return None


def _is_of_court(scene: Scene) -> bool:
    """Is the sentence about a day in court, long after what it is about?"""
    words = load_table("reading.english", "attach.toml")["court"]
    return any(t.lower in words for t in scene.sentence)


def _is_of_plea(scene: Scene) -> bool:
    """ "pleaded guilty in Alexandria", "was arraigned in Oslo": the day and town of a court, whatever acts the charge names."""
    return _PLEA.search(scene.sentence.text) is not None


_PLEA = re.compile(
    r"\b(?:(?:plead(?:s|ed)?|pled) (?:not )?guilty|(?:was|were) (?:arraigned|indicted))\b", re.IGNORECASE
)
_DEEDS = frozenset({"killing", "injury", "abduction"})
_COURT_ACTS = frozenset({"sentencing", "release", "transfer"})


def _dates_events(scene: Scene, timex: Timex) -> bool:
    """Is this the day of what the sentence tells, and not of a saying, a law, a birth or a year long past?"""
    if timex.when is None or timex.when.prec >= MONTH or timex.kind not in {"DATE", "TIME"}:
        return False
    inside = [t for t in scene.sentence if t.start < timex.end and t.end > timex.start]
    if not inside:
        return False
    saying = load_table("reading.english", "attach.toml")["saying"]
    for up in scene.sentence.ancestors(inside[0]):
        if up.pos in {"VERB", "AUX"}:
            return up.lemma not in saying and up.tag in {"VBD", "VBN", "VBG"}
    return True


def _find_where(scenes: Sequence[Scene], told: dict[int, list[Frame]], at: int, act: Act) -> Where | None:
    here = any(t.lower == "here" for t in scenes[at].sentence)
    for scene in _earlier(scenes, at):
        if not here and _is_filing(scene.sentence.text):
            continue
        if act not in _COURT_ACTS and _is_of_plea(scene):
            continue
        frames = told.get(scene.sentence.index, [])
        placed = [f.where for f in frames if is_told(f.where)]
        if placed:
            return placed[-1]
        located = [p for p in scene.places if _locates(scene, p)]
        if located:
            return min(located, key=lambda p: p.where.prec).where
    return None


def names_again(sentence: str) -> bool:
    """Does the sentence speak of "the city" or "the province" that was named before?"""
    return _AGAIN.search(sentence.lower()) is not None


def _is_filing(words: str) -> bool:
    """A dateline with the day of filing ("LIMA, 4 MAR 91 (EFE) --") is an agency's, whose people file from the capital about the
    whole country; that of a local paper or station ("SALEM, Ore. (KGW) --") mostly names the scene."""
    return is_dateline(words) and any(c.isdigit() for c in words)


def _find_named_again(scenes: Sequence[Scene], at: int) -> Where | None:
    """ "in the city": the last city the report named, however far back; "in the province" the last province."""
    found = _AGAIN.search(scenes[at].sentence.text.lower())
    if found is None:
        return None
    precs = load_table("reading.english", "attach.toml")["named_again"][found[1]]
    for scene in reversed(scenes[:at]):
        for place in reversed(scene.places):
            if place.where.prec in precs and (_locates(scene, place) or place.where.prec >= ADMIN2):
                return replace(place.where, text=f"the {found[1]}")
    return None


_WITHIN = re.compile(r"\bwithin (?:an?|\w+) (?:hours?|days?|weeks?|months?) (?:of|after)\b")
"""A stretch behind what is told before ("arrested within a week of the killing"), which is not its day."""
_AGAIN = re.compile(
    r"\b(?:in|inside|across|around|outside|near)\s(?:the|that)\s(?:same\s)?(city|town|village|county|district|province)\b"
    r"(?!['’]s\b|\s(?:of|in|center|centre|hall|council|square|jail|prison|park)\b)"
)


def _is_standing(sentence: Sentence, place: Token) -> bool:
    """ "a church headquartered in Utah", "born in Hue": where somebody belongs, and no scene of what is told next."""
    standing = load_table("reading.english", "attach.toml")["standing"]
    verb = next((a for a in sentence.ancestors(place)[:3] if a.pos in {"VERB", "AUX"}), None)
    return verb is not None and verb.lemma in standing


def _locates(scene: Scene, place: PlaceMention) -> bool:
    """Does the place stand behind "in", "at", "near" — where something happened?"""
    if place.where.prec >= COUNTRY:
        return False
    first = next((t for t in scene.sentence if t.start >= place.start), None)
    if is_before_saying(scene.sentence, place):
        return False  # "a group in Seoul said"
    if first is None or _is_standing(scene.sentence, first) or is_seat(scene.sentence, place):
        return False
    text, start = scene.sentence.text, scene.sentence.start
    if is_care(text, place.start - start, place.end - start):
        return False
    before = scene.sentence.tokens[first.i - 1].lower if first.i else ""
    return before in {"in", "at", "near", "outside", "around", "inside"} or (
        first.i == 0
        and scene.sentence.tokens[first.i + 1 : first.i + 2] != ()
        and scene.sentence.tokens[first.i + 1].text in {":", ",", "-", "–", "—"}
    )
