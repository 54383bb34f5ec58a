"""`bearwitness token`: a program's key to the reading room's JSON interface, made, listed and revoked where the room's files lie."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bearwitness.apps.options import RegisterFile, find_name, find_register_path
from bearwitness.apps.screen import build_table, show, show_aside, write_text
from bearwitness.apps.serve_command import find_room_path
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

ProgramName = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="The program; its name signs all it does. Without one, tokens are listed.",
        show_default=False,
    ),
]
Scopes = Annotated[
    list[str] | None,
    typer.Option(
        "--scope", metavar="WORD", help="What it may do: read, review, judge. May be repeated.", show_default=False
    ),
]
MadeBy = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who makes it (default: USER).")]
Days = Annotated[int, typer.Option("--days", metavar="NUMBER", help="For how many days it holds.")]
Revoke = Annotated[bool, typer.Option("--revoke", help="End all tokens of this program now.")]


def token_command(
    name: ProgramName = None,
    scope: Scopes = None,
    days: Days = 90,
    revoke: Revoke = False,
    by: MadeBy = None,
    register: RegisterFile = None,
) -> None:
    """Make, list or revoke tokens of programs for the room.

    A token is what a program shows the reading room in the place of a login, under /api/v1/. It is written to standard output
    this once and kept only as a hash.
    """
    path = find_register_path(register)
    if name is None:
        if scope or revoke:
            raise UsageError("no program is named; give its name before the options")
        list_all(path, lambda: datetime.now(UTC))
    elif revoke:
        revoke_all(path, name, lambda: datetime.now(UTC))
    else:
        made_by = f"{find_name(by, 'makes the token')} (command line)"
        make_one(path, (name, tuple(scope or ()), days), made_by, lambda: datetime.now(UTC))


def make_one(
    register: Address, wanted: tuple[str, tuple[str, ...], int], made_by: str, clock: Callable[[], datetime]
) -> None:
    """Make a token and write it out."""
    from bearwitness.apps.room.tokens import Wish, make_token
    from bearwitness.store.room_file import open_room

    program, scopes, days = wanted
    room = open_room(_find_room(register))
    wish = Wish(program=program, scopes=scopes, days=days, made_by=made_by)
    write_text(make_token(room, wish, at=clock().timestamp()) + "\n")
    show_aside(f"This token holds for {days} days and is shown only now. Whoever has it may do what it allows.", "dim")


def revoke_all(register: Address, program: str, clock: Callable[[], datetime]) -> None:
    """End all tokens of a program; raises UsageError where none holds."""
    from bearwitness.store.room_file import open_room
    from bearwitness.store.room_tokens import list_tokens, revoke_tokens

    room, now = open_room(_find_room(register)), clock().timestamp()
    wanted = " ".join(program.split()).casefold()
    held = [one.number for one in list_tokens(room) if one.program.casefold() == wanted and one.holds_at(now)]
    if not held:
        raise UsageError(f"no token of {program!r} holds; `bearwitness token` lists them")
    done = revoke_tokens(room, held, at=now)
    show(f"{done} token{'s' if done > 1 else ''} of {program} revoked.")


def list_all(register: Address, clock: Callable[[], datetime]) -> None:
    """All tokens; never their letters, which nobody has kept."""
    from bearwitness.store.room_file import open_room
    from bearwitness.store.room_tokens import list_tokens

    now = clock().timestamp()
    rows = [
        (
            one.program,
            " ".join(one.scopes),
            "revoked" if one.revoked_at else "holds" if one.holds_at(now) else "ended",
            _say_day(one.ends_at),
            "never" if one.used_at is None else _say_day(one.used_at),
            one.made_by,
        )
        for one in list_tokens(open_room(_find_room(register)))
    ]
    show(
        build_table(("program", "may", "state", "until", "last used", "made by"), rows)
        if rows
        else "There is no token."
    )


def _find_room(register: Address) -> Path:
    if isinstance(register, Path) and not register.exists():
        raise UsageError(f"there is no register {register}; name it with --register")
    return find_room_path(register)


def _say_day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
