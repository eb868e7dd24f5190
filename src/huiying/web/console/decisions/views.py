"""决策风险评估: the list of files, the page of one, a new one, the files of its methods."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.decisions.acts import decision_options, decision_text
from huiying.web.console.decisions.foresight import foresight_panel
from huiying.web.console.decisions.forms import DecisionForm
from huiying.web.console.decisions.register import DECISIONS
from huiying.web.console.decisions.rows import (
    decision_acts,
    decision_row,
    facts_of,
    method_row,
    point_row,
    result_of,
)
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.shared.acts import ActText, Outcome, carry_out, redirect_refused
from huiying.web.console.shared.component_rows import chosen_states, hidden_note
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.prevention.decisions.access import (
    decision_for,
    method_for,
    require_overview,
)
from huiying.work.prevention.decisions.actions.sign_decision import DECISION_KIND
from huiying.work.prevention.decisions.actions.write_decision import start_decision
from huiying.work.prevention.decisions.content import lacks_of_file
from huiying.work.prevention.decisions.models import FileState
from huiying.work.prevention.decisions.queries import (
    decisions_of,
    in_force,
    incidents_of_decision,
    search_decisions,
    signed_versions,
)
from huiying.work.prevention.decisions.watching import foresight_of

SEE = Capability.SEE_INCIDENTS
PAGE = 50
COLUMNS = (
    Column("title", gettext_lazy("决策事项"), always=True),
    Column("state", gettext_lazy("状态")),
    Column("risk", gettext_lazy("风险等级")),
    Column("unit", gettext_lazy("承办单位")),
    Column("planned", gettext_lazy("计划实施")),
    Column("announced", gettext_lazy("公布日期")),
    Column("act", gettext_lazy("操作"), always=True),
)


@require_GET
def decision_list(request: OfficerRequest) -> HttpResponse:
    """The files of the bureau, newest first; filters say what they hide."""
    require(request.user, SEE)
    require_overview(request.user)
    officer, today = request.user, clock.now().astimezone(LOCAL).date()
    every = decisions_of(officer.bureau_id).prefetch_related("points")
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_decisions(every, words=words, state=state)
    if request.GET.get("format") in FILES:
        return register_file(DECISIONS, rows, request.GET["format"], officer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    states: list[tuple[str, Any]] = [
        ("", _("全部")),
        *FileState.choices,
        ("ANNOUNCED", _("已公布")),
    ]
    context = {
        "rows": [decision_row(row, officer, today) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "tools": list_tools(request, "decisions", COLUMNS, files=file_links(request)),
        "states": chosen_states(states, state),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:decisions"),
            words=_("共 %(total)s 件，显示 %(shown)s 件。"),
            hidden_words=_("筛选隐藏 %(count)s 件"),
        ),
    }
    return render(request, "console/decisions/list.html", context)


@form_page
def start(request: OfficerRequest) -> HttpResponse:
    """新建评估卷."""
    require(request.user, Capability.CONSULT)
    require_overview(request.user)
    text = ActText(
        title=_("新建决策评估卷"),
        lead=_(
            "各项决策实施前，评估可能引发的风险，确定等级，制定处置预案（《制度》第六条）。"
        ),
        safe=_("可先填写已掌握的内容，报签前补齐。"),
        submit=_("保存评估卷"),
        back=reverse("console:decisions"),
    )
    form = DecisionForm(request.POST or None, **decision_options(request.user))

    def perform() -> Outcome:
        row = start_decision(
            text=decision_text(form, request.user), officer=request.user, now=clock.now()
        )
        return _("评估卷已保存。"), reverse("console:decision", args=[row.number])

    return carry_out(request, form, text, 0, perform)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One file: what is planned, risks before and after measures, what came of it."""
    row = decision_for(request.user, number, to=SEE)
    officer, now = request.user, clock.now()
    lacks = lacks_of_file(row, now) if row.state != FileState.SIGNED else ()
    points = list(row.points.select_related("unit"))
    signed, signoff = in_force(row), row.signoff
    opened = row.state != FileState.SIGNED and bool(decision_acts(row, officer, lacks, signed))
    waits = row.state == FileState.WAITING and signoff is not None
    incidents = list(incidents_of_decision(row))
    context = {
        "row": row,
        "line": decision_row(row, officer, now.astimezone(LOCAL).date()),
        "facts": facts_of(row),
        "result": result_of(points),
        "lacks": [_(one.label) for one in lacks],
        "methods": [
            method_row(one, open_to_changes=opened)
            for one in row.methods.select_related("file")
        ],
        "points": [point_row(one, open_to_changes=opened) for one in points],
        "dissents": list(row.dissents.all()),
        "acts": decision_acts(row, officer, lacks, signed),
        "waits": waits,
        "signs": waits
        and signoff is not None
        and DECISION_KIND.may_decide(signoff, officer)
        and officer.pk not in row.writers,
        "hash": DECISION_KIND.content_hash(row),
        "requested_by": signoff.requested_by.name if signoff else "",
        "returned": signoff.reason
        if signoff is not None and row.state == FileState.WRITING and signoff.reason
        else "",
        "signed": signed,
        "versions": list(signed_versions(row)),
        "plan_url": reverse("console:contingency-plan", args=[row.plan.number])
        if row.plan
        else "",
        "late_announcement": signed is not None
        and row.announced_on is not None
        and row.announced_on
        < row.signed.earliest("version").signed_at.astimezone(LOCAL).date(),
        "foresight": foresight_panel(foresight_of(row), incidents, row.announced_on),
    }
    return render(request, "console/decisions/decision.html", context)


@require_GET
def method_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """The result of a method; a file that is gone or changed says so."""
    row = method_for(request.user, pk, to=SEE)
    answer = file_response(row.file) if row.file else None
    if answer is not None:
        return answer
    gone = _("文件无法打开：已缺失、已销毁，或与登记时的校验值不符。")
    back = reverse("console:decision", args=[row.decision.number])
    return redirect_refused(request, Refused(gone), back)
