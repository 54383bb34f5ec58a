"""`bearwitness demo`: the main job on the sample reports, from a folder of files to a total with its reason."""

import io
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from bearwitness.apps.count_output import show_figure
from bearwitness.apps.read_output import show_readings
from bearwitness.apps.screen import show
from bearwitness.apps.tables import show_incidents
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address
from bearwitness.workflow.figures import Asked, build_figure
from bearwitness.workflow.inputs import Overrides, find_inputs
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.tools import load_english
from bearwitness.workflow.view import load_view

_MAY = (date(2019, 5, 1), date(2019, 5, 31))
_REPORTS = {".html", ".txt", ".pdf", ".docx", ".jsonl"}
_QUESTIONS = (("3. How many people were arrested in China in May 2019?", "CN"), ("4. And in Shenyang?", "Shenyang"))
_NEXT = """\
5. What to look at next
  Read the same reports into a register of your own (register.db):
    bearwitness read samples/
  Walk the last figure back to the words it rests on:
    bearwitness why --act arrest --from 2019-05-01 --to 2019-05-31 \\
      --place Shenyang
  List the incidents, then look at one:
    bearwitness incidents
    bearwitness show ID
  Read your own reports:
    bearwitness read YOUR_FOLDER --register team.db"""


def run_demo(samples: Path, register: Address | None, clock: Callable[[], datetime]) -> int:
    """Read the samples into a register of their own, list the incidents, answer two questions, and say what to do
    next.
    """
    if not samples.is_dir():
        raise UsageError(
            f"there is no folder {samples}; run the demo from the project's folder, or give --samples FOLDER"
        )
    with tempfile.TemporaryDirectory(prefix="bearwitness-demo-") as folder:
        path = register or Path(folder) / "demo.db"
        show(f"1. Reading the reports in {samples}/", style="bold")
        files = sorted(str(f) for f in samples.iterdir() if f.suffix in _REPORTS)
        readings = read_batch(find_inputs(files, io.BytesIO()), load_english, ReadOptions(overrides=Overrides()))
        code = show_readings(record_readings(readings, path, clock), as_json=False, register=register)
        view = load_view(path)
        show("\n2. The register", style="bold")
        show_incidents(view.incidents, view, as_json=False)
        for title, place in _QUESTIONS:
            show(title, style="bold")
            asked = Asked(act="arrest", earliest=_MAY[0], latest=_MAY[1], place=place, group=None)
            show_figure(build_figure(asked, path, accepted_only=False), as_json=False, hint=False)
            show("")
    show(_NEXT)
    return code
