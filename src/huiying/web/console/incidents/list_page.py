"""The list of incidents: every incident in sight, narrowed, in order and in pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.organisation.queries import all_units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.incidents.panels import stage_links
from huiying.web.console.incidents.rows import list_rows
from huiying.web.console.registers.register import FILES, may_take, register_file
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.forms import GRADES
from huiying.web.console.shared.list_tools import Column, file_links, list_tools, sort_order
from huiying.web.shared.registers.incidents import INCIDENTS
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.incidents.candidates.queries import main_kinds
from huiying.work.incidents.incidents.ordering import in_order, with_last_act
from huiying.work.incidents.incidents.queries import (
    in_order_of_keys,
    incidents_in_sight,
    search_incidents,
)

PAGE = 30
COLUMNS = (
    Column("left", gettext_lazy("时限"), sorts=True, always=True),
    Column("number", gettext_lazy("事件"), sorts=True, descending=True, always=True),
    Column("grade", gettext_lazy("等级"), sorts=True, descending=True),
    Column("stage", gettext_lazy("当前环节"), sorts=True),
    Column("holder", gettext_lazy("当前经办")),
    Column("posts", gettext_lazy("帖文数"), sorts=True, descending=True),
    Column("updated", gettext_lazy("最近更新"), sorts=True, descending=True),
    Column("unit", gettext_lazy("责任单位"), first_shown=False),
    Column("opened", gettext_lazy("登记时间"), sorts=True, descending=True, first_shown=False),
)
FORMER = {"new": "opened", "old": "-opened", "size": "posts", "last": "updated"}
"""What an order was called before it was a column; a saved filter may still say it."""


@require_GET
def incident_list(request: OfficerRequest) -> HttpResponse:
    """All incidents in sight, the least time left first; says what a filter hides."""
    require(request.user, Capability.SEE_INCIDENTS)
    now = clock.now()
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    stage = request.GET.get("stage", "")
    grade = request.GET.get("grade", "")
    unit = request.GET.get("unit", "")
    asked = request.GET.get("sort", "")
    order = sort_order(FORMER.get(asked, asked), COLUMNS, "left")
    every = incidents_in_sight(request.user)
    days = day_range_of(request)
    found = (
        every.none()
        if refusal
        else search_incidents(
            every, words=words, unit=parse_int(unit), since=days.since, until=days.until
        )
    )
    rows = search_incidents(found, grade=parse_int(grade), stage=stage)
    ordered = in_order(rows, order.column, descending=order.descending)
    if request.GET.get("format") in FILES:
        return register_file(INCIDENTS, ordered, request.GET["format"], request.user)
    keys = ordered.values_list("pk", flat=True)
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    shown_rows = in_order_of_keys(with_last_act(every), page)
    total, shown = every.count(), page.paginator.count
    tools = list_tools(
        request,
        "incidents",
        COLUMNS,
        order=order,
        files=file_links(request) if may_take(request.user) else (),
    )
    context = {
        "page_obj": page,
        "rows": list_rows(shown_rows, now, main_kinds(row.pk for row in shown_rows)),
        "q": words,
        "refusal": refusal,
        "days": days,
        "tools": tools,
        "states": stage_links(found, stage),
        "grade": grade,
        "unit": unit,
        "units": [(str(row.pk), row.name) for row in all_units_of(request.user.bureau_id)]
        if may_take(request.user)
        else [],
        "sort": FORMER.get(asked, asked) or "left",
        "grades": [(str(value), str(label)) for value, label in GRADES],
        "sorts": [
            ("left", _("剩余时间")),
            ("grade", _("等级")),
            ("posts", _("帖文数")),
            ("updated", _("最近更新")),
            ("opened", _("最近登记")),
            ("-opened", _("最早登记")),
        ],
        "hides": Hides(
            shown=_("共 %(total)s 件，显示 %(shown)s 件。") % {"total": total, "shown": shown},
            hidden=_hidden_words(total - shown, tools.saved.current),
            all_url=reverse("console:incidents") if shown < total else "",
            all_label=_("全部显示"),
        ),
    }
    return render(request, "console/incidents/incidents.html", context)


def _hidden_words(count: int, name: str) -> str:
    """Say how many incidents a filter hides, and which filter it is."""
    if not count:
        return ""
    if name:
        return _("“%(name)s”隐藏 %(count)s 件") % {"name": name, "count": count}
    return _("筛选隐藏 %(count)s 件") % {"count": count}
