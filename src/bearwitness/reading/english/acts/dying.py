"""Deaths and wounds that nobody did to anybody: of illness, of age, in accidents; and words of death in other senses."""

from collections.abc import Iterable

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token


def is_of_itself(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Died of cancer", "killed in an earthquake", "drowned in the river"; a death of illness in custody is recorded."""
    token = sentence.tokens[trigger.i]
    table = load_table("reading.english", "senses.toml")
    told = {t.lower for t in sentence.tokens}
    violent = bool(told & set(table["violence"]))
    if told & set(table["accidents"]) and not violent:
        return True
    if trigger.act == "injury":
        # "was hospitalised for abdominal pain"; where the words are silent a wound is meant
        ill = set(table["diseases"]) | set(table["ailing"])
        return token.lemma in {"hospitalize", "hospitalise"} and not violent and bool(told & ill)
    if token.lemma == "drown":
        return not is_passive(sentence, token) and not sentence.children(token, "dobj")
    if trigger.patient == "toll" or token.lemma in table["dying"]:
        return _is_natural(sentence, trigger) or (not violent and _is_of_age(sentence, token))
    return token.lemma in {"kill", "claim"} and _is_outbreak(sentence, token)


def is_no_death(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Was dead set against it", "succumbed to his threats": words of death in another sense."""
    token = sentence.tokens[trigger.i]
    table = load_table("reading.english", "senses.toml")
    if sentence.tokens[trigger.last].lower == "dead":
        behind = sentence.tokens[trigger.last + 1 : trigger.last + 2]
        return any(t.lower in _DEAD_SURE for t in behind)
    if token.lemma != "succumb":
        return False
    causes = [o for p in sentence.children(token, "prep") if p.lower == "to" for o in sentence.children(p, "pobj")]
    return bool(causes) and not _has_any((t for c in causes for t in sentence.subtree(c)), table["succumbing"])


_DEAD_SURE = frozenset({"set", "sure", "certain", "wrong", "right", "serious", "against", "tired", "last"})


def _has_any(tokens: Iterable[Token], lemmas: Iterable[str]) -> bool:
    return bool({t.lemma for t in tokens} & set(lemmas))


def _is_natural(sentence: Sentence, trigger: Trigger) -> bool:
    table = load_table("reading.english", "senses.toml")
    token = sentence.tokens[trigger.i]
    around = {t.lower for t in (sentence.tokens if trigger.patient == "toll" else sentence.subtree(token))}
    held = bool(around & set(table["places_of_custody"]))
    words = " ".join(t.lower for t in sentence.subtree(token))
    ill = bool(around & set(table["diseases"])) or any(p in words for p in table["natural_deaths"])
    return ill and not held


def _is_of_age(sentence: Sentence, token: Token) -> bool:
    """ "Who died aged 77", "has since died": the end of a life, beside no word of violence."""
    kids = sentence.children(token)
    aged = any(t.lower == "aged" for t in sentence.tokens[token.i + 1 : token.i + 3])
    old = [int(t.text) for t in sentence.tokens[token.i + 1 : token.i + 4] if t.text.isdigit()] if aged else []
    since = any(k.lower == "since" and k.dep == "advmod" for k in kids)
    return any(n >= _OLD for n in old) or (since and any(k.lower in {"has", "have"} for k in kids))


_OLD = 60


def _is_outbreak(sentence: Sentence, token: Token) -> bool:
    """ "The outbreak that has killed 3,100 people", "killed by the virus"."""
    outbreaks = load_table("reading.english", "senses.toml")["outbreaks"]
    subjects = sentence.children(token, "nsubj")
    if any(s.lower in {"that", "which"} for s in subjects):
        subjects = [sentence.head(token)]
    by = [o for a in sentence.children(token, "agent") for o in sentence.children(a, "pobj")]
    named = [*subjects, *by]
    return bool(named) and _has_any(
        (t for n in named for t in [n, *sentence.children(n, "compound", "amod")]), outbreaks
    )
