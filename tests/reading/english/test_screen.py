"""The screen may keep too much and never too little: the reading is the same when every sentence is parsed."""

import io
import random
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.records import Report
from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.forms import find_forms, load_irregular
from bearwitness.reading.english.parsing.sentences import find_sentences
from bearwitness.reading.english.read import EnglishTools, read_english
from bearwitness.reading.english.screen import find_telling, may_tell, tells_act
from bearwitness.reading.english.story.happenings import may_happen
from bearwitness.workflow.inputs import find_inputs
from tests.reading_cases import load_cases

SAMPLES = Path(__file__).parents[3] / "samples"

NEWS = (
    "The council voted to repair three bridges before the winter.",
    "Rain is expected in Kunming on Friday, an official of the weather office said.",
    "“We are glad,” she said. “Nobody had hoped for so much.”",
    "Shares of the shipping company fell by four per cent in May.",
    "The ministry told the Harbour Ledger that the museum would open on 3 June in Dandong.",
    "According to a teacher, eleven classes have no room.",
    "The source said that the price of rice had risen because of the floods.",
)


def make_report(text: str) -> Report:
    return Report(
        id="r", input="r", url=None, outlet=None, title=None, published_on=date(2021, 6, 8), language="en",
        sha256=sha256(text.encode()).hexdigest(), text=text,
    )  # fmt: skip


def build_mixed_reports(size: int) -> list[str]:
    """All reading cases, six to a report, with news that tells no act before, between and behind them."""
    chance = random.Random(20211108)
    texts = [case.text for case in load_cases() if not case.id.endswith("-in-capitals")]
    chance.shuffle(texts)
    out = []
    for start in range(0, len(texts), 6):
        parts = [part for text in texts[start : start + 6] for part in (chance.choice(NEWS), text, chance.choice(NEWS))]
        out.append(
            "\n\n".join(" ".join(chance.sample(NEWS, 2)) + "\n\n" + p if chance.random() < 0.3 else p for p in parts)
        )
    return out[:size]


def assert_same_reading(report: Report, english: EnglishTools) -> None:
    assert read_english(report, english) == read_english(report, english, screened=False)


@pytest.mark.parametrize("number", range(24))
def test_mixed_reports_are_read_the_same_without_the_screen(number: int, english: EnglishTools) -> None:
    assert_same_reading(make_report(build_mixed_reports(24)[number]), english)


def test_samples_are_read_the_same_without_the_screen(english: EnglishTools) -> None:
    reports = [c.report for c in find_inputs([str(SAMPLES)], io.BytesIO()) if c.report is not None]
    assert len(reports) > 20
    for report in reports:
        assert_same_reading(report, english)


def test_news_without_an_act_is_not_parsed(english: EnglishTools) -> None:
    class Untouchable:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the model was asked for {name}")

    blind = replace(english, parser=replace(english.parser, language=Untouchable()))  # type: ignore[arg-type]
    reading = read_english(make_report(" ".join(NEWS[:4])), blind)
    assert (reading.claims, reading.statements, reading.sums) == ((), (), ())


def test_most_of_the_news_is_left_out() -> None:
    text = "\n\n".join([*NEWS, "Two men were arrested in Yanji on 2 May.", *NEWS])
    spans = find_sentences(text)
    assert [text[spans[n].start : spans[n].end] for n in sorted(find_telling(text, spans))] == [
        "Two men were arrested in Yanji on 2 May."
    ]


LEMMAS = sorted(
    {
        lemma
        for row in load_table("reading.english", "acts.toml")["verb"]
        if not row.keys() & {"with", "by", "seen_with"}
        for lemma in row["lemmas"]
    }
)


@given(st.sampled_from(LEMMAS), st.sampled_from(["{}", "{}s", "{}ed", "{}ing"]))
def test_regular_forms_of_every_act_are_kept(lemma: str, ending: str) -> None:
    word = lemma.removesuffix("e") if ending in {"{}ed", "{}ing"} and lemma.endswith("e") else lemma
    assert tells_act(f"They {ending.format(word)} four men.".upper())


@pytest.mark.parametrize(
    "words",
    [
        "Four men were shot.", "He was slain at dawn.", "Two drowned.", "They were taken away.", "The toll rose to nine.",
        "They had been held for days.", "Five were beaten to death.", "Police caught three.", "Nine lay dead.", "Dying men",
        "Troops stabbed two.", "He went missing.", "THREE KIDNAPPED", "gunmen seized them", "It was a roundup of 30.",
        "The army put the number of dead at one.",
    ],
)  # fmt: skip
def test_irregular_forms_and_set_phrases_are_kept(words: str) -> None:
    assert tells_act(words)


@pytest.mark.parametrize("words", ["They took the bus.", "He lost his job.", "The shop is open.", "She went home.", ""])
def test_common_verbs_alone_are_left_out(words: str) -> None:
    assert not tells_act(words)


def test_forms_double_and_drop_letters() -> None:
    assert {"stab", "stabs", "stabbed", "stabbing"} <= find_forms("stab", ())
    assert {"seize", "seized", "seizing"} <= find_forms("seize", ())
    assert {"harry", "harried", "harries"} <= find_forms("harry", ())
    assert "shot" in find_forms("shoot", ("shot",))


def test_rows_below_a_lead_are_kept() -> None:
    text = (
        "Arrests in May:\n\n- 2 May: 3 journalists, Minsk\n- 7 May: a broker, Gomel\n\n" + "The weather was fine. " * 9
    )
    spans = find_sentences(text)
    assert {0, 1, 2} <= find_telling(text, spans)


def test_the_screen_knows_every_irregular_form_that_the_parser_knows(english: EnglishTools) -> None:
    known = english.parser.wordbook.tables.tables["VERB"].irregular
    irregular = load_irregular()
    for lemma in {lemma for row in load_table("reading.english", "acts.toml")["verb"] for lemma in row["lemmas"]}:
        assert {w for w, lemmas in known.items() if lemma in lemmas} <= find_forms(lemma, irregular.get(lemma, ())), (
            lemma
        )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (False, [("a", "DT"), ("search", "NN"), ("for", "IN"), ("free", "JJ"), ("seats", "NNS")]),
        (True, [("police", "NNS"), ("search", "VBP"), ("homes", "NNS")]),
        (True, [("two", "CD"), ("detained", "JJ"), ("men", "NNS")]),
        (True, [("the", "DT"), ("arrests", "NNS")]),
    ],
)
def test_tags_turn_down_what_no_verb_or_noun_tells(told: bool, words: list[tuple[str, str]]) -> None:
    assert may_tell(" ".join(word for word, _ in words), words) is told


@pytest.mark.parametrize("noun", ["incident", "attack", "shooting", "robbery"])
def test_the_screen_lets_every_event_through_that_may_tell_its_day(noun: str) -> None:
    assert may_happen(f"It is not clear whom the teenager knew before Wednesday morning's {noun}.")
