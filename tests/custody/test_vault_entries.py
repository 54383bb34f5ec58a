"""Entries: they open for whom they were sealed, are told apart by nothing, and show nothing in errors."""

import json
import re
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody import vault_entries, vault_sealing
from bearwitness.custody.vault_entries import is_entry_id, make_source, name_entry, open_entry, seal_entry
from bearwitness.custody.vault_identities import (
    make_founder,
    open_identity,
    parse_fingerprint,
    seal_identity,
    space_out,
)
from bearwitness.custody.vault_lists import add_recipient, find_public, name_vault, remove_recipient
from bearwitness.custody.vault_records import Source
from bearwitness.custody.vault_sealing import SIZES, count_recipients, open_sealed, seal
from tests.custody.vault_people import found, join

EVA, FOUNDED = found()
BOTH = add_recipient(FOUNDED, find_public(join("tom")), EVA)
ID = name_entry(b"\x07" * 16)
SECRET = "Heron 왜가리 of the lower town"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def source(name: str = SECRET) -> Source:
    return make_source(name, ("+00 1", " ", "by the well"), "comes on Mondays")


@given(WORDS.filter(str.strip), st.lists(WORDS, max_size=4), WORDS)
def test_what_is_sealed_opens_whole_for_every_recipient(name: str, contacts: list[str], note: str) -> None:
    given_source = make_source(name, contacts, note)
    sealed = seal_entry(ID, given_source, BOTH, EVA)
    for one in (EVA, join("tom")):
        entry = open_entry(sealed, BOTH, one)
        assert entry is not None
        assert (entry.id, entry.source, entry.list_length) == (ID, given_source, BOTH.length)
    assert open_entry(sealed, BOTH, join("mina")) is None
    assert count_recipients(sealed) == 2


SEALED = seal_entry(ID, source(), FOUNDED, EVA)


@given(st.binary(max_size=SIZES[1] + 1))
def test_sizes_tell_only_which_of_three(text: bytes) -> None:
    filled = vault_sealing.fill_up(text)
    assert len(filled) in SIZES
    assert filled.startswith(text)


def test_a_short_and_a_long_entry_look_alike() -> None:
    short, long = (seal_entry(ID, make_source("A", (), note), FOUNDED, EVA) for note in ("", "a long story " * 1000))
    # What age puts before it as noise differs by chance, for both.
    body = [len(sealed.partition(b"\n--- ")[2]) for sealed in (short, long)]
    assert body[0] == body[1]


@settings(max_examples=40)
@given(st.data())
def test_no_bit_of_a_sealed_entry_can_be_changed_unseen(data: st.DataObject) -> None:
    sealed = bytearray(SEALED)
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert open_entry(bytes(sealed), FOUNDED, EVA) is None


def test_ids_are_chance_alone_and_told_from_anything_else() -> None:
    assert is_entry_id(ID)
    assert not is_entry_id("v_heron")
    with pytest.raises(ValueError, match="16 bytes"):
        name_entry(b"heron")


def test_an_entry_by_a_stranger_who_knows_the_keys_is_refused() -> None:
    """age says to whom, not from whom: the keys to seal for are no secret, so a false source could be planted."""
    stranger, theirs = make_founder("mallory", b"m" * 32)
    forged = seal_entry(ID, source(), add_recipient(theirs, find_public(EVA), stranger), stranger)
    with pytest.raises(VaultError, match="another vault"):
        open_entry(forged, FOUNDED, EVA)
    values = json.loads(open_sealed(seal_entry(ID, source(), FOUNDED, EVA), EVA.key) or b"")
    for changed in ({"name": "Another"}, {"by": find_public(stranger).verifying}, {"list_length": 0}):
        planted = seal(json.dumps(values | changed).encode(), [find_public(EVA).key])
        with pytest.raises(VaultError, match="no recipient"):
            open_entry(planted, FOUNDED, EVA)


