"""What the words of a proposal mean: day, place, actor, voice and status, by the rule reader's own normalisers.

A model attaches words; it never gives a date, a place's id or a status of its own making. Where the words do not bear a
meaning, it stays unknown, with a fault that says why.
"""

from dataclasses import dataclass, replace
from datetime import date

from bearwitness.core.records import Actor, Voice, When, Where
from bearwitness.core.vocabulary import LONGER, TOLD, Status
from bearwitness.reading.english.acts.actors import build_actor
from bearwitness.reading.english.acts.acts import find_triggers
from bearwitness.reading.english.acts.status import read_status
from bearwitness.reading.english.frames.periods import find_since
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.voices.speakers import build_voice
from bearwitness.reading.mentions import Timex
from bearwitness.reading.model.ground import Ground, Standing, find_sentence, find_tokens, find_tops
from bearwitness.reading.model.locate import Stretch
from bearwitness.reading.model.people import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """The word that tells an act, and how the act stands by the words around it."""

    sentence: Sentence
    token: Token
    status: Status
    habitual: bool


def read_deed(standing: Standing, ground: Ground, party: Party) -> Deed | str:
    """The act's word and status, or the code of the fault for which the proposal is refused.

    The rules' own word lists have the say where they know the word: "were arrested" tells no killing. That an act is
    confirmed or denied is taken from the words alone; that it is alleged, planned or hypothetical from the model as well.
    """
    sentence = find_sentence(standing.act_words[0], ground)
    tokens = find_tokens(standing.act_words, sentence) if sentence is not None else []
    if sentence is None or not tokens:
        return "act-not-read"
    wanted = standing.proposal.act
    inside = {t.i for t in tokens}
    known = [t for t in find_triggers(sentence) if t.i in inside]
    if known and all(t.act != wanted for t in known):
        return "act-otherwise"
    tops = [t for t in find_tops(tokens) if t.pos in {"VERB", "AUX", "NOUN", "ADJ"} and not t.ent]
    if not known and not tops:
        return "act-not-read"
    token = next((sentence.tokens[t.i] for t in known if t.act == wanted), tops[0] if tops else tokens[0])
    head = party.head if find_sentence(party.stretch[0], ground) is sentence else None
    stands = read_status(sentence, token, head)
    if stands.status is None:
        return "not-told"
    proposed = standing.proposal.status
    if proposed == "denied" and stands.status != "denied":
        return "denial-not-told"
    status = proposed if stands.status == "reported" else stands.status
    return Deed(sentence=sentence, token=token, status=status, habitual=stands.habitual)


def read_when(standing: Standing, ground: Ground, deed: Deed) -> tuple[When | None, str | None]:
    """The days that the date words mean, and the fault's code where they mean none for this act.

    Days told in another sentence are inferred (`relative`); the report's own day, told there, is no date of the act.
    """
    if standing.date is None:
        return None, None
    touching = [t for t in ground.times if t.start < standing.date[1] and t.end > standing.date[0]]
    dated = [t for t in touching if t.when is not None and t.kind in {"DATE", "TIME"}]
    if not dated:
        return None, "date-not-read"
    timex = max(dated, key=lambda t: _share(t, standing.date))
    when, published = timex.when, ground.report.published_on
    if when is None:
        return None, "date-not-read"
    if not _is_in(timex, deed.sentence):
        if when.earliest == when.latest == published and published is not None:
            return None, "date-of-publication"
        when = replace(when, basis="relative")
    when = _stretch(when, find_since(deed.sentence, timex, deed.token.i), published)
    if deed.status in TOLD and published is not None and when.earliest is not None and when.earliest > published:
        return None, "date-after-publication"
    return when, None


def is_running_total(standing: Standing, ground: Ground, deed: Deed) -> bool:
    """Do the words add up several events: "since January", "so far", or the model says so?"""
    if standing.proposal.total:
        return True
    near = [
        t for t in ground.times if standing.date is not None and t.start < standing.date[1] and t.end > standing.date[0]
    ]
    return find_since(deed.sentence, near[0] if near else None, deed.token.i) is not None


def read_where(standing: Standing, ground: Ground) -> tuple[Where | None, str | None]:
    """The place that the words name: the most exact of those they hold, and the fault's code where they name none."""
    place = standing.place
    if place is None:
        return None, None
    found = [p for p in ground.places if p.start < place[1] and p.end > place[0]]
    if not found:
        return None, "place-not-read"
    return min(found, key=lambda p: p.where.prec).where, None


def read_actor(stretch: Stretch | None, ground: Ground) -> Actor | None:
    """Who did it, in the report's words, with the kind that the rules' lists give."""
    head = _find_head(stretch, ground)
    return None if head is None else build_actor(*head)


def read_voice(stretch: Stretch | None, ground: Ground) -> Voice | None:
    """Who says so; relatives, witnesses and unnamed sources without their names."""
    head = _find_head(stretch, ground)
    return None if head is None else build_voice(*head, None)


def _find_head(stretch: Stretch | None, ground: Ground) -> tuple[Sentence, Token] | None:
    sentence = find_sentence(stretch[0], ground) if stretch is not None else None
    if stretch is None or sentence is None:
        return None
    tops = [t for t in find_tops(find_tokens(stretch, sentence)) if t.pos in {"NOUN", "PROPN", "PRON", "NUM"}]
    return (sentence, tops[0]) if tops else None


def _stretch(when: When, since: str | None, published_on: date | None) -> When:
    """ "Since April" runs from April to the report; "as of 17 March" up to then."""
    if since is None or when.month_day is not None:
        return when
    if since.startswith("since"):
        reaches = when.earliest is not None and published_on is not None and published_on >= when.earliest
        return replace(when, latest=published_on if reaches else None, prec=LONGER)
    return replace(when, earliest=None, prec=LONGER) if since in {"as of", "by", "by the end of"} else when


def _share(timex: Timex, stretch: Stretch | None) -> int:
    return 0 if stretch is None else min(timex.end, stretch[1]) - max(timex.start, stretch[0])


def _is_in(timex: Timex, sentence: Sentence) -> bool:
    return sentence.start <= timex.start < sentence.end


FAULTS = {
    "act-not-read": "no word of an act can be read in its act words",
    "act-otherwise": "its words tell another act than it says",
    "not-told": "the words do not tell its act as having happened, or tell it of nobody",
    "denial-not-told": "it says that the act is denied, and the words do not",
    "people-not-read": "no people, or none it can be of, can be read in its words",
    "date-not-read": "no day can be read in its date; it stays unknown",
    "date-of-publication": "its date is the report's own day; it stays unknown",
    "date-after-publication": "its date lies after the report; it stays unknown",
    "place-not-read": "its place is none that the gazetteer and the words bear; it stays unknown",
}
"""What each code says of a proposal."""
