"""Where the user's language model answers: an address they gave, on this machine unless they say plainly that it is not."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from bearwitness.core.errors import UsageError

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}")
_EXAMPLE: Final = "http://localhost:11434/v1"
_CHAT: Final = "/chat/completions"
LONGEST_WAIT: Final = 3_600.0
"""Seconds a model may be given for one part of a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A model at an address. `key` is sent to it and goes nowhere else: into no record, message or printed form."""

    url: str
    model: str
    wait: float
    host: str
    is_local: bool
    is_encrypted: bool
    key: str | None = field(default=None, repr=False)


def build_endpoint(url: str | None, model: str, key: str | None, *, wait: float, allow_remote: bool) -> Endpoint:
    """The endpoint the user means; raises UsageError where the address is none, or leads off this machine unasked."""
    if not _NAME.fullmatch(model):
        raise UsageError(
            "--model is no name of a model; give it as your server lists it, letters, digits and . _ : / @ + - only"
        )
    if url is None:
        raise UsageError(f"--model needs the address of your model's server; add --model-url {_EXAMPLE}")
    if not 1 <= wait <= LONGEST_WAIT:
        raise UsageError(f"--model-wait is {wait:g}; it must be from 1 to {LONGEST_WAIT:,.0f} seconds")
    scheme, host = _split_address(url)
    is_local = _is_loopback(host)
    if not is_local and not allow_remote:
        raise UsageError(
            f"--model-url leads to {host}, off this machine: the text of every report would be sent there. "
            "If that is what you want, add --allow-remote-model"
        )
    if key is not None and not (key.isascii() and key.isprintable()):
        raise UsageError("BEARWITNESS_MODEL_KEY holds characters that no key has; set it again")
    address = url.rstrip("/").removesuffix(_CHAT)
    return Endpoint(
        url=address + _CHAT,
        model=model,
        wait=wait,
        host=host,
        is_local=is_local,
        is_encrypted=scheme == "https",
        key=key or None,
    )


def _split_address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    odd = parts.scheme not in {"http", "https"} or not host or port == 0 or parts.query or parts.fragment
    if odd or "@" in parts.netloc or not (url.isascii() and url.isprintable()):
        raise UsageError(
            f"--model-url is no address of a model's server; write it like {_EXAMPLE}, without a name, key or question in it"
        )
    return parts.scheme, host


def _is_loopback(host: str) -> bool:
    """This very machine, and not merely a name that may lead anywhere."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
