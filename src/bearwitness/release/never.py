"""What no policy can let out: how people get away, who helps them, where they hide and how they were found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bearwitness.core.tables import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One kind of thing that stays, the register's tags for it, and the words of groups and places that tell of it."""

    name: str
    manners: frozenset[str]
    words: re.Pattern[str]


@cache
def list_closed_acts() -> frozenset[str]:
    """Acts that never leave."""
    return frozenset(load_table("release", "never.toml")["acts"])


@cache
def list_topics() -> tuple[Topic, ...]:
    """All kinds of things that stay."""
    return tuple(
        Topic(
            name=topic["name"],
            manners=frozenset(topic["manners"]),
            words=re.compile(r"\b(?:" + "|".join(map(re.escape, topic["words"])) + r")\b"),
        )
        for topic in load_table("release", "never.toml")["topics"]
    )


def find_topics(manners: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    """The kinds of things that stay which an incident's tags, or the words for its people and its place, tell of."""
    told, said = frozenset(manners), [word.casefold() for word in words]
    return tuple(
        topic.name for topic in list_topics() if told & topic.manners or any(topic.words.search(word) for word in said)
    )


def is_closed_word(word: str) -> bool:
    """Whether a value of a trait (a manner, a group) tells of something that stays."""
    return bool(find_topics([word], [word]))
