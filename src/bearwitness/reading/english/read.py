"""Reading an English report: sentences, dates, places, acts, voices, and the claims they make."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Reading, Report, Voice
from bearwitness.reading.check import check_claims, check_statements, check_sums
from bearwitness.reading.english.acts.acts import find_triggers
from bearwitness.reading.english.casing.casing import mend_report
from bearwitness.reading.english.feeding import Layout, find_feeding, find_local, find_policed, find_stated
from bearwitness.reading.english.frames.each import spread_each
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.frames.frames import build_frames
from bearwitness.reading.english.frames.full_names import complete_names
from bearwitness.reading.english.frames.in_turn import tell_in_turn
from bearwitness.reading.english.frames.respective import share_out
from bearwitness.reading.english.frames.sequence import order_acts
from bearwitness.reading.english.page import build_scenes, lay_out, parse_page, parse_worded
from bearwitness.reading.english.parsing.parse import Sentence
from bearwitness.reading.english.parsing.parser import Parser
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.parsing.sentences import find_sentences, split_cells
from bearwitness.reading.english.places.places import find_named, find_names
from bearwitness.reading.english.places.places_joined import join_listed
from bearwitness.reading.english.rows.rows import read_rows
from bearwitness.reading.english.screen import find_laid_out, find_worded
from bearwitness.reading.english.story.antecedents import find_spoken_of
from bearwitness.reading.english.story.carry import carry_context, is_told
from bearwitness.reading.english.story.claims import build_claims
from bearwitness.reading.english.story.context import fill_actors
from bearwitness.reading.english.story.countries import Setting, fill_countries
from bearwitness.reading.english.story.described import describe_told
from bearwitness.reading.english.story.grounding import keep_grounded
from bearwitness.reading.english.story.happenings import fill_happenings
from bearwitness.reading.english.story.home_town import fill_home_town
from bearwitness.reading.english.story.story_clues import find_candidates
from bearwitness.reading.english.story.story_dates import date_story
from bearwitness.reading.english.story.story_town import place_story
from bearwitness.reading.english.story.sums import build_row_sums, build_sums, find_totals
from bearwitness.reading.english.times.times import find_times
from bearwitness.reading.english.voices.hearing import AT_ONCE, find_unheard
from bearwitness.reading.english.voices.outlets import find_outlet
from bearwitness.reading.english.voices.statements import build_statements
from bearwitness.reading.english.voices.victims_speaking import find_told_victims, hide_voices
from bearwitness.reading.english.voices.voices import Speech, find_speeches
from bearwitness.reading.mentions import PlaceMention, Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishTools:
    """What the reader needs besides the report: the parser and the gazetteer, both loaded elsewhere."""

    parser: Parser
    gazetteer: Gazetteer


def read_english(
    report: Report, tools: EnglishTools, *, names: bool = False, screened: bool = True, dated: bool = True
) -> Reading:
    """Every claim, statement and sum of an English report, each with its exact quote; refused ones are kept as faults.

    Victims' names are read only where `names` asks for them. Only sentences that can hold or feed a claim are parsed
    (`screen`, `feeding`); with `screened` off all are, and the reading is the same. With `dated` off a story whose sentences
    give it no date gets none by learned weights (`story_dates`).
    """
    spans = find_sentences(report.text)
    worded = find_worded(report.text, spans)
    rows = find_laid_out(report.text, spans, worded)
    mended = mend_report(report.text, spans, tools.gazetteer, tools.parser.lexicon)
    page = lay_out(report.text, spans)
    page = parse_page(page, rows if screened else range(len(page)), mended, tools.parser)
    page = parse_worded(page, worded, mended, tools.parser)
    if not any(find_triggers(s) or split_cells(s.text) for s in page):
        return Reading(report=report)
    times = find_times(report.text, report.published_on)
    named = find_names(mended, tools.gazetteer)
    layout = Layout(text=report.text, spans=spans, telling=worded | rows, times=times, names=named)
    scenes = _build_scenes(page, layout, tools)
    base = [
        f
        for scene in scenes
        for f in tell_in_turn(
            scene, order_acts(scene, spread_each(scene, share_out(scene, build_frames(scene, names=names))))
        )
    ]
    framed = frozenset(f.sentence for f in read_rows(scenes, base)[0])
    feeding = find_feeding(layout, framed, outlet=report.outlet is None)
    page = parse_page(page, feeding, mended, tools.parser)
    heard = framed | find_stated(layout, framed)
    at_once = AT_ONCE
    while unheard := find_unheard(page, heard, at_once):
        page = parse_page(page, unheard, mended, tools.parser)
        at_once *= 2
    scenes = _build_scenes(page, layout, tools)
    speeches = find_speeches(page)
    outlet = Voice(kind="outlet", name=report.outlet or find_outlet(page))

    def voices_of_frame(frame: Frame) -> tuple[Voice, ...]:
        if frame.block is not None:
            return _chain(outlet, speeches.get(frame.block, ()), None)
        return _chain(outlet, speeches.get(frame.sentence, ()), frame.trigger.i)

    def voices_of_sentence(sentence: Sentence) -> tuple[Voice, ...]:
        return _chain(outlet, speeches.get(sentence.index, ()), None)

    told, totals = read_rows(scenes, base)
    told = keep_grounded(told, report.published_on)
    told = fill_happenings(scenes, carry_context(scenes, find_spoken_of(scenes, told)))
    told = describe_told(scenes, fill_actors(scenes, told))
    speaking: list[Scene] = []
    if any(not is_told(f.where) and not f.habitual for f in told):
        # Only acts that nothing places ask where the report plays.
        local, policed = find_local(layout), find_policed(layout)
        scenes_near = _build_scenes(parse_page(page, local | policed, mended, tools.parser), layout, tools)
        near = _find_near(scenes_near, local)
        speaking = [s for s in scenes_near if s.sentence.index in local | policed]
        told = fill_home_town(told, [p for s in speaking for p in s.places], report.text)
        told = fill_countries(told, scenes, Setting(text=report.text, places=near, gazetteer=tools.gazetteer))
    added = find_totals(scenes)
    told = complete_names(told, mended)
    # An act told inside a total is no claim of its own ("the total number of people arrested").
    frames = [f for f in told if not any(t.start <= f.start and f.end <= t.end for t in added)]
    victims = frozenset() if names else find_told_victims(frames, voices_of_frame)
    built = place_story(report, build_claims(report, frames, voices_of_frame), frames, speaking)
    if dated:
        built = date_story(report, built, frames, find_candidates(report, built, times, spans))
    claims, faults = check_claims(built, report)
    statements, more = check_statements(build_statements(report, page, claims, voices_of_sentence), report)
    claims = tuple(replace(c, voices=hide_voices(c.voices, victims)) for c in claims)
    statements = tuple(replace(s, voices=hide_voices(s.voices, victims)) for s in statements)
    sums, last = check_sums((*build_sums(report, added, claims), *build_row_sums(report, totals, claims)), report)
    return Reading(
        report=report,
        claims=claims,
        statements=statements,
        sums=sums,
        faults=(*faults, *more, *last),
        notes=_build_notes(report, times),
    )


def parse_whole(text: str, tools: EnglishTools) -> tuple[tuple[Sentence, ...], str]:
    """Every sentence of the text parsed, and the text as it was read: sentences of capitals in ordinary case."""
    spans = find_sentences(text)
    mended = mend_report(text, spans, tools.gazetteer, tools.parser.lexicon)
    return parse_page(lay_out(text, spans), range(len(spans)), mended, tools.parser), mended


def _find_near(scenes: Sequence[Scene], local: frozenset[int]) -> list[PlaceMention]:
    """The places that the sentences numbered in `local` name."""
    return [p for scene in scenes if scene.sentence.index in local for p in scene.places]


def _build_scenes(page: Sequence[Sentence], layout: Layout, tools: EnglishTools) -> tuple[Scene, ...]:
    places = find_named(page, layout.text, layout.names)
    return build_scenes(page, layout.times, join_listed(places, layout.text, tools.gazetteer))


def _chain(outlet: Voice, speeches: Sequence[Speech], token: int | None) -> tuple[Voice, ...]:
    """Outermost first: the outlet, then whoever it lets speak, the wider speech before the narrower."""
    inner = [s for s in speeches if token is None or token in s.covers]
    inner.sort(key=lambda s: -len(s.covers))
    out = [outlet]
    for speech in inner:
        if speech.voice not in out and not (
            speech.voice.kind == "outlet" and speech.voice.name is not None and speech.voice.name == outlet.name
        ):
            out.append(speech.voice)
    return tuple(out)


def _build_notes(report: Report, times: Sequence[Timex]) -> tuple[str, ...]:
    """What the reader needs from the user, in plain words."""
    if report.published_on is None and any(
        t.value.startswith("XXXX") or (t.when is None and t.shift is None) for t in times
    ):
        return (
            "no publication date is known, so dates without a year keep an unknown year; give it with --published-on YYYY-MM-DD",
        )
    return ()
