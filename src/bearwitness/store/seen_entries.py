"""Which entries of which feeds were fetched already: a small file beside the register, its owner's alone, of hashes and not of words."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bearwitness.core.errors import RegisterError

_MOST: Final = 5_000
"""Entries remembered of one feed; the oldest go first."""
MOST_TRIES: Final = 3


@dataclass(slots=True, kw_only=True)
class FeedMemory:
    """What is known of one feed: its marks of freshness, and of each entry (by hash) how often fetching it failed, 0 for one fetched."""

    etag: str = ""
    modified: str = ""
    entries: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class SeenEntries:
    """The whole memory, and where it is kept."""

    path: Path
    feeds: dict[str, FeedMemory] = field(default_factory=dict)


def load_seen(path: Path) -> SeenEntries:
    """The memory at `path`, empty where there is none. Raises RegisterError where the file is something else."""
    seen = SeenEntries(path=path)
    try:
        row: Any = json.loads(path.read_bytes())
        for url, feed in row["feeds"].items() if row["watched"] == 1 else ():
            entries = {str(name): int(tries) for name, tries in feed["entries"].items()}
            seen.feeds[url] = FeedMemory(etag=str(feed["etag"]), modified=str(feed["modified"]), entries=entries)
    except FileNotFoundError:
        return seen
    except OSError as error:
        raise RegisterError(f"{path} cannot be read ({error.strerror}); check its rights") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RegisterError(
            f"{path} does not remember feeds; move it away, and all their entries count as new"
        ) from None
    return seen


def save_seen(seen: SeenEntries) -> None:
    """Keep the memory, whole or not at all."""
    feeds = {
        url: {"etag": one.etag, "modified": one.modified, "entries": dict(list(one.entries.items())[-_MOST:])}
        for url, one in sorted(seen.feeds.items())
    }
    waiting = seen.path.with_name(f"{seen.path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps({"watched": 1, "feeds": feeds}, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(seen.path)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise RegisterError(f"{seen.path} cannot be written ({error.strerror}); check its folder's rights") from None


def name_entry(ident: str) -> str:
    """What an entry is remembered by."""
    return hashlib.sha256(ident.encode("utf-8", "replace")).hexdigest()[:32]
