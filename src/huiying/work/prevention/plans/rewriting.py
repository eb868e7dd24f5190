"""Change a plan: what waits for an approval is void, what is approved stays.

In:   a plan, an officer, new values.    Out:  the plan as it is now; whether a request is void.
Cost: one conditional UPDATE; one more if a request is void.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason
from huiying.work.prevention.plans.models import Plan, PlanState

NO_CHANGES: Mapping[str, object] = {}


def rewrite_plan(
    plan: Plan,
    *,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    changes: Mapping[str, object] = NO_CHANGES,
) -> bool:
    """Store new values; True if a request to approve was voided by it.

    Raises:
        PermissionDenied: If the officer may not write plans.
        Refused: If the plan is approved.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    seen = plan.revision if revision is None else revision
    plan.refresh_from_db()
    if plan.state == PlanState.APPROVED:
        raise Refused(_("预案已批准，不得改动。确需调整的，请先登记修订理由，形成新版本。"))
    writers = plan.writers if officer.pk in plan.writers else [*plan.writers, officer.pk]
    waited = plan.state == PlanState.WAITING
    values = {**changes, "state": PlanState.WRITING, "writers": writers}
    if not claim_row(plan, seen, values):
        raise Stale(_("预案已被他人更新，本次未保存。请核对最新内容后重新保存。"))
    if waited and plan.signoff is not None:
        void(request=plan.signoff, reason=Reason("clocks.sent_again"), now=now)
    return waited
