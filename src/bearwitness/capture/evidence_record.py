"""An evidentiary copy: the exact bytes a report was read from, apart from its working text, and what is known of how they were taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bearwitness import __version__

Form = Literal["file", "line", "http answer", "web record"]
"""What the bytes are: a file as given, a line of one, a server's answer with its headers, or a page that an archive keeps without."""

FORMS: Final[tuple[Form, ...]] = ("file", "line", "http answer", "web record")
TOOL: Final = f"bearwitness {__version__}"
BY_FETCH: Final = "fetched"
BY_ARCHIVE: Final = "taken from a web archive"
BY_FILE: Final = "given as a file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The bytes, and what is known of their capture. `captured_at` is None where nobody wrote it down.

    `request` is what was sent to get them; `path` the addresses that led there, first to last; `answered_by` the server's address.
    """

    data: bytes
    form: Form
    method: str
    url: str | None = None
    captured_at: datetime | None = None
    media_type: str | None = None
    record: str | None = None
    answered_by: str | None = None
    request: bytes = b""
    path: tuple[str, ...] = ()
