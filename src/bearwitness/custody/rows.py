"""The records of a register held against their entries: which were changed, exchanged, dated back, which are missing and which never logged."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bearwitness.custody.entries import KINDS, Plain, Record, find_time, find_value, hash_record, name_row, parse_time
from bearwitness.custody.log import (
    ALLOWANCE,
    Finding,
    FindStep,
    Leaf,
    Log,
    Sort,
    Step,
    build_finder,
    knows,
    name_subject,
    sort_key,
)
from bearwitness.custody.tree import Hash

Name = tuple[str, str]
_MOST_TRIED: Final = 200
"""So many changed records are tried in one another's places; beyond that they are only called changed."""
_CLAIM_ID: Final = re.compile(r"c_[0-9a-f]{16}")
_IN_BODY: Final = {
    "earliest": ("when", "earliest"),
    "latest": ("when", "latest"),
    "country": ("where", "country"),
}


@dataclass(slots=True)
class Held:
    """What came of it: findings, the hash that each changed record would have had, and how many records of each kind were compared."""

    findings: list[Finding] = field(default_factory=list)
    hashes: dict[int, Hash] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Off:
    """A record that is not what its entry tells."""

    record: Record
    leaf: Leaf
    step: Step


def compare_rows(log: Log, records: Iterable[Record], removed: Collection[Name] = ()) -> Held:
    """Hold every record against its entry. `removed` are those that the log itself tells were taken out on purpose."""
    find, held = build_finder(log), Held()
    waiting = _index(log, held)
    off, added, times = list[_Off](), list[Record](), dict[int, set[str]]()
    for record in records:
        held.counts[record.kind] = held.counts.get(record.kind, 0) + 1
        leaf = waiting.pop((record.kind, name_row(record)), None)
        step = None if leaf is None else find(leaf.number)
        if leaf is None:
            added.append(record)
        elif step is None or leaf.salt is None or not knows(step.moment, record.kind):
            held.findings.append(
                _find(leaf, "log", "its entry cannot be read: the log was changed, or a newer program wrote it")
            )
        else:
            made = hash_record(record, step.moment, leaf.salt)
            if made == leaf.hash:
                held.findings += _check_time(record, leaf, step)
                _note_time(times, record, step)
            else:
                held.hashes[leaf.number] = made
                off.append(_Off(record=record, leaf=leaf, step=step))
    missing = [leaf for name, leaf in waiting.items() if name not in removed]
    moved = _find_moved([*(one.record for one in off), *added], [*(one.leaf for one in off), *missing], find)
    held.findings += [_explain_change(one, moved.get((one.leaf.kind, one.leaf.row)), times) for one in off]
    held.findings += _explain_places(added, missing, moved)
    return held


def _index(log: Log, held: Held) -> dict[Name, Leaf]:
    """Entries by the record they tell of. Records of a kind come in by their numbers: an entry that does not was put elsewhere."""
    found: dict[Name, Leaf] = {}
    last: dict[str, tuple[int, ...]] = {}
    for leaf in log.leaves:
        if (leaf.kind, leaf.row) in found:
            held.findings.append(
                _find(leaf, "log", f"entry {leaf.number} tells of it once more; the log tells of each once")
            )
            continue
        found[leaf.kind, leaf.row] = leaf
        key = sort_key(leaf.kind, leaf.row)
        if key is not None and key < last.get(leaf.kind, ()):
            words = f"its entry {leaf.number} stands behind that of a later one: entries of the log were put in another order"
            held.findings.append(_find(leaf, "reordered", words))
        elif key is not None:
            last[leaf.kind] = key
    return found


def _explain_places(added: list[Record], missing: list[Leaf], moved: Mapping[Name, Name]) -> list[Finding]:
    """Say of records without an entry, and of entries without a record, what was done to them as far as that can be told."""
    findings = []
    for record in added:
        name = (record.kind, name_row(record))
        words = "it is in the register and not in the log: it was put in past the program, or its entry was taken out"
        origin = next((logged for logged, place in moved.items() if place == name), None)
        if origin is not None:
            words = f"it was logged under another number: {name_subject(*origin)}"
        findings.append(
            Finding(sort="added" if origin is None else "reordered", kind=name[0], row=name[1], words=words)
        )
    for leaf in missing:
        place = moved.get((leaf.kind, leaf.row))
        words = f"entry {leaf.number} tells of it, and it is not in the register any more"
        if place is not None:
            words = f"it stands under another number now: {name_subject(*place)}"
        findings.append(_find(leaf, "missing" if place is None else "reordered", words))
    return findings


