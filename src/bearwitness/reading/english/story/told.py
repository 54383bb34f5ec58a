"""Going down the report: the period a date tells, "the same day", "there", and who "they" and "the four" are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bearwitness.core.records import Count, When, Where
from bearwitness.core.vocabulary import COUNTRY, LONGER, MONTH, TOLD, Shape
from bearwitness.reading.calendar import add_months, month_end
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.frames.periods import find_prec
from bearwitness.reading.english.people.names import has_other_name, shares_name
from bearwitness.reading.english.story.sorts import is_other_sort, shares_group
from bearwitness.reading.english.times.times import resolve_shift

RUNNING = frozenset(
    {
        "so far",
        "to date",
        "until now",
        "in total",
        "in all",
        "altogether",
        "cumulative",
        "cumulatively",
        "nationwide",
        "thus far",
        "the total number",
        "year - to - date",
    }
)
"""Words of a running total that need no date beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A frame with its settled date, place and people, and the earlier frame its people were told in."""

    frame: Frame
    when: When | None
    where: Where | None
    count: Count
    shape: Shape
    like: int | None
    """Index of the earlier frame with the same people, if the words go back to one."""


def settle(frames: Sequence[Frame], published_on: date | None) -> list[Told]:
    """Resolve "the same day", "there", and who the people are, going down the report."""
    out: list[Told] = []
    for frame in frames:
        when, where, count = stretch(frame, published_on), frame.where, frame.count
        if frame.timex is not None and frame.timex.shift is not None:
            anchor = _find_anchor(out, frame)
            when = resolve_shift(frame.timex, anchor) if anchor is not None else frame.when
        if frame.same_period and when is not None:
            when = _move_period([t for t in out if t.frame.act == frame.act], when)
        if (
            when is not None
            and when.earliest
            and published_on
            and when.earliest - published_on > _AHEAD * (when.basis == "stated")
            and frame.status in TOLD
        ):
            when = None  # nothing told as done lies after its report
        if frame.there and where is None:
            where = next((t.where for t in reversed(out) if t.where is not None), None)
        like = _find_antecedent(frame, out)
        if frame.spoken_of is not None and (like is None or _is_nearer(frame.spoken_of, out[like])):
            like, count = None, frame.spoken_of[1]
        if like is not None and frame.share and out[like].count.high != 1:
            count = _take_share(count, out[like].count)
        elif like is not None and _counts_nobody(frame):
            count = replace(out[like].count, text=count.text)
        out.append(Told(frame=frame, when=when, where=where, count=count, shape="incident", like=like))
    return out


def _take_share(part: Count, whole: Count) -> Count:
    """ "Some of them were freed": two at least, and no more than were told."""
    low = part.low if whole.high is None else min(part.low, whole.high)
    return replace(part, low=low, high=whole.high, unit=whole.unit)


def _is_nearer(spoken_of: tuple[int, Count], earlier: Told) -> bool:
    """Are other people spoken of after that frame? "The four were driven to Tumen" speaks of the four arrested before."""
    sentence, count = spoken_of
    return earlier.frame.sentence < sentence and count.low != earlier.count.low


def _move_period(told: Sequence[Told], year: When) -> When:
    """ "In the same two months of 2018": the period told last, in the year now told."""
    periods = [t.when for t in told if t.when is not None and t.when.prec >= MONTH]
    last = next((w for w in reversed(periods) if w.earliest and w.latest), None)
    if last is None or last.earliest is None or last.latest is None or year.earliest is None:
        return year
    first = last.earliest.replace(year=year.earliest.year, day=1)
    span = (last.latest.year - last.earliest.year) * 12 + last.latest.month - last.earliest.month
    end = add_months(first, span)
    return replace(year, earliest=first, latest=month_end(end.year, end.month), prec=last.prec, basis="relative")


def find_people(told: Sequence[Told]) -> list[int]:
    """For each frame the frame that first told its people: "two men were held; they were beaten; their arrest" goes back twice."""
    first: list[int] = []
    for number, item in enumerate(told):
        first.append(number if item.like is None else first[item.like])
    return first


def _find_anchor(told: Sequence[Told], frame: Frame) -> When | None:
    """The date "the same day" and "two days later" hang on: that of the story's last step, not of what was told in passing."""
    dated = [t for t in told if t.when is not None and t.when.prec <= MONTH and t.when.basis != "publication"]
    main = [t for t in dated if not t.frame.aside and t.frame.sentence < frame.sentence]
    same = [t for t in dated if t.frame.sentence == frame.sentence and not t.frame.aside]
    chosen = same or main or dated
    return chosen[-1].when if chosen else None


def stretch(frame: Frame, published_on: date | None) -> When | None:
    """The period a date tells with the word before it: "since April" runs from April to the report, "as of 17 March" up to then."""
    when = frame.when
    if when is None or frame.since is None or when.month_day is not None:
        return when
    if frame.lasting and frame.singular and frame.since.startswith("since"):
        return when  # "he has been held since May": one man is taken once, and that was then
    end = frame.until.latest if frame.until is not None else published_on
    if frame.since.startswith("since") or (frame.since in RUNNING and when.prec >= LONGER):
        if end is None or when.earliest is None or end < when.earliest:
            return replace(
                when, latest=end if end is not None and when.earliest and end >= when.earliest else None, prec=LONGER
            )
        return replace(when, latest=end, prec=find_prec((end - when.earliest).days + 1))
    if frame.since in {"as of", "by", "by the end of"} and not frame.singular:
        return replace(when, earliest=None, prec=LONGER)
    return when


