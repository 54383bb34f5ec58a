"""A file of lists: what it may hold, and errors that say where and never what."""

from pathlib import Path

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.counting.capture import build_capture
from bearwitness.workflow.list_files import load_lists


def write(folder: Path, text: str) -> Path:
    (folder / "lists.csv").write_text(text, encoding="utf-8")
    return folder / "lists.csv"


def test_columns_are_lists_and_count_is_how_many(tmp_path: Path) -> None:
    found = load_lists(write(tmp_path, "Lamp, Post ,count\n1,0,3\n1,1,2\n0,0,9\n0,1,0\n"))
    assert found == build_capture([(("Lamp",), 3), (("Lamp", "Post"), 2)])


def test_without_a_count_each_row_is_one(tmp_path: Path) -> None:
    found = load_lists(write(tmp_path, "\ufeffA,B\r\n1,0\r\n1,0\r\n1,1\r\n"))
    assert found == build_capture([(("A",), 2), (("A", "B"), 1)])


def test_the_order_of_columns_changes_nothing(tmp_path: Path) -> None:
    left = load_lists(write(tmp_path, "A,B,count\n1,0,3\n1,1,2\n"))
    assert left == load_lists(write(tmp_path, "count,B,A\n2,1,1\n3,0,1\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 columns of lists"),
        ("count\n3\n", "0 columns of lists"),
        ("A,A\n1,1\n", "each once"),
        ("A,,B\n1,1,1\n", "name every column"),
        ("A,count,Count\n1,1,1\n", "no more than one 'count'"),
        ("A,B\n1\n", "line 2: as many cells"),
        ("A,B\n1,0,1\n", "line 2: as many cells"),
        ("name,A\nInvented Person,1\n", "line 2: the column 'name' holds neither 0 nor 1"),
        ("A,B,count\n1,1,600000\n1,0,400001\n", "holds 1,000,001"),
        ("A,B,count\n1,1,few\n", "line 2: the column 'count' holds no whole number"),
        ("A,B,count\n1,1,-2\n", "line 2: the column 'count' holds no whole number"),
    ],
)
def test_anything_else_is_refused_without_repeating_it(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        load_lists(write(tmp_path, text))
    assert words in str(error.value)
    assert "Invented" not in str(error.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_lists(tmp_path / "none.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(UsageError, match="not CSV in UTF-8"):
        load_lists(tmp_path / "b.csv")
