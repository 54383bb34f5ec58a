"""Reading an English report: sentences, dates, places, acts, voices, and the claims they make."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Reading, Report, Voice
from bearwitness.reading.check import check_claims, check_statements, check_sums
from bearwitness.reading.english.antecedents import find_spoken_of
from bearwitness.reading.english.carry import carry_context
from bearwitness.reading.english.casing import mend_report
from bearwitness.reading.english.claims import build_claims
from bearwitness.reading.english.context import fill_actors, fill_countries
from bearwitness.reading.english.frames import Frame, build_frames
from bearwitness.reading.english.parse import Sentence
from bearwitness.reading.english.parser import Parser, parse_cased
from bearwitness.reading.english.places import find_places
from bearwitness.reading.english.places_joined import join_listed
from bearwitness.reading.english.respective import share_out
from bearwitness.reading.english.rows import read_rows
from bearwitness.reading.english.scene import Scene
from bearwitness.reading.english.sentences import Span, find_sentences
from bearwitness.reading.english.sequence import order_acts
from bearwitness.reading.english.statements import build_statements
from bearwitness.reading.english.sums import build_row_sums, build_sums, find_sum_spans
from bearwitness.reading.english.times import find_times
from bearwitness.reading.english.voices import Speech, find_outlet, find_speeches
from bearwitness.reading.mentions import PlaceMention, Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishTools:
    """What the reader needs besides the report: the parser and the gazetteer, both loaded elsewhere."""

    parser: Parser
    gazetteer: Gazetteer


def read_english(report: Report, tools: EnglishTools, *, names: bool = False) -> Reading:
    """Every claim, statement and sum of an English report, each with its exact quote; refused ones are kept as faults.

    Victims' names are read only where `names` asks for them.
    """
    spans = find_sentences(report.text)
    sentences, mended = parse_report(report.text, spans, tools)
    times = find_times(report.text, report.published_on)
    places = find_places(sentences, report.text, tools.gazetteer, mended)
    scenes = _build_scenes(sentences, times, join_listed(places, report.text, tools.gazetteer))
    speeches = find_speeches(sentences)
    outlet = Voice(kind="outlet", name=report.outlet or find_outlet(sentences))

    def voices_of_frame(frame: Frame) -> tuple[Voice, ...]:
        if frame.block is not None:
            return _chain(outlet, speeches.get(frame.block, ()), None)
        return _chain(outlet, speeches.get(frame.sentence, ()), frame.trigger.i)

    def voices_of_sentence(sentence: Sentence) -> tuple[Voice, ...]:
        return _chain(outlet, speeches.get(sentence.index, ()), None)

    told, totals = read_rows(
        scenes, [f for scene in scenes for f in order_acts(scene, share_out(scene, build_frames(scene, names=names)))]
    )
    told = find_spoken_of(scenes, told)
    told = fill_countries(fill_actors(scenes, carry_context(scenes, told)), places, report.text, tools.gazetteer)
    added = find_sum_spans(scenes)
    frames = [f for f in told if not any(a <= f.start and f.end <= b for a, b in added)]
    claims, faults = check_claims(build_claims(report, frames, voices_of_frame), report)
    statements, more = check_statements(build_statements(report, sentences, claims, voices_of_sentence), report)
    sums, last = check_sums((*build_sums(report, scenes, claims), *build_row_sums(report, totals, claims)), report)
    return Reading(
        report=report,
        claims=claims,
        statements=statements,
        sums=sums,
        faults=(*faults, *more, *last),
        notes=_build_notes(report, times),
    )


def parse_report(text: str, spans: Sequence[Span], tools: EnglishTools) -> tuple[tuple[Sentence, ...], str]:
    """The parsed sentences, and the text as it was read: sentences of capitals in ordinary case, letter for letter."""
    mended = mend_report(text, spans, tools.gazetteer, tools.parser.lexicon)
    return parse_cased(tools.parser, text, spans, [mended[s.start : s.end] for s in spans]), mended


def _build_scenes(
    sentences: Sequence[Sentence], times: Sequence[Timex], places: Sequence[PlaceMention]
) -> tuple[Scene, ...]:
    """Each sentence with the mentions that begin in it."""
    starts = [s.start for s in sentences]
    in_time: dict[int, list[Timex]] = {}
    in_place: dict[int, list[PlaceMention]] = {}
    for timex in times:
        in_time.setdefault(bisect_right(starts, timex.start) - 1, []).append(timex)
    for place in places:
        in_place.setdefault(bisect_right(starts, place.start) - 1, []).append(place)
    return tuple(
        Scene(sentence=s, times=tuple(in_time.get(n, ())), places=tuple(in_place.get(n, ())))
        for n, s in enumerate(sentences)
    )


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
