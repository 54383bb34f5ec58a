"""Where the order of the words tells to which act a day or place belongs, whatever the parser hangs it on."""

from collections.abc import Sequence

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import REGION
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.mentions import PlaceMention, Timex


def is_before_tag(sentence: Sentence, mention: Token, saying: Token, trigger: int) -> bool:
    """ "Twelve were killed in Lira, in the north, on Friday, locals said": what stands between the act and the words that only
    name the speaker is part of what is said. "He was killed, police said on Friday" gives the day of saying."""
    subject = next((c for c in sentence.children(saying, "nsubj")), None)
    said = any(
        t.dep == "ccomp" and t.head == saying.i
        for t in [sentence.tokens[trigger], *sentence.ancestors(sentence.tokens[trigger])]
    )
    if (
        subject is None
        or subject.i > saying.i
        or not said
        or not any(_may_hang_wrong(t) and t.head == saying.i for t in (mention, sentence.head(mention)))
    ):
        return False
    left = min(t.i for t in sentence.subtree(subject))
    return trigger < mention.i < left and sentence.tokens[left - 1].text == ","


def _may_hang_wrong(token: Token) -> bool:
    """ "on Friday", and a bare "yesterday" between commas."""
    return token.tag == "IN" or token.dep == "npadvmod"


def is_own_day(sentence: Sentence, trigger: int, timex: Timex, times: Sequence[Timex], acts: frozenset[int]) -> bool:
    """ "was arrested on Monday in connection with the fatal shooting of a host in Taxco on 2 May": behind the noun, with no verb
    or comma between, stands the noun's day, where the verb before it has a day of its own."""
    act = sentence.tokens[trigger]
    verb = next((t for t in sentence.ancestors(act) if t.pos in {"VERB", "AUX"}), None)
    if act.pos != "NOUN" or verb is None or verb.i not in acts or verb.i > act.i:
        return False
    between = [t for t in sentence if t.i > trigger and t.end <= timex.start]
    plain = all(t.pos not in {"VERB", "AUX", "CCONJ", "SCONJ"} and t.text not in {",", ";"} for t in between)
    own = any(t.when is not None and sentence.tokens[verb.i].end <= t.start < act.start for t in times)
    return timex.start > act.end and plain and (own or sentence.head(act).lower == "over")


def is_of_ground(sentence: Sentence, trigger: int, timex: Timex, acts: frozenset[int]) -> bool:
    """ "sentenced over the killing of a guard in Karaj on 3 November": the day right behind the ground of a taking or a sentence
    is the ground's."""
    for number in acts:
        ground = sentence.tokens[number]
        over = sentence.head(ground)
        if ground.pos != "NOUN" or not trigger < number or ground.end > timex.start:
            continue
        between = [t for t in sentence if t.i > number and t.end <= timex.start]
        plain = all(t.pos not in {"VERB", "AUX", "CCONJ", "SCONJ"} and t.text not in {",", ";"} for t in between)
        if plain and ground.dep == "pobj" and over.lower == "over" and over.head == trigger:
            return True
    return False


def find_relative_owner(sentence: Sentence, mention: Token) -> int | None:
    """ "Schoolchildren who were kidnapped in Zamfara this month have been freed": a time between the verb of a relative clause and
    the helping verb of the main one is the former's; None for a time that stands elsewhere."""
    verb = sentence.head(mention)
    helpers = sentence.children(verb, "aux", "auxpass")
    subjects = sentence.children(verb, "nsubj", "nsubjpass")
    if not helpers or not subjects or not subjects[-1].i < mention.i < helpers[0].i:
        return None
    clauses = [t for t in sentence.children(subjects[-1], "relcl") if t.i < mention.i]
    between = sentence.tokens[clauses[-1].i + 1 : mention.i] if clauses else ()
    return clauses[-1].i if clauses and not any(t.text in {",", ";"} for t in between) else None


def is_before_saying(sentence: Sentence, place: PlaceMention) -> bool:
    """ "… near the city of Hunchun, a group in Seoul said": right before the words of saying stands the home of the speaker."""
    inside = [t.i for t in sentence if t.start < place.end and t.end > place.start]
    if not inside or inside[0] < 2 or inside[-1] + 1 >= len(sentence.tokens):
        return False
    saying = load_table("reading.english", "attach.toml")["saying"]
    before, noun, behind = (
        sentence.tokens[inside[0] - 1],
        sentence.tokens[inside[0] - 2],
        sentence.tokens[inside[-1] + 1],
    )
    said = behind.lemma in saying and behind.tag in {"VBD", "VBZ"}
    return said and before.tag == "IN" and noun.pos in {"NOUN", "PROPN"}


def is_origin(sentence: Sentence, carrier: Token, place: PlaceMention) -> bool:
    """ "detained 32 people from Myanmar": right behind people a country is where they are from; "sent back 32 from China" is not."""
    before = sentence.tokens[carrier.i - 1] if carrier.i else None
    counted = before is not None and any(c.tag == "CD" for c in sentence.children(before, "nummod"))
    return (
        before is not None
        and counted
        and place.where.prec > REGION
        and before.tag == "NNS"
        and not _is_return(sentence, carrier)
    )


def _is_return(sentence: Sentence, carrier: Token) -> bool:
    verbs = {t.lemma for t in sentence.ancestors(carrier)}
    return bool(
        verbs
        & {
            "deport",
            "expel",
            "send",
            "return",
            "repatriate",
            "extradite",
            "evacuate",
            "fly",
            "abduct",
            "kidnap",
            "disappear",
        }
    )
