"""A log as it is read back, whatever has been done to it, and what is found wrong with it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from bearwitness.custody.entries import KINDS, Moment
from bearwitness.custody.tree import Hash, Peaks

FindStep = Callable[[int], "Step | None"]
"""The step that an entry came in, by its number."""
Sort = Literal["changed", "missing", "added", "reordered", "back-dated", "log", "checkpoint", "guard"]
ALLOWANCE: Final = timedelta(hours=1)
"""So far a machine's clock may be from another's, and a record's time from that of its entry (a writer waits for its turn)."""
_AMONG: Final = 8
_SHOWN: Final = 15
"""Letters of a copy's name that are enough to find it by, and fit a line."""
_MOST_DIGITS: Final = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One entry: its number from 0, the record it tells of, its salt and its hash (None where what stands there is none)."""

    number: int
    kind: str
    row: str
    salt: bytes | None
    hash: Hash | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was appended at once: the log's size behind it, when and why, and the peaks that were written (None: no peaks)."""

    size: int
    moment: Moment
    peaks: Peaks | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """All of it, by number and by size. `odd` rows beside it have numbers that no entry and no step can have."""

    leaves: tuple[Leaf, ...]
    steps: tuple[Step, ...]
    odd: int = 0

    @property
    def size(self) -> int:
        """How many entries there ought to be: one more than the last number, or what the last step says."""
        counted = self.leaves[-1].number + 1 if self.leaves else 0
        return max(counted, self.steps[-1].size if self.steps else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was logged: of which record (`kind` and `row`, "" where it is the log itself), and in words what."""

    sort: Sort
    kind: str
    row: str
    words: str

    @property
    def subject(self) -> str:
        """What it is about, in words."""
        return name_subject(self.kind, self.row)


def name_subject(kind: str, row: str) -> str:
    """ "claim 3 of reading 12", "review 4", "report v_1f…". Only numbers and made names: a title or a text could name a person."""
    first, _, second = row.partition("/")
    if kind in {"claim", "statement", "sum", "fault"} and is_row_number(second):
        return f"{kind} {int(second) + 1} of reading {first}"
    if kind == "copy":
        return f"exact copy {row[:_SHOWN]}…"
    names = {"run": "run of the linking rules", "link": "judgement or link"}
    return f"{names.get(kind, kind)} {row}".strip() or "the log"


def name_entries(leaves: Iterable[Leaf]) -> str:
    """Entries by what they tell of, few in full and many by their ends."""
    found = [name_subject(leaf.kind, leaf.row) for leaf in leaves]
    if len(found) > _AMONG:
        return f"{', '.join(found[:3])} … {found[-1]} ({len(found):,} in all)"
    return ", ".join(found)


def sort_key(kind: str, row: str) -> tuple[int, ...] | None:
    """By what records of a kind come one after another; None for reports, which have no numbers, and for what is no number."""
    parts = row.split("/")
    return None if kind == "report" or not all(map(is_row_number, parts)) else tuple(map(int, parts))


def is_row_number(text: str) -> bool:
    """Whether it may be the number of a row: digits, and no more than an engine has."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def build_finder(log: Log) -> FindStep:
    """What finds the step of an entry."""
    sizes = [step.size for step in log.steps]

    def find(number: int) -> Step | None:
        at = bisect_right(sizes, number)
        return log.steps[at] if at < len(sizes) else None

    return find


def knows(moment: Moment, kind: str) -> bool:
    """Whether this program knows how entries of this kind and format are written."""
    return kind in KINDS.get(moment.format, {})
