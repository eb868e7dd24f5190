"""RFC 3161: ask an authority for the time of a hash, and check what it signed.

In:   the link of a head, what an authority answered, the certificates that are trusted.
Out:  a request; the moment at which the link existed.
Cost: about a millisecond.

An authority that somebody else runs is a witness that the owner of the database cannot change:
a chain written anew needs new timestamps, and they say when they were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

REQUEST_TYPE: Final = "application/timestamp-query"


class InvalidTimestamp(Exception):
    """What was answered is no timestamp of this text by a trusted authority."""


def read_certificates(pem: bytes) -> list[Certificate]:
    """Return the trusted certificates of a PEM file, the root of the authority among them.

    Raises:
        ValueError: If it holds none.
    """
    return load_pem_x509_certificates(pem)


def timestamp_request(text: str) -> TimeStampRequest:
    """Return the request for the time of a text: its SHA-256 alone leaves the house."""
    builder = TimestampRequestBuilder().data(text.encode()).cert_request(cert_request=True)
    return builder.hash_algorithm(HashAlgorithm.SHA256).build()


def read_timestamp(
    token: bytes, text: str, trusted: Sequence[Certificate], nonce: int | None = None
) -> datetime:
    """Return when a text existed, by the signature of a trusted authority.

    Args:
        token: The whole answer of the authority, DER.
        nonce: Of the request, while its answer is being read; None = it was checked then.

    Raises:
        InvalidTimestamp: If it is damaged, of another text, not granted, or signed by nobody
            who is trusted.
    """
    try:
        answer = decode_timestamp_response(token)
        builder = VerifierBuilder(roots=list(trusted), nonce=nonce)
        builder.build().verify_message(answer, text.encode())
        return answer.tst_info.gen_time.astimezone(UTC)
    except (ValueError, VerificationError) as error:
        raise InvalidTimestamp(str(error)) from error
