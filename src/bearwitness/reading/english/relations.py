"""How the claims of one report stand to each other: the same told again, another one, a part, or what befell the same people later.

The walls written here (`different`) are never crossed by any later linking.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.places import find_path
from bearwitness.core.records import Relation, Voice, When, Where
from bearwitness.core.vocabulary import COUNTRY, TOLD
from bearwitness.reading.english.frames import Frame
from bearwitness.reading.english.told import Told, shares_group

_FATES = frozenset(
    {
        "refoulement",
        "deportation",
        "transfer",
        "release",
        "sentencing",
        "killing",
        "torture",
        "escape",
        "disappearance",
        "injury",
        "sexual_violence",
        "threat",
    }
)


_HARMS = frozenset({"injury", "torture", "threat", "sexual_violence", "other"})
_CUSTODY = frozenset({"arrest", "abduction", "raid", "disappearance", "refoulement", "deportation"})


def relate(told: Sequence[Told], ids: Sequence[str], voices: Sequence[Voice | None]) -> list[list[Relation]]:
    """Each claim against the occurrences told before it: the same again, another one, or what later befell the same people."""
    relations: list[list[Relation]] = [[] for _ in told]
    clusters: dict[str, list[list[int]]] = {}
    for number, item in enumerate(told):
        if item.frame.alone and item.frame.status in TOLD:
            whole = _find_whole(number, told)
            if whole is not None:
                relations[number].append(
                    Relation(to=ids[whole], kind="part-of", because="the words set it apart from the total")
                )
        if item.shape != "incident" or item.frame.status not in TOLD:
            _relate_fate(number, told, ids, relations)
            continue
        mine = clusters.setdefault(item.frame.act, [])
        home = _find_home(number, told, mine) or _find_rival(number, told, mine, voices)
        for cluster in mine:
            if cluster is home:
                because = _say_same(item, told[cluster[0]], goes_back=item.like in cluster)
                relations[number].append(Relation(to=ids[cluster[0]], kind="same", because=because))
            else:
                relations[number].append(
                    Relation(to=ids[cluster[0]], kind="different", because=_say_different(item, told[cluster[0]]))
                )
        if home is None:
            mine.append([number])
        else:
            home.append(number)
        _relate_fate(number, told, ids, relations)
    return relations


def _find_whole(number: int, told: Sequence[Told]) -> int | None:
    """The total told before that "in Brest alone" is a part of."""
    item = told[number]
    for earlier in range(number - 1, -1, -1):
        other = told[earlier]
        if (
            other.frame.act == item.frame.act
            and other.shape == "aggregate"
            and not is_contradicted(item.when, item.where, other.when, other.where)
        ):
            return earlier
    return None


def _relate_fate(number: int, told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]]) -> None:
    item = told[number]
    if item.like is None or item.shape == "background":
        return
    earlier = told[item.like]
    if earlier.frame.act == item.frame.act:
        return
    if (item.frame.act in _FATES and earlier.frame.act in _CUSTODY) or earlier.frame.act in _HARMS:
        relations[number].append(
            Relation(to=ids[item.like], kind="follows", because="what later befell the same people")
        )


def _find_home(number: int, told: Sequence[Told], clusters: Sequence[list[int]]) -> list[int] | None:
    """The cluster this frame tells again, or None for another occurrence."""
    item = told[number]
    if item.frame.additional and item.like is None:
        # "another" sets apart from what was told before, but not from the headline, which tells it first.
        clusters = [c for c in clusters if all(told[m].frame.headline for m in c)]
    if item.like is not None:
        for cluster in clusters:
            if item.like in cluster and all(
                not is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in cluster
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
    fitting = [c for c in clusters if all(_retells(item, told[m]) for m in c)]
    return fitting[-1] if len(fitting) == 1 else None


def _continues_headline(item: Told, told: Sequence[Told], cluster: Sequence[int]) -> bool:
    """What the first line tells ("Dozens detained in Minsk") the body tells with its number, unless it says another."""
    first, frame = told[cluster[0]], item.frame
    if item.frame.additional or first.frame.sentence != 0 or frame.sentence == 0 or frame.bare:
        return False
    if item.count.high == 1 and _has_other_name(frame, first.frame):
        return False
    tops = [c.high for c in (item.count, first.count) if c.high is not None]
    meet = item.count.unit == first.count.unit and max(item.count.low, first.count.low) <= min(tops, default=10**9)
    if not meet or not shares_group(frame, first.frame):
        return False
    return all(not is_contradicted(item.when, item.where, told[m].when, told[m].where) for m in cluster)


def _find_rival(
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
    if item.count.unit != earlier.count.unit or (item.count.low, item.count.high) != (
        earlier.count.low,
        earlier.count.high,
    ):
        return False
    if is_contradicted(item.when, item.where, earlier.when, earlier.where):
        return False
    if item.count.high == 1:
        # One person here and one person there are two people unless a name or a word says otherwise.
        return not _has_other_name(item.frame, earlier.frame) and _is_close(item, earlier)
    return shares_group(item.frame, earlier.frame)


def _has_other_name(frame: Frame, earlier: Frame) -> bool:
    return frame.name is not None and earlier.name is not None and frame.name != earlier.name


def _is_close(item: Told, earlier: Told) -> bool:
    both_when = item.when is not None and earlier.when is not None
    both_where = item.where is not None and earlier.where is not None
    return (both_when or both_where) and shares_group(item.frame, earlier.frame)


def is_contradicted(when: When | None, where: Where | None, other_when: When | None, other_where: Where | None) -> bool:
    """Do the two dates or the two places exclude each other?"""
    if when is not None and other_when is not None:
        if (
            when.month_day
            and other_when.month_day
            and not (when.month_day.startswith(other_when.month_day) or other_when.month_day.startswith(when.month_day))
        ):
            return True
        if when.earliest and other_when.latest and when.earliest > other_when.latest:
            return True
        if when.latest and other_when.earliest and when.latest < other_when.earliest:
            return True
    return where is not None and other_where is not None and not is_nested(where, other_where)


def is_nested(where: Where, other: Where) -> bool:
    """Is one of the two places the other, or inside it, by country, first-order division and name?"""
    if where.country is None or other.country is None:
        return True
    mine, theirs = find_path(where), find_path(other)
    size = min(len(mine), len(theirs))
    return mine[:size] == theirs[:size]


def _say_same(item: Told, earlier: Told, *, goes_back: bool) -> str:
    if goes_back:
        return "tells the same people again"
    if item.count.low != earlier.count.low:
        return "another figure for the same"
    return "agrees in date, place and number"


def _say_different(item: Told, earlier: Told) -> str:
    if item.frame.additional:
        return "the words say another"
    if is_contradicted(item.when, None, earlier.when, None):
        return "other date"
    if is_contradicted(None, item.where, None, earlier.where):
        return "other place"
    if (item.count.low, item.count.high) != (earlier.count.low, earlier.count.high):
        return "other number"
    return "told apart in one report"


def share_same(told: Sequence[Told], relations: Sequence[Sequence[Relation]], ids: Sequence[str]) -> list[Told]:
    """Claims that tell the same people again take the most exact date and place that any of them gives."""
    at = {ident: number for number, ident in enumerate(ids)}
    home = list(range(len(ids)))
    for number, own in enumerate(relations):
        for relation in own:
            if relation.kind == "same":
                home[number] = home[at[relation.to]]
    out = list(told)
    for number, item in enumerate(told):
        group = [told[n] for n in range(len(told)) if home[n] == home[number]]
        whens = [t.when for t in group if t.when is not None and t.when.earliest is not None]
        wheres = [t.where for t in group if t.where is not None]
        if len(group) > 1 and whens and (item.when is None or item.when.earliest is None):
            out[number] = replace(out[number], when=replace(min(whens, key=lambda w: w.prec), basis="relative"))
        if len(group) > 1 and wheres and (item.where is None or item.where.prec >= COUNTRY):
            out[number] = replace(out[number], where=min(wheres, key=lambda w: w.prec))
    return out
