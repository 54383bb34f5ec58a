"""How rules over coded words are written and applied: a cascade in which each level puts together what the last one
left.

A rule is a regular expression over classes of words, `<month> <day> (?: <comma>? <year>)?`, and a builder that makes a
`Wording` from the items it found. Named groups mark the items the builder wants. A level tries its rules in order at
each position and replaces what it reads with one item of the rule's product.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from bearwitness.reading.calendar import Part, Unit
from bearwitness.reading.english.times.times_words import NAME, OTHER, Row, load_lexicon, payload_of

Anchor = Literal["calendar", "publication", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an expression says before any calendar is asked.

    With `anchor` "calendar" it names a `unit` by its fields, of which `year` may be unsaid; else it is the `unit` that
    lies `offset` units from the publication date or from an earlier date of the text. `fixed` is a value that needs no
    date (P3D, PAST_REF). `to` is the other end of a range. `pick` -1, 0, 1 is "last", "this", "next" before a name that
    comes round (last May, next Friday); None when nothing is said. `clock` is the TimeML tail (TNI, T10:35). `window`
    is the stretch that a duration reaches back or on from the publication date: "the past two weeks" is (-2, "week"); of a
    day it is how far that lies from the publication date's own ("a year ago today").
    """

    kind: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    unit: Unit | Literal["weekday", "feast", "numeric"] = "day"
    anchor: Anchor = "calendar"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    number: int | None = None
    weekday: int | None = None
    name: str = ""
    offset: int | None = None
    pick: int | None = None
    part: Part | Literal["", "until", "rest"] = ""
    clock: str = ""
    fixed: str = ""
    window: tuple[int, Unit] | None = None
    to: "Wording | None" = None


@dataclass(frozen=True, slots=True)
class Item:
    """A token or what a rule put together: its code, its tokens [first, last], and its wording once it has one.

    `split` holds, for two dates that a word joins ("May 10 and 12"), the last token of one and the first of the other.
    """

    code: str
    first: int
    last: int
    wording: Wording | None = None
    amount: int | None = None
    split: tuple[int, int] | None = None


class Found:
    """What a rule matched: `found.word("month")` is a payload, `found.wording("date")` what an earlier level built."""

    __slots__ = ("_items", "_match", "_row")

    def __init__(self, match: re.Match[str], items: list[Item], row: Row) -> None:
        self._match, self._items, self._row = match, items, row

    def item(self, name: str) -> Item | None:
        """The item of a named group, None when the group is empty or the rule has none of this name."""
        if name not in self._match.re.groupindex:
            return None
        at = self._match.start(name)
        return self._items[at] if at >= 0 and self._match.end(name) > at else None

    def surface(self, name: str) -> str:
        """The text of a named group's first item, "" when the group is empty."""
        item = self.item(name)
        return "" if item is None else self._row.words(item.first, item.last)

    def word(self, name: str) -> int | str | None:
        """The payload of a named group's token."""
        item = self.item(name)
        return None if item is None else payload_of(self.surface(name))

    def number(self, name: str) -> int | None:
        """The payload of a named group's token as a number."""
        payload = self.word(name)
        return payload if isinstance(payload, int) else None

    def tag(self, name: str) -> str:
        """The payload of a named group's token as a tag, "" when the group is empty."""
        payload = self.word(name)
        return payload if isinstance(payload, str) else ""

    def next_word(self) -> str:
        """The word after the match; "" at the end of what is looked at."""
        at = self._match.end()
        if at >= len(self._items):
            return ""
        return self._row.words(self._items[at].first, self._items[at].first)

    def wording(self, name: str) -> Wording | None:
        """What an earlier level built for this group."""
        item = self.item(name)
        return None if item is None else item.wording

    def amount(self, name: str) -> int | None:
        """The number of a quantity; None when it is vague or absent."""
        item = self.item(name)
        return None if item is None else item.amount


