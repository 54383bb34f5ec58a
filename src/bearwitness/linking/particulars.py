"""What two occurrences share that few do, and the slip in day, number or place that it outweighs.

Outlets get a day, a number or a place slightly wrong, and recorders still know the occurrence by what is particular to it: an age, a
motel's name, two men and two women, cyclists. One slip is excused by one such thing, the conflict stays named in the incident; two
slips are not, and people that nothing marks ("two refugees") excuse none.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from bearwitness.core.link_index import Window
from bearwitness.core.records import Claim, Count, People
from bearwitness.core.tables import load_words
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.voices_back import fold_name

_FEWEST: Final = 3
"""People from whom a number, or who they are, tells an occurrence from others; one and two befall somebody every day."""
_OWN: Final = 2
"""Words of its own from which a quote tells of another scene."""
_SHORT: Final = 12
"""A report of so few names tells all of them of its one story."""
_LARGE: Final = 40
_RARE: Final = 6
_HELD: Final = 8
"""In a register of forty reports and more, a name that six hold is rare; in a smaller one, one that eight hold is no longer."""
_FEW_TOWN: Final = frozenset({"few", "some"})
_IN_TOWN: Final = frozenset({"few", "some", "many", "crowd"})
_LONG: Final = 20
"""Distinct words from which two sentences are alike for being copies and not by chance."""
_WEEK: Final = 7
_YEARS: Final = 2
"""Ages of one person differ by so much at most, as birthdays are got wrong."""

_EXCUSED: Final = {
    ("days", "next"): {"make-up", "names", "ages of several"},
    ("days", "overlap"): {"names", "age of several"},
    ("numbers", "near"): {"names", "age", "group"},
    ("places", "coarse"): {"names", "age of several", "age and group"},
}
_REASONS: Final = {
    "make-up": "both tell of as many women and men",
    "names": "names in common that few others have",
    "age": "an age in common",
    "age of several": "an age in common",
    "ages of several": "ages in common",
    "age and group": "an age and who it was in common",
    "group": "the same people, who are not many",
    "copy": "a copy with another figure",
}


def excuse_slip(left: Occurrence, right: Occurrence, levels: Mapping[str, str], window: Window) -> str:
    """What is shared that outweighs the only slip between two occurrences, in words; empty where nothing does."""
    slips = [name for name, agree in _AGREE.items() if levels[name] not in agree]
    if _is_changed_copy(left, right, levels, slips):
        return _REASONS["copy"]
    if len(slips) != 1:
        return ""
    slip = (slips[0], levels[slips[0]])
    if slip == ("numbers", "against"):
        found = _excuse_far_number(left, right, levels, window)
    else:
        excusing = _EXCUSED.get(slip, set())
        shared = _find_shared(left, right, levels, window) if excusing else ()
        found = next((_REASONS[one] for one in shared if one in excusing), "")
    return "" if found and (_say_another(left) or _say_another(right)) else found


_AGREE: Final = {
    "days": frozenset({"same"}),
    "places": _IN_TOWN | {"district"},
    "numbers": frozenset({"same", "several"}),
}


def is_later_figure(left: Occurrence, right: Occurrence, levels: Mapping[str, str]) -> bool:
    """Whether an outlet tells of the same people, day and town with another number some days later: its figure was mended (rule 8).

    In a town of many reports, and of people whom nothing marks, the second figure may be of others.
    """
    if levels["days"] != "same" or levels["places"] not in _FEW_TOWN or levels["numbers"] not in {"near", "against"}:
        return False
    if left.published_on is None or right.published_on is None or not (left.is_main and right.is_main):
        return False
    if not 0 < abs((left.published_on - right.published_on).days) <= _WEEK:
        return False
    one, other = _find_only(left), _find_only(right)
    if one is None or other is None or one.act != other.act or min(one.count.low, other.count.low) < 2:
        return False
    if _say_another(left) or _say_another(right) or _tell_apart(left, right):
        return False
    outlet, again = _find_outlet(one), _find_outlet(other)
    return outlet is not None and outlet == again and _share_group(one.people, other.people)


def are_other_people(left: Occurrence, right: Occurrence) -> bool:
    """Whether the only ones each tells of cannot be the same: as many women as men there, or one person of 9 and one of 64."""
    one, other = _find_only(left), _find_only(right)
    if one is None or other is None or one.act != other.act or not _is_exact(one.count) or not _is_exact(other.count):
        return False
    if one.count.low != other.count.low:
        return False
    if "" not in (sexes := {_find_sex(one), _find_sex(other)}) and len(sexes) > 1:
        return True
    ages = [claim.people.ages for claim in (one, other)]
    single = one.count.low == 1 and all(len(found) == 1 for found in ages)
    return single and abs(ages[0][0] - ages[1][0]) > _YEARS


def _is_changed_copy(left: Occurrence, right: Occurrence, levels: Mapping[str, str], slips: Sequence[str]) -> bool:
    """A long sentence told word for word but for its figure: a wire story that was updated or mistyped."""
    known = levels["days"] == "same" and levels["numbers"] == "near" and set(slips) <= {"numbers", "places"}
    long = [w for side in (left, right) for w in side.wordings if len(w.words) >= _LONG]
    return known and levels["wording"] == "near" and levels["places"] in _IN_TOWN | {"coarse"} and len(long) > 1


def _excuse_far_number(left: Occurrence, right: Occurrence, levels: Mapping[str, str], window: Window) -> str:
    """Fifteen or forty students of one school on one day: what is told of both by name is one, however far the numbers are apart."""
    one, other = _find_only(left), _find_only(right)
    if one is None or other is None or min(one.count.low, other.count.low) < _FEWEST:
        return ""
    told = levels["places"] in _FEW_TOWN and _share_group(one.people, other.people)
    return _REASONS["names"] if told and _share_title(left, right, window) else ""


def _find_shared(left: Occurrence, right: Occurrence, levels: Mapping[str, str], window: Window) -> list[str]:
    several = levels["numbers"] == "several"
    counts = [*left.counts.values(), *right.counts.values()]
    many = bool(counts) and min(count.low for count in counts) >= _FEWEST
    ages = len(left.ages & right.ages)
    group = any(_share_group(one.people, other.people) for one in left.claims for other in right.claims)
    found = {
        "make-up": several and any(_share_make_up(one, other) for one in left.claims for other in right.claims),
        "age": bool(ages),
        "age of several": bool(ages) and several,
        "ages of several": ages > 1 and several,
        "age and group": bool(ages) and group,
        "group": many and group and levels["places"] in _FEW_TOWN and not _tell_apart(left, right),
        "names": many and _share_names(left, right, window),
    }
    return [name for name, is_shared in found.items() if is_shared]


def _say_another(occurrence: Occurrence) -> bool:
    """ "Police also detained 31", "another nine": others than the ones an earlier report told of."""
    adding = load_words("linking", "particulars.toml", "adding")
    told = [word for wording in occurrence.wordings for word in (*wording.sequence, "")]
    more = any(word == "more" and after != "than" for word, after in pairwise(told))
    return more or not adding.isdisjoint(told)


def _tell_apart(left: Occurrence, right: Occurrence) -> bool:
    """Whether each tells where or how with words of its own: 14 at the medical institute, 31 at the railway college."""
    return all(len(_list_own_words(one, other)) >= _OWN for one, other in ((left, right), (right, left)))


def _list_own_words(occurrence: Occurrence, other: Occurrence) -> set[str]:
    """What the quotes of one say and those of the other do not, but for numbers, days, doers and words without a sense of their own."""
    told, others = ({word for wording in side.wordings for word in wording.words} for side in (occurrence, other))
    known = set(load_words("linking", "particulars.toml", "common")) | load_words("linking", "details.toml", "calendar")
    known |= {word for claim in occurrence.claims for word in claim.count.text.casefold().split()}
    return {word for word in told - others - known - _list_known(occurrence) if not word.isdigit()}


def _share_make_up(left: Claim, right: Claim) -> bool:
    """Two men and two women in both."""
    one, other = left.people, right.people
    told = bool(one.female and one.male) and left.act == right.act
    return told and (one.female, one.male) == (other.female, other.male)


def _share_group(left: People, right: People) -> bool:
    """Whether both tell of people of one trade or kind, as "cyclists": no nation, which stands with a capital, and no "people"."""
    plain = load_words("linking", "particulars.toml", "plain_groups")
    one, other = (
        {word for word in re.findall(r"\w+", group or "") if word.islower() and word not in plain}
        for group in (left.group, right.group)
    )
    return bool(one & other)


def _share_names(left: Occurrence, right: Occurrence, window: Window) -> bool:
    """Two names and more, told in short reports, or a name of two words where the act is told."""
    if max(len(left.names), len(right.names)) <= _SHORT and len(_find_names(left, right, window)) > 1:
        return True
    return _share_title(left, right, window)


def _share_title(left: Occurrence, right: Occurrence, window: Window) -> bool:
    """A name of two words in the very words of both, as a motel's."""
    names = _find_names(left, right, window)
    one, other = ({pair for told in side.wordings for pair in pairwise(told.sequence)} for side in (left, right))
    return any(set(pair) <= names for pair in one & other)


