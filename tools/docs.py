"""Write the generated parts of the docs: the blocks of README between `<!-- generated: CMD -->` and `<!-- end -->`,
the help text, and the page of worked histories.

`python tools/docs.py` writes them; `python tools/docs.py --check` fails when they are not what the program says today.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md",)
HELP = ROOT / "src" / "bearwitness" / "apps" / "help.txt"
HISTORIES = ROOT / "docs" / "histories.md"
BLOCK = re.compile(r"(<!-- generated: bearwitness (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
LONGEST = 52
"""Lines of a block; the rest is left out and said to be."""


def main() -> int:
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "docs.db"
        _run("read samples/", register)
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            new = BLOCK.sub(lambda m: m[1] + _fence(_run(m[2], register)) + m[4], text)
            stale += _settle(page, text, new)
    old = HELP.read_text(encoding="utf-8") if HELP.exists() else ""
    stale += _settle(HELP, old, _render_help())
    stale += _settle(HISTORIES, HISTORIES.read_text(encoding="utf-8"), _render_histories())
    for page in stale:
        sys.stderr.write(f"{page.relative_to(ROOT)} is not what the program says today: run `make docs`\n")
    return 1 if stale else 0


def _settle(page: Path, old: str, new: str) -> list[Path]:
    if old == new:
        return []
    if "--check" in sys.argv:
        return [page]
    page.write_text(new, encoding="utf-8")
    return []


def _run(command: str, register: Path) -> str:
    arguments = [sys.executable, "-m", "bearwitness", *_split(command)]
    environment = {**os.environ, "BEARWITNESS_REGISTER": str(register), "COLUMNS": "80"}
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    return done.stdout


def _split(command: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(r'"[^"]*"|\S+', command)]


def _fence(output: str) -> str:
    lines = [line.rstrip() for line in output.rstrip().split("\n")]
    if len(lines) > LONGEST:
        lines = [*lines[:LONGEST], f"… and {len(lines) - LONGEST} more lines"]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def _render_help() -> str:
    from typer.testing import CliRunner

    from bearwitness.apps.commands import app

    return CliRunner().invoke(app, ["--help"], prog_name="bearwitness", terminal_width=80).stdout


def _render_histories() -> str:
    sys.path.insert(0, str(ROOT))
    from tools.histories_page import build_page

    return build_page()


if __name__ == "__main__":
    raise SystemExit(main())
