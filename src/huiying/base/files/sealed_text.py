"""Short secrets in a column: sealed in the database, plain in Python.

In:   a text, the installation's secret.
Out:  the text as it is stored; back, also of what was stored before it was sealed.
Cost: some microseconds a value.

They are of the installation, no bureau's: a column does not know whose row it is read for.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from django.db import models

from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, reseal_key, seal

PREFIX = "sealed:1:"
INSTALLATION = 0  # no bureau has this key


def seal_text(text: str) -> str:
    """Return a text sealed, as it is stored; what is empty or sealed already stays."""
    if not text or text.startswith(PREFIX):
        return text
    return _stored(seal(INSTALLATION, text.encode()))


def open_text(stored: str) -> str:
    """Return the text that was sealed; one that never was stays.

    Raises:
        CannotOpen: If it is not as it was sealed, or the installation's secret is another one.
    """
    if not stored.startswith(PREFIX):
        return stored
    return open_sealed(INSTALLATION, _parts(stored)).decode()


def reseal_text(stored: str) -> str | None:
    """Return a stored text sealed under the secret in force; None if it is, or never was.

    Raises:
        CannotOpen: If no secret of the installation opens it.
    """
    if not stored.startswith(PREFIX):
        return None
    sealed = _parts(stored)
    key = reseal_key(INSTALLATION, sealed.key)
    return None if key is None else _stored(Sealed(key, sealed.body))


def _parts(stored: str) -> Sealed:
    try:
        key, body = (b64decode(part) for part in stored.removeprefix(PREFIX).split(":"))
    except ValueError as error:
        raise CannotOpen from error
    return Sealed(key, body)


def _stored(sealed: Sealed) -> str:
    return f"{PREFIX}{b64encode(sealed.key).decode()}:{b64encode(sealed.body).decode()}"


class _Closed(str):
    """What cannot be opened: it reads as empty, and goes back as it is stored."""

    __slots__ = ("stored",)
    stored: str


def _closed(stored: str) -> _Closed:
    text = _Closed()
    text.stored = stored
    return text


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # of Django's stubs
    """A text that nobody reads in the database, a copy of it or a backup without the secret.

    It cannot be searched for. What cannot be opened reads as empty; a row that is saved, or
    backed up, by a process that lacks the key keeps it all the same.
    """

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Open what the database holds."""
        try:
            return open_text(value) if value else value
        except CannotOpen:
            return _closed(str(value))

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes into the database."""
        if isinstance(value, _Closed):
            return value.stored
        text = super().get_prep_value(value)
        return seal_text(text) if text else text

    def value_to_string(self, obj: models.Model) -> str:
        """Return what a backup holds: sealed, and taken back as it is."""
        value = self.value_from_object(obj)
        return value.stored if isinstance(value, _Closed) else seal_text(value or "")
