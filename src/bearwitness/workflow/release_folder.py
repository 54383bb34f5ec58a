"""A release in a folder: written whole or not at all, every file of one time, and read back."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bearwitness.core.errors import ContractError, UsageError
from bearwitness.release.manifest import MANIFEST, Manifest, find_wrong_files, parse_manifest
from bearwitness.release.rows import Row
from bearwitness.release.tables import parse_rows
from bearwitness.release.traces import ReleasedFile
from bearwitness.workflow.release_names import CELLS, FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A release as it lies in a folder, and what there is not as its manifest says. `is_readable` False: its tables are among that, and can be
    read no more; it then has no rows.
    """

    manifest: Manifest
    manifest_text: str
    rows: tuple[Row, ...]
    files: tuple[ReleasedFile, ...]
    wrong: tuple[str, ...]
    is_readable: bool = True


def refuse_taken(folder: Path) -> None:
    """Raises UsageError where something lies already: a release is never written over another."""
    if folder.exists():
        raise UsageError(f"{folder} is already there; name a folder that is not, so that no earlier release is lost")
    if not folder.parent.is_dir():
        raise UsageError(f"there is no folder {folder.parent} to make {folder.name} in")


def write_folder(folder: Path, files: Mapping[str, bytes], day: date) -> None:
    """The files under their names, all with midnight of the release's day as their time: times of making tell of their maker."""
    refuse_taken(folder)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in sorted(files.items()):
            file = made / name
            file.write_bytes(content)
            os.utime(file, (midnight, midnight))
        made.chmod(0o755)
        os.utime(made, (midnight, midnight))
        made.rename(folder)
    finally:
        if made.exists():
            shutil.rmtree(made)


def read_folder(folder: Path) -> Folder:
    """A release back from its folder. Raises UsageError where there is none, ContractError where its tables are others though nobody changed
    them: another program's release.
    """
    try:
        files = tuple(
            ReleasedFile(
                name=file.relative_to(folder).as_posix(),
                content=file.read_bytes(),
                changed_at=int(file.stat().st_mtime),
            )
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        )
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}") from error
    contents = {file.name: file.content for file in files}
    if MANIFEST not in contents:
        raise UsageError(f"{folder} holds no release: there is no {MANIFEST} in it")
    text = contents[MANIFEST].decode(errors="replace")
    manifest = parse_manifest(text)
    cells, figures = (contents.get(name, b"").decode(errors="replace") for name in (CELLS, FIGURES))
    wrong = find_wrong_files(manifest, contents)
    rows: tuple[Row, ...] = ()
    is_readable = True
    try:
        rows = (*parse_rows(cells, "cell"), *parse_rows(figures, "figure"))
    except ContractError:
        if not wrong:
            raise
        is_readable = False
    return Folder(manifest=manifest, manifest_text=text, rows=rows, files=files, wrong=wrong, is_readable=is_readable)


def read_rows(folder: Path) -> tuple[Row, ...]:
    """The rows of a release in a folder. Raises UsageError where somebody changed its tables so that they can be read no more."""
    found = read_folder(folder)
    if not found.is_readable:
        raise UsageError(
            f"the tables in {folder} were changed and cannot be read; 'bearwitness release check' says which"
        )
    return found.rows
