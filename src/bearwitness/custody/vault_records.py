"""What a vault is made of. Records that hold a secret never show it: their `repr` names the kind of record and no more."""

from dataclasses import dataclass
from typing import Final, Literal

from bearwitness.core.errors import UsageError

What = Literal["found", "add", "remove"]


class _Hidden:
    """Shows the name of its kind alone, in errors, logs and debuggers alike."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source(_Hidden):
    """Who a source is: the name, how to reach them, and what only the team may know."""

    name: str
    contacts: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry(_Hidden):
    """A source in a vault. `id` is chance and stands in the register; `list_length` is how many changes the list of recipients had when it
    was sealed; `by` the verifying key of the recipient who sealed it.
    """

    id: str
    vault: str
    list_length: int
    source: Source
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The public half of a person's identity: a work name, the age key to seal for them, and the key that checks what they sign."""

    label: str
    key: str
    verifying: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Identity(_Hidden):
    """The secret half: an age key and a signing key. `vault` is the fingerprint of the only vault it trusts, fixed when it was made."""

    label: str
    vault: str
    key: str
    signing: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the list of recipients: who was added or removed, after which list (`before`, a hash), signed by one of that list."""

    number: int
    what: What
    recipient: Recipient
    before: str
    by: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientList:
    """All changes of a vault's list, the oldest first."""

    changes: tuple[Change, ...]

    @property
    def length(self) -> int:
        """How many changes."""
        return len(self.changes)


LABEL_LONGEST: Final = 40
"""Of a recipient's work name."""


def check_label(label: str) -> str:
    """A work name: one word of letters, digits, dots and dashes; raises UsageError for any other."""
    plain = label.replace("-", "").replace(".", "").replace("_", "")
    if not plain or not plain.isalnum() or len(label) > LABEL_LONGEST:
        raise UsageError(
            f"a recipient's name must be one word of letters and digits, up to {LABEL_LONGEST}; a work name does, it need "
            "not be the person's own"
        )
    return label
