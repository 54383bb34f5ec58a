"""What a page says of the log without walking it is what walking it comes to, on both engines."""

from datetime import UTC, datetime

import pytest

from bearwitness.custody.tree import compute_root
from bearwitness.store.log_overview import (
    build_checkpoint,
    count_events,
    find_checkpoint,
    list_checkpoints,
    list_public_keys,
    list_release_numbers,
    load_log_head,
    load_release,
)
from bearwitness.store.log_reading import load_events, load_log, look_at
from bearwitness.store.register import open_register, save_reading
from bearwitness.store.release_records import ReleaseRecord, save_release
from tests.apps.room.signing import PUBLIC, sign
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)


def make_release(name: str) -> ReleaseRecord:
    return ReleaseRecord(name=name, by="Lena", policy="p", manifest="m", ledger="[]")


def test_an_empty_register_has_no_log_yet(home: Home) -> None:
    with open_register(home("empty"), create=True) as register:
        assert load_log_head(register) is None
        assert list_checkpoints(register, None, 5) == ()
        assert list_public_keys(register) == ()
        assert list_release_numbers(register, None, 5) == ()
        assert find_checkpoint(register, 1) is None


def test_the_overview_is_what_the_log_and_its_events_hold(home: Home) -> None:
    address = home("team")
    with open_register(address, create=True) as register:
        for number in range(3):
            save_reading(
                register, make_reading(f"Outlet {number}", make_claim(f"c_{number:016x}")), reader="en/1", at=NOW
            )
    notes = [sign(address).note for _ in range(4)]
    with open_register(address, create=False) as register:
        for name in ("May", "June", "July"):
            save_release(register, make_release(name), at=NOW)
        head = load_log_head(register)
        kept = list_checkpoints(register, None, 3)
        older = list_checkpoints(register, kept[-1].number, 3)
        releases = list_release_numbers(register, None, 2)
        assert [load_release(register, number).record.name for number in releases] == ["July", "June"]
        assert load_release(register, releases[0]).at == NOW
        assert [load_release(register, n).record for n in list_release_numbers(register, releases[-1], 2)] == [
            make_release("May")
        ]
        assert list_public_keys(register) == (PUBLIC,)
        assert count_events(register, "checkpoint") == 4
        assert find_checkpoint(register, kept[0].number) == kept[0]
        assert find_checkpoint(register, releases[0]) is None
    with look_at(address) as connection:
        log, events = load_log(connection), load_events(connection)
    assert head is not None
    assert (head.size, head.name) == (log.size, events[0].body["log"])
    peaks = log.steps[-1].peaks
    assert peaks is not None
    assert head.root == compute_root(peaks)
    assert head.began_at == datetime.fromisoformat(events[0].at)
    assert [str(one.note) for one in (*kept, *older)] == [str(note) for note in reversed(notes)]


@pytest.mark.parametrize("body", ["", "[]", '"x"', '{"note": 1}', '{"note": "bearwitness.log/x\\n1\\n"}'])
def test_what_is_no_checkpoint_is_shown_as_unreadable(body: str) -> None:

    found = build_checkpoint(7, body)
    assert (found.number, found.note, found.answer) == (7, None, b"")
