"""签署: another person lets a risk be lowered, put off or taken off, or returns it.

In:   a change that waits, the hash that he saw.    Out:  the risk as proposed, or as before.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.work.prevention.risks.actions.change import may_sign_changes
from huiying.work.prevention.risks.changes import KIND, change_hash, put_in_force
from huiying.work.prevention.risks.models import RiskChange, VersionKind


@transaction.atomic
def sign_change(
    change: RiskChange,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Let a change count exactly as it was asked for and shown, or return it with a reason.

    Raises:
        PermissionDenied: If the officer neither leads nor is of the office.
        Refused: If he asked for it, stands in for who did, or one hand could act with both
            accounts; or it is returned without a reason.
        Stale: If it was decided before, or the risk is another one by now.
    """
    require(officer, Capability.APPROVE, Capability.SUPERVISE)
    risk = change.risk
    done = RISK_KIND.decide(
        change,
        change.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if not approve:
        asked_by = change.requested_by.name
        data = {"asked_by": asked_by, "kind": change.kind, "hash": done.content_hash}
        record(risk, "risk.change_returned", officer, now, reason=done.reason, **data)
        return
    put_in_force(
        risk,
        change.after,
        kind=VersionKind(change.kind),
        reason=change.reason,
        officer=change.requested_by,
        signed_by=officer,
        revision=change.revision,
        now=now,
    )


def _may_sign(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may_sign_changes(officer)


RISK_KIND = SignoffKind[RiskChange](
    name=KIND,
    content_hash=change_hash,
    approve=partial(sign_change, approve=True, reason=""),
    send_back=partial(sign_change, approve=False),
    changed=gettext_lazy("该风险点已更新，本次决定未生效。请刷新后查看。"),
    may_decide=_may_sign,
)
