"""Replace the token of a push source; the old one is revoked at once.

In:   a push source.    Out:  the token, shown this once; its digest is stored.
Cost: one write and one record.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_text
from huiying.work.collection.sources.models import Source, SourceKind

TOKEN_BYTES = 32


@transaction.atomic
def rotate_token(*, source: Source, actor: Actor, now: datetime) -> str:
    """Make a new token and forget the old one.

    Raises:
        Refused: If the source is not pushed to.
    """
    if source.kind != SourceKind.PUSH:
        raise Refused(_("只有“接口推送”的来源有口令。"))
    token = f"hy_{secrets.token_urlsafe(TOKEN_BYTES)}"
    Source.objects.filter(pk=source.pk).update(token_digest=token_digest(token))
    source.refresh_from_db(fields=["token_digest"])
    record(source, "source.token_rotated", actor, now)
    return token


def token_digest(token: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hash_of_text(token)
