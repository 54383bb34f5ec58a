"""The list of manner tags in the docs is the list in force."""

from pathlib import Path

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.manner import find_manner

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reading.md"


def test_every_tag_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    tags = load_table("reading.english", "manner.toml")["tags"]

    assert [tag for tag in tags if f"`{tag}`" not in text] == []


def test_a_month_is_no_march() -> None:
    assert find_manner("Four refugees were arrested in March") == ()
    assert find_manner("arrested during a march in the town") == ("at a protest",)