def _counts_nobody(frame: Frame) -> bool:
    """Do the words name the people without a number of their own ("they", "the defectors")?"""
    return frame.pronoun or frame.bare


def _find_antecedent(frame: Frame, told: Sequence[Told]) -> int | None:
    """The latest earlier frame whose people the words go back to: a pronoun, "the two men", "the defectors", a name told again."""
    if frame.additional:
        return None
    # "Those who were freed": the people told as freed before, whoever was told last
    picked = frame.pronoun and frame.count.text.lower() == "those" and any(_is_same_act(frame, t) for t in told)
    for number in range(len(told) - 1, -1, -1):
        earlier = told[number]
        if picked and not _is_same_act(frame, earlier):
            continue
        if frame.sentence - earlier.frame.sentence > _MEMORY and not shares_name(frame.name, earlier.frame.name):
            continue  # a name told further back may still be meant
        if earlier.frame.act == "raid" or frame.act == "raid" or earlier.frame.status not in TOLD:
            continue
        if earlier.frame.trigger == frame.trigger and earlier.frame.sentence == frame.sentence:
            continue
        if frame.bare and frame.since is not None and earlier.frame.since is None and not frame.pronoun:
            continue  # "the refugees detained so far this month" are more than those of one arrest
        apart = earlier.frame.sentence != frame.sentence
        if apart and (frame.bare or frame.pronoun) and earlier.frame.since is not None and earlier.count.high is None:
            continue  # "the two nuns' murder" is none of "many priests have been killed over the past ten years"
        if earlier.frame.sentence == frame.sentence and set(earlier.frame.heads) & set(frame.heads):
            return number  # "arrested and beaten": the same words name the people of both
        if shares_name(frame.name, earlier.frame.name):
            return number
        if _is_elsewhere(frame, number, told):
            continue
        if not (frame.pronoun or frame.definite) or (frame.attributive and not frame.definite):
            continue
        if not has_other_name(frame.name, earlier.frame.name) and _agrees(frame, earlier):
            return number
    return None


def _is_same_act(frame: Frame, earlier: Told) -> bool:
    return earlier.frame.act == frame.act and earlier.count.high != 1 and earlier.frame.status in TOLD


def _is_elsewhere(frame: Frame, number: int, told: Sequence[Told]) -> bool:
    """ "Those detained in Kunming" are not the five told last, who were detained in Shenyang, where others were in Kunming."""
    if not _is_stated(frame.where):
        return False
    here = {
        n
        for n, t in enumerate(told)
        if t.frame.act == frame.act and _is_stated(t.where) and _is_same_place(t.where, frame.where)
    }
    at: int | None = number
    while at is not None and here:
        if at in here:
            return False
        at = told[at].like
    return bool(here)


def _is_stated(where: Where | None) -> bool:
    return where is not None and where.basis == "stated" and where.prec < COUNTRY


def _is_same_place(where: Where | None, other: Where | None) -> bool:
    return where is not None and other is not None and (where.geonameid, where.name) == (other.geonameid, other.name)


def _agrees(frame: Frame, earlier: Told) -> bool:
    if {_find_sex(frame), _find_sex(earlier.frame)} == {"female", "male"}:
        return False  # "her husband … she was held": the pronoun goes past him
    if frame.pronoun:
        return frame.singular == (earlier.count.high == 1)
    if frame.bare:
        # "have released four nuns. … The sisters were freed on Saturday": what the lead tells in the perfect, told with its day
        lead = earlier.frame.perfect and not earlier.frame.dated and earlier.frame.act == frame.act and frame.definite
        near = lead and 0 < frame.sentence - earlier.frame.sentence <= _NEXT and not is_other_sort(frame, earlier.frame)
        return earlier.count.high != 1 and (shares_group(frame, earlier.frame) or near)
    if frame.count.unit != earlier.count.unit:
        return False
    if frame.singular and earlier.count.high == 1:
        return shares_group(frame, earlier.frame)
    return frame.count.low == earlier.count.low and frame.count.high == earlier.count.high


def _find_sex(frame: Frame) -> str | None:
    """Of one person, by the pronoun or the noun; None where the words do not say."""
    if not frame.singular:
        return None
    words = frame.count.text.lower().split()
    if frame.pronoun and words:
        return _PRONOUNS.get(words[-1])
    return "female" if frame.people.female else "male" if frame.people.male else None


_PRONOUNS = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
}


_AHEAD = timedelta(days=1)
"""A stated day may lie so far after the outlet's own: east of it, it is tomorrow already."""

_NEXT = 2
"""Sentences behind its lead in which a report tells its news again with the day."""
_MEMORY = 6
"""Sentences back that "they" and "the four" may reach."""
