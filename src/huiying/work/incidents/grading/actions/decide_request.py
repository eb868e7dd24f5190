"""Sign, or send back, what takes two signatures: grade, "not negative", value, severity.

In:   a request, a decider who is another person, the hash of what was on the screen.
Out:  what was asked for stands, or its reason not to.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.grade_effects import (
    apply_grade,
    apply_kept,
    apply_not_negative,
    end_proposed,
)
from huiying.work.incidents.grading.models import GradingRequest, RequestKind
from huiying.work.incidents.grading.requests import KIND, grading_request_of, request_hash
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.incidents.grading.severity_effects import apply_severity
from huiying.work.incidents.grading.value_effects import apply_value

APPLY = {
    RequestKind.GRADE: apply_grade,
    RequestKind.NOT_NEGATIVE: apply_not_negative,
    RequestKind.VALUE: apply_value,
    RequestKind.SEVERITY: apply_severity,
    RequestKind.KEEP: apply_kept,
}


@transaction.atomic
def decide_request(
    row: GradingRequest,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Sign what was asked for, which then stands, or send it back with a reason.

    Raises:
        Refused: If the decider asked for it or stands in for who did, his role does not
            decide it, the incident is settled, or it is sent back without a reason.
        Stale: If grade, value or severity of the incident changed since it was asked for, or
            somebody decided first.
    """
    row.incident = incident = lock_row(Incident, row.incident_id)
    if not may(officer, decider_of(row)):
        raise Refused(
            _("调低等级、不升级、记为非负面、降低级别和不公开回应，须由组长或副组长签署。")
        )
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除，不再签署。"))
    GRADING_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    kind = RequestKind(row.kind)
    if approve:
        APPLY[kind](incident, row.terms, officer=row.requested_by, second=officer, now=now)
        row.applied_at = now
        row.save(update_fields=["applied_at"])
        return
    if kind == RequestKind.GRADE:
        end_proposed(incident, row.terms, now)
    record(row, "grading.returned", officer, now, kind=row.kind, reason=reason.strip())


def decider_of(row: GradingRequest) -> Capability:
    """Return what the second signer must be allowed: what ends a clock is a leader's to sign.

    Leaders are made by two persons; an administrator alone could make two duty officers.
    """
    raises = row.kind == RequestKind.GRADE and row.terms["to"] >= row.incident.grade
    return Capability.GRADE if raises else Capability.APPROVE


def _may_decide(request: SignoffRequest, officer: Officer) -> bool:
    return may(officer, decider_of(grading_request_of(request)))


def _changed_clock(request: SignoffRequest) -> Clock | None:
    row = grading_request_of(request)
    incident = row.incident
    if row.kind == RequestKind.KEEP:
        rise = waiting_rise(incident)
        return rise.clock if rise else None
    return {
        RequestKind.VALUE: incident.response_clock,
        RequestKind.SEVERITY: incident.emergency_clock,
    }.get(RequestKind(row.kind), incident.notice_clock)


GRADING_KIND = SignoffKind[GradingRequest](
    name=KIND,
    content_hash=request_hash,
    approve=partial(decide_request, approve=True, reason=""),
    send_back=partial(decide_request, approve=False),
    changed=gettext_lazy(
        "事件的等级、级别或回应价值已更新，本次签署未生效。请核对最新内容后重新提交。"
    ),
    may_decide=_may_decide,
    clock=_changed_clock,
)
