"""Which earlier occurrence of a report a frame tells again: by its people, as the number of the headline, by full agreement.

A frame joins an occurrence only where the words say so and neither date nor place nor name speaks against it; else it is
another one, and the wall between the two is never crossed by any later linking.
"""

from collections.abc import Sequence

from bearwitness.core.records import Count, Voice, Where
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.people.names import has_other_name, shares_name
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.english.story.sorts import is_other_sort, shares_group
from bearwitness.reading.english.story.told import Told


def find_home(
    number: int, told: Sequence[Told], clusters: Sequence[list[int]], people: Sequence[int]
) -> list[int] | None:
    """The cluster this frame tells again, or None for another occurrence."""
    item = told[number]
    if item.frame.additional and item.like is None:
        # "another" sets apart from what was told before, but not from the headline, which tells it first.
        others = next((c for c in reversed(clusters) if any(_tells_same_others(item, told[m]) for m in c)), None)
        if others is not None:
            return others
        clusters = [c for c in clusters if all(told[m].frame.headline for m in c)]
    if item.like is not None:
        for cluster in reversed(clusters):
            if any(people[m] == people[number] for m in cluster) and not any(
                is_contradicted(item.when, _find_stated(item), told[m].when, _find_stated(told[m])) for m in cluster
            ):
                return cluster
    if item.frame.toll:
        # "the death toll rose to 14": the latest number of what the report has told, not fourteen more.
        fitting = [
            c
            for c in clusters
            if all(not is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in c)
        ]
        return fitting[-1] if fitting else None
    if clusters and _continues_headline(item, told, clusters[0]):
        return clusters[0]
    for cluster in clusters:
        if _numbers_lead(item, told, cluster):
            return cluster
    fitting = [c for c in clusters if all(_retells(item, told[m]) for m in c)]
    return fitting[-1] if len(fitting) == 1 else None


def _tells_same_others(item: Told, earlier: Told) -> bool:
    """ "Four others were hurt. … Four other men suffered wounds", "another boy … the other boy": the others told again."""
    frame = item.frame
    if (
        not earlier.frame.additional
        or frame.sentence == earlier.frame.sentence
        or not frame.dated <= earlier.frame.dated
    ):
        return False
    if (item.count.low, item.count.high) != (earlier.count.low, earlier.count.high) or item.count.high is None:
        return False
    if frame.singular and not (frame.definite and "other" in item.count.text.lower().split()):
        return False
    apart = is_contradicted(item.when, item.where, earlier.when, earlier.where)
    return not apart and shares_group(frame, earlier.frame) and not has_other_name(frame.name, earlier.frame.name)


def _find_stated(item: Told) -> Where | None:
    """The place that the words give; a country only inferred parts nobody from people the words go back to."""
    return item.where if item.where is not None and item.where.basis == "stated" else None


def find_old_home(
    number: int, told: Sequence[Told], clusters: Sequence[list[int]], people: Sequence[int]
) -> list[int] | None:
    """The occurrence of years ago that a report on its trial or anniversary is about ("the murder of Hall", told in full
    further down): only where people, name, or number and description are the same."""
    item = told[number]
    if item.frame.additional:
        return None
    for cluster in reversed(clusters):
        if any(is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in cluster):
            continue
        if any(people[m] == people[number] or shares_name(item.frame.name, told[m].frame.name) for m in cluster):
            return cluster
        if item.count.high != 1 and all(_retells(item, told[m]) for m in cluster):
            return cluster
    return None


def _continues_headline(item: Told, told: Sequence[Told], cluster: Sequence[int]) -> bool:
    """What the first line tells ("Dozens detained in Minsk") the body tells with its number, unless it says another."""
    first, frame = told[cluster[0]], item.frame
    if item.frame.additional or first.frame.sentence != 0 or frame.sentence == 0 or frame.bare:
        return False
    if item.count.high == 1 and has_other_name(frame.name, first.frame.name):
        return False
    tops = [c.high for c in (item.count, first.count) if c.high is not None]
    meet = item.count.unit == first.count.unit and max(item.count.low, first.count.low) <= min(tops, default=10**9)
    # "Activist arrested in Doha. A blogger has been held …": the one person of the headline, by another word.
    alike = shares_group(frame, first.frame) or (
        item.count.high == first.count.high == 1
        and frame.sentence <= _LEAD + 2
        and not is_other_sort(frame, first.frame)
    )
    if not meet or not alike:
        return False
    return all(not is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in cluster)


