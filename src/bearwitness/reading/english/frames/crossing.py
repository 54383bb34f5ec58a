"""Whether a date or place of one act of a sentence is kept from another act of it."""

from bearwitness.reading.english.parsing.parse import Sentence, Token


def crosses(sentence: Sentence, other: int, trigger: int) -> bool:
    """Two acts share a date when one is joined to the other ("were arrested and deported on May 3"), not when one contains it."""
    chain = {a.i for a in sentence.ancestors(sentence.tokens[trigger])}
    token = sentence.tokens[trigger]
    joined = token.dep in {"conj", "xcomp", "advcl", "dep"} and other in chain
    other_token = sentence.tokens[other]
    # "were killed when soldiers attacked … on Friday": the attack's day is theirs.
    below = other_token.dep in {"conj", "xcomp", "advcl"} and trigger in {a.i for a in sentence.ancestors(other_token)}
    # "died after being shot on Friday": the day of the shooting, where the death has none of its own.
    after = sentence.head(other_token)
    wounded = token.lemma in _DYING and after.lower in {"after", "when"} | _ONSET and after.head == token.i
    wounded = wounded and other_token.dep in {"pcomp", "pobj"}
    # "were held in a raid on Wednesday": the day of the raid they were held in.
    held_in = other_token.dep == "pobj" and after.lower in {"in", "during"} and after.head == token.i
    return not (joined or below or wounded or held_in or _is_told_before(sentence, other_token, token))


def _is_told_before(sentence: Sentence, other: Token, token: Token) -> bool:
    """ "Eight were shot dead in a bar on Saturday; a further three were wounded": the clause behind a semicolon goes on."""
    between = [t.text for t in sentence.tokens[other.i : token.i]]
    auxiliaries = {k.lower for k in sentence.children(token, "aux")}
    apart = other.dep in {"ccomp", "parataxis", "ROOT", "conj"} and token.tag in {"VBD", "VBN"}
    return apart and between.count(";") == 1 and not auxiliaries & {"has", "have", "had", "will", "would"}


_DYING = frozenset({"die", "succumb", "perish"})
_ONSET = frozenset({"from", "of", "in"})
