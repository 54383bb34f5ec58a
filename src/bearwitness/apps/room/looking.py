"""Who is looking at which claim: so that two people who review at once are given different ones. Only a courtesy, and kept nowhere."""

import threading
from collections.abc import Iterable

_LONG = 180.0
"""After so many seconds without a decision a claim is given to others too."""


class Looking:
    """The claims that were shown for review, to whom and when; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[str, float]] = {}

    def note(self, claim: str, name: str, at: float) -> None:
        """This person has the claim before them, and no other."""
        with self._lock:
            kept = {other: seen for other, seen in self._seen.items() if seen[0] != name and at - seen[1] < _LONG}
            self._seen = {**kept, claim: (name, at)}

    def choose(self, claims: Iterable[str], name: str, at: float) -> str | None:
        """The first of the claims that nobody else has before them; where all are looked at, the first. It is noted at once."""
        with self._lock:
            there = list(claims)
            free = [one for one in there if self._is_free(one, name, at)]
            chosen = next(iter(free or there), None)
            if chosen is not None:
                self._seen[chosen] = (name, at)
            return chosen

    def _is_free(self, claim: str, name: str, at: float) -> bool:
        who, when = self._seen.get(claim, (name, at))
        return who == name or at - when >= _LONG
