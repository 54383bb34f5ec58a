"""The log of the room itself: who came in, who was turned away, what became of accounts, tokens and uploads, who took files away.

It is only ever added to. A row holds numbers and words of this program alone: no name, title, address, file name or other text that anybody
entered can be in it, which the file itself checks. Names come from the accounts and tokens, which are never removed.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bearwitness.store.room_file import PASSING_DAYS, RoomFile, read_room, write_room

Group = Literal["logins", "refusals", "people", "tokens", "uploads", "custody", "log"]
ThingKind = Literal["account", "token", "job", "terminal", "room", "nobody"]

WORDS: Final[dict[str, tuple[Group, str]]] = {
    "login": ("logins", "logged in"),
    "logout": ("logins", "logged out"),
    "logout.all": ("logins", "ended all logins"),
    "refused.password": ("refusals", "wrong name or password"),
    "refused.code": ("refusals", "wrong code of the second factor"),
    "refused.former": ("refusals", "wrong password when changing it"),
    "refused.word": ("refusals", "wrong word of the first set-up"),
    "refused.often": ("refusals", "too many attempts"),
    "refused.login": ("refusals", "sent something without a login"),
    "refused.role": ("refusals", "role does not allow it"),
    "refused.form": ("refusals", "form of another site or login"),
    "refused.token": ("refusals", "no token that holds"),
    "refused.scope": ("refusals", "token does not allow it"),
    "refused.host": ("refusals", "asked for another name than the room's"),
    "refused.large": ("refusals", "sent too much"),
    "refused.slow": ("refusals", "sent too slowly"),
    "refused.shape": ("refusals", "sent what no browser sends"),
    "account.made": ("people", "account made"),
    "account.role": ("people", "role given"),
    "account.password": ("people", "new password given"),
    "account.factor": ("people", "second factor taken away"),
    "account.let_in": ("people", "let back in at the terminal"),
    "account.closed": ("people", "account closed"),
    "account.opened": ("people", "account opened"),
    "own.password": ("people", "changed the own password"),
    "own.factor": ("people", "set up the second factor"),
    "token.made": ("tokens", "token made"),
    "token.revoked": ("tokens", "token revoked"),
    "upload.sent": ("uploads", "reports sent"),
    "upload.refused": ("uploads", "reports refused"),
    "upload.cancelled": ("uploads", "reading cancelled"),
    "upload.ended": ("uploads", "reading ended"),
    "verify.begun": ("custody", "had the register verified"),
    "export.begun": ("custody", "had an export made"),
    "proof.begun": ("custody", "had a figure proven"),
    "plan.begun": ("custody", "planned a release"),
    "file.taken": ("custody", "took a file away"),
    "log.taken": ("log", "log taken away as a file"),
}
"""What is written down: its group, and how the page says it."""
GROUPS: Final = frozenset(group for group, _ in WORDS.values())
_PASSING: Final = frozenset({"logins", "refusals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Who did it, or on what: by number, never by name."""

    kind: ThingKind
    number: int = 0


NOBODY: Final = Thing(kind="nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAct:
    """An act to write down. `detail` is a word of this program, such as a role or the name of a route; `times` how often, or of how many."""

    at: float
    by: Thing
    what: str
    on: Thing | None = None
    detail: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAct:
    """An act of the log, with the names that its numbers have now; "" where it is nobody's."""

    number: int
    at: float
    by: Thing
    name: str
    what: str
    on: Thing | None
    on_name: str
    detail: str
    times: int

    @property
    def words(self) -> str:
        """What was done."""
        return WORDS.get(self.what, ("log", self.what))[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedActs:
    """Which acts: of these groups, by or on the account or program of this name, at or after a moment."""

    groups: frozenset[Group] = GROUPS
    name: str | None = None
    since: float | None = None


def add_act(connection: sqlite3.Connection, act: NewAct) -> None:
    """Write an act down within a transaction, so that it stands if and only if what it tells of does."""
    group = WORDS[act.what][0]
    on_kind, on_number = ("", 0) if act.on is None else (act.on.kind, act.on.number)
    connection.execute(
        "INSERT INTO acts (at, by_kind, by_number, what, on_kind, on_number, detail, times, is_passing)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            act.at,
            act.by.kind,
            act.by.number,
            act.what,
            on_kind,
            on_number,
            act.detail,
            act.times,
            int(group in _PASSING),
        ),
    )


def note_acts(room: RoomFile, acts: Iterable[NewAct]) -> None:
    """Write acts down that no other table tells of."""
    with write_room(room) as connection:
        for act in acts:
            add_act(connection, act)


def list_acts(room: RoomFile, wanted: WantedActs, before: int | None, most: int) -> tuple[RoomAct, ...]:
    """Up to `most` acts, newest first; with `before` only those with a smaller number."""
    whats = [what for what, (group, _) in WORDS.items() if group in wanted.groups]
    query = (
        "SELECT c.*, COALESCE(a.name, t.program, '') AS name, COALESCE(b.name, u.program, '') AS on_name FROM acts c"
        " LEFT JOIN accounts a ON c.by_kind = 'account' AND a.number = c.by_number"
        " LEFT JOIN tokens t ON c.by_kind = 'token' AND t.number = c.by_number"
        " LEFT JOIN accounts b ON c.on_kind = 'account' AND b.number = c.on_number"
        " LEFT JOIN tokens u ON c.on_kind = 'token' AND u.number = c.on_number"
        " WHERE c.number < :before AND c.at >= :since"
        " AND (:name IS NULL OR a.name = :name OR t.program = :name OR b.name = :name OR u.program = :name)"
        " AND c.what IN (SELECT value FROM json_each(:whats)) ORDER BY c.number DESC LIMIT :most"
    )
    values = {
        "before": 2**62 if before is None else before,
        "since": wanted.since if wanted.since is not None else float("-inf"),
        "name": wanted.name,
        "whats": "[" + ",".join(f'"{what}"' for what in whats) + "]",
        "most": most,
    }
    with read_room(room) as connection:
        return tuple(_act(row) for row in connection.execute(query, values))


def sweep_acts(room: RoomFile, *, at: float) -> None:
    """Take out logins and refusals that are older than they are kept."""
    with write_room(room) as connection:
        kept = PASSING_DAYS * 86_400
        query = "DELETE FROM acts WHERE is_passing AND at < ? AND at <= (SELECT MAX(at) FROM acts) - ?"
        connection.execute(query, (at - kept, kept))


def _act(row: sqlite3.Row) -> RoomAct:
    return RoomAct(
        number=row["number"],
        at=row["at"],
        by=Thing(kind=row["by_kind"], number=row["by_number"]),
        name=row["name"],
        what=row["what"],
        on=Thing(kind=row["on_kind"], number=row["on_number"]) if row["on_kind"] else None,
        on_name=row["on_name"],
        detail=row["detail"],
        times=row["times"],
    )
