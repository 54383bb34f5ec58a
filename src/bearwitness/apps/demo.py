"""`bearwitness demo`: the main job on the sample reports, from a folder of files to a total with its reason."""

import io
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from bearwitness.apps.count_output import show_figure
from bearwitness.apps.read_output import show_readings
from bearwitness.apps.screen import build_console
from bearwitness.apps.tables import show_incidents
from bearwitness.core.errors import UsageError
from bearwitness.workflow.figures import Asked, build_figure
from bearwitness.workflow.inputs import Overrides, find_inputs
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.tools import load_english
from bearwitness.workflow.view import load_view

_MAY = (date(2019, 5, 1), date(2019, 5, 31))


def run_demo(samples: Path, register: Path | None, clock: Callable[[], datetime]) -> int:
    """Read the samples into a register of their own, list the incidents, answer two questions, and say what to do next."""
    if not samples.is_dir():
        raise UsageError(f"there is no folder {samples}; run the demo from the project's folder, or give --samples FOLDER")
    console = build_console()
    with tempfile.TemporaryDirectory(prefix="bearwitness-demo-") as folder:
        path = register or Path(folder) / "demo.db"
        console.print(f"1. Reading the reports in {samples}/", style="bold", markup=False)
        files = sorted(str(f) for f in samples.iterdir() if f.suffix in {".html", ".txt", ".pdf", ".docx", ".jsonl"})
        readings = read_batch(find_inputs(files, _no_stdin()), load_english, ReadOptions(overrides=Overrides()))
        code = show_readings(record_readings(readings, path, clock), as_json=False, register=path)
        view = load_view(path)
        console.print("\n2. The register", style="bold", markup=False)
        show_incidents(view.incidents, view, as_json=False)
        for title, place in (("3. How many people were arrested in China in May 2019?", "CN"), ("4. And in Shenyang?", "Shenyang")):
            console.print(f"{title}", style="bold", markup=False)
            asked = Asked(act="arrest", earliest=_MAY[0], latest=_MAY[1], place=place, group=None)
            show_figure(build_figure(asked, path, accepted_only=False), as_json=False)
            console.print()
    console.print("5. What to look at next", style="bold", markup=False)
    for line in _NEXT:
        console.print(f"  {line}", markup=False)
    return code


_NEXT = (
    "bearwitness read samples/                      the same reports into a register of your own (register.db)",
    "bearwitness why --act arrest --from 2019-05-01 --to 2019-05-31 --place Shenyang",
    "                                               walk the figure back to the words it rests on",
    "bearwitness incidents                          the ids; then bearwitness show ID",
    "bearwitness read YOUR_FOLDER --register team.db",
)


def _no_stdin() -> io.BytesIO:
    return io.BytesIO()
