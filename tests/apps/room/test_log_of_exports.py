"""What left the register stands on the room's Log, beside what was read and decided; who exports on a terminal is seen by the team."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bearwitness.store.export_records import ExportRecord, save_export_record
from bearwitness.store.register import open_register
from bearwitness.store.release_records import ReleaseRecord, save_release
from tests.apps.room.visitor import OpenRoom

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCRIPT = "<script>alert('x')</script>"


def fill(path: Path, exports: int) -> None:
    """Exports one after another, each by another, and a release behind them."""
    with open_register(path, create=False) as register:
        for number in range(exports):
            record = ExportRecord(
                format="ucdp",
                rows=number,
                sha256=f"{number:064x}",
                with_quotes=number == 1,
                with_outlets=False,
                by=f"{SCRIPT}{number}",
            )
            save_export_record(register, record, at=NOW + timedelta(minutes=number))
        last = ReleaseRecord(name="spring-2026", by="Eva", policy="", manifest="a secret of the manifest", ledger="")
        save_release(register, last, at=NOW + timedelta(days=1))


def test_exports_and_releases_are_shown_and_go_on_page_by_page(sample_room: OpenRoom, tmp_path: Path) -> None:
    fill(tmp_path / "team.db", 70)
    reader = sample_room.log_in("Rui", "reader")
    page = reader.get("/log?only=left").text
    assert page.index("built a public release") < page.index("exported ucdp, 69 rows")
    assert "spring-2026" in page
    assert "a secret of the manifest" not in page
    assert SCRIPT not in page
    assert page.count("exported ucdp") == 59
    older = re.search(r'href="([^"]+)">Older<', page)
    assert older is not None
    rest = reader.get(older[1].replace("&amp;", "&")).text
    assert rest.count("exported ucdp") == 11
    assert "exported ucdp, 1 row, with words of reports" in rest
    assert ">Older<" not in rest
    assert "exported ucdp, 69 rows" in reader.get("/log").text
    assert "exported" not in reader.get("/log?only=readings").text
    assert reader.get("/log?only=left&who=eva").text.count("built a public release") == 1


def test_the_log_as_a_file_holds_them(sample_room: OpenRoom, tmp_path: Path) -> None:
    fill(tmp_path / "team.db", 2)
    lead = sample_room.log_in("Lou", "lead")
    rows = list(csv.DictReader(lead.get("/log/file?only=left").text.splitlines()))
    assert [(row["kind"], row["what"], row["on"]) for row in rows] == [
        ("left", "release", "a public release"),
        ("left", "export", "ucdp, 1 row, with words of reports"),
        ("left", "export", "ucdp, 0 rows"),
    ]
    assert rows[1]["because"] == f"SHA-256 {1:064x}"
