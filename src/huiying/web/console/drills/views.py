"""演练: the list of drills, the page of one, a new one, one made of a closed incident."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.prevention.drill_script import write_lines
from huiying.web.console.drills.acts import drill_text, unit_options
from huiying.web.console.drills.forms import DrillForm, SourceForm
from huiying.web.console.drills.register import DRILLS
from huiying.web.console.drills.rows import (
    counts_of,
    drill_acts,
    drill_row,
    matter_rows,
    result_parts,
    step_rows,
)
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.component_rows import chosen_states, hidden_note
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.prevention.drills.access import OVERVIEW, drill_for
from huiying.work.prevention.drills.actions.plan_drill import plan_drill
from huiying.work.prevention.drills.content import minutes_of
from huiying.work.prevention.drills.from_incident import (
    length_of,
    replayable_incidents,
    script_of_incident,
)
from huiying.work.prevention.drills.models import DrillState
from huiying.work.prevention.drills.queries import (
    drills_of,
    grave_incidents,
    result_of,
    search_drills,
)

SEE, PLANS = Capability.SEE_INCIDENTS, Capability.CONSULT
PAGE = 50
COLUMNS = (
    Column("title", gettext_lazy("演练"), always=True),
    Column("state", gettext_lazy("状态")),
    Column("units", gettext_lazy("参演单位")),
    Column("result", gettext_lazy("结果")),
    Column("act", gettext_lazy("操作"), always=True),
)


@require_GET
def drill_list(request: OfficerRequest) -> HttpResponse:
    """The drills of the bureau, the newest first."""
    require(request.user, SEE)
    require(request.user, *OVERVIEW)
    officer = request.user
    every = drills_of(officer.bureau_id)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_drills(every, words=words, state=state)
    if request.GET.get("format") in FILES:
        return register_file(DRILLS, rows, request.GET["format"], officer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    states: list[tuple[str, Any]] = [("", _("全部")), *DrillState.choices]
    context = {
        "rows": [drill_row(row) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "tools": list_tools(request, "drills", COLUMNS, files=file_links(request)),
        "states": chosen_states(states, state),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:drills"),
            words=_("共 %(total)s 次，显示 %(shown)s 次。"),
            hidden_words=_("筛选隐藏 %(count)s 次"),
        ),
    }
    return render(request, "console/drills/list.html", context)


@form_page
def plan(request: OfficerRequest) -> HttpResponse:
    """安排演练, written by hand or, with ``?incident=``, from a closed incident."""
    require(request.user, PLANS)
    number = request.GET.get("incident", "")
    source = incident_for(request.user, number, to=PLANS) if number else None
    found = script_of_incident(source) if source else None
    if source is not None and found is not None and not found.steps:
        words = _("该事件的帖文不足以作脚本，请按脚本格式填写。")
        return redirect_refused(request, Refused(words), reverse("console:drill-plan"))
    text = ActText(
        title=_("安排演练"),
        lead=_("写明目的、参演单位和每分钟发生的情况；保存后按演练页所示命令开始。"),
        safe=_("演练与正式数据分开，不发送任何消息。"),
        submit=_("保存演练"),
        back=reverse("console:drills"),
    )
    initial = {}
    if source is not None and found is not None:
        initial = {
            "title": _("演练：%(title)s") % {"title": source.title[:80]},
            "minutes": length_of(found.steps),
            "grade": source.grade,
            "steps": write_lines(found.steps),
        }
    options = unit_options(request.user.bureau_id)
    form = DrillForm(request.POST or None, initial=initial, **options)

    def perform() -> Outcome:
        row = plan_drill(
            text=drill_text(form, request.user),
            officer=request.user,
            now=clock.now(),
            source=source,
            left_out=found.left_out if found else 0,
        )
        return _("演练已安排。"), reverse("console:drill", args=[row.number])

    return carry_out(request, form, text, 0, perform)


@form_page
def choose(request: OfficerRequest) -> HttpResponse:
    """用已办结事件作脚本: choose which one; the next page shows its posts as a script."""
    require(request.user, PLANS)
    offered = [
        (number, f"{number} {title}")
        for number, title in replayable_incidents(request.user.bureau_id)
    ]
    if not offered:
        words = _("暂无已办结的事件，请按脚本格式填写。")
        return redirect_refused(request, Refused(words), reverse("console:drills"))
    text = ActText(
        title=_("用已办结事件作脚本"),
        lead=_("按帖文原有间隔排入脚本，可修改并加入情况注入。帖文已去标识。"),
        submit=_("下一步"),
        back=reverse("console:drills"),
    )
    form = SourceForm(request.POST or None, incidents=offered)
    if request.method == "POST" and form.is_valid():
        query = form.cleaned_data["incident"]
        return redirect(f"{reverse('console:drill-plan')}?incident={query}")
    return show_form(request, form, text, 0)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One drill: its script, how it is started, and its result."""
    row = drill_for(request.user, number, to=SEE)
    officer, result = request.user, result_of(row)
    planned = row.state == DrillState.PLANNED
    running = list(grave_incidents(row.bureau_id)) if planned else []
    open_ones = [one for one in running if one.number not in row.despite]
    steps = step_rows(row)
    command = f"huiying drill {row.number}"
    context = {
        "row": row,
        "line": drill_row(row),
        "acts": drill_acts(row, officer, grave=bool(open_ones)),
        "steps": steps,
        "injects": sum(step.inject for step in steps),
        "command": f"{command} --despite" if running and not open_ones else command,
        "blocked_by": open_ones,
        "result": result,
        "parts": result_parts(result, officer) if result else [],
        "counts": counts_of(result.content["totals"]) if result else [],
        "used_minutes": minutes_of(result.content) if result else 0,
        "matters": matter_rows(result) if result else [],
    }
    return render(request, "console/drills/drill.html", context)
