"""The room's own style and scripts, under names that hold their hash, so that a browser may keep them for good."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Final

_KINDS: Final = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file: its body, and how it is announced."""

    body: bytes
    kind: str


def load_static() -> tuple[dict[str, str], dict[str, StaticFile]]:
    """The address of each file by its plain name, and the files by their hashed names."""
    addresses, held = {}, {}
    for entry in files("bearwitness.apps.room").joinpath("static").iterdir():
        stem, _, ending = entry.name.rpartition(".")
        if ending in _KINDS:
            body = entry.read_bytes()
            hashed = f"{stem}.{sha256(body).hexdigest()[:12]}.{ending}"
            addresses[entry.name] = f"/static/{hashed}"
            held[hashed] = StaticFile(body=body, kind=_KINDS[ending])
    return addresses, held
