"""`bearwitness vault` as people meet it: asked for secrets, never given them as arguments, and plain about what cannot be undone."""

import json
import os
import re
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest

from bearwitness.apps import vault_guarding
from bearwitness.apps.vault_commands import app
from bearwitness.custody.vault_records import Identity
from bearwitness.store.address import parse_address
from bearwitness.workflow import vault_opening
from tests.apps.front_door import Answer, call

PASSPHRASE = "six grey herons in a row"
GIVEN = {"name": "Heron 왜가리", "contacts": ["+00 1"], "note": "comes on Mondays\nby the well"}


class Desk:
    """Somebody at a command line, with settings of their own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name

    def run(self, *words: str, stdin: bytes = b"", is_open: bool = True) -> Answer:
        """`bearwitness vault WORDS`."""
        env = {"XDG_CONFIG_HOME": str(self.folder / self.name), "WORD": PASSPHRASE, "USER": self.name}
        env["BEARWITNESS_REGISTER"] = str(self.folder / "team.db")
        unlocked = ("--passphrase-env", "WORD") if is_open else ()
        return call("vault", *words, *unlocked, stdin=stdin, env=env)

    def add(self) -> str:
        """Seal the source, and give its id."""
        added = self.run("add", stdin=json.dumps(GIVEN).encode())
        assert added.code == 0, added.err
        return added.out.strip()


@pytest.fixture(autouse=True)
def quick_identities() -> Iterator[None]:
    """Identities sealed by no passphrase, which takes a second each; and this process stays as it is."""
    kept: dict[bytes, tuple[Identity, str]] = {}

    def seal(identity: Identity, passphrase: str) -> bytes:
        kept[identity.label.encode()] = (identity, passphrase)
        return identity.label.encode()

    def open_it(sealed: bytes, passphrase: str) -> Identity:
        assert kept[sealed][1] == passphrase
        return kept[sealed][0]

    with (
        mock.patch.object(vault_opening, "seal_identity", seal),
        mock.patch.object(vault_opening, "open_identity", open_it),
        mock.patch.object(vault_guarding, "forbid_dumps", return_value=True),
    ):
        yield


@pytest.fixture
def eva(tmp_path: Path) -> Desk:
    """Eva, who has a vault."""
    desk = Desk(tmp_path, "eva")
    made = desk.run("new")
    assert made.code == 0, made.err
    return desk


def plain(text: str) -> str:
    return " ".join(text.split())


def read_fingerprint(text: str) -> str:
    return text.splitlines()[-1].strip()


def test_a_lost_key_is_said_to_be_a_lost_secret(tmp_path: Path) -> None:
    assert "A lost key is a lost secret: nobody, also not us, can open it again." in plain(
        Desk(tmp_path, "eva").run("new").out
    )


def test_a_source_goes_in_by_a_pipe_and_comes_out_for_who_asks(eva: Desk) -> None:
    ident = eva.add()
    shown = eva.run("show", ident[:9], "--json")
    assert shown.row == {"id": ident, **GIVEN}
    assert "Heron 왜가리" in eva.run("show", ident).out
    assert "Heron 왜가리" in eva.run("list", "--open").out
    listed = eva.run("list", is_open=False)
    assert ident in listed.out
    assert "Heron" not in listed.out


def test_no_command_takes_a_name_a_contact_or_a_note_as_an_argument(eva: Desk) -> None:
    """They would stand in the shell's history, and in everybody's list of processes."""
    for words in (("add", "Heron"), ("add", "--name", "Heron"), ("add", "--note", "Heron")):
        assert eva.run(*words, stdin=b"{}").code == 2
    options = {name for command in app.registered_commands for name in (command.name or "",)}
    assert options == {
        "new", "add", "show", "list", "recipients", "rotate", "check", "remove", "attach",
    }  # fmt: skip


@pytest.mark.parametrize(
    "stdin", [b"Heron", b'["Heron"]', b'{"nam": "Heron"}', b'{"name": 5}', b'{"contacts": "Heron"}']
)
def test_what_is_not_as_asked_is_refused_and_not_repeated(eva: Desk, stdin: bytes) -> None:
    refused = eva.run("add", stdin=stdin)
    assert (refused.code, refused.out) == (2, "")
    assert "Heron" not in refused.err


def test_a_second_person_joins_by_voice_and_card(eva: Desk) -> None:
    ident = eva.add()
    vault = read_fingerprint(eva.run("list", is_open=False).out).partition(": ")[2]
    tom = Desk(eva.folder, "tom")
    joined = tom.run("new", "--joining", vault)
    card = next(line for line in joined.out.splitlines() if line.startswith("bearwitness-recipient-1"))
    heard = read_fingerprint(joined.out)
    early = tom.run("show", ident)
    assert (early.code, "was not added yet" in plain(early.err)) == (2, True)
    assert eva.run("recipients", "add", card, "--fingerprint", "0000 1111").code == 2
    added = eva.run("recipients", "add", card, "--fingerprint", heard)
    assert "1 entry sealed anew" in added.out
    assert tom.run("show", ident, "--json").row["name"] == GIVEN["name"]
    assert "tom" in eva.run("recipients").out
    checked = eva.run("check", "--json")
    assert (checked.code, checked.row["opens"]) == (0, [{"id": ident, "for": ["eva", "tom"]}])
    removed = plain(eva.run("recipients", "remove", "tom").out)
    assert "knows what they knew, and opens every copy that they made before" in removed
    assert "Copies that were made before still open with the keys of then" in removed
    assert tom.run("show", ident).code == 2


def test_a_removal_needs_no_key_and_gives_a_receipt(eva: Desk) -> None:
    ident = eva.add()
    assert eva.run("remove", ident, is_open=False).code == 2
    receipt = eva.run("remove", ident, "--because", "asked for it", "--json", is_open=False).row
    assert (receipt["removed"], receipt["by"], receipt["because"]) == (ident, "eva", "asked for it")
    assert len(receipt["sha256"][0]) == 64
    assert "removed" in eva.run("list", is_open=False).out
    assert eva.run("show", ident).code == 2


def test_a_rotation_says_that_copies_still_open(eva: Desk) -> None:
    eva.add()
    assert "Copies that were made before still open" in plain(eva.run("rotate").out)


def test_a_check_says_what_is_amiss_and_ends_with_one(eva: Desk) -> None:
    eva.add()
    assert eva.run("check").code == 0
    next((eva.folder / "team.vault").glob("entry-*")).unlink()
    checked = eva.run("check")
    assert (checked.code, "missing" in checked.out) == (1, True)


def test_the_key_never_lies_in_the_vault(eva: Desk) -> None:
    inside = eva.folder / "team.vault" / "identity.age"
    assert eva.run("new", "--joining", "0" * 32, "--identity", str(inside)).code == 2
    assert not inside.exists()


def test_an_identity_and_a_vault_are_never_written_over(eva: Desk) -> None:
    assert "is there already" in eva.run("new").err
    refused = eva.run("new", "--vault", str(eva.folder / "other.vault"))
    assert "has a vault already" in plain(refused.err)
    vault = read_fingerprint(eva.run("list", is_open=False).out).partition(": ")[2]
    assert "lost key is a lost secret" in plain(eva.run("new", "--joining", vault).err)


def test_a_passphrase_comes_from_an_open_file_or_a_variable_and_from_one_of_them(eva: Desk) -> None:
    ident = eva.add()
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    try:
        assert eva.run("show", ident, "--passphrase-fd", str(reading), is_open=False).code == 0
    finally:
        os.close(reading)
    assert eva.run("show", ident, "--passphrase-fd", "0").code == 2
    assert "which is not set" in eva.run("show", ident, "--passphrase-env", "NONE", is_open=False).err


def test_a_source_is_attached_to_what_the_register_holds(samples: str, tmp_path: Path) -> None:
    register = tmp_path / "team.db"
    register.write_bytes(Path(samples).read_bytes())
    desk = Desk(tmp_path, "eva")
    assert desk.run("new").code == 0
    ident = desk.add()
    claim = call("show", "brief-hunchun", "--json", "--register", str(register)).row
    wanted = next(iter(claim["claims"]))["id"]
    assert desk.run("attach", ident, wanted, "--voice", "99", is_open=False).code == 2
    assert desk.run("attach", ident, wanted, is_open=False).code == 0
    assert desk.run("attach", ident, "brief-hunchun", is_open=False).code == 0
    (entry,) = desk.run("list", "--json", is_open=False).row["entries"]
    assert entry["about"] == [wanted, "brief-hunchun"]
    assert desk.run("attach", ident, wanted, "--undo", is_open=False).code == 0
    assert desk.run("list", "--json", is_open=False).row["entries"][0]["about"] == ["brief-hunchun"]


def test_where_things_lie_unless_said_otherwise() -> None:
    from bearwitness.apps.vault_unlocking import find_vault_path

    assert find_vault_path(Path("cases/team.db")) == Path("cases/team.vault")
    assert find_vault_path(parse_address("postgresql://eva@db.example.org/team")) == Path("team.vault")


def test_help_says_what_cannot_be_undone() -> None:
    told = plain(call("vault", "--help").out)
    assert "A lost key is a lost secret: nobody, also not us, can open it again." in told


def test_an_open_vault_cannot_be_dumped() -> None:
    program = (
        "import ctypes, resource; from bearwitness.apps.vault_guarding import forbid_dumps; assert forbid_dumps(); "
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0) 0\n"


def read_out(terminal: int) -> str:
    """All that was shown: one reading gives what has arrived by then, on a busy machine the first line."""
    said = b""
    with suppress(OSError):  # Linux says so that nobody holds the other end any more
        while more := os.read(terminal, 65_536):
            said += more
    return said.decode()


def test_what_is_typed_and_shown_on_a_terminal_leaves_nothing_to_scroll_back_to() -> None:
    """It stands on the second screen, which is wiped and left; nothing of it is written outside."""
    master, slave = os.openpty()
    # What the terminal itself repeats while nobody reads it is not the program's.
    mode = termios.tcgetattr(slave)
    mode[3] &= ~termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, mode)
    os.write(master, b"Heron\n+00 1\n\nby the well\nand back\n\n\n")
    with (
        open(slave, encoding="utf-8", closefd=False) as typed,
        open(slave, "w", encoding="utf-8", closefd=False) as screen,
        mock.patch.object(sys, "stdin", typed),
        mock.patch.object(sys, "stdout", screen),
    ):
        source = vault_guarding.ask_source()
        vault_guarding.show_secret(f"{source.name}\n")
    os.close(slave)
    said = read_out(master)
    os.close(master)
    assert (source.name, source.contacts, source.note) == ("Heron", ("+00 1",), "by the well\nand back")
    assert "Heron" in said
    assert said.count("\x1b[?1049h") == said.count("\x1b[?1049l") == 2
    assert "Heron" not in re.sub(r"\x1b\[\?1049h.*?\x1b\[2J\x1b\[\?1049l", "", said, flags=re.DOTALL)


def test_whoever_founds_a_vault_that_is_there_learns_how_to_join(eva: Desk) -> None:
    """They were told to name another folder or to move the vault away."""
    assert "To join it, ask somebody who is in for its fingerprint" in plain(Desk(eva.folder, "tom").run("new").err)


def test_a_fingerprint_that_was_misheard_makes_no_identity(eva: Desk) -> None:
    vault = read_fingerprint(eva.run("list", is_open=False).out).partition(": ")[2]
    wrong = ("0" if vault[-1] != "0" else "1").join((vault[:-1], ""))
    tom = Desk(eva.folder, "tom")
    refused = tom.run("new", "--joining", wrong)
    assert (refused.code, "have it read out again, by voice" in plain(refused.err)) == (2, True)
    assert vault not in refused.err
    assert tom.run("new", "--joining", vault).code == 0


def test_a_card_without_a_fingerprint_is_not_called_exchanged(eva: Desk) -> None:
    vault = read_fingerprint(eva.run("list", is_open=False).out).partition(": ")[2]
    joined = Desk(eva.folder, "tom").run("new", "--joining", vault).out
    card = next(line for line in joined.splitlines() if line.startswith("bearwitness-recipient-1"))
    refused = eva.run("recipients", "add", card)
    assert (refused.code, "is added only with its fingerprint" in plain(refused.err)) == (2, True)


def test_an_entry_and_a_claim_the_wrong_way_round_are_told_the_right_one(eva: Desk) -> None:
    ident = eva.add()
    refused = eva.run("attach", "c_98e1ac", ident, is_open=False)
    assert (refused.code, "the entry comes first" in plain(refused.err)) == (2, True)
