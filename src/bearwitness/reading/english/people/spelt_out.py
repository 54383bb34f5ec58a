"""People counted first and told one by one behind a colon: "three refugees, a pastor said: a woman of 71 and two girls aged 9 and 12"."""

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.english.people.people import find_phrase, is_people


def find_spelt_out(sentence: Sentence, head: Token) -> list[Token]:
    """The people behind the colon, where they come to exactly the number before it; none where they do not."""
    colon = next((t.i for t in sentence.tokens[head.i :] if t.text == ":"), None)
    amount = find_amount([t.lower for t in find_phrase(sentence, head)])
    if colon is None or amount is None or amount.low != amount.high or amount.low < 2:
        return []
    if any(t.tag in {"VBD", "VBZ", "VBP", "MD"} for t in sentence.tokens[colon + 1 :]):
        return []  # a clause of its own tells something else
    told = find_counted(sentence, colon + 1)
    return [token for token, _ in told] if sum(size for _, size in told) == amount.low else []


def find_counted(sentence: Sentence, first: int, last: int | None = None) -> list[tuple[Token, int]]:
    """The people from token `first` on, each with an exact number: "a woman", "her son", "two girls"."""
    out = []
    for token in sentence.tokens[first:last]:
        if token.pos != "NOUN" or not is_people(sentence, token) or token.ent in {"DATE", "TIME"}:
            continue
        kids = sentence.children(token)
        if token.tag == "NN" and any(k.dep in {"det", "poss"} for k in kids):
            out.append((token, 1))
        elif (number := find_amount([t.lower for t in find_own_words(sentence, token)])) and number.low == number.high:
            out.append((token, number.low))
    return out


def find_own_words(sentence: Sentence, token: Token) -> list[Token]:
    """The phrase without what a wrong parse puts before it ("a woman of 71 and two girls" is no phrase of 71 girls)."""
    phrase = find_phrase(sentence, token)
    joints = [n for n, t in enumerate(phrase) if t.lower == "and" and n and phrase[n - 1].lower not in _LARGE]
    return phrase[joints[-1] + 1 :] if joints else phrase


_LARGE = frozenset({"hundred", "thousand", "million"})
