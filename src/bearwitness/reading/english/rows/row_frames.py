"""The rows of lists and tables as frames: each row one claim, quoted as the row, with what its head says for all rows.

A list's lead ("Journalists detained in Belarus in May 2021:") or a table's title and header cells tell the act, and the
day, year or place that the rows leave out. Rows of one list tell different occurrences: a wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bearwitness.core.records import Actor, Count, When, Where
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import DAYS, TOLD, Act, Status
from bearwitness.reading.english.acts.acts import Trigger, find_triggers
from bearwitness.reading.english.acts.status import read_status
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.describing import read_people
from bearwitness.reading.english.people.numbers import Amount
from bearwitness.reading.english.people.people import is_person_word
from bearwitness.reading.mentions import PlaceMention, Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the rows: the sentence (its index), and what it tells of every row."""

    sentence: int
    act: Act | None
    group: str | None
    actor: Actor | None
    status: Status
    when: When | None
    where: Where | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: its words `[start, end)`, how many people by which tokens, and its own date and place."""

    scene: Scene
    start: int
    end: int
    act: Act
    amount: Amount
    number: Token
    people: tuple[Token, ...]
    group: str | None
    timex: Timex | None
    place: PlaceMention | None
    elsewhere: bool = False
    """It names something besides the people and known places, perhaps a place: the head's place is not lent to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTotal:
    """A line that adds up the rows above it ("Total: 136"), whose words lie in `[start, end)`, the rows' in `[first, start)`."""

    first: int
    start: int
    end: int
    act: Act
    amount: Amount


def read_head(scene: Scene, frames: Sequence[Frame]) -> Head:
    """What a lead or title tells of the rows below it; its act is None where it tells none that happened."""
    told = [f for f in frames if f.status in TOLD]
    frame = told[0] if told else None
    act, status = (frame.act, frame.status) if frame is not None else _read_topic(scene)
    whens = [t.when for t in scene.times if t.when is not None]
    return Head(
        sentence=scene.sentence.index,
        act=act,
        group=frame.people.group if frame is not None else None,
        actor=frame.actor if frame is not None else _imply_actor(act),
        status=status,
        when=min(whens, key=lambda w: w.prec) if whens else None,
        where=min((p.where for p in scene.places), key=lambda w: w.prec, default=None),
    )


def _read_topic(scene: Scene) -> tuple[Act | None, Status]:
    """ "Detentions on August 10 by town:" names the act of all rows without any people."""
    for trigger in find_triggers(scene.sentence):
        standing = read_status(scene.sentence, scene.sentence.tokens[trigger.i], None)
        if standing.status in TOLD:
            return trigger.act, standing.status
    return None, "reported"


def _imply_actor(act: Act | None) -> Actor | None:
    return Actor(text="", kind="state") if act in {"arrest", "deportation", "refoulement"} else None


def build_row(row: Row, head: Head) -> Frame:
    """The frame of one row, dated and placed by the head where the row leaves it out."""
    sentence = row.scene.sentence
    count = Count(low=row.amount.low, high=row.amount.high, unit="person", text=row.number.text)
    people = read_people(sentence, row.people, len(sentence.tokens))
    when = row.timex.when if row.timex is not None else None
    where = row.place.where if row.place is not None else None
    trigger = Trigger(i=row.number.i, last=row.number.i, act=row.act, patient="object", weak=False)
    return Frame(
        sentence=sentence.index,
        paragraph=sentence.paragraph,
        trigger=trigger,
        act=row.act,
        count=count,
        people=replace(people, group=row.group or head.group, names=()),
        actor=head.actor if head.actor is not None and head.act == row.act else _imply_actor(row.act),
        timex=row.timex,
        when=take_year(when, head.when) if when is not None else _lend(head.when),
        where=where if where is not None or row.elsewhere else head.where,
        status=head.status,
        start=row.start,
        end=row.end,
        singular=count.high == 1,
        heads=tuple(t.i for t in row.people) or (row.number.i,),
        dated=row.timex is not None,
        placed=row.place is not None,
        hidden=count.text,
        name=frozenset(),
        past=True,
        block=head.sentence,
    )


def _lend(when: When | None) -> When | None:
    return replace(when, basis="relative") if when is not None and when.earliest is not None else when


def take_year(when: When, head: When | None) -> When:
    """ "2 May" below "in May 2021": the year told at the head, and not the one nearest to the publication date."""
    if head is None or head.earliest is None or head.latest is None or head.prec <= DAYS:
        return when
    if when.month_day is not None:
        month, day = int(when.month_day[:2]), int(when.month_day[3:] or 0)
    elif when.earliest is not None and when.basis != "stated" and not head.earliest <= when.earliest <= head.latest:
        month, day = when.earliest.month, when.earliest.day
    else:
        return when
    if not day:
        return when
    for year in range(head.earliest.year, head.latest.year + 1):
        try:
            named = date(year, month, day)
        except ValueError:
            continue  # 29 February of a common year
        if head.earliest <= named <= head.latest:
            return replace(when, earliest=named, latest=named, prec=1, basis="relative", month_day=None)
    return when


def is_counted_person(token: Token) -> bool:
    """Is this a word for people, and not a figure that the parser takes for a name?"""
    return token.text[:1].isalpha() and is_person_word(token)


def is_total_word(word: str) -> bool:
    """Does a line that begins with this word only add up the lines above it?"""
    return word.lower().rstrip(":") in load_table("reading.english", "rows.toml")["total"]
