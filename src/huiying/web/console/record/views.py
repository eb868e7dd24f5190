"""办理记录: the bureau's chain of acts, for auditors; each topic's own is on its page.

In:   requests of officers with READ_RECORD.    Out:  records and verification: page or CSV.
Cost: paged; verification reads the whole chain and runs only when asked.
"""

from __future__ import annotations

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.audit.chain import moment
from huiying.base.audit.queries import AuditRecord, records_of, verify
from huiying.web.console.record.words import sentence
from huiying.web.requests import OfficerRequest

PAGE = 50
EXPORT_MOST = 20_000


@require_GET
def record_list(request: OfficerRequest) -> HttpResponse:
    """List the newest acts; ``q`` narrows by number or verb, ``verify=1`` reads the chain."""
    require(request.user, Capability.READ_RECORD)
    rows = records_of(bureau_id=request.user.bureau_id)
    words = request.GET.get("q", "").strip()
    for word in words.split():
        rows = rows.filter(topic__icontains=word) | rows.filter(verb__icontains=word)
    if request.GET.get("format") == "csv":
        return _csv(list(rows[:EXPORT_MOST]))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    checked = verify(bureau_id=request.user.bureau_id) if "verify" in request.GET else None
    context: dict[str, Any] = {
        "page_obj": page,
        "rows": [
            {
                "seq": row.seq,
                "at": row.at,
                "text": sentence(row),
                "verb": row.verb,
                "hash": row.hash[:12],
                "number": row.topic.removeprefix("incident:")
                if row.topic.startswith("incident:")
                else "",
            }
            for row in page
        ],
        "checked": checked,
        "words": words,
    }
    return render(request, "console/record/record.html", context)


def _csv(rows: list[AuditRecord]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("序号"), _("时间"), _("内容"), "verb", "kind", "ref", "hash"])
    for row in rows:
        cells = [row.seq, moment(row.at), sentence(row), row.verb, row.kind, row.ref, row.hash]
        writer.writerow([_plain(str(cell)) for cell in cells])
    return response


def _plain(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell
