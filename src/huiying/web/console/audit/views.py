"""审计记录: the bureau's audit chain.

In:   requests of officers with READ_RECORD.    Out:  records: page or CSV.
Cost: paged.
"""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.chain import utc_text
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import records_of
from huiying.base.audit.search import record_question, search_records
from huiying.base.search.personal import personal_search_refusal
from huiying.web.console.audit.rows import record_row
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import plain_cell
from huiying.web.console.shared.record_alarms import record_alarms_of
from huiying.web.console.shared.records.sentences import record_sentence
from huiying.web.shared.requests import OfficerRequest, parse_int

PAGE = 50
EXPORT_MOST = 20_000


@require_GET
def record_list(request: OfficerRequest) -> HttpResponse:
    """List the newest acts; ``q`` narrows by words, number or verb."""
    require(request.user, Capability.READ_RECORD)
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    rows = records_of(bureau_id=request.user.bureau_id)
    narrowed = bool(words or day_range_of(request))
    if request.GET.get("format") == "csv":
        taken = _found(request, words, EXPORT_MOST) if narrowed else list(rows[:EXPORT_MOST])
        record_file(request.user, "record", _("审计记录"), len(taken))
        return _csv(taken)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = _found(request, words, PAGE + 1) if narrowed else list(page)
    context = {
        "page_obj": page,
        "rows": [record_row(row) for row in found[:PAGE]],
        "older": found[PAGE - 1].pk if narrowed and len(found) > PAGE else "",
        "narrowed": narrowed,
        "refusal": refusal,
        "days": day_range_of(request),
        "alarms": record_alarms_of(request.user),
        "words": words,
    }
    return render(request, "console/audit/audit.html", context)


def _found(request: OfficerRequest, words: str, limit: int) -> list[AuditRecord]:
    days = day_range_of(request)
    question = record_question(
        request.user.bureau_id,
        words,
        since=days.since,
        until=days.until,
        before=parse_int(request.GET.get("before", "")),
    )
    return search_records(request.user.bureau_id, question, limit=limit)


def _csv(rows: list[AuditRecord]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("序号"), _("时间"), _("内容"), "verb", "kind", "ref", "hash"])
    for row in rows:
        cells = [
            row.seq,
            utc_text(row.at),
            record_sentence(row),
            row.verb,
            row.kind,
            row.ref,
            row.hash,
        ]
        writer.writerow([plain_cell(str(cell)) for cell in cells])
    return response
