"""The proof of a figure checked where there is no register: entries against the checkpoint, the answer against the entries, the bounds anew."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from bearwitness.core.contract import parse_claim, parse_link, render_question
from bearwitness.core.errors import BearwitnessError, ContractError, UsageError
from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import read_judgements
from bearwitness.counting.certificate import render_facts
from bearwitness.counting.verify import find_faults
from bearwitness.custody.evidence import Evidence, Shown, check_stamp, find_unproven, parse_evidence, read_entries
from bearwitness.custody.timestamps import Stamp
from bearwitness.workflow.proving import ANSWER, EVIDENCE, LINKS, README, TEXTS
from bearwitness.workflow.verifying import Trust

_MOST_BYTES: Final = 500_000_000
"""No part of a proof is unpacked beyond this, whatever its size says."""
_ALWAYS_READ: Final = 10_000_000
_MOST_TIMES: Final = 60
"""Nor beyond so many times what it is packed: hashes and words pack ten times at most, and a list of noughts a thousand times."""
_NEEDED: Final = frozenset({ANSWER, EVIDENCE, LINKS})
_KNOWN: Final = _NEEDED | {README, TEXTS}
_UNREADABLE: Final = (
    BadZipFile, ContractError, KeyError, OSError, ValueError, TypeError, RecursionError, EOFError, zlib.error, RuntimeError,
)  # fmt: skip
"""What Python raises for a zip that was cut, changed, locked or packed otherwise (NotImplementedError is a RuntimeError)."""
_ZIP: Final = b"PK"
_WHOLE: Final = "a whole copy of the proof is needed, as 'bearwitness prove' wrote it"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProof:
    """What a check came to. `faults` in words, none where the proof holds; `question` in the certificate's terms, `contested` claims that
    count nobody at the low end.
    """

    faults: tuple[str, ...]
    question: Mapping[str, Any]
    low: int | None
    high: int | None
    claims: int
    reports: int
    decisions: int
    contested: int
    links: int
    evidence: Evidence
    stamp: Stamp | None
    has_texts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A proof unpacked."""

    answer: Mapping[str, Any]
    evidence: Evidence
    links: tuple[Link, ...]
    texts: Mapping[str, str] | None


