"""Every reading case is read exactly as a careful coder would record it, and every sample report that is not marked as misread."""

import tomllib

import pytest

from bearwitness.reading.english.read import EnglishTools
from tests.reading_cases import Case, find_differences, load_cases, read_case
from tests.sample_cases import SAMPLES, compare_samples


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.id)
def test_case_is_read_exactly(case: Case, english: EnglishTools) -> None:
    assert find_differences(case, read_case(case, english)) == []


def test_case_ids_are_unique() -> None:
    ids = [case.id for case in load_cases()]

    assert len(ids) == len(set(ids))


def test_samples_are_read_exactly_where_not_marked_as_misread(english: EnglishTools) -> None:
    expected = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))["sample"]
    marked = {row["file"] + (f" {row['report']}" if "report" in row else "") for row in expected if "misread" in row}
    differing = {name: lines for name, lines in compare_samples(english).items() if lines}

    assert {name: lines for name, lines in differing.items() if name not in marked} == {}
    assert marked == set(differing), "a sample marked as misread is now read exactly: take the mark away"
