"""Incident, aggregate or background: what shape of claim the words tell beside the rest of the report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bearwitness.core.vocabulary import ADMIN1, COUNTRY, MONTH, TOLD, Shape
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.english.story.told import RUNNING, Told, find_people


def find_shapes(told: Sequence[Told], published_on: date | None) -> list[Told]:
    """Incident, aggregate or background, by the words and by what else the report tells of the act."""
    ends = [t.when.latest for t in told if t.when and t.when.latest and t.frame.status in TOLD]
    # A date after the report is misread or foretold: it must not make the report's own news an old story.
    newest = max((d for d in ends if published_on is None or d <= published_on), default=published_on)
    specific = [t for t in told if _is_specific(t)]
    followed = _find_followed(told, newest)
    shaped = []
    for number, item in enumerate(told):
        beside = [s for s in specific if s.frame.act == item.frame.act]
        shaped.append(replace(item, shape=_find_shape(item, beside, None if number in followed else newest)))
    return shaped


def _find_followed(told: Sequence[Told], newest: date | None) -> frozenset[int]:
    """The steps of the report's own story, however old: the taking of those whose release or sentence is its news.

    "Two unionists were freed on Monday. They were arrested in 2019": the arrest, in a clause of its own, is no context, as it
    is in "two unionists arrested in 2019 were freed on Monday"; nor is custody that lasts ("he has been held since 2016").
    The earlier arrests of one who now kills or is shot remain his past.
    """
    people = find_people(told)
    fates = {
        people[n]
        for n, t in enumerate(told)
        if t.frame.act in _FATES and t.frame.status in TOLD and _is_fresh(t, newest)
    }
    return frozenset(
        n
        for n, t in enumerate(told)
        if (people[n] in fates and t.frame.act in _TAKINGS and _is_told_apart(t))
        or (t.frame.lasting and t.frame.perfect)
    )


_TAKINGS = frozenset({"arrest", "abduction", "disappearance"})
_FATES = frozenset({"release", "sentencing", "escape", "transfer", "deportation", "refoulement"})


def _is_told_apart(told: Told) -> bool:
    """In a clause of its own and in the tense of a story."""
    frame = told.frame
    return frame.trigger.patient != "noun" and frame.past and not frame.aside and not frame.attributive


def _is_fresh(told: Told, newest: date | None) -> bool:
    latest = told.when.latest if told.when is not None else None
    return newest is not None and latest is not None and newest - latest <= LONG_AGO


def _is_specific(told: Told) -> bool:
    """A frame that tells one occurrence: a number or one person, told as having happened."""
    frame = told.frame
    return (
        frame.status in TOLD
        and not frame.habitual
        and not frame.bare
        and frame.since is None
        and not frame.acts_counted
    )


def _find_shape(told: Told, specific: Sequence[Told], newest: date | None) -> Shape:
    """`specific`: what the report tells of the act one by one."""
    frame = told.frame
    if frame.habitual or _counts_what_follows(told, specific):
        return "background"
    if frame.unpeopled:
        return "background" if specific else "aggregate"  # the report that tells whom it befell tells no more by it
    if _is_vague(told):
        # "prisoners have been tortured" sums up; "the murder of leaders", "those who like to kill people" only speak of it
        return "aggregate" if frame.perfect and not [s for s in specific if s is not told] else "background"
    if frame.acts_counted and frame.bare and any(not is_contradicted(s.when, None, told.when, None) for s in specific):
        return "background"  # "made their first arrests on Wednesday", and then whom
    dated_exactly = told.when is not None and told.when.prec < MONTH
    if (
        frame.bare
        and told.like is None
        and specific
        and not (dated_exactly and told.where is not None and told.where.prec < COUNTRY)
    ):
        return "background"
    if (
        newest is not None
        and told.when is not None
        and told.when.latest is not None
        and newest - told.when.latest > LONG_AGO
    ):
        return "background"
    if told.frame.since in _SUMMING and any(
        s is not told and (s.count.low, s.count.high) == (told.count.low, told.count.high) for s in specific
    ):
        return "incident"  # "14 were released. … Fourteen were released in total"
    if _is_total(told):
        # "nine people who were arrested this spring": adds up what the report tells one by one
        others = told.count.low < _MANY or any(
            s is not told and not is_contradicted(s.when, None, told.when, None) for s in specific
        )
        return "background" if frame.aside and specific and others and frame.since is None else "aggregate"
    return "incident"


def _counts_what_follows(told: Told, specific: Sequence[Told]) -> bool:
    """ "Two groups were caught last month. Four were arrested in Shenyang …. Another six in Dandong …": the groups are told one by one."""
    behind = [
        s
        for s in specific
        if s.frame.sentence > told.frame.sentence
        and s.like is None
        and s.count.unit == "person"
        and not is_contradicted(s.when, s.where, told.when, None)
    ]
    return told.count.unit == "group" and told.count.low == told.count.high and len(behind) >= told.count.low > 1


_SUMMING = frozenset({"in total", "in all", "altogether"})


def _is_vague(told: Told) -> bool:
    """Nobody counted, on no day, in no place, in no story: no occurrence a coder could enter."""
    frame = told.frame
    described = frame.attributive and frame.trigger.patient != "noun" and not frame.definite
    if described and frame.bare and told.when is None and told.like is None:
        return True  # "a rally for arrested journalists in Minsk"
    if (
        frame.definite
        or frame.headline
        or told.like is not None
        or told.when is not None
        or frame.dated
        or frame.placed
    ):
        return False
    if frame.bare and frame.since is not None:
        return True  # "the army will announce the number of rebels killed"
    # "they have killed many people": what has come about up to now, and no number
    return (frame.bare and not frame.past) or (frame.perfect and _says_many(told))


def _says_many(told: Told) -> bool:
    return told.count.high is None and told.count.text.lower().split()[0] in {
        "many",
        "several",
        "numerous",
        "countless",
    }


def is_old_story(told: Told) -> bool:
    """Background for its age alone: an occurrence with people and a date of its own that later words may go back to."""
    return told.shape == "background" and told.when is not None and not told.frame.habitual and not told.frame.bare


def _is_total(told: Told) -> bool:
    """A figure over a period that may hold several events: "since January", "in July and August", "so far"."""
    frame, when = told.frame, told.when
    if told.count.high == 1 or told.like is not None:
        return False
    if frame.adds_up or _are_statistics(told):
        return True
    if frame.spread and (told.where is None or told.where.prec >= ADMIN1):
        return True
    if when is None:
        # "hundreds have been tortured", with no day and no town: what a year or a country has seen, not one occurrence.
        return frame.since in RUNNING or _is_mass(told)
    if when.earliest is not None and when.latest is not None and (when.latest - when.earliest).days > 31:
        return True
    if when.earliest is None or when.latest is None:
        return frame.since is not None
    wide = told.where is not None and told.where.prec >= COUNTRY
    # a country that no words give may be one place without a name ("at the border area last January")
    many = 2 * _MANY if told.where is not None and told.where.basis == "inferred" else _MANY
    if when.prec >= MONTH and wide and (told.count.high is None or told.count.low >= many) and not frame.bare:
        return True  # "at least 17 were arrested in China last month"
    if when.prec >= MONTH and told.count.low >= 2 * _MANY and not frame.bare:
        return True  # "at least 80 people were killed in the city in November"
    return frame.since is not None and when.prec >= MONTH


def _are_statistics(told: Told) -> bool:
    """ "93 homicides", "more than 200 murders": so many killings named one by one are a police's year, whatever day stands near."""
    trigger = told.frame.trigger
    return (
        trigger.patient == "noun" and trigger.act == "killing" and told.count.low >= _MANY and told.frame.acts_counted
    )


def _is_mass(told: Told) -> bool:
    if told.frame.headline:
        return False  # "Hundreds detained in Belarus": the body says when and where
    wide = told.where is None or told.where.prec >= COUNTRY
    return wide and told.count.low >= (_MASS if told.count.high is None else _WAR)


_WAR = 500
"""People told with a number on no day and in no town: a war's dead ("the death of 70,000 people"), not one occurrence's."""
_MASS = 100
"""People told with an open number ("hundreds", "more than 320") beyond what one undated and unplaced act is told of."""
_MANY = 10
"""People over a month and a country that no careful coder takes for one arrest."""

LONG_AGO = timedelta(days=365)
"""An act that lies this long before the report's newest one is told as background."""
