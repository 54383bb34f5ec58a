"""The proof of a figure: one file with the answer, its certificate, the claims with their quotes, and where all of it stands in the log."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from bearwitness.core.contract import render_link
from bearwitness.core.errors import RegisterError, UsageError
from bearwitness.custody.entries import find_value, render_entry
from bearwitness.custody.evidence import Evidence, Proven, render_evidence
from bearwitness.custody.tree import EMPTY, build_tree, find_root, prove_inclusion
from bearwitness.store.evidence_rows import Logged, load_checkpoints, load_logged
from bearwitness.store.log_reading import load_log
from bearwitness.store.register import open_register
from bearwitness.store.register_file import read_from
from bearwitness.workflow.figures import Figure

README: Final = "README.txt"
ANSWER: Final = "answer.json"
EVIDENCE: Final = "evidence.json"
LINKS: Final = "links.json"
TEXTS: Final = "texts.json"
_WORDS: Final = """\
The proof of a figure
=====================

answer.json    the question, the answer and its certificate (bearwitness, docs/certificate.md)
evidence.json  what the answer rests on: claims with their quotes, the reports they stand in, decisions of persons,
               judgements between claims. Each is an entry of a register's log, with the hashes that lead from it to the
               checkpoint, which is signed.
links.json     which claims are judged to tell of one occurrence, and why
texts.json     the texts of the reports, where they were put in

To check it, on any machine and with no register:

    bearwitness verify THIS-FILE --key PUBLIC-KEY

The public key must come from elsewhere than this file: from whoever signs, by a way you trust.

What it shows when it holds: every claim that the figure rests on stood in the register, word for word, before the
checkpoint was signed; and the bounds follow from these claims and links. What it cannot show: that nothing else is
in the register (for that the register itself is verified), that the reports are true, or that they were read rightly.

It holds quotes, days and places, and the names of those who decided on claims. Give it only to those who may see them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What was written: how many claims and entries, how many links of the figure stand in the log, of how many, and under which checkpoint."""

    claims: int
    entries: int
    links: int
    links_logged: int
    size: int


def write_proof(figure: Figure, answer: Mapping[str, Any], path: Path, *, with_texts: bool) -> Proved:
    """Write the proof of a figure to a file that is not there yet.

    Raises UsageError where the figure has no certificate, and RegisterError where what it rests on is not all under a checkpoint yet.
    """
    files, proved = _build_files(figure, answer, with_texts=with_texts)
    try:
        # It holds words of reports: a new file is its owner's alone.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as out:
            _pack(files, out)
    except FileExistsError:
        raise UsageError(f"{path} is there already and is not written over; name another file with --out") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); name another file with --out") from None
    return proved


def build_proof(figure: Figure, answer: Mapping[str, Any], *, with_texts: bool) -> tuple[bytes, Proved]:
    """The same file in memory, and what is in it."""
    files, proved = _build_files(figure, answer, with_texts=with_texts)
    held = BytesIO()
    _pack(files, held)
    return held.getvalue(), proved


def _build_files(figure: Figure, answer: Mapping[str, Any], *, with_texts: bool) -> tuple[Mapping[str, str], Proved]:
    certificate = answer["certificate"]
    if certificate is None or figure.view is None:
        raise UsageError(f"this figure cannot be proven: {answer['certificate_reason'] or 'it is of no register'}")
    claims = [str(claim["id"]) for claim in certificate["claims"]]
    with open_register(figure.view.path, create=False) as register, read_from(register) as connection:
        log = load_log(connection)
        logged = load_logged(connection, log, claims)
        last = logged[-1].number + 1 if logged else 1
        checkpoints = [one for one in load_checkpoints(connection) if one[0].head.size >= last]
        if not checkpoints:
            raise RegisterError(
                "some of what the figure rests on came in after the last checkpoint; sign one first: bearwitness checkpoint"
            )
        note, stamped = checkpoints[0]
    tree = build_tree(leaf.hash or EMPTY for leaf in log.leaves[: note.head.size])
    if tree.size != note.head.size or find_root(tree, tree.size) != note.head.root:
        raise RegisterError(
            "the log does not fit its checkpoint; see 'bearwitness verify', nothing can be proven from it"
        )
    entries = tuple(
        Proven(
            number=one.number,
            salt=one.salt,
            entry=render_entry(one.record, one.moment),
            proof=prove_inclusion(tree, one.number, tree.size),
        )
        for one in logged
    )
    links, kept = _render_links(figure, logged, frozenset(claims))
    files = {
        README: _WORDS,
        ANSWER: json.dumps(answer, indent=1),
        EVIDENCE: json.dumps(render_evidence(Evidence(note=note, answer=stamped, entries=entries)), indent=1),
        LINKS: json.dumps(links, indent=1),
    }
    if with_texts:
        files[TEXTS] = json.dumps({_find(one, "revision"): _find(one, "text") for one in logged if _is(one, "report")})
    told = Proved(claims=len(claims), entries=len(entries), links=len(links), links_logged=kept, size=note.head.size)
    return files, told


def _render_links(figure: Figure, logged: Sequence[Logged], claims: frozenset[str]) -> tuple[list[dict[str, Any]], int]:
    """The links between the claims, and how many of them stand in the log as they are here."""
    known = {json.dumps(json.loads(str(_find(one, "body"))), sort_keys=True) for one in logged if _is(one, "link")}
    links = [render_link(link) for link in figure.links if {link.left, link.right} <= claims]
    return links, sum(json.dumps(link, sort_keys=True) in known for link in links)


def _is(one: Logged, kind: str) -> bool:
    return one.record.kind == kind


def _find(one: Logged, name: str) -> Any:
    return find_value(one.record, name, one.moment.format)


def _pack(files: Mapping[str, str], out: IO[bytes]) -> None:
    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
