"""归类: put a source to a kind of channel when its platform does not tell it.

In:   a source, a kind.    Out:  the source counts for this kind, and for no other.
Cost: one write and a record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.monitoring.coverage import BY_CODE, kind_of
from huiying.work.collection.coverage.models import KindAssignment
from huiying.work.collection.sources.models import Source


@transaction.atomic
def assign_source(*, source: Source, kind: str, officer: Officer, now: datetime) -> None:
    """Let a source count for a kind.

    Raises:
        PermissionDenied: If the officer may not manage sources.
        Refused: If the kind is in no list, or the source's platform belongs to another one.
    """
    require(officer, Capability.MANAGE_SOURCES)
    if kind not in BY_CODE:
        raise Refused(_("没有该类渠道。"))
    if kind_of(source.channel, intake=source.intake) not in ("", kind):
        raise Refused(_("该来源的平台已属另一类渠道，不得改归。"))
    KindAssignment.objects.update_or_create(
        source=source, defaults={"bureau_id": source.bureau_id, "kind": kind}
    )
    record(source, "coverage.assigned", officer, now, kind=kind)
