"""What a single sentence says of one act on one party of people."""

from dataclasses import dataclass

from bearwitness.core.records import Actor, Count, People, When, Where
from bearwitness.core.vocabulary import Act, Status
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.mentions import Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One act on one party as a single sentence tells it; flags say how it speaks of the people."""

    sentence: int
    paragraph: int
    trigger: Trigger
    act: Act
    count: Count
    people: People
    actor: Actor | None
    timex: Timex | None
    when: When | None
    where: Where | None
    status: Status
    start: int
    end: int
    """With `start`, the offsets of its quote in the report."""
    singular: bool
    """Exactly one person."""
    heads: tuple[int, ...]
    """The tokens that name the people: two acts with the same heads befell the same people."""
    dated: bool
    placed: bool
    """Its own sentence gives the act a date; a place."""
    hidden: str
    """The words of the count without the names of victims."""
    name: frozenset[str]
    """The words of the one person's name, for telling a name told again; they go into no claim."""
    past: bool
    """Told in the simple past, the tense of a story ("were killed"), not "have been killed"."""
    there: bool = False
    """"There" stands for the place: the one told before."""
    habitual: bool = False
    """A practice and no event ("police routinely arrest people")."""
    manner: tuple[str, ...] = ()
    additional: bool = False
    """"Another", "more", "others": not the people told before."""
    definite: bool = False
    """"The four", "both", "they": people told before."""
    pronoun: bool = False
    """Nothing but a pronoun names the people."""
    attributive: bool = False
    """The act only describes people spoken of otherwise ("the detained journalist")."""
    share: bool = False
    """Some of the people told before ("some of them", "most of the refugees")."""
    acts_counted: bool = False
    """The number counts the acts themselves ("12 arrests")."""
    bare: bool = False
    """The people are told by a plural alone, without a number ("defectors have been arrested")."""
    since: str | None = None
    """A word that stretches the date ("since", "over the past") or tells a running total ("so far"); None when there is none."""
    until: When | None = None
    """The day a running total was drawn ("As of 17 March"), where the sentence gives it."""
    spread: bool = False
    """The words spread the act over several places ("across Belarus", "in several towns")."""
    toll: bool = False
    """A running toll told by its latest number ("the death toll rose to 14")."""
    aside: bool = False
    """Told in passing, before the story's own time or in a relative clause ("who had been arrested in May")."""
    perfect: bool = False
    """Told in the perfect, the tense of what has come about up to now ("have been killed")."""
    headline: bool = False
    """A line without a full stop tells it."""
    alone: bool = False
    """The words set a part of a total apart ("in Brest alone")."""
    block: int | None = None
    """Sentence of the head of the list or table it is a row of: rows of one list are different occurrences."""
    spoken_of: tuple[int, Count] | None = None
    """The people "they" or "the group" go back to where no act on them was told: the sentence that counts them, and how many."""
    same_period: bool = False
    """The year of its date goes on from a period told before ("in the same two months of 2018")."""
    unpeopled: bool = False
    """The act is told without its people ("reports of torture")."""
    lasting: bool = False
    """Told as the state it left people in ("has been held since May", "remains in jail"): a day it began on, or none."""
    state: bool = False
    """Told as the state people are in at the day of telling ("is in jail", "was still being held on Thursday")."""
    adds_up: bool = False
    """The words count what other frames tell one by one: the lead of a list, a total with its parts."""
