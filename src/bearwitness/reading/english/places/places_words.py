"""The words around names of places, from `places.toml`, as sets; and the state that an abbreviation stands for."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bearwitness.core.tables import load_table

# Press style writes these with two stops; other dotted capitals ("L.A.", "P.A.") mean something else.
_DOTTED: Final = frozenset({"dc", "nh", "nj", "nm", "ny", "nc", "nd", "ri", "sc", "sd", "wva", "bc", "nb", "ns", "nsw"})
# Without a comma before, these are words or names as well: "Miss. X", "Wash.", "Ill.", "Del."
_DOUBTFUL: Final = frozenset({
    "miss", "ill", "ind", "mass", "wash", "ore", "del", "man", "la", "pa", "ga", "va", "md", "mo", "cal", "mont",
    "penn", "ark", "que", "alta", "ala", "ont",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The vocabulary of `places.toml`; each field is the table of that name there."""

    locative: frozenset[str]
    directional: frozenset[str]
    titles: frozenset[str]
    small_titles: frozenset[str]
    short_titles: frozenset[str]
    grounds: frozenset[str]
    areas: frozenset[str]
    organisations: frozenset[str]
    organisations_of: tuple[str, ...]
    roads: frozenset[str]
    offices: frozenset[str]
    town_sites: frozenset[str]
    things: frozenset[str]
    starters: frozenset[str]
    governments: frozenset[str]
    never: frozenset[str]
    quarters: frozenset[str]
    attached: frozenset[str]
    joiners: frozenset[str]
    generic: frozenset[str]
    compass: frozenset[str]
    near: frozenset[str]
    near_of: tuple[str, ...]
    neutral: frozenset[str]
    kinds_of: dict[str, list[str]]
    usual: dict[str, int]
    abbreviations: dict[str, str]
    postal: dict[str, str]


@cache
def load_words() -> Words:
    """The vocabulary, made once."""
    table: dict[str, Any] = load_table("reading.english", "places.toml")
    fields = Words.__dataclass_fields__
    made = {name: frozenset(table[name]) for name in fields if isinstance(table.get(name), list)}
    # Words in capitals before a name that say neither person nor place: "Downtown", "East", "Metro".
    made["neutral"] = made["joiners"] | made["offices"] | made["compass"]
    kept = {name: table[name] for name in ("kinds_of", "usual", "abbreviations", "postal")}
    # With the space that follows, so that str.endswith can test what stands before a name against all of them at once.
    listed = {name: tuple(f"{phrase} " for phrase in table[name]) for name in ("organisations_of", "near_of")}
    return Words(**{**made, **kept, **listed})


def expand_abbreviation(word: str, before: str, after: str) -> str | None:
    """The full name of "Ky.", "N.C." or, behind a comma, "KY"; `before` and `after` are the characters beside the word.

    "Cincinnati man dies in Ky. jail" → Kentucky; "Miss. X" and "L.A." are no states.
    """
    words = load_words()
    bare = word.lower().replace(".", "").replace(" ", "")
    comma = before.endswith(", ")
    if "." in word:
        return words.abbreviations.get(bare) if bare in _DOTTED else None
    full = words.abbreviations.get(bare)
    # "SELMA, Ala (WXYZ)": a dateline leaves the stop out
    if full and (
        (comma and (after.startswith(".") or after in {" (", " -", " –"}))
        or (after.startswith(".") and bare not in _DOUBTFUL)
    ):
        return full
    return words.postal.get(word) if comma and word.isupper() else None
