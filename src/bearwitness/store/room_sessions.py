"""Sessions and failed logins of the reading room. A session's id is kept as its hash: whoever reads the file cannot come in with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bearwitness.core.errors import UsageError
from bearwitness.store.room_accounts import Account
from bearwitness.store.room_acts import NewAct, add_act
from bearwitness.store.room_file import RoomFile, read_room, write_room


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One login. `stage` is "password" until the second factor is shown, then "full". `token` guards its forms; `factor` is the
    secret of a second factor that is being set up.
    """

    account: Account
    stage: str
    token: str
    factor: bytes | None
    begun_at: float
    seen_at: float


def begin_session(room: RoomFile, ident: str, session: Session, noted: NewAct | None = None) -> None:
    """Keep a session under its id, and write down that it began. Raises UsageError where the account was closed or got another password
    since the one who logs in was asked for it.
    """
    account = session.account
    with write_room(room) as connection:
        begun = connection.execute(
            "INSERT INTO sessions (id_hash, account, stage, token, factor, begun_at, seen_at) SELECT ?, number, ?, ?, ?, ?, ?"
            " FROM accounts WHERE number = ? AND password = ? AND is_open = 1",
            (
                _hash(ident),
                session.stage,
                session.token,
                session.factor,
                session.begun_at,
                session.seen_at,
                account.number,
                account.password,
            ),
        )
        if begun.rowcount != 1:
            raise UsageError("the account has changed meanwhile; log in again")
        if noted is not None:
            add_act(connection, noted)


def find_session(room: RoomFile, ident: str) -> Session | None:
    """The session of this id with its account as it is now; None where there is none or the account is closed."""
    query = (
        "SELECT a.*, s.stage, s.token, s.factor AS new_factor, s.begun_at, s.seen_at FROM sessions s"
        " JOIN accounts a ON a.number = s.account WHERE s.id_hash = ? AND a.is_open = 1"
    )
    with read_room(room) as connection:
        row = connection.execute(query, (_hash(ident),)).fetchone()
    if row is None:
        return None
    account = Account(
        number=row["number"],
        name=row["name"],
        role=row["role"],
        password=row["password"],
        must_change=bool(row["must_change"]),
        factor=row["factor"],
        factor_step=row["factor_step"],
        is_open=True,
    )
    return Session(
        account=account,
        stage=row["stage"],
        token=row["token"],
        factor=row["new_factor"],
        begun_at=row["begun_at"],
        seen_at=row["seen_at"],
    )


def touch_session(room: RoomFile, ident: str, *, at: float) -> None:
    """Note that the session was used."""
    with write_room(room) as connection:
        connection.execute("UPDATE sessions SET seen_at = ? WHERE id_hash = ?", (at, _hash(ident)))


def end_session(room: RoomFile, ident: str) -> None:
    """Forget a session."""
    with write_room(room) as connection:
        connection.execute("DELETE FROM sessions WHERE id_hash = ?", (_hash(ident),))


def end_sessions_of(room: RoomFile, account: int) -> None:
    """Forget all sessions of an account, which its person or an admin asked for."""
    with write_room(room) as connection:
        connection.execute("DELETE FROM sessions WHERE account = ?", (account,))


def sweep_sessions(room: RoomFile, *, begun_before: float, seen_before: float) -> None:
    """Forget what has expired."""
    with write_room(room) as connection:
        connection.execute("DELETE FROM sessions WHERE begun_at < ? OR seen_at < ?", (begun_before, seen_before))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Of one account or address, under a name that does not tell which: how many attempts to log in within `window` seconds."""

    subject: str
    most: int
    window: float


def reserve_attempt(room: RoomFile, limits: Sequence[Limit], *, at: float) -> float:
    """Note an attempt to log in before it is tried, so that many at once gain nothing; the seconds to wait where it is one too many.

    The count stands in the file: starting the program anew does not begin it anew. An attempt that is refused is not counted.
    """
    with write_room(room) as connection:
        connection.execute("DELETE FROM failures WHERE at < ?", (at - max(limit.window for limit in limits),))
        for limit in limits:
            query = "SELECT at FROM failures WHERE subject = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?"
            row = connection.execute(query, (limit.subject, at - limit.window, limit.most - 1)).fetchone()
            if row is not None:
                return float(row["at"]) + limit.window - at
        connection.executemany("INSERT INTO failures (subject, at) VALUES (?, ?)", [(k.subject, at) for k in limits])
    return 0.0


def forget_failures(room: RoomFile, subject: str) -> None:
    """A login that went well ends the count."""
    with write_room(room) as connection:
        connection.execute("DELETE FROM failures WHERE subject = ?", (subject,))


def keep_secret(room: RoomFile, name: str, fresh: bytes) -> bytes:
    """The secret of this name; `fresh` becomes it where there is none yet."""
    with write_room(room) as connection:
        connection.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, fresh))
        value: bytes = connection.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()["value"]
        return value


def _hash(ident: str) -> bytes:
    return sha256(ident.encode()).digest()
