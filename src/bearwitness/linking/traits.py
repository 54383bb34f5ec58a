"""What speaks for and against two occurrences being one: each trait has a level, which the table of weights gives points, and a reason.

The traits are the ones recorders go by (UCDP's and IBC's coders compare day, town, number and who; Airwars also details that only
one event has). Reasons are in plain words and never repeat a name from a report.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bearwitness.core.link_index import Window
from bearwitness.core.records import Claim, Count, When, Where
from bearwitness.core.tables import load_words
from bearwitness.core.vocabulary import ADMIN1, REGION
from bearwitness.linking.agreement import compare_counts, compare_people, compare_places, compare_times
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.windows import find_bits, find_town
from bearwitness.linking.wording import Wording, compare_wordings

_BEST: Final = 10
"""So many of the rarest shared words count: a long report shares more words by its length alone."""
_FEWEST_WORDS: Final = 4
_FEWEST_REPORTS: Final = 40
"""Below this many reports of a season nobody can tell rare words from the common words of the subject."""
_BITS: Final = (6, 15, 24, 32, 40, 48, 56, 64, 70)
_CROWD: Final = ((2, "few"), (8, "some"), (40, "many"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """How two occurrences stand in one respect: `level` is a key of `weights.toml`, `reason` says it, "" where nothing is told."""

    name: str
    level: str
    reason: str


def find_traits(left: Occurrence, right: Occurrence, window: Window) -> tuple[Trait, ...]:
    """All traits of a pair, always the same ones in the same order."""
    return (
        compare_days(left.when, right.when),
        compare_publication(left, right),
        compare_towns(left.where, right.where, window),
        compare_numbers(left, right),
        compare_ages(left.ages, right.ages),
        compare_details(left.details, right.details, window),
        compare_who(left.claims, right.claims),
        compare_standing(left, right),
        compare_wording(left.wordings, right.wordings),
    )


def compare_days(left: When | None, right: When | None) -> Trait:
    """The days told, each as exact as its words."""
    if left is None or right is None or not (left.earliest and left.latest and right.earliest and right.latest):
        return Trait(name="days", level="untold", reason="")
    reason = compare_times(left, right).reason
    gap = max((right.earliest - left.latest).days, (left.earliest - right.latest).days)
    if gap <= 0:
        exact = max(left.latest - left.earliest, right.latest - right.earliest) <= timedelta(days=1)
        return Trait(name="days", level="same" if exact else "overlap", reason=reason)
    if gap == 1 and _is_one_night(*sorted((left, right), key=lambda when: when.earliest or date.min)):
        return Trait(name="days", level="same", reason=f"{reason}, one night")
    level = "next" if gap == 1 else "near" if gap <= 6 else "apart"
    return Trait(name="days", level=level, reason=reason)


def _is_one_night(before: When, after: When) -> bool:
    """ "Late on the night of the 14th" and "after midnight on the 15th": reports give a night either of its days."""
    late, early = ({word.casefold() for word in re.findall(r"\w+", when.text)} for when in (before, after))
    return bool(late & load_words("linking", "particulars.toml", "night")) and bool(
        early & load_words("linking", "particulars.toml", "morning")
    )


def compare_publication(left: Occurrence, right: Occurrence) -> Trait:
    """How far apart the reports came out; news of one event clusters, though a trial may come years later."""
    if left.published_on is None or right.published_on is None:
        return Trait(name="published", level="unknown", reason="")
    gap = abs((left.published_on - right.published_on).days)
    level = next(
        (word for most, word in ((1, "day"), (7, "week"), (30, "month"), (90, "quarter")) if gap <= most), "later"
    )
    return Trait(name="published", level=level, reason="" if gap <= 7 else f"reported {gap} days apart")


def compare_towns(left: Where | None, right: Where | None, window: Window) -> Trait:
    """The places told. Two reports of one village agree by it more than two of a city of which forty reports tell."""
    if left is None or right is None:
        return Trait(name="places", level="untold", reason="")
    standing = compare_places(left, right)
    inferred = "inferred" in (left.basis, right.basis)
    if left.country != right.country:
        return Trait(name="places", level="inferred-abroad" if inferred else "abroad", reason=standing.reason)
    if left.prec >= REGION or right.prec >= REGION:
        return Trait(name="places", level="coarse", reason=standing.reason)
    if left.admin1 and right.admin1 and left.admin1 != right.admin1:
        return Trait(name="places", level="inferred-apart" if inferred else "apart", reason=standing.reason)
    if ADMIN1 in (left.prec, right.prec):
        level = "district" if left.prec == right.prec and standing.stand == "agree" else "coarse"
        return Trait(name="places", level=level, reason=standing.reason)
    if left.geonameid == right.geonameid and left.name == right.name:
        town = find_town(left)
        told = window.towns[town] if town else 0
        crowd = next((word for most, word in _CROWD if told <= most), "crowd")
        level = f"inferred-{crowd}" if inferred else crowd
        return Trait(name="places", level=level, reason=f"both in {left.name}")
    if left.admin2 and left.admin2 == right.admin2:
        return Trait(name="places", level="near", reason=f"{left.name} and {right.name} lie in one district")
    return Trait(name="places", level="elsewhere", reason=f"{left.name} is not {right.name}")


def compare_numbers(left: Occurrence, right: Occurrence) -> Trait:
    """The people told of, act by act; of a raid that counts nobody, the places."""
    shared = sorted(set(left.counts) & set(right.counts))
    if not shared and (places := _compare_sites(left.claims, right.claims)):
        return places
    if not shared:
        return Trait(name="numbers", level="other-acts" if left.counts and right.counts else "untold", reason="")
    stands = [compare_counts(left.counts[act], right.counts[act]) for act in shared]
    spoken = {one.reason: act for act, one in zip(shared, stands, strict=True)}
    reason = "; ".join(spoken if len(shared) == 1 else (f"{act}: {words}" for words, act in spoken.items()))
    kinds = [one.stand for one in stands]
    whole = set(left.counts) == set(right.counts)
    if all(kind == "agree" for kind in kinds):
        several = any(_is_telling(left.counts[act]) for act in shared)
        level = ("several" if several else "same") if whole else "same-in-part"
        return Trait(name="numbers", level=level, reason=reason)
    if "against" in kinds:
        return Trait(name="numbers", level="against", reason=reason)
    return Trait(name="numbers", level="near" if "near" in kinds else "coarse", reason=reason)


def _compare_sites(left: Sequence[Claim], right: Sequence[Claim]) -> Trait | None:
    """The places raided, where each tells of one raid and counts no people: a church and a church agree, a church and a shop may not."""
    one, other = ([claim for claim in side if claim.count.unit == "place"] for side in (left, right))
    if len(one) != 1 or len(other) != 1 or one[0].act != other[0].act:
        return None
    standing = compare_counts(one[0].count, other[0].count)
    named = [set((claim.people.group or "").casefold().split()) for claim in (one[0], other[0])]
    alike = standing.stand == "agree" and bool(named[0] & named[1])
    level = "same" if alike else "coarse" if standing.stand == "agree" else standing.stand
    return Trait(name="numbers", level=level, reason=f"{standing.reason} (places)")


def compare_ages(left: frozenset[int], right: frozenset[int]) -> Trait:
    """The ages told. Reports name the ages they know, so one shared age speaks for, and none shared against."""
    if not left or not right:
        return Trait(name="ages", level="untold", reason="")
    shared = left & right
    if not shared:
        return Trait(name="ages", level="apart", reason="other ages")
    word = "ages " if len(shared) > 1 else "age "
    return Trait(
        name="ages",
        level="several" if len(shared) > 1 else "one",
        reason=f"both name the {word}{', '.join(map(str, sorted(shared)))}",
    )


def compare_details(left: frozenset[str], right: frozenset[str], window: Window) -> Trait:
    """Telling words in common, by how rare the rarest few of them are.

    Of a headline and a line more there are few words to share: what they do share counts for more, by the root of how few they are.
    """
    told = min(len(left), len(right))
    if told < _FEWEST_WORDS or window.reports < _FEWEST_REPORTS:
        return Trait(name="details", level="untold", reason="")
    shared = left & right
    worth, held = find_bits(window.reports), window.words
    bits = sum(sorted([worth[held[word]] for word in shared], reverse=True)[:_BEST])
    bits *= math.sqrt(_BEST / min(_BEST, told))
    level = sum(bits >= most for most in _BITS)
    reason = f"{len(shared)} rare names or words in common" if level > 1 else ""
    return Trait(name="details", level=str(level), reason=reason)


def compare_standing(left: Occurrence, right: Occurrence) -> Trait:
    """Whether both are what their reports are about. What a report tells by the way is rarely another's news."""
    aside = 2 - left.is_main - right.is_main
    return Trait(name="story", level=("main", "aside", "both-aside")[aside], reason="")


