"""A register that is signed for a test, and errands waited for."""

import time
from datetime import UTC, datetime
from typing import Final

from bearwitness.custody.signing import derive_public
from bearwitness.store.address import Address
from bearwitness.workflow.checkpointing import Signed, Signer, sign_checkpoint
from tests.apps.room.visitor import Visitor

SIGNER: Final = Signer(seed=b"harbour watch, 32 bytes of seed.", name="harbour-watch-2026")
PUBLIC: Final = str(derive_public(SIGNER.seed, SIGNER.name))
_LONGEST: Final = 300.0


def sign(register: Address) -> Signed:
    """A checkpoint of the register as it stands, of now: one that was dated before the entries it stands for would be found out."""
    return sign_checkpoint(register, SIGNER, datetime.now(UTC))


def wait_for(visitor: Visitor, at: str) -> str:
    """The page of an errand when it is over."""
    begun = time.monotonic()
    while 'hx-get="/errands/' in (page := visitor.get(at).text):
        assert time.monotonic() - begun < _LONGEST
        time.sleep(0.1)
    return page
