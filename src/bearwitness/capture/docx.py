"""A `.docx` to Material, from its zip and XML: paragraphs, and table rows on lines of their own.

python-docx builds the whole tree and fails in many ways on damaged files; the text needs only one streamed pass with
the standard library, whose failures can be listed. Nothing is unpacked before its declared size has been looked at.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from bearwitness.capture.header import find_printed_header
from bearwitness.capture.material import Material
from bearwitness.capture.text import LONGEST_TEXT, check_length, clean_text
from bearwitness.core.errors import UnreadableError

LARGEST_PART = 100_000_000
"""Bytes of one unpacked part; the XML of a book of a thousand pages has about 20 million."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_UNREAD = frozenset({"pPr", "moveFrom", "del", "instrText"})
"""Elements whose words the printed page does not show; a tab stop in `pPr` is not a tab."""
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_TITLE = "http://purl.org/dc/elements/1.1/ title"
_DAMAGED = "the .docx is damaged or cut short; save it again from a word processor"
_LOCKED = "the .docx is locked with a password; save a copy without one and give that"
_TOO_LARGE = f"the .docx unpacks to more than {LARGEST_PART // 1_000_000} MB; save only its text and give that"
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    ValueError,
    OverflowError,
    OSError,
)
_CHUNK = 1 << 16
_MOST_FILES = 20_000
_BLANKS = re.compile(r"\n{3,}")


@dataclass(slots=True, kw_only=True)
class _Pass:
    """One streamed pass over `document.xml`: finished lines, and the open paragraphs, table rows and unread elements.

    Paragraphs and rows are stacks, because a text box stands inside a paragraph and a table inside a cell.
    """

    lines: list[str] = field(default_factory=list)
    paragraphs: list[list[str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)
    unread: int = 0
    is_text: bool = False
    is_vanished: bool = False
    length: int = 0


def read_docx(data: bytes) -> Material:
    """The paragraphs and table rows of a document. Raises UnreadableError when it is locked, damaged or a zip bomb."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if len(archive.namelist()) > _MOST_FILES:
                raise UnreadableError(_TOO_LARGE)
            lines = _read_document(_open_part(archive, "word/document.xml"))
            named = _read_title(archive)
    except _BROKEN_ZIP as error:
        raise UnreadableError(_DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for a member that needs a password
        raise UnreadableError(_LOCKED) from error
    text, notes = clean_text(_BLANKS.sub("\n\n", "\n".join(lines)).strip("\n"))
    check_length(text)
    header = find_printed_header(text)
    return Material(
        text=text,
        title=named or header.title,
        outlet=header.outlet,
        published_on=header.published_on,
        url=header.url,
        language=header.language,
        notes=notes,
    )


def _open_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One unpacked part, never more of it than LARGEST_PART whatever its header declares."""
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise UnreadableError(_TOO_LARGE)
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise UnreadableError(_TOO_LARGE)
    return content


def _read_title(archive: zipfile.ZipFile) -> str | None:
    """The title in the core properties; the dates beside it are when the file was made, so they are not read."""
    try:
        content = _open_part(archive, "docProps/core.xml")
    except KeyError:
        return None
    found: list[str] = []
    inside: list[str] = []
    parser = _build_parser()
    parser.StartElementHandler = lambda name, _: inside.append(name)
    parser.EndElementHandler = lambda _: inside.pop()
    parser.CharacterDataHandler = lambda text: found.append(text) if inside[-1] == _TITLE else None
    _parse(parser, content)
    return " ".join("".join(found).split()) or None


def _read_document(content: bytes) -> list[str]:
    state = _Pass()
    parser = _build_parser()
    parser.StartElementHandler = lambda name, marks: _start(state, name, marks)
    parser.EndElementHandler = lambda name: _end(state, name)
    parser.CharacterDataHandler = lambda text: _say(state, text) if state.is_text else None
    _parse(parser, content)
    return state.lines


def _build_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    """Word never writes one; in XML it is how entities that grow without end are declared."""
    raise UnreadableError(_DAMAGED)


def _parse(parser: expat.XMLParserType, content: bytes) -> None:
    try:
        for start in range(0, len(content), _CHUNK):
            parser.Parse(content[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableError(_DAMAGED) from error


def _word_name(name: str) -> str:
    """The local name of an element of WordprocessingML (transitional or strict), else ""."""
    for space in (_WORD, _STRICT):
        if name.startswith(space):
            return name[len(space) :]
    return ""


def _start(state: _Pass, name: str, marks: dict[str, str]) -> None:
    word = _word_name(name)
    if name == _FALLBACK or word in _UNREAD:
        state.unread += 1
    elif state.unread:
        return
    elif word == "t":
        state.is_text = True
    elif word in _MARKS:
        _say(state, _MARKS[word])
    elif word == "vanish":
        state.is_vanished = marks.get(_WORD + "val", "true") not in ("0", "false", "off")
    elif word == "p":
        state.paragraphs.append([])
    elif word == "tr":
        state.rows.append([])
    elif word == "tc" and state.rows:
        state.rows[-1].append([])


def _end(state: _Pass, name: str) -> None:
    word = _word_name(name)
    if name == _FALLBACK or word in _UNREAD:
        state.unread -= 1
    elif state.unread:
        return
    elif word == "t":
        state.is_text = False
    elif word == "r":
        state.is_vanished = False
    elif word == "p" and state.paragraphs:
        _keep(state, "".join(state.paragraphs.pop()).strip())
    elif word == "tr" and state.rows:
        cells = [" ".join(cell) for cell in state.rows.pop()]
        _keep(state, "\t".join(cells).strip(), is_row=True)
    elif word == "tbl" and not state.rows:
        state.lines.append("")


def _say(state: _Pass, text: str) -> None:
    if not state.paragraphs or state.is_vanished:
        return
    state.paragraphs[-1].append(text)
    state.length += len(text)
    if state.length > LONGEST_TEXT:
        raise UnreadableError(f"the .docx has more than {LONGEST_TEXT:,} characters; split it into one file a report")


def _keep(state: _Pass, text: str, *, is_row: bool = False) -> None:
    """A finished paragraph or row: into the cell it stands in, else a line of its own."""
    if state.rows:
        if text and state.rows[-1]:
            state.rows[-1][-1].append(" ".join(text.split()))
    elif text:
        state.lines.extend([text] if is_row else [text, ""])
