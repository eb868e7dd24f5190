"""Change a plan: what waits for an approval is void, what is approved stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.work.prevention.core.rewriting import NO_CHANGES, Writing, rewrite
from huiying.work.prevention.plans.models import Plan, PlanState


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
        PermissionDenied, Refused, Stale: As ``rewrite``.
    """
    how = Writing(
        writing=PlanState.WRITING,
        waiting=PlanState.WAITING,
        signed=PlanState.APPROVED,
        refused=_("预案已批准，不得改动。确需调整的，请先登记修订理由，形成新版本。"),
        stale=_("预案已被他人更新，本次未保存。请核对最新内容后重新保存。"),
    )
    return rewrite(plan, how, officer=officer, now=now, revision=revision, changes=changes)
