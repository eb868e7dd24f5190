"""风险点台账: the list of risks, the page of one, what may be a risk, dates of each year."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.organisation.queries import all_units_of, officers_of, units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.prevention.levels import LEVEL_BASIS, RiskLevel
from huiying.web.console.registers.register import FILES, may_take, register_file
from huiying.web.console.risks.proposals import proposal_rows
from huiying.web.console.risks.register import RISKS
from huiying.web.console.risks.rows import (
    names_of,
    pending_card,
    risk_acts,
    risk_row,
    version_cards,
)
from huiying.web.console.shared.component_rows import chosen_states, hidden_note
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.access import sees_all_units
from huiying.work.prevention.risks.access import risk_for
from huiying.work.prevention.risks.actions.change import may_sign_changes
from huiying.work.prevention.risks.changes import change_hash, pending_change
from huiying.work.prevention.risks.models import RiskState
from huiying.work.prevention.risks.queries import (
    LEFT,
    OVERDUE,
    dates_of,
    narrow_risks,
    search_risks,
    versions_of,
    visible_risks,
)

SEE = Capability.SEE_INCIDENTS
PAGE = 50
COLUMNS = (
    Column("level", gettext_lazy("等级"), always=True),
    Column("title", gettext_lazy("风险点"), always=True),
    Column("unit", gettext_lazy("责任单位、责任人")),
    Column("review", gettext_lazy("下次复核")),
    Column("measures", gettext_lazy("防范措施"), first_shown=False),
    Column("residual", gettext_lazy("落实措施后"), first_shown=False),
    Column("state", gettext_lazy("状态")),
)


@require_GET
def risk_list(request: OfficerRequest) -> HttpResponse:
    """Risks in sight, the gravest first; filters say what they hide."""
    require(request.user, SEE)
    now, officer, asked = clock.now(), request.user, request.GET
    every = visible_risks(officer)
    words = asked.get("q", "").strip()
    state = asked.get("state", RiskState.LISTED)
    level, late, unit = asked.get("level", ""), asked.get("late", ""), asked.get("unit", "")
    units = list(units_of(officer.bureau_id)) if sees_all_units(officer) else []
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_risks(every, words)
    rows = narrow_risks(
        rows,
        now=now,
        level=level if level in list(RiskLevel) else "",
        state=state if state in RiskState.values else "",
        unit=int(unit) if unit in {str(one.pk) for one in units} else None,
        late=late,
    )
    if asked.get("format") in FILES:
        return register_file(RISKS, rows, asked["format"], officer)
    page = Paginator(rows, PAGE).get_page(asked.get("page"))
    context = {
        "rows": [risk_row(row, now) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "units": units,
        "unit": unit,
        "basis": _(LEVEL_BASIS),
        "may_register": may(officer, Capability.COMB_RISKS),
        "tools": list_tools(
            request,
            "risk-register",
            COLUMNS,
            files=file_links(request) if may_take(officer) else (),
        ),
        "states": chosen_states([*RiskState.choices, ("", _("全部"))], state),
        "levels": chosen_states(
            [("", _("各等级")), *((str(one), _(one.label)) for one in reversed(RiskLevel))],
            level,
        ),
        "lates": chosen_states(
            [("", _("不限")), (OVERDUE, _("复核逾期")), (LEFT, _("责任人已离岗"))], late
        ),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            f"{reverse('console:risk-register')}?state=",
            words=_("共 %(total)s 个，显示 %(shown)s 个。"),
            hidden_words=_("筛选隐藏 %(count)s 个"),
        ),
    }
    return render(request, "console/risks/list.html", context)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One risk: the matter, its level, who owns it, what is done, what waits, what it was."""
    row = risk_for(request.user, number, to=SEE)
    officer, now = request.user, clock.now()
    names = names_of(list(all_units_of(row.bureau_id)), list(officers_of(row.bureau_id)))
    change = pending_change(row)
    signs = (
        change is not None
        and may_sign_changes(officer)
        and change.requested_by_id != officer.pk
        and not officer.only_reads
    )
    context = {
        "risk": row,
        "item": risk_row(row, now),
        "acts": risk_acts(row, officer),
        "pending": pending_card(change, names) if change is not None else None,
        "signs": signs,
        "hash": change_hash(change) if change is not None else "",
        "versions": version_cards(list(versions_of(row)), names),
        "basis": _(LEVEL_BASIS),
    }
    return render(request, "console/risks/risk.html", context)


@require_GET
def proposals(request: OfficerRequest) -> HttpResponse:
    """What may be a risk: lessons, petitions on the rise, last year's season, dates."""
    officer, now = request.user, clock.now()
    require(officer, Capability.COMB_RISKS)
    context = {
        "rows": proposal_rows(officer, now),
        "dates": dates_of(officer.bureau_id),
        "keeps": may(officer, Capability.SUPERVISE),
    }
    return render(request, "console/risks/proposals.html", context)