def _find_moved(records: list[Record], leaves: list[Leaf], find: FindStep) -> dict[Name, Name]:
    """For entries whose record stands in another place: that place. Every record is tried in the place of every other of its kind."""
    if len(records) * len(leaves) > _MOST_TRIED**2:
        return {}
    found: dict[Name, Name] = {}
    for leaf in leaves:
        step = find(leaf.number)
        if step is None or leaf.salt is None or not knows(step.moment, leaf.kind):
            continue
        for record in records:
            put = _put(record, leaf, step)
            if put is not None and put != record and hash_record(put, step.moment, leaf.salt) == leaf.hash:
                found[leaf.kind, leaf.row] = (record.kind, name_row(record))
    return found


def _put(record: Record, leaf: Leaf, step: Step) -> Record | None:
    """The record as it would be in another's place."""
    if record.kind != leaf.kind:
        return None
    kind = KINDS[step.moment.format][record.kind]
    parts = leaf.row.split("/")
    if len(parts) != len(kind.key) or (record.kind != "report" and not all(map(str.isdecimal, parts))):
        return None
    names: Sequence[Plain] = parts if record.kind == "report" else [int(part) for part in parts]
    keys = dict(zip(kind.key, names, strict=True))
    values = tuple(keys.get(name, value) for name, value in zip(kind.fields, record.values, strict=True))
    return replace(record, values=values)


def _explain_change(one: _Off, place: Name | None, times: dict[int, set[str]]) -> Finding:
    if place is not None:
        words = f"what was logged here stands in another place now: {name_subject(*place)}"
        return _find(one.leaf, "reordered", words)
    name = KINDS[one.step.moment.format][one.record.kind].at
    if name is not None:
        fields = KINDS[one.step.moment.format][one.record.kind].fields
        at = fields.index(name)
        for time in times.get(one.step.size, ()):
            values = (*one.record.values[:at], time, *one.record.values[at + 1 :])
            made = hash_record(replace(one.record, values=values), one.step.moment, one.leaf.salt or b"")
            if made == one.leaf.hash:
                return _find(
                    one.leaf, "back-dated", f"it was logged as of {_say(time)} and says {_say_time(one.record)} now"
                )
        if one.step.moment.why == "written" and not _is_near(one.record, one.step):
            words = f"it is not what was logged: it says it is of {_say_time(one.record)}, and was logged {_say(one.step.moment.at)}"
            return _find(one.leaf, "back-dated", words)
    columns = _find_columns(one.record)
    where = f": {', '.join(columns)} and body do not agree any more" if columns else ""
    return _find(
        one.leaf, "changed", f"it is not what entry {one.leaf.number} tells of it{where}{_name_claim(one.record)}"
    )


def _name_claim(record: Record) -> str:
    """By which id a person finds it; nothing where what stands there is none, for it could be anything."""
    ident = find_value(record, "id") if record.kind == "claim" else None
    return f"; it bears the id {ident}" if isinstance(ident, str) and _CLAIM_ID.fullmatch(ident) else ""


def _find_columns(record: Record) -> list[str]:
    """Columns that say something else than the body beside them."""
    try:
        body = json.loads(str(find_value(record, "body")))
    except ValueError:
        return []
    if not isinstance(body, dict):
        return []
    found = []
    for name, value in zip(KINDS[1][record.kind].fields, record.values, strict=True):
        path = _IN_BODY.get(name, (name,))
        told: Any = body
        for part in path:
            told = told.get(part) if isinstance(told, dict) else None
        if (path[0] in body or name in _IN_BODY) and told != value:
            found.append(name)
    return found


def _check_time(record: Record, leaf: Leaf, step: Step) -> list[Finding]:
    """A record comes in when it is made. One that is logged as it is, and dated otherwise, was dated by hand."""
    if step.moment.why != "written" or KINDS[step.moment.format][record.kind].at is None or _is_near(record, step):
        return []
    words = f"it says it is of {_say_time(record)}, and came in {_say(step.moment.at)}"
    return [_find(leaf, "back-dated", words)]


def _note_time(times: dict[int, set[str]], record: Record, step: Step) -> None:
    name = KINDS[step.moment.format][record.kind].at
    value = None if name is None else find_value(record, name)
    if isinstance(value, str):
        times.setdefault(step.size, set()).add(value)


def _find(leaf: Leaf, sort: Sort, words: str) -> Finding:
    return Finding(sort=sort, kind=leaf.kind, row=leaf.row, words=words)


def _is_near(record: Record, step: Step) -> bool:
    said, logged = find_time(record), parse_time(step.moment.at)
    return said is not None and (logged is None or abs(said - logged) <= ALLOWANCE)


def _say(text: str) -> str:
    return text[:19].replace("T", " ")


def _say_time(record: Record) -> str:
    said = find_time(record)
    return "no moment at all" if said is None else _say(said.isoformat())
