"""The tree of a log computed anew, entry by entry, and held against what was written at each step and signed at each checkpoint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bearwitness.custody.checkpoints import Note
from bearwitness.custody.entries import parse_time
from bearwitness.custody.log import ALLOWANCE, Finding, Leaf, Log, Step, name_entries
from bearwitness.custody.tree import EMPTY, Hash, Peaks, add_leaves, compute_root


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """What came of it: findings, the entries that were changed while their records were not, and roots at the sizes asked for."""

    findings: tuple[Finding, ...]
    restored: frozenset[int]
    roots: Mapping[int, Hash]


def grow_tree(log: Log, from_rows: Mapping[int, Hash], sizes: Iterable[int]) -> Grown:
    """Compute the tree. `from_rows` has hashes that entries ought to have by their records, where these differ."""
    wanted = set(sizes)
    hashes = {leaf.number: leaf.hash for leaf in log.leaves}
    findings, restored = _find_gaps(log), set[int]()
    true = kept = Peaks()
    roots = {0: EMPTY}
    for step in log.steps:
        numbers = range(true.size, step.size)
        lot = [hashes.get(n) or EMPTY for n in numbers]
        true = _add(true, lot, wanted, roots)
        grown = add_leaves(kept, lot) if kept.size == numbers.start else None
        if step.peaks is None:
            findings.append(
                _find(f"the step that ends behind entry {step.size - 1} was changed: its hashes cannot be read")
            )
        elif grown is None or grown.hashes != step.peaks.hashes:
            mended = [n for n in numbers if n in from_rows]
            again = add_leaves(kept, [from_rows.get(n) or hashes.get(n) or EMPTY for n in numbers])
            if mended and again.hashes == step.peaks.hashes:
                restored.update(mended)
                findings += [_say_restored(log, n) for n in mended]
            else:
                findings.append(_say_broken(log, numbers))
        # What was written is gone on with, so that one change is told once and not at every later step.
        kept = step.peaks or grown or true
    left = [hashes.get(n) or EMPTY for n in range(true.size, log.size)]
    if left:
        findings.append(
            _find(f"{len(left):,} entries at its end belong to no step: the log was added to past the program")
        )
        _add(true, left, wanted, roots)
    return Grown(findings=tuple(findings), restored=frozenset(restored), roots=roots)


def check_order(steps: Iterable[Step]) -> list[Finding]:
    """Steps come one after another in time. Where one goes back, it was dated back, or a clock was wrong."""
    findings = []
    last: datetime | None = None
    for step in steps:
        at = parse_time(step.moment.at)
        if at is None:
            findings.append(_find(f"the step that ends behind entry {step.size - 1} has no moment: it was changed"))
        elif last is not None and at < last - ALLOWANCE:
            words = (
                f"entries up to {step.size - 1} are of {_say(at)}, and those before them of {_say(last)}: they were dated "
                "back, or the clock of a machine was wrong"
            )
            findings.append(Finding(sort="back-dated", kind="", row="", words=words))
        last = at if last is None else max(last, at or last)
    return findings


def check_note(log: Log, note: Note, roots: Mapping[int, Hash], since: int) -> tuple[Finding, ...]:
    """Whether the log is one that the checkpoint can be of. `since` is the size of the last checkpoint before that holds."""
    head = note.head
    when = f"the checkpoint of {_say(head.at)} over {head.size:,} entries"
    if head.size > log.size:
        words = f"{when} is of a longer log, this one has {log.size:,}: what came last was taken out, or this is an older copy"
        return (Finding(sort="checkpoint", kind="", row="", words=words),)
    if roots.get(head.size) != head.root:
        among = [leaf for leaf in log.leaves if since <= leaf.number < head.size]
        words = (
            f"{when} does not fit: one or more of the entries {since} to {head.size - 1} were changed, exchanged, taken out "
            f"or put in after it was signed: {name_entries(among)}"
        )
        return (Finding(sort="checkpoint", kind="", row="", words=words),)
    late = [step for step in log.steps if step.size > head.size and _is_before(step, head.at)]
    if late:
        words = f"{when} was signed before {len(late):,} later steps that say they are older: these were dated back"
        return (Finding(sort="back-dated", kind="", row="", words=words),)
    return ()


def _add(peaks: Peaks, lot: list[Hash], wanted: set[int], roots: dict[int, Hash]) -> Peaks:
    """Grow the tree, and note its root at each size asked for."""
    start = peaks.size
    for size in sorted(n for n in wanted if start < n < start + len(lot)):
        peaks = add_leaves(peaks, lot[peaks.size - start : size - start])
        roots[size] = compute_root(peaks)
    peaks = add_leaves(peaks, lot[peaks.size - start :])
    if peaks.size in wanted:
        roots[peaks.size] = compute_root(peaks)
    return peaks


def _find_gaps(log: Log) -> list[Finding]:
    findings, expected = [], 0
    for leaf in log.leaves:
        if leaf.number > expected:
            last = f" to {leaf.number - 1}" if leaf.number - 1 > expected else ""
            findings.append(_find(f"entry {expected}{last} was taken out of it"))
        expected = leaf.number + 1
    if log.steps and expected < log.steps[-1].size:
        findings.append(_find(f"entries {expected} to {log.steps[-1].size - 1} were taken out of its end"))
    if log.leaves and not log.steps:
        findings.append(_find("all its steps were taken out"))
    return findings


def _say_restored(log: Log, number: int) -> Finding:
    leaf = next(leaf for leaf in log.leaves if leaf.number == number)
    words = f"its entry {number} was changed; the record itself is as it was logged"
    return Finding(sort="log", kind=leaf.kind, row=leaf.row, words=words)


def _say_broken(log: Log, numbers: range) -> Finding:
    among: list[Leaf] = [leaf for leaf in log.leaves if leaf.number in numbers]
    words = (
        f"entries {numbers.start} to {numbers.stop - 1} are not those that were written together: one or more were changed, "
        f"exchanged or put in, among {name_entries(among)}"
    )
    return Finding(sort="log", kind="", row="", words=words)


def _is_before(step: Step, at: datetime) -> bool:
    said = parse_time(step.moment.at)
    return said is not None and said < at - ALLOWANCE


def _find(words: str) -> Finding:
    return Finding(sort="log", kind="", row="", words=words)


def _say(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
