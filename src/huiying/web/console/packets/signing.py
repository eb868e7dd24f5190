"""签批完整版证据包: the page on which a leader signs that a complete packet may be made.

In:   requests of a leader, or of who asked for the packet.    Out:  a page; a decision.
Cost: three queries a page.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.web.console.packets.rows import packet_row
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.packets.access import packet_to_sign
from huiying.work.closing.packets.actions.sign_packet import PACKET_KIND
from huiying.work.closing.packets.signature import packet_hash


@require_GET
def packet(request: OfficerRequest, number: str) -> HttpResponse:
    """Show what would leave the house, for whom, and who asks for it."""
    row = packet_to_sign(request.user, number)
    signoff, now = row.signoff, clock.now()
    waits = signoff is not None and signoff.decision == Decision.PENDING
    leads = may(request.user, Capability.APPROVE)
    another = is_second_person(request.user, row.requested_by, since=row.requested_at, now=now)
    context = {
        "row": packet_row(row),
        "incident": incident_line(row.incident, "notices") if row.incident else None,
        "waits": waits,
        "decided_by": signoff.decided_by.name if signoff and signoff.decided_by else "",
        "decided_at": signoff.decided_at if signoff else None,
        "reason": signoff.reason if signoff else "",
        "signs": waits and leads and another,
        "may_not_sign": waits and leads and not another,
        "hash": packet_hash(row),
    }
    return render(request, "console/packets/sign.html", context)


SIGNED = Target(
    row=packet_to_sign,
    back=lambda row: reverse("console:packet", args=[row.number]),
    about=lambda row: f"{row.number} {row.about}",
)


approve = approve_act(
    PACKET_KIND,
    SIGNED,
    Capability.APPROVE,
    done=gettext_lazy("已同意，证据包由后台生成。"),
)
"""同意生成 exactly what was shown."""

send_back = return_act(
    PACKET_KIND,
    SIGNED,
    Capability.APPROVE,
    title=gettext_lazy("不同意生成完整版证据包"),
    lead=gettext_lazy("申请人可见理由；可改为申请对外版。"),
    done=gettext_lazy("已退回，未生成。"),
)
"""不同意, with a reason."""
