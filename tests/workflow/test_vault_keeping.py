"""A vault at work: nothing acknowledged is lost, whoever is removed is out, and what somebody changes in the folder is found."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_entries import seal_entry
from bearwitness.custody.vault_lists import find_public, find_recipients, render_list
from bearwitness.custody.vault_sealing import seal
from bearwitness.store import register_vault
from bearwitness.store.log_writing import append_event
from bearwitness.store.register import open_register
from bearwitness.store.vault_folder import erase_file
from bearwitness.workflow.judging import Signed
from bearwitness.workflow.vault_checking import check_vault, list_entries
from bearwitness.workflow.vault_keeping import (
    add_source,
    admit_recipient,
    attach_source,
    detach_source,
    dismiss_recipient,
    load_entry,
    remove_entry,
    rotate_vault,
)
from bearwitness.workflow.vault_opening import OpenVault, unlock_vault
from tests.custody.vault_people import found, join
from tests.register_homes import Home
from tests.workflow.vault_places import CRANE, HERON, NOW, SECRET, copy_vault, found_for_test, open_as, read_all

EVA = found()[0]
EVA_SIGNS = Signed(name="eva", because="asked to be forgotten")


@pytest.fixture
def vault(tmp_path: Path) -> OpenVault:
    """Eva's."""
    return found_for_test(tmp_path)


def troubles(vault: OpenVault) -> list[str]:
    return sorted(one.trouble for one in check_vault(vault).findings)


def test_what_is_added_opens_and_the_register_knows_a_random_id_alone(tmp_path: Path, home: Home) -> None:
    vault = found_for_test(tmp_path, home("team.db"))
    ids = [add_source(vault, HERON, NOW) for _ in range(2)]
    assert ids[0] != ids[1]
    assert load_entry(vault, ids[0][:10]).source == HERON
    assert [(one.entry, one.state) for one in list_entries(vault.place).entries] == [(i, "there") for i in sorted(ids)]
    assert troubles(vault) == []


def test_files_are_the_owners_alone_of_one_time_and_with_names_of_chance(vault: OpenVault) -> None:
    before = os.umask(0)
    try:
        ident = add_source(vault, HERON, NOW)
    finally:
        os.umask(before)
    paths = [*vault.place.folder.iterdir(), vault.place.folder]
    assert {path.stat().st_mtime for path in paths} == {946_684_800}
    assert all(not stat.S_IMODE(path.stat().st_mode) & 0o077 for path in [*paths, vault.place.identity])
    assert not any(ident[2:12] in path.name for path in paths)


def test_in_a_folder_that_a_group_shares_new_files_are_the_groups_and_nobody_elses(vault: OpenVault) -> None:
    vault.place.folder.chmod(0o2770)
    rotate_vault(vault, NOW)
    ident = add_source(vault, HERON, NOW)
    assert {stat.S_IMODE(path.stat().st_mode) for path in vault.place.folder.iterdir()} == {0o660}
    assert load_entry(vault, ident).source == HERON
    assert troubles(vault) == []
    next(vault.place.folder.iterdir()).chmod(0o664)
    assert troubles(vault) == ["rights"]


def test_a_second_recipient_opens_all_and_whoever_is_removed_opens_nothing_new(vault: OpenVault) -> None:
    first = add_source(vault, HERON, NOW)
    admit_recipient(vault, find_public(join("tom")), NOW)
    tom = open_as(vault, join("tom"))
    assert load_entry(tom, first).source == HERON
    second = add_source(tom, CRANE, NOW)
    copied = read_all(vault.place.folder)
    dismiss_recipient(open_as(vault, EVA), "tom", NOW)
    with pytest.raises(VaultError, match="opens no list"):
        open_as(vault, join("tom"))
    eva = open_as(vault, EVA)
    assert load_entry(eva, second).source == CRANE
    assert not set(copied) & set(read_all(vault.place.folder))
    assert dict(check_vault(eva).opens) == {first: ("eva",), second: ("eva",)}


def test_nobody_removes_themselves(vault: OpenVault) -> None:
    with pytest.raises(UsageError, match="nobody removes themselves"):
        dismiss_recipient(vault, "eva", NOW)


def test_a_rotation_replaces_every_file_and_keeps_every_secret(vault: OpenVault) -> None:
    ids = [add_source(vault, source, NOW) for source in (HERON, CRANE)]
    before = read_all(vault.place.folder)
    done = rotate_vault(vault, NOW)
    assert (done.sealed, done.erased, done.closed) == (2, 2, ())
    after = read_all(vault.place.folder)
    assert not set(before) & set(after)
    assert not set(before.values()) & set(after.values())
    assert [load_entry(vault, ident).source for ident in ids] == [HERON, CRANE]


