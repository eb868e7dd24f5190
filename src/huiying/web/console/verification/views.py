"""核实: lists and pages of verification requests."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import hidden_note, state_links
from huiying.web.console.shared.list_tools import Column, list_tools
from huiying.web.console.shared.unit_contact import unit_contact
from huiying.web.console.verification.rows import (
    docket_acts,
    docket_row,
    finding_card,
    next_step,
)
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.verification.access import verification_request_for
from huiying.work.casework.verification.models import Docket, DocketState, ServedIncident
from huiying.work.casework.verification.queries import (
    contradicting_requests,
    requests_with_same_claim,
    search_requests,
    visible_verification_requests,
)
from huiying.work.casework.verification.suggestions import suggested_incidents
from huiying.work.responses.facts.queries import published_drafts_on

PAGE = 50
COLUMNS = (
    Column("left", gettext_lazy("时限"), always=True),
    Column("claim", gettext_lazy("说法"), always=True),
    Column("finding", gettext_lazy("结论")),
    Column("unit", gettext_lazy("核实单位")),
    Column("act", gettext_lazy("操作"), always=True),
)
RANK = {"answer": 0, "confirm": 0, "": 1}


@require_GET
def docket_list(request: OfficerRequest) -> HttpResponse:
    """Dockets in sight: what waits for me first; filters say what they hide."""
    require(request.user, Capability.SEE_INCIDENTS)
    now, officer = clock.now(), request.user
    every = visible_verification_requests(officer)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else search_requests(every, words=words)
    rows = rows.filter(state=state) if state in DocketState.values else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    against = {row.pk for group in contradicting_requests(page, now) for row in group}
    lines = [docket_row(row, officer, now, against=against) for row in page]
    lines.sort(key=lambda line: RANK[line.waits_for])
    context = {
        "rows": lines,
        "page_obj": page,
        "states": state_links(DocketState.choices, state),
        "q": words,
        "refusal": refusal,
        "tools": list_tools(request, "dockets", COLUMNS),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:dockets"),
            words=_("共 %(total)s 份核实单，显示 %(shown)s 份。"),
            hidden_words=_("筛选隐藏 %(count)s 份"),
        ),
    }
    return render(request, "console/verification/list.html", context)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One docket: the claim, what was found on what evidence, whom it serves, what follows."""
    docket = verification_request_for(request.user, number, to=Capability.SEE_INCIDENTS)
    now, officer = clock.now(), request.user
    alike = list(requests_with_same_claim(docket))
    whole = next((row for row in alike if row.pk == docket.pk), docket)
    against = [row for group in contradicting_requests(alike, now) for row in group]
    findings = sorted(whole.findings.all(), key=lambda row: row.at, reverse=True)
    served = list(docket.serves.select_related("incident").order_by("-origin", "pk"))
    sees_all = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    context = {
        "docket": docket_row(whole, officer, now, against={row.pk for row in against}),
        "requested_by": docket.requested_by.name,
        "contact": unit_contact(docket.unit, officer)
        if docket.state == DocketState.ASKED and docket.unit_id != officer.unit_id
        else None,
        "withdrawn": docket.reason if docket.state == DocketState.WITHDRAWN else "",
        "acts": docket_acts(docket, officer),
        "findings": [finding_card(row, docket, officer) for row in findings],
        "others": [
            docket_row(row, officer, now) for row in alike if row.pk != docket.pk and sees_all
        ],
        "contradicted": bool(against),
        "next": next_step(whole, now, served[0].incident) if sees_all else None,
        "serves": [_served(docket, row, officer) for row in served] if sees_all else [],
        "posts": docket.posts.count(),
        "serve_acts": _serve_acts(docket, officer),
        "published": _published(docket, officer) if sees_all else [],
    }
    return render(request, "console/verification/docket.html", context)


@dataclass(frozen=True, slots=True)
class ServedRow:
    """An incident that a docket serves; origin: it was asked for this one."""

    number: str
    title: str
    url: str
    origin: bool
    acts: list[ActButton]


def _served(docket: Docket, row: ServedIncident, officer: Officer) -> ServedRow:
    stop = reverse("console:docket-unserve", args=[docket.number, row.incident.number])
    may_stop = may(officer, Capability.VERIFY) and not row.origin
    return ServedRow(
        number=row.incident.number,
        title=row.incident.title,
        url=reverse("console:incident", args=[row.incident.number]),
        origin=row.origin,
        acts=[act_button(_("取消关联"), stop, method="post")] if may_stop else [],
    )


def _serve_acts(docket: Docket, officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.VERIFY) or docket.state == DocketState.WITHDRAWN:
        return []
    count = len(suggested_incidents(docket))
    label = (
        _("适用于其他事件…（可能 %(count)s 个）") % {"count": count}
        if count
        else _("适用于其他事件…")
    )
    return [act_button(label, "console:docket-serve", docket.number)]


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """A public answer that rests on a docket."""

    title: str
    url: str


def _published(docket: Docket, officer: Officer) -> list[PublishedAnswer]:
    """Return the public answers that rest on this docket: they are looked at when it falls."""
    slug = officer.bureau.slug
    return [
        PublishedAnswer(draft.title, reverse("portal:answer", args=[slug, draft.answer.number]))
        for draft in published_drafts_on(docket)
    ]
