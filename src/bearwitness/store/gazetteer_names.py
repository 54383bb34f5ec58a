"""Names as the gazetteer keys them: folded, and with or without the generic word ("Province", "County", "Shi").

Used twice and the same way: when the file is built and when a name is looked up.
"""

import hashlib
import re
import unicodedata
from functools import cache
from typing import Any, Final

from bearwitness.core.tables import load_table

# Letters that NFKD leaves whole although English prints them plain: Malmø, Łódź, Đắk Lắk, Gəncə.
_PLAIN: Final = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ə": "a", "ŋ": "n", "þ": "th", "æ": "ae", "œ": "oe",
})  # fmt: skip
_WORD: Final = re.compile(r"\w+")
_SHORT: Final = {"st": "saint", "mt": "mount", "ft": "fort", "ste": "sainte"}
# Marks inside a word that do not end it: Sana'a, P’yŏngyang, Xi·an.
_INNER: Final = re.compile(r"['’‘ʼʻ`´′.·_]")


def fold_name(name: str) -> str:
    """The key of a name: letters and digits only, no case, accent or space, "St." as "Saint". "Sinŭi-ju" → "sinuiju".

    Spaces go as well, because romanisations differ in them more often than two places do (Hong Kong, Hongkong).
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
        name = "".join(ch for ch in name if not unicodedata.combining(ch))
        name = unicodedata.normalize("NFC", name)
    lowered = name.casefold()
    if lowered.isascii() and lowered.replace(" ", "").isalnum():
        words = lowered.split()  # nearly every name: nothing to take out and nothing to rewrite
    else:
        words = _WORD.findall(_INNER.sub("", lowered).translate(_PLAIN))
    return "".join([_SHORT.get(word, word) for word in words])


def hash_key(key: str) -> int:
    """The 64-bit number under which a key stands in the file (two of a million keys collide once in 10^7 builds)."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


_Generics = dict[str, tuple[tuple[str, frozenset[str]], ...]]


@cache
def _generics() -> tuple[_Generics, _Generics]:
    """The generic words that stand behind a name by their last word, and those before one by their first, in the table's order."""
    table: dict[str, Any] = load_table("store", "gazetteer_names.toml")
    after: dict[str, list[tuple[str, frozenset[str]]]] = {}
    before: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word, kinds in table["after"].items():
        after.setdefault(word.rpartition(" ")[2], []).append((word, frozenset(kinds)))
    for word, kinds in table["before"].items():
        before.setdefault(word.partition(" ")[0], []).append((word, frozenset(kinds)))
    return {k: tuple(v) for k, v in after.items()}, {k: tuple(v) for k, v in before.items()}


def strip_generic(name: str) -> tuple[str, frozenset[str]] | None:
    """The name without its English generic word and the kinds that word allows, or None when it has none.

    "Musan County" → ("Musan", admin1 or admin2); "Province of Jilin" → ("Jilin", admin1 …).
    """
    after, before = _generics()
    lowered = name.casefold()
    for word, kinds in after.get(lowered.replace("-", " ").rpartition(" ")[2], ()):
        if lowered.endswith(word) and len(lowered) > len(word) + 1 and lowered[-len(word) - 1] in " -":
            return name[: -len(word) - 1], kinds
    for word, kinds in before.get(lowered.partition(" ")[0], ()):
        if lowered.startswith(word + " ") and len(lowered) > len(word) + 1:
            return name[len(word) + 1 :], kinds
    return None
