"""How an act happened: tags of the controlled list in `manner.toml`, found in the words of the act's clause."""

import re
from functools import cache

from bearwitness.core.tables import load_table


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tags: dict[str, list[str]] = load_table("reading.english", "manner.toml")["tags"]
    return tuple((tag, re.compile("|".join(patterns))) for tag, patterns in tags.items())


def find_manner(words: str) -> tuple[str, ...]:
    """The tags that the words of a clause tell, in the order of the list."""
    lowered = " ".join(words.lower().split())
    return tuple(tag for tag, pattern in _patterns() if pattern.search(lowered))
