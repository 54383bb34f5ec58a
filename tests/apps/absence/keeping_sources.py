"""The vault: made, filled, opened, attached, sealed anew, shared, removed; and every way in which that fails."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Final
from unittest import mock

from bearwitness.custody.vault_lists import find_card_fingerprint, parse_card
from bearwitness.workflow import vault_keeping
from tests.apps.absence.planted import PASSPHRASE, SOURCE
from tests.apps.absence.world import World

VAULT: Final = ("--vault", "team.vault", "--passphrase-env", "WORD")
_GIVEN: Final = json.dumps(SOURCE).encode()


def keep_sources(world: World) -> None:
    """All that is done with a vault that is well."""
    run = world.run
    run("vault new", "vault", "new", "--as", "eva", *VAULT)
    for turn in (1, 2):
        world.ids.append(run(f"vault add {turn}", "vault", "add", *VAULT, stdin=_GIVEN).strip())
    first, second = world.ids
    run("vault add wide letters", "vault", "add", *VAULT, stdin=json.dumps(SOURCE, ensure_ascii=False).encode())
    run("vault show", "vault", "show", first, *VAULT, shows="source")
    run("vault show json", "vault", "show", first, *VAULT, "--json", shows="source")
    run("vault list open", "vault", "list", "--open", *VAULT, shows="source")
    run("vault list open json", "vault", "list", "--open", *VAULT, "--json", shows="source")
    run("vault list", "vault", "list", "--vault", "team.vault")
    run("vault list json", "vault", "list", "--json", "--vault", "team.vault")
    run("vault recipients", "vault", "recipients", *VAULT)
    rows = [json.loads(line) for line in Path("read.jsonl").read_text(encoding="utf-8").splitlines()]
    claim, report = rows[0]["claims"][0]["id"], rows[0]["report"]["id"]
    attach = ("--vault", "team.vault", "--by", "team", "--because", "asked by voice")
    run("vault attach", "vault", "attach", first, claim, *attach)
    run("vault attach voice", "vault", "attach", first, claim, "--voice", "1", *attach)
    run("vault attach report", "vault", "attach", first, report, *attach)
    run("vault attach undone", "vault", "attach", first, report, "--undo", *attach)
    run("vault rotate", "vault", "rotate", *VAULT)
    run("vault remove", "vault", "remove", second, "--because", "asked", "--by", "team", "--vault", "team.vault")
    run("vault check", "vault", "check", *VAULT)
    run("vault check json", "vault", "check", "--json", *VAULT)


def share_sources(world: World) -> None:
    """A second person joins, and goes; with an identity of their own, in another place."""
    told = world.written["vault recipients"].decode() + world.written["vault list"].decode()
    fingerprint = next(iter(re.findall(r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}", told)), "")
    theirs = ("--vault", "team.vault", "--identity", "tom.age")
    joined = world.run(
        "vault new joining",
        "vault",
        "new",
        "--as",
        "tom",
        "--joining",
        fingerprint,
        *theirs,
        "--passphrase-env",
        "WORD",
    )
    card = next(iter(re.findall(r"bearwitness-recipient-1[^\n]*(?:\n(?!\n)[^\n]*)*", joined)), "")
    card = re.findall(r"bearwitness-recipient-1 \S+ \S+ \S+", " ".join(card.split()))[0]
    said = find_card_fingerprint(parse_card(card))
    add = ("vault", "recipients", "add", card, "--fingerprint")
    world.run("vault recipients stranger", *add, "0" * len(said), *VAULT)
    world.run("vault recipients add", *add, said, *VAULT)
    first = world.ids[0]
    world.run("vault show to tom", "vault", "show", first, *theirs, "--passphrase-env", "WORD", shows="source")
    world.run("vault recipients remove", "vault", "recipients", "remove", "tom", *VAULT)
    world.run("vault show to who was removed", "vault", "show", first, *theirs, "--passphrase-env", "WORD")


def mistake_sources(world: World) -> None:
    """Wrong passphrases, wrong input, broken files, and a disk that is gone in the middle."""
    run, (first, _) = world.run, world.ids
    run("vault add more", "vault", "add", *VAULT, stdin=json.dumps({**SOURCE, "more": 1}).encode())
    run("vault add no json", "vault", "add", *VAULT, stdin=_GIVEN[:-1])
    run("vault add a list", "vault", "add", *VAULT, stdin=json.dumps([SOURCE]).encode())
    run(
        "vault add wrong kinds", "vault", "add", *VAULT, stdin=json.dumps({**SOURCE, "note": [SOURCE["note"]]}).encode()
    )
    run("vault add no letters", "vault", "add", *VAULT, stdin=_GIVEN + b"\xff\xfe")
    run(
        "vault add too long",
        "vault",
        "add",
        *VAULT,
        stdin=json.dumps({**SOURCE, "note": f"{SOURCE['note']} " * 40_000}).encode(),
    )
    run("vault add nameless", "vault", "add", *VAULT, stdin=json.dumps({**SOURCE, "name": ""}).encode())
    wrong = ("--vault", "team.vault", "--passphrase-env", "WRONG")
    run("vault show wrong passphrase", "vault", "show", first, *wrong)
    run("vault add wrong passphrase", "vault", "add", *wrong, stdin=_GIVEN)
    read, write = os.pipe()
    os.write(write, PASSPHRASE.encode() + b"\n")
    os.close(write)
    run("vault check by fd", "vault", "check", "--vault", "team.vault", "--passphrase-fd", str(read))
    os.close(read)
    run("vault show by a closed fd", "vault", "show", first, "--vault", "team.vault", "--passphrase-fd", "97")
    for number, spoil in enumerate((_cut, _turn, _swap, _empty)):
        folder = f"broken-{number}.vault"
        shutil.copytree("team.vault", folder)
        spoil(Path(folder))
        spoilt = ("--vault", folder, "--passphrase-env", "WORD")
        for name, words in (("show", ("show", first)), ("check", ("check", "--json")), ("list", ("list", "--open"))):
            run(f"vault {name} of broken {number}", "vault", *words, *spoilt)
        run(
            f"vault remove of broken {number}",
            "vault",
            "remove",
            first,
            "--because",
            "x",
            "--json",
            "--vault",
            folder,
            register=Path("copy.db"),
        )
    Path("broken.age").write_bytes(b"age-encryption.org/v1\n" + _GIVEN)
    run("vault show with a broken identity", "vault", "show", first, *VAULT, "--identity", "broken.age")
    Path("broken.age").unlink()
    with mock.patch.object(vault_keeping, "write_file", side_effect=RuntimeError(str(SOURCE))):
        run("falling: vault add", "vault", "add", *VAULT, stdin=_GIVEN)
        run("falling: vault rotate", "vault", "rotate", *VAULT)
    with mock.patch.object(vault_keeping, "open_entry", side_effect=RuntimeError(str(SOURCE))):
        run("falling: vault show", "vault", "show", first, *VAULT)


def _cut(folder: Path) -> None:
    for path in folder.glob("entry-*"):
        path.write_bytes(path.read_bytes()[:900])


def _turn(folder: Path) -> None:
    for path in folder.glob("entry-*"):
        data = bytearray(path.read_bytes())
        data[-100] ^= 1
        path.write_bytes(bytes(data))


def _swap(folder: Path) -> None:
    entry = min(folder.glob("entry-*"))
    for path in folder.glob("list-*"):
        path.write_bytes(entry.read_bytes())


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"")