Built = Wording | int | None
Builder = Callable[[Found], Built]


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` over classes; `product` the class of what it builds; a builder may return None to decline."""

    product: str
    pattern: str
    build: Builder


@dataclass(frozen=True, slots=True)
class Level:
    """Rules that are tried together, compiled."""

    finder: re.Pattern[str]
    rules: tuple[tuple[re.Pattern[str], str, Builder], ...] = field(repr=False)


UNIONS: Final = {
    "full_month": "<month><month_or_verb>",
    "day": "<day_12><day_31><day_ordinal>",
    "plain_day": "<day_12><day_31>",
    "stop": "<comma><dot><open><close><dash>",
    "link": "<hyphen><dash><to><through><until><and><or>",
    "any_date": "<date><weekday_date><bare_date><year_date>",
    "quantity_link": "<to><or><hyphen><dash>",
    "any_unit": "<unit><units>",
    "digit": "<day_12><day_31><two_digits><number_other><year><old_year><decimal>",
    "name": NAME,
    "other": OTHER + NAME,
    "date_lead": "<in><since><until><by><of><from><through><to><last><next><this><early><late><mid><hyphen><every>"
    "<between><past><coming><start><end><on><and><or><earlier><later><before><after><previous><following>",
}
"""Classes of classes; each is one place in a pattern."""


def compile_level(rules: tuple[Rule, ...]) -> Level:
    """Rules compiled to one finder, in order, and each on its own for its named groups."""
    own = tuple(re.compile(_codes_of(rule.pattern)) for rule in rules)
    unnamed = [re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern in own]
    finder = re.compile("|".join(f"({pattern})" for pattern in unnamed))
    return Level(
        finder=finder,
        rules=tuple((p, load_lexicon().code_of[r.product], r.build) for p, r in zip(own, rules, strict=True)),
    )


def _codes_of(pattern: str) -> str:
    code_of = load_lexicon().code_of

    def bare(match: re.Match[str]) -> str:
        name = match.group(1)
        return re.sub(r"<(\w+)>", bare, UNIONS[name]) if name in UNIONS else code_of[name]

    def classed(match: re.Match[str]) -> str:
        return f"[{bare(match)}]" if match.group(1) in UNIONS else code_of[match.group(1)]

    kept = re.sub(r"\(\?P<(\w+)>", r"(?P{\1}", re.sub(r"\s+", "", pattern))
    kept = re.sub(r"\[[^\]]*\]", lambda m: re.sub(r"<(\w+)>", bare, m.group()), kept)
    return re.sub(r"\(\?P\{(\w+)\}", r"(?P<\1>", re.sub(r"<(\w+)>", classed, kept))


def apply_level(level: Level, items: list[Item], row: Row) -> list[Item]:
    """The items with everything that the level reads put together."""
    codes = "".join(item.code for item in items)
    out: list[Item] = []
    at = 0
    while match := level.finder.search(codes, at):
        start, end = match.span()
        pattern, product, build = level.rules[(match.lastindex or 1) - 1]
        own = pattern.match(codes, start)
        built = build(Found(own, items, row)) if own else None
        out += items[at:start]
        if built is None:
            # The builder declined ("Feb 31"): leave the first item and look again behind it.
            out.append(items[start])
            at = start + 1
            continue
        first, last = items[start].first, items[end - 1].last
        if isinstance(built, Wording):
            out.append(
                Item(product, first, last, wording=built, split=_split(own, items) if built.to and own else None)
            )
        else:
            out.append(Item(product, first, last, amount=None if built < 0 else built))
        at = end
    return out + items[at:]


def _split(match: re.Match[str], items: list[Item]) -> tuple[int, int] | None:
    """Where two joined dates part: at the group "link", when it is a word and not a dash ("May 10-12" stays whole)."""
    if "link" not in match.re.groupindex or match.start("link") < 0:
        return None
    link = items[match.start("link")]
    code_of = load_lexicon().code_of
    return None if link.code in (code_of["hyphen"], code_of["dash"]) else (link.first - 1, link.last + 1)
