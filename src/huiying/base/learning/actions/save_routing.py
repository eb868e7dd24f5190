"""Store a version of the routing model, and choose which one is in use.

In:   a bureau, a trained model with its card, who trained it.    Out:  a version in use.
Cost: one blob written; one audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.learning.models import RoutingVersion
from huiying.base.learning.routing import RoutingCard, blob_digest, is_usable


@transaction.atomic
def save_routing(
    *, bureau: Bureau, blob: bytes, card: RoutingCard, actor: Actor, now: datetime
) -> RoutingVersion:
    """Keep a new version and use it from now on."""
    rows = RoutingVersion.objects.filter(bureau=bureau)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    rows.filter(in_use=True).update(in_use=False)
    version = RoutingVersion.objects.create(
        bureau=bureau,
        number=number,
        made_at=now,
        made_by=actor.label[:80],
        card=card.to_data(),
        blob=blob,
        digest=blob_digest(blob),
        in_use=True,
    )
    record(version, "routing.trained", actor, now, confirmations=card.confirmations)
    return version


@transaction.atomic
def use_routing(*, bureau: Bureau, number: int, actor: Actor, now: datetime) -> None:
    """Go back (or forward) to a version; 0: use none, the units' duties decide.

    Raises:
        Refused: If there is no such version or it cannot be read.
    """
    rows = RoutingVersion.objects.filter(bureau=bureau)
    chosen = rows.filter(number=number).defer("blob").first()
    if number and (chosen is None or not is_usable(chosen)):
        raise Refused(_("该版本不存在或无法读取，未作更改。"))
    rows.filter(in_use=True).update(in_use=False)
    if chosen is not None:
        rows.filter(pk=chosen.pk).update(in_use=True)
    record(
        chosen or RoutingVersion(bureau=bureau, number=0),
        "routing.chosen" if chosen else "routing.unused",
        actor,
        now,
    )
