"""Our way through spaCy's model gives what spaCy's own pipe gives: the same tags, trees, names and dictionary forms."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.parser import Parser, parse_cased
from bearwitness.reading.english.parsing.sentences import find_sentences
from bearwitness.reading.english.parsing.vectors import FEATURES, MOST_TOKENS, find_words
from bearwitness.reading.english.read import EnglishTools
from bearwitness.workflow.inputs import find_inputs
from tests.reading_cases import load_cases

SAMPLES = Path(__file__).parents[3] / "samples"

ODD = (
    "We're gonna go, you've got ta see this; let's ask y'all, c'mon, it ain't so.",
    "There's a man and there were two women whom they 'd held. Nuff said 'em!",
    "somethin' nothin' goin' doin' ol' I wo n't, sha n't, ca n't, I'm, you'd have done it",
    "  two   spaces\tand a tab , 3.5 km , $4.2 million on 3 May 2021 in São Paulo",
    "—",
    "9",
    " a",
    "BURMESE SOLDIERS ARRESTED TWELVE MEMBERS OF THE NATIONAL LEAGUE IN YANGON ON MONDAY",
    "被捕 12 人 in Shenyang, said Radio Free Asia (RFA) on Tuesday.",
)


def read_own(parser: Parser, texts: Sequence[str]) -> list[tuple[Token, ...]]:
    blank = [Sentence(index=0, paragraph=0, start=0, end=len(t), text=t, tokens=()) for t in texts]
    return list(parse_cased(parser, blank, texts))


def read_with_spacy(parser: Parser, texts: Sequence[str]) -> Iterable[list[tuple[Any, ...]]]:
    """What spaCy's whole pipe says of each visible token of a sentence parsed alone."""
    docs = [parser.language.make_doc("".join(" " if c.isspace() else c for c in text)) for text in texts]
    for doc in docs:
        for token in doc:
            token.is_sent_start = token.i == 0
    for doc in parser.language.pipe(docs, batch_size=64):
        yield [
            (t.text, t.idx, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.idx, t.ent_type_, t.ent_iob_ == "B")
            for t in doc
            if not t.is_space
        ]


def show(tokens: Sequence[Token]) -> list[tuple[Any, ...]]:
    return [(t.text, t.start, t.lemma, t.pos, t.tag, t.dep, tokens[t.head].start, t.ent, t.ent_first) for t in tokens]


def find_texts() -> list[str]:
    """Every sentence of the cases and the samples, and odd ones."""
    reports = [item.report.text for item in find_inputs([str(SAMPLES)], io.BytesIO()) if item.report is not None]
    whole = [case.text for case in load_cases()] + reports
    return list(dict.fromkeys([*ODD, *(text[s.start : s.end] for text in whole for s in find_sentences(text))]))


def test_every_token_is_that_of_spacy_s_own_pipe(english: EnglishTools) -> None:
    texts = find_texts()
    assert len(texts) > 1500
    for ours, theirs, text in zip(
        read_own(english.parser, texts), read_with_spacy(english.parser, texts), texts, strict=True
    ):
        assert show(ours) == theirs, text


@pytest.mark.parametrize("size", [1, 7, 40])
def test_a_sentence_is_parsed_alike_in_any_company(size: int, english: EnglishTools) -> None:
    texts = find_texts()[100:180]
    alone = [tokens for text in texts for tokens in read_own(english.parser, [text])]
    assert alone == [
        tokens
        for start in range(0, len(texts), size)
        for tokens in read_own(english.parser, texts[start : start + size])
    ]


def test_a_word_s_vector_does_not_depend_on_the_words_met_before(english: EnglishTools) -> None:
    parser = english.parser
    features: list[Any] = [parser.language.make_doc(text).to_array(list(FEATURES)) for text in find_texts()[:60]]
    parser.vectors.rows.clear()
    first = [find_words(parser.vectors, [rows])[0] for rows in features]
    parser.vectors.rows.clear()
    for rows, before in zip(reversed(features), reversed(first), strict=True):
        assert np.array_equal(find_words(parser.vectors, [rows])[0], before)


def test_words_beyond_those_that_are_kept_are_read_as_well(english: EnglishTools) -> None:
    names = [" ".join(f"Name{n}x{k}" for k in range(300)) for n in range(MOST_TOKENS // 300 + 2)]
    for text in [*names, "Police arrested four men."]:
        (tokens,) = read_own(english.parser, [text])
        assert tokens
    assert len(english.parser.vectors.rows) <= MOST_TOKENS
    assert [show(t) for t in read_own(english.parser, names[:2])] == list(read_with_spacy(english.parser, names[:2]))
