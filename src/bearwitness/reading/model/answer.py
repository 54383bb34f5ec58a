"""A language model's answer to proposals: whatever it sends, each proposal is read or refused with a reason.

Nothing here believes the answer: a proposal is words and choices from fixed lists, to be found in the report later.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from bearwitness.core.records import Fault
from bearwitness.core.vocabulary import ACTS, Act, Status
from bearwitness.reading.model.request import STATUSES

MOST_PROPOSALS: Final = 100
"""Proposals read from one answer; a model that runs on repeats itself."""
LONGEST_WORDS: Final = 2_000
"""Characters of one field."""

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_OPENING = re.compile(r"[{\[]")
_BETWEEN = re.compile(r"[\s,]*")
_NONE: Final = frozenset({"", "null", "none", "unknown", "n/a"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model proposes, in words it says stand in the report. `number` counts the proposals of one answer from 1."""

    number: int
    act: Act
    quote: str
    act_words: str
    people: str
    date: str | None
    place: str | None
    actor: str | None
    voice: str | None
    status: Status
    total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The proposals of one answer, and why others in it, or all of it, could not be read."""

    proposals: tuple[Proposal, ...] = ()
    faults: tuple[Fault, ...] = ()


def parse_answer(body: bytes) -> Answer:
    """The proposals in the body of a chat completion. Never raises; a cut-off answer gives those that are whole."""
    content = _find_content(body)
    if content is None:
        return _refuse("answer-no-completion", "the answer is no chat completion; check that the address ends in /v1")
    rows = _find_rows(_THOUGHT.sub("", content))
    if rows is None:
        return _refuse("answer-not-json", "the answer holds no JSON list of claims")
    proposals, faults = [], []
    for number, row in enumerate(rows, start=1):
        if number > MOST_PROPOSALS:
            faults.append(
                Fault(code="answer-too-many", detail=f"proposals after the first {MOST_PROPOSALS} were not read")
            )
            break
        if row is None:
            faults.append(Fault(code="answer-cut-short", detail=f"the answer breaks off in proposal {number}"))
            break
        read = _read_proposal(number, row)
        if isinstance(read, Proposal):
            proposals.append(read)
        else:
            faults.append(read)
    return Answer(proposals=tuple(proposals), faults=tuple(faults))


def _refuse(code: str, detail: str) -> Answer:
    return Answer(faults=(Fault(code=code, detail=detail),))


def _find_content(body: bytes) -> str | None:
    value = _decode(body.decode("utf-8", "replace"))
    for step in ("choices", 0, "message", "content"):
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and value:
            value = value[step]
        else:
            return None
    return value if isinstance(value, str) else None


def _decode(text: str) -> Any:
    """The JSON value, None when the text is none; deep nesting and endless digits are no values either."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _find_rows(content: str) -> Iterator[Any] | None:
    """The values of the list of claims, read one at a time; the last is None where the text breaks off inside it.

    Models wrap their JSON in prose or code fences, and leave out the object around the list: the first list that follows
    the word "claims", or else the first list at all, is taken.
    """
    named = content.find('"claims"')
    opening = content.find("[", named + 1 if named >= 0 else 0)
    first = _OPENING.search(content)
    if opening < 0 or (named < 0 and first is not None and first.group() == "{"):
        return None
    return _read_rows(content, opening + 1)


def _read_rows(content: str, at: int) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    while True:
        gap = _BETWEEN.match(content, at)
        at = gap.end() if gap else at
        if content.startswith("]", at):
            return
        try:
            row, at = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            yield None
            return
        yield row if row is not None else ""  # a null in the list is a malformed proposal, not the end of the answer


def _read_proposal(number: int, row: Any) -> Proposal | Fault:
    """A proposal, or why it is none: the key is named, never its value, which may be the report's words."""
    if not isinstance(row, Mapping):
        return _malformed(number, "it is no object")
    for key in ("quote", "act_words", "people"):
        if not _is_words(row.get(key)):
            return _malformed(number, f"{key!r} is not a text of 1 to {LONGEST_WORDS:,} characters")
    for key in ("date", "place", "actor", "voice"):
        if row.get(key) is not None and not (isinstance(row[key], str) and len(row[key]) <= LONGEST_WORDS):
            return _malformed(number, f"{key!r} is neither null nor a text of up to {LONGEST_WORDS:,} characters")
    act, status, total = row.get("act"), row.get("status", "reported"), row.get("total", False)
    if not isinstance(act, str) or act not in ACTS:
        return _malformed(number, "'act' is none of the acts")
    if not isinstance(status, str) or status not in get_args(Status):
        return _malformed(number, "'status' is none of the statuses")
    if not isinstance(total, bool):
        return _malformed(number, "'total' is neither true nor false")
    return Proposal(
        number=number,
        act=act,
        quote=row["quote"],
        act_words=row["act_words"],
        people=row["people"],
        date=_settle(row.get("date")),
        place=_settle(row.get("place")),
        actor=_settle(row.get("actor")),
        voice=_settle(row.get("voice")),
        status=status if status in STATUSES else "reported",  # type: ignore[arg-type]
        total=total,
    )


def _is_words(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_WORDS


def _settle(value: str | None) -> str | None:
    """Small models write "null" and "unknown" where they mean none."""
    return None if value is None or value.strip().lower() in _NONE else value


def _malformed(number: int, reason: str) -> Fault:
    return Fault(code="proposal-malformed", detail=f"proposal {number}: {reason}")
