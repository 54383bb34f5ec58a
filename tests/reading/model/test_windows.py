"""A report is given to a model in parts that hold all of it."""

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading.model.windows import LONGEST_WINDOW, split_windows

pieces = st.lists(
    st.sampled_from(["word ", "w" * 700, ". ", "\n", "\n\n", "  ", "Two men were held in Yanji. "]), max_size=40
)


@given(pieces.map(lambda parts: "".join(parts * 12)))
def test_the_parts_hold_everything_in_order(text: str) -> None:
    windows = split_windows(text)
    assert "".join(text[w.start : w.end] for w in windows).split() == text.split() or "w" * 700 in text
    assert sum(len(text[w.start : w.end].strip()) > 0 for w in windows) == len(windows)
    assert all(0 < w.end - w.start <= LONGEST_WINDOW for w in windows)
    assert [w.start for w in windows] == sorted(w.start for w in windows)
    assert "".join("".join(text[w.start : w.end].split()) for w in windows) == "".join(text.split())


def test_a_short_report_is_one_part() -> None:
    assert len(split_windows("Two men were held.")) == 1
    assert split_windows(" \n ") == ()


def test_parts_end_between_paragraphs() -> None:
    paragraph = "Two men were held in Yanji. " * 40
    text = "\n\n".join([paragraph] * 20)
    assert all(text[w.end - 2 : w.end] == "\n\n" for w in split_windows(text)[:-1])
