"""The list of recipients: whoever is not on it cannot put anybody there, whatever of it they change."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_identities import make_founder
from bearwitness.custody.vault_lists import (
    add_recipient,
    check_list,
    find_card_fingerprint,
    find_fingerprint,
    find_public,
    find_recipients,
    name_vault,
    parse_card,
    parse_list,
    remove_recipient,
    render_card,
    render_list,
)
from bearwitness.custody.vault_records import Identity, RecipientList
from tests.custody.vault_people import found, join

NAMES = ("tom", "mina", "jun", "ada")
EVA, FOUNDED = found()
VAULT = name_vault(FOUNDED)


def labels(known: RecipientList) -> set[str]:
    return {one.label for one in find_recipients(known)}


def identity(label: str) -> Identity:
    return EVA if label == "eva" else join(label)


def replay(steps: list[tuple[str, str, str]]) -> tuple[RecipientList, set[str]]:
    """The list after steps (who acts, what, on whom), of which those that nobody may do are left out; and who should be on it."""
    known, there = FOUNDED, {"eva"}
    for actor, what, subject in steps:
        if actor not in there:
            continue
        if what == "add" and subject not in there:
            known, there = add_recipient(known, find_public(identity(subject)), identity(actor)), there | {subject}
        elif what == "remove" and subject in there and len(there) > 1:
            known, there = remove_recipient(known, subject, identity(actor)), there - {subject}
    return known, there


STEPS = st.lists(
    st.tuples(st.sampled_from(("eva", *NAMES)), st.sampled_from(("add", "remove")), st.sampled_from(("eva", *NAMES))),
    max_size=12,
)


@given(STEPS)
def test_the_list_is_who_was_added_and_not_removed_and_holds(steps: list[tuple[str, str, str]]) -> None:
    known, there = replay(steps)
    check_list(known, VAULT)
    assert labels(known) == there
    assert parse_list(render_list(known)) == known
    for length in range(1, known.length):
        assert find_fingerprint(known, length) != find_fingerprint(known)


@given(STEPS, st.data())
def test_no_byte_of_a_list_can_be_changed_unseen(steps: list[tuple[str, str, str]], data: st.DataObject) -> None:
    known, _ = replay(steps)
    text = bytearray(render_list(known))
    place = data.draw(st.integers(0, len(text) - 1))
    text[place] ^= data.draw(st.integers(1, 255))
    try:
        changed = parse_list(bytes(text))
    except VaultError:
        return
    if changed != known:
        with pytest.raises(VaultError):
            check_list(changed, VAULT)


def change_rows(known: RecipientList, edit: Any) -> RecipientList:
    rows = json.loads(render_list(known))
    edit(rows["changes"])
    return parse_list(json.dumps(rows).encode())


def test_a_stranger_cannot_add_themselves_with_their_own_signature() -> None:
    stranger, _ = make_founder("mallory", b"m" * 32)
    forged = add_recipient(FOUNDED, find_public(stranger), stranger)
    with pytest.raises(VaultError, match="not one that its recipients signed"):
        check_list(forged, VAULT)


def test_a_stranger_cannot_put_a_vault_of_their_own_in_its_place() -> None:
    _, other = make_founder("eva", b"m" * 32)
    with pytest.raises(VaultError, match="another vault's"):
        check_list(other, VAULT)
    with pytest.raises(VaultError, match="another vault's"):
        check_list(RecipientList(changes=()), VAULT)


def test_whoever_was_removed_can_change_nothing_any_more() -> None:
    known = add_recipient(FOUNDED, find_public(join("tom")), EVA)
    known = remove_recipient(known, "tom", EVA)
    forged = add_recipient(known, find_public(join("mina")), join("tom"))
    with pytest.raises(VaultError):
        check_list(forged, VAULT)


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: rows.reverse(),
        lambda rows: rows.pop(1),
        lambda rows: rows.pop(0),
        lambda rows: rows.append(rows[1]),
        lambda rows: rows[1].update(number=7),
    ],
)
def test_changes_cannot_be_left_out_repeated_or_put_in_another_order(edit: Any) -> None:
    known = add_recipient(FOUNDED, find_public(join("tom")), EVA)
    known = add_recipient(known, find_public(join("mina")), join("tom"))
    with pytest.raises(VaultError):
        check_list(change_rows(known, edit), VAULT)


def test_cut_short_a_list_is_true_and_older_which_its_fingerprint_tells() -> None:
    """What no signature can stop: an older list. Its length and fingerprint stand in the register, and in every entry sealed since."""
    known = add_recipient(FOUNDED, find_public(join("tom")), EVA)
    check_list(FOUNDED, VAULT)
    assert find_fingerprint(known, 1) == find_fingerprint(FOUNDED) != find_fingerprint(known)


def test_what_cannot_be_done_is_said() -> None:
    with pytest.raises(UsageError, match="already"):
        add_recipient(FOUNDED, find_public(EVA), EVA)
    twin, _ = make_founder("eva", b"x" * 32)
    with pytest.raises(UsageError, match="another recipient is called eva"):
        add_recipient(FOUNDED, find_public(twin), EVA)
    with pytest.raises(UsageError, match="only recipient"):
        remove_recipient(FOUNDED, "eva", EVA)
    with pytest.raises(UsageError, match="nobody is called tom"):
        remove_recipient(FOUNDED, "tom", EVA)


def test_a_card_carries_the_public_half_and_is_compared_by_voice() -> None:
    public = find_public(join("tom"))
    assert parse_card(render_card(public)) == public
    assert join("tom").key not in render_card(public)
    assert find_card_fingerprint(public) != find_card_fingerprint(find_public(join("mina")))


@pytest.mark.parametrize(
    "text", ["", "bearwitness-recipient-1 tom age1x ff", "hello", "bearwitness-recipient-1 a b c d"]
)
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="card"):
        parse_card(text)


def test_a_card_with_a_spoilt_key_is_refused() -> None:
    card = render_card(find_public(EVA)).replace("age1", "age1q")
    with pytest.raises(UsageError, match="not the key"):
        parse_card(card)
