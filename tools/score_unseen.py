"""Under-reporting: published estimates against ours, from the same tables of lists, with intervals."""

import csv
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bearwitness.counting.capture import Capture, gather_lists, join_lists
from bearwitness.counting.interval import Interval
from bearwitness.counting.model_average import average_models
from bearwitness.counting.unseen import Unseen, estimate_unseen
from bearwitness.workflow.list_files import load_lists
from tools.score_page import Row

PUBLISHED = Path(__file__).resolve().parent / "published_unseen.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of lists and what was published for it; `together` are lists that were taken for one."""

    file: Path
    what: str
    published: Interval
    source: str
    together: tuple[str, ...] = ()


def score_unseen(shared: Path) -> Iterator[tuple[str, list[Row]]]:
    """The part of the scores page on under-reporting; nothing where the tables are not there."""
    folder = shared / "data" / "totals"
    if not folder.is_dir():
        return
    rows: list[Row] = []
    inside = held = compared = 0
    for table in list_tables(folder):
        capture = join_lists(
            load_lists(table.file), [[name.strip() for name in one.split("+")] for one in table.together]
        )
        unseen, reasons = estimate_apart(capture)
        rows += _build_rows(table, capture, unseen, reasons)
        if unseen.average is not None:
            compared += 1
            inside += _holds(table.published, unseen.average.interval.estimate)
            held += _holds(unseen.average.interval, table.published.estimate)
    rows.append(Row(what="our average inside the published interval", figure=f"{inside} of {compared}", beside=""))
    rows.append(Row(what="the published estimate inside our interval", figure=f"{held} of {compared}", beside=""))
    yield "Under-reporting: published estimates against ours, in all with 95 % intervals", rows


def list_tables(folder: Path) -> list[Table]:
    """All tables with what was published, in a fixed order."""
    told = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["table"]
    tables = [_parse_table(folder, one) for one in told]
    with (folder / "ph_published.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = f"ph_{row['city'].split()[0].casefold()}_{row['perpetrators']}.csv"
            tables.append(
                Table(
                    file=folder / name,
                    what=f"{row['city']}, drug-related killings by {row['perpetrators']}, 2016–17",
                    published=Interval(low=int(row["low"]), estimate=int(row["median"]), high=int(row["high"])),
                    source="HRDAG 2019, latent classes",
                )
            )
    return tables


def _parse_table(folder: Path, row: dict[str, Any]) -> Table:
    return Table(
        file=folder / row["file"],
        what=row["what"],
        published=Interval(low=row["low"], estimate=row["estimate"], high=row["high"]),
        source=row["source"],
        together=tuple(row.get("together", ())),
    )


def estimate_apart(capture: Capture) -> tuple[Unseen, Sequence[str]]:
    """The estimate with lists put together that copy one another, one pair after the other; and why they were."""
    reasons = []
    unseen = estimate_unseen(capture)
    while unseen.copies:
        reasons.append(unseen.refused[0])
        capture = join_lists(capture, [unseen.copies[0]])
        unseen = estimate_unseen(capture)
    return unseen, reasons


def _build_rows(table: Table, capture: Capture, unseen: Unseen, reasons: Sequence[str]) -> Iterator[Row]:
    beside = f"{_say(table.published)}: {table.source}"
    what = f"{table.what}, {capture.recorded:,} recorded"
    if reasons:
        refused = f"refused: {'; '.join(reasons)}"
        as_told = average_models(gather_lists(capture).capture).interval
        yield Row(what=f"{what}: as it stands", figure=refused, beside=beside)
        yield Row(what="… with all lists apart all the same", figure=_say(as_told), beside=beside)
    name = "… with copies put together: " if reasons else f"{what}: "
    if unseen.average is None or unseen.least is None:
        yield Row(what=f"{name}average of models", figure=f"refused: {'; '.join(unseen.refused)}", beside=beside)
        return
    yield Row(what=f"{name}average of models", figure=_say(unseen.average.interval), beside=beside)
    yield Row(what="… at least, by Chao", figure=_say(unseen.least), beside="")


def _say(interval: Interval) -> str:
    high = "no upper end" if interval.high is None else f"{interval.high:,}"
    return f"{interval.estimate:,} ({interval.low:,}–{high})"


def _holds(interval: Interval, number: int) -> bool:
    return interval.low <= number and (interval.high is None or number <= interval.high)


if __name__ == "__main__":
    for title, found in score_unseen(Path(__file__).resolve().parent.parent.parent / "shared"):
        print(title)
        for row in found:
            print(f"| {row.what} | {row.figure} | {row.beside} |")
