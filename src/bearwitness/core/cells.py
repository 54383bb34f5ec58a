"""Cells of tables that people open in a spreadsheet: text that stays text, and comes back as it was."""

from typing import Final
from unicodedata import category

_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection")."""


def disarm(text: str) -> str:
    """A cell that a spreadsheet would take for a formula, made text by an apostrophe before it.

    Law: `rearm(disarm(text)) == text` for every text, also one that begins with an apostrophe itself.
    """
    return f"'{text}" if text.lstrip("'")[:1] in _STARTS else text


def rearm(text: str) -> str:
    """The text of a cell that was disarmed."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in _STARTS else text


def clean_words(text: str) -> str:
    """Words on one line, without the control characters that pages and PDFs bring and tables refuse."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(c for c in spaced if category(c) not in {"Cc", "Cs", "Cn"}).split())
