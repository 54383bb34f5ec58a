"""Where the registers of tests live: in files, and in databases of a private PostgreSQL server where Debian's PostgreSQL is installed.

The server listens on a socket in a folder of its own and nowhere else, and goes with the tests.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg
import pytest

from bearwitness.store.address import Address, Server, parse_address
from bearwitness.store.register import open_register

Home = Callable[[str], Address]
"""The address of a test's register by its name, the same for the same name."""
_USER: Final = "postgres"
GUARDED, SECRET = "guarded", "w@rm/milk:1"
"""A person whom the server asks for a password, and the password, with characters that addresses write in another way."""
_SETTINGS: Final = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "shared_buffers=64MB",
    "max_connections=40",
)


def find_binaries() -> Path | None:
    """The newest PostgreSQL of Debian's packages; None where there is none, or nobody who may run it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    is_root_alone = os.geteuid() == 0 and _USER not in {entry.pw_name for entry in pwd.getpwall()}
    return found[-1].parent if found and not is_root_alone else None


BINARIES: Final = find_binaries()
_MEMORY: Final = Path("/dev/shm")
ENGINES: Final = ("sqlite",) if BINARIES is None else ("sqlite", "postgresql")


def say_engines() -> str:
    """For the head of every test run."""
    if BINARIES is None:
        return (
            "registers: SQLite ONLY, for PostgreSQL is not installed here (Debian: postgresql); what is tested on both "
            "engines is tested on one"
        )
    return f"registers: SQLite, and PostgreSQL of {BINARIES}"


def spell(address: Address) -> str:
    """An address as a person gives it to the program."""
    return address.conninfo if isinstance(address, Server) else str(address)


class Cluster:
    """A running server. `conninfo` is that of its owner for one database."""

    def __init__(self, folder: Path, settings: Sequence[str]) -> None:
        self.folder = folder
        self._options = " ".join(f"-c {setting}" for setting in (*settings, f"unix_socket_directories={folder}"))
        self._made = 0

    @property
    def data(self) -> Path:
        """Where it keeps its files."""
        return self.folder / "data"

    def start(self) -> None:
        """Run it; it has put in order what a kill left behind when this returns."""
        log = str(self.folder / "log")
        _run(self.folder, "pg_ctl", "-D", str(self.data), "-l", log, "-o", self._options, "-w", "start")

    def stop(self) -> None:
        """End it as quickly as it ends by itself."""
        _run(self.folder, "pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def kill(self) -> None:
        """SIGKILL for the server and every process of it at once: none of them writes or says another word."""
        lock = self.data / "postmaster.pid"
        server = int(lock.read_text(encoding="ascii").split()[0])
        killed = [server, *_find_children(server)]
        for process in killed:
            with suppress(ProcessLookupError):  # one that just ended by itself
                os.kill(process, signal.SIGKILL)
        ends = time.monotonic() + 30
        while any(_is_alive(process) for process in killed):
            assert time.monotonic() < ends, "the server lives on"
            time.sleep(0.005)
        # Where nobody waits for it (a container), a dead process keeps its number, and PostgreSQL takes that for a server.
        lock.unlink()
        (self.folder / ".s.PGSQL.5432.lock").unlink()

    def name_address(self, database: str, user: str = "owner", password: str | None = None) -> Server:
        """The address of a database for a person."""
        secret = "" if password is None else f"&password={quote(password, safe='')}"
        address = parse_address(f"postgresql:///{database}?host={self.folder}&user={user}{secret}")
        assert isinstance(address, Server)
        return address

    def run(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement of the owner, outside any transaction."""
        with psycopg.connect(self.name_address(database).conninfo, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    @contextmanager
    def lend(self, template: str, options: str = "") -> Iterator[Server]:
        """A database as `template` is ("made" holds an empty register, "template0" nothing), gone afterwards."""
        self._made += 1
        name = f"test_{self._made}"
        assert BINARIES is not None
        how = "STRATEGY file_copy" if int(BINARIES.parent.name) >= 15 else ""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {how} {options}")
        try:
            yield self.name_address(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


def _find_children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # gone meanwhile
            # The name, in brackets, may hold anything; behind it come the state and the parent.
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(status.parent.name))
    return found


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def start_cluster(settings: Sequence[str] = _SETTINGS) -> Iterator[Cluster]:
    """A server with the database "made"."""
    assert BINARIES is not None
    # In memory a database is made six times as fast as on a disk.
    place = _MEMORY if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2**30 else None
    folder = Path(tempfile.mkdtemp(prefix="bearwitness-", dir=place))
    cluster = Cluster(folder, settings)
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder)
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        _run(
            folder,
            "initdb",
            "--no-sync",
            "-A",
            "trust",
            "-U",
            "owner",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
            str(cluster.data),
        )
        (cluster.data / "pg_hba.conf").write_text(
            f"local all {GUARDED} scram-sha-256\nlocal all all trust\n", encoding="utf-8"
        )
        ending.callback(cluster.stop)
        cluster.start()
        cluster.run(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{SECRET}'")
        cluster.run("CREATE DATABASE made TEMPLATE template0")
        open_register(cluster.name_address("made"), create=True).engine.dispose()
        yield cluster


def _run(folder: Path, name: str, *arguments: str) -> None:
    assert BINARIES is not None
    # PostgreSQL refuses to run as root.
    person = ("runuser", "-u", _USER, "--") if os.geteuid() == 0 else ()
    command = [*person, str(BINARIES / name), *arguments]
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


class Homes:
    """Places for registers on both engines."""

    def __init__(self) -> None:
        self._ending = ExitStack()
        self._cluster: Cluster | None = None

    @property
    def cluster(self) -> Cluster:
        """The server, started when it is first asked for."""
        if self._cluster is None:
            self._cluster = self._ending.enter_context(start_cluster())
        return self._cluster

    def close(self) -> None:
        """Stop the server."""
        self._ending.close()

    @contextmanager
    def lend(self, engine: str) -> Iterator[Home]:
        """Registers by name: a file that is not there yet, or a database with a register that is empty."""
        with ExitStack() as ending:
            folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
            known: dict[str, Address] = {}

            def find(name: str) -> Address:
                if name not in known:
                    is_file = engine == "sqlite"
                    known[name] = folder / name if is_file else ending.enter_context(self.cluster.lend("made"))
                return known[name]

            yield find


@pytest.fixture(scope="session")
def homes() -> Iterator[Homes]:
    """For tests that need more than one home, or the server itself."""
    found = Homes()
    yield found
    found.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine there is; a test that uses it, or `home`, runs on all."""
    return str(request.param)


@pytest.fixture
def home(homes: Homes, engine: str) -> Iterator[Home]:
    """The registers of one test."""
    with homes.lend(engine) as found:
        yield found
