"""A list of news (RSS 0.9 to 2.0, Atom) to its entries. The XML is read as it streams by: no document type, no entities, no depth.

Only what is needed to find a page is taken: what an entry calls itself, and where it leads. The words of a feed are not read as a report.
"""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin
from xml.parsers import expat

from bearwitness.core.errors import UnreadableError

LARGEST_FEED: Final = 8_000_000
_MOST_ENTRIES: Final = 1_000
_DEEPEST: Final = 60
_LONGEST: Final = 4_000
_ATOM: Final = "http://www.w3.org/2005/Atom link"
_ENTRIES: Final = frozenset({"item", "entry"})
_NAMES: Final = frozenset({"guid", "id", "link"})
_NO_FEED: Final = "it is no feed of news (RSS or Atom); give the feed's own address, which a news page often links to"
_DOCTYPE: Final = "the feed declares a document type, by which one can be made to do harm; it is not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry: what it calls itself, which stays when its address changes, and the page it leads to."""

    ident: str
    url: str


@dataclass(slots=True, kw_only=True)
class _Reader:
    """What the parser has met so far."""

    open: list[str] = field(default_factory=list)
    roots: set[str] = field(default_factory=set)
    entry: dict[str, str] | None = None
    words: list[str] = field(default_factory=list)
    found: list[dict[str, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        if len(self.open) >= _DEEPEST:
            raise UnreadableError(_NO_FEED)
        if not self.open:
            self.roots.add(local)
        self.open.append(local)
        self.words = []
        if local in _ENTRIES and self.entry is None:
            self.entry = {"at": str(len(self.open))}
        elif self.entry is not None and name == _ATOM and attributes.get("rel", "alternate") == "alternate":
            self.entry.setdefault("link", attributes.get("href", "")[:_LONGEST])

    def end(self, _name: str) -> None:
        local = self.open.pop()
        entry = self.entry
        if entry is None:
            return
        depth = int(entry["at"])
        if local in _ENTRIES and len(self.open) + 1 == depth:
            self.found.append(entry)
            self.entry = None
        elif local in _NAMES and len(self.open) == depth and (words := "".join(self.words).strip()):
            entry.setdefault("id" if local == "guid" else local, words[:_LONGEST])
        self.words = []

    def take(self, words: str) -> None:
        if self.entry is not None and sum(map(len, self.words)) < _LONGEST:
            self.words.append(words)


def parse_feed(data: bytes, url: str) -> tuple[FeedEntry, ...]:
    """The entries of the feed at `url`, oldest last as it gives them; each once. Raises UnreadableError for anything but a feed."""
    if len(data) > LARGEST_FEED:
        raise UnreadableError(f"the feed is larger than {LARGEST_FEED // 1_000_000} MB; give one of fewer entries")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.take
    parser.StartDoctypeDeclHandler = _refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data.lstrip(), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # A feed cut short or with one bad letter still names what came before.
        if not reader.found:
            raise UnreadableError(_NO_FEED) from error
    if not reader.roots & {"rss", "rdf", "feed"}:
        raise UnreadableError(_NO_FEED)
    entries: dict[str, FeedEntry] = {}
    for row in reader.found[:_MOST_ENTRIES]:
        link = row.get("link") or row.get("id", "")
        ident = row.get("id") or link
        made = _build(ident, link, url) if link else None
        if made is not None:
            entries.setdefault(ident, made)
    return tuple(entries.values())


def _build(ident: str, link: str, url: str) -> FeedEntry | None:
    try:
        joined = urljoin(url, link)
    except ValueError:
        return None
    return FeedEntry(ident=ident, url=joined) if joined.startswith(("http://", "https://")) else None


def _refuse(name: str, *_: object) -> None:
    # A page's address given in the place of its feed's is no attack, and is told what to do.
    raise UnreadableError(_NO_FEED if name.lower() == "html" else _DOCTYPE)
