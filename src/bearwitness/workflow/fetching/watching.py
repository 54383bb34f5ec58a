"""What is new in feeds, fetched: an entry counts as seen once its page is recorded, so an interruption loses none."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bearwitness.capture.web.feed import LARGEST_FEED, FeedEntry, parse_feed
from bearwitness.capture.web.http_message import unpack_body
from bearwitness.core.errors import UnreadableError
from bearwitness.store.seen_entries import MOST_TRIES, FeedMemory, SeenEntries, name_entry, save_seen
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.fetching.visiting import Visit, Visitor, check_status, fetch_pages, visit

_UNCHANGED = 304


def watch_feeds(urls: Iterable[str], visitor: Visitor, seen: SeenEntries) -> Iterator[Captured]:
    """The new pages of each feed; a feed that cannot be read is one error and does not stop the others.

    The next item is asked for only when the one before is recorded: then it is remembered.
    """
    for url in urls:
        memory = seen.feeds.setdefault(url, FeedMemory())
        try:
            found, entries = _ask_feed(url, visitor, memory)
        except UnreadableError as error:
            yield Captured(input=url, error=str(error))
            continue
        new = [entry for entry in entries if _is_new(entry, memory)]
        yield Captured(input=url, notes=(f"{len(new)} new of {len(entries)} entries" if entries else "nothing new",))
        failed = 0
        for entry in new:
            (item,) = fetch_pages([entry.url], visitor)
            yield replace(item, notes=(*item.notes, f"named by the feed {url}"))
            name = name_entry(entry.ident)
            failed += item.error is not None
            memory.entries[name] = memory.entries.get(name, 0) + 1 if item.error is not None else 0
            save_seen(seen)
        if not failed:
            # Kept only now: told that nothing changed, the next round would not look at what failed in this one.
            memory.etag, memory.modified = (found.answer.find(name) or "" for name in ("etag", "last-modified"))
        save_seen(seen)


def _ask_feed(url: str, visitor: Visitor, memory: FeedMemory) -> tuple[Visit, tuple[FeedEntry, ...]]:
    marks = (("If-None-Match", memory.etag), ("If-Modified-Since", memory.modified))
    found = visit(url, visitor, tuple((name, mark) for name, mark in marks if mark))
    if found.answer.status == _UNCHANGED:
        return found, ()
    check_status(found.answer.status)
    return found, parse_feed(unpack_body(found.answer, LARGEST_FEED).data, found.address.url)


def _is_new(entry: FeedEntry, memory: FeedMemory) -> bool:
    tries = memory.entries.get(name_entry(entry.ident))
    return tries is None or 0 < tries < MOST_TRIES
