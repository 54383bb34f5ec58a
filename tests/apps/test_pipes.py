"""Output in pipes and terminals: 80 columns, nothing cut off, no command to the terminal, readers that go away."""

import io
import json
import os
import re
import threading
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest
from rich.cells import cell_len

from bearwitness.apps.main import run
from tests.apps.front_door import call, start
from tests.told_reports import write_wave

QUESTION = ("--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN")
SHOWN = [
    ("incidents",),
    ("link",),
    ("links",),
    ("review", "--list"),
    ("count", *QUESTION),
    ("why", *QUESTION),
    ("show", "brief-hunchun"),
]


@pytest.mark.parametrize("command", SHOWN, ids=lambda command: command[0])
def test_a_pipe_gets_80_columns_without_trailing_spaces(command: tuple[str, ...], samples: str) -> None:
    lines = call(*command, "--register", samples).out.splitlines()
    assert [line for line in lines if cell_len(line) > 80 or line != line.rstrip()] == []


def test_columns_sets_the_width_of_a_pipe(samples: str) -> None:
    lines = call("incidents", "--register", samples, env={"COLUMNS": "120"}).out.splitlines()
    assert 80 < max(map(cell_len, lines)) <= 120
    assert "origins" in lines[1]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_table_of_incidents_cuts_nothing_off(columns: str, samples: str) -> None:
    rows = call("incidents", "--json", "--register", samples).rows
    text = call("incidents", "--register", samples, env={"COLUMNS": columns}).out
    assert "…" not in text
    shown = re.findall(r"^(i_[0-9a-f]+) ", text, re.MULTILINE)
    assert sorted(shown) == sorted(row["id"][: len(shown[0])] for row in rows)
    assert len(set(shown)) == len(rows)
    for grade in {row["grade"] for row in rows}:
        assert len(re.findall(rf" {grade}\*?$", text, re.MULTILINE)) == sum(row["grade"] == grade for row in rows)
    for name in {row["where"]["name"] for row in rows if row["where"]}:
        assert name in " ".join(text.split())


def test_every_id_shown_finds_its_thing(samples: str) -> None:
    for ident in re.findall(r"^(i_[0-9a-f]+) ", call("incidents", "--register", samples).out, re.MULTILINE)[::9]:
        assert call("show", ident, "--register", samples).out.startswith(f"{ident}  ")


@pytest.mark.parametrize("wanted", ["c_", "zz", ""])
def test_show_asks_for_more_letters_or_others(wanted: str, samples: str) -> None:
    answer = call("show", wanted, "--register", samples)
    assert (answer.code, answer.out) == (2, "")
    assert "give more of its letters" in answer.err or "`bearwitness incidents` lists the ids" in answer.err


def test_a_report_cannot_command_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and right-to-left overrides in a report are shown as marks, and its words as they are."""
    register, report = str(tmp_path / "r.db"), tmp_path / "a.jsonl"
    text = "Two refugees were arrested in Yanji on 12 May 2021. \u202eOh\u202c, [bold]no[/bold] :cow: \x1b[2J\x07."
    report.write_text(json.dumps({"id": "x", "text": text, "title": "A \x1b]0;title\x07"}), encoding="utf-8")
    call("read", str(report), "--register", register)
    for command in (("show", "x"), ("incidents",), ("why", "--act", "arrest"), ("dates", str(report))):
        shown = call(*command, *(() if command[0] == "dates" else ("--register", register)))
        assert shown.code == 0
        assert not set(shown.out + shown.err) & set("\x1b\x07\u202e\u202c")
    page = call("show", "x", "--register", register).out
    assert ":cow:" in page
    assert "[bold]" in page
    assert call("show", "x", "--json", "--register", register).row["report"]["title"] == "A \x1b]0;title\x07"


def test_a_reader_that_goes_away_is_no_fault(samples: str) -> None:
    """`bearwitness why … | head -1`."""
    process = start("why", *QUESTION, "--json", "--register", samples, stdout=-1, stderr=-1)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), err) == (0, b"")


def _watch(screen: int) -> None:
    with suppress(OSError):  # Linux ends a closed terminal so
        while os.read(screen, 4096):
            pass


def test_results_go_to_the_file_when_progress_goes_to_the_terminal(tmp_path: Path) -> None:
    """`bearwitness read … --json > file`, at a terminal."""
    screen, terminal = os.openpty()
    path = write_wave(tmp_path / "wave.jsonl")
    process = start("read", path, "--no-register", "--json", stdout=-1, stderr=terminal)
    os.close(terminal)
    # Somebody looks at the terminal: its buffer is small, and a slow machine shows progress often.
    watcher = threading.Thread(target=_watch, args=(screen,))
    watcher.start()
    out, _ = process.communicate(timeout=120)
    watcher.join(60)
    os.close(screen)
    assert process.returncode == 0
    assert [json.loads(row)["report"]["id"] for row in out.splitlines()] == ["wave", "killings", "copy"]


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_letters_that_the_output_cannot_hold_are_escaped(more: tuple[str, ...], samples: str) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    with redirect_stdout(narrow), pytest.raises(SystemExit) as ended:
        run(["why", *QUESTION, *more, "--register", samples])
    assert ended.value.code == 0
    assert isinstance(narrow.buffer, io.BytesIO)
    text = narrow.buffer.getvalue().decode("ascii")
    assert "\\u" in text or "\\x" in text
    assert not more or json.loads(text) == call("why", *QUESTION, "--json", "--register", samples).row
