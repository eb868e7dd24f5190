"""复审: review a withheld passage (条例 art. 18), at the latest when its clock is due."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.second_person import counts_as
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Withholding
from huiying.work.responses.disclosure.models import WithholdingReview
from huiying.work.responses.releases.withholding_clocks import (
    start_withholding_clock,
    stop_withholding_clock,
)


@transaction.atomic
def review_withholding(
    *, withholding: Withholding, keep: bool, reason: str, officer: Officer, now: datetime
) -> WithholdingReview:
    """Decide that a passage stays back until the next review, or is to be published.

    Nothing is published by this: to open it, a correction is written, reviewed and published.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        Refused: Without a reason, or if he kept it back himself.
        Stale: If it is not published, or was opened meanwhile.
    """
    require(officer, Capability.APPROVE)
    reason = masked_text(" ".join(reason.split()))[:400]
    if not reason:
        raise Refused(_("复审须写明理由。"))
    if counts_as(officer, since=now, now=now) & set(withholding.draft.writers):
        raise Refused(_("您参与过起草，须由另一位领导审查。"))
    rows = Withholding.objects.select_for_update(of=("self",)).filter(
        pk=withholding.pk, release__isnull=False, ended_at__isnull=True
    )
    row = rows.select_related("clock", "release__answer__incident", "draft").first()
    if row is None or row.release is None:
        raise Stale(_("该处未公布，或已公开。"))
    review = WithholdingReview.objects.create(
        bureau_id=row.bureau_id,
        withholding=row,
        kept=keep,
        reason=reason,
        officer=officer,
        at=now,
    )
    if keep:
        stop_withholding_clock(row, now)
        Withholding.objects.filter(pk=row.pk).update(
            clock=start_withholding_clock(row, row.release, now)
        )
    data = {"kept": keep, "reason": reason, "ground": row.ground}
    record(row.draft, "withholding.reviewed", officer, now, **data)
    return review
