"""台账: what was shared with whom, whether it was opened, what came back; also as a file."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.liaison.rows import share_row
from huiying.web.console.shared.component_rows import hidden_note, state_links
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import csv_file
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.casework.liaison.models import Share, ShareState
from huiying.work.casework.liaison.queries import (
    agencies_of,
    leads_waiting,
    search_shares,
    shares_of,
)

PAGE = 50
SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)


@require_GET
def share_list(request: OfficerRequest) -> HttpResponse:
    """The register; filters say what they hide."""
    require(request.user, *SEES)
    bureau, now = request.user.bureau_id, clock.now()
    every = shares_of(bureau)
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else _asked(request, every)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [share_row(row, now) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "unit": request.GET.get("unit", ""),
        "units": [(str(unit.pk), unit.name) for unit in agencies_of(bureau)],
        "states": state_links(
            [*ShareState.choices, ("BACK", _("有线索交来"))], request.GET.get("state", "")
        ),
        "export_url": f"{reverse('console:shares-export')}?{request.GET.urlencode()}",
        "leads": leads_waiting(bureau).count(),
        "tab": "shares",
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:shares"),
            words=_("共 %(total)s 份共享，显示 %(shown)s 份。"),
            hidden_words=_("筛选隐藏了 %(count)s 份"),
        ),
    }
    return render(request, "console/liaison/shares.html", context)


@require_GET
def export(request: OfficerRequest) -> HttpResponse:
    """The same rows as CSV: one line a share, and one for each lead that came back."""
    require(request.user, *SEES)
    now = clock.now()
    every = shares_of(request.user.bureau_id)
    words = request.GET.get("q", "").strip()
    headings = [
        _("编号"), _("事件"), _("外单位"), _("事由"), _("共享时间"), _("状态"), _("打开次数"),
        _("校验值"), _("线索"), _("交来时间"), _("交来岗位"), _("处理"), _("理由"),
    ]  # fmt: skip
    rows: list[list[object]] = []
    for share in every.none() if personal_search_refusal(words) else _asked(request, every):
        row = share_row(share, now)
        base = [
            row.number,
            row.incident,
            row.unit,
            row.purpose,
            _minute(share.shared_at),
            row.state_word,
            row.opened,
            share.content_hash,
        ]
        rows.append([*base, "", "", "", "", ""])
        for lead in share.leads.all():
            back = [lead.number, _minute(lead.received_at), lead.handed_by]
            rows.append([*base, *back, lead.get_state_display(), lead.reason])
    record_file(request.user, "shares", _("信息共享台账"), len(rows))
    return csv_file("shares", headings, rows)


def _asked(request: OfficerRequest, rows: QuerySet[Share]) -> QuerySet[Share]:
    return search_shares(
        rows,
        words=request.GET.get("q", "").strip(),
        state=request.GET.get("state", ""),
        unit=parse_int(request.GET.get("unit", "")),
    )


def _minute(value: datetime) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
