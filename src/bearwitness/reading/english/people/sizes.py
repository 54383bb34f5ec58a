"""How many the people of one act are together: parts add, descriptions do not, and a running toll gives its latest number."""

from collections.abc import Sequence

from bearwitness.core.records import Count
from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.english.people.people import find_phrase, people_words
from bearwitness.reading.english.people.people_counts import read_count


def read_size(sentence: Sentence, trigger: Trigger, heads: Sequence[Token]) -> Count | None:
    """How many the act befell by the phrases of `heads`: a toll by its latest number, else the parts added; None when nobody is told."""
    if trigger.patient == "toll":
        return read_toll(sentence, heads[0])
    cases = read_cases(sentence, trigger)
    if cases is not None:
        return cases
    acts = read_acts(sentence, trigger, heads[0]) if len(heads) == 1 else None
    if acts is not None:
        return acts
    noun = find_toll_noun(sentence, heads[0]) if len(heads) == 1 else None
    risen = read_toll(sentence, noun) if noun is not None else None
    return risen or _sum_counts(sentence, trigger, heads)


def _sum_counts(sentence: Sentence, trigger: Trigger, heads: Sequence[Token]) -> Count | None:
    """The parties of one piece together: parts add ("two male and two female defectors" are four)."""
    counts: list[Count] = []
    one = _is_one_by_verb(sentence, trigger, heads)
    several = trigger.i > heads[-1].i and _is_plural(sentence, trigger)
    for number, head in enumerate(heads):
        if number and (one or (not several and _is_same_person(sentence, head))):
            continue
        count = _read_places(sentence, head) if trigger.patient == "place" else read_count(sentence, head)
        if count is not None and not (counts and _shares_number(sentence, counts[0], count, head)):
            counts.append(count)
    if not counts:
        return None
    if (
        len(counts) > 2
        and counts[0].high is not None
        and counts[0].low == sum(c.low for c in counts[1:])
        and (
            heads[0].lemma in _ANYONE
            or all(head.lemma in people_words("sorts") or head.ent in {"NORP", "GPE"} for head in heads[1:])
        )
    ):
        counts = counts[:1]  # "four refugees, two men and two women": the parts tell who the four are
    whole = counts
    if len({c.unit for c in counts}) > 1:
        counts = [c for c in counts if c.unit == "person"] or counts[:1]
    # "two families and three journalists": three people at least, and the families besides
    bounded = len(counts) == len(whole) and all(c.high is not None for c in counts)
    high = sum(c.high for c in counts if c.high is not None) if bounded else None
    return Count(
        low=sum(c.low for c in counts), high=high, unit=counts[0].unit, text=" + ".join(c.text for c in counts)
    )


def read_cases(sentence: Sentence, trigger: Trigger) -> Count | None:
    """ "more than 120 instances of forced repatriation of refugees": each is an act on one person or more."""
    act = sentence.tokens[trigger.i]
    of = sentence.head(act)
    noun = sentence.head(of)
    if trigger.patient != "noun" or act.dep != "pobj" or of.lower != "of" or noun.lemma not in _CASES:
        return None
    phrase = find_phrase(sentence, noun)
    amount = find_amount([t.lower for t in phrase])
    if amount is None:
        return None
    return Count(low=amount.low, high=None, unit="person", text=sentence.words(phrase))


def read_acts(sentence: Sentence, trigger: Trigger, head: Token) -> Count | None:
    """ "at least 14 arrests of refugees", "31 killings of civilians": the number stands at the acts, and each is of a person.

    None where the people have a number of their own ("two arrests of five refugees") or none of the acts is counted.
    """
    act = sentence.tokens[trigger.i]
    if trigger.patient != "noun" or act.tag != "NNS" or head.tag not in {"NNS", "NNPS"} or head.i <= act.i:
        return None
    if not sentence.children(act, "nummod") or sentence.children(act, "det", "predet", "poss"):
        return None  # "the 14 arrests" goes back to those told
    if find_amount([t.lower for t in find_phrase(sentence, head)]) is not None:
        return None
    phrase = sentence.tokens[find_phrase(sentence, act)[0].i : act.i + 1]
    amount = find_amount([t.lower for t in phrase])
    if amount is None:
        return None
    return Count(low=amount.low, high=amount.high, unit="person", text=sentence.words(phrase))


_CASES = frozenset({"instance", "case", "incident", "occurrence"})


