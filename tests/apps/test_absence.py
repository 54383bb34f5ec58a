"""A secret is nowhere: everything is run with canaries planted, then every byte that is left or was written is searched.

Who a source is must be in the vault alone, which is sealed. A victim's name stands in the report, which the register keeps, and in the quotes of
claims. Where it may be is listed here and with each step (`shows`), with the reason; it is looked for everywhere else. A command, an action or
an option that no step runs fails a test: give it a step, in `tests/apps/absence/`, or say below why it needs none.

The room as a process of its own: `test_absence_room.py`. Processes that fall over, are killed or find the disk full: `test_absence_endings.py`.
"""

import re
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bearwitness.reading.english.read import EnglishTools
from tests.apps.absence.asking import COMMANDS, ask_everything, read_reports
from tests.apps.absence.handing_on import hand_on
from tests.apps.absence.keeping_sources import keep_sources, mistake_sources, share_sources
from tests.apps.absence.leaves import find_leaf, find_options, list_leaves
from tests.apps.absence.off_the_web import ask_model, fetch_all
from tests.apps.absence.planted import ALL, BYSTANDER, PEOPLE, SECRETS, VICTIM, WITNESS
from tests.apps.absence.world import WHY_SHOWN, World, build_world
from tests.canaries import find_words, list_files
from tests.register_homes import BINARIES, Homes

