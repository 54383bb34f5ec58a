"""`bearwitness serve`: where it may listen, and what it refuses before anything is opened."""

from pathlib import Path

import pytest

from bearwitness.apps.serve_command import Listening, check_address, find_room_path
from bearwitness.core.errors import UsageError
from tests.apps.front_door import call

HERE = Path("x.pem")


def name(
    host: str, *, names: tuple[str, ...] = (), is_open: bool = False, certificate: Path | None = None
) -> Listening:
    return Listening(host=host, port=8440, names=names, is_open=is_open, certificate=certificate, key=certificate)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_alone_needs_nothing(host: str) -> None:
    check_address(name(host))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (name("0.0.0.0"), "--open"),
        (name("192.168.1.5", names=("room.example",), certificate=HERE), "--open"),
        (name("0.0.0.0", is_open=True, certificate=HERE), "--name"),
        (name("0.0.0.0", is_open=True, names=("room.example",)), "--certificate"),
    ],
)
def test_an_address_that_others_reach_must_be_meant_named_and_encrypted(address: Listening, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_address(address)


def test_a_meant_named_and_encrypted_address_may_be_reached() -> None:
    check_address(name("0.0.0.0", is_open=True, names=("room.example",), certificate=HERE))


def test_the_command_refuses_in_words_and_makes_no_file(tmp_path: Path) -> None:
    refused = call("serve", "--host", "0.0.0.0", "--register", str(tmp_path / "team.db"))
    assert refused.code == 2
    assert "whoever is on that network can try to log in" in " ".join(refused.err.split())
    assert list(tmp_path.iterdir()) == []


def test_only_somebody_who_has_an_account_is_let_back_in(tmp_path: Path) -> None:
    refused = call("serve", "--let-in", "Ada", "--register", str(tmp_path / "team.db"))
    assert refused.code == 2
    assert "no account has the name given to --let-in" in " ".join(refused.err.split())


def test_the_rooms_file_lies_beside_the_register() -> None:
    assert find_room_path(Path("cases/team.db")) == Path("cases/team.room.db")
