"""What a format's reader hands on: the text, and what the bytes say about themselves."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Text as it will be frozen, with the metadata found; None where the bytes do not say. `language` is as declared.

    `notes` are plain sentences about what had to be repaired while reading (broken bytes, control characters).
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    published_on: date | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
