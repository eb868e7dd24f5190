"""处置预案: the list of plans, the page of one, a new one."""

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
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.plans.acts import plan_text, unit_options
from huiying.web.console.plans.forms import PlanForm
from huiying.web.console.plans.register import PLANS
from huiying.web.console.plans.rows import item_row, plan_acts, plan_row
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.component_rows import chosen_states, hidden_note
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.prevention.plans.access import OVERVIEW, plan_for
from huiying.work.prevention.plans.actions.approve_plan import PLAN_KIND
from huiying.work.prevention.plans.actions.write_plan import start_plan
from huiying.work.prevention.plans.content import dissolved_units, is_overdue
from huiying.work.prevention.plans.models import ItemKind, PlanState
from huiying.work.prevention.plans.queries import (
    CURRENT,
    OVERDUE,
    activations_of_plan,
    approved_versions,
    plans_of,
    search_plans,
    version_in_force,
)

SEE = Capability.SEE_INCIDENTS
PAGE = 50
COLUMNS = (
    Column("title", gettext_lazy("处置预案"), always=True),
    Column("state", gettext_lazy("状态")),
    Column("units", gettext_lazy("牵头、发声单位")),
    Column("review", gettext_lazy("复核日期")),
    Column("act", gettext_lazy("操作"), always=True),
)


@require_GET
def plan_list(request: OfficerRequest) -> HttpResponse:
    """The plans of the bureau, the earliest day of review first."""
    require(request.user, SEE)
    require(request.user, *OVERVIEW)
    officer, today = request.user, clock.now().astimezone(LOCAL).date()
    every = plans_of(officer.bureau_id)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    rows = every.none()
    if not refusal:
        rows = search_plans(every, today=today, words=words, state=state)
    if request.GET.get("format") in FILES:
        return register_file(PLANS, rows, request.GET["format"], officer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    states: list[tuple[str, Any]] = [
        ("", _("全部")),
        (CURRENT, _("有效")),
        (OVERDUE, _("逾期未复核")),
        *PlanState.choices,
    ]
    context = {
        "rows": [plan_row(row, officer, today) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "tools": list_tools(request, "contingency-plans", COLUMNS, files=file_links(request)),
        "states": chosen_states(states, state),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:contingency-plans"),
            words=_("共 %(total)s 份，显示 %(shown)s 份。"),
            hidden_words=_("筛选隐藏 %(count)s 份"),
        ),
    }
    return render(request, "console/plans/list.html", context)


@form_page
def start(request: OfficerRequest) -> HttpResponse:
    """新建预案."""
    require(request.user, Capability.CONSULT)
    text = ActText(
        title=_("新建处置预案"),
        lead=_("先写启动条件、牵头和发声单位、首次回应口径，再登记措施、备答和联系方式。"),
        safe=_("经领导批准后方可启动。"),
        submit=_("保存预案"),
        back=reverse("console:contingency-plans"),
    )
    form = PlanForm(request.POST or None, **unit_options(request.user.bureau_id))

    def perform() -> Outcome:
        row = start_plan(
            text=plan_text(form, request.user), officer=request.user, now=clock.now()
        )
        return _("预案已保存。"), reverse("console:contingency-plan", args=[row.number])

    return carry_out(request, form, text, 0, perform)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One plan: when it is used, who does what, what is said, where it was activated."""
    row = plan_for(request.user, number, to=SEE)
    officer, today = request.user, clock.now().astimezone(LOCAL).date()
    version, signoff = version_in_force(row), row.signoff
    acts = plan_acts(row, officer)
    opened = row.state != PlanState.APPROVED and bool(acts)
    items = list(row.items.select_related("unit"))
    waits = row.state == PlanState.WAITING and signoff is not None
    context = {
        "row": row,
        "line": plan_row(plans_of(row.bureau_id).get(pk=row.pk), officer, today),
        "acts": acts,
        **{
            name: [item_row(one, open_to_changes=opened) for one in items if one.kind == kind]
            for name, kind in (
                ("measures", ItemKind.MEASURE),
                ("questions", ItemKind.QUESTION),
                ("contacts", ItemKind.CONTACT),
            )
        },
        "waits": waits,
        "signs": waits
        and signoff is not None
        and PLAN_KIND.may_decide(signoff, officer)
        and officer.pk not in row.writers,
        "hash": PLAN_KIND.content_hash(row),
        "requested_by": signoff.requested_by.name if signoff else "",
        "returned": signoff.reason
        if signoff is not None and row.state == PlanState.WRITING and signoff.reason
        else "",
        "version": version,
        "versions": list(approved_versions(row)),
        "overdue": version is not None and is_overdue(version.review_on, today),
        "gone": _("、").join(dissolved_units(version.content)) if version else "",
        "activations": list(activations_of_plan(row)),
    }
    return render(request, "console/plans/plan.html", context)
