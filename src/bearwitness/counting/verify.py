"""Checks the certificate of a count, with no solver, no register and nothing but the standard library.

A certificate holds the question, what each claim tells, how they are judged, the answer, and the evidence: a *world* in which every
claim holds and so few people were inside (`verify_world`), a *proof* that no world has fewer (`verify_floor`), and sizes with prices that
show how many are described at most (`verify_most`). Anyone can write this check anew from docs/certificate.md.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bearwitness.counting.verify_case import Case, parse_case
from bearwitness.counting.verify_floor import check_floor
from bearwitness.counting.verify_most import build_described, check_most, is_open
from bearwitness.counting.verify_world import check_world

VERSION = 1


def find_faults(certificate: object) -> tuple[str, ...]:
    """What does not hold, in words; nothing where the count stands."""
    try:
        if not isinstance(certificate, Mapping) or certificate["version"] != VERSION:
            return (f"this is no certificate of version {VERSION}",)
        if certificate["seal"] != compute_seal(certificate):
            return ("the certificate was changed after it was written: its seal does not fit",)
        case = parse_case(certificate)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return (f"this is no certificate: {error}",)
    faults = []
    for what, check in (("low", _check_low), ("high", _check_high)):
        try:
            check(case, certificate)
        except (
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            IndexError,
            RecursionError,
            ZeroDivisionError,
        ) as error:
            faults.append(f"{what}: {error}")
    return tuple(faults)


def compute_seal(certificate: Mapping[str, Any]) -> str:
    """SHA-256 of everything else, so that a slip of the pen is seen at once. It proves nothing by itself: the evidence does."""
    rest = {key: value for key, value in certificate.items() if key != "seal"}
    return sha256(json.dumps(rest, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _check_low(case: Case, certificate: Mapping[str, Any]) -> None:
    low, proven = certificate["low"], check_floor(case, certificate["proof"])
    if type(low) is not int or proven != low:
        raise ValueError(f"the proof shows at least {proven}, and the certificate says {low}")
    if certificate["world"] is None:
        return  # too many ways to read the links: `low` is then true, and may not be the best
    if (reached := check_world(case, certificate["world"])) != low:
        raise ValueError(f"there are {reached} people in its world, and the certificate says {low}")


def _check_high(case: Case, certificate: Mapping[str, Any]) -> None:
    described = build_described(case)
    for key, stated in (("high", False), ("high_stated", True)):
        said = certificate[key]
        if not stated and is_open(described):
            if said is not None:
                raise ValueError("an end that counts is open, and the certificate says it is not")
            continue
        most = check_most(described, certificate["most"][key], stated=stated)
        if type(said) is not int or said != most:
            raise ValueError(f"{most} people are described, and the certificate says {said}")
