"""Where a register is: a file, or a database on a PostgreSQL server. What is shown of a server never holds its password."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bearwitness.core.errors import UsageError

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
"""More than one letter, for `C:/register.db` is a file."""
_SERVERS: Final = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_FILE: Final = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A database on a PostgreSQL server. `conninfo` may hold a password: it goes to the driver and nowhere else; `shown` is for people."""

    conninfo: str = field(repr=False)
    shown: str

    def __str__(self) -> str:
        return self.shown


Address = Path | Server


def parse_address(text: str) -> Address:
    """The address of a register: a path, `postgresql://person@host/database`, or `sqlite:///path` as other programs write it.

    Raises UsageError for any other kind of database. Its message repeats nothing of the address, which may hold a password.
    """
    found = _SCHEME.match(text)
    if found is None:
        return Path(text)
    scheme = found[1].lower()
    if text.lower().startswith(_FILE) and len(text) > len(_FILE):
        return Path(unquote(text[len(_FILE) :]))
    if scheme not in _SERVERS or not text[found.end() - 1 :].startswith("//"):
        raise UsageError(
            f"the register's address begins with {scheme}: and is none that can be used; give the path of a file, or "
            "postgresql://PERSON@HOST/DATABASE"
        )
    try:
        parts = urlsplit(text)
        shown = _show(parts)
    except ValueError:
        raise UsageError(
            "the register's address cannot be understood; write it as postgresql://PERSON:PASSWORD@HOST:PORT/DATABASE, "
            "with %40 for @, %2F for /, %23 for # and %3F for ? inside a password"
        ) from None
    return Server(conninfo=f"postgresql:{text.partition(':')[2]}", shown=shown)


def _show(parts: SplitResult) -> str:
    """Person, host, port and database, as far as they are given; of the options after "?" only where the server is.

    Raises ValueError where a character of a password may have ended the part it stands in, so that it would be shown.
    """
    if parts.netloc.count("@") > 1 or "@" in parts.path + parts.query or parts.fragment:
        raise ValueError
    options = parse_qs(parts.query)
    user, name = (options.get(key, [""])[-1] for key in ("user", "dbname"))
    user, name = unquote(parts.username or "") or user, parts.path.lstrip("/") or name
    host = parts.hostname or options.get("host", [""])[-1]
    port = str(parts.port or options.get("port", [""])[-1])
    return f"postgresql://{user}{'@' * bool(user)}{host}{':' * bool(port)}{port}/{unquote(name)}"
