"""The table of published against ours: nothing without the tables, and copies put together one after the other, with the reason."""

from pathlib import Path

from bearwitness.counting.capture import build_capture
from tests.counting.list_cases import make_capture
from tools.score_unseen import estimate_apart, list_tables, score_unseen

PUBLISHED = "city,perpetrators,recorded,low,median,high,police_reported\nOld Town,police,50,52,57,66,30\n"


def test_without_the_tables_there_is_no_part(tmp_path: Path) -> None:
    assert list(score_unseen(tmp_path)) == []


def test_every_published_figure_lies_in_its_interval(tmp_path: Path) -> None:
    (tmp_path / "ph_published.csv").write_text(PUBLISHED, encoding="utf-8")
    tables = list_tables(tmp_path)
    assert [table.file.name for table in tables][-1] == "ph_old_police.csv"
    for table in tables:
        assert table.published.high is not None
        assert table.published.low <= table.published.estimate <= table.published.high


def test_copies_are_put_together_until_none_is_left() -> None:
    rows = (("a", 20), ("b", 18), ("c", 15), ("ab", 9), ("bc", 8), ("ac", 7), ("abc", 3))
    echoes = {"a": "axy", "b": "b", "c": "c"}
    copied = build_capture(({one for name in names for one in echoes[name]}, number) for names, number in rows)
    unseen, reasons = estimate_apart(copied)
    assert [reason.partition(" hold")[0] for reason in reasons] == ["a and x", "a + x and y"]
    alone, none = estimate_apart(make_capture(*rows))
    assert (unseen.least, none) == (alone.least, [])
