"""When two spellings are one name: letters and digits, without case, accents and strokes."""

import unicodedata
from functools import lru_cache
from typing import Final

_STROKES: Final = str.maketrans(
    {"ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ħ": "h", "ð": "d", "æ": "ae", "œ": "oe"}
)
"""Letters that Unicode does not take apart: English writes Puławy as Pulawy and Doğubayazıt as Dogubayazit."""


@lru_cache(50_000)
def fold_text(name: str) -> str:
    """Letters and digits without case and accents: what makes two spellings the same name here."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name.translate(_STROKES))
    return "".join([ch for ch in plain.casefold() if ch.isalnum()])


@lru_cache(50_000)
def fold_words(name: str) -> frozenset[str]:
    """The words of a name, folded: "Walker County" has all of Walker's, "Pittsburg" none of Pittsburgh's."""
    return frozenset(filter(None, map(fold_text, name.replace("-", " ").split())))
