"""Timestamps of an authority (RFC 3161): somebody else's word that a checkpoint was there at a moment.

The authority sees a hash and nothing else. Whether its certificate leads to a root one trusts is checked where roots are given; without
them the token tells only what it says of itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from bearwitness.core.errors import UsageError
from bearwitness.custody.der import sort_certificates


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a token says: when, and why it does not hold ("" where it does). `is_trusted`: it leads to a root that was given."""

    at: datetime | None
    fault: str
    is_trusted: bool


def build_request(data: bytes) -> bytes:
    """What is sent to an authority: the SHA-256 of the data, and that it send its certificate along."""
    return TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def parse_roots(file: bytes) -> tuple[Certificate, ...]:
    """Certificates of authorities that one trusts. Raises UsageError where the file holds none."""
    try:
        return tuple(load_pem_x509_certificates(file))
    except ValueError:
        raise UsageError("this file holds no certificates; give the authority's root certificate as PEM") from None


def check_answer(answer: bytes, data: bytes, roots: bytes = b"") -> Stamp:
    """What an authority's answer says of the data. `roots` are the certificates that are trusted, as PEM; none: it is taken at its word."""
    try:
        response = decode_timestamp_response(sort_certificates(answer))
        if PKIStatus(response.status) != PKIStatus.GRANTED:
            return _refuse("the authority gave no timestamp")
        told = response.tst_info
        is_ours = told.message_imprint.message == sha256(data).digest()
    except ValueError:
        return _refuse("this is no answer of a timestamp authority")
    if not is_ours:
        return _refuse("the timestamp is of something else")
    at = told.gen_time.astimezone(UTC)
    if not roots:
        return Stamp(at=at, fault="", is_trusted=False)
    fault = _find_fault(response, data, parse_roots(roots))
    return Stamp(at=None if fault else at, fault=fault, is_trusted=not fault)


def _find_fault(response: TimeStampResponse, data: bytes, roots: Sequence[Certificate]) -> str:
    try:
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(response, data)
    except VerificationError:
        return "the timestamp is not signed by an authority whose root certificate was given"
    return ""


def _refuse(fault: str) -> Stamp:
    return Stamp(at=None, fault=fault, is_trusted=False)
