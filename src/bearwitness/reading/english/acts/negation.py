"""Acts that befell nobody: "did not arrest", "without killing", "no one was hurt"."""

from bearwitness.reading.english.parsing.clauses import find_verb
from bearwitness.reading.english.parsing.parse import Sentence, Token


def is_negated(sentence: Sentence, token: Token) -> bool:
    """Do the words say that the act did not happen: "not", "never", "no arrests", "without"? "Not only" denies nothing."""
    verb = find_verb(sentence, token)
    for at in {token.i: token, verb.i: verb}.values():
        for kid in sentence.children(at):
            if (
                kid.dep == "neg"
                or (kid.lower in {"never", "neither", "nor"} and kid.i < at.i)
                or (kid.dep == "det" and kid.lower == "no")
            ):
                return not any(n.lower == "only" for n in sentence.tokens[kid.i + 1 : kid.i + 2])
            if kid.dep in {"nsubj", "nsubjpass", "dobj", "attr"} and any(
                d.dep == "det" and d.lower == "no" for d in sentence.children(kid)
            ):
                return True
    head = sentence.head(token)
    return (head.dep in {"prep", "mark"} and head.lower == "without") or (
        token.dep == "pcomp" and head.lower == "without"
    )


def is_nobody(sentence: Sentence, party: Token) -> bool:
    """Do the people of the act turn out to be nobody: "no one", "none", "no protesters"? "No fewer than 12" are twelve."""
    if party.lower in {"nobody", "none", "nothing", "neither", "anyone", "anybody"}:
        return True
    return (
        any(
            c.lower in {"no", "neither", "zero", "not"}
            and c.dep in {"det", "neg", "nummod", "predet", "advmod", "preconj"}
            and sentence.tokens[c.i + 1].lower not in {"quite", "more"}  # "not quite 20 were led away"
            for c in sentence.children(party)
        )
        and not any(c.lower in {"fewer", "less"} for c in sentence.tokens[max(0, party.i - 4) : party.i])
    )
