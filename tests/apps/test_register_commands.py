"""Commands that keep a register: copied there and back with the same answers, and told apart by where they are looked for."""

from pathlib import Path

import pytest

from tests.apps.front_door import call
from tests.register_homes import Home, spell

ASKED = ("count", "--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN", "--json")


def test_a_copied_register_answers_the_same_from_either_engine(samples: str, home: Home) -> None:
    there = spell(home("team.db"))
    copied = call("copy", samples, there)
    assert copied.code == 0, copied.err
    told = {line.split()[0]: line for line in copied.out.splitlines() if "the same in both" in line}
    assert " 23 rows " in told["reports"]
    assert " 107 rows " in told["claims"]
    for command in (
        ASKED,
        ("incidents", "--json"),
        ("link", "--json"),
        ("links",),
        ("trend", "--act", "arrest", "--json"),
    ):
        assert call(*command, "--register", there).out == call(*command, "--register", samples).out
    again = call("copy", samples, there)
    assert (again.code, again.out) == (2, "")
    assert "is not empty; give a new register to copy to" in again.err


def test_database_url_names_the_register_where_nothing_else_does(samples: str, home: Home, tmp_path: Path) -> None:
    there = spell(home("team.db"))
    call("copy", samples, there)
    empty = str(tmp_path / "none.db")
    assert call(*ASKED, env={"DATABASE_URL": there}).out == call(*ASKED, "--register", samples).out
    nearer = call(*ASKED, env={"DATABASE_URL": there, "BEARWITNESS_REGISTER": empty})
    assert f"there is no register at {empty}" in nearer.err


@pytest.mark.parametrize("command", [("incidents",), ("read", "samples/"), ("upgrade",), ("copy", "none.db")])
def test_a_password_is_in_no_message_of_any_command(command: tuple[str, ...], samples: str) -> None:
    for host in ("127.0.0.1:1", "nowhere.invalid", "127.0.0.1:port", "a@b"):
        address = f"postgresql://eva:s3cret@{host}/team"
        given = (address,) if command[0] == "copy" else ("--register", address)
        answer = call(*(samples if part == "none.db" else part for part in command), *given)
        assert answer.code == 2
        assert "s3cret" not in answer.out + answer.err
        assert answer.err.count("\n") <= 4


def test_a_register_of_today_is_left_as_it_is(samples: str, home: Home) -> None:
    there = spell(home("team.db"))
    call("copy", samples, there)
    answer = call("upgrade", "--register", there)
    assert answer.code == 0
    assert "which is today's; nothing was changed" in " ".join(answer.out.split())


def test_reading_reviewing_and_judging_by_command_on_either_engine(sample_folder: Path, home: Home) -> None:
    there = home("team.db")
    register = ("--register", spell(there))
    read = call("read", str(sample_folder / "samples" / "05-shenyang-and-tonghua.txt"), *register)
    assert read.code == 0, read.err
    left, right = [row["claims"][0] for row in call("incidents", "--json", *register).rows][:2]
    judged = call("judge", left, right, "different", "--by", "eva", "--because", "two towns", *register)
    assert judged.code == 0, judged.err
    assert "two towns" in call("links", left, *register).out
    assert call("judge", left, right, "--undo", "--by", "eva", "--because", "a slip", *register).code == 0
    assert "two towns" not in call("links", left, *register).out
