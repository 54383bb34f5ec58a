"""How the words of a frame speak of its people and its time: another, the, had been, in the simple past; and where its quote ends."""

from collections.abc import Sequence

from bearwitness.core.records import Actor
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import find_phrase
from bearwitness.reading.mentions import PlaceMention, Timex


def is_additional(words: Sequence[str]) -> bool:
    """Do the words set these people apart from those told before: "another four", "two more", "three others"?"""
    if any(w in {"another", "additional", "further", "others", "separate"} for w in words):
        return True
    if any(
        w in _ORDINALS and words[at + 1 : at + 2] and words[at + 1] not in _RANKED for at, w in enumerate(words[:2])
    ):
        return True  # "a second teen", "the third victim"
    return any(w in {"more", "other"} and words[at + 1 : at + 2] != ["than"] for at, w in enumerate(words) if at > 0)


def is_also(sentence: Sentence, trigger: Trigger, people: Token) -> bool:
    """ "Agents also took the couple away": not those taken before; "they were also beaten" are."""
    act = sentence.tokens[trigger.i]
    if trigger.act not in {"arrest", "abduction"}:
        return False  # "also shot his mother" may tell again
    also = any(k.lower == "also" and k.dep == "advmod" for k in sentence.children(act))
    active = any(k.dep == "nsubj" for k in sentence.children(act)) or act.dep == "conj"
    return also and active and people.pos != "PRON" and people.dep == "dobj"


_ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"})
_RANKED = frozenset({"-", "lieutenant", "class", "grade", "grader", "year", "secretary", "wife", "husband", "cousin"})


def is_definite(words: Sequence[str], head: Token) -> bool:
    """Does the phrase speak of people told before: "the four", "those", "their"?"""
    known = {"the", "these", "those", "both", "all", "they", "them", "their", "his", "her"}
    return head.pos == "PRON" or any(w in known for w in words[:1])


def is_aside(sentence: Sentence, token: Token) -> bool:
    """Is the act told in passing: in a relative clause, as an epithet, or as what had happened earlier?"""
    return token.dep in {"relcl", "acl", "amod"} or any(
        k.lower in {"had", "'d", "’d"} for k in sentence.children(token, "aux")
    )


def is_past(sentence: Sentence, token: Token) -> bool:
    """Is the verb in the simple past, the tense of a story ("were killed")?"""
    if token.pos not in {"VERB", "AUX"}:
        return False
    auxiliaries = {k.lower for k in sentence.children(token, "aux", "auxpass")}
    return token.tag in {"VBD", "VBN"} and not auxiliaries & {"has", "have", "had", "'ve", "’ve", "is", "are", "be"}


def is_perfect(sentence: Sentence, token: Token) -> bool:
    """Is the verb in the perfect, the tense of what has come about up to now ("have been killed")?"""
    auxiliaries = {k.lower for k in sentence.children(token, "aux", "auxpass")}
    return token.pos in {"VERB", "AUX"} and bool(auxiliaries & {"has", "have", "'ve", "’ve"})


_SEIZING = frozenset({"hold", "seize", "capture", "snatch", "grab"})


def find_act(trigger: Trigger, actor: Actor | None, verb: str = "") -> Act:
    """Taking people is an abduction where gunmen or rebels do it: only those who hold power arrest (HURIDOCS MT04)."""
    if trigger.act == "arrest" and actor is None and verb == "snatch":
        return "abduction"  # "60 girls were snatched from their school"
    if trigger.act != "arrest" or actor is None or actor.kind != "non-state":
        return trigger.act
    armed = load_table("reading.english", "actors.toml")["armed"]
    if verb in _SEIZING:
        return "abduction"  # "workers held seven managers", "was captured by the crowd"
    return "abduction" if any(word in armed for word in actor.text.lower().replace("-", " ").split()) else trigger.act


def find_among(sentence: Sentence, head: Token) -> list[Token]:
    """ "A 16-year-old was among eight protesters arrested": who the sentence picks out of the people."""
    among = sentence.head(head)
    if head.dep != "pobj" or among.lower != "among":
        return []
    return sentence.children(sentence.head(among), "nsubj")


def find_quote(
    sentence: Sentence,
    trigger: Trigger,
    phrase: Sequence[Token],
    mentions: Sequence[Timex | PlaceMention],
    agent: Token | None,
) -> tuple[int, int]:
    """From the first to the last word the frame rests on."""
    marks = [(t.start, t.end) for t in phrase]
    marks += [(sentence.tokens[trigger.i].start, sentence.tokens[trigger.last].end)]
    marks += [(m.start, m.end) for m in mentions if sentence.start <= m.start and m.end <= sentence.end]
    if agent is not None:
        marks += [(t.start, t.end) for t in find_phrase(sentence, agent)]
    return min(a for a, _ in marks), max(b for _, b in marks)


def hangs_on(sentence: Sentence, token: Token, trigger: int) -> bool:
    """Does the word stand below the act in the sentence's tree?"""
    return any(a.i == trigger for a in sentence.ancestors(token))


def find_after(sentence: Sentence, head: Token) -> list[str]:
    """ "Five more were held": the word behind a bare number."""
    behind = sentence.tokens[head.i + 1 : head.i + 2]
    return [t.lower for t in behind if head.tag == "CD" and t.lower in {"more", "others", "additional"}]


def find_there(sentence: Sentence, act: int) -> Token | None:
    """The "there" that stands for the place of the act."""
    return next((t for t in sentence if t.lower == "there" and t.dep == "advmod" and t.head == act), None)