def find_most_held(window: Window) -> int:
    """How many reports of the window may hold a name that is rare in it."""
    return _RARE if window.reports >= _LARGE else _HELD


def _find_names(left: Occurrence, right: Occurrence, window: Window) -> set[str]:
    """The names in common that few reports hold and that are not of towns, doers, groups or outlets."""
    most = find_most_held(window)
    known = {word for side in (left, right) for word in _list_known(side)}
    return {word for word in left.names & right.names if word not in known and window.words[word] <= most}


def _list_known(occurrence: Occurrence) -> set[str]:
    told = [voice.name for claim in occurrence.claims for voice in claim.voices if voice.kind == "outlet"]
    told += [text for claim in occurrence.claims if claim.where for text in (claim.where.name, claim.where.text)]
    told += [claim.people.group for claim in occurrence.claims]
    told += [claim.actor.text for claim in occurrence.claims if claim.actor]
    return {word for text in told if text for word in re.findall(r"\w+", text.casefold())}


def _find_only(occurrence: Occurrence) -> Claim | None:
    return occurrence.claims[0] if len(occurrence.claims) == 1 else None


def _find_outlet(claim: Claim) -> str | None:
    return next((fold_name(voice.name) for voice in claim.voices if voice.kind == "outlet" and voice.name), None)


def _is_exact(count: Count) -> bool:
    return count.low == count.high and count.unit == "person"


def _find_sex(claim: Claim) -> str:
    people, number = claim.people, claim.count.low
    if people.female == number and not people.male:
        return "women"
    return "men" if people.male == number and not people.female else ""
