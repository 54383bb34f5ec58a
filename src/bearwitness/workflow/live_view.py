"""The register's view kept in memory for a program that answers many questions: loaded once, and again when something came in.

What is quickly made is made at once. Of a large register the last view is answered with, marked as not current, while the next is made.
Where nothing but acceptances came in, no claim, link or incident is another, and the view is only marked.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.core.errors import BearwitnessError
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading
from bearwitness.store.register import Address, Register, open_register, report_uid
from bearwitness.store.register_claims import load_reviews_between
from bearwitness.store.register_moment import Moment, find_moment
from bearwitness.workflow.aside import load_caught_up
from bearwitness.workflow.catching_up import pause_collecting
from bearwitness.workflow.view import View

PATIENCE: Final = 2.0
"""So many seconds a question waits for the current view before it is answered with the one before."""

_REST: Final = 2.0
_SHORT: Final = 0.25
"""After a view that took some seconds to renew the next one waits twice as long: where decisions come by the second, pages would else
always share the processor with it. What took less than `_SHORT` needs no rest.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One view with what finds things in it: incidents by id and by claim, claims, the reading of each claim and of each report's uid, the
    links of each claim, and the incidents that are totals.

    `number` tells snapshots apart: what is computed from one may be kept for it.
    """

    number: int
    view: View
    moment: Moment
    incidents: Mapping[str, Incident]
    homes: Mapping[str, Incident]
    claims: Mapping[str, Claim]
    readings: Mapping[str, Reading]
    reports: Mapping[str, Reading]
    links: Mapping[str, tuple[Link, ...]]
    totals: tuple[Incident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A snapshot, and whether the register has gone on since."""

    snapshot: Snapshot
    is_current: bool


class LiveView:
    """The register at `path`, opened for as long as this lives; threads may share it."""

    def __init__(
        self, path: Address, *, patience: float = PATIENCE, load: Callable[[Address], View] = load_caught_up
    ) -> None:
        self.register: Register = open_register(path, create=True)
        self._path, self._patience, self._load = path, patience, load
        self._changed = threading.Condition()
        self._snapshot: Snapshot | None = None
        self._worker: threading.Thread | None = None
        self._failure: BearwitnessError | None = None
        self._begun = self._ended = self._took = 0.0

    def get(self, *, patience: float | None = None) -> Seen:
        """The newest view there is within `patience`; the first one is always waited for. Raises what loading it raised."""
        wanted = find_moment(self.register)
        limit = self._patience if patience is None else patience
        with self._changed:
            if self._snapshot is None or not _is_reached(self._snapshot.moment, wanted):
                self._begin()
                # Whoever asks while a large register has been loading for long already does not wait as well.
                left = None if self._snapshot is None else max(0.0, self._begun + limit - time.monotonic())
                self._changed.wait_for(lambda: self._is_done(wanted), timeout=left)
            if self._snapshot is None or (self._failure is not None and not _is_reached(self._snapshot.moment, wanted)):
                raise self._failure or BearwitnessError("the register could not be loaded; see that its file is there")
            return Seen(snapshot=self._snapshot, is_current=_is_reached(self._snapshot.moment, wanted))

    def _is_done(self, wanted: Moment) -> bool:
        """Whether there is nothing more to wait for. A view made before the wanted moment begins the next at once."""
        if self._snapshot is not None and _is_reached(self._snapshot.moment, wanted):
            return True
        if self._worker is None and self._failure is None:
            self._begin()
        return self._worker is None

    def _begin(self) -> None:
        if self._worker is None:
            self._failure, self._begun = None, time.monotonic()
            self._worker = threading.Thread(target=self._work, name="load the register", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        found: Snapshot | None = None
        # Stands unless loading ends well or says more itself: a fault of the program must end the waiting too, not begin it anew for ever.
        failure: BearwitnessError = BearwitnessError("the register could not be loaded; please report this as a fault")
        try:
            # Asked first: what comes in while the view is loaded makes it one that is not current, never one that seems so.
            moment = find_moment(self.register)
            number = 0 if self._snapshot is None else self._snapshot.number + 1
            found = self._accept(moment, number)
            if found is None:
                if self._took > _SHORT:
                    time.sleep(max(0.0, self._ended + _REST * self._took - time.monotonic()))
                    moment = find_moment(self.register)
                begun = time.monotonic()
                with pause_collecting():
                    found = build_snapshot(self._load(self._path), moment, number)
                self._ended = time.monotonic()
                # The first one, made from nothing, tells nothing of the next.
                self._took = 0.0 if self._snapshot is None else self._ended - begun
                # A view is no garbage for as long as it is the view; looked through for it, a large one stopped every page for seconds.
                gc.freeze()
        except BearwitnessError as error:
            failure = error
        finally:
            with self._changed:
                self._snapshot = found or self._snapshot
                self._failure = failure if found is None else None
                self._worker = None
                self._changed.notify_all()

    def _accept(self, moment: Moment, number: int) -> Snapshot | None:
        """The snapshot there is, with the claims that were accepted since; None where anything else came in."""
        former = self._snapshot
        if former is None or (former.moment.reading, former.moment.link) != (moment.reading, moment.link):
            return None
        came = load_reviews_between(self.register, former.moment.review, moment.review)
        accepted = frozenset(review.claim for review in came)
        if any(review.decision != "accepted" for review in came) or accepted & former.view.rejected:
            return None
        view = replace(former.view, accepted=former.view.accepted | accepted)
        return replace(former, number=number, view=view, moment=moment)


def _is_reached(there: Moment, wanted: Moment) -> bool:
    """Whether a view holds all that there was: what came in since the question was asked must not have it wait for a moment that is past."""
    return there.reading >= wanted.reading and there.review >= wanted.review and there.link >= wanted.link


def build_snapshot(view: View, moment: Moment, number: int) -> Snapshot:
    """The view with its indexes."""
    return Snapshot(
        number=number,
        view=view,
        moment=moment,
        incidents={incident.id: incident for incident in view.incidents},
        homes={claim: incident for incident in view.incidents for claim in incident.claims},
        claims={claim.id: claim for claim in view.claims},
        readings={claim.id: reading for reading in view.readings for claim in reading.claims},
        reports={report_uid(reading.report): reading for reading in view.readings},
        links=_index_links(view.links),
        totals=tuple(incident for incident in view.incidents if incident.shape == "aggregate"),
    )


def _index_links(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.left, []).append(link)
        found.setdefault(link.right, []).append(link)
    return {ident: tuple(its) for ident, its in found.items()}
