"""A quote in its report, with the words around it."""

from collections.abc import Iterable
from typing import Final

from rich.text import Text

from bearwitness.apps.wording import clean
from bearwitness.core.records import Quote

AROUND: Final = 90
_STYLE: Final = "bold reverse"


def highlight(text: str, quotes: Iterable[Quote], around: int = AROUND) -> Text:
    """Each quote between » and « (and lit up on a terminal), with the words of its paragraph around it."""
    text = clean(text)
    out = Text()
    for number, quote in enumerate(sorted(quotes, key=lambda q: q.start)):
        if number:
            out.append("\n")
        out.append(cut_before(text[: quote.start], around), style="dim")
        out.append("»")
        out.append(" ".join(text[quote.start : quote.end].split("\n")), style=_STYLE)
        out.append("«")
        out.append(cut_after(text[quote.end :], around), style="dim")
    return out


def cut_before(text: str, around: int) -> str:
    """The last words of the paragraph before a quote, from the start of a word."""
    line = text[-around - 1 :].rpartition("\n")[2]
    if len(line) <= around:
        return line
    return "…" + line[1:].partition(" ")[2]


def cut_after(text: str, around: int) -> str:
    """The next words of the paragraph after a quote, to the end of a word."""
    line = text[: around + 1].partition("\n")[0]
    if len(line) <= around:
        return line
    return line[:-1].rpartition(" ")[0] + "…"