def is_proof(path: Path) -> bool:
    """Whether a file is a proof, and no register. A zip is found from its end, so that one can stand behind anything: its beginning decides."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP and is_zipfile(path)


def check_proof(path: Path, trust: Trust) -> CheckedProof:
    """Check all that can be checked. Raises UsageError where the file cannot be read as a proof at all."""
    parts = _unpack(path)
    certificate = parts.answer.get("certificate")
    if not isinstance(certificate, Mapping):
        raise UsageError(f"{path} holds no certificate; {_WHOLE}")
    faults = [*find_unproven(parts.evidence, trust.keys), *find_faults(certificate)]
    stamp = check_stamp(parts.evidence, trust.roots)
    if stamp is not None and stamp.fault:
        faults.append(f"the timestamp on the checkpoint does not hold: {stamp.fault}")
    faults += [
        f"the answer says {end} {parts.answer.get(end)}, and its certificate {certificate.get(end)}"
        for end in ("low", "high", "high_stated")
        if parts.answer.get(end) != certificate.get(end)
    ]
    # Entries that are not in the log may hold anything; what they say is read only where none was changed.
    shown = () if faults else read_entries(parts.evidence)
    contested = 0
    if not faults:
        faults += _check_question(parts.answer, certificate)
        faults += _check_chain(shown)
    if not faults:
        found, contested = _check_facts(certificate, shown, parts.links)
        faults += found
        if parts.texts is not None:
            faults += _check_texts(shown, parts.texts)
    return CheckedProof(
        faults=tuple(faults),
        question=dict(certificate["question"]) if not faults else {},
        low=None if faults else certificate["low"],
        high=None if faults else certificate["high"],
        claims=sum(one.kind == "claim" for one in shown),
        reports=sum(one.kind == "report" for one in shown),
        decisions=sum(one.kind == "review" or _is_judgement(one) for one in shown),
        contested=contested,
        links=len(parts.links),
        evidence=parts.evidence,
        stamp=stamp,
        has_texts=parts.texts is not None,
    )


def _unpack(path: Path) -> _Parts:
    try:
        with ZipFile(path) as bundle:
            names = bundle.namelist()
            if not _NEEDED <= set(names) <= _KNOWN or len(set(names)) < len(names):
                raise ValueError
            read = {name: _read(bundle, name) for name in (ANSWER, EVIDENCE, LINKS)}
            texts = _read(bundle, TEXTS) if TEXTS in names else None
        answer, listed = read[ANSWER], read[LINKS]
        links = tuple(parse_link(link) for link in listed)
    except _UNREADABLE:
        raise UsageError(f"{path} cannot be read; {_WHOLE}") from None
    if not isinstance(answer, Mapping) or not isinstance(listed, list) or not (texts is None or _are_texts(texts)):
        raise UsageError(f"{path} cannot be read; {_WHOLE}")
    return _Parts(answer=answer, evidence=parse_evidence(read[EVIDENCE]), links=links, texts=texts)


def _read(bundle: ZipFile, name: str) -> Any:
    packed = bundle.getinfo(name).compress_size
    most = min(_MOST_BYTES, _ALWAYS_READ + _MOST_TIMES * packed)
    with bundle.open(name) as part:
        data = part.read(most + 1)
    if len(data) > most:
        raise ValueError
    return json.loads(data, object_pairs_hook=_read_once)


def _read_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. A name that stands twice says one thing to whoever reads the file and another to the check."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _are_texts(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def _check_question(answer: Mapping[str, Any], certificate: Mapping[str, Any]) -> list[str]:
    """The answer is read by people, the certificate by programs: both must be of one question."""
    try:
        asked = render_question(_read_question(certificate["question"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return ["the certificate's question cannot be read"]
    told = answer.get("question")
    if not isinstance(told, Mapping) or any(told.get(name) != value for name, value in asked.items()):
        return ["the answer is of another question than its certificate"]
    return []


def _check_chain(shown: Iterable[Shown]) -> list[str]:
    """Every claim stands in a reading, every reading is of a report, and no claim was rejected last."""
    faults = []
    by_kind: dict[str, list[Shown]] = {}
    for one in shown:
        by_kind.setdefault(one.kind, []).append(one)
    readings = {one.record["number"]: one for one in by_kind.get("reading", ())}
    reports = {one.record["revision"] for one in by_kind.get("report", ())}
    for claim in by_kind.get("claim", ()):
        reading = readings.get(claim.record["reading"])
        if reading is None or reading.record["revision"] not in reports:
            faults.append(f"claim {claim.record['id']}: the report that it stands in is not shown")
    last = {one.record["claim"]: one for one in sorted(by_kind.get("review", ()), key=lambda one: one.number)}
    faults += [f"claim {ident}: a person rejected it" for ident, one in last.items() if _is_rejected(one)]
    return faults


def _check_facts(
    certificate: Mapping[str, Any], shown: Iterable[Shown], links: tuple[Link, ...]
) -> tuple[list[str], int]:
    """Whether what is counted is what the entries tell; and how many claims count nobody at the low end, as contested."""
    try:
        told = [parse_claim(json.loads(one.record["body"])) for one in shown if one.kind == "claim"]
        question = _read_question(certificate["question"])
    except (BearwitnessError, KeyError, TypeError, ValueError):
        return ["a claim or the question cannot be read"], 0
    facts = render_facts(question, told, read_judgements(told, links))
    by_id = {row["id"]: row for row in facts["claims"]}
    faults, contested = _check_claims(certificate["claims"], by_id, question, {claim.id: claim for claim in told})
    known = {(row["left"], row["right"], row["judgement"]) for row in facts["links"]}
    known |= {(right, left, kind) for left, right, kind in known if kind != "part-of"}
    for row in certificate["links"]:
        if (row["left"], row["right"], row["judgement"]) not in known:
            faults.append(f"{row['left']} and {row['right']}: counted as {row['judgement']}, and no link says so")
    return faults, contested


def _check_claims(
    rows: Iterable[Mapping[str, Any]],
    by_id: Mapping[str, Mapping[str, Any]],
    question: Question,
    told: Mapping[str, Claim],
) -> tuple[list[str], int]:
    faults, contested = [], 0
    for row in rows:
        ident, entry = row["id"], by_id.get(row["id"])
        if entry is None:
            faults.append(f"claim {ident}: it is counted, and no entry shows it")
            continue
        # What another origin denies counts nobody at the low end: that narrows nothing in favour of the figure.
        is_contested = row["low"] == 0 and entry["low"] != 0
        contested += is_contested
        off = [name for name in entry if row[name] != entry[name] and not (name == "low" and is_contested)]
        if told[ident].act != question.act:
            off.append("act")
        if off:
            faults.append(f"claim {ident}: it is counted with another {', '.join(off)} than its entry tells")
    return faults, contested


def _check_texts(shown: Iterable[Shown], texts: Mapping[str, str]) -> list[str]:
    """The texts are those that were logged, and every quote stands in its text."""
    faults, kept = [], list(shown)
    reports = {one.record["revision"] for one in kept if one.kind == "report"}
    faults += [f"the text {name!r} is of no report that is shown" for name in texts if name not in reports]
    revisions = {one.record["number"]: one.record["revision"] for one in kept if one.kind == "reading"}
    for one in kept:
        if one.kind == "report":
            text = texts.get(one.record["revision"])
            if text is None or sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != one.record["text_sha256"]:
                faults.append(f"the text of report {one.record['revision']} is not the one that was logged")
        elif one.kind == "claim":
            text = texts.get(str(revisions.get(one.record["reading"])), "")
            quotes = json.loads(one.record["body"])["quotes"]
            if any(text[quote["start"] : quote["end"]] != quote["text"] for quote in quotes):
                faults.append(f"claim {one.record['id']}: a quote does not stand in its report")
    return faults


def _read_question(row: Mapping[str, Any]) -> Question:
    days = [None if row[name] is None else date.fromisoformat(row[name]) for name in ("earliest", "latest")]
    return Question(act=row["act"], earliest=days[0], latest=days[1], place=tuple(row["place"]), group=row["group"])


def _is_rejected(one: Shown) -> bool:
    return bool(one.record["decision"] == "rejected")


def _is_judgement(one: Shown) -> bool:
    return one.kind == "link" and one.record["run"] is None
