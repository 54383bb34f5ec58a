"""What a total holds, found by an index, is what going through the whole register finds."""

from datetime import UTC, datetime
from pathlib import Path

from bearwitness.core.incidents import Link
from bearwitness.store.register import open_register, save_judgement
from bearwitness.store.register_moment import find_moment
from bearwitness.workflow.held import find_held, find_held_at
from bearwitness.workflow.live_view import build_snapshot
from bearwitness.workflow.view import load_view


def test_the_index_finds_what_going_through_all_finds(sample_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.write_bytes((sample_folder / "team.db").read_bytes())
    with open_register(path, create=False) as register:
        before = load_view(path)
        total = next(one for one in before.incidents if one.shape == "aggregate" and find_held(before, one))
        held = find_held(before, total)[0]
        inside = next(one for one in before.incidents if one.id == held.incident)
        link = Link(
            left=inside.claims[0], right=total.claims[0], judgement="part-of", score=1.0, reasons=("said",), by="person:Eva"
        )  # fmt: skip
        save_judgement(register, link, at=datetime(2026, 3, 1, tzinfo=UTC))
        view = load_view(path)
        snapshot = build_snapshot(view, find_moment(register), 0)
    found = {one.id: find_held_at(snapshot, one) for one in view.incidents}
    assert found == {one.id: find_held(view, one) for one in view.incidents}
    assert any(row.is_sure for rows in found.values() for row in rows)
