"""Where a register is: what is understood, and that a password is shown by nothing."""

import traceback
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bearwitness.core.errors import BearwitnessError, UsageError
from bearwitness.store.register import Server, open_register, parse_address

passwords = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=5, max_size=12)


def list_shown(text: str) -> str:
    """All that the program would show of an address, also where it is refused or nobody answers."""
    try:
        address = parse_address(text)
        if isinstance(address, Server):
            with open_register(address, create=False):
                return "opened"
    except BearwitnessError as error:
        return "".join(traceback.format_exception(error))
    return f"{address} {address!r}"


@given(passwords)
@example("12/3@host/x")
@example("12#34")
@example("12?34@")
@example("s3cr@t@")
def test_no_password_is_shown_however_it_is_written(password: str) -> None:
    secret = f"zq{password}qz"
    for written in (secret, quote(secret, safe="")):
        for text in (
            f"postgresql://eva:{written}@localhost:1/team",
            f"postgresql:/eva:{written}@localhost:1/team",
            f"mysql://eva:{written}@localhost:1/team",
            f"postgresql://localhost:1/team?user=eva&password={quote(secret, safe='')}",
        ):
            shown = list_shown(text)
            assert secret not in shown
            assert quote(secret, safe="") not in shown


@pytest.mark.parametrize("password", ["12/34567", "12#34567", "12?34567", "12@34567"])
def test_a_password_that_is_cut_in_two_is_shown_in_no_part(password: str) -> None:
    """The part before the sign reads as a port."""
    shown = list_shown(f"postgresql://eva:{password}@localhost/team")
    assert "34567" not in shown
    assert "inside a password" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://eva:s3cret@db.example.org:5433/team", "postgresql://eva@db.example.org:5433/team"),
        ("postgres://db.example.org/team", "postgresql://db.example.org/team"),
        ("postgresql+psycopg:///team?host=/run/postgresql&user=eva", "postgresql://eva@/run/postgresql/team"),
        ("POSTGRESQL://[::1]/team", "postgresql://::1/team"),
        ("postgresql://", "postgresql:///"),
    ],
)
def test_a_server_is_shown_by_person_host_and_database(text: str, shown: str) -> None:
    address = parse_address(text)
    assert isinstance(address, Server)
    assert str(address) == shown
    assert address.conninfo.startswith("postgresql://")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("register.db", "register.db"),
        ("/srv/team.db", "/srv/team.db"),
        ("C:/team.db", "C:/team.db"),
        ("sqlite:////srv/team.db", "/srv/team.db"),
        ("sqlite:///team%20one.db", "team one.db"),
    ],
)
def test_a_file_is_a_path(text: str, path: str) -> None:
    assert parse_address(text) == Path(path)


@pytest.mark.parametrize("text", ["mysql://db/team", "sqlite://", "http://db/team", "postgresql:/db/team"])
def test_any_other_kind_of_database_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="none that can be used"):
        parse_address(text)
