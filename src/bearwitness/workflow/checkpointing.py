"""A checkpoint made: the register's log as it stands, signed, stamped by an authority where one is named, and kept in the log itself."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bearwitness.core.errors import UsageError
from bearwitness.custody.checkpoints import Head, Note, sign_head
from bearwitness.custody.signing import derive_public
from bearwitness.custody.timestamps import Stamp, check_answer
from bearwitness.custody.tree import compute_root
from bearwitness.store.address import Address
from bearwitness.store.log_reading import Event, load_head, load_known_keys, save_event
from bearwitness.store.log_writing import BY_PROGRAM
from bearwitness.store.register import Register, open_register

AskAuthority = Callable[[bytes], bytes]
"""What gives an authority's answer for some data (`time_authority`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key that is open, by its name."""

    seed: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A checkpoint, and what an authority said of it (None: none was asked)."""

    note: Note
    stamp: Stamp | None


def sign_checkpoint(address: Address, signer: Signer, at: datetime, ask: AskAuthority | None = None) -> Signed:
    """Sign the log as it stands now. A key that signs for the first time is told in the log before, so that it stands in what is signed.

    Raises RegisterError where nothing is logged yet, and UsageError where an authority is asked and gives no timestamp that holds; then
    nothing is kept.
    """
    with open_register(address, create=False) as register:
        load_head(register)
        _tell_key(register, signer, at)
        name, peaks = load_head(register)
        head = Head(log=name, size=peaks.size, root=compute_root(peaks), at=at)
        note = sign_head(head, signer.seed, signer.name)
        body = {"note": str(note)}
        stamp = None
        if ask is not None:
            answer = ask(str(note).encode())
            stamp = check_answer(answer, str(note).encode())
            if stamp.fault:
                raise UsageError(f"{stamp.fault}; nothing was kept, try again or name another authority")
            body["timestamp"] = base64.b64encode(answer).decode()
        save_event(register, _build_event("checkpoint", at, body))
    return Signed(note=note, stamp=stamp)


def _tell_key(register: Register, signer: Signer, at: datetime) -> None:
    public = str(derive_public(signer.seed, signer.name))
    if public not in load_known_keys(register):
        save_event(register, _build_event("key", at, {"public": public}))


def _build_event(kind: str, at: datetime, body: dict[str, str]) -> Event:
    return Event(number=0, kind=kind, at=at.isoformat(), by=BY_PROGRAM, body=dict(body))