def compare_wording(left: Sequence[Wording], right: Sequence[Wording]) -> Trait:
    """Whether claims of one act rest on the very same words, or nearly so, as copies of one dispatch do."""
    found = {compare_wordings(one, other) for one in left for other in right}
    if "same" in found:
        return Trait(name="wording", level="same", reason="the very same words")
    if "near" in found:
        return Trait(name="wording", level="near", reason="nearly the same words")
    return Trait(name="wording", level="own", reason="")


def compare_who(left: Sequence[Claim], right: Sequence[Claim]) -> Trait:
    """Sex, group and who did it, as far as claims of one act tell them."""
    found = [
        standing
        for one in left
        for other in right
        if one.act == other.act
        for standing in compare_people(one, other)
        if not standing.reason.endswith(("age", "ages")) and "the age" not in standing.reason
    ]
    against = [one.reason for one in found if one.stand == "against"]
    agreeing = [one.reason for one in found if one.stand == "agree"]
    if against and not agreeing:
        return Trait(name="who", level="against", reason=against[0])
    if agreeing and not against:
        return Trait(name="who", level="agree", reason=agreeing[0])
    return Trait(name="who", level="mixed" if against else "untold", reason="")


def _is_telling(count: Count) -> bool:
    """Three and more killed in both is rarely chance; one and one, or two and two, is."""
    return count.low >= 3