def test_an_entry_sealed_by_one_who_was_removed_later_still_opens_and_none_that_they_seal_after() -> None:
    before = seal_entry(ID, source(), BOTH, join("tom"))
    without = remove_recipient(BOTH, "tom", EVA)
    assert open_entry(before, without, EVA) is not None
    with pytest.raises(VaultError, match="no recipient"):
        open_entry(seal_entry(ID, source(), without, join("tom")), without, EVA)


def test_an_older_list_put_back_is_found_by_any_entry_sealed_since() -> None:
    sealed = seal_entry(ID, source(), BOTH, EVA)
    with pytest.raises(VaultError, match="older list"):
        open_entry(sealed, FOUNDED, EVA)


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b'{"signature": 1}', SECRET.encode(), b"\xff\xfe"])
def test_what_is_no_entry_is_refused_and_no_word_of_it_told(text: bytes) -> None:
    with pytest.raises(VaultError) as caught:
        open_entry(seal(text, [find_public(EVA).key]), FOUNDED, EVA)
    told = "".join(traceback.format_exception(caught.value))
    assert "Heron" not in told
    assert caught.value.__context__ is None


def test_records_with_secrets_show_their_kind_alone() -> None:
    entry = open_entry(seal_entry(ID, source(), FOUNDED, EVA), FOUNDED, EVA)
    assert entry is not None
    assert [repr(thing) for thing in (entry, entry.source, EVA)] == ["<Entry>", "<Source>", "<Identity>"]
    assert str(entry.source) == f"{entry.source}" == "<Source>"


@pytest.mark.parametrize("given_name", ["", "  ", "x\udc80y"])
def test_nothing_and_no_text_are_refused_without_repeating_it(given_name: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_source(given_name, (), "")
    assert "udc80" not in str(caught.value)


def test_more_than_the_greatest_size_is_refused() -> None:
    with pytest.raises(UsageError, match="more to keep"):
        seal_entry(ID, make_source("A", (), "x" * SIZES[-1]), FOUNDED, EVA)


def test_sealing_for_nobody_is_refused() -> None:
    with pytest.raises(UsageError, match="nobody could open"):
        seal(b"x", [])


def test_an_identity_is_kept_only_under_its_passphrase() -> None:
    sealed = seal_identity(EVA, "six grey herons in a row")
    assert EVA.key.encode() not in sealed
    assert EVA.signing.hex().encode() not in sealed
    assert open_identity(sealed, "six grey herons in a row") == EVA
    with pytest.raises(VaultError, match="passphrase"):
        open_identity(sealed, "six grey herons in a crow")


def test_an_identity_sealed_with_more_work_than_this_machine_can_do_is_not_said_to_be_a_wrong_passphrase() -> None:
    sealed = seal_identity(EVA, "six grey herons in a row")
    harder = re.sub(rb"(-> scrypt \S+ )\d+", rb"\g<1>40", sealed)
    with pytest.raises(VaultError, match="too slow"):
        open_identity(harder, "six grey herons in a row")


@pytest.mark.parametrize("passphrase", ["short", "aaaaaaaaaaaaaaaaaaaa", ""])
def test_a_passphrase_that_is_quickly_guessed_is_refused(passphrase: str) -> None:
    with pytest.raises(UsageError, match="too easy"):
        seal_identity(EVA, passphrase)


def test_fingerprints_are_read_out_and_typed_in() -> None:
    vault = name_vault(FOUNDED)
    assert parse_fingerprint(space_out(vault).upper()) == vault
    with pytest.raises(UsageError, match="no fingerprint"):
        parse_fingerprint("abcd")


def test_the_text_of_an_entry_is_plain_json_for_any_age_program() -> None:
    opened = json.loads(open_sealed(seal_entry(ID, source(), FOUNDED, EVA), EVA.key) or b"")
    assert (opened["name"], opened["contacts"]) == (SECRET, ["+00 1", "by the well"])
    assert vault_entries.is_entry_id(opened["id"])
