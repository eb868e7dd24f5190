"""Read routing models of a bureau: the version in use, all versions, their quality reports.

In:   a bureau.    Out:  a model ready to use; or None, and then the duties of the units decide.
Cost: one small query; a model is read from its blob once a process (0.06 s at most).
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from huiying.base.learning.models import RoutingVersion
from huiying.engine.routing.model import RoutingModel, UnusableModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RoutingCard:
    """What is known of a version; a share is None where too little was confirmed to say."""

    confirmations: int = 0
    units: int = 0  # that it can propose
    backlog: int = 0  # messages without a unit that it learnt the common words from
    macro_f1: float | None = None  # by cross-validation, as the others
    accuracy: float | None = None
    share_alone: float | None = None  # of messages, proposed without alternatives
    precision_alone: float | None = None  # the line was drawn to reach it
    sure_at: float | None = None  # probability from which on a unit is proposed alone
    asked_blind: int = 0  # confirmations made before the proposal was shown
    blind_right: int = 0

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> RoutingCard:
        """Read a card back from its row; an entry of another version is passed over."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)


def routing_versions(bureau_id: int) -> QuerySet[RoutingVersion]:
    """Return the versions of a bureau, newest first, without their blobs."""
    return RoutingVersion.objects.filter(bureau_id=bureau_id).defer("blob")


def routing_model(bureau_id: int) -> RoutingModel | None:
    """Return the model in use; None when there is none or it cannot be read."""
    version = routing_versions(bureau_id).filter(in_use=True).first()
    return None if version is None else _read(version.pk, version.digest)


def is_usable(version: RoutingVersion) -> bool:
    """Tell whether a stored version can be read by this version of the software."""
    return _read(version.pk, version.digest) is not None


def blob_digest(blob: bytes) -> str:
    """Return what a blob is recognised by."""
    return sha256(blob).hexdigest()


@lru_cache(maxsize=16)  # versions never change, so what was read once stays true
def _read(version_id: int, digest: str) -> RoutingModel | None:
    row = RoutingVersion.objects.get(pk=version_id)
    try:
        if blob_digest(bytes(row.blob)) != digest:
            raise UnusableModel("not the bytes that were stored")
        return RoutingModel.from_bytes(bytes(row.blob))
    except UnusableModel as error:
        log.error(
            "Routing version %s of bureau %s cannot be used (%s); the units' duties decide. "
            "Train again or go back to another version.",
            row.number,
            row.bureau_id,
            error,
        )
        return None
