"""A proposal put on the ground of the report: where its quote, its act words and its people stand, in which sentences.

The sentences are parsed by the same parser as the rules', so that the same normalisers read them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bearwitness.core.records import Fault, Report
from bearwitness.reading.english.casing.casing import mend_report
from bearwitness.reading.english.page import lay_out, parse_page
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.sentences import Span, find_sentences
from bearwitness.reading.english.places.places import find_named, find_names
from bearwitness.reading.english.places.places_joined import join_listed
from bearwitness.reading.english.read import EnglishTools
from bearwitness.reading.english.times.times import find_times
from bearwitness.reading.mentions import PlaceMention, Timex
from bearwitness.reading.model.answer import Proposal
from bearwitness.reading.model.locate import Stretch, find_first, find_nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A proposal whose quote, act words and people stand in the report; the rest does where it is not None."""

    proposal: Proposal
    quote: Stretch
    act_words: Stretch
    people: Stretch
    date: Stretch | None
    place: Stretch | None
    actor: Stretch | None
    voice: Stretch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The report as the normalisers need it: its sentences, parsed where proposals touch them, its dates and its places."""

    report: Report
    sentences: tuple[Sentence, ...]
    times: tuple[Timex, ...]
    places: tuple[PlaceMention, ...]


def stand_proposal(proposal: Proposal, text: str, spans: Sequence[Span]) -> tuple[Standing | None, tuple[Fault, ...]]:
    """Where the proposal stands in the report. None, with the fault, where the words it rests on are not there.

    The act and the people must stand in the quote, or in the sentences it is taken from: it is then drawn out over them.
    Other words that stand nowhere near are left out, each with a fault: what they say stays unknown.
    """
    quote = find_first(proposal.quote, text, (0, len(text)))
    if quote is None:
        return None, (_fault(proposal, "quote-not-found", "its quote does not stand in the report"),)
    home = find_home(quote, spans)
    act_words = find_first(proposal.act_words, text, quote) or find_first(proposal.act_words, text, home)
    if act_words is None:
        return None, (_fault(proposal, "act-not-in-quote", "the words of its act do not stand in its quote"),)
    people = find_first(proposal.people, text, quote) or find_first(proposal.people, text, home)
    if people is None:
        return None, (_fault(proposal, "people-not-in-quote", "its people and their number do not stand in its quote"),)
    asked = {"date": proposal.date, "place": proposal.place, "actor": proposal.actor, "voice": proposal.voice}
    found = {name: find_nearest(words, text, home) if words else None for name, words in asked.items()}
    missing = [name for name, words in asked.items() if words and found[name] is None]
    standing = Standing(
        proposal=proposal,
        quote=cover((quote, act_words, people)),
        act_words=act_words,
        people=people,
        date=found["date"],
        place=found["place"],
        actor=found["actor"],
        voice=found["voice"],
    )
    return standing, tuple(
        _fault(proposal, f"{name}-not-found", f"the words of its {name} do not stand near its quote; it stays unknown")
        for name in missing
    )


def build_ground(report: Report, standings: Iterable[Standing], tools: EnglishTools) -> Ground:
    """Parse the sentences that the proposals touch, and no others; find the report's dates and places."""
    spans = find_sentences(report.text)
    touched = {
        number
        for standing in standings
        for stretch in (standing.quote, standing.date, standing.place, standing.actor, standing.voice)
        if stretch is not None
        for number in _find_touched(stretch, spans)
    }
    mended = mend_report(report.text, spans, tools.gazetteer, tools.parser.lexicon)
    sentences = parse_page(lay_out(report.text, spans), touched, mended, tools.parser)
    places = find_named(sentences, report.text, find_names(mended, tools.gazetteer))
    return Ground(
        report=report,
        sentences=sentences,
        times=find_times(report.text, report.published_on),
        places=join_listed(places, report.text, tools.gazetteer),
    )


def find_home(stretch: Stretch, spans: Sequence[Span]) -> Stretch:
    """The sentences that a stretch of the report touches, as one stretch."""
    touched = [spans[number] for number in _find_touched(stretch, spans)]
    return cover([stretch, *((span.start, span.end) for span in touched)])


def cover(stretches: Iterable[Stretch]) -> Stretch:
    """The smallest stretch that holds them all."""
    held = list(stretches)
    return min(start for start, _ in held), max(end for _, end in held)


def find_sentence(at: int, ground: Ground) -> Sentence | None:
    """The parsed sentence that holds this offset."""
    return next((s for s in ground.sentences if s.start <= at < s.end), None)


def find_tokens(stretch: Stretch, sentence: Sentence) -> list[Token]:
    """The words of the sentence that lie in the stretch."""
    return [t for t in sentence if t.start < stretch[1] and t.end > stretch[0]]


def find_tops(tokens: Sequence[Token]) -> list[Token]:
    """Those of the words that hang on something outside of them, in text order."""
    inside = {t.i for t in tokens}
    return [t for t in tokens if t.head not in inside or t.head == t.i]


def _find_touched(stretch: Stretch, spans: Sequence[Span]) -> Iterator[int]:
    first = max(0, bisect_right(spans, stretch[0], key=_start) - 1)
    for number in range(first, len(spans)):
        if spans[number].start >= stretch[1]:
            return
        if spans[number].end > stretch[0]:
            yield number


def _start(span: Span) -> int:
    return span.start


def _fault(proposal: Proposal, code: str, detail: str) -> Fault:
    return Fault(code=code, detail=f"proposal {proposal.number}: {detail}")
