"""Every column that is sealed under the installation's key, and how it is sealed anew.

In:   rows of a model, in the order of their keys.
Out:  under which key each value is; the same secret sealed under the key in force.
Cost: some microseconds a value; no sealed body is read, and no file.

A new column that is sealed belongs into ``sealed_columns``; a test holds the list against the
models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast

from huiying.base.files.models import InstallationSecret, StoredFile
from huiying.base.files.sealed_stream import reseal_stored_key
from huiying.base.files.sealed_text import reseal_text
from huiying.base.files.sealing import CannotOpen
from huiying.base.integration.models import Webhook
from huiying.base.outbox.models import Channel
from huiying.work.casework.references.models import Reference
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.packets.models import Packet
from huiying.work.collection.posts.models import Delivery, VoiceKey
from huiying.work.collection.posts.voice_keys import reseal_voice_key
from huiying.work.petitions.accusations.models import Accusation, AccusationSupplement
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.reports.files.models import VersionFile
from huiying.work.responses.outlets.models import AccountKey

BATCH = 500
FACTOR_SECRETS = ("secret", "seed")


class SealedUnder(StrEnum):
    """Which key opens a value."""

    CURRENT = "CURRENT"
    OLDER = "OLDER"
    NONE = "NONE"  # no key of this installation opens it


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column; ``reseal`` returns the new value, None if it is under the key in force."""

    model: type[models.Model]
    name: str
    reseal: Callable[[int, Any], Any]  # bureau, 0 = of the installation; value

    @property
    def label(self) -> str:
        """Return how it is named to an administrator."""
        return f"{self.model._meta.db_table}.{self.name}"


def sealed_columns() -> tuple[SealedColumn, ...]:
    """Return all of them."""
    wrapped = (
        (StoredFile, "data_key"),
        (Channel, "sealed_key"),
        (Delivery, "data_key"),
        (Petition, "data_key"),
        (Supplement, "data_key"),
        (Accusation, "data_key"),
        (AccusationSupplement, "data_key"),
        (Reference, "identity_key"),
        (AccountKey, "data_key"),
        (Dossier, "data_key"),
        (Packet, "data_key"),
        (VersionFile, "data_key"),
    )
    texts = (
        (Channel, "target"),
        (Channel, "secret"),
        (Webhook, "url"),
        (Webhook, "secret"),
        (Webhook, "previous_secret"),
        (Webhook, "next_secret"),
        (InstallationSecret, "value"),
    )
    return (
        *(SealedColumn(model, name, _wrapped) for model, name in wrapped),
        *(SealedColumn(model, name, _text) for model, name in texts),
        SealedColumn(VoiceKey, "key", _voice),
        SealedColumn(Authenticator, "data", _factor),
    )


def sealed_values(column: SealedColumn, after: int) -> Iterator[tuple[int, int, Any]]:
    """Yield key, bureau and stored value of the next rows that have one."""
    rows = column.model._default_manager.filter(pk__gt=after).order_by("pk")
    names = {field.name for field in column.model._meta.get_fields()}
    of_bureau = "bureau_id" if "bureau" in names else "pk"
    stored = Cast(column.name, TextField()) if column.reseal is _text else models.F(column.name)
    values = rows.annotate(stored=stored).exclude(stored=None)
    yield from values.values_list("pk", of_bureau, "stored")[:BATCH]


def resealed(column: SealedColumn, bureau: int, value: Any) -> tuple[SealedUnder, Any]:
    """Return under which key a value is, and the value under the key in force."""
    try:
        new = column.reseal(bureau, value)
    except CannotOpen:
        return SealedUnder.NONE, None
    return (SealedUnder.CURRENT, None) if new is None else (SealedUnder.OLDER, new)


def put(column: SealedColumn, pk: int, before: Any, new: Any) -> bool:
    """Write a value in the place of that which was read; tell whether it still stood there."""
    rows = column.model._default_manager.filter(pk=pk)
    if column.reseal is _text:
        same = rows.annotate(stored=Cast(column.name, TextField())).filter(stored=before)
        return bool(same.update(**{column.name: new}))  # what is sealed stays as it is
    return bool(rows.filter(**{column.name: before}).update(**{column.name: new}))


def _wrapped(bureau: int, value: Any) -> bytes | None:
    return reseal_stored_key(bureau, bytes(value))


def _text(_bureau: int, value: Any) -> str | None:
    return reseal_text(str(value))


def _voice(bureau: int, value: Any) -> bytes | None:
    return reseal_voice_key(bureau, bytes(value))


def _factor(_bureau: int, value: Any) -> dict[str, Any] | None:
    found = {
        name: new
        for name in FACTOR_SECRETS
        if name in value and (new := reseal_text(str(value[name]))) is not None
    }
    return {**value, **found} if found else None
