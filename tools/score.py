"""Measure reading, linking and counting against labelled data and write `docs/scores.md`. No figure in that page is typed by hand.

The project's own cases are always scored. Third-party sets are scored where a folder of them is given (`--shared DIR`, by
default `../shared`), with the scorers that lie beside them; they do not ship with the project.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.capitals import write_capitals  # noqa: E402 - found by the line above
from tools.compare_screen import find_changed  # noqa: E402
from tools.score_inferred import write_bare  # noqa: E402
from tools.score_links import score_links  # noqa: E402
from tools.score_page import Row, render_page  # noqa: E402
from tools.score_reading import load_lines, score_reading  # noqa: E402
from tools.score_unseen import score_unseen  # noqa: E402
from tools.stated_facts import load_gold  # noqa: E402

PAGE = ROOT / "docs" / "scores.md"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--quick", action="store_true", help="without reading every set once more to check the screen")
    given = parser.parse_args()
    parts = [("The project's own cases", list(_score_cases()))]
    if (given.shared / "data").is_dir():
        with tempfile.TemporaryDirectory() as folder:
            parts += list(_score_sets(given.shared, Path(folder)))
            if not given.quick:
                parts.append(
                    (
                        "The screen: reports read otherwise when every sentence is parsed",
                        list(_score_screen(Path(folder))),
                    )
                )
    else:
        sys.stderr.write(f"{given.shared} has no data: only the project's own cases are scored\n")
    PAGE.write_text(render_page(parts, ROOT), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}.\n")
    return 0


def _score_cases() -> Iterator[Row]:
    from bearwitness.workflow.tools import load_english
    from tests.reading_cases import find_differences, load_cases, read_case
    from tests.sample_cases import compare_samples

    tools = load_english()
    cases = load_cases()
    right = sum(1 for case in cases if not find_differences(case, read_case(case, tools)))
    yield Row(what="reading cases read exactly as a careful coder would", figure=f"{right} of {len(cases)}", beside="")
    found = compare_samples(tools)
    yield Row(
        what="sample reports read exactly", figure=f"{sum(not f for f in found.values())} of {len(found)}", beside=""
    )


def _score_sets(shared: Path, folder: Path) -> Iterator[tuple[str, list[Row]]]:
    data = shared / "data"
    gold: list[Any] = ["--gold", data / "hrdsattack/dev_gold.jsonl"]
    hrds = _score(shared, "hrds.py", _read(data / "hrdsattack/dev_reports.jsonl.gz", folder), gold)
    yield "HRDsAttack, development split: 100 reports", _choose(hrds, "hrds")
    for half in ("tst1", "tst2"):
        gold = ["--gold", data / f"muc/{half}_keys.jsonl.gz"]
        muc = _score(shared, "muc.py", _read(data / f"muc/{half}_reports.jsonl.gz", folder), gold)
        yield f"MUC-4 {half}, human targets, 100 reports in capitals", _choose(muc, "muc")
    india = _score(
        shared, "india.py", _read(data / "india/reports.jsonl.gz", folder), ["--gold", data / "india/gold.jsonl.gz"]
    )
    yield "IndiaPoliceEvents, development half, arrests: 595 reports", _choose(india, "india")
    file = data / "timex/tbaq.jsonl.gz"
    dates = _score(shared, "dates.py", _mentions("dates", file, folder), ["--gold", file])
    yield "Dates: TimeBank and AQUAINT, 256 texts", _choose(dates, "dates")
    for corpus in ("lgl", "geovirus"):
        file = data / f"places/{corpus}.jsonl.gz"
        places = _score(shared, "places.py", _mentions("places", file, folder), ["--gold", file])
        yield f"Places: {corpus}", _choose(places, "places")
    yield from _score_shootings(data, folder)
    yield from score_links(shared)
    yield from score_unseen(shared)
    yield "The same reports in capitals only", list(_score_capitals(shared, folder))
    yield "A story's date by learned weights: with it, and without", list(_score_inferred(shared, folder))


def _score_shootings(data: Path, folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """Single reports of shootings: those of the SemEval trial, and every fifth of the archive's that the trial lacks."""
    gold = load_gold(load_lines(data / "gva/incidents.jsonl.gz"))
    trial = load_lines(data / "semeval_trial/reports.jsonl.gz")
    seen = {r["id"] for r in trial}
    fifth = [r for r in load_lines(data / "gva/reports.jsonl.gz")[::5] if r["id"] not in seen]
    for name, reports in (("SemEval-2018 task 5, trial", trial), ("Gun Violence Archive, every fifth report", fifth)):
        file = folder / f"{reports[0]['id']}.jsonl"
        file.write_text("".join(json.dumps(r) + "\n" for r in reports), encoding="utf-8")
        read = _read(file, folder)
        full, bare = (
            _choose(score_reading(load_lines(r), reports, gold), "shootings") for r in (read, write_bare(read))
        )
        yield (
            f"{name}: {len(reports)} reports, each asked for what its words state (`tools/score_reading.py` says when)",
            [
                r if r.figure == b.figure else replace(r, beside=f"{b.figure} without inferred dates")
                for r, b in zip(full, bare, strict=True)
            ],
        )