RUN_ELSEWHERE = {"serve": "it runs until it is stopped: a process of its own, in test_absence_room.py"}
"""Commands that no step here runs."""
OPTIONS_WITHOUT_A_STEP = {
    "--register": "where the register lies; the steps give it by the environment",
    "--vault": "where the vault lies",
    "--identity": "where an identity lies",
    "--evidence": "where copies lie",
    "--passphrase-fd": "one way for a passphrase, which `vault check` is given by",
    "--passphrase-env": "another",
    "--allow-remote-model": "lets a text go to another machine, which it says; there is none here",
    "--every": "goes on for ever; each round is a round of `watch`",
    "--timestamp": "sends a hash to an authority, in tests/custody",
    "--timestamp-root": "certificates of authorities, in tests/custody",
}
TEMPORARY = {
    "demo": "the register of the samples lies in a temporary folder, its owner's alone, unless one is named",
    "demo kept": "the same",
}
"""Steps that use the folder of temporary files, and why."""
TELLING = {
    "reports.text": PEOPLE,
    "claims.body": VICTIM,
    "linking_cards.details": PEOPLE,
    "linking_details.word": PEOPLE,
    "linking_words.word": PEOPLE,
}
"""Columns of the register that hold words of reports: the text, the quotes, and by what linking finds reports of one occurrence."""
HEADED = {"reports.title": VICTIM, "reports.url": VICTIM[:1]}
"""Columns that hold headlines, and addresses made of them."""
REGISTERS = {"team", "other", "model", "names", "copy", "backup", "tampered", "web", "fetched", "watched", "old"}
FILES = {
    rf"({'|'.join(sorted(REGISTERS))})\.db(-wal)?": "registers keep the reports",
    r"cut\.db|old\.db\.version-1": "a register that was cut off, and the copy of one made before it was brought forward",
    r"in/[abc]\.txt|told\.jsonl": "the reports as they came",
    r"(lines|web|fetched)\.evidence/.*": "exact copies of reports, kept because it was asked for",
    r"(all|one|web)\.wacz": "the same, exported",
    r"export-words\..*": "exports with the words of reports, and their titles and addresses, which were asked for",
    r"export-outlets\..*": "an export with titles and addresses, which were asked for",
    r"(spoilt-)?proof-(quotes|texts|part)\.zip": "a proof holds the quotes that a figure rests on, and with --texts whole reports",
    r"read\.jsonl|broken\.json": "what the test itself kept of an answer with words of reports",
    r"bad\.(toml|csv)|bad-sheet\.csv|no-sheet\.csv|filled\.csv": "what the test itself wrote, to see what is said of it",
}
"""Files in which a victim's name may be, and why. All else in home, settings, caches, temporary files and the folder of work names nobody."""
OURS = r"(read\.jsonl|broken\.json|bad.*|no-sheet\.csv|filled\.csv|in/.*|told\.jsonl|spoilt-.*|backup\.db|tampered\.db|cut\.db|old\.db)(-wal)?"
"""Files that the test made, whose rights say nothing of the program."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, english: EnglishTools) -> Iterator[World]:
    """Everything run, on SQLite."""
    root = tmp_path_factory.mktemp("absence")
    with build_world(root, root / "work" / "team.db", english) as made:
        for step in (read_reports, ask_everything, hand_on, keep_sources, share_sources, mistake_sources):
            step(made)
        fetch_all(made)
        ask_model(made)
        yield made


@pytest.fixture(scope="module")
def files(world: World) -> dict[str, bytes]:
    """Every file that is left."""
    return dict(list_files(world.root))


def find_in(written: dict[str, bytes], words: tuple[str, ...]) -> set[str]:
    """Where any of the words is."""
    return {name for name, text in written.items() if find_words(text, words)}


def test_every_command_and_every_action_is_run_to_a_good_end(world: World) -> None:
    done = {find_leaf(one.words) for one in world.ran.values() if one.code == 0}
    assert set(list_leaves()) - done == set(RUN_ELSEWHERE), (
        "give the new command a step, or say in RUN_ELSEWHERE why not"
    )


def test_every_option_is_given_in_some_step(world: World) -> None:
    given: dict[str, set[str]] = {}
    for one in world.ran.values():
        given.setdefault(find_leaf(one.words).split()[0], set()).update(find_options(one.words))
    left = {
        f"{leaf} {option}"
        for leaf, options in list_leaves().items()
        if leaf not in RUN_ELSEWHERE
        for option in options - given.get(leaf.split()[0], set()) - set(OPTIONS_WITHOUT_A_STEP)
    }
    assert left == set(), "give the new option in a step, or say in OPTIONS_WITHOUT_A_STEP why not"


def test_the_canaries_were_planted_and_the_search_sees_them(world: World, files: dict[str, bytes]) -> None:
    assert find_words(world.written["vault show"], SECRETS) == set(SECRETS)
    assert find_words(world.written["read again"], VICTIM) == set(VICTIM)
    assert find_words(files["work/in/a.txt"], PEOPLE) == set(PEOPLE)
    assert find_words(files["work/told.jsonl"], ALL) == {*PEOPLE, *WITNESS}
    assert all(find_words(files[f"work/export-words.{name}"], VICTIM) for name in ("xlsx.xlsx", "parquet.parquet"))


def test_who_a_source_is_stands_in_no_byte_of_any_file(files: dict[str, bytes]) -> None:
    assert find_in(files, SECRETS) == set()


def test_who_a_source_is_was_written_only_for_who_asked(world: World) -> None:
    assert find_in(world.written, SECRETS) == {name for name, one in world.ran.items() if one.shows == "source"}
    assert find_in(world.errors, SECRETS) == set()


def test_the_passphrase_stands_in_no_file_either(world: World, files: dict[str, bytes]) -> None:
    words = ("grey herons", "AGE-SECRET-KEY-1")
    assert find_in(files, words) == set()
    assert find_in({**world.written, **world.errors}, words) == set()


def test_names_are_written_only_by_steps_that_ask_for_them(world: World) -> None:
    shows = {name: one.shows for name, one in world.ran.items()}
    assert {name for name in find_in(world.written, PEOPLE) if shows[name] != "words"} == set()
    assert {name for name in find_in(world.written, WITNESS) if shows[name] not in {"words", "quoted"}} == set()
    # Beside a quote a few words of its context are shown.
    assert {name.split()[0] for name in find_in(world.written, BYSTANDER)} <= {"why", "show"}
    used = {shows[name] for name in find_in(world.written, ALL)} | {""}
    assert used == set(WHY_SHOWN), "a reason that no step needs any more"


def test_figures_links_and_their_reasons_name_nobody(world: World) -> None:
    """Counts, certificates, charts, trends, what nobody reported, fates, links: without any leave."""
    asked = {name: world.written[name] for name in COMMANDS}
    assert find_in(asked, ALL) == set()
    assert all(world.ran[name].code == 0 and asked[name] for name in COMMANDS)
    assert b'"certificate"' in asked["count json"]


def test_no_error_names_anybody(world: World) -> None:
    assert find_in(world.errors, ALL) == set()


def test_files_name_victims_only_where_a_reason_is_given(files: dict[str, bytes]) -> None:
    found = {path.removeprefix("work/") for path in find_in(files, PEOPLE)}
    assert {path for path in found if not any(re.fullmatch(one, path) for one in FILES)} == set()
    assert {one for one in FILES if not any(re.fullmatch(one, path) for path in found)} == set(), "a reason too many"


def test_releases_and_plain_exports_name_nobody_at_all(files: dict[str, bytes]) -> None:
    handed = {path: text for path, text in files.items() if re.match(r"work/(march|april|may|export-plain)", path)}
    assert find_in(handed, ALL) == set()
    assert len(handed) > 25
    assert b",6," in handed["work/march/cells.csv"], "the release says something"


def test_files_with_words_of_reports_are_their_owners_alone(world: World, files: dict[str, bytes]) -> None:
    made = {path for path in find_in(files, ALL) if not re.fullmatch(f"work/{OURS}", path)}
    rights = {path: (world.root / path).stat().st_mode for path in made}
    assert {path for path, mode in rights.items() if stat.S_IMODE(mode) & 0o077} == set()
    assert len(rights) > 20


def test_nothing_is_left_in_home_caches_and_folders_of_temporary_files(world: World) -> None:
    left = {str(path.relative_to(world.root)) for path in world.root.rglob("*") if path.is_file()}
    assert {path for path in left if not path.startswith("work/")} == {"config/bearwitness/identity.age"}


def test_no_step_opens_a_temporary_file(world: World) -> None:
    """Not even one that is gone at once: what was in it may stay on the disk, and whole where the process is killed."""
    opened = {name for name, paths in world.temporary.items() if paths}
    assert {name for name in opened if name not in TEMPORARY} == set()
    assert opened == set(TEMPORARY), "it is heard"


def test_files_of_the_vault_and_the_identity_are_their_owners_alone(world: World) -> None:
    paths = [*(world.root / "work" / "team.vault").rglob("*"), world.root / "config/bearwitness/identity.age"]
    assert all(not stat.S_IMODE(path.stat().st_mode) & 0o077 for path in paths)


@pytest.mark.parametrize("name", ["team.db", "names.db", "model.db"])
def test_columns_that_hold_names_are_those_that_hold_words_of_reports(world: World, name: str) -> None:
    raw = sqlite3.connect(world.root / "work" / name)
    found: dict[str, set[str]] = {}
    for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = raw.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the register's own names
        names = [column[0] for column in rows.description]
        for row in rows:
            for column, value in zip(names, row, strict=True):
                if words := find_words(str(value).encode(), (*SECRETS, *PEOPLE)):
                    found.setdefault(f"{table}.{column}", set()).update(words)
    raw.close()
    telling = {**TELLING, **HEADED} if name == "team.db" else TELLING
    assert found == {column: set(words) for column, words in telling.items()}


if BINARIES is not None:

    def test_who_a_source_is_stands_in_no_byte_of_a_server(homes: Homes, tmp_path: Path, english: EnglishTools) -> None:
        """Its tables, its log of writes and its log of what went wrong; and a register copied there and back."""
        cluster = homes.cluster
        with (
            cluster.lend("made") as address,
            cluster.lend("template0") as other,
            build_world(tmp_path, address, english, is_quick=True) as made,
        ):
            read_reports(made)
            keep_sources(made)
            for name in ("count json", "trend csv", "link json", "fates", "unseen", "upgrade"):
                made.run(name, *COMMANDS[name])
            made.run("copy there", "copy", "names.db", other.conninfo)
            made.run("copy back", "copy", other.conninfo, "back.db")
            made.run("copy a server", "copy", address.conninfo, "from-server.db")
            made.run("copy onto it", "copy", "names.db", address.conninfo)
            cluster.run("CHECKPOINT")
            numbers = {name: number for number, name in cluster.run("SELECT oid, datname FROM pg_database")}
            own = {str(numbers[one.shown.rpartition("/")[2]]) for one in (address, other)}
            others = {path for path in (cluster.folder / "data" / "base").iterdir() if path.name not in own}
            paths = [
                path for path in cluster.folder.rglob("*") if path.is_file() and not others.intersection(path.parents)
            ]
            blobs = {str(path): re.sub(rb"\0{64,}", b"\0", path.read_bytes()) for path in paths}
            assert find_in(blobs, SECRETS) == set()
            assert find_in({path: blob for path, blob in blobs.items() if "pg_wal" in path}, VICTIM), "it is searched"
            assert find_words(blobs[str(cluster.folder / "log")], ALL) == set()
            assert find_in(dict(list_files(tmp_path)), SECRETS) == set()
            assert find_words(Path("from-server.db").read_bytes(), PEOPLE) == set(PEOPLE)
            assert find_in(made.written, SECRETS) == {name for name, one in made.ran.items() if one.shows == "source"}
            assert find_in(made.errors, ALL) == set()
            assert {one.code for name, one in made.ran.items() if name.startswith("copy ")} == {0, 2}
