"""A WACZ of chosen reports: their exact copies, as others' programs open them, in one file that is there whole or not at all."""

import hashlib
import os
import secrets
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from bearwitness.capture.web.wacz import PACKAGE, PACKAGE_DIGEST
from bearwitness.capture.web.wacz_write import (
    ARCHIVE,
    INDEX,
    PAGES,
    ContentRow,
    PlacedPage,
    write_index,
    write_package,
    write_package_digest,
    write_pages,
)
from bearwitness.capture.web.warc_write import write_capture, write_opening
from bearwitness.core.errors import UsageError
from bearwitness.core.evidence_record import CopyNote, write_moment
from bearwitness.core.records import Reading, Report
from bearwitness.core.vocabulary import Act
from bearwitness.store.address import Address
from bearwitness.store.evidence_folder import EvidenceFolder, load_copy, load_notes, open_evidence
from bearwitness.store.register import load_current, open_register

_DAY = (1980, 1, 1, 0, 0, 0)
"""The date every file of the zip bears: the same choice gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: captures, the hash that stands for the whole, and the reports asked for of which there is no sound copy."""

    path: Path
    captures: int
    digest: str
    left_out: tuple[str, ...]


def choose_reports(address: Address, wanted: Sequence[str], act: Act | None) -> tuple[Report, ...]:
    """The reports whose ids begin with one of `wanted`, or that claim the act; all where neither is given. Raises UsageError for none."""
    with open_register(address, create=False) as register:
        readings = load_current(register)
    for start in wanted:
        if not any(reading.report.id.startswith(start) for reading in readings):
            raise UsageError(f"no report in {address} has an id that begins with {start}")
    chosen = tuple(r.report for r in readings if _is_wanted(r, wanted, act))
    if not chosen:
        raise UsageError("no report in the register is what was asked for; ask for others")
    return chosen


def _is_wanted(reading: Reading, wanted: Sequence[str], act: Act | None) -> bool:
    if wanted and not reading.report.id.startswith(tuple(wanted)):
        return False
    return act is None or any(claim.act == act for claim in reading.claims)


def export_collection(folder_path: Path, reports: Iterable[Report], out: Path, at: datetime) -> Exported:
    """Write the copies of `reports` to `out`. Raises UsageError where there is no copy of any, or something is in its place already."""
    if out.exists():
        raise UsageError(f"{out} is there already; give another name, or move it away")
    folder = open_evidence(folder_path, create=False)
    titles = {report.sha256: report for report in reports}
    notes = [note for note in load_notes(folder) if note.report_sha256 in titles]
    waiting = out.with_name(f"{out.name}.{secrets.token_hex(4)}.part")
    try:
        with tempfile.TemporaryFile(dir=out.parent) as archive:
            pages, found = _write_archive(archive, folder, notes, titles, write_moment(at))
            left_out = tuple(report.id for sha256, report in titles.items() if sha256 not in found)
            if not pages:
                raise UsageError(
                    f"there is no sound copy of any of these reports in {folder_path}; nothing was written"
                )
            digest = _write_zip(waiting, archive, pages, write_moment(at))
        waiting.replace(out)
    except OSError as error:
        raise UsageError(f"{out} could not be written ({error.strerror}); check its folder") from None
    finally:
        waiting.unlink(missing_ok=True)
    return Exported(path=out, captures=len(pages), digest=digest, left_out=left_out)


def _write_archive(
    archive: IO[bytes], folder: EvidenceFolder, notes: Iterable[CopyNote], titles: dict[str, Report], created: str
) -> tuple[tuple[PlacedPage, ...], set[str]]:
    """The web archive, record by record; its pages, and the reports found in it."""
    pages: list[PlacedPage] = []
    found: set[str] = set()
    archive.write(write_opening(created, ARCHIVE))
    for note in notes:
        data = load_copy(folder, note.sha256)
        if data is None:
            continue
        found.add(note.report_sha256)
        for record in write_capture(note, data):
            if record.entry is not None:
                title = titles[note.report_sha256].title
                pages.append(
                    PlacedPage(entry=record.entry, offset=archive.tell(), length=len(record.data), title=title)
                )
            archive.write(record.data)
    return tuple(pages), found


def _write_zip(waiting: Path, archive: IO[bytes], pages: tuple[PlacedPage, ...], created: str) -> str:
    handle = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(handle, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        size = archive.seek(0, os.SEEK_END)
        archive.seek(0)
        digest = hashlib.sha256()
        with packed.open(zipfile.ZipInfo(f"archive/{ARCHIVE}", _DAY), "w", force_zip64=size > 1 << 30) as part:
            while chunk := archive.read(1 << 20):
                digest.update(chunk)
                part.write(chunk)
        rows = [ContentRow(path=f"archive/{ARCHIVE}", sha256=digest.hexdigest(), size=size)]
        for path, data in ((INDEX, write_index(pages)), (PAGES, write_pages(pages))):
            packed.writestr(zipfile.ZipInfo(path, _DAY), data)
            rows.append(ContentRow(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data)))
        package = write_package(tuple(rows), pages, created)
        packed.writestr(zipfile.ZipInfo(PACKAGE, _DAY), package)
        packed.writestr(zipfile.ZipInfo(PACKAGE_DIGEST, _DAY), write_package_digest(package))
    return hashlib.sha256(package).hexdigest()