def _score_capitals(shared: Path, folder: Path) -> Iterator[Row]:
    """What small letters are worth: reports of mixed case that were read, once more in capitals."""
    data = shared / "data"
    for scorer, name, gold in (
        ("hrds", "dev_reports.jsonl", data / "hrdsattack/dev_gold.jsonl"),
        ("india", "reports.jsonl", data / "india/gold.jsonl.gz"),
    ):
        reads = (_read(write_capitals(folder / name), folder), folder / f"{name}.gz.read")
        raised, mixed = (_choose(_score(shared, f"{scorer}.py", r, ["--gold", gold]), scorer) for r in reads)
        for one, other in zip(raised, mixed, strict=True):
            yield Row(what=f"{scorer}: {one.what}", figure=one.figure, beside=f"{other.figure} in mixed case")


def _score_inferred(shared: Path, folder: Path) -> Iterator[Row]:
    """The sets that were read, scored as they are and without the inferred dates."""
    data = shared / "data"
    yield from _compare_bare(shared, "hrds", folder / "dev_reports.jsonl.gz.read", data / "hrdsattack/dev_gold.jsonl")
    for half in ("tst1", "tst2"):
        yield from _compare_bare(
            shared, "muc", folder / f"{half}_reports.jsonl.gz.read", data / f"muc/{half}_keys.jsonl.gz"
        )


def _compare_bare(shared: Path, table: str, read: Path, gold: Path) -> Iterator[Row]:
    full, bare = (
        _choose(_score(shared, f"{table}.py", pred, ["--gold", gold]), f"inferred_{table}")
        for pred in (read, write_bare(read))
    )
    for one, other in zip(full, bare, strict=True):
        yield Row(what=f"{read.name.split('.')[0]}: {one.what}", figure=one.figure, beside=f"{other.figure} without")


def _score_screen(folder: Path) -> Iterator[Row]:
    """Every set that was read, read once more without the screen."""
    from bearwitness.workflow.tools import load_english

    tools = load_english()
    for read in sorted(folder.glob("*.read")):
        began = time.monotonic()
        with read.open(encoding="utf-8") as lines:
            size = sum(1 for _ in lines)
        reports = folder / read.name.removesuffix(".read").removesuffix(".gz")
        changed = find_changed(reports, read, tools)
        sys.stderr.write(f"{reports.name} without the screen: {time.monotonic() - began:.0f} s\n")
        yield Row(what=reports.name, figure=f"{len(changed)} of {size}", beside="")


def _choose(result: Any, table: str) -> list[Row]:
    """The figures worth a reader's time, as `tools/score_rows.toml` lists them, each beside what others reached."""
    rows = tomllib.loads((ROOT / "tools" / "score_rows.toml").read_text(encoding="utf-8"))[table]
    return [Row(what=r["what"], figure=_show(_find(result, r["at"])), beside=r.get("beside", "")) for r in rows]


def _find(result: Any, at: str) -> Any:
    for key in at.split("/"):
        result = result[key]
    return result


def _show(value: Any) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.3f}" if isinstance(value, float) and value < 2 else f"{value:g}"


def _read(reports: Path, folder: Path) -> Path:
    return _run(["read", _plain(reports, folder), "--json", "--no-register"], folder / f"{reports.name}.read")


def _mentions(command: str, reports: Path, folder: Path) -> Path:
    return _run([command, _plain(reports, folder), "--json"], folder / f"{reports.name}.{command}")


def _plain(reports: Path, folder: Path) -> Path:
    if reports.suffix != ".gz":
        return reports
    plain = folder / reports.name.removesuffix(".gz")
    if not plain.exists():
        with gzip.open(reports, "rt", encoding="utf-8") as lines:
            plain.write_text(lines.read(), encoding="utf-8")
    return plain


def _run(arguments: list[Any], out: Path) -> Path:
    began = time.monotonic()
    with out.open("w", encoding="utf-8") as sink:
        subprocess.run(
            [sys.executable, "-m", "bearwitness", *map(str, arguments)],
            stdout=sink,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    sys.stderr.write(f"{out.name}: {time.monotonic() - began:.0f} s\n")
    return out


def _score(shared: Path, scorer: str, pred: Path, rest: list[Any]) -> Any:
    command = [sys.executable, shared / "score" / scorer, "--pred", pred, *rest, "--json"]
    done = subprocess.run(
        [str(c) for c in command],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return json.loads(done.stdout.strip().split("\n")[-1])


if __name__ == "__main__":
    raise SystemExit(main())
