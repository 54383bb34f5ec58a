"""Sentences found by rules over characters: nothing is lost, nothing overlaps, and the stops that end none end none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.english.parsing.sentences import LONGEST_SENTENCE, find_sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_sentences(text)]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = find_sentences(text)
    covered = [i for s in spans for i in range(s.start, s.end)]

    assert covered == sorted(set(covered))
    assert all(text[i].isspace() for i in set(range(len(text))) - set(covered))


@given(st.text(alphabet='ab .!?\n"”“A', max_size=3000))
def test_no_sentence_is_endless(text: str) -> None:
    assert all(s.end - s.start <= LONGEST_SENTENCE for s in find_sentences(text))


@given(st.lists(st.sampled_from(["Two were held.", "He left.", "“Stop!” she said."]), min_size=1, max_size=6))
def test_paragraphs_are_counted(sentences: list[str]) -> None:
    spans = find_sentences("\n\n".join(sentences))

    assert [s.paragraph for s in spans] == list(range(len(sentences)))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Min spoke. Two were held.", ["Gen. Min spoke.", "Two were held."]),
        ("They left at 5 a.m. The police came.", ["They left at 5 a.m.", "The police came."]),
        ("The U.S. embassy knew. It said so.", ["The U.S. embassy knew.", "It said so."]),
        ("“They took him.” His wife wept.", ["“They took him.”", "His wife wept."]),
        ("“Stop!” he shouted at them.", ["“Stop!” he shouted at them."]),
        ("Held at station No. 3 in Yangon. Freed.", ["Held at station No. 3 in Yangon.", "Freed."]),
        ("SEOUL (Harbour Wire) – Two were held. They left.", ["SEOUL (Harbour Wire) –", "Two were held.", "They left."]),
        ("police came in the night. they took two men. a third fled.", ["police came in the night.", "they took two men.", "a third fled."]),
    ],
)  # fmt: skip
def test_stops_of_real_reports(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_hard_wrapped_lines_are_one_sentence() -> None:
    text = (
        "Four people who had crossed the river in the night were arrested in the\n"
        "morning at a motel near the station, a source in the city said on Monday."
    )

    assert len(split(text)) == 1


def test_bullets_and_short_lines_stand_alone() -> None:
    assert split("Cases in May:\n- two in Yanji\n- four in Kunming\n") == [
        "Cases in May:",
        "- two in Yanji",
        "- four in Kunming",
    ]
