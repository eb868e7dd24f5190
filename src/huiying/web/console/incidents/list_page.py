"""The register of incidents: every incident in sight, narrowed, in order and in pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.incidents.panels import stage_links
from huiying.web.console.incidents.register_file import FILES, file_links, incident_file
from huiying.web.console.incidents.rows import list_rows
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.forms import GRADES
from huiying.web.console.shared.saved_filters import saved_filters
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.incidents.candidates.queries import main_kinds
from huiying.work.incidents.incidents.queries import (
    in_order_of_keys,
    incidents_in_sight,
    search_incidents,
)

PAGE = 30
SORTS = {
    "new": "-opened_at",
    "old": "opened_at",
    "grade": "-grade",
    "size": "-size",
    "last": "-last_post_at",
}


@require_GET
def incident_list(request: OfficerRequest) -> HttpResponse:
    """All incidents in sight, with search, filters, sort and paging; says what it hides."""
    require(request.user, Capability.SEE_INCIDENTS)
    now = clock.now()
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    stage = request.GET.get("stage", "")
    grade = request.GET.get("grade", "")
    sort = request.GET.get("sort", "new")
    saved = saved_filters(request, "incidents")
    every = incidents_in_sight(request.user)
    days = day_range_of(request)
    found = (
        every.none()
        if refusal
        else search_incidents(every, words=words, since=days.since, until=days.until)
    )
    rows = search_incidents(found, grade=parse_int(grade), stage=stage)
    ordered = rows.order_by(SORTS.get(sort, SORTS["new"]), "-pk")
    if request.GET.get("format") in FILES:
        return incident_file(request, ordered, request.GET["format"], now)
    keys = ordered.values_list("pk", flat=True)
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    shown_rows = in_order_of_keys(every, page)
    total, shown = every.count(), page.paginator.count
    context = {
        "page_obj": page,
        "rows": list_rows(shown_rows, now, main_kinds(row.pk for row in shown_rows)),
        "q": words,
        "refusal": refusal,
        "days": days,
        "saved": saved,
        "states": stage_links(found, stage),
        "grade": grade,
        "sort": sort,
        "grades": [(str(value), str(label)) for value, label in GRADES],
        "sorts": [
            ("new", _("最近立案")),
            ("grade", _("等级")),
            ("size", _("帖文数")),
            ("last", _("最近有新帖")),
            ("old", _("最早立案")),
        ],
        "hides": Hides(
            shown=_("共 %(total)s 个事件，显示 %(shown)s 个。")
            % {"total": total, "shown": shown},
            hidden=_hidden_words(total - shown, saved.current),
            all_url=reverse("console:incidents") if shown < total else "",
            all_label=_("全部显示"),
        ),
        "files": file_links(request),
    }
    return render(request, "console/incidents/incidents.html", context)


def _hidden_words(count: int, name: str) -> str:
    """Say how many incidents a filter hides, and which filter it is."""
    if not count:
        return ""
    if name:
        return _("“%(name)s”隐藏了 %(count)s 个") % {"name": name, "count": count}
    return _("筛选隐藏了 %(count)s 个") % {"count": count}
