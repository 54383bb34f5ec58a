"""Charts as files: what is drawn, in which form, and that nothing is fetched."""

from pathlib import Path

import pytest

from bearwitness.apps.charts import save_chart
from bearwitness.core.errors import UsageError

BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"values": [{"month": "2017-07", "people": 41}]},
    "mark": "bar",
    "encoding": {"x": {"field": "month"}, "y": {"field": "people", "type": "quantitative"}},
}


@pytest.mark.parametrize(("name", "head"), [("c.svg", b"<svg"), ("c.png", b"\x89PNG"), ("C.SVG", b"<svg")])
def test_the_ending_says_the_form(name: str, head: bytes, tmp_path: Path) -> None:
    save_chart(BARS, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(head)


def test_the_same_chart_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        save_chart(BARS, tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("name", ["c.pdf", "c", "svg"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"must end in \.svg or \.png"):
        save_chart(BARS, tmp_path / name)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        save_chart(BARS, tmp_path / "nowhere" / "c.svg")