def test_a_removal_erases_and_leaves_a_receipt_of_what_was_there(vault: OpenVault) -> None:
    kept, gone = (add_source(vault, source, NOW) for source in (CRANE, HERON))
    before = {name: content for name, content in read_all(vault.place.folder).items() if name.startswith("entry")}
    hashes = {fact.hashes[0] for fact in facts(vault) if fact.entry == gone}
    removal = remove_entry(vault.place, gone, EVA_SIGNS, NOW)
    assert set(removal.hashes) == hashes
    assert (removal.entry, removal.by, removal.because) == (gone, "eva", "asked to be forgotten")
    assert removal.size in {len(content) for content in before.values()}
    with pytest.raises(UsageError, match="was removed on 2026-11-29"):
        load_entry(vault, gone)
    with pytest.raises(UsageError, match="was removed already"):
        remove_entry(vault.place, gone, EVA_SIGNS, NOW)
    assert load_entry(vault, kept).source == CRANE
    assert {one.entry: one.state for one in list_entries(vault.place).entries} == {gone: "removed", kept: "there"}
    assert facts(vault)[-1].kind == "removed"


def facts(vault: OpenVault) -> tuple[register_vault.Fact, ...]:
    with open_register(vault.place.register, create=False) as register:
        return register_vault.load_facts(register)


def test_what_is_erased_is_written_over_before_it_goes(vault: OpenVault, tmp_path: Path) -> None:
    add_source(vault, HERON, NOW)
    (name,) = [one for one in read_all(vault.place.folder) if one.startswith("entry")]
    content = read_all(vault.place.folder)[name]
    os.link(vault.place.folder / name, tmp_path / "second name of the same bytes")
    erase_file(vault.place.folder, name)
    left = (tmp_path / "second name of the same bytes").read_bytes()
    assert len(left) == len(content)
    assert left[:22] != content[:22]


@pytest.mark.parametrize("signed", [Signed(name="", because="x"), Signed(name="eva", because=" ")])
def test_a_removal_needs_a_name_and_a_reason(vault: OpenVault, signed: Signed) -> None:
    ident = add_source(vault, HERON, NOW)
    with pytest.raises(UsageError, match="a name and a reason"):
        remove_entry(vault.place, ident, signed, NOW)


def test_a_removed_entry_that_is_put_back_is_found_and_erased(vault: OpenVault) -> None:
    ident = add_source(vault, HERON, NOW)
    copied = read_all(vault.place.folder)
    remove_entry(vault.place, ident, EVA_SIGNS, NOW)
    put_back(vault, copied)
    assert troubles(vault) == ["left over"]
    with pytest.raises(UsageError, match="was removed"):
        load_entry(vault, ident)
    assert remove_entry(vault.place, ident, EVA_SIGNS, NOW).entry == ident
    put_back(vault, copied)
    rotate_vault(vault, NOW)
    assert [name for name in read_all(vault.place.folder) if name.startswith("entry")] == []


def put_back(vault: OpenVault, copied: dict[str, bytes]) -> None:
    for name, content in copied.items():
        path = vault.place.folder / name
        path.write_bytes(content)
        path.chmod(0o600)


def test_an_entry_attached_is_named_beside_what_it_is_about_until_taken_back(vault: OpenVault) -> None:
    ident = add_source(vault, HERON, NOW)
    for kind, thing in (("report", "r_1"), ("claim", "c_1"), ("voice", "c_2/1")):
        attach_source(vault.place, ident, (kind, thing), EVA_SIGNS, NOW)  # type: ignore[arg-type]
    detach_source(vault.place, ident, ("claim", "c_1"), EVA_SIGNS, NOW)
    assert list_entries(vault.place).entries[0].about == ("r_1", "c_2/1")
    remove_entry(vault.place, ident, EVA_SIGNS, NOW)
    with pytest.raises(UsageError, match="nothing can be attached"):
        attach_source(vault.place, ident, ("claim", "c_1"), EVA_SIGNS, NOW)


def plant_stranger(vault: OpenVault) -> None:
    sealed = seal_entry("v_" + "0" * 32, HERON, found()[1], join("tom"))
    (vault.place.folder / "entry-00.age").write_bytes(sealed)
    (vault.place.folder / "entry-00.age").chmod(0o600)


def take_away(vault: OpenVault) -> None:
    next(vault.place.folder.glob("entry-*")).unlink()


