"""Figures that add up what the same report tells one by one, and the parts of a total.

"Eight refugees were arrested in Yanji this week" above an arrest of six on Monday and one of three on Wednesday is no
third occurrence: it is a total over the week (design §4, rules 5 and 6). Where the parts exceed the whole nothing is mended
and nothing is called a part: both figures stay, and the check of totals shows them.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.records import Relation, When, Where
from bearwitness.core.vocabulary import COUNTRY, MONTH, TOLD
from bearwitness.reading.english.story.contradiction import is_contradicted, is_nested
from bearwitness.reading.english.story.sorts import shares_group
from bearwitness.reading.english.story.told import Told

SMALLEST = 3
"""People below which a figure is not taken for a sum of occurrences."""


def find_totals(told: Sequence[Told]) -> list[Told]:
    """The claims with each figure that covers two or more later occurrences, in a wider period or area, as an aggregate."""
    out = [
        replace(t, shape="aggregate")
        if _covers_several(n, told) or _is_their_sum(n, told) or _runs_over(n, told)
        else t
        for n, t in enumerate(told)
    ]
    return [replace(t, shape="aggregate") if _heads_total(t, out) else t for t in out]


def _runs_over(number: int, told: Sequence[Told]) -> bool:
    """ "Police detained about 700 people on Wednesday. … More than 6,000 have been held since Sunday": a figure in the perfect over
    days that hold an occurrence told before is their running total."""
    whole = told[number]
    frame = whole.frame
    running = frame.since is not None and frame.since.startswith("since") and frame.perfect
    if whole.shape != "incident" or frame.status not in TOLD or not running or whole.count.low < SMALLEST:
        return False
    if frame.additional:
        return False  # "three others have been killed since Friday"
    return any(
        _is_part(t, whole) and t.frame.sentence != frame.sentence and t.when is not None and whole.when is not None
        and t.when.prec < whole.when.prec
        for t in told[:number]
    )  # fmt: skip


def _is_their_sum(number: int, told: Sequence[Told]) -> bool:
    """ "12 arrested in Hunchun and Chengde", "Another 12 have been arrested": an exact undated figure of the lead, and behind it
    arrests of seven on one day and five on another that come to it."""
    whole = told[number]
    if whole.shape != "incident" or whole.frame.status not in TOLD or whole.frame.bare or whole.frame.dated:
        return False
    return bool(_find_addends(number, told))


def _find_addends(number: int, told: Sequence[Told]) -> list[int]:
    """The occurrences told behind a lead's figure that set each other apart and come to it exactly; empty where they do not."""
    whole = told[number]
    # "Several refugees have recently been arrested", and then the two and the one that they are
    summed_up = whole.count.high is None and whole.frame.perfect
    exact = whole.count.high == whole.count.low
    if whole.frame.sentence > _LEAD or whole.count.low < SMALLEST or not (exact or summed_up):
        return []
    parts = [
        n
        for n, t in enumerate(told)
        if n > number
        and t.frame.sentence != whole.frame.sentence
        and t.like is None
        and t.frame.act == whole.frame.act
        and t.shape == "incident"
        and t.frame.status in TOLD
        and t.count.low == t.count.high
        and t.count.low < whole.count.low
        and t.count.unit == whole.count.unit
        and (t.where is None or t.where.basis == "inferred" or _is_inside(t.where, whole.where))
        and shares_group(t.frame, whole.frame)
    ]
    total = sum(told[n].count.low for n in parts)
    if (
        not parts
        or told[parts[0]].frame.additional
        or not (total == whole.count.low or (summed_up and total > whole.count.low))
    ):
        return []
    first = told[parts[0]]
    apart = any(is_contradicted(told[n].when, told[n].where, first.when, first.where) for n in parts[1:])
    return parts if apart else []


def _heads_total(told: Told, others: Sequence[Told]) -> bool:
    """ "China arrested dozens of refugees" over "has arrested more than 30 since the beginning of November": a headline's open
    number is the total that the first sentences give."""
    frame = told.frame
    if told.shape != "incident" or not frame.headline or frame.sentence > 1 or frame.bare:
        return False
    # "64 killed in Idlib in March" over "At least 64 were killed in Idlib in March 2020"
    if told.count.low < SMALLEST or (frame.dated and (told.when is None or told.when.prec < MONTH)):
        return False
    return any(
        t.shape == "aggregate"
        and t.frame.act == frame.act
        and t.frame.status in TOLD
        and 0 < t.frame.sentence - frame.sentence <= _BODY
        and (
            t.count.low == told.count.low
            or (told.count.high is None and max(t.count.low, t.count.high or 0) >= told.count.low)
        )
        and shares_group(frame, t.frame)
        and (told.where is None or told.where.prec >= COUNTRY or told.where.name == (t.where and t.where.name))
        and not is_contradicted(told.when, told.where, t.when, t.where)
        for t in others
    )


