"""The certificate of a figure, and the check of one that somebody hands over."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bearwitness.core.errors import UsageError
from bearwitness.counting.verify import find_faults
from bearwitness.workflow.catching_up import pause_collecting
from bearwitness.workflow.figures import Asked, Figure, build_figure_of_view
from bearwitness.workflow.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came to: `faults` in words, none where the count stands; and what the certificate says, as far as it can be read."""

    faults: tuple[str, ...]
    act: str
    low: int | None
    high: int | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """The certificate of a figure (docs/certificate.md), or the reason why there is none."""

    certificate: Mapping[str, Any] | None
    reason: str


def certify_figure(figure: Figure) -> Certified:
    """The evidence for a figure; none where claims clash, where a proof would be too long, and for a part by traits, which no certificate
    can hold. The figure is right either way.
    """
    from bearwitness.counting.certify import build_certificate
    from bearwitness.counting.certify_reading import NoProof

    kinds = " and ".join(trait.kind for trait in figure.estimate.question.traits)
    if kinds:
        reason = f"no certificate: it cannot hold a part by {kinds}; the question that this is a part of has one"
        return Certified(certificate=None, reason=reason)
    try:
        with pause_collecting():
            certificate = build_certificate(figure.estimate, figure.claims, figure.links)
    except NoProof as limit:
        return Certified(certificate=None, reason=f"no certificate: {limit}")
    return Certified(certificate=certificate, reason="" if certificate else "no certificate: the claims clash")


def certify_question(asked: Asked, view: View, *, accepted_only: bool) -> Certified:
    """The same for a question put to a register that is loaded."""
    return certify_figure(build_figure_of_view(asked, view, accepted_only=accepted_only))


def check_certificate(path: Path) -> Checked:
    """Check a certificate, or the JSON of `count` that holds one; "-" is standard input. Raises UsageError where it is none of both."""
    try:
        read = json.loads(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); give a certificate of `count --json`") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is no JSON; give a certificate of `count --json`") from None
    certificate = read["certificate"] if isinstance(read, dict) and "certificate" in read else read
    if certificate is None:
        raise UsageError(
            f"{path} holds {read.get('certificate_reason') or 'no certificate'}; there is nothing to check"
        )
    with pause_collecting():
        faults = find_faults(certificate)
    if isinstance(read, dict) and certificate is not read:
        faults = (*faults, *_find_differences(read, certificate))
    if faults:
        return Checked(faults=faults, act="", low=None, high=None, claims=0)
    return Checked(
        faults=(),
        act=str(certificate["question"]["act"]),
        low=certificate["low"],
        high=certificate["high"],
        claims=len(certificate["claims"]),
    )


def _find_differences(answer: Mapping[str, Any], certificate: object) -> tuple[str, ...]:
    """Where an answer says something else than the certificate in it."""
    if not isinstance(certificate, Mapping):
        return ()
    return tuple(
        f"{end}: the answer says {answer.get(end)}, and its certificate {certificate.get(end)}"
        for end in ("low", "high", "high_stated")
        if answer.get(end) != certificate.get(end)
    )