def change_byte(vault: OpenVault) -> None:
    path = next(vault.place.folder.glob("entry-*"))
    path.write_bytes(path.read_bytes()[:-1] + b"\0")


def open_rights(vault: OpenVault) -> None:
    next(vault.place.folder.glob("entry-*")).chmod(0o644)


def leave_note(vault: OpenVault) -> None:
    path = vault.place.folder / "names.txt"
    path.touch(0o600)


@pytest.mark.parametrize(
    ("change", "found_troubles"),
    [
        (plant_stranger, ["false"]),
        (take_away, ["missing"]),
        (change_byte, ["missing", "stranger"]),
        (open_rights, ["rights"]),
        (leave_note, ["stranger"]),
    ],
)
def test_what_somebody_changes_in_the_folder_is_found(
    vault: OpenVault, change: Callable[[OpenVault], None], found_troubles: list[str]
) -> None:
    add_source(vault, HERON, NOW)
    change(vault)
    assert troubles(vault) == found_troubles


def test_an_older_list_put_back_opens_nothing(vault: OpenVault) -> None:
    """Else whoever was removed, and can write the folder, would be sealed for again."""
    copied = read_all(vault.place.folder)
    admit_recipient(vault, find_public(join("tom")), NOW)
    for path in vault.place.folder.glob("list-*"):
        path.unlink()
    put_back(vault, copied)
    with pytest.raises(VaultError, match="not the one that the register knows"):
        unlock_vault(vault.place, EVA)


def test_a_list_that_a_stranger_wrote_is_never_taken(vault: OpenVault) -> None:
    _, theirs = found()
    forged = render_list(theirs).replace(b'"eva"', b'"eve"')
    path = vault.place.folder / "list-00.age"
    path.write_bytes(seal(forged, [find_recipients(theirs)[0].key]))
    opened = unlock_vault(vault.place, EVA)
    assert [one.label for one in find_recipients(opened.known)] == ["eva"]
    assert opened.strange == ("list-00.age",)


class PulledPlugError(Exception):
    """The process ends here."""


@contextmanager
def pull_plug(after: int) -> Iterator[list[int]]:
    """The process ends at the so-manieth time that something is put on the disk, taken from it, or told to the register."""
    steps = [0]

    def count(real: Callable[..., object]) -> Callable[..., object]:
        def step(*given: object, **named: object) -> object:
            steps[0] += 1
            if steps[0] > after:
                raise PulledPlugError
            return real(*given, **named)

        return step

    with (
        mock.patch("os.fsync", count(os.fsync)),
        mock.patch.object(Path, "rename", count(Path.rename)),
        mock.patch.object(Path, "unlink", count(Path.unlink)),
        mock.patch("bearwitness.store.register_vault.append_event", count(append_event)),
    ):
        yield steps


ACTS: dict[str, Callable[[OpenVault], object]] = {
    "add": lambda vault: add_source(vault, CRANE, NOW),
    "rotate": lambda vault: rotate_vault(vault, NOW),
    "admit": lambda vault: admit_recipient(vault, find_public(join("tom")), NOW),
    "dismiss": lambda vault: dismiss_recipient(vault, "mina", NOW),
    "remove": lambda vault: remove_entry(vault.place, ACKNOWLEDGED[-1], EVA_SIGNS, NOW),
}
ACKNOWLEDGED: list[str] = []


@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_step_nothing_acknowledged_is_lost(act: str, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    made = found_for_test(tmp_path / "whole")
    admit_recipient(made, find_public(join("mina")), NOW)
    kept = [add_source(made, HERON, NOW), add_source(made, CRANE, NOW)]
    ACKNOWLEDGED[:] = kept
    for after in range(60):
        vault = copy_vault(made, tmp_path / f"{after}")
        was_killed = True
        with pull_plug(after):
            try:
                ACTS[act](vault)
                was_killed = False
            except PulledPlugError:
                pass
        again = unlock_vault(vault.place, EVA)
        if act != "remove":
            assert [load_entry(again, ident).source for ident in kept] == [HERON, CRANE]
        rotate_vault(again, NOW)
        whole = unlock_vault(vault.place, EVA)
        assert load_entry(whole, kept[0]).source == HERON
        assert troubles(whole) == []
        if not was_killed:
            assert after > 3
            return
    pytest.fail("the act has no end")


def test_errors_name_no_secret(vault: OpenVault) -> None:
    ident = add_source(vault, HERON, NOW)
    take_away(vault)
    with pytest.raises(VaultError) as caught:
        load_entry(vault, ident)
    assert SECRET not in str(caught.value)
    assert repr(vault) == "<OpenVault>"
