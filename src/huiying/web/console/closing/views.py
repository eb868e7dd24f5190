"""The page of a waiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.policy.closing.gate import Condition
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.gate.queries import gate_of
from huiying.work.closing.waivers.access import waiver_for
from huiying.work.closing.waivers.actions.waive import WAIVER_KIND
from huiying.work.closing.waivers.queries import waiver_signers


@dataclass(frozen=True, slots=True)
class WaiverText:
    """A waiver: of which condition, why it does not hold, why it need not."""

    number: str
    condition: str
    lack: str
    reason: str
    requested_by: str
    requested_at: datetime
    state_word: str


@require_GET
def waiver(request: OfficerRequest, number: str) -> HttpResponse:
    """One waiver: the condition, why it does not hold, the reason, the decision."""
    row = waiver_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, now, signoff = request.user, clock.now(), row.signoff
    pending = signoff.decision == Decision.PENDING
    condition = Condition(row.condition)
    digest = WAIVER_KIND.content_hash(row)
    lacks = {one.condition: one.lack for one in gate_of(row.incident, now).rows}
    lack = lacks.get(condition)
    signers = waiver_signers(row, now) if pending else []
    mine = officer.pk in {one.pk for one in signers}
    context = {
        "row": WaiverText(
            number=row.number,
            condition=_(condition.label),
            lack=_(lack.label) if lack else "",
            reason=row.reason,
            requested_by=row.requested_by.name,
            requested_at=row.requested_at,
            state_word=signoff.get_decision_display(),
        ),
        "incident": incident_line(row.incident, "closing"),
        "clock": clock_facts(signoff.clock, now) if signoff.clock and pending else None,
        "decided": _("%(who)s：%(decision)s。%(reason)s")
        % {
            "who": signoff.decided_by.name,
            "decision": signoff.get_decision_display(),
            "reason": signoff.reason,
        }
        if signoff.decided_by
        else "",
        "hash": digest,
        "changed": pending and digest != signoff.content_hash,
        "may_decide": mine and digest == signoff.content_hash,
        "may_not_sign": pending and not mine and may(officer, Capability.APPROVE),
        "nobody": pending and not signers,
        "group_url": reverse("console:group"),
        "return_url": reverse("console:waiver-return", args=[number]),
    }
    return render(request, "console/closing/waiver.html", context)
