"""Seal the seeds of second factors where they are stored.

In:   a seed of an authenticator app, or of recovery codes.
Out:  the same, sealed with the installation's secret; back, also of seeds stored before.
Cost: some microseconds.

Whoever reads the database or a copy of it can make no codes.
"""

from __future__ import annotations

import logging
import secrets
from base64 import b32encode

from allauth.mfa.adapter import DefaultMFAAdapter

from huiying.base.files.sealed_text import open_text, seal_text
from huiying.base.files.sealing import CannotOpen

log = logging.getLogger("huiying.web")


class SealedSecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    """allauth's second factors, with sealed seeds."""

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed; of one that cannot be opened no code is right, or can be guessed."""
        try:
            return open_text(encrypted_text)
        except CannotOpen:
            log.error("a second factor was sealed with another secret key; it must be reset")
            return b32encode(secrets.token_bytes(20)).decode()
