"""Persons' judgements as a history: what stands is what the entries come to, read in the order they were made."""

from collections import defaultdict
from collections.abc import Iterable

from bearwitness.core.incidents import Judging, Link

Ends = frozenset[str]


def replay(history: Iterable[Judging]) -> tuple[Link, ...]:
    """The judgements that stand, by claims: of each pair the latest that is not withdrawn.

    A withdrawal takes back the one judgement that stands on its pair, and what stood before that stands again: a judgement
    undone is one never made.
    """
    stacks: defaultdict[Ends, list[Link]] = defaultdict(list)
    for entry in history:
        stack = stacks[frozenset((entry.left, entry.right))]
        if entry.link is not None:
            stack.append(entry.link)
        elif stack:
            stack.pop()
    return tuple(sorted((stack[-1] for stack in stacks.values() if stack), key=lambda link: (link.left, link.right)))