_BODY = 15
"""Sentences below a headline in which its total is given."""
_LEAD = 5
"""The sentences that open a report, counted from the headline as 0."""


def _covers_several(number: int, told: Sequence[Told]) -> bool:
    whole = told[number]
    if whole.shape != "incident" or whole.frame.status not in TOLD or whole.like is not None or whole.frame.additional:
        return False
    if whole.count.low < SMALLEST or whole.frame.toll or whole.frame.bare:
        return False
    parts = [
        t
        for n, t in enumerate(told)
        if n > number and not _is_told_again(t, told) and _is_part(t, whole) and _is_wider(whole, t)
    ]
    if len(parts) < 2 or parts[0].frame.additional:
        return False  # "another four" goes on from the figure and is not inside it
    first = parts[0]
    return any(t.frame.additional or is_contradicted(t.when, t.where, first.when, first.where) for t in parts[1:])


def _is_told_again(item: Told, told: Sequence[Told]) -> bool:
    """Do its words go back to people of whom the same act was told before?"""
    return item.like is not None and told[item.like].frame.act == item.frame.act


def _is_part(part: Told, whole: Told) -> bool:
    """Does the part lie inside the whole's act, period, area and number?"""
    if part.shape != "incident" or part.frame.status not in TOLD:
        return False
    return _lies_inside(part, whole)


def _find_own_parts(number: int, told: Sequence[Told]) -> list[int]:
    """The figures of a month that a figure of the same sentence is divided into ("30 in May, 20 of them in Tumen and 10 in Yanji")."""
    whole = told[number]
    parts = [
        n
        for n, t in enumerate(told)
        if n > number
        and t.frame.sentence == whole.frame.sentence
        and t.shape in {"incident", "aggregate"}
        and t.frame.status in TOLD
        and _lies_inside(t, whole)
    ]
    total = sum(told[n].count.low for n in parts)
    exact = whole.count.low <= total and (whole.count.high is None or total <= whole.count.high)
    return parts if len(parts) > 1 and exact else []


def _lies_inside(part: Told, whole: Told) -> bool:
    if part.frame.act != whole.frame.act:
        return False
    if part.count.unit != whole.count.unit or (whole.count.high is not None and part.count.low >= whole.count.high):
        return False
    if whole.count.high is None and part.count.low >= whole.count.low:
        return False
    if part.frame.bare or _has_other_actor(part, whole):
        return False
    return (
        _is_within(part.when, whole.when)
        and _is_inside(part.where, whole.where)
        and (part.frame.block == whole.frame.sentence or shares_group(part.frame, whole.frame))
    )


def _has_other_actor(part: Told, whole: Told) -> bool:
    """Sailors whom pirates killed are not among those killed by the army."""
    mine, theirs = part.frame.actor, whole.frame.actor
    if mine is None or theirs is None or not mine.text or not theirs.text:
        return False
    return mine.kind != theirs.kind or (mine.kind != "state" and mine.text.lower() != theirs.text.lower())


def _is_within(when: When | None, period: When | None) -> bool:
    if when is None or period is None or period.earliest is None or period.latest is None:
        return False
    return when.earliest is not None and when.latest is not None and (
        period.earliest <= when.earliest and when.latest <= period.latest
    )  # fmt: skip


def _is_inside(where: Where | None, area: Where | None) -> bool:
    return area is None or (where is not None and is_nested(where, area) and where.prec <= area.prec)


def _is_wider(whole: Told, part: Told) -> bool:
    if whole.when is not None and part.when is not None and whole.when.prec > part.when.prec:
        return True
    return whole.where is not None and part.where is not None and whole.where.prec > part.where.prec


def relate_parts(told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]]) -> None:
    """Writes `part-of` for the occurrences that lie inside a total of the report, unless together they exceed it."""
    same = {ids[n] for n, own in enumerate(relations) if any(r.kind == "same" for r in own)}
    for number, whole in enumerate(told):
        if whole.shape != "aggregate" or whole.frame.status not in TOLD or whole.where is None:
            continue
        inside = [n for n, t in enumerate(told) if n != number and _is_part(t, whole)]
        inside = inside or ([] if whole.frame.dated else _find_addends(number, told))
        inside = sorted({*inside, *_find_own_parts(number, told)})
        if number < min(inside, default=0) and told[inside[0]].frame.additional:
            continue
        if whole.count.high is not None and whole.count.high < sum(
            told[n].count.low for n in inside if ids[n] not in same
        ):
            continue
        for n in inside:
            if not any(r.kind == "part-of" for r in relations[n]):
                relations[n].append(
                    Relation(to=ids[number], kind="part-of", because="inside the period and area of the total")
                )
