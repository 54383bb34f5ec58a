"""`bearwitness serve`: the reading room opened on this machine."""

import logging
import re
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bearwitness.apps.options import RegisterFile, find_register_path
from bearwitness.apps.screen import show
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the room listens, and by which further names it may be asked. `is_open` says that other machines may reach it."""

    host: str
    port: int
    names: tuple[str, ...]
    is_open: bool
    certificate: Path | None
    key: Path | None


def serve_command(
    register: RegisterFile = None,
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", min=1, max=65535, help="The port to listen on.")
    ] = 8440,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A further name that browsers call the room by. May be repeated."),
    ] = None,
    is_open: Annotated[
        bool, typer.Option("--open", help="Allow an address that other machines reach: they can then try to log in.")
    ] = False,
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", metavar="FILE", help="The TLS certificate, where others may reach it."),
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's key.")] = None,
    let_in: Annotated[
        str | None,
        typer.Option(
            "--let-in", metavar="NAME", help="Before it opens, give this account a new password and a new telephone."
        ),
    ] = None,
) -> None:
    """Open the reading room: the register in a browser.

    Read reports beside their claims, review, ask, and see the bounds drawn. It listens on this machine alone unless --open is
    given, sends nothing anywhere, and asks for an account with a second factor. The first start prints a word for setting up.
    """
    address = Listening(
        host=host, port=port, names=tuple(name or ()), is_open=is_open, certificate=certificate, key=key
    )
    serve_room(find_register_path(register), address, lambda: datetime.now(UTC), let_in)


def serve_room(register: Address, address: Listening, clock: Callable[[], datetime], let_in: str | None = None) -> None:
    """Open the room until it is stopped, with a new password for the account `let_in`. Raises UsageError for an address that other machines
    reach and that nobody asked for, and where there is no such account.
    """
    from bearwitness.apps.listening import listen
    from bearwitness.apps.room.application import build_app
    from bearwitness.apps.room.settings import LOOPBACK, Settings
    from bearwitness.store.room_accounts import count_accounts
    from bearwitness.store.room_file import open_room

    check_address(address)
    room = find_room_path(register)
    is_new = count_accounts(open_room(room)) == 0
    token = secrets.token_urlsafe(9) if is_new else ""
    if let_in is not None:
        from bearwitness.apps.room.letting_in import let_back_in

        password = let_back_in(open_room(room), let_in, clock().timestamp())
        show(
            f"The password of {let_in} is now {password}. It is shown only now, and is changed at the first login, where a telephone is "
            "set up anew. The old ones are worth nothing."
        )
    names = {name.lower() for name in address.names}
    hosts = LOOPBACK | names
    app = build_app(Settings(register=register, room=room, clock=clock, hosts=hosts, token=token, reads_uploads=True))
    scheme = "https" if address.certificate else "http"
    shown = next(iter(sorted(names)), address.host if address.host in _LOOPBACK else "localhost")
    show(f"The reading room of {register} is open at {scheme}://{shown}:{address.port}/", style="bold")
    show("Accounts and logins are kept beside it, in " + str(room) + ". Stop with Ctrl-C.", style="dim")
    if is_new:
        show(
            f"Nobody has an account yet. Set the room up with this word, which holds until the room is stopped: {token}"
        )
    sys.stdout.flush()
    _log_plainly()
    listen(app, address.host, address.port, address.certificate, address.key)


def check_address(address: Listening) -> None:
    """Raises UsageError where the address and what was allowed do not fit."""
    if (address.certificate is None) != (address.key is None):
        raise UsageError("--certificate and --key belong together; give both, or neither")
    if address.host in _LOOPBACK:
        return
    if not address.is_open:
        raise UsageError(
            f"{address.host} can be reached by other machines: whoever is on that network can try to log in. "
            "If that is meant, say so with --open"
        )
    if not address.names:
        raise UsageError("name the room as browsers will call it, with --name (such as room.example.org)")
    if address.certificate is None:
        raise UsageError(
            "passwords would cross the network unencrypted; give --certificate and --key, or stay on 127.0.0.1 behind a "
            "server that has them"
        )


def find_room_path(register: Address) -> Path:
    """The room's own file: beside the register's file, or for a database named after it in the folder where the room is opened."""
    if isinstance(register, Path):
        return register.with_name(f"{register.stem}.room.db")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", str(register).rpartition("/")[2]).strip("-") or "register"
    return Path(f"{name}.room.db")


def _log_plainly() -> None:
    """One line an act to standard error: when, what, how it went. Never what was asked for, nor of whom."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("bearwitness.room")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    # The server's own log prints what failed with its message, which can hold a report's words; the room's says where.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
