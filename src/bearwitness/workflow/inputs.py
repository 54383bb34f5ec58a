"""What the user named (files, folders, globs, `-`, `.jsonl`) to reports, one at a time, so that memory stays flat."""

import errno
import glob
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from bearwitness.capture.jsonl import LONGEST_JSON_LINE, parse_line
from bearwitness.capture.report import LARGEST_FILE, TOO_LARGE, build_id, build_report
from bearwitness.capture.sniff import find_file_type, find_format, passed_over_suffixes
from bearwitness.core.errors import UnreadableError
from bearwitness.core.evidence_record import BY_FILE, Copy
from bearwitness.core.records import Report
from bearwitness.workflow.captured import Captured

STDIN = "-"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_IS_ADDRESS = "it is a web address; save the page from a browser and give that file, or use bearwitness fetch, which that site sees"
_NO_MATCH = "no file matches the pattern; check the folder and the spelling"
_LONG_LINE = f"it is longer than {LONGEST_JSON_LINE // 1_000_000} MB; split it into one line a report"
_NO_REPORTS = "it holds no file that could be a report; check the folder, or name a file in it"
_NOT_A_FILE = "it is neither a file nor a folder; give a file that holds the report"
_PLAIN = {
    errno.ENOENT: "it was not found; check the path and the spelling",
    errno.EACCES: "you have no permission to read it; ask its owner, or copy it to where you can read it",
    errno.EPERM: "you have no permission to read it; ask its owner, or copy it to where you can read it",
    errno.ELOOP: "its symbolic links go round in a circle; give the file itself",
    errno.ENOTDIR: "a part of its path is not a folder; check the path",
    errno.ENAMETOOLONG: "its name is too long for this system; give it a shorter name",
    errno.EIO: "the disk could not read it; copy it again from where it came",
    errno.EMFILE: "too many files are open; close some programs and try again",
}
_HEAD = 65_536
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Metadata given by the user, which outranks what the bytes say; None leaves a field as it is."""

    published_on: date | None = None
    outlet: str | None = None
    language: str | None = None


def with_overrides(report: Report, overrides: Overrides) -> Report:
    """`report` with the given metadata in place of its own; its id, hash and text do not change."""
    return replace(
        report,
        published_on=overrides.published_on or report.published_on,
        outlet=overrides.outlet or report.outlet,
        language=overrides.language or report.language,
    )


def find_inputs(inputs: Sequence[str], stdin: BinaryIO) -> Iterator[Captured]:
    """Every report the inputs hold, in their order (inside a folder: sorted by path), read only when asked for.

    An input that cannot be read gives its error and never stops the rest. Inside a folder, hidden files and files that
    are clearly not reports (pictures, databases) are passed over and counted in a note; what the user named always
    gives an item.
    """
    for name in inputs:
        if name == STDIN:
            yield from _read_stream(stdin, STDIN)
        elif _ADDRESS.match(name):
            yield Captured(input=_show(name), error=_IS_ADDRESS)
        else:
            yield from _read_path(name)


def _read_path(name: str) -> Iterator[Captured]:
    try:
        mode = Path(name).stat().st_mode if name else 0
    except ValueError:  # a NUL in the name
        yield Captured(input=_show(name), error=_PLAIN[errno.ENOENT])
    except OSError as error:
        if error.errno == errno.ENOENT and glob.has_magic(name):
            yield from _read_pattern(name)
        else:
            yield Captured(input=_show(name), error=_say(error, name))
    else:
        yield from _read_folder(name) if stat.S_ISDIR(mode) else _read_file(name, mode)


def _read_pattern(pattern: str) -> Iterator[Captured]:
    names = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    if not names:
        yield Captured(input=_show(pattern), error=_NO_MATCH)
    for name in names:
        yield from _read_path(name)


def _read_folder(name: str) -> Iterator[Captured]:
    """The files below a folder. Links to folders are not followed: they may lead back up, or out of the case folder."""
    passed: Counter[str] = Counter()
    waiting = [name]
    given = 0
    while waiting:
        here = waiting.pop()
        try:
            kind = "folder" if here == name else _find_kind(here)
            listed = _list_folder(here) if kind == "folder" else []
        except OSError as error:
            given += 1
            yield Captured(input=_show(here), error=_say(error, here))
            continue
        waiting.extend(reversed(listed))
        if kind == "report":
            given += 1
            yield from _read_path(here)
        elif kind != "folder":
            passed[kind] += 1
    if not given:
        yield Captured(input=_show(name), error=_NO_REPORTS, notes=_note_passed(passed))
    elif passed:
        yield Captured(input=_show(name), notes=_note_passed(passed))


def _list_folder(name: str) -> list[str]:
    with os.scandir(name) as listing:
        return sorted(entry.path for entry in listing)


def _find_kind(name: str) -> str:
    """One of report and folder, or the plain word under which a file met inside a folder is passed over."""
    path = Path(name)
    if path.name.startswith((".", "~$")):  # "~$…" are the lock files that Word leaves behind
        return "hidden"
    if path.stem.upper() == "README":
        return "README"  # it tells of the folder, not of what happened
    if path.is_symlink() and path.is_dir():
        return "link to a folder"
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return "folder"
    if not stat.S_ISREG(mode):
        return "not a file"
    suffix = path.suffix.lower()
    if path.name.lower().endswith(".warc.gz"):
        return "report"
    return suffix if suffix in passed_over_suffixes() else "report"


def _note_passed(passed: Counter[str]) -> tuple[str, ...]:
    if not passed:
        return ()
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(passed.items()))
    return (f"{passed.total()} files that are not reports were passed over ({kinds}); name one to have it read",)


def _read_file(name: str, mode: int) -> Iterator[Captured]:
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        yield Captured(input=_show(name), error=_NOT_A_FILE if name else _PLAIN[errno.ENOENT])
        return
    try:
        with Path(name).open("rb") as stream:
            yield from _read_stream(stream, name)
    except OSError as error:
        yield Captured(input=_show(name), error=_say(error, name))


def _read_stream(stream: BinaryIO, name: str) -> Iterator[Captured]:
    shown = _show(name)
    head = stream.read(_HEAD)
    kind = find_format(head, name).kind
    if kind == "jsonl":
        yield from _read_lines(stream, head, shown)
    elif kind in {"warc", "wacz"}:
        from bearwitness.workflow.web_archives import read_web_archive

        yield from read_web_archive(kind, stream, head, shown)
    else:
        yield _read_whole(head + stream.read(LARGEST_FILE + 1 - len(head)), shown)


def _read_whole(data: bytes, shown: str) -> Captured:
    if len(data) > LARGEST_FILE:
        return Captured(input=shown, error=TOO_LARGE)
    try:
        capture = build_report(data, shown)
    except UnreadableError as error:
        return Captured(input=shown, id=build_id(data), error=str(error))
    copy = Copy(data=data, form="file", method=BY_FILE, media_type=find_file_type(find_format(data, shown).kind))
    return Captured(input=shown, id=capture.report.id, report=capture.report, notes=capture.notes, copy=copy)


def _read_lines(stream: BinaryIO, head: bytes, shown: str) -> Iterator[Captured]:
    for number, line in enumerate(_split_lines(stream, head), start=1):
        if line is None:
            yield Captured(input=shown, error=f"line {number}: {_LONG_LINE}")
        elif line.strip():
            read = parse_line(line, number, shown)
            copy = Copy(data=line.rstrip(b"\r\n"), form="line", method=BY_FILE, media_type=find_file_type("jsonl"))
            yield Captured(input=shown, id=read.id, report=read.report, error=read.error, copy=copy)


def _split_lines(stream: BinaryIO, head: bytes) -> Iterator[bytes | None]:
    """Lines without their ends; None stands for one that is too long, which is passed by without being held."""
    pending, is_long = head, False
    while True:
        *whole, pending = pending.split(b"\n")
        for line in whole:
            yield None if is_long or len(line) > LONGEST_JSON_LINE else line
            is_long = False
        if len(pending) > LONGEST_JSON_LINE:
            pending, is_long = b"", True
        chunk = stream.read(_CHUNK)
        if not chunk:
            break
        pending += chunk
    if is_long or pending:
        yield None if is_long else pending


def _say(error: OSError, name: str) -> str:
    """The system's error in plain words that say what to do."""
    if error.errno == errno.ENOENT and Path(name).is_symlink():
        return "it is a link to a file that is not there; give the file itself"
    reason = os.strerror(error.errno).lower() if error.errno else "unknown reason"
    return _PLAIN.get(
        error.errno or 0, f"the system could not read it ({reason}); copy it to another place and try again"
    )


def _show(name: str) -> str:
    """The name as text that can be printed and stored: bytes of a file name that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
