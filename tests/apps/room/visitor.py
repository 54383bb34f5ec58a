"""The reading room as a browser meets it, inside the test's own process: cookies kept, forms sent with their token."""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bearwitness.apps.room.application import build_app
from bearwitness.apps.room.passwords import hash_password
from bearwitness.apps.room.second_factor import make_code
from bearwitness.apps.room.settings import Limits, Settings
from bearwitness.store.address import Address
from bearwitness.store.room_accounts import Account, add_account, change_account, find_account
from bearwitness.store.room_acts import NewAct, Thing
from bearwitness.store.room_file import RoomFile, open_room

with warnings.catch_warnings():
    # It would rather have the successor of httpx, which is not among the locked packages.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PASSWORD = "seven grey herons wait"
WORD = "the-word-of-the-terminal"
ADDRESS = "https://localhost:8440"
_TOKEN = re.compile(r'name="csrf" value="([^"]*)"')


@dataclass(slots=True)
class Clock:
    """A clock that a test moves."""

    at: datetime = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


@dataclass(slots=True, kw_only=True)
class OpenRoom:
    """A room that is open for a test, over a register."""

    settings: Settings
    clock: Clock
    file: RoomFile
    app: Any
    factors: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, role: str) -> None:
        """Make an account with a second factor, past the slow forms."""
        account = Account(
            number=0,
            name=name,
            role=role,
            password=_hash(),
            must_change=False,
            factor=None,
            factor_step=0,
            is_open=True,
        )
        add_account(self.file, account, at=0.0)
        made = find_account(self.file, name)
        assert made is not None
        self.factors[name] = name.encode().ljust(20, b".")
        own = Thing(kind="account", number=made.number)
        noted = NewAct(at=0.0, by=own, what="own.factor", on=own)
        change_account(self.file, made, replace(made, factor=self.factors[name]), noted)

    def code(self, name: str) -> str:
        """The code of this half minute."""
        return make_code(self.factors[name], int(self.clock().timestamp()) // 30)

    def visit(self) -> "Visitor":
        """A browser that never was here."""
        client = TestClient(self.app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)
        return Visitor(room=self, client=client)

    def log_in(self, name: str, role: str | None = None) -> "Visitor":
        """A browser that is logged in; with a role the account is made first."""
        if role is not None:
            self.add(name, role)
        visitor = self.visit()
        self.clock.pass_by(seconds=31)  # no code counts twice
        assert visitor.send("/login", {"name": name, "password": PASSWORD}).status_code == 303
        assert visitor.send("/factor", {"code": self.code(name)}).status_code == 303
        return visitor


@dataclass(slots=True, kw_only=True)
class Visitor:
    """One browser."""

    room: OpenRoom
    client: TestClient

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Ask for a page."""
        answer: httpx.Response = self.client.get(path, **options)
        return answer

    def token(self, path: str = "/login") -> str:
        """The token that the forms of a page carry, "" where it has none."""
        found = _TOKEN.search(self.client.get(path, follow_redirects=True).text)
        return found[1] if found else ""

    def send(self, path: str, form: Mapping[str, str], *, page: str | None = None, **options: Any) -> httpx.Response:
        """Send a form with the token of `page` (else of the same address)."""
        answer: httpx.Response = self.client.post(path, data={"csrf": self.token(page or path), **form}, **options)
        return answer


@contextmanager
def open_for_test(
    register: Address,
    folder: Path,
    *,
    limits: Limits | None = None,
    change: Callable[[Settings], Settings] | None = None,
) -> Iterator[OpenRoom]:
    """A room over `register`, its own file in `folder`."""
    clock = Clock()
    settings = Settings(
        register=register, room=folder / "test.room.db", clock=clock, token=WORD, limits=limits or Limits(patience=60)
    )
    settings = settings if change is None else change(settings)
    app = build_app(settings)
    yield OpenRoom(settings=settings, clock=clock, file=open_room(settings.room), app=app)


_HASHES: list[str] = []


def _hash() -> str:
    """One hash for all accounts of the tests: it takes a tenth of a second to make."""
    if not _HASHES:
        _HASHES.append(hash_password(PASSWORD, "nobody at all"))
    return _HASHES[0]
