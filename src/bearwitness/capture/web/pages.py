"""A record of a web archive, or an answer off the web, to a report: which are reports, whose address and time, and whether the bytes stand."""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from bearwitness.capture.dates import find_date_in_url
from bearwitness.capture.jsonl import parse_line
from bearwitness.capture.report import LARGEST_FILE, build_id, build_report
from bearwitness.capture.sniff import find_format
from bearwitness.capture.web.digests import compare_digest
from bearwitness.capture.web.http_message import MediaType, find_media_type, parse_answer, unpack_body
from bearwitness.capture.web.warc import WebRecord
from bearwitness.core.errors import UnreadableError
from bearwitness.core.records import Report
from bearwitness.core.tables import load_table

_TYPE: Final = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}")
_SHOWN: Final = 300
_WRONG: Final = (
    "its bytes are not those that were recorded: the {} digest differs; rest nothing on it before you know why"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """What one record comes to: a report, an error, or the plain word under which it is passed over.

    `payload` are the bytes the report's hash is of: the page as the author wrote it, chunks joined and unpacked. `has_digest` is false
    where the record holds nothing to check its bytes by.
    """

    input: str
    report: Report | None = None
    id: str | None = None
    error: str | None = None
    passed: str | None = None
    payload: bytes = b""
    notes: tuple[str, ...] = ()
    has_digest: bool = False


def build_page(record: WebRecord, name: str) -> WebPage:
    """The page in a record of the archive called `name`; never raises, whatever the record holds."""
    shown = f"{name}#{(record.url or 'without an address')[:_SHOWN]}"
    if record.kind not in {"response", "resource"}:
        return WebPage(input=shown, passed=record.kind)
    if record.fault is not None:
        return WebPage(input=shown, error=record.fault)
    if record.segment is not None:
        return WebPage(
            input=shown, error="its page is split over several records; join them with the program that made it"
        )
    try:
        return _build(record, shown)
    except UnreadableError as error:
        return WebPage(input=shown, error=str(error))


def _build(record: WebRecord, shown: str) -> WebPage:
    media = find_media_type(record.content_type)
    readings: tuple[bytes, ...] = (record.block,)
    said: tuple[str, ...] = ()
    payload = record.block
    if record.is_answer:
        answer = parse_answer(record.block)
        if not 200 <= answer.status < 300:
            return WebPage(input=shown, passed=f"status {answer.status}")
        media = find_media_type(answer.find("content-type"))
        passed = _find_passed(media, record.url)
        if passed is not None:
            return WebPage(input=shown, passed=passed)
        unpacked = unpack_body(answer, LARGEST_FILE)
        readings = (answer.body, unpacked.whole, unpacked.data)
        payload, said = unpacked.data, unpacked.notes
    passed = _find_passed(media, record.url) or _find_unsaid(media, payload)
    if passed is not None:
        return WebPage(input=shown, passed=passed)
    return _read(record, WebPage(input=shown, payload=payload, notes=said), media, readings)


def _read(record: WebRecord, page: WebPage, media: MediaType, readings: tuple[bytes, ...]) -> WebPage:
    verdicts = {"block": record.digest, "payload": compare_digest(record.payload_digest, readings)}
    has_digest = any(verdict != "unknown" for verdict in verdicts.values())
    notes = [_say_capture(record), *page.notes]
    notes += [_WRONG.format(part) for part, verdict in verdicts.items() if verdict == "differs"]
    if record.truncated is not None:
        notes.append(f"whoever captured it cut it short ({record.truncated[:40]}); the page may go on")
    if media.name == _types()["line"]:
        line = parse_line(page.payload, 1, page.input)
        return replace(
            page, id=line.id, report=line.report, error=line.error, notes=tuple(notes), has_digest=has_digest
        )
    page = replace(page, id=build_id(page.payload), has_digest=has_digest)
    is_html = media.name in _types()["html"]
    try:
        capture = build_report(page.payload, ".html" if is_html else "", media.charset)
    except UnreadableError as error:
        return replace(page, error=str(error), notes=tuple(notes))
    report = replace(
        capture.report,
        input=page.input,
        url=record.url or capture.report.url,
        published_on=capture.report.published_on or find_date_in_url(record.url or ""),
        sha256=hashlib.sha256(page.payload).hexdigest(),
    )
    return replace(page, report=report, notes=(*notes, *capture.notes))


def _say_capture(record: WebRecord) -> str:
    at = "at a time it does not say" if record.at is None else f"{record.at:%Y-%m-%d %H:%M:%S} UTC"
    return f"captured {at}"


@cache
def _types() -> dict[str, Any]:
    types: dict[str, Any] = load_table("capture", "formats.toml")["web"]
    return types


def _find_passed(media: MediaType, url: str | None) -> str | None:
    """The plain word for what is clearly no report; None where it may be one."""
    table = _types()
    if url is not None and (path := _find_path(url)) in table["not_pages"]:
        return path.lstrip("/")
    if media.name in (*table["reports"], *table["unsaid"], table["line"]):
        return None
    family = next((word for start, word in table["families"].items() if media.name.startswith(start)), None)
    return family or (media.name if _TYPE.fullmatch(media.name) else "unknown kind")


def _find_path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _find_unsaid(media: MediaType, payload: bytes) -> str | None:
    """What an answer is whose server does not say: its bytes tell."""
    if not payload:
        return "empty"
    if media.name not in _types()["unsaid"]:
        return None
    found = find_format(payload, "")
    if found.kind in {"html", "pdf", "docx"}:
        return None
    return "unknown kind"
