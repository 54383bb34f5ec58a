"""A real reading room for measuring: `bearwitness serve` in a process of its own on a free port of this machine, and people who log in.

Nothing is spared them: accounts with password and second factor, forms with their token, cookies. Each can come from an own address of
loopback (127.0.0.2 and on, Linux), for one address may try to log in sixty times in a quarter of an hour.
"""

import asyncio
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import httpx

from bearwitness.apps.room.passwords import hash_password
from bearwitness.apps.room.second_factor import make_code
from bearwitness.apps.room.tokens import Wish, make_token
from bearwitness.apps.serve_command import find_room_path
from bearwitness.store.address import Address
from bearwitness.store.room_accounts import Account, add_account, change_account, find_account
from bearwitness.store.room_acts import NOBODY, NewAct
from bearwitness.store.room_file import RoomFile, open_room
from tests.register_homes import spell

PASSWORD: Final = "seven grey herons wait"
_TOKEN: Final = re.compile(r'name="csrf" value="([^"]*)"')
_LINE: Final = re.compile(r"(GET|POST|HEAD) (\S+) (\d{3}) (\d+) ms$")
_PATIENCE: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account: the name, and the secret of the second factor."""

    name: str
    factor: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A line of the room's log: what was asked, by the route's name, how it went, and the milliseconds the room took."""

    method: str
    route: str
    status: int
    milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A room that is open."""

    url: str
    file: RoomFile
    log: Path
    process: int

    def add_program(self, name: str, *scopes: str) -> str:
        """A program's token."""
        return make_token(self.file, Wish(program=name, scopes=scopes, days=1, made_by="bench"), at=time.time())

    def read_log(self) -> list[Logged]:
        """What the room wrote down so far of what it was asked."""
        found = (_LINE.search(line) for line in self.log.read_text(encoding="utf-8").splitlines())
        return [
            Logged(method=one[1], route=one[2], status=int(one[3]), milliseconds=int(one[4])) for one in found if one
        ]

    def find_work(self) -> float:
        """Seconds that all threads of the room have been worked on so far, whoever else the machine worked for meanwhile (Linux)."""
        spent = 0
        for thread in Path(f"/proc/{self.process}/task").iterdir():
            with suppress(FileNotFoundError):  # it ended just now
                spent += int((thread / "schedstat").read_text().split()[0])
        return spent / 1e9

    def list_faults(self) -> list[str]:
        """The lines that tell of a fault of the program."""
        return [
            line for line in self.log.read_text(encoding="utf-8").splitlines() if "fault " in line or "Error" in line
        ]


@contextmanager
def serve(register: Address, folder: Path) -> Iterator[Served]:
    """The room of a register, its own file and log in `folder`, stopped afterwards."""
    if isinstance(register, Path) and register.parent != folder:
        raise ValueError("the register lies in another folder; the room's file lies beside it")
    port, log = _find_port(), folder / "room.log"
    file = open_room(folder / find_room_path(register).name)
    add_person(file, "Nobody", "admin")  # else the room waits to be set up
    command = [sys.executable, "-m", "bearwitness", "serve", "--register", spell(register), "--port", str(port)]
    source = str(Path(__file__).resolve().parent.parent / "src")
    path = os.pathsep.join(one for one in (source, os.environ.get("PYTHONPATH", "")) if one)
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": path}, stdout=out, stderr=out)
        served = Served(url=f"http://127.0.0.1:{port}", file=file, log=log, process=process.pid)
        try:
            _wait(process, served)
            yield served
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def add_person(file: RoomFile, name: str, role: str) -> Person:
    """An account that is set up."""
    person = Person(name=name, factor=secrets.token_bytes(20))
    account = Account(
        number=0, name=name, role=role, password=_hash(), must_change=False, factor=None, factor_step=0, is_open=True
    )
    add_account(file, account, at=time.time())
    made = find_account(file, name)
    assert made is not None
    noted = NewAct(at=time.time(), by=NOBODY, what="own.factor")
    change_account(file, made, replace(made, factor=person.factor), noted)
    return person


class Browser:
    """A browser, or with a token a program."""

    def __init__(self, served: Served, *, host: str | None = None, token: str = "") -> None:
        self.client = httpx.AsyncClient(
            base_url=served.url,
            headers={"authorization": f"Bearer {token}"} if token else {},
            transport=httpx.AsyncHTTPTransport(
                local_address=host, limits=httpx.Limits(max_connections=6, keepalive_expiry=3)
            ),
            timeout=900,  # the first page of a large register waits until it is loaded
        )
        self.csrf = ""
        self.again = 0
        self._cookies: dict[str, str] = {}

    async def log_in(self, person: Person) -> None:
        """By password and code, as anybody."""
        for address, field, value in (("/login", "password", PASSWORD), ("/factor", "code", "")):
            await self.get(address)
            form = {"name": person.name, field: value or make_code(person.factor, int(time.time()) // 30)}
            answer = await self.send(address, form)
            if answer.status_code != 303:
                raise RuntimeError(f"{person.name} could not log in: {answer.status_code}")
        await self.get("/account")

    async def get(self, address: str) -> httpx.Response:
        """Ask for a page, and keep the token its forms carry. Where the connection ends before anything has come, it is asked for once more, as
        browsers do by themselves: a room may close one that lies idle at the very moment something is sent on it (RFC 9112, 9.3.1).
        """
        try:
            answer = self._keep(await self.client.get(address, headers=self._show()))
        except (httpx.ReadError, httpx.RemoteProtocolError):
            self.again += 1
            answer = self._keep(await self.client.get(address, headers=self._show()))
        found = _TOKEN.search(answer.text) if "html" in answer.headers.get("content-type", "") else None
        self.csrf = found[1] if found else self.csrf
        return answer

    async def send(
        self, address: str, form: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> httpx.Response:
        """Send a form with the token of the page before."""
        data = {"csrf": self.csrf, **form}
        return self._keep(await self.client.post(address, data=data, files=files, headers=self._show()))

    def _show(self) -> dict[str, str]:
        # The room's cookies are for secure connections, as which browsers count plain ones to this machine and this client does not.
        return (
            {"cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())} if self._cookies else {}
        )

    def _keep(self, answer: httpx.Response) -> httpx.Response:
        self._cookies |= {name: value for name, value in answer.cookies.items() if value}
        return answer

    async def close(self) -> None:
        """Let its connections go."""
        await self.client.aclose()


async def log_in_all(served: Served, people: list[Person]) -> list[Browser]:
    """A browser for each, a few at a time: a password takes a tenth of a second to compare."""
    turn = asyncio.Semaphore(4)
    hosts = [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(len(people))]

    async def come(person: Person, host: str) -> Browser:
        browser = Browser(served, host=host if len(people) > 20 else None)
        async with turn:
            await browser.log_in(person)
        return browser

    return list(await asyncio.gather(*map(come, people, hosts)))


def _find_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", served: Served) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{served.url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the room did not open; see {served.log}")


@cache
def _hash() -> str:
    return hash_password(PASSWORD, "nobody at all")
