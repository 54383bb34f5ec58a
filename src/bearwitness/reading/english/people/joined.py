"""People joined in one list: "three pastors, two teachers and a student", and titles and parts that only say who the others are."""

from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.countless import is_countless
from bearwitness.reading.english.people.people import find_phrase, is_people, people_words
from bearwitness.reading.english.people.people_counts import read_count
from bearwitness.reading.english.places.demonyms import load_codes


def find_conjuncts(sentence: Sentence, token: Token) -> list[Token]:
    """Nouns joined to this one by "and", "as well as", in text order."""
    out = []
    for child in sentence.children(token, "conj", "appos"):
        if child.dep == "appos" and not _goes_on(sentence, token, child):
            continue
        if child.pos not in {"VERB", "AUX", "ADV"} and not is_countless(sentence, child):
            out += [child, *find_conjuncts(sentence, child)]
            out += _find_tail(sentence, child) if child.dep == "appos" else []
    return out


def _find_tail(sentence: Sentence, token: Token) -> list[Token]:
    """The last of "six monks, a cook, and her daughter" where the parser joined her to something before the list."""
    words = sentence.tokens[token.i + 1 : token.i + 6]
    if [t.lower for t in words[:2]] != [",", "and"] or sentence.children(token, "conj"):
        return []
    last = next((t for t in words[2:] if t.pos in {"NOUN", "PROPN"}), None)
    if last is None or last.dep != "conj" or sentence.head(last).i > token.i or not is_people(sentence, last):
        return []
    return [last] if any(c.dep in {"poss", "det", "nummod"} for c in sentence.children(last)) else []


def _goes_on(sentence: Sentence, token: Token, child: Token) -> bool:
    """ "three pastors, two teachers and a student": the parser takes the middle of a list for an apposition."""
    counted = [any(c.dep in {"nummod", "det", "poss"} for c in sentence.children(t)) for t in (token, child)]
    follows = any(c.dep == "conj" for c in sentence.children(child))
    # "six nuns, a cook, and her daughter": one cook describes no six nuns
    joined = [*sentence.children(token, "conj"), *find_strays(sentence, sentence.head(token))]
    others = token.tag == "NNS" and child.tag == "NN"
    others = others and (any(c.i > child.i for c in joined) or bool(_find_tail(sentence, child)))
    follows = follows or others
    # "Juan Soto, his wife, and their two children": his wife is not Juan Soto
    kin = token.pos == "PROPN" and any(c.dep == "poss" and c.tag == "PRP$" for c in sentence.children(child))
    if kin and (follows or any(c.i > child.i for c in joined)):
        return is_people(sentence, child)
    return (
        all(counted)
        and follows
        and token.tag in {"NNS", "NN", "NNPS"}
        and child.tag in {"NNS", "NN", "NNPS"}
        and is_people(sentence, child)
    )


def find_strays(sentence: Sentence, verb: Token) -> list[Token]:
    """People the parser joined to the verb itself: "killed six nuns, a cook, and her daughter"."""
    return [
        c
        for c in sentence.children(verb, "conj")
        if c.pos == "NOUN"
        and is_people(sentence, c)
        and any(k.dep in {"det", "poss", "nummod"} for k in sentence.children(c))
    ]


def drop_titles(sentence: Sentence, verb: Token, chain: list[Token]) -> list[Token]:
    """ "The mayor and speaker Lee Min was injured": a title and its name are one person, as "was" says."""
    auxiliaries = {k.lower for k in sentence.children(verb, "aux", "auxpass")}
    chain = [h for h, after in zip(chain, [*chain[1:], None], strict=True) if not _is_title_of(sentence, h, after)]
    one = is_passive(sentence, verb) and auxiliaries & {"was", "has", "is"}
    if one and len(chain) == 2 and chain[0].tag == "NN" and chain[1].ent == "PERSON":
        return chain[1:]
    return chain


def _is_title_of(sentence: Sentence, head: Token, after: Token | None) -> bool:
    """ "peasants Juan Soto and Luis Paz", "the publisher Luiz Salles": what the named people are, right before the name."""
    if after is None or after.ent != "PERSON" or head.pos != "NOUN" or not is_people(sentence, head):
        return False
    return find_phrase(sentence, after)[0].i == head.i + 1


_PLACED = frozenset({"in", "at", "near", "from", "on"})


def _is_spelt_out(sentence: Sentence, chain: list[Token]) -> bool:
    """ "all eight people in it: six refugees, a guide and the driver": sorts of people behind a colon are those of the number
    before it. Numbers with a place of their own ("four in Yanji and three in Tumen") stay apart."""
    if not any(t.text == ":" for t in sentence.tokens[chain[0].i : chain[1].i]):
        return False
    placed = any(c.lower in _PLACED for h in chain[1:] for c in sentence.children(h, "prep"))
    return not placed and all(h.pos in {"NOUN", "PROPN"} for h in chain[1:])


def drop_parts(sentence: Sentence, chain: list[Token]) -> list[Token]:
    """ "three reporters, two Peruvians and a Swede": nationalities or sexes that add up to the first say who they are; "three
    pastors, two teachers and a student" are six."""
    spelt = len(chain) > 1 and _is_spelt_out(sentence, chain)
    if len(chain) < 3 and not spelt:
        return chain
    if _is_between_commas(sentence, chain):
        told = [read_count(sentence, h) for h in chain]
        least = [count.low for count in told if count is not None]
        return chain[:1] if len(least) == len(told) and sum(least[1:]) == least[0] else chain
    if sentence.tokens[chain[0].i + 1].text not in {",", "--", ":", "–", "—"} and not spelt:
        return chain
    if not spelt and not all(_is_of_anyone(h) for h in chain[1:]):
        return chain
    counts = [read_count(sentence, h) for h in chain]
    if any(c is None or c.high is None or c.low != c.high for c in counts):
        return chain
    lows = [c.low for c in counts if c is not None]
    if spelt:
        return chain[:1] if lows[0] >= sum(lows[1:]) else chain
    return chain[:1] if lows[0] == sum(lows[1:]) and lows[0] > len(lows) - 1 else chain


def _is_between_commas(sentence: Sentence, chain: list[Token]) -> bool:
    """ "Three refugees, a woman of 71 and her granddaughters, were arrested": between commas before the verb stands who the three
    are; a list goes on to its verb without one."""
    if sentence.tokens[chain[0].i + 1].text != ",":
        return False
    end = max(t.i for part in chain[1:] for t in sentence.subtree(part))
    behind = sentence.tokens[end + 1 : end + 3]
    # "three officers, two in Placer County and one in Sacramento, have been shot": each part has a place of its own
    placed = any(t.lower in _PLACED for t in sentence.tokens[chain[1].i : end + 1])
    return not placed and len(behind) == 2 and behind[0].text == "," and behind[1].pos == "AUX"


def find_parts(sentence: Sentence, head: Token) -> list[Token]:
    """The two of "four refugees, two men and two women", which say who the four are."""
    chain = [head, *find_conjuncts(sentence, head)]
    kept = drop_parts(sentence, chain)
    return chain[1:] if len(kept) < len(chain) else []


def _is_of_anyone(head: Token) -> bool:
    """A nationality, a sex or an age, which people of every occupation have."""
    kinds = people_words("female") | people_words("male") | people_words("children")
    return head.lemma in kinds or head.lower.rstrip("s") in load_codes() or head.lower.rstrip("s").endswith("lander")