def _shares_number(sentence: Sentence, first: Count, count: Count, head: Token) -> bool:
    """ "14 students and staff" are 14 together; in "at least 41 refugees and unspecified helpers" the helpers may be among the 41.
    "Four teachers and several pupils" are more than four."""
    unnumbered = head.dep == "conj" and (count.low, count.high) == (_PLURAL, None) and count.text.split()[0].isalpha()
    if not unnumbered or (first.low <= _PLURAL and first.high is None):
        return False
    own = sentence.children(head, "det", "nummod", "amod", "poss", "quantmod", "prep")
    return first.high is None or not own


_PLURAL = 2
"""The least that a plural without a number tells."""


_ANYONE = frozenset({"people", "person", "detainee", "victim", "suspect", "individual"})
"""Words so wide that sorts of people which add up to their number are their parts ("seven people, five refugees and two guides")."""


def _is_same_person(sentence: Sentence, head: Token) -> bool:
    """ "a lawyer and activist" is one person: a bare singular joined to another."""
    return (
        head.dep == "conj"
        and head.tag == "NN"
        and not any(c.dep in {"det", "nummod", "poss"} for c in sentence.children(head))
        and head.ent == ""
    )


def _is_plural(sentence: Sentence, trigger: Trigger) -> bool:
    """ "A villager and resistance fighter were shot": the verb says that they are two."""
    auxiliaries = sentence.children(sentence.tokens[trigger.i], "aux", "auxpass")
    return any(k.lower in {"were", "are", "have"} for k in auxiliaries)


def _is_one_by_verb(sentence: Sentence, trigger: Trigger, heads: Sequence[Token]) -> bool:
    """ "A Kenyan teacher and Roman Catholic, Peter Otieno, was detained": one article and "was" make one person."""
    verb = sentence.tokens[trigger.i]
    auxiliaries = {k.lower for k in sentence.children(verb, "aux", "auxpass")}
    singular = all(h.tag in {"NN", "NNP"} for h in heads)
    counted = [any(c.dep in {"det", "nummod", "poss"} for c in sentence.children(h)) for h in heads]
    return bool(auxiliaries & {"was", "is", "has"}) and singular and counted[0] and not any(counted[1:])


def _read_places(sentence: Sentence, head: Token) -> Count | None:
    count = read_count(sentence, head)
    return None if count is None else Count(low=count.low, high=count.high, unit="place", text=count.text)


def read_toll(sentence: Sentence, noun: Token) -> Count | None:
    """How many a running toll has come to: "the death toll rose to 82", "the number of people killed has risen from 10 to 82"."""
    table = load_table("reading.english", "actors.toml")
    at = noun
    for _ in range(3):
        verb = sentence.head(at)
        if at.dep in {"nsubj", "nsubjpass", "dobj"} and verb.pos in {"VERB", "AUX"}:
            break
        at = verb
    else:
        return None
    if verb.lemma not in table["toll_verbs"]:
        return None
    words = [t.lower for t in sentence.tokens]
    before = find_amount(words[verb.i + 2 : noun.i]) if words[verb.i + 1 : verb.i + 2] == ["to"] else None
    if before is not None:
        # "took to more than 420 the number of people killed"
        text = sentence.words(sentence.tokens[verb.i + 2 + before.first : verb.i + 3 + before.last])
        return Count(low=before.low, high=before.high, unit="person", text=text)
    start = max(verb.i, noun.i) + 1
    for number in range(start, min(start + 14, len(words))):
        if words[number] in {"to", "at"} or (number == start and words[number] != "from"):
            amount = find_amount(words[number + (words[number] in {"to", "at"}) : number + 7])
            if amount is not None and amount.first <= 1:
                first = number + (words[number] in {"to", "at"})
                text = " ".join(t.text for t in sentence.tokens[first + amount.first : first + amount.last + 1])
                return Count(low=amount.low, high=amount.high, unit="person", text=text)
    return None


def find_toll_noun(sentence: Sentence, head: Token) -> Token | None:
    """The "number", "toll" or "total" that these people are counted under, if any ("the number of people killed")."""
    up = sentence.head(head)
    if (
        head.dep == "pobj"
        and up.lower == "of"
        and sentence.head(up).lemma in {"number", "toll", "total", "tally", "count"}
    ):
        return sentence.head(up)
    return None
