"""A sentence as the rules see it: tokens with offsets and a dependency tree. The one home of spaCy's `Doc`.

The rules work on these records and not on spaCy objects, so they can be tested on trees written by hand, and another
parser can take spaCy's place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word: `text` its letters as they were parsed (sentences of capitals in ordinary case), `i` its index in the
    sentence, `start`/`end` its offsets in the report, `head` the index of its head
    (its own index for the root), `children` the indices of its dependents, left to right.

    Tags are Penn Treebank (`tag`) and Universal (`pos`); `dep` is spaCy's English scheme (nsubjpass, agent, npadvmod …).
    `ent` is the named-entity type or "", `ent_first` says whether the entity begins here.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str = ""
    ent_first: bool = False
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A parsed sentence. `index` counts sentences, `paragraph` paragraphs, from the start of the report."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...] = field(repr=False)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def words(self, tokens: Sequence[Token]) -> str:
        """The report's own words from the first to the last of these tokens, line breaks as spaces; "" for none."""
        if not tokens:
            return ""
        return " ".join(self.text[tokens[0].start - self.start : tokens[-1].end - self.start].split())

    def head(self, token: Token) -> Token:
        """The token this one depends on (itself for the root)."""
        return self.tokens[token.head]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """Direct dependents, left to right; only those with one of `deps` when any is given."""
        kids = [self.tokens[i] for i in token.children]
        return [k for k in kids if k.dep in deps] if deps else kids

    def subtree(self, token: Token) -> list[Token]:
        """The token and everything below it, in text order."""
        seen = {token.i}
        stack = [token.i]
        while stack:
            for child in self.tokens[stack.pop()].children:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return [self.tokens[i] for i in sorted(seen)]

    def ancestors(self, token: Token) -> list[Token]:
        """Heads from the nearest to the root."""
        out = []
        while token.head != token.i:
            token = self.tokens[token.head]
            out.append(token)
        return out
