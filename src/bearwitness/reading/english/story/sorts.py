"""Could two phrases name the same people: "the victim" a boy, "the teen" a 15-year-old, "nine civilians" nine peasants?

A report calls one person by many words. Words for a stage of life or for kin name the same person where sex, age and stage
allow it; any other words only where they share a noun.
"""

from collections.abc import Sequence
from functools import cache

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_actor_kind
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.people.people import people_words


def shares_group(frame: Frame, earlier: Frame) -> bool:
    """Could both phrases name the same people? Groups that share no word ("the protesters", "two policemen") do not."""
    if is_other_sort(frame, earlier):
        return False
    if find_stages(frame) and find_stages(earlier):
        return True
    mine, theirs = (frame.people.group or "").lower().split(), (earlier.people.group or "").lower().split()
    if not mine or not theirs:
        return True
    if mine[-1] in _ANYONE or theirs[-1] in _ANYONE:
        return True
    # "three of its staff … three staff members": the word for the people, or what kind of members they are.
    if mine[-1].rstrip("s") in {w.rstrip("s") for w in theirs} or theirs[-1].rstrip("s") in {
        w.rstrip("s") for w in mine
    }:
        return True
    if not frame.singular and (_are_civilians(mine, theirs) or _are_civilians(theirs, mine)):
        return True
    # A nationality may stand for any of its people: "nine refugees", "nine North Koreans".
    return any((f.people.group or "").split()[-1][:1].isupper() for f in (frame, earlier))


def _are_civilians(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """ "nine civilians" may be "nine peasants", and are no nine soldiers."""
    return mine[-1] in {"civilian", "civilians"} and find_actor_kind(theirs[-1], theirs[-1].rstrip("s")) == "unknown"


_ANYONE = frozenset(
    {
        "people",
        "person",
        "persons",
        "detainees",
        "detainee",
        "victims",
        "victim",
        "prisoners",
        "others",
        "individuals",
        "suspects",
        "suspect",
    }
)


def is_other_sort(frame: Frame, other: Frame) -> bool:
    """ "a 16-year-old boy" is no 17-year-old, a woman is no boy, and a toddler no teen."""
    stages, others = find_stages(frame), find_stages(other)
    if stages and others and not stages & others:
        return True
    if {find_sex(frame), find_sex(other)} == {"female", "male"}:
        return True
    ages = [f.people.ages for f in (frame, other)]
    return frame.singular and other.singular and all(ages) and not set(ages[0]) & set(ages[1])


def find_sex(frame: Frame) -> str | None:
    """What the noun says of all the people; None where it says nothing."""
    word = _find_word(frame)
    return next((sex for sex in ("female", "male") if word in people_words(sex)), None)


def find_stages(frame: Frame) -> frozenset[str]:
    """Stages of life that the words allow the people; empty for words that tell of work, rank or belief."""
    word = _find_word(frame)
    table = _stages()
    by_word = frozenset(stage for stage in _STAGES if word in table[stage] or word in table["any"])
    ages = frame.people.ages
    if not (frame.singular and len(ages) == 1 and by_word):
        return by_word
    return frozenset(
        ["child"]
        if ages[0] <= 12
        else ["child", "teen"]
        if ages[0] <= 17
        else ["teen", "adult"]
        if ages[0] <= 19
        else ["adult"]
    )


_STAGES = ("child", "teen", "adult")


@cache
def _stages() -> dict[str, frozenset[str]]:
    table = load_table("reading.english", "people.toml")["stages"]
    return {stage: frozenset(words) for stage, words in table.items()}


def _find_word(frame: Frame) -> str:
    """The noun that names the people, in the singular: "boy" of "the 17-year-old boys"."""
    words = frame.count.text.lower().replace("-", " ").split()
    last = words[-1] if words else ""
    return _IRREGULAR.get(last, last if last in _known() else last.removesuffix("s"))


@cache
def _known() -> frozenset[str]:
    return frozenset(w for words in _stages().values() for w in words)


_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "babies": "baby",
    "schoolchildren": "schoolchild",
    "wives": "wife",
}
