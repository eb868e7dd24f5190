"""证据包: what was made for whom; how one notice arrived.

In:   requests of officers who archive, or read the record.    Out:  pages.
Cost: paged; two queries more.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.web.console.packets.rows import packet_row
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.notices.access import open_notice_for
from huiying.work.casework.notices.delivery_steps import delivery_steps
from huiying.work.closing.packets.queries import visible_packets
from huiying.work.incidents.incidents.access import incident_for

PAGE = 50


@require_GET
def packets(request: OfficerRequest) -> HttpResponse:
    """List the packets that the officer may take, the newest first."""
    officer = request.user
    reads, archives = (
        may(officer, one) for one in (Capability.READ_RECORD, Capability.ARCHIVE)
    )
    if not reads and not archives:
        raise NotAllowed(Capability.ARCHIVE)
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    rows = visible_packets(officer, "" if refusal else words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [packet_row(one) for one in page],
        "page_obj": page,
        "words": words,
        "refusal": refusal,
        "acts": _acts(reads=reads),
        "heads_url": reverse("portal:record", args=[officer.bureau.slug]),
    }
    return render(request, "console/packets/list.html", context)


def _acts(*, reads: bool) -> list[ActButton]:
    if not reads:
        return []
    return [ActButton(_("导出期间记录…"), reverse("console:packet-period"), "ask")]


@require_GET
def delivery(request: OfficerRequest, number: str) -> HttpResponse:
    """Show how a notice arrived: each step, its minute, and whether it counts."""
    notice = open_notice_for(request.user, number)
    incident = notice.incident.current
    incident_for(request.user, incident.number, to=Capability.SEE_INCIDENTS)
    archives = may(request.user, Capability.ARCHIVE)
    period = notice.notice_clock
    context = {
        "notice": notice,
        "incident": incident_line(incident, "notices"),
        "unit": notice.unit.name,
        "steps": delivery_steps(notice),
        "period": period,
        "amount": translate_rule(period.amount) if period else "",
        "basis": translate_rule(period.basis) if period else "",
        "make_url": reverse("console:packet-notice", args=[number]) if archives else "",
    }
    return render(request, "console/packets/delivery.html", context)
