"""The log of a register from anywhere on, on either engine."""

from datetime import UTC, datetime

import pytest

from bearwitness.store.register import open_register, save_reading
from bearwitness.store.register_acts import Before, list_doings
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home


@pytest.mark.parametrize("number", [None, 2**31 - 1, 2**31, 2**52, 10**15])
def test_a_number_beyond_all_others_is_from_the_newest_on(home: Home, number: int | None) -> None:
    """A program's cursor begins with one, which a server refused to compare with its own: every log it asked for was 503."""
    with open_register(home("r.db"), create=True) as register:
        reading = make_reading("Ledger", make_claim("c_" + "1" * 16))
        save_reading(register, reading, reader="en/1", at=datetime(2026, 3, 1, tzinfo=UTC))
        before = Before(read=number, review=number, judgement=number)
        assert len(list_doings(register, before, 5, ("read", "review", "judgement"))) == 1
