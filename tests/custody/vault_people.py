"""Identities for tests, made once; and the letters that are planted."""

from functools import cache

from bearwitness.custody.vault_identities import make_founder, make_joiner
from bearwitness.custody.vault_lists import name_vault
from bearwitness.custody.vault_records import Identity, RecipientList


@cache
def found() -> tuple[Identity, RecipientList]:
    """Eva, and the vault that she founds."""
    return make_founder("eva", b"e" * 32)


@cache
def join(label: str) -> Identity:
    """Somebody who trusts Eva's vault."""
    return make_joiner(label, name_vault(found()[1]), label.encode().ljust(32, b"."))