def _numbers_lead(item: Told, told: Sequence[Told], cluster: Sequence[int]) -> bool:
    """ "A large number of students were abducted on Sunday. … About 200 students were abducted from a school in Tegina": what
    the lead tells of an open number of people the next sentences tell with their number, unless they say another."""
    first, frame = told[cluster[0]], item.frame
    if frame.additional or frame.bare or first.count.high is not None or item.count.high == 1:
        return False
    if first.frame.sentence > _LEAD or not 0 < frame.sentence - first.frame.sentence <= _NEXT:
        return False
    meet = item.count.unit == first.count.unit and (item.count.high is None or item.count.high >= first.count.low)
    if not meet or not _names_same_group(frame, first.frame):
        return False
    return all(not is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in cluster)


def _names_same_group(frame: Frame, earlier: Frame) -> bool:
    """Is the word for the people the same ("students", "some 200 pupils and students")? A description that is only left out is not."""
    mine, theirs = (frame.people.group or "").lower().split(), (earlier.people.group or "").lower().split()
    return bool(mine and theirs) and mine[-1].rstrip("s") == theirs[-1].rstrip("s")


_LEAD = 2
"""The sentences that tell a report's story first, counted from the headline as 0."""
_NEXT = 5
"""Sentences behind the lead in which its number is given."""


def find_rival(
    number: int, told: Sequence[Told], clusters: Sequence[list[int]], voices: Sequence[Voice | None]
) -> list[int] | None:
    """ "Twelve were arrested on 2 June, police said. Organisers said 30 were arrested.": two figures for one occurrence.

    Only where another voice speaks right behind, and the second figure has no date or place of its own, is not told as
    another, and counts people of the same kind.
    """
    frame, voice = told[number].frame, voices[number]
    if voice is None or frame.additional or frame.dated or frame.placed or told[number].count.high == 1:
        return None
    for cluster in reversed(clusters):
        last = told[cluster[-1]].frame
        other = voices[cluster[-1]]
        near = 0 <= frame.sentence - last.sentence <= 1 and frame.paragraph == last.paragraph
        if near and other is not None and other != voice and shares_group(frame, last) and not last.singular:
            return cluster
    return None


def _retells(item: Told, earlier: Told) -> bool:
    """Without a word that goes back, only a full agreement is the same occurrence told again: equal numbers, and dates and
    places that agree where both are told, with at least one of them told by both or one of the two a mere headline."""
    if (item.frame.sentence, item.frame.trigger) == (earlier.frame.sentence, earlier.frame.trigger):
        return False
    if item.frame.block is not None and item.frame.block == earlier.frame.block:
        return False  # two rows of one list
    if not _agrees_in_number(item.count, earlier.count) and not _numbers_known(item, earlier):
        return False
    if is_contradicted(item.when, item.where, earlier.when, earlier.where):
        return False
    if item.count.high == 1:
        # One person here and one person there are two people unless a name or a word says otherwise.
        return not has_other_name(item.frame.name, earlier.frame.name) and _is_close(item, earlier)
    return shares_group(item.frame, earlier.frame)


def is_known(told: Told) -> bool:
    """ "The nuns": people spoken of as known, without their number."""
    return (
        told.frame.bare
        and told.frame.definite
        and told.count.high is None
        and not told.count.text.lower().startswith("all")
    )


def _numbers_known(item: Told, earlier: Told) -> bool:
    """ "The murder of the nuns in Estelí …. The court heard that six nuns were killed": people spoken of as known, then counted."""
    spoken = is_known(earlier) and not item.frame.additional
    mine, theirs = (
        [w.rstrip("s") for w in (f.people.group or "").lower().split()] for f in (item.frame, earlier.frame)
    )
    alike = bool(mine and theirs) and (mine[-1] in theirs or theirs[-1] in mine)
    return spoken and item.count.high is not None and item.count.low > 1 and alike


def _agrees_in_number(count: Count, other: Count) -> bool:
    """Equal numbers, "at least nine" beside "nine", "about 200" beside "211"."""
    if count.unit != other.unit:
        return False
    if count.high is None or other.high is None:
        return count.low == other.low
    wide, told = (count, other) if count.high > other.high else (other, count)
    if wide.low == 1 and wide.high is not None and wide.high > _UP_TO * told.low:
        return False  # "as many as 60" is no other word for three
    return max(count.low, other.low) <= min(count.high, other.high)


_UP_TO = 3
"""Times that a ceiling may exceed a number and still be another word for it."""


def _is_close(item: Told, earlier: Told) -> bool:
    both_when = item.when is not None and earlier.when is not None
    both_where = item.where is not None and earlier.where is not None
    return (both_when or both_where) and shares_group(item.frame, earlier.frame)
